/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes in a tree of files that stands for /proc (see tree.h); all below ROOT/proc. */
#ifndef SOCKVIEW_TESTS_SUPPORT_PROC_TREE_H
#define SOCKVIEW_TESTS_SUPPORT_PROC_TREE_H

#include <stdint.h>

/* Makes the process `pid`, or changes its name; another moment of start makes it
 * another process. */
void proc_tree_process(const char *root, uint32_t pid, const char *name, uint64_t start);

/* Its descriptor `fd` is now the socket of this inode; or is closed. */
void proc_tree_open(const char *root, uint32_t pid, uint32_t fd, uint32_t inode);
void proc_tree_close(const char *root, uint32_t pid, uint32_t fd);

/* It has ended, and nobody waits for it. */
void proc_tree_end(const char *root, uint32_t pid);

#endif
