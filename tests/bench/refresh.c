/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program's own refresh without its screen: sweep and track as the event loop drives them, in
 * steady state, and the table put in order.
 *
 *	refresh [-i] [-s COLUMN [-g KEY]] TIMES
 *
 *	-i	with tcp_info
 *	-s	the order of the table, one of whose rows is selected; without it, no table
 *	-g	group the table by this key
 *
 * Prints the CPU time of one refresh in milliseconds, the number of sockets, and the bytes of
 * memory that one socket takes; with -g instead the CPU time of a change to these groups, until the
 * window is in order, and the number of groups.
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "bench/cpu.h"
#include "sock/rows/refresh.h"
#include "sock/rows/track.h"
#include "view/table/table.h"
#include "support/make-table.h"

/* Lines of a table on a terminal of 24, and the one that is selected. */
enum { LINES = 20, SELECTED = 9 };

struct refreshed {
	struct refresh sweep;
	struct source_plan plan;
	struct track track;
	struct table table;
	struct names names; /* numbers go without names here */
	struct row_owners row_owners;
	bool has_table;
};

static int64_t clock_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static const char *no_interface(void *context, uint32_t index)
{
	(void)context;
	(void)index;
	return NULL;
}

static const char *no_service(void *context, enum conn_proto proto, uint16_t port)
{
	(void)context;
	(void)proto;
	(void)port;
	return NULL;
}

static const char *no_user(void *context, uint32_t uid)
{
	(void)context;
	(void)uid;
	return NULL;
}

static int put_in_order(struct refreshed *refreshed, const struct instant *now)
{
	struct column_context context = {.track = &refreshed->track,
		.names = &refreshed->names,
		.row_owners = refreshed->row_owners.usable ? &refreshed->row_owners : NULL,
		.now = *now};
	int error = make_table(&refreshed->table, &context, false);

	if (!error && refreshed->table.following)
		table_move(&refreshed->table, &context, SELECTED);
	return error;
}

static int refresh(struct refreshed *refreshed)
{
	struct instant now = {clock_us(CLOCK_MONOTONIC), clock_us(CLOCK_BOOTTIME), 0};
	struct refresh *sweep = &refreshed->sweep;
	enum source_progress progress;

	source_begin(&sweep->source, &refreshed->track, &refreshed->plan, &now);
	while ((progress = source_step(&sweep->source, &refreshed->track)) != SOURCE_DONE) {
		struct pollfd polled = {.fd = source_fd(&sweep->source), .events = POLLIN};

		if (progress == SOURCE_WAITING)
			poll(&polled, 1, -1);
	}
	if (!source_is_complete(&sweep->source, parts_all()))
		return -EIO;
	return refreshed->has_table ? put_in_order(refreshed, &now) : 0;
}

static int measure(struct refreshed *refreshed, int times)
{
	unsigned long kib = resident_kib(getpid());
	int error = refresh(refreshed);
	double before;

	if (!error)
		error = refresh(refreshed); /* the order of the rows is known from here on */
	kib = resident_kib(getpid()) - kib;
	before = cpu_ms();
	for (int i = 0; i < times && !error; i++)
		error = refresh(refreshed);
	if (!error)
		printf("%.4f %zu %.1f\n", (cpu_ms() - before) / times, refreshed->track.live_count,
			(double)kib * 1024 / (double)refreshed->track.live_count);
	return error;
}

static int find_owners(struct refreshed *refreshed)
{
	struct instant now = {clock_us(CLOCK_MONOTONIC), clock_us(CLOCK_BOOTTIME), 0};
	int error;

	row_owners_init(&refreshed->row_owners, "");
	error = row_owners_follow(&refreshed->row_owners, &refreshed->track, &now);
	while (!error && row_owners_step(&refreshed->row_owners, 500))
		;
	return error;
}

static int measure_groups(struct refreshed *refreshed, const struct group_kind *kind, int times)
{
	struct instant now = {clock_us(CLOCK_MONOTONIC), clock_us(CLOCK_BOOTTIME), 0};
	struct table *table = &refreshed->table;
	int error = refresh(refreshed);
	double before;

	if (!error && kind->needs & COLUMN_OWNER)
		error = find_owners(refreshed);
	before = cpu_ms();
	for (int i = 0; i < times && !error; i++) {
		table_set_group(table, kind);
		error = put_in_order(refreshed, &now);
	}
	if (!error)
		printf("%.4f %zu\n", (cpu_ms() - before) / times, table->groups.count);
	if (refreshed->row_owners.usable)
		row_owners_done(&refreshed->row_owners);
	return error;
}

static int run(const struct source_plan *plan, const struct column *column,
	const struct group_kind *kind, int times)
{
	struct refreshed refreshed = {
		.plan = *plan,
		.names = {.interface = no_interface, .service = no_service, .user = no_user},
		.has_table = column,
	};
	struct place here;
	int error;

	place_open(&here, CONN_HERE, "", false);
	error = here.refused;
	refresh_init(&refreshed.sweep, &here, 1);
	track_init(&refreshed.track, 3000);
	table_init(&refreshed.table, column, column && column->flags & COLUMN_GREATEST);
	table_set_height(&refreshed.table, NULL, LINES);
	if (!error)
		error = kind ? measure_groups(&refreshed, kind, times) : measure(&refreshed, times);
	table_done(&refreshed.table);
	track_done(&refreshed.track);
	refresh_done(&refreshed.sweep);
	place_done(&here);
	return error;
}

int main(int argc, char **argv)
{
	struct source_plan plan = {.parts = parts_all()};
	const struct column *column = NULL;
	const struct group_kind *kind = NULL;
	int option, times = 0, error;
	bool good = true;

	while ((option = getopt(argc, argv, "is:g:")) != -1) {
		if (option == 'i')
			plan.extensions = DIAGMSG_INFO;
		else if (option == 's')
			good &= (column = column_find(optarg)) != NULL;
		else if (option == 'g')
			good &= (kind = group_kind_find(optarg)) != NULL;
		else
			good = false;
	}
	alloc_prefer_mappings();
	if (optind == argc - 1)
		times = atoi(argv[optind]);
	if (!good || times < 1 || (kind && !column)) {
		fprintf(stderr, "Usage: refresh [-i] [-s COLUMN [-g KEY]] TIMES\n");
		return 2;
	}
	error = run(&plan, column, kind, times);
	if (error)
		fprintf(stderr, "refresh: %s\n", strerror(-error));
	return error ? 1 : 0;
}
