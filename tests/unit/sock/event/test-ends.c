/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ends of connections: told ones, seen ones, and both in every order. Random interleavings of
 * events and refreshes are compared with a truth that is too simple to be wrong: each connection
 * that anything told of ends once.
 */
#include "support/unit.h"

#include "sock/event/ends.h"
#include "support/random.h"

enum { CONNECTIONS = 3000, LINGER_MS = 1, PORT = 20000 };

/* What a connection is in the kernel of this test. */
enum stage { NOT_YET, OPEN, PEER_CLOSED, REMAINS, OVER };

struct truth {
	enum stage stage;
	uint64_t cookie; /* 0: nobody has asked for it yet */
	uint64_t tw_cookie;
	bool is_known; /* a refresh, or an event, has told of it */
	bool owes;     /* an event is under way */
	bool was_reset;
	int ends, told;
	enum end_reason reason;
	int64_t closed_us;
	enum conn_state last;
};

/* Who tells of ends: nobody, the kernel's groups, or a program that sees it happen. */
enum teller { NOBODY, GROUPS, EXACT };

struct bench {
	struct track track;
	struct ends ends;
	struct truth truths[CONNECTIONS];
	struct instant now;
	uint64_t seed, cookies;
	size_t opened;
	enum teller teller;
	bool loses;
	int64_t unseen, made, came;
};

static uint32_t below(struct bench *bench, uint32_t limit)
{
	return random_below(&bench->seed, limit);
}

static struct conn conn_of(size_t index, uint64_t cookie, enum conn_state state)
{
	struct conn conn = {
		.cookie = cookie,
		.local = {{10, 0, (uint8_t)(index >> 8), (uint8_t)index}, (uint16_t)(PORT + index)},
		.remote = {{192, 0, 2, 1}, 443},
		.proto = CONN_TCP,
		.state = (uint8_t)state,
		.has = CONN_HAS_COOKIE,
	};

	if (state == CONN_ESTABLISHED || state == CONN_CLOSE_WAIT) {
		conn.inode = (uint32_t)(1000 + index);
		conn.has |= CONN_HAS_INODE;
	}
	return conn;
}

/* -------- the kernel -------- */

static void open_one(struct bench *bench)
{
	if (bench->opened == CONNECTIONS)
		return;
	/* Who sees it begin makes its cookie. */
	if (bench->teller == EXACT)
		bench->truths[bench->opened].cookie = ++bench->cookies;
	bench->truths[bench->opened++].stage = OPEN;
	bench->made++;
}

static size_t any(struct bench *bench)
{
	size_t recent = bench->opened > 40 ? bench->opened - 40 : 0;

	return recent + below(bench, (uint32_t)(bench->opened - recent));
}

static void close_one(struct bench *bench)
{
	struct truth *truth = bench->opened ? &bench->truths[any(bench)] : NULL;

	if (!truth || (truth->stage != OPEN && truth->stage != PEER_CLOSED))
		return;
	if (truth->stage == OPEN && below(bench, 3) == 0) {
		truth->stage = PEER_CLOSED;
		return;
	}
	truth->was_reset = below(bench, 4) == 0;
	truth->closed_us = bench->now.boot_us;
	truth->last = truth->stage == PEER_CLOSED ? CONN_CLOSE_WAIT : CONN_ESTABLISHED;
	truth->stage = truth->was_reset || truth->stage == PEER_CLOSED || below(bench, 3) == 0
			       ? OVER
			       : REMAINS;
	if (truth->stage == REMAINS)
		truth->tw_cookie = truth->cookie;
	truth->owes = bench->teller != NOBODY;
	if (bench->loses && below(bench, 5) == 0)
		truth->owes = false;
}

static enum end_reason reason_of(const struct truth *truth)
{
	if (truth->was_reset)
		return END_RESET_BY_PEER;
	return truth->stage == REMAINS ? END_FIN_BY_US : END_FIN_BY_PEER;
}

static void make_exact(struct event *event, const struct truth *truth)
{
	event->at_us = truth->closed_us;
	event->exact = true;
	event->reason = reason_of(truth);
	event->born_us = truth->closed_us - 500;
	event->conn.state = (uint8_t)truth->last;
	event->conn.remote.port = 443;
	event->tcp.bytes_received = 5;
}

