/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <ctype.h>
#include <getopt.h>
#include <pty.h>
#include <unistd.h>

#include "app/option/option.h"
#include "app/print/writer/writer.h"
#include "app/screen/page-list.h"
#include "base/i18n.h"
#include "support/capture.h"

#define WORDS_MAX 16

struct parsed {
	int status;
	struct options options;
	struct capture said;
};

/* Parses a command line whose words are divided by spaces. */
static void parse(struct parsed *parsed, const char *line)
{
	char program[] = "sockview", copy[4096], *words[WORDS_MAX + 1] = {program};
	int count = 1;

	snprintf(copy, sizeof(copy), "%s", line);
	for (char *word = strtok(copy, " "); word && count < WORDS_MAX; word = strtok(NULL, " "))
		words[count++] = word;
	capture_begin(&parsed->said);
	optind = 0; /* getopt begins anew */
	parsed->status =
		option_parse(count, words, page_list_scope, writer_format, &parsed->options);
	capture_end(&parsed->said);
}

static struct options accept(const char *line)
{
	struct parsed parsed;

	parse(&parsed, line);
	if (parsed.status || *parsed.said.errors)
		print_error("'%s': %d, %s\n", line, parsed.status, parsed.said.errors);
	assert_int_equal(parsed.status, 0);
	assert_string_equal(parsed.said.output, "");
	assert_string_equal(parsed.said.errors, "");
	capture_done(&parsed.said);
	return parsed.options;
}

/* Refused with one line on stderr that has all of these words in it, and nothing on stdout. */
static void refuse(const char *line, const char *first, const char *second)
{
	struct parsed parsed;
	const char *end;

	parse(&parsed, line);
	assert_int_equal(parsed.status, 2);
	assert_string_equal(parsed.said.output, "");
	end = strchr(parsed.said.errors, '\n');
	if (!end || end[1] || strncmp(parsed.said.errors, "sockview: ", 10) != 0 ||
		!strstr(parsed.said.errors, first) || !strstr(parsed.said.errors, second))
		fail_msg("'%s' says: %s", line, parsed.said.errors);
	for (const char *at = parsed.said.errors; at < end; at++)
		assert_false(iscntrl((unsigned char)*at));
	options_done(&parsed.options);
	capture_done(&parsed.said);
}

static char *answer(const char *line)
{
	struct parsed parsed;

	parse(&parsed, line);
	assert_int_equal(parsed.status, 0);
	assert_int_equal(parsed.options.mode, MODE_ANSWERED);
	assert_string_equal(parsed.said.errors, "");
	free(parsed.said.errors);
	return parsed.said.output;
}

/* -------- the table -------- */

static void every_option_has_its_own_name_letter_and_help(void **state)
{
	(void)state;
	assert_true(option_count > 0);
	for (size_t i = 0; i < option_count; i++) {
		const struct option_record *record = &option_table[i];

		assert_true(record->name && strlen(record->name) > 1);
		assert_true(record->help && *record->help);
		assert_true(record->letter > 0);
		assert_true(record->letter >= 256 || isalnum(record->letter));
		for (size_t other = 0; other < i; other++) {
			assert_int_not_equal(record->letter, option_table[other].letter);
			assert_string_not_equal(record->name, option_table[other].name);
		}
	}
}

static void help_lists_every_option_once_in_its_own_line(void **state)
{
	char *help = answer("--help");

	(void)state;
	for (size_t i = 0; i < option_count; i++) {
		const struct option_record *record = &option_table[i];
		char begin[64], short_name[8] = "    ";
		const char *at, *text;

		if (record->letter < 256)
			snprintf(short_name, sizeof(short_name), "-%c, ", record->letter);
		snprintf(begin, sizeof(begin), "\n  %s--%s%c", short_name, record->name,
			record->argument ? '=' : ' ');
		at = strstr(help, begin);
		if (!at)
			fail_msg("--help does not tell of --%s", record->name);
		assert_null(strstr(at + 1, begin));
		text = strstr(at, record->help);
		assert_true(text && text < strchr(at + 1, '\n'));
	}
	free(help);
}

