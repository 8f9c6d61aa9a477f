/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <getopt.h>

#include "app/option/option-internal.h"
#include "base/alloc.h"

void option_make_tables(struct option_getopt *tables)
{
	size_t at = 0;

	tables->names = alloc_zero(option_count + 1, sizeof(*tables->names));
	tables->letters[at++] = ':';
	for (size_t i = 0; i < option_count; i++) {
		const struct option_record *record = &option_table[i];
		int argument = record->argument ? required_argument : no_argument;

		tables->names[i] = (struct option){record->name, argument, NULL, record->letter};
		if (record->letter >= 256)
			continue;
		tables->letters[at++] = (char)record->letter;
		if (record->argument)
			tables->letters[at++] = ':';
	}
	tables->letters[at] = '\0';
}
