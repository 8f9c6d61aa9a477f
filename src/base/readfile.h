/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The small files in which the kernel tells figures, read whole below a root path. */
#ifndef SOCKVIEW_BASE_READFILE_H
#define SOCKVIEW_BASE_READFILE_H

#include <stddef.h>

/*
 * Reads at most `size` - 1 bytes of the file at `root` and `path` and ends them with a NUL. Of a
 * file that is longer, the last line is dropped where it is cut off: half a number is none. The
 * length; 0 where there is no such file, or nothing in it.
 */
size_t readfile(const char *root, const char *path, char *text, size_t size);

/*
 * Reads at most `size` - 1 bytes of a file below a directory's descriptor and ends them with a NUL,
 * without waiting. 0 or -errno; `text` then has what was read before, which may be nothing.
 */
int readfile_at(int directory, const char *path, char *text, size_t size, size_t *ret_length);

#endif
