/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory with nothing behind it: a copy that ends where a page ends and the next one may not be
 * read. A parser that reads one byte too many is stopped by the processor, with and without
 * sanitizers.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_FENCE_H
#define SOCKVIEW_TESTS_SUPPORT_FENCE_H

#include <stddef.h>

struct fence {
	unsigned char *pages;
	size_t size; /* without the page that may not be read */
};

/* Room for copies of up to `size` bytes; ends the program where the system has none. */
void fence_init(struct fence *fence, size_t size);
void fence_done(struct fence *fence);

/* Copies `length` bytes to the end of the room; valid until the next call. */
unsigned char *fence_copy(struct fence *fence, const void *bytes, size_t length);

#endif
