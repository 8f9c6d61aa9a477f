/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/rows.h"
#include "view/table/tags.h"

#define SECOND 1000

#define ONE "1 tcp ESTABLISHED 10.0.0.1:80 10.0.0.2:4001\n"
#define TWO "2 tcp ESTABLISHED 10.0.0.1:80 10.0.0.2:4002\n"
#define THREE "3 tcp ESTABLISHED 10.0.0.1:80 10.0.0.2:4003\n"

struct stage {
	struct rows rows;
	struct tags tags;
};

static void stage_init(struct stage *stage, uint64_t linger_ms, const char *listing)
{
	*stage = (struct stage){0};
	rows_init(&stage->rows, linger_ms);
	rows_refresh(&stage->rows, SECOND, listing);
}

static void stage_done(struct stage *stage)
{
	tags_done(&stage->tags);
	rows_done(&stage->rows);
}

static void refresh(struct stage *stage, const char *listing)
{
	rows_refresh(&stage->rows, SECOND, listing);
	tags_prune(&stage->tags, &stage->rows.track);
}

static void toggle(struct stage *stage, uint64_t cookie)
{
	uint32_t row = rows_find(&stage->rows, cookie);

	assert_int_equal(tags_toggle(&stage->tags, &stage->rows.track, row), 0);
}

static bool is_tagged(struct stage *stage, uint64_t cookie)
{
	return stage->rows.track.rows[rows_find(&stage->rows, cookie)].flags & ROW_TAGGED;
}

static void a_tag_is_set_and_taken_away(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 0, ONE TWO THREE);
	toggle(&stage, 2);
	toggle(&stage, 3);
	assert_int_equal(stage.tags.count, 2);
	assert_true(is_tagged(&stage, 2));
	assert_false(is_tagged(&stage, 1));
	toggle(&stage, 2);
	assert_int_equal(stage.tags.count, 1);
	assert_false(is_tagged(&stage, 2));
	assert_true(is_tagged(&stage, 3));
	stage_done(&stage);
}

static void all_are_taken_away_at_once(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 0, ONE TWO THREE);
	toggle(&stage, 1);
	toggle(&stage, 3);
	tags_clear(&stage.tags, &stage.rows.track);
	assert_int_equal(stage.tags.count, 0);
	for (uint64_t cookie = 1; cookie <= 3; cookie++)
		assert_false(is_tagged(&stage, cookie));
	stage_done(&stage);
}

static void a_tag_ends_when_its_socket_turns_red(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 10 * SECOND, ONE TWO);
	toggle(&stage, 1);
	toggle(&stage, 2);
	refresh(&stage, TWO);
	assert_int_equal(stage.tags.count, 1);
	assert_int_equal(stage.tags.items[0].cookie, 2);
	assert_false(is_tagged(&stage, 1));
	stage_done(&stage);
}

static void a_row_that_is_used_again_has_no_tag(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 0, ONE);
	toggle(&stage, 1);
	refresh(&stage, "");
	assert_int_equal(stage.tags.count, 0);
	refresh(&stage, THREE);
	assert_int_equal(rows_find(&stage.rows, 3), 0);
	assert_false(is_tagged(&stage, 3));
	stage_done(&stage);
}

static void a_tag_goes_through_the_states(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage, 0, ONE);
	toggle(&stage, 1);
	refresh(&stage, "1 tcp TIME_WAIT 10.0.0.1:80 10.0.0.2:4001 uid=- inode=-\n");
	assert_true(is_tagged(&stage, 1));
	assert_int_equal(stage.tags.count, 1);
	stage_done(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tag_is_set_and_taken_away),
		cmocka_unit_test(all_are_taken_away_at_once),
		cmocka_unit_test(a_tag_ends_when_its_socket_turns_red),
		cmocka_unit_test(a_row_that_is_used_again_has_no_tag),
		cmocka_unit_test(a_tag_goes_through_the_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
