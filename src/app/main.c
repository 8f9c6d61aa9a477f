/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sockview: every TCP and UDP socket of the machine, live. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/screen/screen.h"
#include "app/print/print-snapshots.h"
#include "app/system/cage.h"
#include "app/system/complain.h"
#include "app/system/environment.h"
#include "app/system/errno-text.h"
#include "app/print/print-compare.h"
#include "app/print/print-events.h"
#include "app/print/print-health.h"
#include "app/print/print-metrics.h"
#include "app/print/print-explain.h"
#include "app/print/print-ports.h"
#include "app/print/print-report.h"
#include "app/print/print-record.h"
#include "app/print/print-services.h"
#include "app/print/print-wait.h"
#include "app/print/cli-kill.h"
#include "app/print/writer/writer.h"
#include "app/screen/loop.h"
#include "app/option/option.h"
#include "app/screen/page-list.h"
#include "app/screen/command/apply-settings.h"
#include "app/screen/remember.h"
#include "app/system/privileges.h"
#include "app/screen/signals.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/term/term-rescue.h"
#include "ui/term/term.h"

/* Gives up all rights but those for `privileges` (enum privileges_for), and the system calls that
 * go with them. Returns 0 or -errno. */
static int shut_in(const struct options *options, unsigned privileges)
{
	bool replaces =
		options->mode == MODE_SCREEN || options->mode == MODE_MARK || options->output;
	int error = privileges_drop(privileges);

	/* No error where there is no cage: a kernel or a container may have none to give. */
	cage_enter((privileges & PRIVILEGES_TO_CLOSE ? CAGE_TO_CLOSE : 0U) |
		   (privileges & PRIVILEGES_TO_SIGNAL ? CAGE_TO_SIGNAL : 0U) |
		   (replaces && !environment_is_raised() ? CAGE_TO_REPLACE : 0U));
	return error;
}

static int complain_of_terminal(enum term_fault fault)
{
	static const char *const reasons[] = {
		[TERM_OK] = "",
		[TERM_NO_INPUT] = N_("standard input is not a terminal"),
		[TERM_NO_OUTPUT] = N_("standard output is not a terminal"),
		[TERM_UNSET] = N_("TERM is not set"),
		[TERM_UNKNOWN] = N_("TERM names no terminal that is known here"),
		[TERM_INCAPABLE] = N_("this type of terminal cannot show the table"),
		[TERM_NO_RESOURCES] = N_("the terminal cannot be opened"),
	};

	fprintf(stderr, _("sockview: %s; 'sockview --once' prints a snapshot\n"),
		_(reasons[fault]));
	return 1;
}

/* False after a complaint. Without --record nothing is done. */
static bool open_recorder(struct recorder *recorder, const struct options *options)
{
	int error = options->record ? recorder_open(recorder, options->record) : 0;

	if (error)
		complain(TEXT_UTF8, _("cannot record to '%s': %s"), options->record,
			errno_text(-error, true));
	return !error;
}

static int run_screen(struct options *options, enum text_charset charset)
{
	struct term_settings settings = apply_settings_terminal(options);
	struct app app;
	struct term *term;
	enum term_fault fault;
	int status, error;

	signals_hold();
	screen_init(&app, options, charset);
	if (!open_recorder(&app.recorder, options) || !engine_watch_places(&app.engine, options)) {
		screen_done(&app);
		return 1;
	}
	options->filter = NULL; /* the screen frees it, and the views */
	options->views = (struct named_views){0};
	signals_catch_crashes(term_rescue);
	alloc_set_last_words(term_rescue);
	fault = term_curses_open(&settings, &term);
	if (fault) {
		recorder_discard(&app.recorder, options->record);
		screen_done(&app);
		return complain_of_terminal(fault);
	}
	error = shut_in(
		options, options->read_only ? 0 : PRIVILEGES_TO_CLOSE | PRIVILEGES_TO_SIGNAL);
	if (error)
		app_say(&app, true, _("cannot give up rights: %s"), strerror(-error));
	status = loop_run(&app, term);
	remember_keep(&app);
	screen_done(&app);
	return status;
}

/* Prints the warnings about the settings. The screen shows them in its message line instead. */
static void print_warnings(const struct options *options)
{
	const char *at = buffer_get(&options->warnings);

	for (size_t length; (length = strcspn(at, "\n")); at += length + 1)
		complain(TEXT_UTF8, "%.*s", (int)length, at);
}

static unsigned purposes_of(const struct options *options)
{
	bool kills = options->mode == MODE_KILL; /* a dry run says what these rights permit */
	bool asks_mark =
		options->filter && filter_asks_mark(options->filter) && !options->read_only;

	return (asks_mark || (kills && !options->signals) ? PRIVILEGES_TO_CLOSE : 0U) |
	       (kills && options->signals ? PRIVILEGES_TO_SIGNAL : 0U);
}

static int run_batch(const struct options *options, enum text_charset charset)
{
	struct engine engine;
	struct recorder recorder = {0};
	int status, error;

	environment_set_language(charset);
	print_warnings(options);
	if (!open_recorder(&recorder, options))
		return 1;
	engine_init(&engine, options);
	if (options->replay ? !engine_open_replay(&engine, options)
			    : !engine_watch_places(&engine, options)) {
		engine_done(&engine);
		recorder_discard(&recorder, options->record);
		return 1;
	}
	/* Everything that needs rights is open now, except for marks, which can be read only while
	 * the rights are held. */
	error = shut_in(options, purposes_of(options));
	if (error)
		fprintf(stderr, _("sockview: cannot give up rights: %s\n"), strerror(-error));
	if (error)
		status = 1;
	else if (options->mode == MODE_KILL)
		status = cli_kill(&engine, options, charset);
	else if (options->mode == MODE_HEALTH)
		status = print_health(&engine, options, charset);
	else if (options->ports)
		status = print_ports(&engine, options, charset);
	else if (options->record)
		status = print_record(&engine, options, &recorder);
	else if (options->services)
		status = print_services(&engine, options, charset);
	else if (options->mode == MODE_EVENTS)
		status = print_events(&engine, options, charset);
	else if (options->mode == MODE_HISTORY)
		status = print_history(&engine, options, charset);
	else if (options->mode == MODE_REPORT)
		status = print_report(&engine, options, charset);
	else if (options->mode == MODE_COMPARE)
		status = print_compare(&engine, options, charset);
	else if (options->mode == MODE_WAIT)
		status = print_wait(&engine, options);
	else if (options->mode == MODE_SCRAPE)
		status = print_scrape(&engine, options);
	else if (options_print_metrics(options))
		status = print_metrics(&engine, options);
	else
		status = print_snapshots(&engine, options, charset);
	engine_done(&engine);
	return status;
}

/* Reports an error if the text of --help or the like could not be written. */
static int check_printed(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	perror("sockview");
	return 1;
}

static int run_explain(const struct options *options, enum text_charset charset)
{
	int status = print_explain(options->explain, charset);

	return status ? status : check_printed();
}

int main(int argc, char **argv)
{
	struct options options;
	enum text_charset charset;
	int status;

	environment_secure();
	alloc_prefer_mappings();
	charset = environment_set_locale();
	status = option_parse(argc, argv, page_list_scope, writer_format, &options);
	if (!status && options.mode == MODE_ANSWERED)
		status = check_printed();
	else if (!status && options.mode == MODE_EXPLAIN)
		status = run_explain(&options, charset);
	else if (!status && options.mode == MODE_SCREEN)
		status = run_screen(&options, charset);
	else if (!status)
		status = run_batch(&options, options.ascii ? TEXT_ASCII : charset);
	options_done(&options);
	return status;
}
