/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/place-text.h"

void place_text_add(struct buffer *out, const struct names *names, const struct conn *conn,
	enum text_charset charset)
{
	struct buffer name = {0};

	if (conn->place == CONN_HERE)
		return;
	names_add_place(names, conn->place, &name);
	if (name.length) {
		buffer_text(out, " netns=");
		text_add_shown(out, buffer_get(&name), charset);
	}
	buffer_done(&name);
}
