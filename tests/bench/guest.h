/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program in a pseudo terminal of 80x24 that is used and watched from outside. */
#ifndef SOCKVIEW_BENCH_GUEST_H
#define SOCKVIEW_BENCH_GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#include "bench/cursor.h"

/* What takes longer than this is not measured, but lost. */
#define PATIENCE_MS 20000.0

struct guest {
	pid_t pid;
	int fd;
	clockid_t cpu;
	struct cursor cursor;
	bool ending, ended;
	char bytes[16384]; /* what was read last */
	size_t length;
	double written_ms; /* when it last wrote */
};

/* Ends this program with a message. */
_Noreturn void guest_fail(const char *what);

double guest_wall_ms(void);

/* The CPU time that the program has used: user and system, all threads. */
double guest_spent_ms(const struct guest *guest);

void guest_start(struct guest *guest, char **command);
void guest_press(struct guest *guest, const char *keys);

/* Takes what the program writes, waiting up to `timeout_ms` for it. False where nothing came. */
bool guest_look(struct guest *guest, double timeout_ms);

/* Looks on for `span_ms`. */
void guest_look_on(struct guest *guest, double span_ms);

/* Looks on until the program is idle; returns the time at which it was last seen busy. */
double guest_wait_until_quiet(struct guest *guest);

/* For qsort(), and the time that `percent` of the sorted ones do not exceed. */
int guest_compare_times(const void *left, const void *right);
double guest_percentile(const double *sorted, int count, int percent);

#endif
