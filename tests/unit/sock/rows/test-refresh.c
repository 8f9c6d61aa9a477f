/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>

#include <linux/inet_diag.h>

#include "sock/rows/refresh.h"
#include "support/fake-kernel.h"
#include "support/tree.h"

#define ALL parts_all()
#define BOTH DIAGMSG_BOTH_FAMILIES

struct bench {
	struct fake_kernel kernel;
	struct place place;
	struct refresh refresh;
	struct track track;
	struct instant now;
	struct source_plan plan;
	char *root;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	bench->now = (struct instant){.mono_us = 1000000, .boot_us = 1000000};
	bench->plan = (struct source_plan){.parts = ALL};
	bench->root = tree_make();
	fake_init(&bench->kernel);
	track_init(&bench->track, 3000);
	place_init(&bench->place, CONN_HERE, bench->root, &bench->kernel.dumps.wire,
		&bench->kernel.queries.wire, 0);
	refresh_init(&bench->refresh, &bench->place, 1);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	refresh_done(&bench->refresh);
	place_done(&bench->place);
	track_done(&bench->track);
	fake_done(&bench->kernel);
	tree_remove(bench->root);
	free(bench);
	return 0;
}

static struct conn make_conn(
	uint64_t cookie, enum conn_proto proto, enum conn_family family, enum conn_state conn_state)
{
	return (struct conn){
		.cookie = cookie,
		.proto = (uint8_t)proto,
		.family = (uint8_t)family,
		.state = (uint8_t)conn_state,
		.inode = (uint32_t)cookie,
		.has = CONN_HAS_COOKIE | CONN_HAS_INODE | CONN_HAS_UID,
		.local = {.port = (uint16_t)(1000 + cookie)},
	};
}

static struct fake_socket *add(struct bench *bench, uint64_t cookie, enum conn_proto proto,
	enum conn_family family, enum conn_state conn_state)
{
	struct conn conn = make_conn(cookie, proto, family, conn_state);

	return fake_add(&bench->kernel, &conn);
}

/* Four sockets to a table: 1 to 4 and so on, the first of each TCP table listening. */
static void populate(struct bench *bench)
{
	uint64_t cookie = 1;

	for (int proto = 0; proto < CONN_PROTOS; proto++)
		for (int family = 0; family < CONN_FAMILIES; family++)
			for (int i = 0; i < 4; i++)
				add(bench, cookie++, (enum conn_proto)proto,
					(enum conn_family)family,
					proto == CONN_UDP ? CONN_CLOSED
					: i == 0          ? CONN_LISTEN
							  : CONN_ESTABLISHED);
}

static void sweep_once(struct bench *bench)
{
	enum source_progress progress;
	int steps = 0;

	bench->now.mono_us += 1000000;
	bench->now.boot_us += 1000000;
	source_begin(&bench->refresh.source, &bench->track, &bench->plan, &bench->now);
	while ((progress = source_step(&bench->refresh.source, &bench->track)) != SOURCE_DONE) {
		assert_int_not_equal(progress, SOURCE_WAITING);
		assert_true(++steps < 1000);
	}
}

static enum row_life life_of(struct bench *bench, uint64_t cookie)
{
	uint32_t index = track_find(&bench->track, CONN_HERE, cookie);

	return index == TRACK_NONE ? ROW_FREE : (enum row_life)bench->track.rows[index].life;
}

static void assert_note(
	struct bench *bench, unsigned at, enum source_fault fault, unsigned family, int error)
{
	assert_true(at < bench->refresh.source.note_count);
	assert_int_equal(bench->refresh.source.notes[at].fault, fault);
	assert_int_equal(bench->refresh.source.notes[at].family, family);
	assert_int_equal(bench->refresh.source.notes[at].error, error);
}

/* -------- what is asked for -------- */

static void one_request_brings_both_tcp_tables_and_two_bring_udp(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	assert_int_equal(bench->kernel.dump_count, 3);
	assert_int_equal(bench->kernel.query_count, 0);
	assert_int_equal(bench->track.live_count, 16);
	assert_int_equal(bench->refresh.source.note_count, 0);
	assert_true(source_is_complete(&bench->refresh.source, parts_all()));
}