static void every_option_is_taken_by_getopt(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_count; i++) {
		const struct option_record *record = &option_table[i];
		struct parsed parsed;
		char line[64];

		snprintf(line, sizeof(line), "--%s%s", record->name,
			record->argument ? "=\001" : "");
		parse(&parsed, line);
		/* What is refused is a bad argument, or that something else is
		 * missing beside it. */
		assert_null(strstr(parsed.said.errors, "unknown option"));
		assert_null(strstr(parsed.said.errors, "an argument; see"));
		assert_null(strstr(parsed.said.errors, "no argument; see"));
		capture_done(&parsed.said);
	}
}

/* -------- what they mean -------- */

/* "tcp4 udp6" */
static const char *parts(const char *line)
{
	static char text[256];
	struct parts left = accept(line).pick.parts;
	struct part part;
	size_t length = 0;

	text[0] = '\0';
	while (parts_take(&left, &part))
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s%s",
			length ? " " : "", conn_proto_name(part.proto),
			part.family == CONN_IPV6 ? "6" : "4");
	return text;
}

static void protocols_and_families_select_what_they_name(void **state)
{
	(void)state;
	assert_string_equal(parts("-t"), "tcp4 tcp6");
	assert_string_equal(parts("--udp"), "udp4 udp6");
	assert_string_equal(parts("-t -u"), "tcp4 tcp6 udp4 udp6");
	assert_string_equal(parts("-t6"), "tcp6");
	assert_string_equal(parts("-tu4"), "tcp4 udp4");
	assert_string_equal(parts("-a -p -u -4"), "udp4");
	/* What is not named stands for all of its sort. */
	assert_true(parts_are_all(accept("").pick.parts));
	assert_true(parts_are_all(accept("-46").pick.parts));
	assert_true(parts_have(accept("-4").pick.parts, parts_of_family(CONN_IPV4)));
	assert_false(parts_meet(accept("-4").pick.parts, parts_of_family(CONN_IPV6)));
	assert_true(parts_have(accept("--ipv6").pick.parts, parts_of_family(CONN_IPV6)));
	assert_false(parts_meet(accept("--ipv6").pick.parts, parts_of_family(CONN_IPV4)));
}

static void switches_set_what_they_name(void **state)
{
	(void)state;
	assert_false(accept("").pick.listening);
	assert_true(accept("-l").pick.listening);
	assert_false(accept("").bound);
	assert_true(accept("--bound-inactive").bound);
	assert_false(accept("").resolve);
	assert_true(accept("-r").resolve);
	assert_false(accept("-r -n").resolve);
	assert_true(accept("-H").no_header);
	assert_true(accept("--read-only").read_only);
	assert_true(accept("--ascii").ascii);
	assert_false(accept("--no-mouse").mouse);
	assert_int_equal(accept("").color, COLOR_AUTO);
	assert_int_equal(accept("--color=always").color, COLOR_ALWAYS);
	assert_int_equal(accept("--color=never").color, COLOR_NEVER);
}

static void times_are_seconds_with_a_fraction(void **state)
{
	(void)state;
	assert_int_equal(accept("").interval_ms, 1000);
	assert_int_equal(accept("-d 0.1").interval_ms, 100);
	assert_int_equal(accept("-d2.5").interval_ms, 2500);
	assert_int_equal(accept("--interval=3600").interval_ms, 3600000);
	assert_int_equal(accept("").linger_ms, 3000);
	assert_int_equal(accept("--linger=0").linger_ms, 0);
	assert_int_equal(accept("--linger=1.5").linger_ms, 1500);
}

