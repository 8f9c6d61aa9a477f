/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>

#include "base/hash.h"
#include "sock/rows/track.h"

#define LINGER_MS 3000
#define ALL parts_all()
#define TCP4 parts_one(CONN_TCP, CONN_IPV4)
#define UDP4 parts_one(CONN_UDP, CONN_IPV4)

struct bench {
	struct track track;
	struct instant now;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	bench->now = (struct instant){.mono_us = 1000000000, .boot_us = 5000000000};
	track_init(&bench->track, LINGER_MS);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	track_done(&bench->track);
	free(bench);
	return 0;
}

static struct conn make_conn(uint64_t cookie, enum conn_state conn_state)
{
	return (struct conn){
		.proto = CONN_TCP,
		.state = (uint8_t)conn_state,
		.cookie = cookie,
		.has = CONN_HAS_COOKIE,
		.local = {.port = (uint16_t)(1000 + cookie)},
	};
}

static void begin_after(struct bench *bench, int64_t milliseconds)
{
	bench->now.mono_us += milliseconds * 1000;
	bench->now.boot_us += milliseconds * 1000;
	track_begin(&bench->track, &bench->now);
	assert_int_equal(track_begin_place(&bench->track, CONN_HERE), 0);
}

static void commit(struct bench *bench, struct parts parts)
{
	track_commit(&bench->track, CONN_HERE, parts);
	track_end(&bench->track);
}

static void take(struct bench *bench, uint64_t cookie, enum conn_state conn_state)
{
	struct conn conn = make_conn(cookie, conn_state);

	assert_int_equal(track_take(&bench->track, &conn, NULL), 0);
}

/* One refresh, a second after the last, that lists the cookies up to the first 0 in this state. */
static void refresh(struct bench *bench, enum conn_state conn_state, const uint64_t *cookies)
{
	begin_after(bench, 1000);
	for (; *cookies; cookies++)
		take(bench, *cookies, conn_state);
	commit(bench, ALL);
}

#define REFRESH(bench, state, ...) refresh(bench, state, (const uint64_t[]){__VA_ARGS__, 0})
#define REFRESH_EMPTY(bench) refresh(bench, CONN_ESTABLISHED, (const uint64_t[]){0})

static struct row *row_of(struct bench *bench, uint64_t cookie)
{
	uint32_t index = track_find(&bench->track, CONN_HERE, cookie);

	return index == TRACK_NONE ? NULL : &bench->track.rows[index];
}

static unsigned at_least(struct bench *bench, uint64_t cookie)
{
	return row_of(bench, cookie)->flags & (ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST);
}

static enum row_life life_of(struct bench *bench, uint64_t cookie)
{
	struct row *row = row_of(bench, cookie);

	return row ? (enum row_life)row->life : ROW_FREE;
}

/* An exact query says of every socket that is missing that it is gone. */
static void bury_missing(struct bench *bench, struct parts parts)
{
	size_t budget = SIZE_MAX;
	uint32_t index;

	while (track_next_missing(&bench->track, CONN_HERE, parts, &budget, &index))
		track_set_gone(&bench->track, index);
}

static void what_is_there_at_the_start_is_not_new(void **state)
{
	struct bench *bench = *state;

	REFRESH(bench, CONN_ESTABLISHED, 1);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	assert_int_equal(at_least(bench, 1), ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST);
}

static void a_new_socket_is_new_for_one_refresh(void **state)
{
	struct bench *bench = *state;

	REFRESH(bench, CONN_ESTABLISHED, 1);
	REFRESH(bench, CONN_ESTABLISHED, 1, 2);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	assert_int_equal(life_of(bench, 2), ROW_NEW);
	assert_int_equal(at_least(bench, 2), 0);
	assert_false(row_of(bench, 2)->flags & ROW_MOVED);
	assert_int_equal(row_of(bench, 2)->first_seen_us, bench->now.boot_us);
	REFRESH(bench, CONN_ESTABLISHED, 1, 2);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
}

static void a_changed_state_is_marked_for_one_refresh_and_its_time_begins(void **state)
{
	struct bench *bench = *state;
	int64_t first_seen;

	REFRESH(bench, CONN_ESTABLISHED, 1);
	first_seen = bench->now.boot_us;
	REFRESH(bench, CONN_CLOSE_WAIT, 1);
	assert_int_equal(life_of(bench, 1), ROW_CHANGED);
	assert_int_equal(row_of(bench, 1)->state_before, CONN_ESTABLISHED);
	assert_int_equal(row_of(bench, 1)->state_since_us, bench->now.boot_us);
	assert_int_equal(row_of(bench, 1)->first_seen_us, first_seen);
	assert_int_equal(at_least(bench, 1), ROW_AGE_AT_LEAST);
	REFRESH(bench, CONN_CLOSE_WAIT, 1);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
}

