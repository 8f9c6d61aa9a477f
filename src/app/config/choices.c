/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/choices.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/config/options.h"
#include "app/config/user-file.h"
#include "base/alloc.h"
#include "base/buffer.h"

#define FILE_MAX (16 * 1024)

static const char *const keys[CHOICES] = {
	[CHOICE_HIDDEN] = "hidden",
	[CHOICE_LISTENERS] = "listeners",
	[CHOICE_NAMES] = "names",
	[CHOICE_STRIP] = "strip",
	[CHOICE_NAMESPACES] = "namespaces",
	[CHOICE_VIEW] = "view",
	[CHOICE_SORT] = "sort",
	[CHOICE_GROUPS] = "groups",
	[CHOICE_GROUP] = "group",
};

void choices_done(struct choices *choices)
{
	for (int i = 0; i < CHOICES; i++)
		free(choices->values[i]);
	*choices = (struct choices){0};
}

void choices_set(struct choices *choices, enum choice choice, const char *value)
{
	free(choices->values[choice]);
	choices->values[choice] = value ? alloc_copy(value) : NULL;
}

/* -------- the file -------- */

static struct user_file find_file(const struct options *options)
{
	return options->remember && !options->no_config ? user_file_choices()
							: (struct user_file){0};
}

static void read_line(char *line, struct choices *choices)
{
	char *equals = strstr(line, " = ");

	if (!equals)
		return;
	*equals = '\0';
	for (int i = 0; i < CHOICES; i++)
		if (strcmp(line, keys[i]) == 0)
			choices_set(choices, (enum choice)i, equals + 3);
}

static int read_file(const struct user_file *file, struct choices *ret_choices)
{
	struct buffer text = {0};
	int error = user_file_read(file, FILE_MAX, &text);
	char *rest = text.data, *line;

	*ret_choices = (struct choices){0};
	while (!error && (line = strsep(&rest, "\n")))
		read_line(line, ret_choices);
	buffer_done(&text);
	return error;
}

void choices_load(const struct options *options, struct choices *ret_choices)
{
	struct user_file file = find_file(options);

	*ret_choices = (struct choices){0};
	if (file.path)
		read_file(&file, ret_choices);
	user_file_done(&file);
}

static bool differ(const struct choices *left, const struct choices *right, enum choice choice)
{
	const char *a = left->values[choice], *b = right->values[choice];

	return a && b ? strcmp(a, b) != 0 : a != b;
}

/* Takes what differs between `start` and `now` into `kept`; true: there is something. */
static bool merge(struct choices *kept, const struct choices *start, const struct choices *now)
{
	bool view = differ(start, now, CHOICE_VIEW), changed = false;

	for (int i = 0; i < CHOICES; i++) {
		enum choice choice = (enum choice)i;

		if (!differ(start, now, choice) && !(view && choice > CHOICE_VIEW))
			continue;
		choices_set(kept, choice, now->values[i]);
		changed = true;
	}
	return changed;
}

static void write_file(const struct user_file *file, const struct choices *kept)
{
	struct buffer text = {0};

	for (int i = 0; i < CHOICES; i++)
		if (kept->values[i] && !strchr(kept->values[i], '\n'))
			buffer_printf(&text, "%s = %s\n", keys[i], kept->values[i]);
	user_file_write(file, &text, false);
	buffer_done(&text);
}

void choices_save(
	const struct options *options, const struct choices *start, const struct choices *now)
{
	struct user_file file = find_file(options);
	struct choices kept = {0};
	int error = file.path ? read_file(&file, &kept) : -ENODEV;

	if ((!error || error == -ENOENT) && merge(&kept, start, now))
		write_file(&file, &kept);
	choices_done(&kept);
	user_file_done(&file);
}

/* -------- parts -------- */

static void add_part_name(struct part part, struct buffer *out)
{
	buffer_printf(out, "%s/%s", conn_proto_name(part.proto), conn_family_name(part.family));
}

static struct parts find_part(const char *name)
{
	struct parts all = parts_all(), found = parts_none();
	struct buffer word = {0};
	struct part part;

	while (parts_take(&all, &part)) {
		buffer_clear(&word);
		add_part_name(part, &word);
		if (strcmp(buffer_get(&word), name) == 0)
			found = parts_one(part.proto, part.family);
	}
	buffer_done(&word);
	return found;
}

struct parts choices_read_parts(const char *value)
{
	char *copy = alloc_copy(value), *rest = copy, *word;
	struct parts parts = parts_none();

	while ((word = strsep(&rest, " ")))
		parts_add(&parts, find_part(word));
	free(copy);
	return parts;
}

void choices_set_parts(struct choices *choices, struct parts hidden)
{
	struct buffer text = {0};
	struct part part;

	while (parts_take(&hidden, &part)) {
		if (text.length)
			buffer_char(&text, ' ');
		add_part_name(part, &text);
	}
	choices_set(choices, CHOICE_HIDDEN, buffer_get(&text));
	buffer_done(&text);
}
