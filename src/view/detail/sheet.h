/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Labelled values in groups, as a page shows them: what there is to say, without where it stands.
 *
 *	sheet_group(sheet, _("Round trip"), SHEET_NARROW);
 *	format_microseconds(sheet_value(sheet, _("rtt"), SHEET_PLAIN), 1234);
 *
 * Values are raw until they are drawn. What does not fit into the sheet is left out.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_SHEET_H
#define SOCKVIEW_VIEW_DETAIL_SHEET_H

#include <stddef.h>

#include "base/buffer.h"

#define SHEET_ITEMS_MAX 192
#define SHEET_GROUPS_MAX 16

enum sheet_width {
	SHEET_NARROW, /* several groups may stand side by side */
	SHEET_WIDE,   /* takes whole lines; long values are wrapped */
};

enum sheet_mark {
	SHEET_PLAIN,
	SHEET_STRONG,
	SHEET_DIM,
	SHEET_WARNING,
};

struct sheet_item {
	const char *label; /* the caller's; NULL: none, the value has the line for itself */
	size_t at;         /* of the value in `text` */
	enum sheet_mark mark;
};

struct sheet_group {
	const char *title; /* the caller's; NULL: none */
	enum sheet_width width;
	size_t first, count; /* of its items */
};

struct sheet {
	struct buffer text; /* the values, each with a NUL behind it */
	struct sheet_item items[SHEET_ITEMS_MAX];
	struct sheet_group groups[SHEET_GROUPS_MAX];
	size_t item_count, group_count;
};

void sheet_clear(struct sheet *sheet);
void sheet_done(struct sheet *sheet);

/* Begins a group; one that gets no items is not drawn. */
void sheet_group(struct sheet *sheet, const char *title, enum sheet_width width);

/* Adds an item; its value is what is appended to the returned buffer until the next call. */
struct buffer *sheet_value(struct sheet *sheet, const char *label, enum sheet_mark mark);

/* The value of an item; valid until something is added. */
const char *sheet_text(const struct sheet *sheet, const struct sheet_item *item);

#endif
