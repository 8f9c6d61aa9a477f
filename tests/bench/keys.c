/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench/keys.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ENTER "\r"
#define ESCAPE "\033"
#define HOME "\033OH"
#define END "\033OF"
#define PAGE_DOWN "\033[6~"
#define F9 "\033[20~"

/* From the list of groups: the one that stands `so many` T's below the first. */
#define GROUP_LIST "t" HOME
#define UNGROUP GROUP_LIST ENTER
#define BY_PROCESS GROUP_LIST "t" ENTER
#define BY_REMOTE GROUP_LIST "tttt" ENTER
#define BY_PORT GROUP_LIST "tttttttt" ENTER
#define BY_STATE GROUP_LIST "ttttttttt" ENTER

/* A byte that is no key of the program. */
#define NO_KEY "\000"

static const struct key {
	const char *name;
	const char *before; /* keys that lead to it; the last of them may be dear, too */
	const char *key;
	const char *after;
} all_keys[] = {
	{"down", "", "\033OB", ""},
	{"page_down", "", PAGE_DOWN, HOME},
	{"end", "", END, HOME},
	{"sort", "", ">", "<"},
	{"invert", "", "I", ""},
	{"filter_letter", "\\", "7", ESCAPE},
	{"filter_word", "\\27.32", ".", ESCAPE},
	{"filter_taken_back", "\\27.32.", ESCAPE, ""},
	{"close", "", F9, ESCAPE},
	{"tag", "", " ", ""},
	{"group_state", GROUP_LIST "ttttttttt", ENTER, UNGROUP},
	{"group_process", GROUP_LIST "t", ENTER, UNGROUP},
	{"group_remote", GROUP_LIST "tttt", ENTER, UNGROUP},
	{"group_port", GROUP_LIST "tttttttt", ENTER, UNGROUP},
	{"ungroup", BY_REMOTE GROUP_LIST, ENTER, ""},
	{"open_small_group", BY_REMOTE HOME, ENTER, ENTER UNGROUP},
	{"open_large_group", BY_STATE HOME, ENTER, ENTER UNGROUP},
	{"shut_large_group", BY_STATE HOME ENTER, ENTER, UNGROUP},
	{"end_of_groups", BY_REMOTE HOME, END, UNGROUP},
	{"sort_groups", BY_REMOTE HOME, ">", "<" UNGROUP},
	{"sort_open_group", BY_STATE HOME ENTER "\033OB", ">", "<" HOME ENTER UNGROUP},
	{"close_group", BY_STATE HOME, F9, ESCAPE UNGROUP},
	{"tag_group", BY_STATE HOME, " ", HOME " " UNGROUP},
};
enum { KEY_COUNT = sizeof(all_keys) / sizeof(all_keys[0]) };

struct took {
	double first, done, frozen, cpu;
};

/* The other end of the terminal: tells whether the program has read what was typed. */
static int open_input(const struct guest *guest)
{
	const char *name = ptsname(guest->fd);
	int fd = name ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;

	if (fd < 0)
		guest_fail("the other end of the terminal");
	return fd;
}

/* Waits until the program has read all that was typed. */
static void wait_until_read(struct guest *guest, int input)
{
	double begun = guest_wall_ms();
	int bytes = 1;

	/* The kernel hands over what is typed a moment later. */
	guest_look(guest, 0.2);
	while (bytes && guest_wall_ms() - begun < PATIENCE_MS) {
		guest_look(guest, 0.2);
		if (ioctl(input, FIONREAD, &bytes) < 0)
			guest_fail("FIONREAD");
	}
}

/* The time from `begun` to what is drawn after the key was read. */
static double wait_for_paint(struct guest *guest, int input, double begun)
{
	wait_until_read(guest, input);
	if (guest->written_ms < begun)
		guest_look(guest, 500);
	return guest->written_ms < begun ? 0 : guest->written_ms - begun;
}

static void try_frozen(struct guest *guest, int input, double *frozen)
{
	double begun = guest_wall_ms(), waited;

	if (write(guest->fd, NO_KEY, 1) < 0)
		guest_fail("the program does not read its keys");
	wait_until_read(guest, input);
	waited = guest_wall_ms() - begun;
	if (waited > *frozen)
		*frozen = waited;
}

