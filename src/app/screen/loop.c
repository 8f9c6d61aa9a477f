/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/loop.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/screen/screen.h"
#include "app/system/clock.h"
#include "app/screen/command/apply-settings.h"
#include "app/screen/signals.h"
#include "base/i18n.h"
#include "ui/term/term.h"

/* Microseconds of work before keys are read again. */
#define WORK_SLICE_US 4000

/* Keys handled before the screen is drawn again: a paste must not delay the drawing. */
#define KEYS_AT_ONCE 64

/* If the terminal reports input this many times and there is none, it is gone. */
#define EMPTY_READS_MAX 50

/* How long the program waits for the terminal to accept the bytes that restore it. */
#define LEAVE_TIMEOUT_US 400000

struct loop {
	struct app *app;
	struct term *term;
	int signals;
	enum screen_work work;
	bool pending; /* the terminal has not accepted all output yet */
	int empty_reads;
	int status; /* exit status; negative: the program goes on */
};

static void lose_terminal(struct loop *loop)
{
	loop->status = 128 + SIGHUP;
}

static void take_size(struct loop *loop)
{
	int rows, columns;

	loop->term->ops->size(loop->term, &rows, &columns);
	screen_resize(loop->app, rows, columns);
}

/* After a stop of any kind, the terminal is in another state. */
static void take_terminal_again(struct loop *loop)
{
	loop->term->ops->resume(loop->term);
	take_size(loop);
	app_refresh_now(loop->app);
}

/* True if another job has the terminal: a program that changes its modes now would be stopped. */
static bool is_in_background(const struct loop *loop)
{
	pid_t front = tcgetpgrp(loop->term->fd_in);

	return front > 0 && front != getpgrp();
}

/* After suspend() or leave(): waits a short time for the terminal to accept the bytes that restore
 * it. */
static void hand_back(struct loop *loop)
{
	struct pollfd output = {.fd = loop->term->fd_out, .events = POLLOUT};
	int64_t end = clock_now().mono_us + LEAVE_TIMEOUT_US;

	while (loop->term->ops->flush(loop->term) > 0) {
		int64_t left = (end - clock_now().mono_us) / 1000;

		if (left <= 0 || poll(&output, 1, (int)left) <= 0 || !(output.revents & POLLOUT))
			break;
	}
	loop->term->ops->let_go(loop->term);
}

static void stop(struct loop *loop)
{
	loop->term->ops->suspend(loop->term);
	hand_back(loop);
	signals_stop_self();
	/* If it was continued only to be killed, or by "bg", it leaves the terminal alone. */
	if (!is_in_background(loop))
		take_terminal_again(loop);
}

static void take_signal(struct loop *loop, int number)
{
	switch (number) {
	case SIGWINCH:
		take_size(loop);
		break;
	case SIGTSTP:
		stop(loop);
		break;
	case SIGCONT:
		if (is_in_background(loop))
			stop(loop);
		else
			take_terminal_again(loop);
		break;
	default:
		loop->status = 128 + number;
		break;
	}
}

/* True if there is input. It may contain no key: the release of a button, or half a character. */
static bool has_input(const struct loop *loop)
{
	int bytes;

	return ioctl(loop->term->fd_in, FIONREAD, &bytes) == 0 && bytes > 0;
}

static void note_input(struct loop *loop)
{
	loop->empty_reads = has_input(loop) ? 0 : loop->empty_reads + 1;
	if (loop->empty_reads > EMPTY_READS_MAX)
		lose_terminal(loop);
}

/* All keys that have arrived get the same time: however long one key takes, the next one was typed
 * before the user saw its effect. */
static void take_keys(struct loop *loop)
{
	struct instant now = clock_now();
	struct key_event event;
	int taken = 0;

	while (taken < KEYS_AT_ONCE && loop->term->ops->next_key(loop->term, &now, &event)) {
		screen_key(loop->app, &event, &now);
		taken++;
	}
}

/* Works for a time that is long enough to make progress and too short to be noticed. */
static void do_work(struct loop *loop)
{
	int64_t end = 0;

	do {
		struct instant now = clock_now();

		if (!end)
			end = now.mono_us + WORK_SLICE_US;
		if (now.mono_us >= end)
			break;
		loop->work = screen_step(loop->app, &now, clock_cpu_us());
	} while (loop->work == SCREEN_WORKING);
}

