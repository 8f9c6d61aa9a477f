/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that ends at an unreadable page: a copy is placed directly before that page. The processor
 * stops a parser that reads one byte too many, with and without sanitizers. */
#ifndef SOCKVIEW_TESTS_SUPPORT_FENCE_H
#define SOCKVIEW_TESTS_SUPPORT_FENCE_H

#include <stddef.h>

struct fence {
	unsigned char *pages;
	size_t size; /* without the unreadable page */
};

/* Allocates room for copies of up to `size` bytes; ends the program if it cannot. */
void fence_init(struct fence *fence, size_t size);
void fence_done(struct fence *fence);

/* Copies `length` bytes to the end of the room; valid until the next call. */
unsigned char *fence_copy(struct fence *fence, const void *bytes, size_t length);

#endif
