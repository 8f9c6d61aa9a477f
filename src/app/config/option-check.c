/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks whether the parts of a command line go together, and prints what is wrong with it. */
#include "app/config/option-internal.h"

#include <stdio.h>
#include <unistd.h>

#include "app/system/complain.h"
#include "app/system/resolve.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

int option_read_filter(struct options *options, char *const *words)
{
	struct filter_names names = resolve_names(true);
	struct filter_error error;
	struct buffer text = {0};

	filter_join_words(words, &text);
	options->filter_text = alloc_copy(buffer_get(&text));
	buffer_done(&text);
	if (filter_parse(options->filter_text, &names, &options->filter, &error) < 0) {
		resolve_add_error(&text, options->filter_text, &error, true);
		fprintf(stderr, "sockview: %s\n", buffer_get(&text));
		buffer_done(&text);
		return EXIT_USAGE;
	}
	options->pick.filter = options->filter;
	if (options->filter->mixed)
		fputs(_("sockview: 'and' and 'or' have equal strength and join from the left; "
			"brackets say what is meant\n"),
			stderr);
	return 0;
}

/* `complaint`, translated, contains a %s for the formats that can be chosen in this mode. */
static int refuse_format(const struct options *options, const char *complaint)
{
	struct buffer ids = {0};
	int status;

	output_format_add_ids(options->formats, 1U << options->mode, &ids);
	status = complain_of_usage(complaint, buffer_get(&ids));
	buffer_done(&ids);
	return status;
}

static int check_kill(const struct options *options)
{
	/* An empty variable of a script must not mean all sockets. */
	if (!options->filter || !options->filter->node_count)
		return complain_of_usage(
			_("--kill needs a FILTER: it closes every socket that matches"));
	if (options->read_only)
		return complain_of_usage(_("--kill does not go with --read-only"));
	if (!options_format_fits(options))
		return refuse_format(options, _("--kill tells its results as %s"));
	if (options->signal && options->by_descriptor)
		return complain_of_usage(_("--signal does not go with --by-descriptor"));
	/* The question is printed on stderr. */
	if (!options->yes && !options->dry_run && !(isatty(STDIN_FILENO) && isatty(STDERR_FILENO)))
		return complain_of_usage(
			_("--kill without a terminal to ask on needs --yes (or --dry-run)"));
	return 0;
}

static int check_health(const struct options *options)
{
	if (!options_format_fits(options))
		return refuse_format(options, _("--health is printed as %s"));
	if (options->count == 1)
		return complain_of_usage(_("--health compares snapshots: --count from 2"));
	if (options->filter || options->pick.listening || !parts_are_all(options->pick.parts))
		return complain_of_usage(
			_("--health looks at everything: it takes no FILTER, nor -t -u -4 -6 -l"));
	return 0;
}

int option_check(const struct options *options)
{
	if (!options_format_fits(options) &&
		(options->mode == MODE_SCREEN || options->mode == MODE_EXPLAIN))
		return complain_of_usage(_("--format, --json and --csv go with --once or --batch"));
	if (!options_format_fits(options) && options->mode == MODE_SUMMARY)
		return refuse_format(options, _("--summary is printed as %s"));
	if (options->filter && options->mode == MODE_SUMMARY)
		return complain_of_usage(_("--summary counts everything: it takes no FILTER"));
	if (options->signal && options->mode != MODE_KILL)
		return complain_of_usage(_("--signal goes with --kill"));
	if ((options->dry_run || options->yes) && options->mode != MODE_KILL)
		return complain_of_usage(_("--dry-run and --yes go with --kill"));
	if (options->by_descriptor && options->mode != MODE_KILL)
		return complain_of_usage(_("--by-descriptor goes with --kill"));
	if (options->sort_chosen && options->group_sort && !group_kind_groups(options->group) &&
		!column_find(options->group_sort->id))
		return complain_of_usage(_("'%s' is a column of groups: it goes with --group"),
			options->group_sort->id);
	if (options->count && options->mode != MODE_BATCH && options->mode != MODE_HEALTH)
		return complain_of_usage(_("--count goes with --batch or --health"));
	if (options->mode == MODE_HEALTH)
		return check_health(options);
	return options->mode == MODE_KILL ? check_kill(options) : 0;
}
