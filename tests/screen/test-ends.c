/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whatever ends the real program, and whatever its terminal does then (is read; was stopped by
 * Ctrl-S; is full, since nobody reads): who has the terminal next finds it as it was before.
 */
#include "support/unit.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "support/pty.h"
#include "support/space.h"

/* Something that is on every screen of 80 columns. */
#define HEADING "STATE"

/* xterm: what makes text plain; the mouse let go; the alternate screen left. */
#define CUT_AND_PLAIN "\030\033(B\033[m"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_OFF "\033[?1006;1000l"
#define LEAVE PASTE_OFF MOUSE_OFF "\033[24;1H\033[?1049l\033[23;0;0t\r\033[?1l\033>"

/* What the shell writes next. */
#define PROMPT "$ "

enum terminal {
	READ,
	STOPPED,
	FULL,
	TERMINALS,
};

struct end {
	int signal; /* 0: the keys do it */
	const char *keys;
	bool crash;
};

static const struct end named_ends[] = {
	{.keys = "q"},
	{.keys = "\003"},
	{SIGHUP},
	{SIGINT},
	{SIGQUIT},
	{SIGTERM},
	{SIGALRM},
	{SIGUSR1},
	{SIGUSR2},
	{SIGVTALRM},
	{SIGPROF},
	{SIGXCPU},
	{SIGXFSZ},
	{SIGIO},
	{SIGPWR},
#ifdef SIGSTKFLT
	{SIGSTKFLT},
#endif
	{SIGSEGV, .crash = true},
	{SIGBUS, .crash = true},
	{SIGFPE, .crash = true},
	{SIGILL, .crash = true},
	{SIGABRT, .crash = true},
	{SIGSYS, .crash = true},
	{SIGTRAP, .crash = true},
};

/* Programs that run at the same time: those whose terminal takes nothing wait for it a while. */
#define AT_ONCE 6

static const char *program(void)
{
	const char *path = getenv("SOCKVIEW");

	return path ? path : "./sockview";
}

static void start(struct pty *pty)
{
	const char *arguments[] = {program(), "--interval=3600", NULL};

	pty_start(pty, &(struct pty_start){.arguments = arguments});
}

static void wait_for_screen(struct pty *pty, enum terminal terminal)
{
	assert_true(pty_wait_text(pty, HEADING));
	while (pty_take(pty, 20))
		;
	pty_forget(pty);
	assert_false(pty_modes_restored(pty)); /* or the checks below say nothing */
	if (terminal == STOPPED)
		assert_true(pty_stop(pty));
	if (terminal == FULL)
		assert_true(pty_fill(pty));
}

static void fail_of(const struct pty *pty, const char *what, const struct end *end)
{
	const char *output = buffer_get(&pty->output);
	size_t length = pty->output.length;

	for (size_t at = length > 100 ? length - 100 : 0; at < length; at++)
		print_message(output[at] >= ' ' ? "%c" : "\\%03o", (unsigned char)output[at]);
	fail_msg("signal %d, keys %s: %s", end->signal, end->keys ? end->keys : "none", what);
}

static bool output_ends_with(const struct pty *pty, const char *text)
{
	size_t length = strlen(text);

	return pty->output.length >= length &&
	       memcmp(pty->output.data + pty->output.length - length, text, length) == 0;
}

/* What comes behind all that the terminal held. */
static void check_what_is_left(struct pty *pty, const struct end *end, enum terminal terminal)
{
	int shell = pty_open_inside(pty);

	if (!pty_modes_restored(pty))
		fail_of(pty, "the modes are not restored", end);
	if (write(shell, PROMPT, strlen(PROMPT)) != (ssize_t)strlen(PROMPT))
		fail_of(pty, "the shell cannot write", end);
	while (pty_take(pty, 20))
		;
	close(shell);
	/* Nothing is cut, but by a crash perhaps. */
	if (terminal == READ && !end->crash && memchr(pty->output.data, '\030', pty->output.length))
		fail_of(pty, "it took the terminal for one that takes nothing", end);
	if (terminal == READ && end->crash && !output_ends_with(pty, CUT_AND_PLAIN LEAVE PROMPT))
		fail_of(pty, "the screen is not left", end);
	if (!output_ends_with(pty, LEAVE PROMPT))
		fail_of(pty, "the screen is not left", end);
}

