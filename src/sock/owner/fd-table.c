/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/owner/fd-table.h"

#include <stdlib.h>

#include "base/alloc.h"

void fd_table_done(struct fd_table *table)
{
	free(table->entries);
	*table = (struct fd_table){0};
}

struct fd_table_entry *fd_table_find(const struct fd_table *table, uint32_t fd, size_t *hint)
{
	size_t low = 0, high = table->count;

	/* A listing is in order, so the entry at the hint is nearly always the right one. */
	if (*hint < high && table->entries[*hint].fd == fd)
		return &table->entries[(*hint)++];
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->entries[middle].fd < fd)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == table->count || table->entries[low].fd != fd)
		return NULL;
	*hint = low + 1;
	return &table->entries[low];
}

struct fd_table_entry *fd_table_find_unsorted(
	struct fd_table_entry *entries, size_t count, uint32_t fd)
{
	for (size_t i = 0; i < count; i++)
		if (entries[i].fd == fd)
			return &entries[i];
	return NULL;
}

static int compare_entries(const void *a, const void *b)
{
	const struct fd_table_entry *left = a, *right = b;

	return (left->fd > right->fd) - (left->fd < right->fd);
}

static void sort_entries(struct fd_table_entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (entries[i - 1].fd > entries[i].fd) {
			qsort(entries, count, sizeof(*entries), compare_entries);
			return;
		}
}

int fd_table_merge(struct fd_table *table, struct fd_table_entry *added, size_t added_count)
{
	size_t kept = 0, to, from, left = added_count;
	int error = alloc_try_grow((void **)&table->entries, &table->capacity,
		table->count + added_count, sizeof(*table->entries));

	if (error)
		return error;
	for (size_t i = 0; i < table->count; i++)
		if (!table->entries[i].dead)
			table->entries[kept++] = table->entries[i];
	sort_entries(added, added_count);
	/* Merges from the end, so that no entry is overwritten before it is moved. */
	for (to = kept + added_count, from = kept; left;) {
		if (from && table->entries[from - 1].fd > added[left - 1].fd)
			table->entries[--to] = table->entries[--from];
		else
			table->entries[--to] = added[--left];
	}
	table->count = kept + added_count;
	return 0;
}
