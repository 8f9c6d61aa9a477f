/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Columns that options ask for beside the list of --columns. */
#include "app/option/option-internal.h"

#include <string.h>

/* As ss's letters do. */
static const struct {
	int letter;
	const char *columns;
} letter_columns[] = {
	{'o', "timer"},
	{'e', "uid,inode,cookie,cgroup"},
	{'m', "rmem,rcvbuf,wmem,sndbuf,fwdmem,wqueued,optmem,blmem,drops"},
	{'i', "rtt,cwnd,congestion,retrans"},
};

static void add_column(struct options *options, const struct column *column)
{
	for (size_t i = 0; i < options->column_count; i++)
		if (options->columns[i] == column)
			return;
	if (options->column_count < LAYOUT_COLUMNS_MAX)
		options->columns[options->column_count++] = column;
}

void option_add_columns(struct options *options, const struct option_given *given)
{
	/* Where sockets of other namespaces are shown: which is whose. */
	if (options->netns && strcmp(options->netns, "here") != 0 &&
		!option_is_given(given, "columns"))
		add_column(options, column_find("netns"));
	for (size_t i = 0; i < sizeof(letter_columns) / sizeof(letter_columns[0]); i++) {
		const char *at = letter_columns[i].columns;

		if (!given->spelling[option_find(letter_columns[i].letter) - option_table])
			continue;
		options->look_chosen = true;
		for (size_t length; (length = strcspn(at, ",")); at += length + (at[length] == ','))
			add_column(options, column_find_word(at, length));
	}
}

void option_note_columns(struct options *options, const char *list)
{
	const struct column *named[LAYOUT_COLUMNS_MAX];
	const char *bad;
	size_t length, count;

	count = column_choose(named, 0, LAYOUT_COLUMNS_MAX, list, &bad, &length);
	for (size_t i = 0; i < count; i++)
		options->columns_named[named[i] - column_table] = true;
}

void option_choose_for_wait(struct options *options, const struct option_given *given)
{
	if (!option_is_given(given, "interval"))
		options->interval_ms = 200;
}
