/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a program in a pseudo terminal of 80x24 and measures it from outside, as its user would: the
 * time to its first screen, what a refresh (the key r) costs, how long a key takes to the screen
 * while a refresh goes on.
 *
 *	session [-r REFRESHES] [-k KEYS] [-g TIMES] [-a TIMES] [-t SECONDS] COMMAND...
 *
 * The program is to refresh only when told (an interval of an hour), but for -t: that one counts
 * the CPU time of its own ticks. Prints lines of a name and a number; CPU is user and system, all
 * threads.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/cpu.h"
#include "bench/guest.h"
#include "bench/keys.h"

/* Characters that make a screen, and not only the sequences before it. */
enum { PRINTED_FRAME = 40 };

static const char key_down[] = "\033OB", key_up[] = "\033OA";

static void measure_start(struct guest *guest, char **command)
{
	double begun = guest_wall_ms();

	guest_start(guest, command);
	while (guest->cursor.printed < PRINTED_FRAME)
		guest_look(guest, PATIENCE_MS);
	printf("first_paint_ms %.1f\n", guest_wall_ms() - begun);
	printf("settled_ms %.1f\n", guest_wait_until_quiet(guest) - begun);
}

/* Returns the time that one refresh takes. */
static double measure_refreshes(struct guest *guest, int times)
{
	double spent = guest_spent_ms(guest), took = 0;

	for (int i = 0; i < times; i++) {
		double begun = guest_wall_ms();

		guest_press(guest, "r");
		took += guest_wait_until_quiet(guest) - begun;
	}
	printf("refresh_cpu_ms %.4f\n", (guest_spent_ms(guest) - spent) / times);
	printf("refresh_wall_ms %.4f\n", took / times);
	return took / times;
}

/* Presses `key` and waits for the cursor in `row`. Time that took, or negative. */
static double measure_key(struct guest *guest, const char *key, int row)
{
	double begun = guest_wall_ms();

	guest_press(guest, key);
	while (guest_wall_ms() - begun < PATIENCE_MS) {
		guest_look(guest, PATIENCE_MS);
		if (cursor_is_settled(&guest->cursor) && guest->cursor.row == row)
			return guest_wall_ms() - begun;
	}
	return -1;
}

static void print_times(double *times, int count, int lost)
{
	qsort(times, (size_t)count, sizeof(*times), guest_compare_times);
	if (count) {
		printf("key_p50_ms %.2f\n", guest_percentile(times, count, 50));
		printf("key_p99_ms %.2f\n", guest_percentile(times, count, 99));
		printf("key_max_ms %.2f\n", times[count - 1]);
	}
	printf("key_lost %d\n", lost);
}

/*
 * Moves the selection up and down at random moments while refreshes follow one upon the other, each
 * of which takes `refresh_ms`.
 */
static void measure_keys(struct guest *guest, int keys, double refresh_ms)
{
	double *times = calloc((size_t)keys, sizeof(*times)), next_refresh = 0;
	int home, count = 0;

	if (!times)
		guest_fail("memory");
	for (int i = 0; i < 4; i++)
		guest_press(guest, key_down);
	guest_wait_until_quiet(guest);
	home = guest->cursor.row;
	for (int i = 0; i < keys; i++) {
		bool up = i % 2 == 0;
		double took;

		if (guest_wall_ms() >= next_refresh) {
			guest_press(guest, "r");
			next_refresh = guest_wall_ms() + refresh_ms;
		}
		guest_look_on(guest, 1 + drand48() * 30);
		took = measure_key(guest, up ? key_up : key_down, up ? home - 1 : home);
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

static double measure_gesture(struct guest *guest, size_t which)
{
	double begun;

	guest_press(guest, gestures[which].before);
	guest_wait_until_quiet(guest);
	begun = guest_wall_ms();
	guest->written_ms = begun;
	guest_press(guest, gestures[which].key);
	guest_wait_until_quiet(guest);
	return guest->written_ms - begun;
}

static void measure_gestures(struct guest *guest, int times)
{
	double *took = calloc((size_t)times, sizeof(*took));

	if (!took)
		guest_fail("memory");
	for (size_t i = 0; i < sizeof(gestures) / sizeof(gestures[0]); i++) {
		for (int round = 0; round < times; round++) {
			took[round] = measure_gesture(guest, i);
			guest_press(guest, gestures[i].after);
			guest_wait_until_quiet(guest);
		}
		qsort(took, (size_t)times, sizeof(*took), guest_compare_times);
		printf("%s_ms %.2f\n", gestures[i].name, guest_percentile(took, times, 50));
	}
	free(took);
}

/* What is longer than this between two pieces of work is the time between two refreshes. */
#define PAUSE_MS 200.0

static void measure_ticks(struct guest *guest, double seconds)
{
	double begun, spent, before, busy;
	int refreshes = 0;

	guest_wait_until_quiet(guest);
	guest_look_on(guest, 2000);
	begun = busy = guest_wall_ms();
	spent = before = guest_spent_ms(guest);
	while (guest_wall_ms() - begun < seconds * 1e3) {
		double now_spent, now;

		guest_look_on(guest, 20);
		now_spent = guest_spent_ms(guest);
		now = guest_wall_ms();
		if (now_spent != before && now - busy > PAUSE_MS)
			refreshes++;
		if (now_spent != before)
			busy = now;
		before = now_spent;
	}
	printf("cpu_ms_per_second %.4f\n", (before - spent) / seconds);
	if (refreshes)
		printf("tick_ms %.0f\ntick_cpu_ms %.4f\n", seconds * 1e3 / refreshes,
			(before - spent) / refreshes);
}

static void end(struct guest *guest)
{
	int status;

	guest->ending = true;
	guest_press(guest, "q");
	for (double begun = guest_wall_ms(); !guest->ended && guest_wall_ms() - begun < 3000;)
		guest_look(guest, 100);
	if (!guest->ended)
		kill(guest->pid, SIGKILL);
	close(guest->fd);
	waitpid(guest->pid, &status, 0);
}

int main(int argc, char **argv)
{
	int refreshes = 0, keys = 0, gesture_times = 0, all_times = 0, option;
	double seconds = 0;
	struct guest guest;

	while ((option = getopt(argc, argv, "+r:k:g:a:t:")) != -1) {
		if (option == 'r')
			refreshes = atoi(optarg);
		else if (option == 'k')
			keys = atoi(optarg);
		else if (option == 'g')
			gesture_times = atoi(optarg);
		else if (option == 'a')
			all_times = atoi(optarg);
		else if (option == 't')
			seconds = atof(optarg);
		else
			argc = 0;
	}
	if (optind >= argc || (keys && !refreshes)) {
		fprintf(stderr, "Usage: session [-r REFRESHES [-k KEYS]] [-g TIMES] [-a TIMES] "
				"[-t SECONDS] COMMAND...\n");
		return 2;
	}
	measure_start(&guest, argv + optind);
	if (refreshes) {
		double refresh_ms = measure_refreshes(&guest, refreshes);

		if (keys)
			measure_keys(&guest, keys, refresh_ms);
	}
	if (gesture_times > 0)
		measure_gestures(&guest, gesture_times);
	if (all_times > 0)
		keys_measure(&guest, all_times);
	if (seconds > 0)
		measure_ticks(&guest, seconds);
	printf("rss_kib %lu\n", resident_kib(guest.pid));
	end(&guest);
	return 0;
}