static void deliver(struct bench *bench, struct truth *truth)
{
	size_t index = (size_t)(truth - bench->truths);
	struct event event = {.at_us = bench->now.boot_us, .has_tcp = true};

	if (!truth->owes)
		return;
	truth->owes = false;
	truth->is_known = true;
	if (!truth->cookie)
		truth->cookie = ++bench->cookies;
	event.conn = conn_of(index, truth->cookie, CONN_CLOSED);
	event.conn.has &= (uint8_t)~CONN_HAS_INODE;
	event.conn.inode = 0;
	if (truth->was_reset)
		event.conn.remote.port = 0;
	event.tcp = (struct conn_tcp){.bytes_sent = 10,
		.bytes_acked = 12,
		.bytes_received = 6,
		.has = CONN_TCP_HAS_SENT | CONN_TCP_HAS_BYTES};
	if (bench->teller == EXACT)
		make_exact(&event, truth);
	ends_take(&bench->ends, &event);
}

static void check_exact(const struct end *end, const struct truth *truth)
{
	assert_int_equal(end->reason, reason_of(truth));
	assert_int_equal(end->conn.state, truth->last);
	assert_int_equal(end->at_us, truth->closed_us);
	assert_int_equal(end->born_us, truth->closed_us - 500);
	assert_int_equal(end->tcp.bytes_received, 5);
}

/* -------- refreshes -------- */

static void take_ends(struct bench *bench)
{
	struct end end;

	while (ends_next(&bench->ends, &bench->track, &end)) {
		size_t index = (size_t)(end.conn.local.port - PORT);
		struct truth *truth = &bench->truths[index];

		assert_true(index < CONNECTIONS);
		truth->told += end.told;
		if (end.amends) {
			assert_int_equal(end.amends, index + 1);
			assert_int_equal(truth->ends, 1);
			assert_true(end.told);
			continue;
		}
		truth->ends++;
		truth->reason = end.reason;
		if (!end.told)
			ends_remember(&bench->ends, &end.conn, index + 1);
		if (end.told && bench->teller == EXACT)
			check_exact(&end, truth);
		if (end.told && (!truth->was_reset || bench->teller == EXACT))
			assert_true(end.has_tcp && end.tcp.bytes_acked == 10);
		else
			assert_false(end.has_tcp);
	}
}

static void list(struct bench *bench, size_t index)
{
	static const enum conn_state states[] = {[OPEN] = CONN_ESTABLISHED,
		[PEER_CLOSED] = CONN_CLOSE_WAIT,
		[REMAINS] = CONN_TIME_WAIT};
	struct truth *truth = &bench->truths[index];
	uint64_t *cookie = truth->stage == REMAINS ? &truth->tw_cookie : &truth->cookie;
	struct conn conn;

	if (truth->stage == NOT_YET || truth->stage == OVER)
		return;
	if (!*cookie)
		*cookie = ++bench->cookies;
	truth->is_known = true;
	conn = conn_of(index, *cookie, states[truth->stage]);
	assert_int_equal(track_take(&bench->track, &conn, NULL), 0);
}

static void refresh(struct bench *bench)
{
	struct parts tcp = parts_of_kind(CONN_TCP);
	size_t budget = SIZE_MAX;
	uint32_t row;

	ends_settle(&bench->ends, &bench->track);
	take_ends(bench);
	bench->now.mono_us += 1000000;
	bench->now.boot_us += 1000000;
	track_begin(&bench->track, &bench->now);
	assert_int_equal(track_begin_place(&bench->track, CONN_HERE), 0);
	for (size_t i = 0; i < bench->opened; i++)
		list(bench, i);
	while (track_next_missing(&bench->track, CONN_HERE, tcp, &budget, &row))
		track_set_gone(&bench->track, row);
	track_commit(&bench->track, CONN_HERE, tcp);
	track_end(&bench->track);
	/* Some come while the refresh is under way. */
	for (size_t i = 0; i < bench->opened; i++)
		if (below(bench, 2))
			deliver(bench, &bench->truths[i]);
	ends_join(&bench->ends, &bench->track, bench->teller != NOBODY);
	take_ends(bench);
	for (int state = 0; state < CONN_STATES; state++)
		bench->came += bench->track.state_changes.came[STATE_CHANGES_CLIENT][state];
	bench->unseen += (int64_t)ends_take_unseen(&bench->ends);
}

