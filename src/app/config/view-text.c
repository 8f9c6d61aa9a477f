/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/view-text.h"

#include <string.h>

#include "app/config/options.h"
#include "app/config/setting-table.h"
#include "base/i18n.h"
#include "view/group/group-column.h"

#define FILTER "filter"

static const char blanks[] = " \t";

/* Takes the next part, without blanks behind it; returns where it begins in the text; NULL: there
 * are no more. */
static const char *next_part(const char **text, struct buffer *ret_part)
{
	const char *start = *text + strspn(*text, " \t;");
	bool takes_rest = strncmp(start, FILTER, strlen(FILTER)) == 0;

	*text = start + (takes_rest ? strlen(start) : strcspn(start, ";"));
	buffer_clear(ret_part);
	buffer_add(ret_part, start, (size_t)(*text - start));
	while (ret_part->length && strchr(blanks, ret_part->data[ret_part->length - 1]))
		ret_part->data[--ret_part->length] = '\0';
	return *start ? start : NULL;
}

static bool read_group_order(struct options *options, const char *value, struct buffer *complaint)
{
	bool descending = *value == '-';
	const struct column *column = group_column_find(value + descending);

	if (!column || !column_is_shown(column)) {
		buffer_printf(complaint, _("groups cannot be sorted by '%s'"), value + descending);
		return false;
	}
	options->group_sort = column;
	options->group_descending = descending;
	return true;
}

/* The setting takes the columns of groups as well, which have a part of their own here. */
static bool read_order(struct options *options, const char *value, struct buffer *complaint)
{
	struct options read = *options;
	bool good = setting_read(setting_find("sort"), &read, value, complaint);

	if (good && !column_find(value + (*value == '-'))) {
		buffer_printf(complaint, _("sockets cannot be sorted by '%s'"), value);
		return false;
	}
	options->sort = read.sort;
	options->descending = read.descending;
	return good;
}

static bool read_part(
	const char *name, const char *value, struct options *options, struct buffer *complaint)
{
	if (strcmp(name, "sort") == 0)
		return read_order(options, value, complaint);
	if (strcmp(name, "groups") == 0)
		return read_group_order(options, value, complaint);
	if (strcmp(name, "columns") == 0 || strcmp(name, "group") == 0)
		return setting_read(setting_find(name), options, value, complaint);
	buffer_printf(complaint,
		_("'%s' is no part of a view: columns, sort, groups, group, filter"), name);
	return false;
}

/* Splits "NAME=VALUE" at its sign; returns the value, or NULL if there is none. */
static char *split(struct buffer *part)
{
	char *equals = part->length ? strchr(part->data, '=') : NULL, *end = equals;

	if (!equals)
		return NULL;
	while (end > part->data && strchr(blanks, end[-1]))
		end--;
	*end = '\0';
	return equals + 1 + strspn(equals + 1, blanks);
}

bool view_text_read(const char *text, struct options *options, const char **ret_filter,
	struct buffer *complaint)
{
	struct buffer part = {0};
	const char *start;
	bool good = true;

	*ret_filter = NULL;
	while (good && (start = next_part(&text, &part))) {
		const char *value = split(&part);

		if (!value) {
			buffer_printf(complaint, _("'%s': a view consists of parts 'NAME=VALUE'"),
				buffer_get(&part));
			good = false;
		} else if (strcmp(part.data, FILTER) == 0) {
			*ret_filter = strchr(start, '=') + 1;
		} else {
			good = read_part(part.data, value, options, complaint);
		}
	}
	buffer_done(&part);
	return good;
}

static void add_part(
	const char *name, const char *setting, const struct options *options, struct buffer *out)
{
	buffer_printf(out, "%s=", name);
	setting_add(setting_find(setting), options, out);
	buffer_text(out, "; ");
}

void view_text_add(const struct options *options, const char *filter, struct buffer *out)
{
	add_part("columns", "columns", options, out);
	add_part("sort", "sort", options, out);
	if (options->group_sort)
		buffer_printf(out, "groups=%s%s; ", options->group_descending ? "-" : "",
			options->group_sort->id);
	add_part("group", "group", options, out);
	buffer_printf(out, FILTER "=%s", filter ? filter : "");
}
