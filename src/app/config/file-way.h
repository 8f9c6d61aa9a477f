/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opens the directory of a file by following its path one directory or symbolic link at a time.
 * Another user could lead root along a path to files that only root can read or write, so each step
 * can be checked.
 */
#ifndef SOCKVIEW_APP_CONFIG_FILE_WAY_H
#define SOCKVIEW_APP_CONFIG_FILE_WAY_H

struct file_way {
	int directory; /* descriptor of the directory that contains the file, or would contain it;
			  opened with O_PATH */
	char *name;    /* of the file in this directory, after all links */
};

enum file_way_flag {
	FILE_WAY_MAKE = 1 << 0, /* create missing directories, for the owner only */
	FILE_WAY_ROOT = 1 << 1, /* each directory and link has to be owned by root */
};

/*
 * Follows the path of a file, which need not exist; `flags` is a set of enum file_way_flag. Returns
 * 0, and then file_way_close() has to follow; or -errno of the system, or
 *   -ENOENT  a directory is missing, or a link leads nowhere
 *   -EXDEV   a directory or a link is not root's, or anybody may replace what is in it
 */
int file_way_open(const char *path, unsigned flags, struct file_way *ret_way);
void file_way_close(struct file_way *way);

#endif
