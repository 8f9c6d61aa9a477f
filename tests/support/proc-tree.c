/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/proc-tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "support/tree.h"

static void die(const char *what)
{
	perror(what);
	exit(99);
}

void proc_tree_process(const char *root, uint32_t pid, const char *name, uint64_t start)
{
	char path[4096], text[256];

	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	snprintf(text, sizeof(text),
		"%u (%s) S 1 2 3 4 -1 5 6 7 8 9 10 11 12 13 20 -5 1 0 %llu 16 17\n", pid, name,
		(unsigned long long)start);
	tree_write(root, path, text);
	snprintf(path, sizeof(path), "%s/proc/%u/fd", root, pid);
	if (mkdir(path, 0755) && errno != EEXIST)
		die(path);
}

void proc_tree_close(const char *root, uint32_t pid, uint32_t fd)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/proc/%u/fd/%u", root, pid, fd);
	if (unlink(path) && errno != ENOENT)
		die(path);
}

void proc_tree_open(const char *root, uint32_t pid, uint32_t fd, uint32_t inode)
{
	char path[4096], target[32];

	proc_tree_close(root, pid, fd);
	snprintf(path, sizeof(path), "%s/proc/%u/fd/%u", root, pid, fd);
	snprintf(target, sizeof(target), "socket:[%u]", inode);
	if (symlink(target, path))
		die(path);
}

void proc_tree_end(const char *root, uint32_t pid)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/proc/%u", root, pid);
	tree_remove(alloc_copy(path));
}
