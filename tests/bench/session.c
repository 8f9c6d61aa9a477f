/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a program in a pseudo terminal of 80x24 and measures it from outside, as its user would: the
 * time to its first screen, what a refresh (the key r) costs, how long a key takes to the screen
 * while a refresh goes on.
 *
 *	session [-r REFRESHES] [-k KEYS] [-g TIMES] [-t SECONDS] COMMAND...
 *
 * The program is to refresh only when told (an interval of an hour), but for -t: that one counts
 * the CPU time of its own ticks. Prints lines of a name and a number; CPU is user and system, all
 * threads.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/cpu.h"
#include "bench/cursor.h"

enum { ROWS = 24, COLUMNS = 80 };

/* Characters that make a screen, and not only the sequences before it. */
enum { PRINTED_FRAME = 40 };

/* CPU time that stands still for so long means: idle. */
#define QUIET_MS 60.0

/* What is longer than this is not measured, but lost. */
#define PATIENCE_MS 20000.0

static const char key_down[] = "\033OB", key_up[] = "\033OA";

struct session {
	pid_t pid;
	int fd;
	clockid_t cpu;
	struct cursor cursor;
	bool ending, ended;
	char bytes[16384]; /* what was read last */
	size_t length;
	double written_ms; /* when it last wrote */
};

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "session: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double wall_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double spent_ms(const struct session *session)
{
	struct timespec spent;

	if (clock_gettime(session->cpu, &spent) < 0)
		fail("the program has ended");
	return (double)spent.tv_sec * 1e3 + (double)spent.tv_nsec / 1e6;
}

static void start(struct session *session, char **command)
{
	struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};

	*session = (struct session){0};
	cursor_init(&session->cursor, ROWS);
	session->pid = forkpty(&session->fd, NULL, NULL, &size);
	if (session->pid < 0)
		fail("forkpty");
	if (session->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execv(command[0], command);
		fail(command[0]);
	}
	if (clock_getcpuclockid(session->pid, &session->cpu))
		fail("clock_getcpuclockid");
}

/* What it said last tells why it ended. */
static _Noreturn void complain_of_end(const char *last, size_t length)
{
	fprintf(stderr, "session: the program has ended: %.*s\n", (int)length, last);
	exit(1);
}

static void press(struct session *session, const char *keys)
{
	if (write(session->fd, keys, strlen(keys)) < 0)
		fail("the program does not read its keys");
}

/* Takes what the program writes, waiting up to `timeout_ms` for it. False where nothing came. */
static bool look(struct session *session, double timeout_ms)
{
	struct pollfd polled = {.fd = session->fd, .events = POLLIN};
	struct timespec timeout = {.tv_sec = (time_t)(timeout_ms / 1e3)};
	ssize_t length;

	timeout.tv_nsec = (long)((timeout_ms - (double)timeout.tv_sec * 1e3) * 1e6);
	if (timeout_ms < 0 || ppoll(&polled, 1, &timeout, NULL) <= 0)
		return false;
	length = read(session->fd, session->bytes, sizeof(session->bytes));
	if (length > 0) {
		cursor_take(&session->cursor, session->bytes, (size_t)length);
		session->length = (size_t)length;
		session->written_ms = wall_ms();
		return true;
	}
	session->ended = true;
	if (!session->ending)
		complain_of_end(session->bytes, session->length);
	return false;
}

/* Looks on for `span_ms`. */
static void look_on(struct session *session, double span_ms)
{
	double until = wall_ms() + span_ms;

	while (wall_ms() < until)
		look(session, until - wall_ms());
}

/* Looks on until the program is idle; returns the time at which it was last seen busy. */
static double wait_until_quiet(struct session *session)
{
	double begun = wall_ms(), busy = begun, spent = spent_ms(session);

	while (wall_ms() - busy < QUIET_MS && wall_ms() - begun < PATIENCE_MS) {
		double now_spent;
		bool wrote = look(session, 5);

		now_spent = spent_ms(session);
		if (wrote || now_spent != spent)
			busy = wall_ms();
		spent = now_spent;
	}
	return busy;
}

static void measure_start(struct session *session, char **command)
{
	double begun = wall_ms();

	start(session, command);
	while (session->cursor.printed < PRINTED_FRAME)
		look(session, PATIENCE_MS);
	printf("first_paint_ms %.1f\n", wall_ms() - begun);
	printf("settled_ms %.1f\n", wait_until_quiet(session) - begun);
}

/* Returns the time that one refresh takes. */
static double measure_refreshes(struct session *session, int times)
{
	double spent = spent_ms(session), took = 0;

	for (int i = 0; i < times; i++) {
		double begun = wall_ms();

		press(session, "r");
		took += wait_until_quiet(session) - begun;
	}
	printf("refresh_cpu_ms %.4f\n", (spent_ms(session) - spent) / times);
	printf("refresh_wall_ms %.4f\n", took / times);
	return took / times;
}

/* Presses `key` and waits for the cursor in `row`. Time that took, or negative. */
static double measure_key(struct session *session, const char *key, int row)
{
	double begun = wall_ms();

	press(session, key);
	while (wall_ms() - begun < PATIENCE_MS) {
		look(session, PATIENCE_MS);
		if (cursor_is_settled(&session->cursor) && session->cursor.row == row)
			return wall_ms() - begun;
	}
	return -1;
}

