/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/help.h"

#include <stdlib.h>

#include "base/alloc.h"

void help_clear(struct help *help)
{
	for (size_t i = 0; i < help->count; i++)
		free(help->entries[i].key);
	help->count = 0;
	help->scroller = (struct scroller){.reading = true};
}

void help_done(struct help *help)
{
	help_clear(help);
	free(help->entries);
	help->entries = NULL;
}

static void add(struct help *help, struct help_entry entry)
{
	help->entries = alloc_resize(help->entries, help->count + 1, sizeof(*help->entries));
	help->entries[help->count++] = entry;
}

void help_add(struct help *help, const char *key, enum style style, const char *text)
{
	add(help, (struct help_entry){alloc_copy(key), text, style});
}

void help_add_heading(struct help *help, const char *text)
{
	add(help, (struct help_entry){NULL, text, STYLE_STRONG});
}
