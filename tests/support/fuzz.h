/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the targets of tests/fuzz share: a condition that has to hold, and the inputs without
 * libFuzzer. */
#ifndef SOCKVIEW_TESTS_SUPPORT_FUZZ_H
#define SOCKVIEW_TESTS_SUPPORT_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

/* Tries `text` cut off at each byte, and with each of its bytes, and the NUL behind it, changed
 * into each of `bytes`. Returns how many inputs that were. */
static inline size_t fuzz_change_each_byte(
	char *text, size_t length, const char *bytes, size_t byte_count)
{
	for (size_t at = 0; at <= length; at++) {
		char kept = text[at];

		LLVMFuzzerTestOneInput((const uint8_t *)text, at);
		for (size_t i = 0; i < byte_count; i++) {
			text[at] = bytes[i];
			LLVMFuzzerTestOneInput((const uint8_t *)text, length);
		}
		text[at] = kept;
	}
	return (length + 1) * (byte_count + 1);
}

#endif
