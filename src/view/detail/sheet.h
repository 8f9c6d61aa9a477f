/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Labelled values in groups, as a page shows them: only the content, without positions on the
 * screen.
 *
 *	sheet_group(sheet, _("Round trip"), SHEET_NARROW);
 *	format_microseconds(sheet_value(sheet, _("rtt"), SHEET_PLAIN), 1234);
 *
 * Values are raw until they are drawn. What does not fit into the sheet is dropped.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_SHEET_H
#define SOCKVIEW_VIEW_DETAIL_SHEET_H

#include <stddef.h>

#include "base/buffer.h"

#define SHEET_ITEMS_MAX 192
#define SHEET_GROUPS_MAX 16

enum sheet_width {
	SHEET_NARROW, /* several groups may be side by side */
	SHEET_WIDE,   /* takes whole lines; long values are wrapped */
};

enum sheet_mark {
	SHEET_PLAIN,
	SHEET_STRONG,
	SHEET_DIM,
	SHEET_WARNING,
};

struct sheet_item {
	const char *label; /* the caller's; NULL: none, the value has the whole line */
	size_t at;         /* offset of the value in `text` */
	enum sheet_mark mark;
};

struct sheet_group {
	const char *title; /* the caller's; NULL: none */
	enum sheet_width width;
	size_t first, count; /* of its items */
};

struct sheet {
	struct buffer text; /* the values, each ended by a NUL */
	struct sheet_item items[SHEET_ITEMS_MAX];
	struct sheet_group groups[SHEET_GROUPS_MAX];
	size_t item_count, group_count;
};

void sheet_clear(struct sheet *sheet);
void sheet_done(struct sheet *sheet);

/* Begins a group; a group without items is not drawn. */
void sheet_group(struct sheet *sheet, const char *title, enum sheet_width width);

/* Adds an item; its value is all that is appended to the returned buffer until the next call. */
struct buffer *sheet_value(struct sheet *sheet, const char *label, enum sheet_mark mark);

/* The value of an item; valid until something is added to the sheet. */
const char *sheet_text(const struct sheet *sheet, const struct sheet_item *item);

#endif
