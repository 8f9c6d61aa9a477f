/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/signal-name.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ascii.h"
#include "sock/machine/process.h"
#include "base/ascii.h"

/* In the names' place in signal_name_of() the first of a number counts. Numbers differ by
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
#ifdef SIGSTKFLT
	{"SIGSTKFLT", SIGSTKFLT},
#endif
	{"SIGIOT", SIGABRT},
	{"SIGPOLL", SIGIO},
	{"SIGCLD", SIGCHLD},
};

enum { SIGNAL_COUNT = sizeof(signals) / sizeof(signals[0]), PREFIX = 3 };

/* The real-time signals; SIGRTMIN is a value that the C library chooses. */
static const char real_time[][12] = {
	"SIGRTMIN",
	"SIGRTMIN+1",
	"SIGRTMIN+2",
	"SIGRTMIN+3",
	"SIGRTMIN+4",
	"SIGRTMIN+5",
	"SIGRTMIN+6",
	"SIGRTMIN+7",
	"SIGRTMIN+8",
	"SIGRTMIN+9",
	"SIGRTMIN+10",
	"SIGRTMIN+11",
	"SIGRTMIN+12",
	"SIGRTMIN+13",
	"SIGRTMIN+14",
	"SIGRTMIN+15",
	"SIGRTMAX-14",
	"SIGRTMAX-13",
	"SIGRTMAX-12",
	"SIGRTMAX-11",
	"SIGRTMAX-10",
	"SIGRTMAX-9",
	"SIGRTMAX-8",
	"SIGRTMAX-7",
	"SIGRTMAX-6",
	"SIGRTMAX-5",
	"SIGRTMAX-4",
	"SIGRTMAX-3",
	"SIGRTMAX-2",
	"SIGRTMAX-1",
	"SIGRTMAX",
};

enum { REAL_TIME = sizeof(real_time) / sizeof(real_time[0]) };

/* "+1", "-14", or nothing, behind `base`; -1: it is none of these, or leads to no such signal. */
static int parse_offset(int base, const char *text)
{
	uint32_t offset = 0;
	int number;

	if (*text && ((*text != '+' && *text != '-') || !process_take_number(text + 1, &offset) ||
			     offset > REAL_TIME))
		return -1;
	number = *text == '-' ? base - (int)offset : base + (int)offset;
	return number >= SIGRTMIN && number <= SIGRTMAX ? number : -1;
}

/* RTMIN, RTMIN+3, SIGRTMAX-1; -1: it is none. */
static int parse_real_time(const char *text)
{
	if (ascii_begins_with(text, "SIG"))
		text += PREFIX;
	if (ascii_begins_with(text, "RTMIN"))
		return parse_offset(SIGRTMIN, text + 5);
	if (ascii_begins_with(text, "RTMAX"))
		return parse_offset(SIGRTMAX, text + 5);
	return -1;
}

/* The numbers between the others and SIGRTMIN belong to the C library. */
static int known_number(uint32_t number)
{
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		if (number == (uint32_t)signals[i].number)
			return (int)number;
	return number == 0 || (number >= (uint32_t)SIGRTMIN && number <= (uint32_t)SIGRTMAX)
		       ? (int)number
		       : -1;
}

int signal_name_parse(const char *text)
{
	uint32_t number = 0;

	if (process_take_number(text, &number))
		return known_number(number);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		if (ascii_same_word(text, signals[i].name) ||
			ascii_same_word(text, signals[i].name + PREFIX))
			return signals[i].number;
	return parse_real_time(text);
}

const char *signal_name_of(int number)
{
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		if (signals[i].number == number)
			return signals[i].name;
	if (number == SIGRTMAX)
		return real_time[REAL_TIME - 1];
	if (number >= SIGRTMIN && number < SIGRTMIN + REAL_TIME)
		return real_time[number - SIGRTMIN];
	return number ? "SIG?" : "0";
}
