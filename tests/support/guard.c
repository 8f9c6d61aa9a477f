/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void guard_init(struct guard *guard, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	guard->size = (size + page - 1) / page * page;
	guard->pages = mmap(NULL, guard->size + page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (guard->pages == MAP_FAILED || mprotect(guard->pages + guard->size, page, PROT_NONE)) {
		perror("guard");
		exit(99);
	}
}

void guard_done(struct guard *guard)
{
	munmap(guard->pages, guard->size + (size_t)sysconf(_SC_PAGESIZE));
}

unsigned char *guard_copy(struct guard *guard, const void *bytes, size_t length)
{
	unsigned char *copy = guard->pages + guard->size - length;

	if (length)
		memcpy(copy, bytes, length);
	return copy;
}
