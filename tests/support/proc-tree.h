/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes in a tree of files that takes the place of /proc (see tree.h); all are below
 * ROOT/proc. */
#ifndef SOCKVIEW_TESTS_SUPPORT_PROC_TREE_H
#define SOCKVIEW_TESTS_SUPPORT_PROC_TREE_H

#include <stdint.h>

/* Makes the process `pid`, or changes its name; another start time makes it another process. */
void proc_tree_process(const char *root, uint32_t pid, const char *name, uint64_t start);

/* Makes descriptor `fd` the socket with this inode; or closes it. */
void proc_tree_open(const char *root, uint32_t pid, uint32_t fd, uint32_t inode);
void proc_tree_close(const char *root, uint32_t pid, uint32_t fd);

/* The process has ended and is a zombie. */
void proc_tree_end(const char *root, uint32_t pid);

#endif
