/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads lines of JSON from standard input, one value a line, and prints each of their leaves in a
 * line of its own, for scripts to look at: the line's number and path, a tab, the value.
 *
 *	0.sockets.3.state	LISTEN
 *
 * Ends with 1 where a line is no JSON.
 */
#include <stdio.h>
#include <stdlib.h>

#include "support/json.h"

static void print_leaf(void *context, const char *path, const char *value)
{
	printf("%lu.%s\t%s\n", *(const unsigned long *)context, path, value);
}

int main(void)
{
	char *line = NULL;
	size_t capacity = 0;
	ssize_t length;

	for (unsigned long number = 0; (length = getline(&line, &capacity, stdin)) > 0; number++) {
		size_t error = json_read(line, (size_t)length, print_leaf, &number);

		if (error) {
			fprintf(stderr, "line %lu is no JSON at byte %zu\n", number, error);
			return 1;
		}
	}
	free(line);
	return ferror(stdin) || fflush(stdout) ? 1 : 0;
}
