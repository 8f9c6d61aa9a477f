/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/output-format.h"

#include <string.h>

#include "base/ascii.h"
#include "base/i18n.h"

const struct output_format *output_format_find(output_format_list_fn *list, const char *id)
{
	const struct output_format *format;

	for (size_t i = 0; (format = list(i)); i++)
		if (ascii_same_word(format->id, id))
			return format;
	return NULL;
}

static size_t count_in(output_format_list_fn *list, unsigned modes)
{
	size_t count = 0;
	const struct output_format *format;

	for (size_t i = 0; (format = list(i)); i++)
		count += (format->modes & modes) != 0;
	return count;
}

void output_format_add_ids(output_format_list_fn *list, unsigned modes, struct buffer *out)
{
	size_t count = count_in(list, modes), added = 0;

	for (size_t i = 0; added < count; i++) {
		const struct output_format *format = list(i);

		if (!(format->modes & modes))
			continue;
		/* TRANSLATORS: both are used between words, as in "table, json or csv". */
		if (added)
			buffer_text(out, added + 1 < count ? _(", ") : _(" or "));
		buffer_text(out, format->id);
		added++;
	}
}
