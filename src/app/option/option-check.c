/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks whether the parts of a command line go together, and prints what is wrong with it. */
#include "app/option/option-internal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/system/complain.h"
#include "app/system/environment.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "view/compare/compare.h"

/* -------- how options were given -------- */

const struct option_record *option_find(int letter)
{
	for (size_t i = 0; i < option_count; i++)
		if (option_table[i].letter == letter)
			return &option_table[i];
	return NULL;
}

void option_note_given(struct option_given *given, int letter, bool by_name)
{
	given->spelling[option_find(letter) - option_table] =
		by_name ? OPTION_BY_NAME : OPTION_BY_LETTER;
}

/* The index of the option with this name. */
static size_t index_of(const char *name)
{
	size_t i = 0;

	while (strcmp(option_table[i].name, name) != 0)
		i++;
	return i;
}

bool option_is_given(const struct option_given *given, const char *name)
{
	return given->spelling[index_of(name)] != OPTION_NOT_GIVEN;
}

void option_choose_for_history(struct options *options, const struct option_given *given)
{
	static const char *const ids[] = {"ended", "process", "pid", "proto", "state", "reason",
		"age", "local", "remote", "sent", "received", "retrans"};

	if (!options->sort_chosen) {
		options->sort = column_find("ended");
		options->descending = false;
	}
	if (option_is_given(given, "columns"))
		return;
	options->column_count = 0;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		options->columns[options->column_count++] = column_find(ids[i]);
}

/* The option as it was given, "-y" or "--yes", in text number `which`. */
static const char *spelled(struct option_given *given, const char *name, unsigned which)
{
	size_t i = index_of(name);

	if (given->spelling[i] == OPTION_BY_LETTER)
		snprintf(given->text[which], sizeof(given->text[which]), "-%c",
			option_table[i].letter);
	else
		snprintf(given->text[which], sizeof(given->text[which]), "--%s", name);
	return given->text[which];
}

static int refuse_pair(struct option_given *given, const char *one, const char *other)
{
	return complain_of_usage(
		_("%s does not go with %s"), spelled(given, one, 0), spelled(given, other, 1));
}

/* -------- what goes with what -------- */

/*
 * Each chooses what is done, so that two of them contradict each other. But what prints and ends
 * may be told so: --once goes with --summary.
 */
static int check_modes(struct option_given *given)
{
	static const char *const modes[] = {"once", "batch", "events", "wait-for", "summary",
		"health", "history", "report", "mark", "compare", "explain", "scrape", "kill",
		NULL};
	const char *first = NULL;

	for (size_t i = 0; modes[i]; i++) {
		bool ends = i >= 4 && modes[i + 1];

		if (!option_is_given(given, modes[i]))
			continue;
		if (first && !(ends && strcmp(first, "once") == 0))
			return refuse_pair(given, modes[i], first);
		first = modes[i];
	}
	return 0;
}

enum {
	SHOWN = 1U << MODE_SCREEN | 1U << MODE_ONCE | 1U << MODE_BATCH | 1U << MODE_HISTORY |
		1U << MODE_COMPARE,
	/* Letters of ss, which fingers type beside -K, too. */
	SHOWN_OR_HABIT = SHOWN | 1U << MODE_KILL,
};

