/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of a command line that is wrong, and whether its parts go together. */
#include "app/option-inside.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "app/filtering.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

#define OPTION_EXIT_USAGE 2

/* Made safe: it may quote what a script was fed with. */
int option_usage_error(const char *format, ...)
{
	struct buffer line = {0}, clean = {0};
	char message[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	buffer_printf(&line, "sockview: %s", message);
	text_add_shown(&clean, buffer_get(&line), TEXT_UTF8);
	fprintf(stderr, "%s\n", buffer_get(&clean));
	buffer_done(&line);
	buffer_done(&clean);
	return OPTION_EXIT_USAGE;
}

int option_read_filter(struct options *options, char *const *words)
{
	struct filter_names names = filtering_names(true);
	struct filter_error error;
	struct buffer text = {0};

	filter_join_words(words, &text);
	options->filter_text = alloc_copy(buffer_get(&text));
	buffer_done(&text);
	if (filter_parse(options->filter_text, &names, &options->filter, &error) < 0) {
		filtering_add_error(&text, options->filter_text, &error, true);
		fprintf(stderr, "sockview: %s\n", buffer_get(&text));
		buffer_done(&text);
		return OPTION_EXIT_USAGE;
	}
	options->pick.filter = options->filter;
	if (options->filter->mixed)
		fputs(_("sockview: 'and' and 'or' have equal strength and join from the left; "
			"brackets say what is meant\n"),
			stderr);
	return 0;
}

static int check_kill(const struct options *options)
{
	/* A script's variable that is empty must not mean everything. */
	if (!options->filter || !options->filter->node_count)
		return option_usage_error(
			_("--kill needs a FILTER: it closes every socket that matches"));
	if (options->read_only)
		return option_usage_error(_("--kill does not go with --read-only"));
	if (options->format == FORMAT_CSV)
		return option_usage_error(_("--kill tells its results as table or json"));
	if (options->signal && options->by_descriptor)
		return option_usage_error(_("--signal does not go with --by-descriptor"));
	/* The question is put on stderr. */
	if (!options->yes && !options->dry_run && !(isatty(STDIN_FILENO) && isatty(STDERR_FILENO)))
		return option_usage_error(
			_("--kill without a terminal to ask on needs --yes (or --dry-run)"));
	return 0;
}

static int check_health(const struct options *options)
{
	if (options->format == FORMAT_CSV)
		return option_usage_error(_("--health is printed as text or json"));
	if (options->count == 1)
		return option_usage_error(_("--health compares snapshots: --count from 2"));
	if (options->filter || options->pick.listening || options->pick.parts != TRACK_ALL_PARTS)
		return option_usage_error(
			_("--health looks at everything: it takes no FILTER, nor -t -u -4 -6 -l"));
	return 0;
}

int option_check(const struct options *options)
{
	if (options->format != FORMAT_TABLE &&
		(options->mode == MODE_SCREEN || options->mode == MODE_EXPLAIN))
		return option_usage_error(
			_("--format, --json and --csv go with --once or --batch"));
	if (options->format == FORMAT_CSV && options->mode == MODE_SUMMARY)
		return option_usage_error(_("--summary is printed as table or json"));
	if (options->filter && options->mode == MODE_SUMMARY)
		return option_usage_error(_("--summary counts everything: it takes no FILTER"));
	if (options->signal && options->mode != MODE_KILL)
		return option_usage_error(_("--signal goes with --kill"));
	if ((options->dry_run || options->yes) && options->mode != MODE_KILL)
		return option_usage_error(_("--dry-run and --yes go with --kill"));
	if (options->by_descriptor && options->mode != MODE_KILL)
		return option_usage_error(_("--by-descriptor goes with --kill"));
	if (options->sort_chosen && options->group_sort && !group_kind_groups(options->group) &&
		!column_find(options->group_sort->id))
		return option_usage_error(_("'%s' is a column of groups: it goes with --group"),
			options->group_sort->id);
	if (options->count && options->mode != MODE_BATCH && options->mode != MODE_HEALTH)
		return option_usage_error(_("--count goes with --batch or --health"));
	if (options->mode == MODE_HEALTH)
		return check_health(options);
	return options->mode == MODE_KILL ? check_kill(options) : 0;
}
