/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "support/tree.h"
#include "view/health/health.h"

struct bench {
	struct rows rows;
	struct health health;
	struct counters counters;
	char *root;
};

static void bench_init(struct bench *bench)
{
	memset(bench, 0, sizeof(*bench));
	rows_init(&bench->rows, 0);
	bench->root = tree_make();
	health_init(&bench->health, bench->root, false);
}

static void bench_done(struct bench *bench)
{
	health_done(&bench->health);
	rows_done(&bench->rows);
	tree_remove(bench->root);
}

static void look(struct bench *bench, const char *listing)
{
	rows_refresh(&bench->rows, 5000, listing);
	health_begin(&bench->health, &bench->rows.context, &bench->counters);
	while (health_step(&bench->health, 3))
		;
}

static enum column_tone tone(const struct bench *bench, uint64_t cookie, enum column_matter matter)
{
	return health_tone(&bench->health, rows_find(&bench->rows, cookie), matter);
}

/* Ten of them would be a finding; one is loud. */
static void one_that_is_not_closed_for_long_is_loud_and_a_young_one_beside_it_is_not(void **state)
{
	static const char old[] = "1 tcp CLOSE_WAIT 10.0.0.5:1 10.0.0.9:1\n";
	static const char both[] = "1 tcp CLOSE_WAIT 10.0.0.5:1 10.0.0.9:1\n"
				   "2 tcp CLOSE_WAIT 10.0.0.5:2 10.0.0.9:1\n"
				   "3 tcp ESTABLISHED 10.0.0.5:3 10.0.0.9:1\n";
	struct bench bench;

	(void)state;
	bench_init(&bench);
	look(&bench, "");
	assert_int_equal(health_worst(&bench.health), -1);
	look(&bench, old);
	assert_int_equal(tone(&bench, 1, COLUMN_MATTER_CLOSING), COLUMN_PLAIN);
	look(&bench, old);
	look(&bench, old);
	look(&bench, both);
	assert_int_equal(tone(&bench, 1, COLUMN_MATTER_CLOSING), COLUMN_WARNING);
	assert_int_equal(tone(&bench, 2, COLUMN_MATTER_CLOSING), COLUMN_PLAIN);
	bench_done(&bench);
}

/* Always one, and always another one. */
static void a_program_that_takes_its_time_to_close_is_not_loud(void **state)
{
	struct bench bench;
	char line[64];

	(void)state;
	bench_init(&bench);
	for (unsigned i = 1; i < 30; i++) {
		snprintf(line, sizeof(line), "%u tcp CLOSE_WAIT 10.0.0.5:1 10.0.0.9:%u", i, i);
		look(&bench, line);
		assert_int_equal(tone(&bench, i, COLUMN_MATTER_CLOSING), COLUMN_PLAIN);
	}
	bench_done(&bench);
}

static void a_receiver_is_loud_as_long_as_it_reads_nothing(void **state)
{
	static const char full[] = "1 tcp ESTABLISHED 10.0.0.5:1 10.0.0.9:1 recv=70000\n"
				   "2 tcp ESTABLISHED 10.0.0.5:2 10.0.0.9:1 recv=7\n";
	struct bench bench;

	(void)state;
	bench_init(&bench);
	for (int i = 0; i < 3; i++) {
		look(&bench, full);
		assert_int_equal(tone(&bench, 1, COLUMN_MATTER_READING),
			i == 2 ? COLUMN_WARNING : COLUMN_PLAIN);
		assert_int_equal(tone(&bench, 2, COLUMN_MATTER_READING), COLUMN_PLAIN);
	}
	look(&bench, "1 tcp ESTABLISHED 10.0.0.5:1 10.0.0.9:1 recv=20\n");
	assert_int_equal(tone(&bench, 1, COLUMN_MATTER_READING), COLUMN_PLAIN);
	bench_done(&bench);
}

/* Before the first look nothing is known. */
static void without_a_look_nothing_is_loud(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench);
	rows_refresh(&bench.rows, 1000, "1 tcp CLOSE_WAIT 10.0.0.5:1 10.0.0.9:1");
	assert_int_equal(tone(&bench, 1, COLUMN_MATTER_CLOSING), COLUMN_PLAIN);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			one_that_is_not_closed_for_long_is_loud_and_a_young_one_beside_it_is_not),
		cmocka_unit_test(a_program_that_takes_its_time_to_close_is_not_loud),
		cmocka_unit_test(a_receiver_is_loud_as_long_as_it_reads_nothing),
		cmocka_unit_test(without_a_look_nothing_is_loud),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
