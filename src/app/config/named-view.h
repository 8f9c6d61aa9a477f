/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Named views: columns, order, group and filter that are chosen together. Some are shipped; those
 * of the user are lines "view.NAME = TEXT" of the settings file. A view of the user takes the place
 * of a shipped one with the same name.
 */
#ifndef SOCKVIEW_APP_CONFIG_NAMED_VIEW_H
#define SOCKVIEW_APP_CONFIG_NAMED_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#define NAMED_VIEW_NAME_MAX 32 /* bytes */

/* The name for what the settings and the command line choose; it is not a view that can be
 * saved. */
extern const char *const named_view_usual; /* translated when it is shown */

struct named_view {
	const char *name;
	const char *help; /* of a shipped one; translated; NULL: the user's */
	const char *text;
};

extern const struct named_view named_view_shipped[];
extern const size_t named_view_shipped_count;

struct saved_view {
	char *name, *text;
};

/* The user's views. All zero: there are none. */
struct named_views {
	struct saved_view *saved;
	size_t count;
};

void named_views_done(struct named_views *views);

/* Adds a view, or replaces the user's view of this name; `text` NULL: removes it. */
void named_views_set(struct named_views *views, const char *name, const char *text);

/* Returns the number of views, and view number `index`: first the shipped views (or the user's
 * view, where it has the same name), then the other views of the user. */
size_t named_views_count(const struct named_views *views);
struct named_view named_views_at(const struct named_views *views, size_t index);

/* True if a view can have this name: up to NAMED_VIEW_NAME_MAX bytes without control characters, =,
 * or blanks at the ends. */
bool named_view_can_be_called(const char *name);

#endif