static void a_mark_is_json_and_compared_in_groups_that_it_tells(void **state)
{
	struct options options;

	(void)state;
	options = accept("--mark=f");
	assert_int_equal(options.mode, MODE_MARK);
	assert_string_equal(options.mark, "f");
	assert_string_equal(options.format->id, "json");
	options_done(&options);
	options = accept("--compare=f --group=port --json");
	assert_int_equal(options.mode, MODE_COMPARE);
	assert_string_equal(options.compare, "f");
	options_done(&options);
	refuse("--mark=f --compare=f", "--mark", "--compare");
	refuse("--mark=f --group=port", "--group", "goes with");
	refuse("--mark=f --csv", "--csv", "goes with");
	refuse("--compare=f --batch", "--compare", "--batch");
	refuse("--compare=f --group=command", "--compare", "command");
}

static void modes_and_formats_go_together(void **state)
{
	(void)state;
	assert_int_equal(accept("--once").mode, MODE_ONCE);
	assert_int_equal(accept("-b").mode, MODE_BATCH);
	assert_int_equal(accept("-b -c 7").count, 7);
	assert_int_equal(accept("-s").mode, MODE_SUMMARY);
	assert_int_equal(accept("--explain close-wait").mode, MODE_EXPLAIN);
	assert_string_equal(accept("--explain=rtt").explain, "rtt");
	assert_string_equal(accept("-s --json").format->id, "json");
	assert_string_equal(accept("--once").format->id, "table");
	assert_string_equal(accept("--once --format=table").format->id, "table");
	assert_string_equal(accept("--once --format=json").format->id, "json");
	assert_string_equal(accept("--once --format=csv").format->id, "csv");
	assert_string_equal(accept("--once --json").format->id, "json");
	assert_string_equal(accept("--csv --batch").format->id, "csv");
}

static void help_on_formats_lists_every_format_with_its_explanation(void **state)
{
	const struct output_format *format;
	char *list = answer("--format=help");
	const char *at = list;

	(void)state;
	for (size_t i = 0; (format = writer_format(i)); i++) {
		assert_int_equal(strncmp(at, format->id, strlen(format->id)), 0);
		assert_non_null(at = strstr(at, format->help));
		at = strchr(at, '\n') + 1;
	}
	assert_string_equal(at, "");
	free(list);
}

static void without_a_terminal_it_prints_one_snapshot(void **state)
{
	(void)state;
	assert_int_equal(accept("").mode, MODE_ONCE);
	assert_int_equal(accept("--json").mode, MODE_ONCE);
	assert_int_equal(accept("-b").mode, MODE_BATCH);
}

/* Parses with standard output on a terminal. */
static int parse_on_terminal(const char *word, struct options *options)
{
	char program[] = "sockview", copy[64], *words[] = {program, copy, NULL};
	int master, slave, saved = dup(STDOUT_FILENO), saved_errors = dup(STDERR_FILENO), status;

	snprintf(copy, sizeof(copy), "%s", word);
	assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
	fflush(stdout);
	dup2(slave, STDOUT_FILENO);
	dup2(slave, STDERR_FILENO);
	optind = 0;
	status = option_parse(2, words, page_list_scope, writer_format, options);
	fflush(stdout);
	dup2(saved, STDOUT_FILENO);
	dup2(saved_errors, STDERR_FILENO);
	close(saved);
	close(saved_errors);
	close(master);
	close(slave);
	return status;
}

static void on_a_terminal_it_opens_the_screen_and_data_want_a_mode(void **state)
{
	struct options options;

	(void)state;
	assert_int_equal(parse_on_terminal("-t", &options), 0);
	assert_int_equal(options.mode, MODE_SCREEN);
	assert_int_equal(parse_on_terminal("--json", &options), 2);
	assert_int_equal(parse_on_terminal("--csv", &options), 2);
}

static void sort_takes_a_column_and_a_direction(void **state)
{
	(void)state;
	assert_ptr_equal(accept("--sort=state").sort, column_find("state"));
	assert_false(accept("--sort=state").descending);
	assert_ptr_equal(accept("--sort=-recvq").sort, column_find("recvq"));
	assert_true(accept("--sort=-recvq").descending);
	assert_ptr_equal(accept("--sort=STATE").sort, column_find("state"));
}