static void adapt_terminal(struct loop *loop)
{
	struct term_settings settings = apply_settings_terminal(&loop->app->options);

	loop->app->adapt = false;
	loop->term->ops->adapt(loop->term, &settings);
}

/* If the terminal has no clipboard, the message line still shows the text. */
static void copy(struct loop *loop)
{
	struct buffer *text = &loop->app->clipboard;

	if (!text->length || loop->pending)
		return;
	if (!loop->term->ops->copy(loop->term, buffer_get(text)))
		app_say(loop->app, true, "%s", _("this terminal takes nothing into its clipboard"));
	buffer_clear(text);
}

static void show(struct loop *loop)
{
	if (!loop->app->dirty || loop->pending)
		return;
	if (loop->app->adapt)
		adapt_terminal(loop);
	screen_draw(loop->app);
	/* If the terminal did not accept the frame, draw again later, with the state at that
	 * time. */
	if (!loop->term->ops->paint(loop->term, &loop->app->grid))
		loop->app->dirty = true;
}

static void flush(struct loop *loop)
{
	int left = loop->term->ops->flush(loop->term);

	loop->pending = left > 0;
	if (left < 0)
		lose_terminal(loop);
}

/* Returns the milliseconds until there is something to do; -1: wait for an event. */
static int time_to_sleep(const struct loop *loop)
{
	int64_t next = screen_next_us(loop->app), key = loop->term->ops->wake_us(loop->term), now,
		left;

	if (loop->work == SCREEN_WORKING)
		return 0;
	now = clock_now().mono_us;
	if (loop->work == SCREEN_WAITING && next != INT64_MAX)
		next = now + 1000000;
	if (key < next)
		next = key;
	if (next == INT64_MAX)
		return -1;
	left = (next - now + 999) / 1000;
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

static void sleep_and_listen(struct loop *loop)
{
	enum { INPUT, SIGNALS, OUTPUT, KERNEL, NAMES, EVENTS, COUNT };
	struct instant now = clock_now();
	struct pollfd polled[COUNT] = {
		[INPUT] = {.fd = loop->term->fd_in, .events = POLLIN},
		[SIGNALS] = {.fd = loop->signals, .events = POLLIN},
		/* With no events requested, poll() still reports a hang-up. */
		[OUTPUT] = {.fd = loop->term->fd_out, .events = loop->pending ? POLLOUT : 0},
		[KERNEL] = {.fd = loop->work == SCREEN_WAITING ? screen_fd(loop->app) : -1,
			.events = POLLIN},
	};
	short input;
	int number;

	polled[EVENTS] = (struct pollfd){.fd = screen_events_fd(loop->app, &now), .events = POLLIN};
	polled[NAMES] = (struct pollfd){.fd = screen_names_fd(loop->app), .events = POLLIN};
	if (poll(polled, COUNT, time_to_sleep(loop)) < 0)
		return;
	while ((number = signals_next(loop->signals)) && loop->status < 0)
		take_signal(loop, number);
	if (polled[NAMES].revents & POLLIN)
		screen_take_names(loop->app);
	input = polled[INPUT].revents;
	if (input & POLLIN)
		note_input(loop);
	if ((input | polled[OUTPUT].revents) & (POLLERR | POLLHUP | POLLNVAL))
		lose_terminal(loop);
	else if (input & POLLIN || loop->term->ops->wake_us(loop->term) <= clock_now().mono_us)
		take_keys(loop);
}

static void leave(struct loop *loop)
{
	loop->term->ops->leave(loop->term);
	hand_back(loop);
	loop->term->ops->close(loop->term);
	if (loop->signals >= 0)
		close(loop->signals);
}

int loop_run(struct app *app, struct term *term)
{
	struct loop loop = {
		.app = app,
		.term = term,
		.signals = signals_open(),
		.work = SCREEN_WORKING,
		.status = -1,
	};

	if (loop.signals < 0) {
		leave(&loop);
		fprintf(stderr, _("sockview: cannot receive signals: %s\n"),
			strerror(-loop.signals));
		return 1;
	}
	take_size(&loop);
	while (loop.status < 0) {
		do_work(&loop);
		copy(&loop);
		show(&loop);
		flush(&loop);
		if (loop.status < 0)
			sleep_and_listen(&loop);
		if (app->quit && loop.status < 0)
			loop.status = 0;
	}
	leave(&loop);
	return loop.status;
}
