/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory. Small allocations cannot fail: when the machine has no memory left, the program restores
 * its terminal, reports it and ends. Tables that grow with the number of sockets use
 * alloc_try_grow(), which may fail; the caller then keeps the table that it had.
 */
#ifndef SOCKVIEW_BASE_ALLOC_H
#define SOCKVIEW_BASE_ALLOC_H

#include <stddef.h>

/*
 * Sets the function that is called before the program ends for lack of memory (it restores the
 * terminal). Set once, at start.
 */
void alloc_set_last_words(void (*last_words)(void));

/*
 * From now on every large array is a memory mapping of its own, however many there are: growing
 * such an array moves pages instead of copying, and leaves no hole behind. (By default the C
 * library raises its size limit for mappings with each large array that is freed.)
 */
void alloc_prefer_mappings(void);

/*
 * Returns `count` zeroed elements of `size` bytes; the caller frees them with free(). Never NULL.
 */
void *alloc_zero(size_t count, size_t size);

/* realloc() of an array; never NULL. */
void *alloc_resize(void *array, size_t count, size_t size);

/* Returns a copy of `text`; the caller frees it. Never NULL. */
char *alloc_copy(const char *text);

/*
 * Makes room for `count` elements in *array, whose capacity is *capacity elements. The capacity
 * grows by half, so that adding elements one by one stays cheap. Returns 0, or -ENOMEM with the
 * array as it was.
 */
int alloc_try_grow(void **array, size_t *capacity, size_t count, size_t size);

#endif
