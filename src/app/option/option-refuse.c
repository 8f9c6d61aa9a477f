/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Says what is wrong with an option that getopt does not take. */
#include "app/option/option-internal.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "app/system/complain.h"
#include "base/i18n.h"
#include "base/nearest.h"

/* The options whose names begin so, as "--count, --color"; returns how many there are. */
static size_t add_candidates(const char *name, size_t length, struct buffer *out)
{
	size_t count = 0;

	for (size_t i = 0; i < option_count; i++) {
		if (strncmp(option_table[i].name, name, length) != 0)
			continue;
		buffer_printf(out, "%s--%s", count++ ? ", " : "", option_table[i].name);
	}
	return count;
}

static int refuse_unknown(const char *word, const char *name)
{
	struct nearest nearest;

	nearest_begin(&nearest, name);
	for (size_t i = 0; i < option_count; i++)
		nearest_compare(&nearest, option_table[i].name);
	if (nearest.found)
		return complain_of_usage(
			_("unknown option '%s'; is '--%s' meant?"), word, nearest.found);
	return complain_of_usage(_("unknown option '%s'; see 'sockview --help'"), word);
}

/* `word` is --NAME or --NAME=VALUE, and NAME is no option, nor the beginning of just one. */
static int refuse_name(const char *word)
{
	size_t length = strcspn(word + 2, "=");
	struct buffer candidates = {0}, name = {0};
	int status;

	buffer_add(&name, word + 2, length);
	if (length && add_candidates(word + 2, length, &candidates))
		status = complain_of_usage(_("option '--%s' is ambiguous: %s"), buffer_get(&name),
			buffer_get(&candidates));
	else
		status = refuse_unknown(word, buffer_get(&name));
	buffer_done(&candidates);
	buffer_done(&name);
	return status;
}

/*
 * optopt is one of: the option whose argument is missing or not allowed; an unknown letter; 0 for
 * an unknown or ambiguous long option. The word before optind is the option only in two cases: an
 * unknown long option, and a missing argument.
 */
int option_refuse(int code, char **argv)
{
	const struct option_record *record = option_find(optopt);
	const char *word = argv[optind - 1];
	char name[64];

	if (record && code == ':' && strncmp(word, "--", 2) != 0)
		snprintf(name, sizeof(name), "-%c", optopt);
	else
		snprintf(name, sizeof(name), "--%s", record ? record->name : "");
	if (record && code == ':')
		return complain_of_usage(
			_("option '%s' needs an argument; see 'sockview --help'"), name);
	if (record)
		return complain_of_usage(
			_("option '%s' takes no argument; see 'sockview --help'"), name);
	if (optopt)
		return complain_of_usage(_("unknown option '-%c'; see 'sockview --help'"), optopt);
	return refuse_name(word);
}