static void columns_replace_or_change_the_usual_ones(void **state)
{
	struct options usual = accept(""), chosen = accept("--columns=state,local");

	(void)state;
	assert_int_equal(chosen.column_count, 2);
	assert_true(chosen.columns_named[column_find("state") - column_table]);
	assert_false(chosen.columns_named[column_find("rtt") - column_table]);
	assert_ptr_equal(chosen.columns[0], column_find("state"));
	assert_ptr_equal(chosen.columns[1], column_find("local"));
	chosen = accept("--columns=+rtt,-state");
	assert_int_equal(chosen.column_count, usual.column_count);
	for (size_t i = 0; i < chosen.column_count; i++)
		assert_ptr_not_equal(chosen.columns[i], column_find("state"));
	assert_ptr_equal(chosen.columns[chosen.column_count - 1], column_find("rtt"));
	assert_true(chosen.columns_named[column_find("rtt") - column_table]);
	assert_false(chosen.columns_named[column_find("instate") - column_table]);
	chosen = accept("--columns=RECV-Q,send_q,tcp.rtt_us,tcp_cwnd --sort=-in_state_ms");
	assert_ptr_equal(chosen.columns[0], column_find("recvq"));
	assert_ptr_equal(chosen.columns[1], column_find("sendq"));
	assert_ptr_equal(chosen.columns[2], column_find("rtt"));
	assert_ptr_equal(chosen.columns[3], column_find("cwnd"));
	assert_ptr_equal(chosen.sort, column_find("instate"));
}

/* The columns that stand behind the usual ones: "timer uid". */
static const char *added_columns(const char *line)
{
	static char text[256];
	struct options usual = accept(""), chosen = accept(line);
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = usual.column_count; i < chosen.column_count; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s",
			length ? " " : "", chosen.columns[i]->id);
	return text;
}

static void letters_of_ss_add_columns_in_any_bundle(void **state)
{
	static const char *const all =
		"timer uid inode cookie cgroup rmem rcvbuf wmem sndbuf fwdmem wqueued optmem blmem "
		"drops rtt cwnd congestion retrans";

	(void)state;
	assert_string_equal(added_columns("-ano"), "timer");
	assert_string_equal(added_columns("-tnop"), "timer");
	assert_string_equal(added_columns("-tanpi"), "rtt cwnd congestion retrans");
	assert_string_equal(added_columns("-tnpeoim"), all);
	assert_string_equal(added_columns("-m -i -e -o"), all);
	assert_string_equal(added_columns("-tulpn"), "");
	assert_string_equal(added_columns("-OHtan"), "");
	assert_true(accept("-OHtan").no_header);
	assert_string_equal(parts("-OHtan"), "tcp4 tcp6");
	assert_string_equal(added_columns("--options --extended"), "timer uid inode cookie cgroup");
	/* Beside a list, whichever comes first; none stands there twice. */
	assert_string_equal(accept("-o --columns=state").columns[1]->id, "timer");
	assert_int_equal(accept("-o --columns=timer,state").column_count, 2);
}

static void the_first_lines_or_their_number_are_wanted_of_snapshots(void **state)
{
	struct options options;

	(void)state;
	assert_int_equal(accept("--once --top=7").top, 7);
	assert_int_equal(accept("-b --top=1 --group=process").top, 1);
	options = accept("--count-only state listen");
	assert_true(options.count_only);
	options_done(&options);
	assert_false(accept("--once").count_only);
	refuse("--top=0", "'0'", "from 1");
	refuse("-s --top=3", "--top", "--once or --batch");
	refuse("-K --dry-run --count-only sport = 1", "--count-only", "--once or --batch");
	refuse("--count-only --json", "--count-only", "--json");
	refuse("--count-only --format=csv", "--count-only", "--format");
}

