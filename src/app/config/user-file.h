/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user's own files: the settings, and the filters and choices of earlier starts. Reading checks
 * who owns a file, for the program may run as root while the file is another user's. Writing
 * replaces the whole file or nothing.
 */
#ifndef SOCKVIEW_APP_CONFIG_USER_FILE_H
#define SOCKVIEW_APP_CONFIG_USER_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct user_file {
	char *path;    /* NULL: there is no such file */
	bool is_named; /* the user named it at this start: it is read wherever it is and whoever
			  owns it */
};

/* Return the files' places: in XDG_CONFIG_HOME and XDG_STATE_HOME, else below HOME; no place if the
 * program has raised rights. user_file_done() has to follow each. */
struct user_file user_file_settings(void);
struct user_file user_file_filters(void);
struct user_file user_file_choices(void);
struct user_file user_file_named(const char *path);
void user_file_done(struct user_file *file);

/*
 * Appends a file's content, at most `most` bytes, to `out`. Returns 0, or an error with nothing
 * appended: -ENOENT, another error of the system, or
 *   -EBADF   no regular file
 *   -EPERM   owned neither by the caller nor by root, or others may write to it
 *   -EFBIG   larger than `most`
 *   -EILSEQ  contains bytes that do not occur in text
 *   -EXDEV   the caller is root, another user can change what is there, and the user did not
 *            name it
 */
int user_file_read(const struct user_file *file, size_t most, struct buffer *out);

/*
 * Replaces a file, or the file that a symbolic link leads to, by `text`, and creates missing
 * directories. A new file is readable for its owner only. Unless `durable`, a power failure may
 * lose the content. Returns 0; or an error, as above, with the file unchanged.
 */
int user_file_write(const struct user_file *file, const struct buffer *text, bool durable);

/* Returns the meaning of an error of these functions, as part of a sentence. */
const char *user_file_error(int error);

#endif
