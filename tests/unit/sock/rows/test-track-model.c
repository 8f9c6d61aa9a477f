/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random refreshes against a model that is too simple to be wrong: an array with a place for every
 * socket that there ever is. The kernel of this test loses, doubles and reorders what it lists, as
 * the real one does.
 */
#include "support/unit.h"

#include "sock/rows/track.h"
#include "support/random.h"

enum { SOCKETS = 80, REFRESHES = 4000, LINGER_MS = 2500 };

struct model {
	struct conn conn;
	bool exists;     /* in the kernel */
	bool known;      /* in the track */
	bool seen, told; /* in this refresh: listed; not listed, but spoken of */
	enum row_life life;
	int misses;
	int64_t gone_us;
};

struct bench {
	struct track track;
	struct model models[SOCKETS];
	struct instant now;
	struct parts known_parts;
	uint64_t seed;
	bool ports[CONN_PROTOS][16];
};

static uint32_t below(struct bench *bench, uint32_t limit)
{
	return random_below(&bench->seed, limit);
}

/* Each with an even chance. */
static struct parts some_parts(struct bench *bench)
{
	struct parts left = parts_all(), some = parts_none();
	struct part part;

	while (parts_take(&left, &part))
		if (below(bench, 2))
			parts_add(&some, parts_one(part.proto, part.family));
	return some;
}

static bool is_ambiguous(const struct conn *conn)
{
	return conn->state == CONN_BOUND || conn_is_listener(conn) || conn->proto == CONN_UDP;
}

/* -------- the kernel: sockets come, change and go -------- */

static void change_state(struct bench *bench, struct conn *conn)
{
	static const uint8_t tcp[] = {CONN_ESTABLISHED, CONN_CLOSE_WAIT, CONN_TIME_WAIT,
		CONN_LISTEN, CONN_BOUND, CONN_SYN_RECV, CONN_UNKNOWN};

	if (conn->proto == CONN_UDP)
		conn->state = below(bench, 2) ? CONN_CLOSED : CONN_ESTABLISHED;
	else
		conn->state = tcp[below(bench, COUNT_OF(tcp))];
}

static void let_the_kernel_live(struct bench *bench)
{
	for (size_t i = 0; i < SOCKETS; i++) {
		struct model *model = &bench->models[i];

		if (!model->exists && below(bench, 8) == 0) {
			model->exists = true;
			change_state(bench, &model->conn);
		} else if (model->exists && below(bench, 12) == 0) {
			model->exists = false;
		} else if (model->exists && below(bench, 8) == 0) {
			change_state(bench, &model->conn);
			model->conn.recv_q = below(bench, 3);
		}
	}
}

/* -------- the model -------- */

static void model_take(struct bench *bench, struct model *model)
{
	const struct row *row;
	uint32_t index = track_find(&bench->track, CONN_HERE, model->conn.cookie);
	bool known_part = parts_have_conn(bench->known_parts, &model->conn);

	if (!model->known) {
		model->life = known_part ? ROW_NEW : ROW_STEADY;
		model->known = true;
	} else {
		row = &bench->track.rows[index];
		if (model->life == ROW_GONE)
			model->life = ROW_STEADY;
		if (row->conn.state != model->conn.state && model->life == ROW_STEADY)
			model->life = ROW_CHANGED;
	}
	model->misses = 0;
	model->seen = true;
	if (conn_is_listener(&model->conn) || model->conn.proto == CONN_UDP)
		bench->ports[model->conn.proto][model->conn.local.port] = true;
}

static void take(struct bench *bench, struct model *model)
{
	model_take(bench, model);
	assert_int_equal(track_take(&bench->track, &model->conn, NULL), 0);
}

static void model_bury(struct bench *bench, struct model *model)
{
	model->life = ROW_GONE;
	model->gone_us = bench->now.boot_us;
}

static void model_miss(struct bench *bench, struct model *model)
{
	model->told = true;
	if (++model->misses >= 2)
		model_bury(bench, model);
}