static void only_what_the_plan_names_is_asked_for(void **state)
{
	const struct {
		struct parts parts;
		unsigned dumps;
	} examples[] = {
		{parts_one(CONN_TCP, CONN_IPV4), 1},
		{parts_one(CONN_TCP, CONN_IPV6), 1},
		{parts_of_kind(CONN_TCP), 1},
		{parts_of_family(CONN_IPV4), 2},
		{parts_one(CONN_UDP, CONN_IPV6), 1},
		{ALL, 3},
		{parts_none(), 0},
	};
	struct bench *bench = *state;

	populate(bench);
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		bench->plan.parts = examples[i].parts;
		bench->kernel.dump_count = 0;
		sweep_once(bench);
		assert_int_equal(bench->kernel.dump_count, examples[i].dumps);
		for (uint32_t row = 0; row < bench->track.row_count; row++)
			if (bench->track.rows[row].life != ROW_FREE)
				assert_true(parts_have_conn(
					examples[i].parts, &bench->track.rows[row].conn));
	}
}

static void bound_sockets_are_asked_for_only_when_wanted(void **state)
{
	struct bench *bench = *state;

	add(bench, 1, CONN_TCP, CONN_IPV4, CONN_BOUND);
	bench->plan.parts = parts_one(CONN_TCP, CONN_IPV4);
	sweep_once(bench);
	assert_int_equal(bench->kernel.last_states, 0xfff);
	assert_int_equal(life_of(bench, 1), ROW_FREE);
	bench->plan.bound = true;
	sweep_once(bench);
	assert_int_equal(bench->kernel.last_states, 0x2fff);
	assert_int_equal(life_of(bench, 1), ROW_STEADY); /* it was there, only nobody asked */
	bench->plan.bound = false;
	sweep_once(bench);
	assert_int_equal(life_of(bench, 1), ROW_FREE); /* not gone: not looked at */
	assert_int_equal(bench->kernel.query_count, 0);
}

static void with_listeners_only_the_others_are_neither_listed_nor_gone(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	bench->plan.listening = true;
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 2 + 8);
	assert_int_equal(bench->track.gone_count, 0);
	assert_int_equal(bench->kernel.query_count, 0);
	/* A UDP socket that gets a peer lives on, and is no listener. */
	fake_find(&bench->kernel, 9)->conn.state = CONN_ESTABLISHED;
	sweep_once(bench);
	assert_int_equal(life_of(bench, 9), ROW_FREE);
	assert_int_equal(bench->kernel.query_count, 1);
	sweep_once(bench);
	assert_int_equal(bench->kernel.query_count, 1);
	bench->plan.listening = false;
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 16);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
}

/* The list of one place with a word about what may have changed in it. */
static void (*array_next)(struct place_list *list, struct place_visit *ret_visit);

static void next_with_known(struct place_list *list, struct place_visit *ret_visit)
{
	array_next(list, ret_visit);
	ret_visit->known_suffice = true;
}

static void where_no_connection_has_come_the_known_ones_are_asked_for(void **state)
{
	struct bench *bench = *state;
	struct place_list_ops ops = *bench->refresh.list->ops;

	populate(bench);
	sweep_once(bench);
	array_next = ops.next;
	ops.next = next_with_known;
	bench->refresh.list->ops = &ops;
	fake_find(&bench->kernel, 2)->conn.state = CONN_CLOSE_WAIT;
	fake_remove(&bench->kernel, 3);
	/* Exact queries would find another listener in its place. */
	fake_find(&bench->kernel, 1)->unfound = true;
	add(bench, 50, CONN_TCP, CONN_IPV4, CONN_LISTEN);
	sweep_once(bench);
	assert_int_equal(bench->track.rows[track_find(&bench->track, CONN_HERE, 2)].conn.state,
		CONN_CLOSE_WAIT);
	assert_int_equal(life_of(bench, 3), ROW_GONE);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	assert_int_equal(life_of(bench, 50), ROW_NEW);
	assert_int_equal(bench->track.gone_count, 1);
	assert_int_equal(bench->kernel.query_count, 6);
	/* What queries do not bring has to be dumped. */
	bench->plan.extensions = DIAGMSG_CONGESTION;
	sweep_once(bench);
	assert_int_equal(bench->kernel.query_count, 6);
}

