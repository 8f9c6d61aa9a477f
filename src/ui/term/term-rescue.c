/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/term-rescue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Ends a sequence that was cut; does nothing otherwise. */
#define CANCEL '\030'

#define PART_MAX 512
#define MODES_MAX 8

/* How often to retry if the terminal still takes nothing because another program fills it. */
#define TRIES_MAX 20
#define NAP_NS 10000000

/* How many naps a thread waits for another thread's rescue. */
#define WAITS_MAX 60

enum state {
	NOTHING_TAKEN,
	TAKEN,
	RESTORING,
	RESTORED,
};

struct bytes {
	volatile size_t length; /* set last: a handler sees all bytes or none */
	char bytes[PART_MAX];
};

struct owed {
	size_t length;
	char bytes[TERM_RESCUE_MODE_MAX];
};

/* At file scope, because a signal handler has no argument. */
static struct {
	atomic_int state;
	int terminal;
	int flags; /* of the terminal's descriptor, which the shell may share */
	struct termios modes;
	struct bytes leave, plain;
	struct owed owed[MODES_MAX];
	volatile size_t owed_count;
} rescue;

static _Thread_local volatile bool restoring_here;

/* -------- the bytes to write -------- */

static void keep(struct bytes *kept, const struct buffer *bytes)
{
	kept->length = 0;
	if (bytes->length > PART_MAX)
		return;
	memcpy(kept->bytes, buffer_get(bytes), bytes->length);
	kept->length = bytes->length;
}

void term_rescue_learn(const struct buffer *leave, const struct buffer *plain)
{
	keep(&rescue.leave, leave);
	keep(&rescue.plain, plain);
}

void term_rescue_owe(const void *off, size_t length)
{
	struct owed *owed = &rescue.owed[rescue.owed_count];

	for (size_t i = 0; i < rescue.owed_count; i++)
		if (rescue.owed[i].length == length && !memcmp(rescue.owed[i].bytes, off, length))
			return;
	if (!length || length > TERM_RESCUE_MODE_MAX || rescue.owed_count == MODES_MAX)
		return;
	memcpy(owed->bytes, off, length);
	owed->length = length;
	rescue.owed_count++;
}

#define ALL_MAX (1 + 2 * PART_MAX + MODES_MAX * TERM_RESCUE_MODE_MAX)

static size_t put(char *all, size_t at, const void *bytes, size_t length)
{
	memcpy(all + at, bytes, length);
	return at + length;
}

/* Adds the bytes that turn modes off, except those that leaving the screen contains anyway. */
static size_t put_owed(char *all, size_t at)
{
	for (size_t i = 0; i < rescue.owed_count; i++) {
		const struct owed *owed = &rescue.owed[i];

		if (!memmem(rescue.leave.bytes, rescue.leave.length, owed->bytes, owed->length))
			at = put(all, at, owed->bytes, owed->length);
	}
	return at;
}

static size_t put_leave(char *all, bool cut)
{
	static const char cancel = CANCEL;
	size_t at = 0;

	if (cut && rescue.leave.length) {
		at = put(all, at, &cancel, 1);
		at = put(all, at, rescue.plain.bytes, rescue.plain.length);
	}
	at = put_owed(all, at);
	return put(all, at, rescue.leave.bytes, rescue.leave.length);
}

void term_rescue_add_owed(struct buffer *out)
{
	char all[ALL_MAX];
	size_t length = put_owed(all, 0);

	buffer_add(out, all, length);
}

void term_rescue_add_leave(struct buffer *out, bool cut)
{
	char all[ALL_MAX];
	size_t length = put_leave(all, cut);

	buffer_add(out, all, length);
}

/* -------- restoring; safe in a signal handler -------- */

static void nap(void)
{
	static const struct timespec time = {.tv_nsec = NAP_NS};

	nanosleep(&time, NULL);
}

/* False if another job has the terminal: then its modes and its output are not ours. */
static bool is_ours(void)
{
	pid_t front = tcgetpgrp(STDIN_FILENO);

	return front <= 0 || front == getpgrp();
}

void term_rescue_set_modes(void)
{
	if (is_ours())
		tcsetattr(STDIN_FILENO, TCSANOW, &rescue.modes);
}

/* False if the terminal does not take all bytes now. A terminal that is gone takes everything. */
static bool send_all(const char *bytes, size_t length)
{
	size_t sent = 0;

	while (sent < length) {
		ssize_t written = write(rescue.terminal, bytes + sent, length - sent);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return errno != EAGAIN;
		sent += (size_t)written;
	}
	return true;
}

/*
 * Output that Ctrl-S has stopped continues when Ctrl-S is no longer special; output that waits for
 * a reader leaves no room until it is discarded.
 */
static void send_stalled(const char *bytes, size_t length)
{
	struct termios before, open;

	if (tcgetattr(rescue.terminal, &before) < 0)
		return;
	open = before;
	open.c_iflag &= ~(tcflag_t)IXON;
	for (int i = 0; i < TRIES_MAX; i++) {
		tcflow(rescue.terminal, TCOON);
		tcsetattr(rescue.terminal, TCSANOW, &open);
		tcflush(rescue.terminal, TCOFLUSH);
		if (send_all(bytes, length))
			break;
		nap();
	}
	tcsetattr(rescue.terminal, TCSANOW, &before);
}

static void restore(void)
{
	char all[ALL_MAX];
	size_t length = put_leave(all, true);

	if (!(rescue.flags & O_NONBLOCK))
		fcntl(rescue.terminal, F_SETFL, rescue.flags | O_NONBLOCK);
	if (!send_all(all, length) && is_ours())
		send_stalled(all, length);
	if (!(rescue.flags & O_NONBLOCK))
		fcntl(rescue.terminal, F_SETFL, rescue.flags);
	term_rescue_set_modes();
}

/* Changes the state; if another thread is restoring, waits until that is done. */
static bool change(int from, int to)
{
	int state = from;

	if (atomic_compare_exchange_strong(&rescue.state, &state, to))
		return true;
	for (int i = 0; state == RESTORING && i < WAITS_MAX; i++) {
		nap();
		state = atomic_load(&rescue.state);
	}
	return false;
}

void term_rescue(void)
{
	/*
	 * A signal handler that interrupts a restoration does all of it again, because the
	 * interrupted code does not continue.
	 */
	if (!restoring_here && !change(TAKEN, RESTORING))
		return;
	restoring_here = true;
	restore();
	restoring_here = false;
	atomic_store(&rescue.state, RESTORED);
}

/* -------- when to restore -------- */

void term_rescue_begin(int terminal, const struct termios *modes)
{
	rescue.terminal = terminal;
	rescue.flags = fcntl(terminal, F_GETFL);
	rescue.modes = *modes;
	atomic_store(&rescue.state, TAKEN);
}

void term_rescue_end(void)
{
	if (!change(TAKEN, NOTHING_TAKEN))
		change(RESTORED, NOTHING_TAKEN);
}

void term_rescue_begin_again(void)
{
	change(NOTHING_TAKEN, TAKEN);
}

bool term_rescue_is_called(void)
{
	return atomic_load(&rescue.state) >= RESTORING;
}
