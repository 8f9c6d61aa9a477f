/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/tree.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"

static void die(const char *what)
{
	perror(what);
	exit(99);
}

char *tree_make(void)
{
	const char *tmp = getenv("TMPDIR");
	char path[4000];

	snprintf(path, sizeof(path), "%s/sockview-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(path))
		die(path);
	return alloc_copy(path);
}

void tree_write(const char *root, const char *path, const char *text)
{
	char full[4096];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", root, path);
	for (char *slash = full + strlen(root) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		if (mkdir(full, 0700) && errno != EEXIST)
			die(full);
		*slash = '/';
	}
	file = fopen(full, "we");
	if (!file || fputs(text, file) < 0 || fclose(file))
		die(full);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

void tree_remove(char *root)
{
	if (nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS))
		die(root);
	free(root);
}