static void every_column_of_the_screen_can_be_chosen_and_sorted_by(void **state)
{
	(void)state;
	for (size_t i = 0; i < column_count; i++) {
		char line[128];

		snprintf(line, sizeof(line), "--sort=%s --columns=%s", column_table[i].id,
			column_table[i].id);
		if (column_is_shown(&column_table[i]))
			assert_ptr_equal(accept(line).columns[0], &column_table[i]);
		else
			refuse(line, column_table[i].id, "help");
	}
}

static void lists_of_columns_name_each_with_its_help(void **state)
{
	char *by_sort = answer("--sort=help"), *by_columns = answer("--columns=help");

	(void)state;
	/* behind them, what groups can be sorted by */
	assert_int_equal(strncmp(by_sort, by_columns, strlen(by_columns)), 0);
	assert_non_null(strstr(by_sort, "\nclose_wait "));
	assert_null(strstr(by_columns, "\nclose_wait "));
	for (size_t i = 0; i < column_count; i++) {
		char line[256];

		snprintf(
			line, sizeof(line), "%-18s %s\n", column_table[i].id, column_table[i].help);
		if (column_is_shown(&column_table[i]))
			assert_non_null(strstr(by_sort, line));
	}
	free(by_sort);
	free(by_columns);
}

static void groups_are_named_and_listed(void **state)
{
	char *list = answer("--group=help");

	(void)state;
	for (size_t i = 0; i < group_kind_count; i++) {
		char line[256];

		snprintf(line, sizeof(line), "--group=%s", group_kinds[i].id);
		assert_ptr_equal(accept(line).group, &group_kinds[i]);
		snprintf(line, sizeof(line), "%-18s %s\n", group_kinds[i].id, group_kinds[i].help);
		assert_non_null(strstr(list, line));
	}
	free(list);
	assert_ptr_equal(accept("--once").group, group_kinds);
	refuse("--group=colour", "'colour'", "--group=help");
	refuse("--group=", "''", "--group=help");
}

static void groups_are_sorted_by_their_own_columns(void **state)
{
	struct options options = accept("--group=process --sort=-close_wait");

	(void)state;
	assert_string_equal(options.group_sort->id, "close_wait");
	assert_true(options.group_descending);
	assert_string_equal(options.sort->id, "local"); /* of the rows, as ever */
	options = accept("--sort=recvq --group=port");
	assert_string_equal(options.group_sort->id, "recvq");
	assert_false(options.group_descending);
	assert_ptr_equal(options.sort, column_find("recvq"));
	refuse("--sort=close_wait", "close_wait", "--group");
	refuse("--sort=accepts", "accepts", "--services");
	refuse("--services --group=process", "--services", "--group");
	refuse("--services -l", "--services", "-l");
	refuse("--ports --sort=local", "--ports", "--sort");
	refuse("--ports --services", "--ports", "--services");
	refuse("--sort=close_wait --group=none", "close_wait", "--group");
}

static void the_version_is_the_package_s(void **state)
{
	char *version = answer("-V");

	(void)state;
	assert_true(strncmp(version, "sockview " PACKAGE_VERSION "\n",
			    strlen("sockview " PACKAGE_VERSION "\n")) == 0);
	free(version);
}

/* -------- what is refused -------- */

static void unknown_options_are_named(void **state)
{
	(void)state;
	refuse("--nope", "unknown option '--nope'", "--help");
	refuse("-X", "unknown option '-X'", "--help");
	refuse("-tX", "unknown option '-X'", "--help");
	refuse("--tcp -Xt", "unknown option '-X'", "--help");
	refuse("--tcp -\303\251", "unknown option '-", "--help");
	refuse("--tcp=3", "'--tcp'", "no argument");
	refuse("--interval", "'--interval'", "needs an argument");
	refuse("-td", "'-d'", "needs an argument");
	refuse("--co", "'--co' is ambiguous",
		"--columns, --count, --count-only, --compare, --color, --config");
	refuse("--co=never", "'--co' is ambiguous", "--color");
	refuse("--colour=never", "'--colour=never'", "is '--color' meant?");
	refuse("--sumary", "'--sumary'", "is '--summary' meant?");
	refuse("--=x", "unknown option '--=x'", "--help");
}