static void a_row_lives_through_all_states_of_its_socket(void **state)
{
	static const enum conn_state walk[] = {
		CONN_SYN_RECV, CONN_ESTABLISHED, CONN_FIN_WAIT1, CONN_FIN_WAIT2, CONN_TIME_WAIT};
	struct bench *bench = *state;
	uint32_t index;

	REFRESH(bench, CONN_LISTEN, 9);
	REFRESH(bench, CONN_SYN_SENT, 9, 1);
	index = track_find(&bench->track, CONN_HERE, 1);
	for (size_t i = 0; i < COUNT_OF(walk); i++) {
		REFRESH(bench, walk[i], 9, 1);
		assert_int_equal(track_find(&bench->track, CONN_HERE, 1), index);
		assert_int_equal(row_of(bench, 1)->conn.state, walk[i]);
		assert_int_equal(track_count(&bench->track, CONN_TCP, walk[i]), 2);
	}
}

static void waiting_bytes_that_change_are_data_that_moved(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(1, CONN_ESTABLISHED);

	REFRESH(bench, CONN_ESTABLISHED, 1);
	conn.recv_q = 10;
	begin_after(bench, 1000);
	track_take(&bench->track, &conn, NULL);
	commit(bench, ALL);
	assert_true(row_of(bench, 1)->flags & ROW_MOVED);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	begin_after(bench, 1000);
	track_take(&bench->track, &conn, NULL);
	commit(bench, ALL);
	assert_false(row_of(bench, 1)->flags & ROW_MOVED);
}

static void a_timer_that_runs_down_is_no_mark(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(1, CONN_TIME_WAIT);

	REFRESH(bench, CONN_TIME_WAIT, 1);
	conn.timer_ms = 5000;
	begin_after(bench, 1000);
	track_take(&bench->track, &conn, NULL);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	assert_false(row_of(bench, 1)->flags & ROW_MOVED);
	assert_int_equal(row_of(bench, 1)->conn.timer_ms, 5000);
}

static void a_vanished_socket_stays_for_the_linger_time(void **state)
{
	struct bench *bench = *state;

	REFRESH(bench, CONN_ESTABLISHED, 1, 2);
	begin_after(bench, 1000);
	take(bench, 2, CONN_ESTABLISHED);
	bury_missing(bench, ALL);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 1), ROW_GONE);
	assert_int_equal(bench->track.gone_count, 1);
	assert_int_equal(bench->track.live_count, 1);
	assert_int_equal(track_count(&bench->track, CONN_TCP, CONN_ESTABLISHED), 1);
	begin_after(bench, LINGER_MS - 1);
	take(bench, 2, CONN_ESTABLISHED);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 1), ROW_GONE);
	begin_after(bench, 1);
	take(bench, 2, CONN_ESTABLISHED);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 1), ROW_FREE);
	assert_int_equal(bench->track.gone_count, 0);
}

static void the_times_of_a_vanished_socket_stand_still(void **state)
{
	struct bench *bench = *state;
	int64_t since;

	REFRESH(bench, CONN_ESTABLISHED, 1);
	since = row_of(bench, 1)->state_since_us;
	assert_int_equal(row_until_us(row_of(bench, 1), 77), 77);
	begin_after(bench, 1000);
	bury_missing(bench, ALL);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 1), ROW_GONE);
	assert_int_equal(row_of(bench, 1)->state_since_us, since);
	assert_true(row_of(bench, 1)->flags & ROW_STATE_AT_LEAST);
	assert_int_equal(row_until_us(row_of(bench, 1), INT64_MAX), bench->now.boot_us);
}

static void without_linger_a_vanished_socket_is_forgotten_at_once(void **state)
{
	struct bench *bench = *state;

	track_init(&bench->track, 0);
	REFRESH(bench, CONN_ESTABLISHED, 1);
	begin_after(bench, 1000);
	bury_missing(bench, ALL);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 1), ROW_FREE);
	assert_int_equal(bench->track.gone_count, 0);
}

static void a_socket_that_comes_back_lives_on_in_its_row(void **state)
{
	struct bench *bench = *state;
	uint32_t index;

	REFRESH(bench, CONN_ESTABLISHED, 1);
	index = track_find(&bench->track, CONN_HERE, 1);
	REFRESH_EMPTY(bench);
	REFRESH_EMPTY(bench);
	assert_int_equal(life_of(bench, 1), ROW_GONE);
	REFRESH(bench, CONN_ESTABLISHED, 1);
	assert_int_equal(track_find(&bench->track, CONN_HERE, 1), index);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	assert_int_equal(bench->track.gone_count, 0);
	assert_int_equal(bench->track.live_count, 1);
	assert_int_equal(track_count(&bench->track, CONN_TCP, CONN_ESTABLISHED), 1);
	/* Its misses are forgiven: one more is not two. */
	REFRESH_EMPTY(bench);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	REFRESH_EMPTY(bench);
	assert_int_equal(life_of(bench, 1), ROW_GONE);
}

