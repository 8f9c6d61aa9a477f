/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ways of sockets through the state machine, from what two looks show (sock/changes.h, too). */
#include "support/unit.h"

#include "support/random.h"
#include "support/rows.h"
#include "view/states/state-counts.h"
#include "view/states/transitions.h"

struct bench {
	struct rows rows;
	struct transitions transitions;
};

static void bench_init(struct bench *bench)
{
	rows_init(&bench->rows, 0);
	transitions_init(&bench->transitions);
}

static void look(struct bench *bench, uint64_t later_ms, uint64_t resets, const char *listing)
{
	rows_refresh(&bench->rows, later_ms, listing);
	transitions_refresh(&bench->transitions, &bench->rows.track, resets, NULL);
}

/* Takes one edge out of the account: check_rest() finds those that are left. */
static void check(struct bench *bench, enum transition_edge edge, uint64_t seen, uint64_t inferred)
{
	struct transition *transition = &bench->transitions.edges[edge];

	if (transition->seen != seen || transition->inferred != inferred)
		fail_msg("%s to %s: %u seen, %u inferred",
			conn_state_name(CONN_TCP, transition_records[edge].from),
			conn_state_name(CONN_TCP, transition_records[edge].to),
			(unsigned)transition->seen, (unsigned)transition->inferred);
	transition->seen = transition->inferred = 0;
}

static void check_rest(struct bench *bench)
{
	for (int edge = 0; edge < EDGES; edge++)
		check(bench, (enum transition_edge)edge, 0, 0);
	assert_true(bench->transitions.strange == 0);
}

static void done(struct bench *bench)
{
	check_rest(bench);
	rows_done(&bench->rows);
}

static void what_was_there_at_the_start_came_no_way(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.1:80 10.0.0.2:4000\n");
	look(&bench, 1000, 0,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.1:80 10.0.0.2:4000\n");
	done(&bench);
}

static void a_slow_connection_is_seen_on_each_of_its_edges(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, "");
	look(&bench, 1000, 0, "1 tcp SYN_SENT 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 1000, 0, "1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 1000, 0, "1 tcp FIN_WAIT1 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 1000, 0, "1 tcp FIN_WAIT2 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 1000, 0, "1 tcp TIME_WAIT 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 60000, 0, "");
	check(&bench, EDGE_CLOSED_SYN_SENT, 0, 1);
	check(&bench, EDGE_SYN_SENT_ESTABLISHED, 1, 0);
	check(&bench, EDGE_ESTABLISHED_FIN_WAIT1, 1, 0);
	check(&bench, EDGE_FIN_WAIT1_FIN_WAIT2, 1, 0);
	check(&bench, EDGE_FIN_WAIT2_TIME_WAIT, 1, 0);
	check(&bench, EDGE_TIME_WAIT_CLOSED, 1, 0);
	done(&bench);
}

static void the_port_tells_which_side_a_new_connection_is(void **state)
{
	static const char listener[] = "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n";
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, listener);
	look(&bench, 1000, 0,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.1:80 10.0.0.2:4000\n"
		"3 tcp ESTABLISHED 10.0.0.1:80 10.0.0.2:4001\n"
		"4 tcp ESTABLISHED 10.0.0.1:5000 10.0.0.2:443\n");
	check(&bench, EDGE_LISTEN_SYN_RECV, 0, 2);
	check(&bench, EDGE_SYN_RECV_ESTABLISHED, 0, 2);
	check(&bench, EDGE_CLOSED_SYN_SENT, 0, 1);
	check(&bench, EDGE_SYN_SENT_ESTABLISHED, 0, 1);
	done(&bench);
}

static void a_listener_in_company_begins_as_others_do(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n");
	look(&bench, 1000, 0,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"3 tcp BOUND 10.0.0.1:80 0.0.0.0:0\n");
	check(&bench, EDGE_CLOSED_LISTEN, 0, 1);
	check(&bench, EDGE_CLOSED_BOUND, 0, 1);
	look(&bench, 1000, 0,
		"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"2 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"3 tcp LISTEN 10.0.0.1:80 0.0.0.0:0\n");
	check(&bench, EDGE_BOUND_LISTEN, 1, 0);
	done(&bench);
}