static void bad_values_are_told_with_the_valid_ones(void **state)
{
	static const char *const seconds[] = {"0", "0.05", "3601", "-1", "x", "1x", "1e3", "nan",
		"inf", "0x10", "1,5", ".", "", "99999999999999999999"};
	static const char *const counts[] = {
		"0", "-1", "x", "1x", "1.5", "", "+1", "18446744073709551616"};
	char line[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(seconds); i++) {
		snprintf(line, sizeof(line), "--interval=%s", seconds[i]);
		refuse(line, seconds[i], "from 0.1 to 3600");
	}
	refuse("--linger=3601", "3601", "from 0 to 3600");
	refuse("--linger=-0.1", "-0.1", "from 0 to 3600");
	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		snprintf(line, sizeof(line), "-b --count=%s", counts[i]);
		refuse(line, counts[i], "whole number from 1");
	}
	refuse("--format=xml", "xml", "table, json, csv or prometheus");
	refuse("--format=", "''", "table, json, csv or prometheus");
	refuse("--color=red", "red", "auto, always or never");
	refuse("--sort=nope", "nope", "--sort=help");
	refuse("--sort=-", "no column", "--sort=help");
	refuse("--sort=", "no column", "--sort=help");
	refuse("--columns=state,nope,local", "'nope'", "--columns=help");
	refuse("--columns=", "no column", "--columns=help");
	refuse("--columns=+nope", "'nope'", "--columns=help");
	refuse("--columns=stat", "'stat'", "is 'state' meant?");
	refuse("--sort=-rtts", "'rtts'", "is 'rtt' meant?");
	refuse("--group=proces", "'proces'", "is 'process' meant?");
	refuse("--columns=state,,local", "''", "--columns=help");
	refuse("--columns=,", "''", "--columns=help");
}

static void columns_that_cannot_all_go_do_not(void **state)
{
	char line[512] = "--columns=";

	(void)state;
	for (size_t i = 0; column_defaults[i]; i++)
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s-%s", i ? "," : "",
			column_defaults[i]);
	refuse(line, "no column would be left", "'rxrate'");
}

static void what_does_not_go_together_is_refused(void **state)
{
	struct options options;

	(void)state;
	refuse("--once -c 3", "-c goes", "--batch");
	refuse("--once --count=3", "--count goes", "--batch");
	refuse("-s --csv", "--summary", "as table or json");
	refuse("--health -c 1", "--health", "--count");
	refuse("--health --csv", "--health", "as table or json");
	refuse("--health state listen", "--health", "FILTER");
	refuse("--health -4", "--health", "-4");
	refuse("--health -l", "--health", "-l");
	refuse("--explain rtt --json", "--explain prints text", "--json");
	refuse("--explain rtt --format=csv", "--explain prints text", "--format");
	refuse("--explain=listen foo", "--explain takes one NAME", "quotes");
	refuse("--explain=listen -t", "--explain tells of a NAME", "-t");
	refuse("--explain=listen --columns=pid", "--columns goes", "--once");
	refuse("-s --group=state", "--group goes", "--once");
	refuse("--summary --sort=pid", "--sort goes", "--once");
	refuse("-s -H", "-H goes", "--once");
	refuse("-s -m", "-m goes", "--once");
	refuse("--health --columns=pid", "--columns goes", "--once");
	refuse("--health -o", "-o goes", "--once");
	refuse("-K -y --sort=pid sport = 1", "--sort goes", "--once");
	refuse("-K -y --group=state sport = 1", "--group goes", "--once");
	refuse("-K -y --top=3 sport = 1", "--top goes", "--once");
	refuse("--once -y sport = 1", "-y goes", "--kill");
	refuse("--once --yes sport = 1", "--yes goes", "--kill");
	refuse("--dry-run sport = 1", "--dry-run goes", "--kill");
	refuse("--signal=TERM sport = 1", "--signal goes", "--kill");
	refuse("-K -y --once sport = 1", "-K does not go", "--once");
	refuse("-b -s", "-s does not go", "-b");
	refuse("--once --batch", "--batch does not go", "--once");
	refuse("-K -y --read-only sport = 1", "-K does not go", "--read-only");
	refuse("-K -y --signal=9 --by-descriptor sport = 1", "--signal", "--by-descriptor");
	/* What prints and ends may be told so. */
	assert_int_equal(accept("--once -s").mode, MODE_SUMMARY);
	assert_int_equal(accept("-s --once").mode, MODE_SUMMARY);
	/* Letters of ss that fingers type beside anything. */
	options = accept("-KHtnpoim -y sport = 1");
	assert_int_equal(options.mode, MODE_KILL);
	options_done(&options);
	assert_int_equal(accept("-satnp").mode, MODE_SUMMARY);
	assert_int_equal(accept("--health -apn").mode, MODE_HEALTH);
	assert_int_equal(accept("--group=STATE --color=Never --format=JSON").mode, MODE_ONCE);
	options = accept("-s state listen");
	assert_int_equal(options.mode, MODE_SUMMARY);
	options_done(&options);
}