static void a_socket_that_is_listed_twice_is_one_socket(void **state)
{
	struct bench *bench = *state;

	REFRESH(bench, CONN_ESTABLISHED, 1, 2, 1, 3, 2, 1);
	assert_int_equal(bench->track.live_count, 3);
	assert_int_equal(bench->track.places[CONN_HERE].seen_count, 3);
	assert_int_equal(track_count(&bench->track, CONN_TCP, CONN_ESTABLISHED), 3);
	/* The order of the kernel is kept: nobody follows himself. */
	REFRESH(bench, CONN_ESTABLISHED, 1, 2, 3);
	assert_int_equal(bench->track.live_count, 3);
}

static void one_miss_is_no_death_and_the_second_is(void **state)
{
	struct bench *bench = *state;

	REFRESH(bench, CONN_ESTABLISHED, 1);
	REFRESH_EMPTY(bench);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	REFRESH(bench, CONN_ESTABLISHED, 1);
	REFRESH_EMPTY(bench);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	REFRESH_EMPTY(bench);
	assert_int_equal(life_of(bench, 1), ROW_GONE);
}

static void where_a_dump_failed_nothing_vanishes(void **state)
{
	struct bench *bench = *state;
	struct conn udp = make_conn(2, CONN_CLOSED);

	udp.proto = CONN_UDP;
	begin_after(bench, 1000);
	take(bench, 1, CONN_ESTABLISHED);
	track_take(&bench->track, &udp, NULL);
	commit(bench, ALL);
	for (int i = 0; i < 5; i++) {
		begin_after(bench, 1000);
		commit(bench, UDP4);
	}
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
	assert_int_not_equal(life_of(bench, 2), ROW_STEADY);
}

static void in_a_part_first_read_later_nothing_is_new(void **state)
{
	struct bench *bench = *state;
	struct conn udp = make_conn(2, CONN_CLOSED);

	udp.proto = CONN_UDP;
	begin_after(bench, 1000);
	take(bench, 1, CONN_ESTABLISHED);
	commit(bench, TCP4); /* the dump of UDP failed */
	begin_after(bench, 1000);
	take(bench, 1, CONN_ESTABLISHED);
	take(bench, 3, CONN_ESTABLISHED);
	track_take(&bench->track, &udp, NULL);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
	assert_int_equal(life_of(bench, 3), ROW_NEW);
}

static void what_was_not_asked_for_before_is_not_new(void **state)
{
	struct bench *bench = *state;

	REFRESH(bench, CONN_LISTEN, 1);
	track_expect_old(&bench->track, TCP4);
	REFRESH(bench, CONN_ESTABLISHED, 1, 2);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
	assert_true(row_of(bench, 2)->flags & ROW_AGE_AT_LEAST);
	REFRESH(bench, CONN_ESTABLISHED, 1, 2, 3);
	assert_int_equal(life_of(bench, 3), ROW_NEW);
}

/* The kernel answers for one socket of a group only: its "no such socket" is not the last word. */
static void a_listener_that_shares_its_port_is_gone_at_the_second_miss(void **state)
{
	static const struct {
		enum conn_proto proto;
		enum conn_state state;
		bool shares, at_once;
	} examples[] = {
		{CONN_TCP, CONN_LISTEN, true, false},
		{CONN_TCP, CONN_LISTEN, false, true},
		{CONN_TCP, CONN_ESTABLISHED, true, true},
		{CONN_TCP, CONN_BOUND, false, false},
		{CONN_UDP, CONN_CLOSED, true, false},
		{CONN_UDP, CONN_CLOSED, false, true},
		{CONN_UDP, CONN_ESTABLISHED, true, false},
	};

	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct conn missing = make_conn(1, examples[i].state), other;
		struct bench *bench = *state;

		track_done(&bench->track);
		track_init(&bench->track, LINGER_MS);
		missing.proto = (uint8_t)examples[i].proto;
		other = missing;
		other.cookie = 2;
		other.local.port = examples[i].shares ? missing.local.port : 7;
		if (other.proto == CONN_TCP)
			other.state = CONN_LISTEN;
		begin_after(bench, 1000);
		track_take(&bench->track, &missing, NULL);
		track_take(&bench->track, &other, NULL);
		commit(bench, ALL);
		for (int miss = 1; miss <= 2; miss++) {
			begin_after(bench, 1000);
			track_take(&bench->track, &other, NULL);
			bury_missing(bench, ALL);
			commit(bench, ALL);
			assert_int_equal(
				life_of(bench, 1) == ROW_GONE, examples[i].at_once || miss == 2);
		}
	}
}

