/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of what sockets can be grouped by: one record for each kind. The list on the screen,
 * --group with its list, and the outputs are made from it.
 *
 * A key is bytes: first the kind of name, then the name itself, encoded so that keys compare in the
 * order that people expect. The key identifies a group in all refreshes.
 */
#ifndef SOCKVIEW_VIEW_GROUP_GROUP_KEY_H
#define SOCKVIEW_VIEW_GROUP_GROUP_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "view/column/column.h"

/* The first byte of a key, in the order of the groups. */
enum group_name {
	GROUP_NAMED,
	GROUP_NOTE,    /* no value; the rest of the key gives the reason: "(time-wait)" */
	GROUP_NONE,    /* does not apply: shown as "-" */
	GROUP_UNKNOWN, /* applies, but is not known: shown as "?" */
};

struct group_kind {
	const char *id;    /* the word for --group, and the group's name in JSON and CSV */
	const char *title; /* title of the column; never translated */
	const char *name;  /* in sentences; translated when it is shown */
	const char *help;  /* one sentence; translated when it is shown */
	unsigned needs;    /* enum column_flag */
	bool numeric;      /* a number in JSON */
	const char *cell;  /* id of the column that shows the same value for a row; NULL: none */

	/* Returns the first byte of the row's key and appends the rest. */
	enum group_name (*add_key)(
		const struct column_context *context, uint32_t row, struct buffer *key);
	/* Appends the name that these bytes encode; NULL: the bytes are the name. */
	void (*add_name)(const struct column_context *context, const unsigned char *bytes,
		size_t length, struct buffer *out);
};

/* In the order of these lists; the first one is "none". */
extern const struct group_kind group_kinds[];
extern const size_t group_kind_count;

/* Finds a kind by its name; NULL: there is none. */
const struct group_kind *group_kind_find(const char *id);

/* False for "none". */
static inline bool group_kind_groups(const struct group_kind *kind)
{
	return kind->add_key != NULL;
}

/* Makes the key of a row. */
void group_make_key(const struct group_kind *kind, const struct column_context *context,
	uint32_t row, struct buffer *ret_key);

/* Appends the name of the group with this key, raw. */
void group_add_name(const struct group_kind *kind, const struct column_context *context,
	const char *key, size_t length, struct buffer *out);

#endif
