/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <stdio.h>

#include "sock/rows/coverage.h"
#include "support/tree.h"

struct bench {
	char *root;
	struct coverage coverage;
	struct state_changes changes;
};

static int set_up(void **state)
{
	struct bench *bench = test_calloc(1, sizeof(*bench));

	bench->root = tree_make();
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	tree_remove(bench->root);
	test_free(bench);
	return 0;
}

static void count_opens(struct bench *bench, unsigned active, unsigned passive)
{
	char text[200];

	snprintf(text, sizeof(text), "Tcp: ActiveOpens PassiveOpens AttemptFails\nTcp: %u %u 5\n",
		active, passive);
	tree_write(bench->root, "/proc/net/snmp", text);
}

/* A refresh that finds the counters at these values, and `came` new rows in this state. */
static void refresh(struct bench *bench, unsigned active, unsigned passive, enum conn_state state,
	uint32_t came, bool whole)
{
	count_opens(bench, active, passive);
	state_changes_begin(&bench->changes);
	bench->changes.came[STATE_CHANGES_CLIENT][state] = came;
	coverage_begin(&bench->coverage, bench->root);
	coverage_end(&bench->coverage, &bench->changes, 0, whole);
}

static void assert_coverage(const struct bench *bench, uint64_t seen, uint64_t made)
{
	assert_true(bench->coverage.known);
	assert_int_equal(bench->coverage.seen, seen);
	assert_int_equal(bench->coverage.made, made);
}

static void the_first_refresh_says_nothing(void **state)
{
	struct bench *bench = *state;

	refresh(bench, 1000, 500, CONN_ESTABLISHED, 0, true);
	assert_false(bench->coverage.known);
	refresh(bench, 1000, 500, CONN_ESTABLISHED, 0, true);
	assert_coverage(bench, 0, 0);
}

static void both_ends_within_the_machine_count(void **state)
{
	struct bench *bench = *state;

	refresh(bench, 10, 20, CONN_ESTABLISHED, 0, true);
	refresh(bench, 13, 23, CONN_ESTABLISHED, 6, true);
	assert_coverage(bench, 6, 6);
	refresh(bench, 23, 33, CONN_TIME_WAIT, 10, true); /* one end of each was seen */
	assert_coverage(bench, 10, 20);
}

static void what_is_no_connection_yet_does_not_count(void **state)
{
	static const enum conn_state states[] = {CONN_LISTEN, CONN_BOUND, CONN_SYN_RECV};
	struct bench *bench = *state;

	refresh(bench, 10, 20, CONN_ESTABLISHED, 0, true);
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		refresh(bench, 11 + (unsigned)i, 20, states[i], 5, true);
		assert_coverage(bench, 0, 1);
	}
	/* A half-open one counts when its handshake ends, a bound one when it connects. */
	count_opens(bench, 14, 22);
	state_changes_begin(&bench->changes);
	bench->changes.moved[CONN_SYN_RECV][CONN_ESTABLISHED] = 2;
	bench->changes.moved[CONN_BOUND][CONN_SYN_SENT] = 1;
	bench->changes.moved[CONN_SYN_SENT][CONN_ESTABLISHED] = 7;
	coverage_begin(&bench->coverage, bench->root);
	coverage_end(&bench->coverage, &bench->changes, 0, true);
	assert_coverage(bench, 3, 3);
}

static void what_events_tell_was_seen(void **state)
{
	struct bench *bench = *state;

	refresh(bench, 0, 0, CONN_ESTABLISHED, 0, true);
	count_opens(bench, 50, 50);
	state_changes_begin(&bench->changes);
	bench->changes.came[STATE_CHANGES_SERVER][CONN_ESTABLISHED] = 1;
	coverage_begin(&bench->coverage, bench->root);
	coverage_end(&bench->coverage, &bench->changes, 98, true);
	assert_coverage(bench, 99, 100);
}

static void what_was_made_after_the_counters_were_read_counts_next_time_and_then_no_more(
	void **state)
{
	struct bench *bench = *state;

	refresh(bench, 0, 0, CONN_ESTABLISHED, 0, true);
	refresh(bench, 10, 0, CONN_ESTABLISHED, 12, true);
	assert_coverage(bench, 10, 10);
	refresh(bench, 20, 0, CONN_ESTABLISHED, 7, true);
	assert_coverage(bench, 9, 10);
	refresh(bench, 30, 0, CONN_ESTABLISHED, 12, true);
	refresh(bench, 30, 0, CONN_ESTABLISHED, 0, true);
	refresh(bench, 32, 0, CONN_ESTABLISHED, 0, true);
	assert_coverage(bench, 0, 2);
}

static void where_not_every_socket_is_listed_nothing_is_measured(void **state)
{
	struct bench *bench = *state;

	refresh(bench, 0, 0, CONN_ESTABLISHED, 0, true);
	refresh(bench, 10, 0, CONN_ESTABLISHED, 3, false);
	assert_false(bench->coverage.known);
	/* The rows that come now may be of the time before. */
	refresh(bench, 10, 0, CONN_ESTABLISHED, 7, true);
	assert_false(bench->coverage.known);
	refresh(bench, 11, 0, CONN_ESTABLISHED, 1, true);
	assert_coverage(bench, 1, 1);
}

static void without_counters_or_when_they_restart_nothing_is_measured(void **state)
{
	struct bench *bench = *state;

	refresh(bench, 100, 0, CONN_ESTABLISHED, 0, true);
	refresh(bench, 10, 0, CONN_ESTABLISHED, 5, true);
	assert_false(bench->coverage.known);
	tree_write(bench->root, "/proc/net/snmp", "Tcp: ActiveOpens\nTcp: 7\n");
	coverage_begin(&bench->coverage, bench->root);
	coverage_end(&bench->coverage, &bench->changes, 0, true);
	assert_false(bench->coverage.known);
}

#define WITH_BENCH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BENCH(the_first_refresh_says_nothing),
		WITH_BENCH(both_ends_within_the_machine_count),
		WITH_BENCH(what_is_no_connection_yet_does_not_count),
		WITH_BENCH(what_events_tell_was_seen),
		WITH_BENCH(
			what_was_made_after_the_counters_were_read_counts_next_time_and_then_no_more),
		WITH_BENCH(where_not_every_socket_is_listed_nothing_is_measured),
		WITH_BENCH(without_counters_or_when_they_restart_nothing_is_measured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