/* Events do not come later than a refresh after the death that they tell of. */
static void deliver_all(struct bench *bench)
{
	for (size_t i = 0; i < bench->opened; i++)
		deliver(bench, &bench->truths[i]);
}

static void run(struct bench *bench, enum teller teller, bool loses)
{
	*bench = (struct bench){.now = {.mono_us = 1000000000, .boot_us = 2000000000},
		.seed = random_seed() + teller + 4U * loses,
		.teller = teller,
		.loses = loses};
	track_init(&bench->track, LINGER_MS);
	ends_init(&bench->ends);
	refresh(bench);
	while (bench->opened < CONNECTIONS) {
		uint32_t actions = below(bench, 30);

		while (actions--) {
			bench->now.boot_us += 1000;
			if (below(bench, 2))
				open_one(bench);
			else
				close_one(bench);
			if (bench->opened && below(bench, 2))
				deliver(bench, &bench->truths[any(bench)]);
		}
		if (below(bench, 3) == 0)
			deliver_all(bench);
		refresh(bench);
		deliver_all(bench);
	}
	for (int i = 0; i < 3; i++) {
		deliver_all(bench);
		refresh(bench);
	}
	ends_settle(&bench->ends, &bench->track);
	take_ends(bench);
}

static void finish(struct bench *bench)
{
	ends_done(&bench->ends);
	track_done(&bench->track);
	test_free(bench);
}

static void check_each_once(const struct bench *bench)
{
	for (size_t i = 0; i < CONNECTIONS; i++) {
		const struct truth *truth = &bench->truths[i];
		bool over = truth->stage == OVER || truth->stage == REMAINS;

		if (truth->ends != (over && truth->is_known))
			print_message("connection %zu: %d ends\n", i, truth->ends);
		assert_int_equal(truth->ends, over && truth->is_known);
	}
}

static void with_events_each_connection_ends_once_and_none_is_missed(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));

	(void)state;
	run(bench, GROUPS, false);
	check_each_once(bench);
	for (size_t i = 0; i < CONNECTIONS; i++) {
		const struct truth *truth = &bench->truths[i];

		if (!truth->ends)
			continue;
		assert_int_equal(truth->told, 1);
		if (truth->stage == REMAINS)
			assert_int_equal(truth->reason, END_FIN_BY_US);
		else
			assert_true(truth->reason != END_FIN_BY_US);
	}
	/* What was made is what came, and what only events told of. */
	assert_int_equal(bench->came + bench->unseen, bench->made);
	finish(bench);
}

static void who_sees_it_happen_is_believed_whatever_the_refreshes_saw(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));

	(void)state;
	run(bench, EXACT, false);
	check_each_once(bench);
	for (size_t i = 0; i < CONNECTIONS; i++)
		assert_int_equal(bench->truths[i].told, bench->truths[i].ends);
	assert_int_equal(bench->came + bench->unseen, bench->made);
	finish(bench);

	bench = test_calloc(1, sizeof(*bench));
	run(bench, EXACT, true);
	check_each_once(bench);
	finish(bench);
}

static void without_events_the_refreshes_tell_of_what_they_saw(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));

	(void)state;
	run(bench, NOBODY, false);
	check_each_once(bench);
	for (size_t i = 0; i < CONNECTIONS; i++)
		assert_int_equal(bench->truths[i].told, 0);
	assert_true(bench->unseen == 0);
	finish(bench);
}

static void lost_events_are_healed_by_the_next_refresh(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));
	size_t polled = 0;

	(void)state;
	run(bench, GROUPS, true);
	check_each_once(bench);
	for (size_t i = 0; i < CONNECTIONS; i++)
		polled += bench->truths[i].ends && !bench->truths[i].told;
	assert_true(polled > 50);
	finish(bench);
}