/* Options that have a meaning only in some modes. */
static const struct {
	const char *name;
	unsigned modes;
	const char *message;
} companions[] = {
	{"signal", 1U << MODE_KILL, N_("%s goes with --kill")},
	{"dry-run", 1U << MODE_KILL, N_("%s goes with --kill")},
	{"yes", 1U << MODE_KILL, N_("%s goes with --kill")},
	{"by-descriptor", 1U << MODE_KILL, N_("%s goes with --kill")},
	{"count", 1U << MODE_BATCH | 1U << MODE_HEALTH | 1U << MODE_REPORT,
		N_("%s goes with --batch, --health or --report")},
	{"top", 1U << MODE_BATCH | 1U << MODE_ONCE | 1U << MODE_HISTORY,
		N_("%s goes with --once or --batch")},
	{"output",
		1U << MODE_BATCH | 1U << MODE_ONCE | 1U << MODE_SUMMARY | 1U << MODE_HEALTH |
			1U << MODE_REPORT,
		N_("%s goes with --once, --batch, --summary, --health or --report")},
	{"count-only", 1U << MODE_BATCH | 1U << MODE_ONCE | 1U << MODE_HISTORY,
		N_("%s goes with --once or --batch")},
	{"for", 1U << MODE_EVENTS | 1U << MODE_HISTORY | 1U << MODE_BATCH,
		N_("%s goes with --events, --history or --record")},
	{"record", 1U << MODE_BATCH | 1U << MODE_SCREEN, N_("%s goes with the screen or --batch")},
	{"replay", 1U << MODE_BATCH | 1U << MODE_ONCE, N_("%s goes with --once or --batch")},
	{"mask", 1U << MODE_REPORT, N_("%s goes with --report")},
	{"gone", 1U << MODE_WAIT, N_("%s goes with --wait-for")},
	{"timeout", 1U << MODE_WAIT, N_("%s goes with --wait-for")},
	{"sort", SHOWN, N_("%s goes with the table: the screen, --once or --batch")},
	{"columns", SHOWN, N_("%s goes with the table: the screen, --once or --batch")},
	{"group", SHOWN, N_("%s goes with the table: the screen, --once or --batch")},
	{"options", SHOWN_OR_HABIT, N_("%s goes with the table: the screen, --once or --batch")},
	{"extended", SHOWN_OR_HABIT, N_("%s goes with the table: the screen, --once or --batch")},
	{"memory", SHOWN_OR_HABIT, N_("%s goes with the table: the screen, --once or --batch")},
	{"info", SHOWN_OR_HABIT, N_("%s goes with the table: the screen, --once or --batch")},
	{"no-header", ~(1U << MODE_SUMMARY),
		N_("%s goes with the table: the screen, --once or --batch")},
};

