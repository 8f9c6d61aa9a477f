/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/fence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void fence_init(struct fence *fence, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	fence->size = (size + page - 1) / page * page;
	fence->pages = mmap(NULL, fence->size + page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (fence->pages == MAP_FAILED || mprotect(fence->pages + fence->size, page, PROT_NONE)) {
		perror("fence");
		exit(99);
	}
}

void fence_done(struct fence *fence)
{
	munmap(fence->pages, fence->size + (size_t)sysconf(_SC_PAGESIZE));
}

unsigned char *fence_copy(struct fence *fence, const void *bytes, size_t length)
{
	unsigned char *copy = fence->pages + fence->size - length;

	if (length)
		memcpy(copy, bytes, length);
	return copy;
}
