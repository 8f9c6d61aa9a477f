/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "view/column/column.h"

static enum column_tone tone_of(const struct rows *rows, uint64_t cookie, const char *column)
{
	return column_tone(column_find(column), &rows->context, rows_find(rows, cookie));
}

static enum column_tone tone_of_row(const struct rows *rows, uint64_t cookie)
{
	return column_tone_of_row(&rows->context, rows_find(rows, cookie));
}

static void a_calm_machine_has_no_loud_cell(void **state)
{
	static const struct {
		uint64_t cookie;
		const char *column;
		enum column_tone tone, row;
	} cases[] = {
		{1, "state", COLUMN_LISTENING, COLUMN_PLAIN},
		{1, "recvq", COLUMN_QUIET, COLUMN_PLAIN},
		{1, "sendq", COLUMN_PLAIN, COLUMN_PLAIN},
		{2, "recvq", COLUMN_PLAIN, COLUMN_PLAIN},
		{3, "state", COLUMN_PLAIN, COLUMN_PLAIN},
		{3, "sendq", COLUMN_PLAIN, COLUMN_PLAIN},
		{3, "timer", COLUMN_PLAIN, COLUMN_PLAIN},
		{4, "state", COLUMN_QUIET, COLUMN_QUIET},
		{5, "state", COLUMN_OPENING, COLUMN_PLAIN},
		{6, "timer", COLUMN_PLAIN, COLUMN_PLAIN},
		{7, "state", COLUMN_PLAIN, COLUMN_PLAIN},
		{7, "recvq", COLUMN_PLAIN, COLUMN_PLAIN},
		{7, "timer", COLUMN_QUIET, COLUMN_PLAIN},
	};
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_refresh(&rows, 1000,
		"1 tcp LISTEN 0.0.0.0:22 0.0.0.0:0 send=128\n"
		"2 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=7 send=10\n"
		"3 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:1 send=500 timer=retransmit/200/0\n"
		"4 tcp TIME_WAIT 10.0.0.5:443 10.0.0.9:2 uid=- inode=- timer=timewait/9000/0\n"
		"5 tcp SYN_SENT 10.0.0.5:443 10.0.0.9:3 send=1 timer=retransmit/900/0\n"
		"6 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:4 timer=keepalive/900000/2\n"
		"7 tcp CLOSE_WAIT 10.0.0.5:443 10.0.0.9:5 recv=1\n");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(tone_of(&rows, cases[i].cookie, cases[i].column), cases[i].tone);
		assert_int_equal(tone_of_row(&rows, cases[i].cookie), cases[i].row);
	}
	assert_int_equal(tone_of(&rows, 1, "local"), COLUMN_PLAIN);
	rows_done(&rows);
}

static void an_accept_queue_is_full_where_health_calls_it_full(void **state)
{
	static const enum column_tone tones[] = {
		COLUMN_QUIET, COLUMN_PLAIN, COLUMN_WARNING, COLUMN_WRONG, COLUMN_WRONG};
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_refresh(&rows, 1000,
		"1 tcp LISTEN 0.0.0.0:1 0.0.0.0:0 recv=0 send=0\n"
		"2 tcp LISTEN 0.0.0.0:2 0.0.0.0:0 recv=3 send=5\n"
		"3 tcp LISTEN 0.0.0.0:3 0.0.0.0:0 recv=5 send=5\n"
		"4 tcp LISTEN 0.0.0.0:4 0.0.0.0:0 recv=6 send=5\n"
		"5 tcp LISTEN 0.0.0.0:5 0.0.0.0:0 recv=1 send=0\n");
	for (uint64_t i = 0; i < COUNT_OF(tones); i++)
		assert_int_equal(tone_of(&rows, i + 1, "recvq"), tones[i]);
	assert_int_equal(tone_of_row(&rows, 3), COLUMN_WARNING);
	assert_int_equal(tone_of_row(&rows, 4), COLUMN_WRONG);
	rows_done(&rows);
}

static void what_is_sent_again_or_waits_for_a_window_needs_a_look(void **state)
{
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:1 10.0.0.9:1 send=9 timer=retransmit/900/1\n"
		"2 tcp ESTABLISHED 10.0.0.5:2 10.0.0.9:1 send=9 timer=probe/900/0\n"
		"3 tcp SYN_SENT 10.0.0.5:3 10.0.0.9:1 send=1 timer=retransmit/900/2\n"
		"4 tcp SYN_RECV 10.0.0.5:4 10.0.0.9:1 inode=- timer=retransmit/900/1\n");
	for (uint64_t cookie = 1; cookie <= 4; cookie++) {
		assert_int_equal(tone_of_row(&rows, cookie), COLUMN_WARNING);
		assert_int_equal(tone_of(&rows, cookie, "timer"), COLUMN_WARNING);
		assert_int_equal(tone_of(&rows, cookie, "timer_retransmits"), COLUMN_WARNING);
	}
	assert_int_equal(tone_of(&rows, 1, "sendq"), COLUMN_WARNING);
	assert_int_equal(tone_of(&rows, 2, "sendq"), COLUMN_WARNING);
	assert_int_equal(tone_of(&rows, 2, "state"), COLUMN_PLAIN);
	assert_int_equal(tone_of(&rows, 3, "state"), COLUMN_WARNING);
	assert_int_equal(tone_of(&rows, 4, "state"), COLUMN_WARNING);
	rows_refresh(&rows, 1000, "");
	assert_int_equal(tone_of_row(&rows, 1), COLUMN_PLAIN); /* gone: it says so itself */
	rows_done(&rows);
}

/* Says of every row what the test wants to hear. */
static enum column_tone judge(const void *context, uint32_t row, enum column_matter matter)
{
	const enum column_tone *tones = context;

	(void)row;
	return tones[matter];
}

static void what_lasts_is_for_the_judge_to_say(void **state)
{
	enum column_tone tones[] = {
		[COLUMN_MATTER_CLOSING] = COLUMN_WRONG, [COLUMN_MATTER_READING] = COLUMN_WARNING};
	struct column_judge said = {tones, judge};
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows.context.judge = &said;
	rows_refresh(&rows, 1000,
		"1 tcp CLOSE_WAIT 10.0.0.5:1 10.0.0.9:1\n"
		"2 tcp ESTABLISHED 10.0.0.5:2 10.0.0.9:1 recv=70000\n"
		"3 tcp ESTABLISHED 10.0.0.5:3 10.0.0.9:1\n"
		"4 tcp LISTEN 10.0.0.5:4 0.0.0.0:0 recv=1 send=9\n");
	assert_int_equal(tone_of(&rows, 1, "state"), COLUMN_WRONG);
	assert_int_equal(tone_of_row(&rows, 1), COLUMN_WRONG);
	assert_int_equal(tone_of(&rows, 2, "recvq"), COLUMN_WARNING);
	assert_int_equal(tone_of_row(&rows, 2), COLUMN_WARNING);
	assert_int_equal(tone_of_row(&rows, 3), COLUMN_PLAIN);
	assert_int_equal(tone_of_row(&rows, 4), COLUMN_PLAIN);
	rows_done(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_calm_machine_has_no_loud_cell),
		cmocka_unit_test(an_accept_queue_is_full_where_health_calls_it_full),
		cmocka_unit_test(what_is_sent_again_or_waits_for_a_window_needs_a_look),
		cmocka_unit_test(what_lasts_is_for_the_judge_to_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
