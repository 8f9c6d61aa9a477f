/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Signals that end the program by default. The loop ends it instead, also for all real-time
 * signals. */
static const int ends[] = {
	SIGHUP,
	SIGINT,
	SIGQUIT,
	SIGTERM,
	SIGALRM,
	SIGUSR1,
	SIGUSR2,
	SIGVTALRM,
	SIGPROF,
	SIGXCPU,
	SIGXFSZ,
	SIGIO,
	SIGPWR,
#ifdef SIGSTKFLT
	SIGSTKFLT,
#endif
};

static const int others[] = {SIGTSTP, SIGCONT, SIGWINCH};

/* After these signals the program cannot continue: a handler restores the terminal. */
static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP};

/* Global, because a handler has no argument for it. */
static void (*volatile crash_rescue)(void);

/* Signals that were ignored at the start (nohup) stay ignored. */
static void add_answered(sigset_t *set, int number)
{
	struct sigaction now;

	if (sigaction(number, NULL, &now) < 0 || now.sa_handler != SIG_IGN)
		sigaddset(set, number);
}

static void get_ends(sigset_t *ret_set)
{
	sigemptyset(ret_set);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		add_answered(ret_set, ends[i]);
	for (int number = SIGRTMIN; number <= SIGRTMAX; number++)
		add_answered(ret_set, number);
}

static void get_answered(sigset_t *ret_set)
{
	get_ends(ret_set);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		add_answered(ret_set, others[i]);
}

static void ignore_signal(int signal_number)
{
	(void)signal_number;
}

void signals_hold(void)
{
	sigset_t set;

	get_answered(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	/* While ncurses draws, it ignores SIGTSTP, and so loses a Ctrl-Z that waits to be read. It
	 * does not do this if SIGTSTP has another handler when ncurses starts. */
	if (sigismember(&set, SIGTSTP))
		signal(SIGTSTP, ignore_signal);
}

int signals_open(void)
{
	sigset_t set, background;
	int fd;

	get_answered(&set);
	for (int number = 1; number <= SIGRTMAX; number++)
		if (sigismember(&set, number) == 1)
			signal(number, SIG_DFL); /* removes the handlers of ncurses */
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	/* A shell may take the terminal while we set its modes: SIGTTOU must not stop the program
	 * then. */
	sigemptyset(&background);
	sigaddset(&background, SIGTTOU);
	sigprocmask(SIG_BLOCK, &background, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

int signals_next(int fd)
{
	struct signalfd_siginfo info;

	return read(fd, &info, sizeof(info)) == sizeof(info) ? (int)info.ssi_signo : 0;
}

/* True if a signal that ends the program is pending: a stopped program would not handle it. */
static bool has_to_end(void)
{
	sigset_t set, pending;

	get_ends(&set);
	sigpending(&pending);
	for (int number = 1; number <= SIGRTMAX; number++)
		if (sigismember(&set, number) == 1 && sigismember(&pending, number) == 1)
			return true;
	return false;
}

void signals_stop_self(void)
{
	sigset_t stop;

	if (has_to_end())
		return;
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	/* Takes the default action, which the kernel skips if no shell could continue the
	 * program. */
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, NULL);
	sigprocmask(SIG_BLOCK, &stop, NULL);
}

static void crash(int number)
{
	if (crash_rescue)
		crash_rescue();
	/* Ends the program as the signal would have, as soon as the handler returns: until then the
	 * signal is blocked, as all others are. */
	signal(number, SIG_DFL);
	raise(number);
}

void signals_catch_crashes(void (*rescue)(void))
{
	static char stack[16384]; /* for a crash because the usual stack is full */
	stack_t alternative = {.ss_sp = stack, .ss_size = sizeof(stack)};
	/* No SA_RESETHAND: another thread that crashes meanwhile has to wait for the rescue. */
	struct sigaction action = {.sa_handler = crash, .sa_flags = SA_ONSTACK};

	crash_rescue = rescue;
	sigfillset(&action.sa_mask);
	sigaltstack(&alternative, NULL);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigaction(crashes[i], &action, NULL);
}
