/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-gaps.h"

#include <string.h>

#include "app/system/complain.h"

void print_gaps(const struct engine *engine, bool hidden, struct buffer *said)
{
	struct buffer text = {0};

	engine_add_notes(engine, hidden, true, &text);
	if (text.length && strcmp(buffer_get(&text), buffer_get(said)) != 0)
		complain(TEXT_UTF8, "%s", buffer_get(&text));
	buffer_clear(said);
	buffer_text(said, buffer_get(&text));
	buffer_done(&text);
}
