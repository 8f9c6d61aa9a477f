/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user's own files: the settings, the filters of earlier days. Read with suspicion, for the
 * program may be root's and the file somebody else's; written whole or not at all.
 */
#ifndef SOCKVIEW_APP_USER_FILE_H
#define SOCKVIEW_APP_USER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/*
 * Where they are, by XDG_CONFIG_HOME and XDG_STATE_HOME, else below HOME; the caller frees it.
 * NULL: nowhere, or not for a program with raised rights.
 */
char *user_file_settings(void);
char *user_file_filters(void);

/*
 * Appends a file's content, at most `most` bytes, to `out`. 0 or an error, and then nothing was
 * appended: -ENOENT, another one of the system's, or
 *   -EBADF   no regular file
 *   -EPERM   somebody else's than the caller's or root's, or others may write to it
 *   -EFBIG   larger than `most`
 *   -EILSEQ  contains what no text does
 */
int user_file_read(const char *path, size_t most, struct buffer *out);

/*
 * Puts `text` in the place of a file, or of the one that a symbolic link leads to, and makes the
 * directories that it lacks. A file that is new is its owner's only. Unless `durable`, the content
 * may be lost with the machine's power. 0 or an error, as above, and then the file is as it was.
 */
int user_file_write(const char *path, const struct buffer *text, bool durable);

/* What an error of these means, a part of a sentence. */
const char *user_file_error(int error);

#endif
