/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/signal-name.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <strings.h>

#include "sock/machine/process.h"

/* The signals of POSIX that can be sent to a process with effect; their numbers differ by
 * architecture. */
static const struct {
	const char *name;
	int number;
} signals[] = {
	{"SIGHUP", SIGHUP},
	{"SIGINT", SIGINT},
	{"SIGQUIT", SIGQUIT},
	{"SIGABRT", SIGABRT},
	{"SIGALRM", SIGALRM},
	{"SIGTERM", SIGTERM},
	{"SIGKILL", SIGKILL},
	{"SIGSTOP", SIGSTOP},
	{"SIGTSTP", SIGTSTP},
	{"SIGCONT", SIGCONT},
	{"SIGUSR1", SIGUSR1},
	{"SIGUSR2", SIGUSR2},
	{"SIGPIPE", SIGPIPE},
	{"SIGWINCH", SIGWINCH},
	{"SIGIO", SIGIO},
	{"SIGPWR", SIGPWR},
	{"SIGTTIN", SIGTTIN},
	{"SIGTTOU", SIGTTOU},
	{"SIGURG", SIGURG},
	{"SIGXCPU", SIGXCPU},
	{"SIGXFSZ", SIGXFSZ},
	{"SIGVTALRM", SIGVTALRM},
	{"SIGPROF", SIGPROF},
	{"SIGSYS", SIGSYS},
	{"SIGTRAP", SIGTRAP},
	{"SIGBUS", SIGBUS},
	{"SIGFPE", SIGFPE},
	{"SIGILL", SIGILL},
	{"SIGSEGV", SIGSEGV},
	{"SIGCHLD", SIGCHLD},
};

enum { SIGNAL_COUNT = sizeof(signals) / sizeof(signals[0]), PREFIX = 3 };

int signal_name_parse(const char *text)
{
	uint32_t number = 0;
	bool is_number = process_take_number(text, &number);

	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		if (is_number ? number == (uint32_t)signals[i].number
			      : strcasecmp(text, signals[i].name) == 0 ||
					strcasecmp(text, signals[i].name + PREFIX) == 0)
			return signals[i].number;
	return 0;
}

const char *signal_name_of(int number)
{
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		if (signals[i].number == number)
			return signals[i].name;
	return "SIG?";
}