/* The state in which the track knows the socket decides, not the one in which it died. */
static void model_gone(struct bench *bench, struct model *model, const struct conn *last)
{
	bool shares = bench->ports[last->proto][last->local.port];

	if (is_ambiguous(last) && (shares || last->state == CONN_BOUND))
		model_miss(bench, model);
	else
		model_bury(bench, model);
}

/* -------- one refresh -------- */

static void begin(struct bench *bench)
{
	int64_t us = (int64_t)below(bench, 2000000) + 1;

	bench->now.mono_us += us;
	bench->now.boot_us += us;
	memset(bench->ports, 0, sizeof(bench->ports));
	for (size_t i = 0; i < SOCKETS; i++) {
		struct model *model = &bench->models[i];

		model->seen = model->told = false;
		if (model->life == ROW_NEW || model->life == ROW_CHANGED)
			model->life = ROW_STEADY;
	}
	track_begin(&bench->track, &bench->now);
	assert_int_equal(track_begin_place(&bench->track, CONN_HERE), 0);
}

static void list(struct bench *bench, struct parts parts)
{
	uint32_t start = below(bench, 4) ? 0 : below(bench, SOCKETS);

	for (uint32_t i = 0; i < SOCKETS; i++) {
		struct model *model = &bench->models[(start + i) % SOCKETS];
		bool cut_off = !parts_have_conn(parts, &model->conn) && below(bench, 2);
		struct model *again;

		if (!model->exists || cut_off || below(bench, 10) == 0)
			continue;
		take(bench, model);
		again = &bench->models[below(bench, SOCKETS)];
		if (again->seen && below(bench, 10) == 0)
			take(bench, again);
	}
}

static void ask_for_missing(struct bench *bench, struct parts parts)
{
	size_t budget = below(bench, 3) ? SIZE_MAX : below(bench, SOCKETS);
	uint32_t index, left = below(bench, 4) ? SOCKETS : below(bench, SOCKETS);

	while (left-- && track_next_missing(&bench->track, CONN_HERE, parts, &budget, &index)) {
		struct conn last = bench->track.rows[index].conn;
		struct model *model = &bench->models[last.cookie - 1];

		assert_false(model->seen || model->told);
		assert_true(model->known && model->life != ROW_GONE);
		if (below(bench, 10) == 0) {
			model_miss(bench, model);
			track_set_missed(&bench->track, index);
		} else if (model->exists) {
			take(bench, model);
		} else {
			model_gone(bench, model, &last);
			track_set_gone(&bench->track, index);
		}
	}
}

static void commit(struct bench *bench, struct parts parts)
{
	for (size_t i = 0; i < SOCKETS; i++) {
		struct model *model = &bench->models[i];

		if (model->known && model->life != ROW_GONE && !model->seen && !model->told &&
			parts_have_conn(parts, &model->conn))
			model_miss(bench, model);
		if (model->known && model->life == ROW_GONE &&
			bench->now.boot_us - model->gone_us >= LINGER_MS * 1000)
			*model = (struct model){.conn = model->conn, .exists = model->exists};
	}
	parts_add(&bench->known_parts, parts);
	track_commit(&bench->track, CONN_HERE, parts);
	track_end(&bench->track);
}

static void forget(struct bench *bench, struct parts parts_kept)
{
	for (size_t i = 0; i < SOCKETS; i++)
		if (!parts_have_conn(parts_kept, &bench->models[i].conn))
			bench->models[i] = (struct model){
				.conn = bench->models[i].conn, .exists = bench->models[i].exists};
	parts_keep(&bench->known_parts, parts_kept);
	track_forget(&bench->track, parts_kept);
}

/* -------- what must hold after every refresh -------- */

