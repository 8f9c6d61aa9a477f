/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory. Small requests cannot fail: when the machine has nothing left, the program restores its
 * terminal, says so and ends. Tables that grow with the number of sockets use alloc_try_grow(),
 * which may fail: the caller keeps what it had.
 */
#ifndef SOCKVIEW_BASE_ALLOC_H
#define SOCKVIEW_BASE_ALLOC_H

#include <stddef.h>

/* What to do before the program ends for lack of memory (restore the terminal). Set
 * once, at start. */
void alloc_set_last_words(void (*last_words)(void));

/*
 * Large arrays are mappings of their own from here on, as many as there are: growing one then moves
 * pages instead of copying, and leaves no hole behind. (The C library would raise its limit for
 * that with each array that is freed.)
 */
void alloc_prefer_mappings(void);

/* `count` zeroed elements of `size` bytes; the caller frees them with free(). Never NULL. */
void *alloc_zero(size_t count, size_t size);

/* realloc() of an array; never NULL. */
void *alloc_resize(void *array, size_t count, size_t size);

/* A copy of `text`; the caller frees it. Never NULL. */
char *alloc_copy(const char *text);

/*
 * Makes room for `count` elements in *array, whose capacity is *capacity elements; grows by half so
 * that adding one by one stays cheap. 0, or -ENOMEM with the array as it was.
 */
int alloc_try_grow(void **array, size_t *capacity, size_t count, size_t size);

#endif