static void tcp_info_is_asked_for_of_tcp_alone(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	bench->plan.extensions = DIAGMSG_INFO;
	sweep_once(bench);
	/* the last dump is UDP's, which is asked for its drops */
	assert_int_equal(bench->kernel.last_extensions, 1 << (INET_DIAG_SKMEMINFO - 1));
	assert_non_null(track_tcp(&bench->track, track_find(&bench->track, CONN_HERE, 1)));
	assert_null(track_tcp(&bench->track, track_find(&bench->track, CONN_HERE, 9)));
}

static void what_listeners_have_dropped_is_asked_by_a_dump_of_them_alone(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	bench->plan.listener_drops = true;
	sweep_once(bench);
	assert_int_equal(bench->kernel.dump_count, 4);
	assert_int_equal(bench->kernel.last_states, 1 << CONN_LISTEN);
	assert_int_equal(bench->kernel.last_extensions, 1 << (INET_DIAG_SKMEMINFO - 1));
	assert_int_equal(bench->track.live_count, 16);
	/* a dump of all that brings it makes it needless */
	bench->kernel.dump_count = 0;
	bench->plan.extensions = DIAGMSG_MEMORY;
	sweep_once(bench);
	assert_int_equal(bench->kernel.dump_count, 3);
}

/* -------- what is missing -------- */

static void what_a_dump_missed_is_found_by_an_exact_query(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	for (uint64_t cookie = 1; cookie <= 16; cookie += 3)
		fake_find(&bench->kernel, cookie)->unlisted = true;
	for (int i = 0; i < 5; i++)
		sweep_once(bench);
	assert_int_equal(bench->track.live_count, 16);
	assert_int_equal(bench->track.gone_count, 0);
	assert_int_equal(bench->kernel.query_count, 5 * 6);
}

static void what_an_exact_query_does_not_find_is_gone_at_once(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	fake_remove(&bench->kernel, 2);
	fake_remove(&bench->kernel, 9);
	sweep_once(bench);
	assert_int_equal(life_of(bench, 2), ROW_GONE);
	assert_int_equal(life_of(bench, 9), ROW_GONE);
	assert_int_equal(bench->track.live_count, 14);
}

static void what_is_told_to_be_dead_is_not_asked_for(void **state)
{
	struct bench *bench = *state;
	size_t asked;

	populate(bench);
	sweep_once(bench);
	asked = bench->kernel.query_count;
	fake_remove(&bench->kernel, 2);
	track_set_dead(&bench->track, track_find(&bench->track, CONN_HERE, 2));
	track_set_dead(&bench->track, track_find(&bench->track, CONN_HERE, 9)); /* is listed */
	sweep_once(bench);
	assert_int_equal(life_of(bench, 2), ROW_GONE);
	assert_int_equal(bench->track.live_count, 15);
	assert_int_equal(bench->kernel.query_count, asked);
	/* What was listed again lives, and is asked for as any other. */
	fake_find(&bench->kernel, 9)->unlisted = true;
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 15);
	assert_int_equal(bench->kernel.query_count, asked + 1);
}

static void a_question_without_an_answer_is_one_miss(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	fake_find(&bench->kernel, 2)->unlisted = true;
	bench->kernel.query_error = -EBUSY;
	sweep_once(bench);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
	sweep_once(bench);
	assert_int_equal(life_of(bench, 2), ROW_GONE);
	bench->kernel.query_error = 0;
	sweep_once(bench);
	assert_int_equal(life_of(bench, 2), ROW_GONE); /* nobody asks for it any more */
	fake_find(&bench->kernel, 2)->unlisted = false;
	sweep_once(bench);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
}

