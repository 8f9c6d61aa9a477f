/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/option/option.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/system/complain.h"
#include "app/option/option-internal.h"
#include "app/config/settings-store.h"
#include "app/config/setting-table.h"
#include "base/alloc.h"
#include "base/ascii.h"
#include "base/i18n.h"

/* getopt knows options without a letter by these numbers. */
enum {
	OPTION_LINGER = 256,
	OPTION_SORT,
	OPTION_COLUMNS,
	OPTION_GROUP,
	OPTION_ONCE,
	OPTION_TOP,
	OPTION_COUNT_ONLY,
	OPTION_FORMAT,
	OPTION_JSON,
	OPTION_CSV,
	OPTION_PORTS,
	OPTION_SERVICES,
	OPTION_OUTPUT,
	OPTION_SCRAPE,
	OPTION_HEALTH,
	OPTION_EVENTS,
	OPTION_HISTORY,
	OPTION_FOR,
	OPTION_RECORD,
	OPTION_REPLAY,
	OPTION_AT,
	OPTION_WAIT_FOR,
	OPTION_GONE,
	OPTION_TIMEOUT,
	OPTION_REPORT,
	OPTION_MASK,
	OPTION_MARK,
	OPTION_COMPARE,
	OPTION_EXPLAIN,
	OPTION_SIGNAL,
	OPTION_DRY_RUN,
	OPTION_BY_DESCRIPTOR,
	OPTION_READ_ONLY,
	OPTION_COLOR,
	OPTION_THEME,
	OPTION_ASCII,
	OPTION_NO_MOUSE,
	OPTION_CONFIG,
	OPTION_NO_CONFIG,
};

