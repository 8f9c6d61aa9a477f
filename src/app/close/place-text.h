/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The network namespace of a socket that is closed, where it is not our own. */
#ifndef SOCKVIEW_APP_CLOSE_PLACE_TEXT_H
#define SOCKVIEW_APP_CLOSE_PLACE_TEXT_H

#include "base/text.h"
#include "view/column/names.h"

/* Appends " netns=web2", as a filter writes it; nothing for a socket of our own namespace. */
void place_text_add(struct buffer *out, const struct names *names, const struct conn *conn,
	enum text_charset charset);

#endif