static void what_lay_between_two_looks_is_inferred(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0,
		"1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n"
		"2 tcp ESTABLISHED 10.0.0.1:4001 10.0.0.2:80\n"
		"3 tcp SYN_SENT 10.0.0.1:4002 10.0.0.2:80\n"
		"4 tcp CLOSING 10.0.0.1:4003 10.0.0.2:80\n"
		"5 tcp SYN_RECV 10.0.0.1:80 10.0.0.2:4444 inode=- uid=-\n");
	look(&bench, 1000, 0,
		"1 tcp TIME_WAIT 10.0.0.1:4000 10.0.0.2:80\n"
		"2 tcp LAST_ACK 10.0.0.1:4001 10.0.0.2:80\n"
		"3 tcp FIN_WAIT1 10.0.0.1:4002 10.0.0.2:80\n"
		"4 tcp TIME_WAIT 10.0.0.1:4003 10.0.0.2:80\n"
		"5 tcp CLOSE_WAIT 10.0.0.1:80 10.0.0.2:4444\n");
	check(&bench, EDGE_ESTABLISHED_FIN_WAIT1, 0, 2);
	check(&bench, EDGE_FIN_WAIT1_FIN_WAIT2, 0, 1);
	check(&bench, EDGE_FIN_WAIT2_TIME_WAIT, 0, 1);
	check(&bench, EDGE_CLOSING_TIME_WAIT, 1, 0);
	check(&bench, EDGE_ESTABLISHED_CLOSE_WAIT, 0, 2);
	check(&bench, EDGE_CLOSE_WAIT_LAST_ACK, 0, 1);
	check(&bench, EDGE_SYN_SENT_ESTABLISHED, 0, 1);
	check(&bench, EDGE_SYN_RECV_ESTABLISHED, 0, 1);
	done(&bench);
}

static void simultaneous_open_and_close_have_edges_of_their_own(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0,
		"1 tcp SYN_SENT 10.0.0.1:4000 10.0.0.2:80\n"
		"2 tcp FIN_WAIT1 10.0.0.1:4001 10.0.0.2:80\n");
	look(&bench, 1000, 0,
		"1 tcp SYN_RECV 10.0.0.1:4000 10.0.0.2:80\n"
		"2 tcp CLOSING 10.0.0.1:4001 10.0.0.2:80\n");
	look(&bench, 1000, 0,
		"1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n"
		"2 tcp TIME_WAIT 10.0.0.1:4001 10.0.0.2:80\n");
	check(&bench, EDGE_SYN_SENT_SYN_RECV, 1, 0);
	check(&bench, EDGE_SYN_RECV_ESTABLISHED, 1, 0);
	check(&bench, EDGE_FIN_WAIT1_CLOSING, 1, 0);
	check(&bench, EDGE_CLOSING_TIME_WAIT, 1, 0);
	done(&bench);
}

static void the_kernels_resets_tell_broken_connections_from_closed_ones(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0,
		"1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n"
		"2 tcp ESTABLISHED 10.0.0.1:4001 10.0.0.2:80\n"
		"3 tcp ESTABLISHED 10.0.0.1:4002 10.0.0.2:80\n"
		"4 tcp CLOSE_WAIT 10.0.0.1:4003 10.0.0.2:80\n"
		"5 tcp SYN_SENT 10.0.0.1:4004 10.0.0.2:80\n");
	look(&bench, 1000, 2, "");
	check(&bench, EDGE_ESTABLISHED_CLOSED, 0, 2);
	check(&bench, EDGE_ESTABLISHED_CLOSE_WAIT, 0, 1);
	check(&bench, EDGE_CLOSE_WAIT_LAST_ACK, 0, 2);
	check(&bench, EDGE_LAST_ACK_CLOSED, 0, 2);
	check(&bench, EDGE_SYN_SENT_CLOSED, 0, 1);
	done(&bench);
}

static void udp_and_unknown_states_are_passed_over(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, "1 udp UNCONN 10.0.0.1:53 0.0.0.0:0\n");
	look(&bench, 1000, 0,
		"1 udp ESTABLISHED 10.0.0.1:53 10.0.0.2:99\n"
		"2 udp UNCONN 10.0.0.1:54 0.0.0.0:0\n"
		"3 tcp UNKNOWN 10.0.0.1:55 10.0.0.2:99\n"
		"4 tcp CLOSED 10.0.0.1:56 0.0.0.0:0\n");
	look(&bench, 1000, 0, "");
	done(&bench);
}