/* IPV6_ADDRFORM makes an IPv4 socket of an IPv6 one, under the same cookie. */
static void a_socket_that_changes_its_family_is_counted_in_the_new_one(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(1, CONN_ESTABLISHED);

	conn.family = CONN_IPV6;
	begin_after(bench, 1000);
	track_take(&bench->track, &conn, NULL);
	commit(bench, ALL);
	conn.family = CONN_IPV4;
	begin_after(bench, 1000);
	track_take(&bench->track, &conn, NULL);
	commit(bench, ALL);
	assert_int_equal(bench->track.counts[CONN_TCP][CONN_IPV6][CONN_ESTABLISHED], 0);
	assert_int_equal(bench->track.counts[CONN_TCP][CONN_IPV4][CONN_ESTABLISHED], 1);
	REFRESH_EMPTY(bench);
	REFRESH_EMPTY(bench);
	assert_int_equal(track_count(&bench->track, CONN_TCP, CONN_ESTABLISHED), 0);
}

/* -------- rates -------- */

static struct conn_tcp sent(uint64_t sent_bytes, uint64_t received)
{
	return (struct conn_tcp){.bytes_sent = sent_bytes,
		.bytes_received = received,
		.has = CONN_TCP_HAS_BYTES | CONN_TCP_HAS_SENT};
}

static void sample(struct bench *bench, int64_t after_ms, const struct conn_tcp *tcp)
{
	struct conn conn = make_conn(1, CONN_ESTABLISHED);

	begin_after(bench, after_ms);
	assert_int_equal(track_take(&bench->track, &conn, tcp), 0);
	commit(bench, ALL);
}

static bool is_rated(struct bench *bench)
{
	return track_is_rated(&bench->track, row_of(bench, 1));
}

static void rates_are_bytes_over_the_time_between_two_samples(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp tcp = sent(1000, 500);

	sample(bench, 1000, &tcp);
	assert_false(is_rated(bench));
	tcp = sent(5000, 1500);
	sample(bench, 2000, &tcp);
	assert_true(is_rated(bench));
	assert_true(row_of(bench, 1)->tx_rate > 1999 && row_of(bench, 1)->tx_rate < 2001);
	assert_true(row_of(bench, 1)->rx_rate > 499 && row_of(bench, 1)->rx_rate < 501);
	assert_true(row_of(bench, 1)->flags & ROW_MOVED);
	sample(bench, 1000, &tcp);
	assert_true(is_rated(bench));
	assert_true(row_of(bench, 1)->tx_rate == 0);
	assert_true(row_of(bench, 1)->tx_smooth > 0);
	assert_false(row_of(bench, 1)->flags & ROW_MOVED);
}

static void what_is_sent_again_is_not_sent_more(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp tcp = sent(1000, 0);

	sample(bench, 1000, &tcp);
	tcp = sent(1500, 0);
	tcp.bytes_retrans = 500;
	sample(bench, 1000, &tcp);
	assert_true(row_of(bench, 1)->tx_rate == 0);
}

static void an_older_kernel_counts_what_was_acknowledged(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp tcp = {.bytes_acked = 100, .has = CONN_TCP_HAS_BYTES};

	sample(bench, 1000, &tcp);
	tcp.bytes_acked = 1100;
	sample(bench, 1000, &tcp);
	assert_true(row_of(bench, 1)->tx_rate > 999 && row_of(bench, 1)->tx_rate < 1001);
}

static void without_byte_counters_there_is_no_rate(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp tcp = {.rtt_us = 5};

	sample(bench, 1000, &tcp);
	sample(bench, 1000, &tcp);
	assert_false(is_rated(bench));
	assert_int_equal(
		track_tcp(&bench->track, track_find(&bench->track, CONN_HERE, 1))->rtt_us, 5);
}

static void counters_that_go_back_are_no_negative_rate(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp tcp = sent(1000, 1000);

	sample(bench, 1000, &tcp);
	tcp = sent(10, 10);
	sample(bench, 1000, &tcp);
	assert_true(row_of(bench, 1)->tx_rate == 0);
	assert_true(row_of(bench, 1)->rx_rate == 0);
}

static void samples_far_apart_give_no_rate(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp tcp = sent(0, 0);

	track_set_rate_gap(&bench->track, 3000);
	sample(bench, 1000, &tcp);
	tcp = sent(3000, 0);
	sample(bench, 3000, &tcp);
	assert_true(is_rated(bench));
	tcp = sent(9000, 0);
	sample(bench, 3001, &tcp);
	assert_false(is_rated(bench));
	tcp = sent(10000, 0);
	sample(bench, 1000, &tcp);
	assert_true(is_rated(bench));
}

static void a_rate_that_is_not_measured_any_more_is_not_shown(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp tcp = sent(0, 0);

	track_set_rate_gap(&bench->track, 3000);
	sample(bench, 1000, &tcp);
	sample(bench, 1000, &tcp);
	assert_true(is_rated(bench));
	for (int i = 0; i < 3; i++)
		REFRESH(bench, CONN_ESTABLISHED, 1);
	assert_true(is_rated(bench));
	REFRESH(bench, CONN_ESTABLISHED, 1);
	assert_false(is_rated(bench));
}