static void run_ends(const struct end *ends, size_t count, enum terminal terminal)
{
	struct pty ptys[AT_ONCE];

	for (size_t i = 0; i < count; i++)
		start(&ptys[i]);
	for (size_t i = 0; i < count; i++)
		wait_for_screen(&ptys[i], terminal);
	for (size_t i = 0; i < count; i++) {
		if (ends[i].signal)
			kill(ptys[i].pid, ends[i].signal);
		else
			pty_type(&ptys[i], ends[i].keys);
	}
	for (size_t i = 0; i < count; i++) {
		int status = ends[i].signal ? 128 + ends[i].signal : 0;

		if (pty_wait_end(&ptys[i], terminal == READ) != status)
			fail_of(&ptys[i], "it ended with another status", &ends[i]);
		check_what_is_left(&ptys[i], &ends[i], terminal);
		pty_done(&ptys[i]);
	}
}

static void run_all(const struct end *ends, size_t count, enum terminal terminal)
{
	for (size_t at = 0; at < count; at += AT_ONCE)
		run_ends(ends + at, count - at < AT_ONCE ? count - at : AT_ONCE, terminal);
}

static void every_end_leaves_a_terminal_that_is_read(void **state)
{
	(void)state;
	run_all(named_ends, COUNT_OF(named_ends), READ);
}

static void every_end_leaves_a_terminal_that_was_stopped(void **state)
{
	(void)state;
	run_all(named_ends, COUNT_OF(named_ends), STOPPED);
}

static void every_end_leaves_a_terminal_that_nobody_reads(void **state)
{
	(void)state;
	run_all(named_ends, COUNT_OF(named_ends), FULL);
}

static void so_do_all_real_time_signals(void **state)
{
	struct end all[64];
	size_t count = 0;

	(void)state;
	for (int number = SIGRTMIN; number <= SIGRTMAX; number++)
		all[count++] = (struct end){number};
	run_all(all, count, READ);
	for (enum terminal terminal = STOPPED; terminal < TERMINALS; terminal++) {
		const struct end ends[] = {{SIGRTMIN}, {SIGRTMIN + 1}, {SIGRTMAX}};

		run_ends(ends, COUNT_OF(ends), terminal);
	}
}

static void ignore_all(void)
{
	for (size_t i = 0; i < COUNT_OF(named_ends); i++)
		if (named_ends[i].signal && !named_ends[i].crash)
			signal(named_ends[i].signal, SIG_IGN);
	signal(SIGRTMIN, SIG_IGN);
}

static void what_was_ignored_before_stays_ignored(void **state)
{
	const char *arguments[] = {program(), "--interval=3600", NULL};
	struct pty pty;

	(void)state;
	pty_start(&pty, &(struct pty_start){.arguments = arguments, .prepare = ignore_all});
	assert_true(pty_wait_text(&pty, HEADING));
	for (size_t i = 0; i < COUNT_OF(named_ends); i++)
		if (named_ends[i].signal && !named_ends[i].crash)
			kill(pty.pid, named_ends[i].signal);
	kill(pty.pid, SIGRTMIN);
	pty_forget(&pty);
	pty_type(&pty, "?");
	assert_true(pty_wait_text(&pty, "Marks"));
	pty_type(&pty, "\003qqq");
	assert_int_equal(pty_wait_end(&pty, true), 0);
	pty_done(&pty);
}

static void limit_files(void)
{
	const struct rlimit limit = {512, RLIM_INFINITY};

	setrlimit(RLIMIT_FSIZE, &limit);
}

static void a_limit_of_file_sizes_ends_it_with_the_terminal_restored(void **state)
{
	const char *arguments[] = {program(), "--interval=3600", NULL};
	struct pty pty;

	(void)state;
	pty_start(&pty, &(struct pty_start){.arguments = arguments, .prepare = limit_files});
	assert_int_equal(pty_wait_end(&pty, true), 128 + SIGXFSZ);
	assert_true(pty_modes_restored(&pty));
	assert_true(output_ends_with(&pty, LEAVE));
	pty_done(&pty);
}

