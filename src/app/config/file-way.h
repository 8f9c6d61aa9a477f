/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The way to a file, one directory or symbolic link after the other. Root may be led along it by
 * somebody else, to files that only root can read or write; so each step can be looked at.
 */
#ifndef SOCKVIEW_APP_CONFIG_FILE_WAY_H
#define SOCKVIEW_APP_CONFIG_FILE_WAY_H

struct file_way {
	int directory; /* in which the file is, or would be; opened with O_PATH */
	char *name;    /* of the file in there, behind all links */
};

enum file_way_flag {
	FILE_WAY_MAKE = 1 << 0, /* make the directories that lack, for the owner only */
	FILE_WAY_ROOT = 1 << 1, /* each directory and link has to be root's */
};

/*
 * Goes to a file, whether that is there or not; `flags` is a set. 0, and then file_way_close() has
 * to follow; or an error of the system's, or
 *   -ENOENT  a directory lacks, or a link leads nowhere: what that is for is not known
 *   -EXDEV   a directory or a link is not root's, or anybody may replace what is in it
 */
int file_way_open(const char *path, unsigned flags, struct file_way *ret_way);
void file_way_close(struct file_way *way);

#endif