static int compare_doubles(const void *left, const void *right)
{
	double l = *(const double *)left, r = *(const double *)right;

	return (l > r) - (l < r);
}

static double percentile(const double *sorted, int count, int percent)
{
	int index = (count * percent + 99) / 100 - 1;

	return sorted[index < 0 ? 0 : index];
}

static void print_times(double *times, int count, int lost)
{
	qsort(times, (size_t)count, sizeof(*times), compare_doubles);
	if (count) {
		printf("key_p50_ms %.2f\n", percentile(times, count, 50));
		printf("key_p99_ms %.2f\n", percentile(times, count, 99));
		printf("key_max_ms %.2f\n", times[count - 1]);
	}
	printf("key_lost %d\n", lost);
}

/*
 * Moves the selection up and down at random moments while refreshes follow one upon the other, each
 * of which takes `refresh_ms`.
 */
static void measure_keys(struct session *session, int keys, double refresh_ms)
{
	double *times = calloc((size_t)keys, sizeof(*times)), next_refresh = 0;
	int home, count = 0;

	if (!times)
		fail("memory");
	for (int i = 0; i < 4; i++)
		press(session, key_down);
	wait_until_quiet(session);
	home = session->cursor.row;
	for (int i = 0; i < keys; i++) {
		bool up = i % 2 == 0;
		double took;

		if (wall_ms() >= next_refresh) {
			press(session, "r");
			next_refresh = wall_ms() + refresh_ms;
		}
		look_on(session, 1 + drand48() * 30);
		took = measure_key(session, up ? key_up : key_down, up ? home - 1 : home);
		if (took >= 0)
			times[count++] = took;
	}
	print_times(times, count, keys - count);
	free(times);
}

/* What is typed to see something else: the time from the key to the last of what it changes. */
static const struct {
	const char *name;
	const char *before; /* keys that lead to it */
	const char *key;
	const char *after;
} gestures[] = {
	{"filter_number", "\\sport > 2000", "0", "\033"},
	{"filter_word", "\\27.32", ".", "\033"},
	{"filter_regex", "\\/27.*:1[0-9]/", " ", "\033"},
	{"sort", "", ">", ""},
	{"sort_inverted", "", "I", ""},
	{"search_near", "/27.32", ".", "\033"},
	{"search_nowhere", "/nowher", "e", "\033"},
};

static double measure_gesture(struct session *session, size_t which)
{
	double begun;

	press(session, gestures[which].before);
	wait_until_quiet(session);
	begun = wall_ms();
	session->written_ms = begun;
	press(session, gestures[which].key);
	wait_until_quiet(session);
	return session->written_ms - begun;
}

static void measure_gestures(struct session *session, int times)
{
	double *took = calloc((size_t)times, sizeof(*took));

	if (!took)
		fail("memory");
	for (size_t i = 0; i < sizeof(gestures) / sizeof(gestures[0]); i++) {
		for (int round = 0; round < times; round++) {
			took[round] = measure_gesture(session, i);
			press(session, gestures[i].after);
			wait_until_quiet(session);
		}
		qsort(took, (size_t)times, sizeof(*took), compare_doubles);
		printf("%s_ms %.2f\n", gestures[i].name, percentile(took, times, 50));
	}
	free(took);
}

static void measure_ticks(struct session *session, double seconds)
{
	double spent;

	wait_until_quiet(session);
	look_on(session, 2000);
	spent = spent_ms(session);
	look_on(session, seconds * 1e3);
	printf("cpu_ms_per_second %.4f\n", (spent_ms(session) - spent) / seconds);
}

static void end(struct session *session)
{
	int status;

	session->ending = true;
	press(session, "q");
	for (double begun = wall_ms(); !session->ended && wall_ms() - begun < 3000;)
		look(session, 100);
	if (!session->ended)
		kill(session->pid, SIGKILL);
	close(session->fd);
	waitpid(session->pid, &status, 0);
}

int main(int argc, char **argv)
{
	int refreshes = 0, keys = 0, gesture_times = 0, option;
	double seconds = 0;
	struct session session;

	while ((option = getopt(argc, argv, "+r:k:g:t:")) != -1) {
		if (option == 'r')
			refreshes = atoi(optarg);
		else if (option == 'k')
			keys = atoi(optarg);
		else if (option == 'g')
			gesture_times = atoi(optarg);
		else if (option == 't')
			seconds = atof(optarg);
		else
			argc = 0;
	}
	if (optind >= argc || (keys && !refreshes)) {
		fprintf(stderr, "Usage: session [-r REFRESHES [-k KEYS]] [-g TIMES] [-t SECONDS] "
				"COMMAND...\n");
		return 2;
	}
	measure_start(&session, argv + optind);
	if (refreshes) {
		double refresh_ms = measure_refreshes(&session, refreshes);

		if (keys)
			measure_keys(&session, keys, refresh_ms);
	}
	if (gesture_times > 0)
		measure_gestures(&session, gesture_times);
	if (seconds > 0)
		measure_ticks(&session, seconds);
	printf("rss_kib %lu\n", resident_kib(session.pid));
	end(&session);
	return 0;
}
