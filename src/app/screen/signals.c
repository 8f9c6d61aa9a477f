/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* These end the program by their default: the loop does it, and so do all real-time signals. */
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

/* After these the program cannot go on: a handler restores the terminal. */
static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP};

/* A handler has no argument for it. */
static void (*volatile crash_rescue)(void);

/* What whoever started us wants ignored (nohup) stays ignored. */
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

static void stand_in(int signal_number)
{
	(void)signal_number;
}

void signals_hold(void)
{
	sigset_t set;

	get_answered(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	/*
	 * While ncurses paints it lets SIGTSTP be ignored, and a Ctrl-Z that waits to be read is
	 * lost by that; but not where it finds somebody else's handler at its start.
	 */
	if (sigismember(&set, SIGTSTP))
		signal(SIGTSTP, stand_in);
}

int signals_open(void)
{
	sigset_t set, background;
	int fd;

	get_answered(&set);
	for (int number = 1; number <= SIGRTMAX; number++)
		if (sigismember(&set, number) == 1)
			signal(number, SIG_DFL); /* ncurses has put its handlers there */
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	/* A shell may take the terminal while its modes are being set: that must not
	 * stop us there. */
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

/* One that ends the program has come already: stopped, it would not get to it. */
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
	/* The default action, which the kernel leaves out where no shell could continue the
	 * program. */
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, NULL);
	sigprocmask(SIG_BLOCK, &stop, NULL);
}

static void crash(int number)
{
	if (crash_rescue)
		crash_rescue();
	/* This ends the program as the signal would have, when the handler returns: it is held
	 * until then, as all others are. */
	signal(number, SIG_DFL);
	raise(number);
}

void signals_catch_crashes(void (*rescue)(void))
{
	static char stack[16384]; /* for a crash by running out of the usual one */
	stack_t alternative = {.ss_sp = stack, .ss_size = sizeof(stack)};
	/* Not for once only: another thread that crashes meanwhile has to wait for the rescue. */
	struct sigaction action = {.sa_handler = crash, .sa_flags = SA_ONSTACK};

	crash_rescue = rescue;
	sigfillset(&action.sa_mask);
	sigaltstack(&alternative, NULL);
	for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
		sigaction(crashes[i], &action, NULL);
}