static void check_counts(const struct track *track)
{
	size_t counts[CONN_PROTOS][CONN_FAMILIES][CONN_STATES] = {0}, live = 0, gone = 0,
	       free_rows = 0;

	for (uint32_t i = 0; i < track->row_count; i++) {
		const struct row *row = &track->rows[i];

		if (row->life == ROW_FREE) {
			free_rows++;
			continue;
		}
		assert_int_equal(track_find(track, CONN_HERE, row->conn.cookie), i);
		if (row->life == ROW_GONE) {
			gone++;
			continue;
		}
		live++;
		counts[row->conn.proto][row->conn.family][row->conn.state]++;
	}
	assert_memory_equal(counts, track->counts, sizeof(counts));
	assert_int_equal(live, track->live_count);
	assert_int_equal(gone, track->gone_count);
	for (uint32_t i = track->first_free; i != TRACK_NONE; i = track->rows[i].next) {
		assert_int_equal(track->rows[i].life, ROW_FREE);
		assert_int_not_equal(free_rows--, 0);
	}
	assert_int_equal(free_rows, 0);
}

static void check_rows(struct bench *bench)
{
	for (size_t i = 0; i < SOCKETS; i++) {
		struct model *model = &bench->models[i];
		uint32_t index = track_find(&bench->track, CONN_HERE, model->conn.cookie);
		const struct row *row = &bench->track.rows[index];

		assert_int_equal(index != TRACK_NONE, model->known);
		if (index == TRACK_NONE)
			continue;
		assert_int_equal(row->life, model->life);
		if (model->seen)
			assert_memory_equal(&row->conn, &model->conn, sizeof(row->conn));
		/* What the kernel listed in this refresh is never shown as gone. */
		if (model->seen)
			assert_int_not_equal(row->life, ROW_GONE);
	}
}

static void random_refreshes_agree_with_a_model(void **state)
{
	struct bench bench = {.now = {.mono_us = 1000000, .boot_us = 1000000}};

	(void)state;
	bench.seed = random_seed();
	track_init(&bench.track, LINGER_MS);
	for (uint32_t i = 0; i < SOCKETS; i++)
		bench.models[i].conn = (struct conn){
			.cookie = i + 1,
			.proto = i % 4 == 3 ? CONN_UDP : CONN_TCP,
			.family = i % 3 == 2 ? CONN_IPV6 : CONN_IPV4,
			.has = CONN_HAS_COOKIE,
			.local.port = (uint16_t)below(&bench, 16),
		};
	for (int i = 0; i < REFRESHES; i++) {
		struct parts parts = below(&bench, 4) ? parts_all() : some_parts(&bench);

		let_the_kernel_live(&bench);
		begin(&bench);
		list(&bench, parts);
		ask_for_missing(&bench, parts);
		commit(&bench, parts);
		check_counts(&bench.track);
		check_rows(&bench);
		if (below(&bench, 50) == 0) {
			forget(&bench, some_parts(&bench));
			check_counts(&bench.track);
			check_rows(&bench);
		}
	}
	track_done(&bench.track);
}

/* Sockets by the thousand, so that the tables grow and rows are used again. */
static void large_tables_keep_every_socket(void **state)
{
	enum { LARGE = 20000 };
	struct instant now = {.mono_us = 1, .boot_us = 1};
	struct track track;

	(void)state;
	track_init(&track, 0);
	for (uint64_t round = 0; round < 6; round++) {
		now.mono_us += 1000000;
		now.boot_us += 1000000;
		track_begin(&track, &now);
		assert_int_equal(track_begin_place(&track, CONN_HERE), 0);
		for (uint64_t i = 0; i < LARGE; i++) {
			/* A third of them are others each time. */
			struct conn conn = {.cookie = i % 3 ? i + 1 : i + 1 + (round + 1) * LARGE,
				.state = CONN_ESTABLISHED};

			assert_int_equal(track_take(&track, &conn, NULL), 0);
		}
		track_commit(&track, CONN_HERE, parts_all());
		track_end(&track);
		check_counts(&track);
	}
	/* Those of the last round, and those that have missed once. */
	assert_int_equal(track.live_count, LARGE + (LARGE + 2) / 3);
	assert_true(track.row_count <= 2 * LARGE);
	track_done(&track);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_refreshes_agree_with_a_model),
		cmocka_unit_test(large_tables_keep_every_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