static void two_samples_of_one_refresh_are_one(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(1, CONN_ESTABLISHED);
	struct conn_tcp tcp = sent(0, 0);

	sample(bench, 1000, &tcp);
	tcp = sent(1000, 0);
	sample(bench, 1000, &tcp);
	tcp = sent(1001, 0);
	track_take(&bench->track, &conn, &tcp);
	assert_true(row_of(bench, 1)->tx_rate > 999 && row_of(bench, 1)->tx_rate < 1001);
}

static void a_new_socket_in_an_old_row_has_no_rate_of_its_predecessor(void **state)
{
	struct bench *bench = *state;
	struct conn_tcp tcp = sent(0, 0);

	sample(bench, 1000, &tcp);
	sample(bench, 1000, &tcp);
	track_forget(&bench->track, parts_none());
	REFRESH(bench, CONN_ESTABLISHED, 2);
	assert_int_equal(track_find(&bench->track, CONN_HERE, 2), 0);
	assert_null(track_tcp(&bench->track, 0));
	assert_false(track_is_rated(&bench->track, row_of(bench, 2)));
}

/* -------- the index -------- */

/* `count` cookies whose hashes fall on the last two slots of a table of `slots`, in turn. */
static void find_colliding(uint64_t *cookies, size_t count, uint32_t slots)
{
	uint64_t cookie = 1;

	for (size_t found = 0; found < count; cookie++)
		if ((hash_u64(cookie) & (slots - 1)) == slots - 2 + found % 2)
			cookies[found++] = cookie;
}

static void removing_one_of_colliding_cookies_leaves_the_others(void **state)
{
	enum { COUNT = 6 };
	struct bench *bench = *state;
	uint64_t cookies[COUNT];

	/* They run over the end of the table and go on at its beginning. */
	find_colliding(cookies, COUNT, 256);
	for (unsigned removed = 0; removed < 1 << COUNT; removed++) {
		track_done(&bench->track);
		track_init(&bench->track, 0);
		begin_after(bench, 1000);
		for (size_t i = 0; i < COUNT; i++)
			take(bench, cookies[i], CONN_ESTABLISHED);
		commit(bench, ALL);
		assert_int_equal(bench->track.index.slot_count, 256);
		begin_after(bench, 1000);
		for (size_t i = 0; i < COUNT; i++)
			if (!(removed & 1U << i))
				take(bench, cookies[i], CONN_ESTABLISHED);
		bury_missing(bench, ALL);
		commit(bench, ALL);
		for (size_t i = 0; i < COUNT; i++)
			assert_int_equal(
				track_find(&bench->track, CONN_HERE, cookies[i]) != TRACK_NONE,
				!(removed & 1U << i));
	}
}

static void an_empty_track_finds_nothing(void **state)
{
	struct bench *bench = *state;
	size_t budget = 10;
	uint32_t index;

	assert_int_equal(track_find(&bench->track, CONN_HERE, 1), TRACK_NONE);
	begin_after(bench, 1);
	assert_false(track_next_missing(&bench->track, CONN_HERE, ALL, &budget, &index));
	commit(bench, ALL);
	track_forget(&bench->track, parts_none());
}

static void looking_for_missing_ones_costs_no_more_than_its_budget(void **state)
{
	struct bench *bench = *state;
	size_t budget, steps = 0, found = 0;
	uint32_t index;

	begin_after(bench, 1000);
	for (uint64_t cookie = 1; cookie <= 100; cookie++)
		take(bench, cookie, CONN_ESTABLISHED);
	commit(bench, ALL);
	begin_after(bench, 1000);
	for (uint64_t cookie = 1; cookie <= 99; cookie++)
		take(bench, cookie, CONN_ESTABLISHED);
	do {
		budget = 7;
		steps++;
		while (track_next_missing(&bench->track, CONN_HERE, ALL, &budget, &index)) {
			assert_int_equal(bench->track.rows[index].conn.cookie, 100);
			track_set_gone(&bench->track, index);
			found++;
		}
	} while (budget == 0);
	assert_int_equal(found, 1);
	assert_true(steps >= 100 / 7);
}

static void what_is_no_longer_asked_for_is_forgotten_without_a_mark(void **state)
{
	struct bench *bench = *state;
	struct conn udp = make_conn(2, CONN_CLOSED);

	udp.proto = CONN_UDP;
	begin_after(bench, 1000);
	take(bench, 1, CONN_ESTABLISHED);
	track_take(&bench->track, &udp, NULL);
	commit(bench, ALL);
	track_forget(&bench->track, UDP4);
	assert_int_equal(life_of(bench, 1), ROW_FREE);
	assert_int_equal(life_of(bench, 2), ROW_STEADY);
	assert_int_equal(bench->track.live_count, 1);
	/* Asked for again, it is not new, for nobody knows. */
	begin_after(bench, 1000);
	take(bench, 1, CONN_ESTABLISHED);
	track_take(&bench->track, &udp, NULL);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 1), ROW_STEADY);
}