/* The services are printed as they are, by --once or --batch. */
static int check_services(const struct options *options, struct option_given *given)
{
	static const char *const others[] = {"summary", "health", "events", "history", "wait-for",
		"report", "mark", "compare", "explain", "kill", "group", "columns", "count-only",
		"listening", "bound-inactive"};

	if (!options->services) {
		if (options->sort_chosen && options->service_sort && !options->group_sort &&
			!column_find(options->service_sort->id))
			return complain_of_usage(
				_("'%s' is a column of services: it goes with --services"),
				options->service_sort->id);
		return 0;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (option_is_given(given, others[i]))
			return refuse_pair(given, "services", others[i]);
	return 0;
}

/* The port budget is of all sockets, the fullest line first. */
static int check_ports(const struct options *options, struct option_given *given)
{
	static const char *const others[] = {"services", "summary", "health", "events", "history",
		"report", "wait-for", "mark", "compare", "explain", "kill", "group", "columns",
		"sort", "count-only", "listening"};

	for (size_t i = 0; options->ports && i < sizeof(others) / sizeof(others[0]); i++)
		if (option_is_given(given, others[i]))
			return refuse_pair(given, "ports", others[i]);
	return 0;
}

static int check_companions(const struct options *options, struct option_given *given)
{
	for (size_t i = 0; i < sizeof(companions) / sizeof(companions[0]); i++)
		if (option_is_given(given, companions[i].name) &&
			!(companions[i].modes >> options->mode & 1))
			return complain_of_usage(
				_(companions[i].message), spelled(given, companions[i].name, 0));
	return 0;
}

/* The option that chose the format, as it was given. */
static const char *format_option(const struct options *options, struct option_given *given)
{
	static const char *const shorthands[] = {"json", "csv"};

	for (size_t i = 0; i < sizeof(shorthands) / sizeof(shorthands[0]); i++)
		if (strcmp(options->format->id, shorthands[i]) == 0 &&
			option_is_given(given, shorthands[i]))
			return spelled(given, shorthands[i], 0);
	return "--format";
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

/* Metrics tell of the whole machine, so that what chooses and orders lines has no meaning. */
static int check_metrics(const struct options *options, struct option_given *given)
{
	static const char *const of_lines[] = {"group", "sort", "columns", "top", "count-only",
		"options", "extended", "memory", "info", "no-header", "resolve", "services",
		"ports"};

	for (size_t i = 0;
		options_print_metrics(options) && i < sizeof(of_lines) / sizeof(of_lines[0]); i++)
		if (option_is_given(given, of_lines[i]))
			return complain_of_usage(_("metrics are not lines: they take no %s"),
				spelled(given, of_lines[i], 0));
	return 0;
}

static int check_output(const struct options *options, struct option_given *given)
{
	/* A file that the caller could not write himself would be written with rights not his own.
	 */
	if (options->output && environment_is_raised())
		return complain_of_usage(
			_("%s is not offered with raised rights: > writes with your own"),
			spelled(given, "output", 0));
	return 0;
}

/* A recording has all sockets, whatever the screen shows of them, and is no output. */
static int check_record(const struct options *options, struct option_given *given)
{
	static const char *const others[] = {"listening", "replay", "output", "format", "json",
		"csv", "services", "ports", "count-only", "top", "group", "sort", "columns", "mark",
		"compare"};
	size_t count = options->mode == MODE_SCREEN ? 1 : sizeof(others) / sizeof(others[0]);

	if (options->for_ms && options->mode == MODE_BATCH && !options->record)
		return complain_of_usage(_("%s goes with --events, --history or --record"),
			spelled(given, "for", 0));
	for (size_t i = 0; options->record && i < count; i++)
		if (option_is_given(given, others[i]))
			return refuse_pair(given, "record", others[i]);
	if (options->record && options->filter && options->mode != MODE_SCREEN)
		return complain_of_usage(_("-b --record keeps all sockets: it takes no FILTER"));
	return 0;
}

/* Of a recording, the sockets are shown; the rest of the program asks this machine. */
static int check_replay(const struct options *options, struct option_given *given)
{
	static const char *const others[] = {
		"services", "ports", "netns", "scrape", "mark", "compare"};

	if (options->at && !options->replay)
		return complain_of_usage(_("%s goes with --replay"), spelled(given, "at", 0));
	for (size_t i = 0; options->replay && i < sizeof(others) / sizeof(others[0]); i++)
		if (option_is_given(given, others[i]))
			return refuse_pair(given, "replay", others[i]);
	if (options->replay && options_print_metrics(options))
		return complain_of_usage(_("metrics are of this machine: they take no --replay"));
	return 0;
}

/* Files would be opened with rights that are not the caller's. */
static int check_raised(struct option_given *given)
{
	static const char *const files[] = {"record", "replay", "mark", "compare"};

	for (size_t i = 0; environment_is_raised() && i < sizeof(files) / sizeof(files[0]); i++)
		if (option_is_given(given, files[i]))
			return complain_of_usage(_("%s is not offered with raised rights"),
				spelled(given, files[i], 0));
	return 0;
}

static int check_format(const struct options *options, struct option_given *given)
{
	if (options->count_only && options_print_data(options))
		return complain_of_usage(_("--count-only prints a number: it takes no %s"),
			format_option(options, given));
	if (options_format_fits(options))
		return 0;
	switch (options->mode) {
	case MODE_SUMMARY:
		return refuse_format(options, _("--summary is printed as %s"));
	case MODE_HEALTH:
		return refuse_format(options, _("--health is printed as %s"));
	case MODE_REPORT:
		return refuse_format(options, _("--report is printed as %s"));
	case MODE_EVENTS:
		return refuse_format(options, _("--events is printed as %s"));
	case MODE_KILL:
		return refuse_format(options, _("--kill tells its results as %s"));
	case MODE_EXPLAIN:
		return complain_of_usage(_("--explain prints text for people: it takes no %s"),
			format_option(options, given));
	default:
		return complain_of_usage(
			_("%s goes with --once or --batch"), format_option(options, given));
	}
}

static int check_kill(const struct options *options, struct option_given *given)
{
	/* An empty variable of a script must not mean all sockets. */
	if (!options->filter || !options->filter->node_count)
		return complain_of_usage(
			_("--kill needs a FILTER: it closes every socket that matches"));
	if (options->read_only)
		return refuse_pair(given, "kill", "read-only");
	if (options->signals && options->by_descriptor)
		return refuse_pair(given, "signal", "by-descriptor");
	/* The question is printed on stderr. */
	if (!options->yes && !options->dry_run && !(isatty(STDIN_FILENO) && isatty(STDERR_FILENO)))
		return complain_of_usage(
			_("--kill without a terminal to ask on needs --yes (or --dry-run)"));
	return 0;
}

/* Says of the first option that chooses sockets that this mode takes none; `complaint` has a %s for
 * it. */
static int refuse_narrowing(struct option_given *given, const char *complaint)
{
	static const char *const narrowing[] = {
		"tcp", "udp", "ipv4", "ipv6", "listening", "bound-inactive"};

	for (size_t i = 0; i < sizeof(narrowing) / sizeof(narrowing[0]); i++)
		if (option_is_given(given, narrowing[i]))
			return complain_of_usage(complaint, spelled(given, narrowing[i], 0));
	return 0;
}

static int check_explain(const struct options *options, struct option_given *given)
{
	if (options->filter)
		return complain_of_usage(_(
			"--explain takes one NAME, no FILTER: a name of several words in quotes"));
	return refuse_narrowing(
		given, _("--explain tells of a NAME, not of sockets: it takes no %s"));
}

static int check_health(const struct options *options, struct option_given *given)
{
	if (options->count == 1)
		return complain_of_usage(_("--health compares snapshots: --count from 2"));
	if (options->filter)
		return complain_of_usage(_("--health looks at everything: it takes no FILTER"));
	return refuse_narrowing(given, _("--health looks at everything: it takes no %s"));
}

static int check_report(const struct options *options, struct option_given *given)
{
	if (options->count == 1)
		return complain_of_usage(_("--report compares snapshots: --count from 2"));
	if (options->filter)
		return complain_of_usage(_("--report looks at everything: it takes no FILTER"));
	return refuse_narrowing(given, _("--report looks at everything: it takes no %s"));
}

/* An empty variable of a script must not mean any socket. */
static int check_wait(const struct options *options)
{
	if (options->filter && options->filter->node_count)
		return 0;
	return complain_of_usage(_("--wait-for needs a FILTER: what to wait for"));
}

int option_check(const struct options *options, struct option_given *given)
{
	int status = check_modes(given);

	if (!status)
		status = check_companions(options, given);
	if (!status)
		status = check_services(options, given);
	if (!status)
		status = check_ports(options, given);
	if (!status)
		status = check_format(options, given);
	if (!status)
		status = check_metrics(options, given);
	if (!status)
		status = check_output(options, given);
	if (!status)
		status = check_record(options, given);
	if (!status)
		status = check_replay(options, given);
	if (!status)
		status = check_raised(given);
	if (status)
		return status;
	if (options->sort_chosen && options->group_sort && !group_kind_groups(options->group) &&
		!column_find(options->group_sort->id))
		return complain_of_usage(_("'%s' is a column of groups: it goes with --group"),
			options->group_sort->id);
	if (options->mode == MODE_HEALTH)
		return check_health(options, given);
	if (options->mode == MODE_REPORT)
		return check_report(options, given);
	if (options->mode == MODE_EXPLAIN)
		return check_explain(options, given);
	if (options->mode == MODE_WAIT)
		return check_wait(options);
	if (options->mode == MODE_COMPARE && !compare_knows_group(options->group))
		return complain_of_usage(_("--compare cannot group by %s: a mark does not tell it"),
			options->group->id);
	return options->mode == MODE_KILL ? check_kill(options, given) : 0;
}
