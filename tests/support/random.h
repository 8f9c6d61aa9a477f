/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random numbers for property tests. They are the same in every run, so that a failure can be
 * repeated; TEST_SEED in the environment changes them. */
#ifndef SOCKVIEW_TESTS_SUPPORT_RANDOM_H
#define SOCKVIEW_TESTS_SUPPORT_RANDOM_H

#include <stdint.h>
#include <stdlib.h>

static inline uint64_t random_seed(void)
{
	const char *seed = getenv("TEST_SEED");

	return seed ? strtoull(seed, NULL, 0) | 1 : UINT64_C(0x2545f4914f6cdd1d);
}

/* xorshift64*; `state` must not be 0. */
static inline uint64_t random_next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(0x2545f4914f6cdd1d);
}

/* Returns a number from 0 to `limit` - 1. */
static inline uint32_t random_below(uint64_t *state, uint32_t limit)
{
	return (uint32_t)((random_next(state) >> 32) % limit);
}

#endif