static void queries_that_cannot_be_sent_leave_one_miss(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	fake_find(&bench->kernel, 2)->unlisted = true;
	script_refuse(&bench->kernel.queries, -ENOBUFS, 1);
	sweep_once(bench);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
	sweep_once(bench);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
}

static void more_missing_sockets_than_one_batch_are_all_asked_for(void **state)
{
	struct bench *bench = *state;

	for (uint64_t cookie = 1; cookie <= 200; cookie++)
		add(bench, cookie, CONN_TCP, CONN_IPV4, CONN_ESTABLISHED);
	sweep_once(bench);
	for (uint64_t cookie = 1; cookie <= 200; cookie++)
		fake_find(&bench->kernel, cookie)->unlisted = true;
	sweep_once(bench);
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 200);
	assert_int_equal(bench->kernel.query_count, 400);
}

/* -------- what goes wrong -------- */

static void where_the_request_for_both_families_is_refused_two_dumps_serve(void **state)
{
	static const int refusals[] = {-EINVAL, -ENOENT, -EOPNOTSUPP, -EPERM};
	static const enum fake_way ways[] = {FAKE_ERROR, FAKE_DONE, FAKE_SEND};
	struct bench *bench = *state;

	populate(bench);
	for (size_t i = 0; i < COUNT_OF(refusals) * COUNT_OF(ways); i++) {
		bench->refresh.no_legacy = false;
		bench->kernel.fault_count = 0;
		bench->kernel.dump_count = 0;
		fake_fail(&bench->kernel,
			(struct fake_fault){CONN_TCP, BOTH, ways[i % COUNT_OF(ways)],
				refusals[i / COUNT_OF(ways)], 1});
		sweep_once(bench);
		assert_int_equal(bench->kernel.dump_count, 5);
		assert_int_equal(bench->refresh.source.note_count, 0);
		assert_int_equal(bench->track.live_count, 16);
		sweep_once(bench); /* and it is not tried again */
		assert_int_equal(bench->kernel.dump_count, 9);
	}
}

/* Fails so many dumps of the TCP tables; returns how many were asked for in all. */
static unsigned sweep_with_fault(struct bench *bench, enum fake_way way, int error, unsigned times)
{
	bench->kernel.fault_count = 0;
	bench->kernel.dump_count = 0;
	fake_fail(&bench->kernel, (struct fake_fault){CONN_TCP, BOTH, way, error, times});
	sweep_once(bench);
	return bench->kernel.dump_count;
}

static const struct {
	enum fake_way way;
	int error;
	enum source_fault fault;
	int noted;
} passing_faults[] = {
	{FAKE_INTERRUPTED, 0, SOURCE_INTERRUPTED, -EINTR},
	{FAKE_RECEIVE, -ENOBUFS, SOURCE_OVERRUN, -ENOBUFS},
	{FAKE_RECEIVE, -EMSGSIZE, SOURCE_OVERRUN, -EMSGSIZE},
	{FAKE_HALFWAY, -EBUSY, SOURCE_FAILED, -EBUSY},
	{FAKE_SEND, -EBUSY, SOURCE_FAILED, -EBUSY},
	{FAKE_SEND, -ENOBUFS, SOURCE_OVERRUN, -ENOBUFS},
};

static void what_may_pass_is_tried_three_times(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	for (size_t i = 0; i < COUNT_OF(passing_faults); i++) {
		enum fake_way way = passing_faults[i].way;
		int error = passing_faults[i].error;

		assert_int_equal(sweep_with_fault(bench, way, error, 2), 2 + 3);
		assert_int_equal(bench->refresh.source.note_count, 0);
		assert_int_equal(sweep_with_fault(bench, way, error, 3), 3 + 2);
		assert_int_equal(bench->refresh.source.note_count, 1);
		assert_note(bench, 0, passing_faults[i].fault, BOTH, passing_faults[i].noted);
		assert_false(source_is_complete(&bench->refresh.source, parts_all()));
		assert_int_equal(bench->track.live_count, 16);
		assert_int_equal(bench->track.gone_count, 0);
	}
}