/* Keys one by one: a dialog opens before the next one comes, and each waits for what it changes. */
static void lead(struct guest *guest, const char *keys)
{
	char one[8];

	while (*keys) {
		size_t length = 1;

		if (keys[0] == '\033' && keys[1] == 'O')
			length = 3;
		else if (keys[0] == '\033' && keys[1] == '[')
			while (keys[length++] != '~')
				continue;
		snprintf(one, sizeof(one), "%.*s", (int)length, keys);
		guest_press(guest, one);
		guest_wait_until_quiet(guest);
		keys += length;
	}
}

static struct took measure_at_rest(struct guest *guest, int input, const struct key *key)
{
	struct took took = {0};
	double begun, spent, busy;

	lead(guest, key->before);
	spent = guest_spent_ms(guest);
	begun = guest_wall_ms();
	guest->written_ms = 0;
	guest_press(guest, key->key);
	took.first = wait_for_paint(guest, input, begun);
	took.cpu = guest_spent_ms(guest);
	do {
		busy = took.cpu;
		try_frozen(guest, input, &took.frozen);
		guest_look(guest, 2);
		took.cpu = guest_spent_ms(guest);
	} while (took.cpu - busy > 0.5);
	guest_wait_until_quiet(guest);
	took.cpu = guest_spent_ms(guest) - spent;
	took.done = guest->written_ms - begun;
	lead(guest, key->after);
	return took;
}

static double measure_busy(struct guest *guest, int input, const struct key *key, double refresh_ms)
{
	double begun, took;

	lead(guest, key->before);
	guest_press(guest, "r");
	guest_look_on(guest, drand48() * refresh_ms);
	begun = guest_wall_ms();
	guest->written_ms = 0;
	guest_press(guest, key->key);
	took = wait_for_paint(guest, input, begun);
	guest_wait_until_quiet(guest);
	lead(guest, key->after);
	return took;
}

static void print_median(const struct key *key, const char *what, double *times, int count)
{
	qsort(times, (size_t)count, sizeof(*times), guest_compare_times);
	printf("%s_%s_ms %.2f\n", key->name, what, guest_percentile(times, count, 50));
}

static double *new_times(int count)
{
	double *times = calloc((size_t)count, sizeof(*times));

	if (!times)
		guest_fail("memory");
	return times;
}

static void measure_each_at_rest(struct guest *guest, int input, int times)
{
	double *first = new_times(times), *done = new_times(times), *frozen = new_times(times),
	       *cpu = new_times(times);

	for (int i = 0; i < KEY_COUNT; i++) {
		for (int round = 0; round < times; round++) {
			struct took took = measure_at_rest(guest, input, &all_keys[i]);

			first[round] = took.first;
			done[round] = took.done;
			frozen[round] = took.frozen;
			cpu[round] = took.cpu;
		}
		print_median(&all_keys[i], "first", first, times);
		print_median(&all_keys[i], "done", done, times);
		print_median(&all_keys[i], "frozen", frozen, times);
		print_median(&all_keys[i], "cpu", cpu, times);
		fflush(stdout);
	}
	free(first);
	free(done);
	free(frozen);
	free(cpu);
}

static double refresh_once(struct guest *guest)
{
	double begun = guest_wall_ms();

	guest_press(guest, "r");
	return guest_wait_until_quiet(guest) - begun;
}

static void measure_each_busy(struct guest *guest, int input, int times)
{
	double refresh_ms = refresh_once(guest), *one = new_times(times),
	       *all = new_times(times * KEY_COUNT);
	int count = 0;

	for (int i = 0; i < KEY_COUNT; i++) {
		for (int round = 0; round < times; round++)
			one[round] = all[count++] =
				measure_busy(guest, input, &all_keys[i], refresh_ms);
		print_median(&all_keys[i], "busy", one, times);
	}
	qsort(all, (size_t)count, sizeof(*all), guest_compare_times);
	printf("busy_p50_ms %.2f\n", guest_percentile(all, count, 50));
	printf("busy_p99_ms %.2f\n", guest_percentile(all, count, 99));
	printf("busy_max_ms %.2f\n", all[count - 1]);
	free(one);
	free(all);
}

void keys_measure(struct guest *guest, int times)
{
	int input = open_input(guest);

	guest_wait_until_quiet(guest);
	measure_each_at_rest(guest, input, times);
	measure_each_busy(guest, input, times);
	close(input);
}