/* -------- a shell in between -------- */

/* The only child of the shell on the terminal. */
static pid_t child_of(const struct pty *pty)
{
	char path[64];
	int child = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pty->pid, (int)pty->pid);
	file = fopen(path, "re");
	if (!file || fscanf(file, "%d", &child) != 1)
		child = -1;
	if (file)
		fclose(file);
	return child;
}

/* Suspended, it gives the terminal to the shell; gets it again; and is then ended by the key. */
static void suspend_on(enum terminal terminal)
{
	static const char script[] =
		"set -m; \"$SOCKVIEW\" --interval=3600; echo suspended; read x; "
		"fg >/dev/null; echo over; read x";
	const char *arguments[] = {"/bin/sh", "-c", script, NULL};
	struct pty pty;
	pid_t child;

	pty_start(&pty, &(struct pty_start){.arguments = arguments});
	assert_true(pty_wait_text(&pty, HEADING));
	while (pty_take(&pty, 20))
		;
	pty_forget(&pty);
	child = child_of(&pty);
	if (child < 0) {
		print_message("children cannot be listed here\n");
		pty_done(&pty);
		return;
	}
	assert_true(terminal == STOPPED ? pty_stop(&pty)
		    : terminal == FULL  ? pty_fill(&pty)
					: true);
	kill(child, SIGTSTP);
	/* The shell sets its own modes, and writes as soon as it may. */
	if (terminal == FULL)
		while (!pty_modes_restored(&pty))
			usleep(5000);
	assert_true(pty_wait_text(&pty, LEAVE "suspended"));
	assert_true(pty_modes_restored(&pty));
	pty_forget(&pty);
	pty_type(&pty, "\n");
	assert_true(pty_wait_text(&pty, HEADING));
	assert_false(pty_modes_restored(&pty));
	pty_type(&pty, "q");
	assert_true(pty_wait_text(&pty, LEAVE "over"));
	assert_true(pty_modes_restored(&pty));
	pty_done(&pty);
}

static void suspended_it_leaves_every_terminal_and_takes_it_again(void **state)
{
	(void)state;
	for (enum terminal terminal = READ; terminal < TERMINALS; terminal++)
		suspend_on(terminal);
}

/* -------- modes that are turned on later -------- */

static void a_mouse_that_is_chosen_in_the_setup_is_let_go(void **state)
{
	const char *arguments[] = {program(), "--interval=3600", "--no-mouse", NULL};
	static const int ends[] = {SIGTERM, SIGSEGV};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct pty pty;

		pty_start(&pty, &(struct pty_start){.arguments = arguments});
		assert_true(pty_wait_text(&pty, HEADING));
		/* The setup, its second section, the last line there. */
		pty_type(&pty, "\033OQ");
		assert_true(pty_wait_text(&pty, "Appearance"));
		pty_forget(&pty);
		pty_type(&pty, "\t\033OF ");
		assert_true(pty_wait_text(&pty, "\033[?1006;1000h"));
		pty_forget(&pty);
		kill(pty.pid, ends[i]);
		assert_int_equal(pty_wait_end(&pty, true), 128 + ends[i]);
		assert_true(output_ends_with(&pty, LEAVE));
		pty_done(&pty);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_end_leaves_a_terminal_that_is_read),
		cmocka_unit_test(every_end_leaves_a_terminal_that_was_stopped),
		cmocka_unit_test(every_end_leaves_a_terminal_that_nobody_reads),
		cmocka_unit_test(so_do_all_real_time_signals),
		cmocka_unit_test(what_was_ignored_before_stays_ignored),
		cmocka_unit_test(a_limit_of_file_sizes_ends_it_with_the_terminal_restored),
		cmocka_unit_test(suspended_it_leaves_every_terminal_and_takes_it_again),
		cmocka_unit_test(a_mouse_that_is_chosen_in_the_setup_is_let_go),
	};
	int error = space_enter();

	if (error) {
		printf("no namespaces here: %s\n", strerror(-error));
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