static void what_does_not_pass_is_noted_and_nothing_vanishes(void **state)
{
	static const struct {
		enum fake_way way;
		int error;
	} faults[] = {{FAKE_HALFWAY, -EIO}, {FAKE_DONE, -EIO}, {FAKE_RECEIVE, -EIO},
		{FAKE_RECEIVE, -EBADF}, {FAKE_ERROR, -E2BIG}, {FAKE_HALFWAY, 0}};
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		assert_int_equal(sweep_with_fault(bench, faults[i].way, faults[i].error, 1), 3);
		assert_int_equal(bench->refresh.source.note_count, 1);
		assert_note(bench, 0, SOURCE_FAILED, BOTH,
			faults[i].error ? faults[i].error : -EBADMSG);
		assert_int_equal(bench->track.live_count, 16);
		assert_int_equal(bench->track.gone_count, 0);
	}
	/* The parts that were read go on: one of UDP may vanish meanwhile. */
	fake_remove(&bench->kernel, 9);
	fake_remove(&bench->kernel, 1);
	sweep_with_fault(bench, FAKE_DONE, -EIO, 1);
	assert_int_equal(life_of(bench, 9), ROW_GONE);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
}

static void a_kernel_that_is_short_of_memory_is_noted_as_that(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_with_fault(bench, FAKE_DONE, -ENOMEM, 1);
	assert_note(bench, 0, SOURCE_NO_MEMORY, BOTH, -ENOMEM);
}

static void every_table_that_fails_has_its_note(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	bench->refresh.no_legacy = true;
	for (unsigned proto = 0; proto < CONN_PROTOS; proto++)
		for (unsigned family = 0; family < CONN_FAMILIES; family++)
			fake_fail(&bench->kernel, (struct fake_fault){(enum conn_proto)proto,
							  family, FAKE_DONE, -EIO, 1});
	sweep_once(bench);
	assert_int_equal(bench->refresh.source.note_count, 4);
	for (unsigned i = 0; i < 4; i++)
		assert_note(bench, i, SOURCE_FAILED, i % 2, -EIO);
	assert_int_equal(bench->refresh.source.notes[2].proto, CONN_UDP);
	/* The sockets were listed all the same, and stay. */
	assert_int_equal(bench->track.live_count, 16);
}

static void a_kernel_that_does_not_answer_is_waited_for(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	fake_fail(&bench->kernel, (struct fake_fault){CONN_TCP, BOTH, FAKE_SILENT, 0, 1});
	source_begin(&bench->refresh.source, &bench->track, &bench->plan, &bench->now);
	assert_int_equal(source_step(&bench->refresh.source, &bench->track), SOURCE_GOING);
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			source_step(&bench->refresh.source, &bench->track), SOURCE_WAITING);
	/* A new refresh begins from the beginning. */
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 16);
}

static void a_kernel_that_does_not_answer_can_be_given_up(void **state)
{
	struct bench *bench = *state;
	enum source_progress progress;

	populate(bench);
	sweep_once(bench);
	fake_remove(&bench->kernel, 1);
	fake_remove(&bench->kernel, 9);
	fake_fail(&bench->kernel, (struct fake_fault){CONN_TCP, BOTH, FAKE_SILENT, 0, 1});
	source_begin(&bench->refresh.source, &bench->track, &bench->plan, &bench->now);
	while ((progress = source_step(&bench->refresh.source, &bench->track)) != SOURCE_DONE)
		if (progress == SOURCE_WAITING)
			source_give_up(&bench->refresh.source);
	assert_int_equal(bench->refresh.source.note_count, 1);
	assert_note(bench, 0, SOURCE_FAILED, BOTH, -ETIMEDOUT);
	assert_false(source_is_complete(&bench->refresh.source, parts_all()));
	/* Of TCP nothing is known; UDP was read. */
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	assert_int_equal(life_of(bench, 9), ROW_GONE);
	source_give_up(&bench->refresh.source); /* nothing is waited for */
	assert_int_equal(bench->refresh.source.note_count, 1);
}