/* A process that keeps the descriptor of a reset socket: no row any more, and no event yet. */
static void an_event_that_comes_long_after_amends_what_was_told(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));

	(void)state;
	*bench = (struct bench){.now = {.mono_us = 1000000000, .boot_us = 2000000000},
		.seed = random_seed(),
		.teller = GROUPS};
	track_init(&bench->track, LINGER_MS);
	ends_init(&bench->ends);
	open_one(bench);
	refresh(bench);
	bench->truths[0].stage = OVER;
	for (int i = 0; i < 5; i++)
		refresh(bench);
	assert_int_equal(bench->truths[0].ends, 1);
	assert_int_equal(bench->truths[0].told, 0);
	bench->truths[0].owes = true;
	deliver_all(bench);
	refresh(bench);
	assert_int_equal(bench->truths[0].ends, 1);
	assert_int_equal(bench->truths[0].told, 1);
	finish(bench);
}

static void sockets_that_were_never_connected_are_no_connections(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));
	struct event event = {.conn = {.cookie = 5, .local = {{0}, 8080}, .state = CONN_CLOSED}};
	struct end end;

	(void)state;
	track_init(&bench->track, LINGER_MS);
	ends_init(&bench->ends);
	ends_take(&bench->ends, &event);
	refresh(bench);
	refresh(bench);
	assert_false(ends_next(&bench->ends, &bench->track, &end));
	assert_true(bench->unseen == 0);
	finish(bench);
}

/* The next dump lists its TIME_WAIT, or nothing: the kernel has said what a query would say. */
static void what_an_event_told_of_need_not_be_asked_for(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));

	(void)state;
	*bench = (struct bench){.now = {.mono_us = 1000000000, .boot_us = 2000000000},
		.seed = random_seed(),
		.teller = GROUPS};
	track_init(&bench->track, LINGER_MS);
	ends_init(&bench->ends);
	open_one(bench);
	open_one(bench);
	refresh(bench);
	bench->truths[0].stage = OVER;
	bench->truths[0].owes = true;
	bench->now.boot_us += 1000;
	deliver_all(bench);
	ends_settle(&bench->ends, &bench->track);
	assert_int_equal(
		bench->track.rows[track_find(&bench->track, CONN_HERE, bench->truths[0].cookie)]
			.misses,
		ROW_DEAD);
	assert_int_equal(
		bench->track.rows[track_find(&bench->track, CONN_HERE, bench->truths[1].cookie)]
			.misses,
		0);
	finish(bench);
}

/* One event comes after each refresh has begun, so that one always waits for the next. */
static void what_was_handed_out_makes_room(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));
	size_t handed_out = 0;
	struct end end;

	(void)state;
	track_init(&bench->track, LINGER_MS);
	ends_init(&bench->ends);
	for (size_t i = 0; i < 2000; i++) {
		struct event event = {.conn = conn_of(i, i + 1, CONN_CLOSED), .has_tcp = true};

		bench->now.mono_us += 1000000;
		bench->now.boot_us += 1000000;
		ends_settle(&bench->ends, &bench->track);
		track_begin(&bench->track, &bench->now);
		track_end(&bench->track);
		event.at_us = bench->now.boot_us + 1;
		ends_take(&bench->ends, &event);
		ends_join(&bench->ends, &bench->track, true);
		while (ends_next(&bench->ends, &bench->track, &end))
			handed_out++;
	}
	assert_int_equal(handed_out, 1999);
	assert_true(bench->ends.capacity < 64);
	finish(bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_events_each_connection_ends_once_and_none_is_missed),
		cmocka_unit_test(who_sees_it_happen_is_believed_whatever_the_refreshes_saw),
		cmocka_unit_test(without_events_the_refreshes_tell_of_what_they_saw),
		cmocka_unit_test(lost_events_are_healed_by_the_next_refresh),
		cmocka_unit_test(an_event_that_comes_long_after_amends_what_was_told),
		cmocka_unit_test(sockets_that_were_never_connected_are_no_connections),
		cmocka_unit_test(what_an_event_told_of_need_not_be_asked_for),
		cmocka_unit_test(what_was_handed_out_makes_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