static void text_of_the_command_line_is_shown_safely(void **state)
{
	char line[3000] = "--sort=";

	(void)state;
	refuse("--sort=\033[31m\007", "[31m", "--sort=help");
	refuse("--\033]0;x", "]0;x", "--help");
	refuse("--format=\xe2\x80\xae", "table", "csv");
	memset(line + 7, 'x', 2000);
	refuse(line, "xxx", "column");
}

static void what_was_asked_first_is_answered(void **state)
{
	char *help = answer("-t --help --nope");

	(void)state;
	assert_non_null(strstr(help, "Usage:"));
	free(help);
	refuse("--nope --help", "--nope", "--help");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_option_has_its_own_name_letter_and_help),
		cmocka_unit_test(help_lists_every_option_once_in_its_own_line),
		cmocka_unit_test(every_option_is_taken_by_getopt),
		cmocka_unit_test(protocols_and_families_select_what_they_name),
		cmocka_unit_test(switches_set_what_they_name),
		cmocka_unit_test(times_are_seconds_with_a_fraction),
		cmocka_unit_test(a_mark_is_json_and_compared_in_groups_that_it_tells),
		cmocka_unit_test(modes_and_formats_go_together),
		cmocka_unit_test(help_on_formats_lists_every_format_with_its_explanation),
		cmocka_unit_test(without_a_terminal_it_prints_one_snapshot),
		cmocka_unit_test(on_a_terminal_it_opens_the_screen_and_data_want_a_mode),
		cmocka_unit_test(sort_takes_a_column_and_a_direction),
		cmocka_unit_test(columns_replace_or_change_the_usual_ones),
		cmocka_unit_test(letters_of_ss_add_columns_in_any_bundle),
		cmocka_unit_test(the_first_lines_or_their_number_are_wanted_of_snapshots),
		cmocka_unit_test(every_column_of_the_screen_can_be_chosen_and_sorted_by),
		cmocka_unit_test(lists_of_columns_name_each_with_its_help),
		cmocka_unit_test(groups_are_named_and_listed),
		cmocka_unit_test(groups_are_sorted_by_their_own_columns),
		cmocka_unit_test(the_version_is_the_package_s),
		cmocka_unit_test(unknown_options_are_named),
		cmocka_unit_test(bad_values_are_told_with_the_valid_ones),
		cmocka_unit_test(columns_that_cannot_all_go_do_not),
		cmocka_unit_test(what_does_not_go_together_is_refused),
		cmocka_unit_test(text_of_the_command_line_is_shown_safely),
		cmocka_unit_test(what_was_asked_first_is_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