static void a_refresh_begun_in_the_middle_of_one_harms_nothing(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	sweep_once(bench);
	for (int steps = 0; steps < 12; steps++) {
		source_begin(&bench->refresh.source, &bench->track, &bench->plan, &bench->now);
		for (int i = 0; i < steps; i++)
			source_step(&bench->refresh.source, &bench->track);
		sweep_once(bench);
		assert_int_equal(bench->track.live_count, 16);
		assert_int_equal(bench->track.gone_count, 0);
		assert_int_equal(bench->refresh.source.note_count, 0);
	}
}

/* -------- /proc/net -------- */

static const char heading[] =
	"  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  "
	"timeout inode\n";

/* A listener in each of the tables, with the inodes 9001 and so on. */
static void write_procnet(struct bench *bench)
{
	static const char *const names[] = {"tcp", "tcp6", "udp", "udp6"};

	for (int i = 0; i < 4; i++) {
		char path[64], text[1024];

		snprintf(path, sizeof(path), "/proc/net/%s", names[i]);
		snprintf(text, sizeof(text),
			"%s   0: %s:1A0A %s:0000 %s 00000000:00000000 00:00000000 00000000  1000 "
			"       0 %d 1 0000000000000000 100 0 0 10 0\n",
			heading, i % 2 ? "00000000000000000000000001000000" : "0100007F",
			i % 2 ? "00000000000000000000000000000000" : "00000000",
			i < 2 ? "0A" : "07", 9001 + i);
		tree_write(bench->root, path, text);
	}
}

static void where_sock_diag_is_refused_proc_net_serves(void **state)
{
	static const int refusals[] = {-EPERM, -EACCES, -ENOSYS, -ENOENT, -EINVAL, -EOPNOTSUPP,
		-EPROTONOSUPPORT, -ECONNREFUSED};
	static const enum fake_way ways[] = {FAKE_ERROR, FAKE_DONE, FAKE_SEND};
	struct bench *bench = *state;

	write_procnet(bench);
	for (size_t i = 0; i < COUNT_OF(refusals) * COUNT_OF(ways); i++) {
		int refusal = refusals[i / COUNT_OF(ways)];
		enum fake_way way = ways[i % COUNT_OF(ways)];

		bench->refresh.no_legacy = false;
		bench->kernel.fault_count = 0;
		for (unsigned family = 0; family <= BOTH; family++) {
			fake_fail(&bench->kernel,
				(struct fake_fault){CONN_TCP, family, way, refusal, 99});
			if (family != BOTH)
				fake_fail(&bench->kernel,
					(struct fake_fault){CONN_UDP, family, way, refusal, 99});
		}
		sweep_once(bench);
		assert_int_equal(bench->refresh.source.note_count, 4);
		for (unsigned at = 0; at < 4; at++)
			assert_note(bench, at, SOURCE_FALLBACK, at % 2, refusal);
		assert_true(source_is_complete(&bench->refresh.source, parts_all()));
		assert_int_equal(bench->track.live_count, 4);
		assert_int_equal(bench->track.gone_count, 0);
	}
}

static void one_protocol_may_come_from_proc_net_and_one_from_the_kernel(void **state)
{
	struct bench *bench = *state;

	write_procnet(bench);
	/* Its cookie is the inode of the socket in /proc/net/tcp. */
	add(bench, 9001, CONN_UDP, CONN_IPV4, CONN_CLOSED);
	for (unsigned family = 0; family <= BOTH; family++)
		fake_fail(&bench->kernel,
			(struct fake_fault){CONN_TCP, family, FAKE_DONE, -ENOENT, 99});
	for (int i = 0; i < 3; i++) {
		sweep_once(bench);
		assert_int_equal(bench->refresh.source.note_count, 2);
		assert_int_equal(bench->track.live_count, 3);
		assert_int_equal(track_count(&bench->track, CONN_TCP, CONN_LISTEN), 2);
		assert_int_equal(track_count(&bench->track, CONN_UDP, CONN_CLOSED), 1);
	}
}