static void forgetting_in_the_middle_of_a_refresh_harms_nothing(void **state)
{
	struct bench *bench = *state;
	struct conn udp = make_conn(3, CONN_CLOSED);

	udp.proto = CONN_UDP;
	REFRESH(bench, CONN_ESTABLISHED, 1, 2, 4);
	begin_after(bench, 1000);
	track_take(&bench->track, &udp, NULL);
	take(bench, 1, CONN_ESTABLISHED);
	take(bench, 2, CONN_ESTABLISHED);
	track_forget(&bench->track, UDP4);
	for (uint64_t cookie = 10; cookie < 20; cookie++)
		take(bench, cookie, CONN_ESTABLISHED);
	commit(bench, ALL);
	assert_int_equal(bench->track.live_count, 11);
	for (uint64_t cookie = 10; cookie < 20; cookie++)
		assert_int_equal(row_of(bench, cookie)->conn.cookie, cookie);
	assert_int_equal(row_of(bench, 3)->conn.cookie, 3);
	/* And what is missing behind it is still found to be missing. */
	begin_after(bench, 1000);
	take(bench, 10, CONN_ESTABLISHED);
	track_forget_row(&bench->track, track_find(&bench->track, CONN_HERE, 10));
	bury_missing(bench, ALL);
	commit(bench, ALL);
	assert_int_equal(bench->track.live_count, 0);
}

/* -------- whoever keeps something beside each row -------- */

/* Takes all that were touched; true if the row of `index` was among them. */
static bool was_touched(struct bench *bench, uint32_t wanted)
{
	bool found = false;
	uint32_t index;

	while (track_next_touched(&bench->track, &index)) {
		assert_true(index < bench->track.row_count);
		found |= index == wanted;
	}
	return found;
}

static void a_row_that_comes_goes_or_gets_another_inode_is_touched(void **state)
{
	struct bench *bench = *state;
	struct conn conn = make_conn(1, CONN_ESTABLISHED);
	uint32_t index;

	REFRESH(bench, CONN_ESTABLISHED, 1);
	index = track_find(&bench->track, CONN_HERE, 1);
	assert_true(was_touched(bench, index));
	REFRESH(bench, CONN_ESTABLISHED, 1);
	REFRESH(bench, CONN_CLOSE_WAIT, 1);
	assert_false(was_touched(bench, index));
	conn.inode = 7;
	begin_after(bench, 1000);
	track_take(&bench->track, &conn, NULL);
	commit(bench, ALL);
	assert_true(was_touched(bench, index));
	REFRESH_EMPTY(bench);
	assert_false(was_touched(bench, index));
	REFRESH_EMPTY(bench);
	assert_int_equal(life_of(bench, 1), ROW_GONE);
	assert_true(was_touched(bench, index));
	begin_after(bench, LINGER_MS);
	commit(bench, ALL);
	assert_int_equal(life_of(bench, 1), ROW_FREE);
	assert_true(was_touched(bench, index));
}

static void a_row_is_touched_once_however_much_happens_to_it(void **state)
{
	struct bench *bench = *state;
	size_t touched = 0;
	uint32_t index;

	for (int i = 0; i < 50; i++) {
		REFRESH(bench, CONN_ESTABLISHED, 1, 2, 3);
		track_forget(&bench->track, parts_none());
	}
	while (track_next_touched(&bench->track, &index))
		touched++;
	assert_int_equal(touched, 3);
	assert_int_equal(bench->track.touched.count, 0);
}

static void take_there(struct bench *bench, uint64_t cookie, enum conn_state conn_state)
{
	struct conn conn = make_conn(cookie, conn_state);

	conn.place = 5;
	assert_int_equal(track_take(&bench->track, &conn, NULL), 0);
}

static void where_only_listeners_are_listed_no_connection_is_missing(void **state)
{
	struct bench *bench = *state;
	size_t budget = 100;
	uint32_t index;

	begin_after(bench, 1000);
	take(bench, 1, CONN_LISTEN);
	take(bench, 2, CONN_LISTEN);
	take(bench, 3, CONN_ESTABLISHED);
	commit(bench, ALL);
	begin_after(bench, 1000);
	track_expect_listeners(&bench->track);
	take(bench, 1, CONN_LISTEN);
	assert_true(track_next_missing(&bench->track, CONN_HERE, ALL, &budget, &index));
	assert_int_equal(bench->track.rows[index].conn.cookie, 2);
	track_set_gone(&bench->track, index);
	assert_false(track_next_missing(&bench->track, CONN_HERE, ALL, &budget, &index));
	commit(bench, ALL);
	/* Afterwards all are expected again. */
	begin_after(bench, 1000);
	take(bench, 1, CONN_LISTEN);
	assert_true(track_next_missing(&bench->track, CONN_HERE, ALL, &budget, &index));
	assert_int_equal(bench->track.rows[index].conn.cookie, 3);
	commit(bench, ALL);
}

