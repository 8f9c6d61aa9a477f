/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Readers of what a socket's network namespace is called. */
#include "view/column/column-socket.h"

static const struct place_label *label_of(const struct column_context *context, uint32_t row)
{
	return names_find_place(context->names, column_conn(context, row)->place);
}

COLUMN_READER(column_read_netns)
{
	size_t length = text->length;

	names_add_place(context->names, column_conn(context, row)->place, text);
	return text->length > length ? column_real : column_unknown;
}

COLUMN_READER(column_read_netns_cookie)
{
	const struct place_label *label = label_of(context, row);

	if (!label || !label->cookie)
		return column_unknown;
	buffer_printf(text, "0x%llx", (unsigned long long)label->cookie);
	return column_real;
}

COLUMN_READER(column_read_netns_inode)
{
	const struct place_label *label = label_of(context, row);

	return label && label->inode ? column_number(label->inode) : column_unknown;
}

COLUMN_READER(column_read_netns_name)
{
	const struct place_label *label = label_of(context, row);

	return label && label->name ? column_words(text, label->name) : column_none;
}