static void without_netlink_everything_comes_from_proc_net(void **state)
{
	struct bench *bench = *state;

	write_procnet(bench);
	place_done(&bench->place);
	place_init(&bench->place, CONN_HERE, bench->root, NULL, NULL, -EPROTONOSUPPORT);
	assert_int_equal(source_fd(&bench->refresh.source), -1);
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 4);
	assert_int_equal(bench->refresh.source.note_count, 4);
	assert_note(bench, 0, SOURCE_FALLBACK, CONN_IPV4, -EPROTONOSUPPORT);
	/* What vanishes there cannot be asked for: it is gone at the second miss. */
	tree_write(bench->root, "/proc/net/tcp", heading);
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 4);
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 3);
	assert_int_equal(bench->track.gone_count, 1);
}

static void where_proc_net_is_missing_too_the_table_is_noted_as_missing(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	fake_fail(&bench->kernel, (struct fake_fault){CONN_UDP, CONN_IPV6, FAKE_DONE, -ENOENT, 1});
	sweep_once(bench);
	assert_int_equal(bench->refresh.source.note_count, 1);
	assert_note(bench, 0, SOURCE_NO_MODULE, CONN_IPV6, -ENOENT);
	assert_int_equal(bench->refresh.source.notes[0].proto, CONN_UDP);
	assert_false(source_is_complete(&bench->refresh.source, parts_all()));
}

static void where_there_is_no_ipv6_nothing_is_missing(void **state)
{
	struct bench *bench = *state;

	populate(bench);
	tree_write(bench->root, "/proc/net/dev", "");
	fake_fail(&bench->kernel, (struct fake_fault){CONN_UDP, CONN_IPV6, FAKE_DONE, -ENOENT, 2});
	sweep_once(bench);
	assert_int_equal(bench->refresh.source.note_count, 0);
	assert_true(source_is_complete(&bench->refresh.source, parts_all()));
	/* There is IPv6, but no table. */
	tree_write(bench->root, "/proc/net/if_inet6", "");
	sweep_once(bench);
	assert_int_equal(bench->refresh.source.note_count, 1);
	assert_note(bench, 0, SOURCE_NO_MODULE, CONN_IPV6, -ENOENT);
}

/* -------- rows on the screen -------- */

static void rows_on_the_screen_get_their_tcp_part_by_exact_queries(void **state)
{
	struct bench *bench = *state;
	uint32_t rows[DIAG_QUERY_MAX + 1] = {0};

	populate(bench);
	sweep_once(bench);
	for (uint32_t i = 0; i < 4; i++)
		rows[i] = track_find(&bench->track, CONN_HERE, i + 1);
	fake_remove(&bench->kernel, 3);
	source_refine(&bench->refresh.source, &bench->track, rows, 4);
	assert_int_equal(bench->kernel.query_count, 4);
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(track_tcp(&bench->track, rows[i]) != NULL, i != 2);
	assert_int_equal(track_tcp(&bench->track, rows[0])->rtt_us, 7);
	/* Only a refresh buries. */
	assert_int_equal(life_of(bench, 3), ROW_STEADY);
	source_refine(&bench->refresh.source, &bench->track, rows, 0);
	source_refine(&bench->refresh.source, &bench->track, rows, DIAG_QUERY_MAX + 1);
	assert_int_equal(bench->kernel.query_count, 4);
}

/* -------- two places -------- */

