/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the pages of help. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_HELP_H
#define SOCKVIEW_APP_SCREEN_STATE_HELP_H

#include <stddef.h>

#include "ui/page/draw-help.h"
#include "ui/widget/scroller.h"

struct help {
	struct help_entry *entries;
	size_t count;
	struct scroller scroller;
};

void help_clear(struct help *help);
void help_done(struct help *help);

/* Appends an entry; `key` is copied, `text` stays the caller's. */
void help_add(struct help *help, const char *key, enum style style, const char *text);
void help_add_heading(struct help *help, const char *text);

#endif
