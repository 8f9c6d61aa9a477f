/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/golden.h"

#include "support/unit.h"

#include <errno.h>

static FILE *open_golden(const char *name, const char *mode)
{
	const char *source = getenv("srcdir");
	char path[4096];

	snprintf(path, sizeof(path), "%s/tests/data/screens/%s", source ? source : ".", name);
	return fopen(path, mode);
}

static void read_golden(const char *name, struct buffer *out)
{
	FILE *file = open_golden(name, "re");
	char bytes[4096];
	size_t count;

	if (!file)
		fail_msg("%s: %s", name, strerror(errno));
	while ((count = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buffer_add(out, bytes, count);
	fclose(file);
}

static void write_golden(const char *name, const struct buffer *text)
{
	FILE *file = open_golden(name, "we");

	if (!file || fwrite(text->data, 1, text->length, file) != text->length || fclose(file))
		fail_msg("%s: %s", name, strerror(errno));
}

void golden_check(const char *name, const struct grid *grid)
{
	struct buffer seen = {0}, expected = {0};
	const char *update = getenv("UPDATE_GOLDEN");

	buffer_printf(&seen, "%dx%d, cursor at %d,%d\n", grid->columns, grid->rows,
		grid->cursor_column, grid->cursor_row);
	grid_dump(grid, &seen, true);
	if (update && *update && strcmp(update, "0") != 0) {
		write_golden(name, &seen);
	} else {
		read_golden(name, &expected);
		if (strcmp(buffer_get(&seen), buffer_get(&expected)) != 0)
			fail_msg("%s is no longer as it was:\n%s\nbut was:\n%s", name,
				buffer_get(&seen), buffer_get(&expected));
	}
	buffer_done(&seen);
	buffer_done(&expected);
}
