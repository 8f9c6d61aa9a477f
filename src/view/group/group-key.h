/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * THE table of what sockets can be grouped by: each kind in one record, from which the screen's
 * cycle, --group, its list and the outputs are made.
 *
 * A key is bytes: what kind of name it is, then the name itself, written so that keys compare as
 * people would order them. A group is named by its key, in all refreshes.
 */
#ifndef SOCKVIEW_VIEW_GROUP_GROUP_KEY_H
#define SOCKVIEW_VIEW_GROUP_GROUP_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "view/column/column.h"

/* The first byte of a key; in the order of the groups. */
enum group_name {
	GROUP_NAMED,
	GROUP_NOTE,    /* no value, and the rest of the key tells why: "(time-wait)" */
	GROUP_NONE,    /* does not apply: "-" */
	GROUP_UNKNOWN, /* applies, but is not known: "?" */
};

struct group_kind {
	const char *id;    /* the word for --group, and its key as data */
	const char *title; /* heading; never translated */
	const char *name;  /* in sentences; translated where it is shown */
	const char *help;  /* the same */
	unsigned needs;    /* enum column_flag */
	bool numeric;      /* as data a number */
	const char *cell;  /* id of the column whose cell says the same of a row; NULL: none does */

	/* Appends what follows the first byte of the row's key, which is returned. */
	enum group_name (*add_key)(
		const struct column_context *context, uint32_t row, struct buffer *key);
	/* Appends the name that these bytes stand for; NULL: they are the name. */
	void (*add_name)(const struct column_context *context, const unsigned char *bytes,
		size_t length, struct buffer *out);
};

/* In the order of the cycle; the first one is "none". */
extern const struct group_kind group_kinds[];
extern const size_t group_kind_count;

/* NULL where there is none of that name. */
const struct group_kind *group_kind_find(const char *id);

/* What comes after `kind` in the cycle; after the last one the first. */
const struct group_kind *group_kind_next(const struct group_kind *kind);

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
