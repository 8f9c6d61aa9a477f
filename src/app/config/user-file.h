/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user's own files: the settings, the filters of earlier days. Read with suspicion, for the
 * program may be root's and the file somebody else's; written whole or not at all.
 */
#ifndef SOCKVIEW_APP_CONFIG_USER_FILE_H
#define SOCKVIEW_APP_CONFIG_USER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct user_file {
	char *path;    /* NULL: there is no place for it */
	bool is_named; /* by the user, at this start: read wherever and whosever it is */
};

/*
 * Where they are, by XDG_CONFIG_HOME and XDG_STATE_HOME, else below HOME; nowhere for a program
 * with raised rights. user_file_done() has to follow each.
 */
struct user_file user_file_settings(void);
struct user_file user_file_filters(void);
struct user_file user_file_named(const char *path);
void user_file_done(struct user_file *file);

/*
 * Appends a file's content, at most `most` bytes, to `out`. 0 or an error, and then nothing was
 * appended: -ENOENT, another one of the system's, or
 *   -EBADF   no regular file
 *   -EPERM   somebody else's than the caller's or root's, or others may write to it
 *   -EFBIG   larger than `most`
 *   -EILSEQ  contains what no text does
 *   -EXDEV   the caller is root, somebody else has a say in what is there, and it was not named
 */
int user_file_read(const struct user_file *file, size_t most, struct buffer *out);

/*
 * Puts `text` in the place of a file, or of the one that a symbolic link leads to, and makes the
 * directories that it lacks. A file that is new is its owner's only. Unless `durable`, the content
 * may be lost with the machine's power. 0 or an error, as above, and then the file is as it was.
 */
int user_file_write(const struct user_file *file, const struct buffer *text, bool durable);

/* What an error of these means, a part of a sentence. */
const char *user_file_error(int error);

#endif