/* clang-format off */
const struct option_record option_table[] = {
	{'t', "tcp", NULL, N_("only TCP (with -u: TCP and UDP)")},
	{'u', "udp", NULL, N_("only UDP (with -t: TCP and UDP)")},
	{'4', "ipv4", NULL, N_("only IPv4 (with -6: IPv4 and IPv6)")},
	{'6', "ipv6", NULL, N_("only IPv6 (with -4: IPv4 and IPv6)")},
	{'l', "listening", NULL, N_("only listeners: TCP in LISTEN, UDP without a peer")},
	{'N', "netns", N_("WHICH"), N_("network namespaces: here, all, or one by its name or a process in it")},
	{'B', "bound-inactive", NULL, N_("also TCP sockets that are bound and nothing else"),
		"bound-inactive", "yes"},
	{'a', "all", NULL, N_("accepted for compatibility with ss: all states are always shown")},
	{'p', "processes", NULL, N_("accepted for compatibility with ss: processes are always shown")},
	{'O', "oneline", NULL, N_("accepted for compatibility with ss: a socket always has one line")},
	{'o', "options", NULL, N_("also the column timer")},
	{'e', "extended", NULL, N_("also the columns uid, inode, cookie and cgroup")},
	{'m', "memory", NULL, N_("also the memory of the queues, and drops: rmem, rcvbuf, wmem, ...")},
	{'i', "info", NULL, N_("also the columns rtt, cwnd, congestion and retrans")},
	{'n', "numeric", NULL, N_("addresses and ports as numbers (the default)"), "resolve", "no"},
	{'r', "resolve", NULL, N_("hosts and services by name, looked up in the background"), "resolve", "yes"},
	{'d', "interval", N_("SEC"), N_("time between refreshes, 0.1 to 3600 (default 1)"),
		"interval", NULL},
	{OPTION_LINGER, "linger", N_("SEC"), N_("how long a vanished row stays, 0 to 3600 (default 3)"),
		"linger", NULL},
	{OPTION_SORT, "sort", N_("[-]COLUMN"), N_("sort by a column, - descending; --sort=help lists them"),
		"sort", NULL},
	{OPTION_COLUMNS, "columns", N_("LIST"), N_("columns in order, or +NAME,-NAME; --columns=help lists them"),
		"columns", NULL},
	{OPTION_GROUP, "group", N_("KEY"), N_("group by process, remote, ...; --group=help lists the keys"),
		"group", NULL},
	{OPTION_ONCE, "once", NULL, N_("print one snapshot and end")},
	{'b', "batch", NULL, N_("print a snapshot every interval")},
	{'c', "count", N_("N"), N_("with -b: end after N snapshots; with --health or --report: take N")},
	{OPTION_TOP, "top", N_("N"), N_("with --once or --batch: only the first N lines in the order")},
	{OPTION_COUNT_ONLY, "count-only", NULL, N_("with --once or --batch: only how many lines there are")},
	{OPTION_FORMAT, "format", N_("FORMAT"), N_("with --once or --batch: table, json, ...; --format=help lists them")},
	{OPTION_JSON, "json", NULL, N_("the same as --format=json")},
	{OPTION_CSV, "csv", NULL, N_("the same as --format=csv")},
	{OPTION_OUTPUT, "output", N_("FILE"), N_("what is printed goes to FILE; each snapshot replaces it, whole")},
	{OPTION_SCRAPE, "scrape", NULL, N_("answer one HTTP request for metrics, from stdin to stdout, and end")},
	{'H', "no-header", NULL, N_("no header line in table and CSV")},
	{'s', "summary", NULL, N_("print counts by protocol, family and state, of FILTER if given, and end")},
	{OPTION_SERVICES, "services", NULL, N_("print the services, a line a listener, and end; with -b: every interval")},
	{OPTION_PORTS, "ports", NULL, N_("print how many ports are left to each remote service, and end; with -b: every interval")},
	{OPTION_HEALTH, "health", NULL, N_("print what is wrong with the sockets, and end; status 4 or 5 if anything is")},
	{OPTION_EVENTS, "events", NULL, N_("print what opens, changes its state and closes, a line each, until interrupted or --for")},
	{OPTION_HISTORY, "history", NULL, N_("print the connections that closed within --for=TIME (default 10), the last first")},
	{OPTION_FOR, "for", N_("TIME"), N_("with --events, --history or --record: how long, in seconds or as 90s 15m 8h")},
	{OPTION_RECORD, "record", N_("FILE"), N_("record every refresh in a new file; with -b instead of printing it")},
	{OPTION_REPLAY, "replay", N_("FILE"), N_("with --once or -b: the sockets of a recording instead of the kernel's")},
	{OPTION_AT, "at", N_("TIME"), N_("with --replay: the moment, as 03:12, 03:12:07 or 2026-11-20T03:12")},
	{OPTION_WAIT_FOR, "wait-for", NULL, N_("end as soon as a socket matches FILTER, looking every interval (default 0.2)")},
	{OPTION_GONE, "gone", NULL, N_("with --wait-for: as soon as none matches any more")},
	{OPTION_TIMEOUT, "timeout", N_("TIME"), N_("with --wait-for: end with status 3 after this time, in seconds or as 90s 15m 8h")},
	{OPTION_REPORT, "report", NULL, N_("print one readable report for a ticket, in Markdown: findings, services, groups, counters")},
	{OPTION_MASK, "mask", NULL, N_("with --report: addresses and names are masked, the same one in the same way")},
	{OPTION_MARK, "mark", N_("FILE"), N_("write the sockets that are there now to FILE, which must not exist yet")},
	{OPTION_COMPARE, "compare", N_("FILE"), N_("print what is new, gone and grown since --mark=FILE; status 3 if anything is new")},
	{OPTION_EXPLAIN, "explain", N_("NAME"), N_("print what a state, column, finding, setting or error means, and end; help lists them, filter the words of FILTER")},
	{'K', "kill", NULL, N_("close every socket that FILTER matches, after a question")},
	{OPTION_SIGNAL, "signal", N_("SIG"), N_("with -K: signal the owning processes instead")},
	{OPTION_DRY_RUN, "dry-run", NULL, N_("with -K: only show what would be closed")},
	{'y', "yes", NULL, N_("with -K: do not ask")},
	{OPTION_BY_DESCRIPTOR, "by-descriptor", NULL,
		N_("with -K: use the process's own descriptor where the kernel does not suffice")},
	{OPTION_READ_ONLY, "read-only", NULL, N_("no closing; the capabilities for it are given up")},
	{OPTION_COLOR, "color", N_("WHEN"), N_("auto, always or never; NO_COLOR in the environment means never"),
		"color", NULL},
	{OPTION_THEME, "theme", N_("NAME"), N_("colors for other eyes and grounds; --theme=help lists them"),
		"theme", NULL},
	{OPTION_ASCII, "ascii", NULL, N_("draw with ASCII characters only"), "ascii", "yes"},
	{OPTION_NO_MOUSE, "no-mouse", NULL, N_("leave the mouse to the terminal"), "mouse", "no"},
	{OPTION_CONFIG, "config", N_("FILE"), N_("settings from this file; --config=help lists them")},
	{OPTION_NO_CONFIG, "no-config", NULL, N_("no settings, and none of the earlier filters")},
	{'h', "help", NULL, N_("print this help and end")},
	{'V', "version", NULL, N_("print the version and end")},
};
/* clang-format on */
const size_t option_count = sizeof(option_table) / sizeof(option_table[0]);

/* What the options say together. */
struct selection {
	/* Protocols and families; if none of a kind is named, all of this kind are meant. */
	struct parts kinds, families;
	struct option_given given;
};

static struct parts selected_parts(const struct selection *selection)
{
	struct parts parts = parts_all();

