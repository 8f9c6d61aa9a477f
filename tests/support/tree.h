/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tree of files in a temporary directory: a /proc or /sys made for the test. */
#ifndef SOCKVIEW_TESTS_SUPPORT_TREE_H
#define SOCKVIEW_TESTS_SUPPORT_TREE_H

/* Makes an empty tree; returns its path, which tree_remove() frees. Ends the
 * program if it cannot. */
char *tree_make(void);

/* Writes a file at `path` below `root` ("/proc/net/tcp"), with the folders above it. */
void tree_write(const char *root, const char *path, const char *text);

void tree_remove(char *root);

#endif
