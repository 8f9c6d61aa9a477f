/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the small files in which the kernel reports figures, each as a whole, below a root path. */
#ifndef SOCKVIEW_BASE_READFILE_H
#define SOCKVIEW_BASE_READFILE_H

#include <stddef.h>

/*
 * Reads at most `size` - 1 bytes of the file `root``path` and adds a NUL. If the file is longer,
 * the last line, which is cut off, is dropped: half a number would be wrong. Returns the length; 0
 * if there is no such file, or if it is empty.
 */
size_t readfile(const char *root, const char *path, char *text, size_t size);

/*
 * Reads at most `size` - 1 bytes of the file `path` below the descriptor `directory` and adds a
 * NUL, without waiting. Returns 0 or -errno; after an error `text` has the bytes that were read
 * before, which may be none.
 */
int readfile_at(int directory, const char *path, char *text, size_t size, size_t *ret_length);

/*
 * Opens the file `path` inside a directory in which others may write: no part of the path may be a
 * link, nor lead to another mount. Returns a descriptor, which the caller closes; -1: there is no
 * such file, or the path is not allowed.
 */
int readfile_open_inside(const char *directory, const char *path);

/* The same before Linux 5.6, where the path is opened part by part; this does enter other mounts.
 */
int readfile_open_parts(int directory, const char *path);

#endif