	if (!parts_are_none(selection->kinds))
		parts_keep(&parts, selection->kinds);
	if (!parts_are_none(selection->families))
		parts_keep(&parts, selection->families);
	return parts;
}

/* Prints the answer if the option asks for one (help, version, a list); then nothing else is
 * done. */
static bool answer(struct options *options, int letter, const char *argument)
{
	bool list = ascii_same_word(argument, "help");

	if (letter == 'h')
		option_print_help();
	else if (letter == 'V')
		option_print_version();
	else if (list && letter == OPTION_SORT)
		option_print_sort();
	else if (list && letter == OPTION_COLUMNS)
		option_print_columns();
	else if (list && letter == OPTION_GROUP)
		option_print_groups();
	else if (list && letter == OPTION_FORMAT)
		option_print_formats(options->formats);
	else if (list && letter == OPTION_THEME)
		option_print_themes();
	else if (list && letter == OPTION_CONFIG)
		option_print_settings(&options->keymap);
	else
		return false;
	options->mode = MODE_ANSWERED;
	return true;
}

/* Applies an option that stands for a setting. */
static int apply_setting(
	struct options *options, const struct option_record *record, const char *argument)
{
	const struct setting *setting = setting_find(record->setting);
	struct buffer complaint = {0};
	int status = 0;

	if (!setting_read(setting, options, argument ? argument : record->value, &complaint))
		status = complain_of_usage("%s", buffer_get(&complaint));
	buffer_done(&complaint);
	if (!status && record->letter == OPTION_COLUMNS)
		option_note_columns(options, argument);
	options->sort_chosen |= record->letter == OPTION_SORT;
	options->color_chosen |= record->letter == OPTION_COLOR;
	options->look_chosen |= setting->section == SETUP_COLUMNS || record->letter == OPTION_GROUP;
	options->settings_chosen |= UINT32_C(1) << (setting - setting_table);
	return status;
}

/* What an option without an argument switches on; NULL: it does something else. */
static bool *switch_of(struct options *options, int letter)
{
	switch (letter) {
	case OPTION_COUNT_ONLY:
		return &options->count_only;
	case 'H':
		return &options->no_header;
	case OPTION_PORTS:
		return &options->ports;
	case OPTION_SERVICES:
		return &options->services;
	case OPTION_DRY_RUN:
		return &options->dry_run;
	case OPTION_MASK:
		return &options->mask;
	case OPTION_GONE:
		return &options->gone;
	case 'y':
		return &options->yes;
	case OPTION_BY_DESCRIPTOR:
		return &options->by_descriptor;
	case OPTION_READ_ONLY:
		return &options->read_only;
	default:
		return NULL;
	}
}

/* Applies an option that only says what is to be done; false: it is none. */
static bool apply_mode(struct options *options, int letter)
{
	static const struct {
		int letter;
		enum option_mode mode;
	} modes[] = {{'b', MODE_BATCH}, {'s', MODE_SUMMARY}, {OPTION_HEALTH, MODE_HEALTH},
		{OPTION_EVENTS, MODE_EVENTS}, {OPTION_HISTORY, MODE_HISTORY},
		{OPTION_WAIT_FOR, MODE_WAIT}, {OPTION_REPORT, MODE_REPORT},
		{OPTION_MARK, MODE_MARK}, {OPTION_COMPARE, MODE_COMPARE}, {'K', MODE_KILL}};

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (modes[i].letter == letter) {
			options->mode = modes[i].mode;
			return true;
		}
	return false;
}

/* Applies one option; 0 or an exit status. */
static int apply(
	struct options *options, struct selection *selection, int letter, const char *argument)
{
	const struct option_record *record = option_find(letter);
	bool *on = switch_of(options, letter);

