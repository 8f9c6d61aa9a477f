/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mixes 64-bit keys, so that the low bits of the result alone can be used as a table position. */
#ifndef SOCKVIEW_BASE_HASH_H
#define SOCKVIEW_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t hash_u64(uint64_t key)
{
	key *= UINT64_C(0x9e3779b97f4a7c15);
	return (uint32_t)(key >> 32) ^ (uint32_t)(key >> 15);
}

static inline uint32_t hash_bytes(const void *data, size_t length)
{
	const unsigned char *byte = data;
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	while (length--)
		hash = (hash ^ *byte++) * UINT64_C(0x100000001b3);
	return hash_u64(hash);
}

#endif
