/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/alloc.h"

#include <errno.h>
#include <stdint.h>
#if __has_include(<malloc.h>)
#include <malloc.h>
#endif
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Set once, at start. A file-scope variable, because memory can run out anywhere, and no caller
 * passes anything down to here.
 */
static void (*alloc_last_words)(void);

void alloc_set_last_words(void (*last_words)(void))
{
	alloc_last_words = last_words;
}

static _Noreturn void out_of_memory(void)
{
	static const char message[] = "sockview: out of memory\n";

	if (alloc_last_words)
		alloc_last_words();
	if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
		_exit(1);
	_exit(1);
}

void *alloc_zero(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		out_of_memory();
	return memory;
}

void *alloc_resize(void *array, size_t count, size_t size)
{
	void *memory = reallocarray(array, count ? count : 1, size ? size : 1);

	if (!memory)
		out_of_memory();
	return memory;
}

char *alloc_copy(const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		out_of_memory();
	return copy;
}

void alloc_prefer_mappings(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 128 * 1024);
#endif
}

int alloc_try_grow(void **array, size_t *capacity, size_t count, size_t size)
{
	size_t wanted = *capacity + *capacity / 2 + 16;
	void *memory;

	if (count <= *capacity)
		return 0;
	if (wanted < count)
		wanted = count;
	memory = reallocarray(*array, wanted, size);
	if (!memory)
		return -ENOMEM;
	*array = memory;
	*capacity = wanted;
	return 0;
}