	if (record->setting)
		return apply_setting(options, record, argument);
	if (on)
		*on = true;
	else if (letter == 'N')
		options->netns = argument;
	else if (letter == OPTION_MARK)
		options->mark = argument;
	else if (letter == OPTION_COMPARE)
		options->compare = argument;
	if (apply_mode(options, letter))
		return 0;
	switch (letter) {
	case 't':
		parts_add(&selection->kinds, parts_of_kind(CONN_TCP));
		return 0;
	case 'u':
		parts_add(&selection->kinds, parts_of_kind(CONN_UDP));
		return 0;
	case '4':
		parts_add(&selection->families, parts_of_family(CONN_IPV4));
		return 0;
	case '6':
		parts_add(&selection->families, parts_of_family(CONN_IPV6));
		return 0;
	case 'l':
		options->pick.listening = options->parts_chosen = true;
		return 0;
	case OPTION_ONCE:
		if (options->mode == MODE_SCREEN)
			options->mode = MODE_ONCE;
		return 0;
	case 'c':
		return option_parse_count(argument, &options->count);
	case OPTION_TOP:
		return option_parse_count(argument, &options->top);
	case OPTION_FORMAT:
		return option_parse_format(options, argument);
	case OPTION_JSON:
	case OPTION_CSV:
		return option_parse_format(options, record->name);
	case OPTION_OUTPUT:
		options->output = argument;
		return 0;
	case OPTION_SCRAPE:
		options->mode = MODE_SCRAPE;
		return option_parse_format(options, "prometheus");
	case OPTION_FOR:
		return option_parse_time(argument, &options->for_ms);
	case OPTION_RECORD:
		options->record = argument;
		return 0;
	case OPTION_REPLAY:
		options->replay = argument;
		return 0;
	case OPTION_AT:
		options->at = argument;
		return 0;
	case OPTION_TIMEOUT:
		return option_parse_time(argument, &options->timeout_ms);
	case OPTION_EXPLAIN:
		options->mode = MODE_EXPLAIN;
		options->explain = argument;
		return 0;
	case OPTION_SIGNAL:
		return option_parse_signal(options, argument);
	case OPTION_CONFIG:
	case OPTION_NO_CONFIG:
		options->no_config = letter == OPTION_NO_CONFIG;
		options->config = argument;
	}
	return 0; /* accepted for habit, or for option_add_columns() */
}

static void set_defaults(struct options *options,
	bool (*scope)(size_t index, struct command_scope *ret_scope),
	output_format_list_fn *formats)
{
	*options = (struct options){
		.formats = formats,
		.format = formats(0),
		.keymap = {.scope = scope},
		.pick = {.parts = parts_all()},
	};
	setting_reset_all(options);
}

static bool is_shown(enum option_mode mode)
{
	return mode == MODE_SCREEN || mode == MODE_ONCE || mode == MODE_BATCH ||
	       mode == MODE_HISTORY || mode == MODE_COMPARE;
}

/* Reads the options, and prints the answer if one asks for it. Returns 0 or an exit status. */
static int read_options(
	int argc, char **argv, struct options *options, struct option_given *ret_given)
{
	struct option_getopt tables;
	struct selection selection = {.kinds = parts_none(), .families = parts_none()};
	int code, long_index = -1, status = 0;

	option_make_tables(&tables);
	opterr = 0;
	optind = 0; /* start at the beginning, also the second time */
	while (!status && options->mode != MODE_ANSWERED &&
		(code = getopt_long(argc, argv, tables.letters, tables.names, &long_index)) != -1) {
		if (code == ':' || code == '?') {
			status = option_refuse(code, argv);
		} else if (!answer(options, code, optarg ? optarg : "")) {
			option_note_given(&selection.given, code, long_index >= 0);
			status = apply(options, &selection, code, optarg);
		}
		long_index = -1;
	}
	free(tables.names);
	option_add_columns(options, &selection.given);
	*ret_given = selection.given;
	options->pick.parts = selected_parts(&selection);
	options->parts_chosen |=
		!parts_are_none(selection.kinds) || !parts_are_none(selection.families);
	/* A mark is JSON; another format was refused. */
	if (!status && options->mode == MODE_MARK && options->format == options->formats(0))
		status = option_parse_format(options, "json");
	if (options->mode == MODE_SCREEN &&
		(options->services || options->ports || options->replay || !isatty(STDOUT_FILENO)))
		options->mode = MODE_ONCE;
	return status;
}

/*
 * Reads the options twice: first to learn which settings file to read, then to override its
 * settings. The settings of the usual file are for people; data for scripts do not depend on them.
 */
static int read_all(int argc, char **argv, const struct options *defaults, struct options *options,
	struct option_given *ret_given)
{
	struct options first = *defaults;
	int status = read_options(argc, argv, &first, ret_given);

	if (status || first.mode == MODE_ANSWERED) {
		*options = first;
		return status;
	}
	*options = *defaults;
	options->config = first.config;
	options->no_config = first.no_config;
	options->mode = first.mode;
	if (first.config || (!options_print_data(&first) && is_shown(first.mode)))
		status = settings_store_load(options);
	return status ? status : read_options(argc, argv, options, ret_given);
}

int option_parse(int argc, char **argv,
	bool (*scope)(size_t index, struct command_scope *ret_scope),
	output_format_list_fn *formats, struct options *ret_options)
{
	struct option_given given;
	struct options defaults;
	int status;

	set_defaults(&defaults, scope, formats);
	status = read_all(argc, argv, &defaults, ret_options, &given);
	if (status || ret_options->mode == MODE_ANSWERED)
		return status;
	if (optind < argc)
		status = option_read_filter(ret_options, argv + optind);
	if (ret_options->mode == MODE_HISTORY)
		option_choose_for_history(ret_options, &given);
	if (ret_options->mode == MODE_WAIT)
		option_choose_for_wait(ret_options, &given);
	return status ? status : option_check(ret_options, &given);
}