static void each_place_is_asked_over_its_own_wires(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(1, CONN_TCP, CONN_IPV4, CONN_ESTABLISHED);
	struct fake_kernel other;
	struct place places[2];
	uint32_t rows[2];

	fake_init(&other);
	place_init(&places[0], CONN_HERE, bench->root, &bench->kernel.dumps.wire,
		&bench->kernel.queries.wire, 0);
	place_init(&places[1], 3, bench->root, &other.dumps.wire, &other.queries.wire, 0);
	refresh_done(&bench->refresh);
	refresh_init(&bench->refresh, places, 2);
	/* The same cookie in both, and one more in the other place. */
	fake_add(&bench->kernel, &conn);
	fake_add(&other, &conn);
	conn.cookie = 2;
	fake_add(&other, &conn);
	sweep_once(bench);
	assert_int_equal(bench->track.live_count, 3);
	rows[0] = track_find(&bench->track, CONN_HERE, 1);
	rows[1] = track_find(&bench->track, 3, 1);
	assert_int_not_equal(rows[0], rows[1]);
	source_refine(&bench->refresh.source, &bench->track, rows, 2);
	assert_int_equal(bench->kernel.query_count, 1);
	assert_int_equal(other.query_count, 1);
	assert_non_null(track_tcp(&bench->track, rows[0]));
	assert_non_null(track_tcp(&bench->track, rows[1]));
	/* What has gone in one place has not gone in the other. */
	fake_remove(&other, 1);
	sweep_once(bench);
	assert_int_equal(bench->track.rows[rows[0]].life, ROW_STEADY);
	assert_int_equal(bench->track.rows[rows[1]].life, ROW_GONE);
	assert_int_equal(bench->kernel.query_count, 1);
	assert_int_equal(other.query_count, 2);
	/* A place that cannot be read keeps its rows, and the note does not hide the other. */
	fake_fail(&other, (struct fake_fault){CONN_TCP, DIAGMSG_BOTH_FAMILIES, FAKE_DONE, -EIO, 9});
	fake_remove(&bench->kernel, 1);
	sweep_once(bench);
	assert_int_equal(bench->track.rows[rows[0]].life, ROW_GONE);
	assert_int_equal(bench->track.rows[track_find(&bench->track, 3, 2)].life, ROW_STEADY);
	assert_false(source_is_complete(&bench->refresh.source, parts_all()));
	place_done(&places[0]);
	place_done(&places[1]);
	fake_done(&other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_request_brings_both_tcp_tables_and_two_bring_udp),
		TEST(only_what_the_plan_names_is_asked_for),
		TEST(bound_sockets_are_asked_for_only_when_wanted),
		TEST(with_listeners_only_the_others_are_neither_listed_nor_gone),
		TEST(where_no_connection_has_come_the_known_ones_are_asked_for),
		TEST(tcp_info_is_asked_for_of_tcp_alone),
		TEST(what_listeners_have_dropped_is_asked_by_a_dump_of_them_alone),
		TEST(what_a_dump_missed_is_found_by_an_exact_query),
		TEST(what_an_exact_query_does_not_find_is_gone_at_once),
		TEST(what_is_told_to_be_dead_is_not_asked_for),
		TEST(a_question_without_an_answer_is_one_miss),
		TEST(queries_that_cannot_be_sent_leave_one_miss),
		TEST(more_missing_sockets_than_one_batch_are_all_asked_for),
		TEST(where_the_request_for_both_families_is_refused_two_dumps_serve),
		TEST(what_may_pass_is_tried_three_times),
		TEST(what_does_not_pass_is_noted_and_nothing_vanishes),
		TEST(a_kernel_that_is_short_of_memory_is_noted_as_that),
		TEST(every_table_that_fails_has_its_note),
		TEST(a_kernel_that_does_not_answer_is_waited_for),
		TEST(a_kernel_that_does_not_answer_can_be_given_up),
		TEST(a_refresh_begun_in_the_middle_of_one_harms_nothing),
		TEST(where_sock_diag_is_refused_proc_net_serves),
		TEST(one_protocol_may_come_from_proc_net_and_one_from_the_kernel),
		TEST(without_netlink_everything_comes_from_proc_net),
		TEST(where_proc_net_is_missing_too_the_table_is_noted_as_missing),
		TEST(where_there_is_no_ipv6_nothing_is_missing),
		TEST(rows_on_the_screen_get_their_tcp_part_by_exact_queries),
		TEST(each_place_is_asked_over_its_own_wires),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