static void a_socket_that_is_connected_again_went_by_closed(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, "1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 1000, 0, "1 tcp SYN_SENT 10.0.0.1:4000 10.0.0.3:80\n");
	check(&bench, EDGE_ESTABLISHED_CLOSED, 0, 1);
	check(&bench, EDGE_CLOSED_SYN_SENT, 0, 1);
	done(&bench);
}

static void what_cannot_be_is_counted_as_strange(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, "1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 1000, 0, "1 tcp UNKNOWN 10.0.0.1:4000 10.0.0.2:80\n");
	assert_true(bench.transitions.strange == 1);
	bench.transitions.strange = 0;
	done(&bench);
}

static void rates_are_smoothed_and_die_away(void **state)
{
	struct bench bench;
	const struct transition *edge = &bench.transitions.edges[EDGE_CLOSED_SYN_SENT];

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, "");
	look(&bench, 2000, 0,
		"1 tcp SYN_SENT 10.0.0.1:1 10.0.0.2:80\n"
		"2 tcp SYN_SENT 10.0.0.1:2 10.0.0.2:80\n"
		"3 tcp SYN_SENT 10.0.0.1:3 10.0.0.2:80\n"
		"4 tcp SYN_SENT 10.0.0.1:4 10.0.0.2:80\n");
	/* four in two seconds, with the weight of two seconds in five */
	assert_true(edge->rate > 0.79f && edge->rate < 0.81f);
	assert_true(transition_is_alive(edge));
	assert_true(transition_is_inferred(edge));
	assert_true(bench.transitions.change[CONN_SYN_SENT] > 0.79f);
	for (int i = 0; i < 12; i++)
		look(&bench, 1000, 0,
			"1 tcp SYN_SENT 10.0.0.1:1 10.0.0.2:80\n"
			"2 tcp SYN_SENT 10.0.0.1:2 10.0.0.2:80\n"
			"3 tcp SYN_SENT 10.0.0.1:3 10.0.0.2:80\n"
			"4 tcp SYN_SENT 10.0.0.1:4 10.0.0.2:80\n");
	assert_false(transition_is_alive(edge));
	assert_true(edge->rate >= 0);
	check(&bench, EDGE_CLOSED_SYN_SENT, 0, 4);
	done(&bench);
}

static void stays_are_measured_where_their_beginning_was_seen(void **state)
{
	struct bench bench;
	const struct histogram *stays = bench.rows.track.state_changes.stays;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, "1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 5000, 0,
		"1 tcp CLOSE_WAIT 10.0.0.1:4000 10.0.0.2:80\n"
		"2 tcp ESTABLISHED 10.0.0.1:4001 10.0.0.2:80\n");
	assert_int_equal(stays[CONN_ESTABLISHED].total, 0);
	look(&bench, 3000, 0, "2 tcp FIN_WAIT2 10.0.0.1:4001 10.0.0.2:80\n");
	assert_int_equal(stays[CONN_CLOSE_WAIT].total, 1);
	assert_true(stays[CONN_CLOSE_WAIT].greatest == 3000);
	assert_int_equal(stays[CONN_ESTABLISHED].total, 1);
	assert_true(histogram_quantile(&stays[CONN_ESTABLISHED], 50) == 3000 ||
		    histogram_quantile(&stays[CONN_ESTABLISHED], 50) > 2625);
	rows_done(&bench.rows);
}

/* -------- the state_counts -------- */

