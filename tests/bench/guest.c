/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/guest.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { ROWS = 24, COLUMNS = 80 };

/* CPU time that stands still for so long means: idle. */
#define QUIET_MS 60.0

_Noreturn void guest_fail(const char *what)
{
	fprintf(stderr, "session: %s: %s\n", what, strerror(errno));
	exit(1);
}

double guest_wall_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

double guest_spent_ms(const struct guest *guest)
{
	struct timespec spent;

	if (clock_gettime(guest->cpu, &spent) < 0)
		guest_fail("the program has ended");
	return (double)spent.tv_sec * 1e3 + (double)spent.tv_nsec / 1e6;
}

void guest_start(struct guest *guest, char **command)
{
	struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};

	*guest = (struct guest){0};
	cursor_init(&guest->cursor, ROWS);
	guest->pid = forkpty(&guest->fd, NULL, NULL, &size);
	if (guest->pid < 0)
		guest_fail("forkpty");
	if (guest->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execv(command[0], command);
		guest_fail(command[0]);
	}
	if (clock_getcpuclockid(guest->pid, &guest->cpu))
		guest_fail("clock_getcpuclockid");
}

/* What it said last tells why it ended. */
static _Noreturn void complain_of_end(const char *last, size_t length)
{
	fprintf(stderr, "session: the program has ended: %.*s\n", (int)length, last);
	exit(1);
}

void guest_press(struct guest *guest, const char *keys)
{
	if (write(guest->fd, keys, strlen(keys)) < 0)
		guest_fail("the program does not read its keys");
}

/* Takes what the program writes, waiting up to `timeout_ms` for it. False where nothing came. */
bool guest_look(struct guest *guest, double timeout_ms)
{
	struct pollfd polled = {.fd = guest->fd, .events = POLLIN};
	struct timespec timeout = {.tv_sec = (time_t)(timeout_ms / 1e3)};
	ssize_t length;

	timeout.tv_nsec = (long)((timeout_ms - (double)timeout.tv_sec * 1e3) * 1e6);
	if (timeout_ms < 0 || ppoll(&polled, 1, &timeout, NULL) <= 0)
		return false;
	length = read(guest->fd, guest->bytes, sizeof(guest->bytes));
	if (length > 0) {
		cursor_take(&guest->cursor, guest->bytes, (size_t)length);
		guest->length = (size_t)length;
		guest->written_ms = guest_wall_ms();
		return true;
	}
	guest->ended = true;
	if (!guest->ending)
		complain_of_end(guest->bytes, guest->length);
	return false;
}

/* Looks on for `span_ms`. */
void guest_look_on(struct guest *guest, double span_ms)
{
	double until = guest_wall_ms() + span_ms;

	while (guest_wall_ms() < until)
		guest_look(guest, until - guest_wall_ms());
}

/* Looks on until the program is idle; returns the time at which it was last seen busy. */
double guest_wait_until_quiet(struct guest *guest)
{
	double begun = guest_wall_ms(), busy = begun, spent = guest_spent_ms(guest);

	while (guest_wall_ms() - busy < QUIET_MS && guest_wall_ms() - begun < PATIENCE_MS) {
		double now_spent;
		bool wrote = guest_look(guest, 5);

		now_spent = guest_spent_ms(guest);
		if (wrote || now_spent != spent)
			busy = guest_wall_ms();
		spent = now_spent;
	}
	return busy;
}

int guest_compare_times(const void *left, const void *right)
{
	double l = *(const double *)left, r = *(const double *)right;

	return (l > r) - (l < r);
}

double guest_percentile(const double *sorted, int count, int percent)
{
	int index = (count * percent + 99) / 100 - 1;

	return sorted[index < 0 ? 0 : index];
}