static void a_place_that_goes_takes_its_rows_with_it(void **state)
{
	struct bench *bench = *state;
	size_t budget = 100;
	uint32_t index;

	begin_after(bench, 1000);
	take(bench, 1, CONN_LISTEN);
	commit(bench, ALL);
	track_begin_place(&bench->track, 5);
	take_there(bench, 1, CONN_LISTEN);
	take_there(bench, 2, CONN_ESTABLISHED);
	track_commit(&bench->track, 5, ALL);
	begin_after(bench, 1000);
	take(bench, 1, CONN_LISTEN);
	track_commit(&bench->track, CONN_HERE, ALL);
	assert_int_equal(track_begin_place(&bench->track, 5), 0);
	while (track_next_missing(&bench->track, 5, ALL, &budget, &index))
		track_end_row(&bench->track, index);
	track_end(&bench->track);
	assert_int_equal(bench->track.live_count, 1);
	assert_int_equal(bench->track.gone_count, 2);
	assert_int_equal(bench->track.places[5].live_count, 0);
}

static void the_drops_of_a_listener_stay_where_a_dump_does_not_tell_them(void **state)
{
	struct bench *bench = *state;
	struct conn listener = make_conn(1, CONN_LISTEN);
	const struct row *row;

	begin_after(bench, 1000);
	take(bench, 1, CONN_LISTEN);
	listener.drops = 27;
	listener.has |= CONN_HAS_DROPS;
	assert_int_equal(track_take(&bench->track, &listener, NULL), 0);
	commit(bench, parts_all());
	begin_after(bench, 1000);
	take(bench, 1, CONN_LISTEN);
	row = &bench->track.rows[track_find(&bench->track, CONN_HERE, 1)];
	assert_true(row->conn.has & CONN_HAS_DROPS);
	assert_int_equal(row->conn.drops, 27);
	assert_int_equal(row->life, ROW_STEADY);
	/* a socket that has a timer in its place has none of them */
	take(bench, 1, CONN_ESTABLISHED);
	assert_false(row->conn.has & CONN_HAS_DROPS);
	assert_int_equal(row->conn.timer_ms, 0);
	commit(bench, parts_all());
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* -------- places -------- */

enum { THERE = 7 };

/* Reads one socket of a place; the place is committed. */
static void read_place(struct bench *bench, uint16_t place, uint64_t cookie)
{
	struct conn conn = make_conn(cookie, CONN_ESTABLISHED);

	conn.place = place;
	assert_int_equal(track_begin_place(&bench->track, place), 0);
	if (cookie)
		assert_int_equal(track_take(&bench->track, &conn, NULL), 0);
	track_commit(&bench->track, place, ALL);
}

static void begin(struct bench *bench)
{
	bench->now.mono_us += 1000000;
	bench->now.boot_us += 1000000;
	track_begin(&bench->track, &bench->now);
}

static void sockets_of_two_places_with_one_cookie_are_two_rows(void **state)
{
	struct bench *bench = *state;
	uint32_t here, there;

	begin(bench);
	read_place(bench, CONN_HERE, 5);
	read_place(bench, THERE, 5);
	track_end(&bench->track);
	here = track_find(&bench->track, CONN_HERE, 5);
	there = track_find(&bench->track, THERE, 5);
	assert_true(here != TRACK_NONE && there != TRACK_NONE && here != there);
	assert_int_equal(bench->track.live_count, 2);
	assert_int_equal(track_find(&bench->track, 1, 5), TRACK_NONE);
}

static void a_place_that_is_not_read_loses_no_row(void **state)
{
	struct bench *bench = *state;

	begin(bench);
	read_place(bench, CONN_HERE, 5);
	read_place(bench, THERE, 6);
	track_end(&bench->track);
	for (int i = 0; i < 5; i++) {
		begin(bench);
		read_place(bench, CONN_HERE, 5);
		track_end(&bench->track);
	}
	assert_int_equal(bench->track.live_count, 2);
	for (int i = 0; i < 2; i++) {
		begin(bench);
		read_place(bench, THERE, 0);
		track_end(&bench->track);
	}
	assert_int_equal(bench->track.live_count, 1);
	assert_int_equal(bench->track.rows[track_find(&bench->track, THERE, 6)].life, ROW_GONE);
	assert_int_equal(
		bench->track.rows[track_find(&bench->track, CONN_HERE, 5)].life, ROW_STEADY);
}

static void a_socket_is_new_only_where_its_place_was_listed_before(void **state)
{
	struct bench *bench = *state;

	begin(bench);
	read_place(bench, CONN_HERE, 5);
	track_end(&bench->track);
	begin(bench);
	read_place(bench, CONN_HERE, 6);
	read_place(bench, THERE, 7);
	track_end(&bench->track);
	assert_int_equal(bench->track.rows[track_find(&bench->track, CONN_HERE, 6)].life, ROW_NEW);
	assert_int_equal(bench->track.rows[track_find(&bench->track, THERE, 7)].life, ROW_STEADY);
}

static void a_shared_port_of_another_place_hides_no_socket(void **state)
{
	struct bench *bench = *state;
	struct conn udp = make_conn(5, CONN_CLOSED), other;

	udp.proto = CONN_UDP;
	other = udp;
	other.cookie = 6;
	other.place = THERE;
	begin(bench);
	assert_int_equal(track_begin_place(&bench->track, CONN_HERE), 0);
	assert_int_equal(track_take(&bench->track, &udp, NULL), 0);
	track_commit(&bench->track, CONN_HERE, ALL);
	assert_int_equal(track_begin_place(&bench->track, THERE), 0);
	assert_int_equal(track_take(&bench->track, &other, NULL), 0);
	track_commit(&bench->track, THERE, ALL);
	track_end(&bench->track);
	/* The port is in use in the other place only: the kernel's answer is about this socket. */
	begin(bench);
	assert_int_equal(track_begin_place(&bench->track, THERE), 0);
	assert_int_equal(track_take(&bench->track, &other, NULL), 0);
	track_commit(&bench->track, THERE, ALL);
	assert_int_equal(track_begin_place(&bench->track, CONN_HERE), 0);
	track_set_gone(&bench->track, track_find(&bench->track, CONN_HERE, 5));
	assert_int_equal(bench->track.rows[track_find(&bench->track, CONN_HERE, 5)].life, ROW_GONE);
}

static void rows_that_are_expected_need_no_more_room(void **state)
{
	struct track track;
	struct instant now = {.boot_us = 1000000, .mono_us = 1000000};

	(void)state;
	track_init(&track, 0);
	track_expect_rows(&track, 0);
	assert_int_equal(track.row_capacity, 0);
	track_expect_rows(&track, 1000);
	track_begin(&track, &now);
	assert_int_equal(track_begin_place(&track, 0), 0);
	for (uint64_t cookie = 1; cookie <= 1000; cookie++) {
		struct conn conn = {.cookie = cookie, .state = CONN_ESTABLISHED};

		assert_int_equal(track_take(&track, &conn, NULL), 0);
	}
	assert_int_equal(track.row_count, 1000);
	assert_int_equal(track.row_capacity, 1000);
	track_done(&track);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_that_are_expected_need_no_more_room),
		TEST(what_is_there_at_the_start_is_not_new),
		TEST(the_drops_of_a_listener_stay_where_a_dump_does_not_tell_them),
		TEST(a_new_socket_is_new_for_one_refresh),
		TEST(a_changed_state_is_marked_for_one_refresh_and_its_time_begins),
		TEST(a_row_lives_through_all_states_of_its_socket),
		TEST(waiting_bytes_that_change_are_data_that_moved),
		TEST(a_timer_that_runs_down_is_no_mark),
		TEST(a_vanished_socket_stays_for_the_linger_time),
		TEST(the_times_of_a_vanished_socket_stand_still),
		TEST(without_linger_a_vanished_socket_is_forgotten_at_once),
		TEST(a_socket_that_comes_back_lives_on_in_its_row),
		TEST(a_socket_that_is_listed_twice_is_one_socket),
		TEST(one_miss_is_no_death_and_the_second_is),
		TEST(where_a_dump_failed_nothing_vanishes),
		TEST(in_a_part_first_read_later_nothing_is_new),
		TEST(what_was_not_asked_for_before_is_not_new),
		TEST(a_listener_that_shares_its_port_is_gone_at_the_second_miss),
		TEST(a_socket_that_changes_its_family_is_counted_in_the_new_one),
		TEST(rates_are_bytes_over_the_time_between_two_samples),
		TEST(what_is_sent_again_is_not_sent_more),
		TEST(an_older_kernel_counts_what_was_acknowledged),
		TEST(without_byte_counters_there_is_no_rate),
		TEST(counters_that_go_back_are_no_negative_rate),
		TEST(samples_far_apart_give_no_rate),
		TEST(a_rate_that_is_not_measured_any_more_is_not_shown),
		TEST(two_samples_of_one_refresh_are_one),
		TEST(a_new_socket_in_an_old_row_has_no_rate_of_its_predecessor),
		TEST(removing_one_of_colliding_cookies_leaves_the_others),
		TEST(an_empty_track_finds_nothing),
		TEST(looking_for_missing_ones_costs_no_more_than_its_budget),
		TEST(what_is_no_longer_asked_for_is_forgotten_without_a_mark),
		TEST(forgetting_in_the_middle_of_a_refresh_harms_nothing),
		TEST(a_row_that_comes_goes_or_gets_another_inode_is_touched),
		TEST(a_row_is_touched_once_however_much_happens_to_it),
		TEST(sockets_of_two_places_with_one_cookie_are_two_rows),
		TEST(a_place_that_is_not_read_loses_no_row),
		TEST(a_socket_is_new_only_where_its_place_was_listed_before),
		TEST(a_shared_port_of_another_place_hides_no_socket),
		TEST(where_only_listeners_are_listed_no_connection_is_missing),
		TEST(a_place_that_goes_takes_its_rows_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