static void the_census_finds_the_oldest_the_ownerless_and_the_ends(void **state)
{
	struct bench bench;
	struct state_counts state_counts;

	(void)state;
	bench_init(&bench);
	state_counts_init(&state_counts);
	look(&bench, 1000, 0,
		"1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n"
		"9 udp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n");
	look(&bench, 7000, 0,
		"1 tcp ESTABLISHED 10.0.0.1:4000 10.0.0.2:80\n"
		"2 tcp ESTABLISHED 10.0.0.1:4001 10.0.0.2:80 inode=-\n"
		"3 tcp TIME_WAIT 10.0.0.1:4 10.0.0.2:80 inode=- timer=timewait/500/0\n"
		"4 tcp TIME_WAIT 10.0.0.1:5 10.0.0.2:80 inode=- timer=timewait/59999/0\n"
		"5 tcp TIME_WAIT 10.0.0.1:6 10.0.0.2:80 inode=- timer=timewait/61000/0\n"
		"6 tcp TIME_WAIT 10.0.0.1:7 10.0.0.2:80 inode=- timer=timewait/12000/0\n");
	state_counts_begin(&state_counts);
	for (int steps = 0; state_counts_step(&state_counts, &bench.rows.track, 1); steps++)
		assert_true(steps < 20);
	assert_int_equal(state_counts.done.states[CONN_ESTABLISHED].count, 2);
	assert_int_equal(state_counts.done.states[CONN_ESTABLISHED].ownerless, 1);
	assert_true(state_counts.done.states[CONN_ESTABLISHED].oldest.cookie == 1);
	assert_true(state_counts.done.states[CONN_ESTABLISHED].oldest_at_least);
	assert_true(bench.rows.track.now.boot_us -
			    state_counts.done.states[CONN_ESTABLISHED].oldest_since_us ==
		    7000000);
	assert_false(state_counts.done.states[CONN_TIME_WAIT].oldest_at_least);
	assert_int_equal(state_counts.done.ending[0], 1);
	assert_int_equal(state_counts.done.ending[1], 1);
	assert_int_equal(state_counts.done.ending[5], 2);
	assert_int_equal(state_counts.done.next_end_ms, 500);
	assert_int_equal(state_counts.done.last_end_ms, 61000);
	assert_false(state_counts_step(&state_counts, &bench.rows.track, 100));
	rows_done(&bench.rows);
}

/* -------- at random -------- */

enum { SOCKETS = 60, LOOKS = 3000 };

struct model {
	enum conn_state states[SOCKETS]; /* CLOSED: there is none */
	uint64_t cookies[SOCKETS], next_cookie;
	uint64_t steps[EDGES]; /* that were really taken */
	uint64_t seed;
};

/* One step of one socket along an edge of the machine. */
static void take_step(struct model *model)
{
	uint32_t socket = random_below(&model->seed, SOCKETS);
	uint32_t start = random_below(&model->seed, EDGES);

	for (uint32_t i = 0; i < EDGES; i++) {
		uint32_t edge = (start + i) % EDGES;
		const struct transition_record *record = &transition_records[edge];

		/* listeners stay what they are: connections are sockets of their own */
		if (record->from != model->states[socket] || record->from == CONN_LISTEN ||
			record->to == CONN_LISTEN)
			continue;
		if (record->from == CONN_CLOSED)
			model->cookies[socket] = ++model->next_cookie;
		model->states[socket] = record->to;
		model->steps[edge]++;
		return;
	}
}

static void list(const struct model *model, struct buffer *out)
{
	buffer_clear(out);
	buffer_text(out, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n");
	for (unsigned i = 0; i < SOCKETS; i++)
		if (model->states[i] != CONN_CLOSED)
			buffer_printf(out, "%llu tcp %s 10.0.0.1:%u 10.0.0.2:443\n",
				(unsigned long long)model->cookies[i] + 1,
				conn_state_name(CONN_TCP, model->states[i]), 1000 + i);
}

/* What went into a state and not out of it is there. */
static void check_balance(const struct bench *bench)
{
	int64_t balance[CONN_STATES] = {0};

	for (int edge = 0; edge < EDGES; edge++) {
		const struct transition *transition = &bench->transitions.edges[edge];
		int64_t count = (int64_t)(transition->seen + transition->inferred);

		balance[transition_records[edge].from] -= count;
		balance[transition_records[edge].to] += count;
	}
	for (int i = 0; i < CONN_STATES; i++)
		if (i != CONN_CLOSED && i != CONN_LISTEN)
			assert_int_equal(balance[i],
				track_count(&bench->rows.track, CONN_TCP, (enum conn_state)i));
}

static void run_model(uint32_t steps_a_look, bool every_step)
{
	struct model model = {.seed = random_seed()};
	struct bench bench;
	struct buffer listing = {0};

	for (int i = 0; i < SOCKETS; i++)
		model.states[i] = CONN_CLOSED;
	bench_init(&bench);
	look(&bench, 1000, 0, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n");
	for (int i = 0; i < LOOKS; i++) {
		for (uint32_t step = random_below(&model.seed, steps_a_look) + 1; step; step--)
			take_step(&model);
		list(&model, &listing);
		look(&bench, 1 + random_below(&model.seed, 2000), 0, buffer_get(&listing));
		check_balance(&bench);
		assert_true(bench.transitions.strange == 0);
	}
	for (int edge = 0; every_step && edge < EDGES; edge++) {
		const struct transition *transition = &bench.transitions.edges[edge];
		const struct transition_record *record = &transition_records[edge];
		bool ends = record->from == CONN_CLOSED || record->to == CONN_CLOSED;

		if (!ends)
			assert_true(transition->seen == model.steps[edge]);
	}
	buffer_done(&listing);
	rows_done(&bench.rows);
}

static void at_random_what_goes_in_comes_out(void **state)
{
	(void)state;
	run_model(200, false);
}

static void who_looks_at_every_step_sees_every_step(void **state)
{
	(void)state;
	run_model(1, true);
}

static void what_the_kernel_counts_is_not_inferred(void **state)
{
	uint32_t ways[TRANSITION_WAYS] = {
		[TRANSITION_WAY(CONN_CLOSED, CONN_SYN_SENT)] = 12,
		[TRANSITION_WAY(CONN_SYN_SENT, CONN_ESTABLISHED)] = 11,
		[TRANSITION_WAY(CONN_SYN_SENT, CONN_CLOSED)] = 1,
		[TRANSITION_WAY(CONN_ESTABLISHED, CONN_FIN_WAIT1)] = 10,
		[TRANSITION_WAY(CONN_FIN_WAIT1, CONN_FIN_WAIT2)] = 10,
		[TRANSITION_WAY(CONN_FIN_WAIT2, CONN_CLOSED)] = 10,
	};
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, 1000, 0, "");
	/* Of eleven that came and closed, two looks show one. */
	rows_refresh(&bench.rows, 1000, "8 tcp TIME_WAIT 10.0.0.1:40001 10.0.0.2:80\n");
	transitions_refresh(&bench.transitions, &bench.rows.track, 0, ways);
	check(&bench, EDGE_CLOSED_SYN_SENT, 12, 0);
	check(&bench, EDGE_SYN_SENT_ESTABLISHED, 11, 0);
	check(&bench, EDGE_SYN_SENT_CLOSED, 1, 0);
	check(&bench, EDGE_ESTABLISHED_FIN_WAIT1, 10, 0);
	check(&bench, EDGE_FIN_WAIT1_FIN_WAIT2, 10, 0);
	check(&bench, EDGE_FIN_WAIT2_TIME_WAIT, 1, 0);
	done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_there_at_the_start_came_no_way),
		cmocka_unit_test(a_slow_connection_is_seen_on_each_of_its_edges),
		cmocka_unit_test(the_port_tells_which_side_a_new_connection_is),
		cmocka_unit_test(a_listener_in_company_begins_as_others_do),
		cmocka_unit_test(what_lay_between_two_looks_is_inferred),
		cmocka_unit_test(what_the_kernel_counts_is_not_inferred),
		cmocka_unit_test(simultaneous_open_and_close_have_edges_of_their_own),
		cmocka_unit_test(the_kernels_resets_tell_broken_connections_from_closed_ones),
		cmocka_unit_test(udp_and_unknown_states_are_passed_over),
		cmocka_unit_test(a_socket_that_is_connected_again_went_by_closed),
		cmocka_unit_test(what_cannot_be_is_counted_as_strange),
		cmocka_unit_test(rates_are_smoothed_and_die_away),
		cmocka_unit_test(stays_are_measured_where_their_beginning_was_seen),
		cmocka_unit_test(the_census_finds_the_oldest_the_ownerless_and_the_ends),
		cmocka_unit_test(at_random_what_goes_in_comes_out),
		cmocka_unit_test(who_looks_at_every_step_sees_every_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
