/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/random.h"
#include "view/group/order.h"

/*
 * A column of the test's own, over values that the test chooses. The key tells as much of a value
 * as `shift` leaves of it; the rest is for the comparison, which is counted.
 */
#define BLANK UINT64_MAX

static struct {
	const uint64_t *values;
	unsigned shift;
	size_t comparisons;
} made;

static struct column_value made_read(
	const struct column_context *context, uint32_t row, struct buffer *text)
{
	(void)context;
	(void)text;
	if (made.values[row] == BLANK)
		return (struct column_value){.blank = COLUMN_NONE};
	return (struct column_value){.number = made.values[row]};
}

static uint64_t made_key(const struct column_context *context, uint32_t row)
{
	(void)context;
	/* The highest bit: the key is not the whole value. */
	return made.values[row] == BLANK ? UINT64_MAX
					 : UINT64_C(1) << 63 | made.values[row] >> made.shift;
}

static int made_compare(const struct column_context *context, uint32_t left, uint32_t right)
{
	(void)context;
	made.comparisons++;
	return (made.values[left] > made.values[right]) - (made.values[left] < made.values[right]);
}

static const struct column compared_column = {.id = "made",
	.title = "MADE",
	.kind = COLUMN_TEXT,
	.read = made_read,
	.sort_key = made_key,
	.compare = made_compare};

static const struct column numeric_column = {
	.id = "number", .title = "NUMBER", .kind = COLUMN_NUMBER, .read = made_read};

/* -------- rows with these values -------- */

struct bench {
	struct track track;
	struct column_context context;
	struct order order;
	uint64_t *values;
	uint32_t *expected; /* rows, in the order in which they should stand */
	size_t count;
};

static void bench_init(struct bench *bench, size_t count)
{
	*bench = (struct bench){.count = count, .context = {.track = &bench->track}};
	bench->values = calloc(count + 1, sizeof(*bench->values));
	bench->expected = calloc(count + 1, sizeof(*bench->expected));
	bench->track.rows = calloc(count + 1, sizeof(*bench->track.rows));
	bench->track.row_count = count;
	for (size_t i = 0; i < count; i++) {
		bench->track.rows[i].life = ROW_STEADY;
		/* in another order than the rows, so that ties are seen to go by it */
		bench->track.rows[i].conn.cookie = (i * 7919 + 13) % 100003 + 1;
	}
	made.values = bench->values;
	made.shift = 0;
}

static void bench_done(struct bench *bench)
{
	order_done(&bench->order);
	free(bench->values);
	free(bench->expected);
	free(bench->track.rows);
}

static const struct bench *sorting;

static int compare_endpoints(const struct conn_endpoint *left, const struct conn_endpoint *right)
{
	int order = memcmp(left->addr, right->addr, sizeof(left->addr));

	return order ? order : (int)left->port - (int)right->port;
}

/* Only IPv4 before IPv6: there are no others here. */
static int compare_conns(uint32_t left, uint32_t right)
{
	const struct conn *l = &sorting->track.rows[left].conn;
	const struct conn *r = &sorting->track.rows[right].conn;
	int order = (int)(l->family == CONN_IPV6) - (int)(r->family == CONN_IPV6);

	if (!order)
		order = compare_endpoints(&l->remote, &r->remote);
	return order ? order : compare_endpoints(&l->local, &r->local);
}

/* The same order by other means. */
static int compare_expected(const void *left_, const void *right_)
{
	uint32_t left = *(const uint32_t *)left_, right = *(const uint32_t *)right_;
	uint64_t l = sorting->values[left], r = sorting->values[right];
	uint64_t l_cookie = sorting->track.rows[left].conn.cookie;
	uint64_t r_cookie = sorting->track.rows[right].conn.cookie;

	if ((l == BLANK) != (r == BLANK))
		return l == BLANK ? 1 : -1;
	if (l != r)
		return (l < r) != sorting->order.descending ? -1 : 1;
	if (compare_conns(left, right))
		return compare_conns(left, right);
	if (l_cookie != r_cookie)
		return l_cookie < r_cookie ? -1 : 1;
	return left < right ? -1 : left > right;
}

/* Sockets of a few hosts, some of which have the same two ends. */
static void choose_ends(struct bench *bench, uint64_t *seed)
{
	for (size_t i = 0; i < bench->count; i++) {
		struct conn *conn = &bench->track.rows[i].conn;

		conn->family = random_below(seed, 3) ? CONN_IPV4 : CONN_IPV6;
		conn->local.addr[0] = conn->remote.addr[0] = 10;
		conn->local.addr[3] = (uint8_t)random_below(seed, 2);
		conn->local.port = (uint16_t)(1 + random_below(seed, 2));
		conn->remote.addr[conn->family == CONN_IPV4 ? 3 : 15] =
			(uint8_t)random_below(seed, 200);
		conn->remote.port = (uint16_t)random_below(seed, 3);
	}
}

static void bench_fill(struct bench *bench, const struct column *column, bool descending)
{
	order_begin(&bench->order, column, descending);
	for (uint32_t row = 0; row < bench->count; row++) {
		assert_int_equal(order_add(&bench->order, &bench->context, row), 0);
		bench->expected[row] = row;
	}
	sorting = bench;
	qsort(bench->expected, bench->count, sizeof(*bench->expected), compare_expected);
	made.comparisons = 0;
}

static void check_window(const struct bench *bench, size_t first, size_t end)
{
	for (size_t i = first; i < end && i < bench->count; i++)
		if (order_row(&bench->order, i) != bench->expected[i])
			fail_msg("place %zu of [%zu, %zu): row %u, not %u", i, first, end,
				order_row(&bench->order, i), bench->expected[i]);
}

static void check_each_row_is_there_once(const struct bench *bench)
{
	bool *seen = calloc(bench->count + 1, sizeof(*seen));

	assert_int_equal(bench->order.count, bench->count);
	for (size_t i = 0; i < bench->count; i++) {
		uint32_t row = order_row(&bench->order, i);

		assert_in_range(row, 0, bench->count - 1);
		assert_false(seen[row]);
		seen[row] = true;
	}
	free(seen);
}

/* -------- inputs -------- */

enum shape { RANDOM, FEW, SORTED, REVERSED, EQUAL, PIPE, SAW, NEARLY, ALTERNATING, SHAPES };

static const char *const shape_names[SHAPES] = {"random", "few values", "sorted", "reversed",
	"all equal", "organ pipe", "saw", "nearly sorted", "alternating"};

static void shape_values(struct bench *bench, enum shape shape, uint64_t *seed)
{
	size_t count = bench->count;

	for (size_t i = 0; i < count; i++) {
		uint64_t value = random_below(seed, UINT32_MAX);

		switch (shape) {
		case RANDOM:
		case SHAPES:
			break;
		case FEW:
			value = random_below(seed, 4);
			break;
		case SORTED:
			value = i;
			break;
		case REVERSED:
			value = count - i;
			break;
		case EQUAL:
			value = 7;
			break;
		case PIPE:
			value = i < count / 2 ? i : count - i;
			break;
		case SAW:
			value = i % 17;
			break;
		case NEARLY:
			value = random_below(seed, 50) ? i * 100 : value % (count * 100);
			break;
		case ALTERNATING:
			value = i % 2 ? i : count * 2 - i;
			break;
		}
		bench->values[i] = value;
	}
}

static void blank_some(struct bench *bench, uint64_t *seed)
{
	for (size_t i = 0; i < bench->count; i++)
		if (random_below(seed, 5) == 0)
			bench->values[i] = BLANK;
}

/* -------- the tests -------- */

static void equal_ones_are_in_the_order_of_their_addresses_and_of_age(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		uint64_t random = seed;
		struct bench bench;

		bench_init(&bench, 300);
		shape_values(&bench, seed % 2 ? EQUAL : FEW, &random);
		choose_ends(&bench, &random);
		bench_fill(&bench, &numeric_column, seed % 3 == 0);
		order_settle(&bench.order, &bench.context, 0, bench.count);
		check_window(&bench, 0, bench.count);
		for (size_t i = 0; i < bench.count; i += 37)
			assert_int_equal(
				order_rank(&bench.order, &bench.context, bench.expected[i]), i);
		bench_done(&bench);
	}
}

static void windows_anywhere_are_as_a_full_sort_would_have_them(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int round = 0; round < 400; round++) {
		struct bench bench;

		bench_init(&bench, random_below(&seed, round < 200 ? 60 : 1500));
		shape_values(&bench, (enum shape)random_below(&seed, SHAPES), &seed);
		if (random_below(&seed, 2))
			blank_some(&bench, &seed);
		made.shift = random_below(&seed, 40);
		bench_fill(&bench, random_below(&seed, 2) ? &compared_column : &numeric_column,
			random_below(&seed, 2));
		for (int window = 0; window < 6; window++) {
			size_t first = random_below(&seed, (uint32_t)bench.count + 5);
			size_t end = first + random_below(&seed, (uint32_t)bench.count + 5);

			order_settle(&bench.order, &bench.context, first, end);
			check_window(&bench, first, end);
		}
		order_settle(&bench.order, &bench.context, 0, bench.count);
		check_window(&bench, 0, bench.count);
		check_each_row_is_there_once(&bench);
		bench_done(&bench);
	}
}

static void what_has_no_value_stands_last_both_ways(void **state)
{
	(void)state;
	for (int descending = 0; descending < 2; descending++) {
		const uint64_t values[] = {5, BLANK, 0, BLANK, UINT32_MAX};
		struct bench bench;

		bench_init(&bench, COUNT_OF(values));
		memcpy(bench.values, values, sizeof(values));
		bench_fill(&bench, &numeric_column, descending);
		order_settle(&bench.order, &bench.context, 0, COUNT_OF(values));
		assert_int_equal(order_row(&bench.order, 0), descending ? 4 : 2);
		assert_int_equal(order_row(&bench.order, 1), 0);
		assert_int_equal(order_row(&bench.order, 2), descending ? 2 : 4);
		assert_int_equal(values[order_row(&bench.order, 3)], BLANK);
		assert_int_equal(values[order_row(&bench.order, 4)], BLANK);
		bench_done(&bench);
	}
}

/* Or rows with the same value would change places when the order is turned round. */
static void rows_with_the_same_value_go_by_their_cookies_both_ways(void **state)
{
	(void)state;
	for (int descending = 0; descending < 2; descending++) {
		struct bench bench;

		bench_init(&bench, 500);
		bench_fill(&bench, descending ? &compared_column : &numeric_column, descending);
		order_settle(&bench.order, &bench.context, 0, 500);
		for (size_t i = 1; i < 500; i++)
			assert_true(bench.track.rows[order_row(&bench.order, i - 1)].conn.cookie <
				    bench.track.rows[order_row(&bench.order, i)].conn.cookie);
		bench_done(&bench);
	}
}

static void the_rank_of_a_row_is_its_place_in_a_full_sort(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct bench bench;

		bench_init(&bench, 1 + random_below(&seed, 300));
		shape_values(&bench, (enum shape)random_below(&seed, SHAPES), &seed);
		blank_some(&bench, &seed);
		bench_fill(&bench, random_below(&seed, 2) ? &compared_column : &numeric_column,
			random_below(&seed, 2));
		/* whatever has been settled before */
		order_settle(&bench.order, &bench.context, bench.count / 3, bench.count / 2);
		for (int i = 0; i < 10; i++) {
			size_t place = random_below(&seed, (uint32_t)bench.count);

			assert_int_equal(
				order_rank(&bench.order, &bench.context, bench.expected[place]),
				place);
		}
		assert_int_equal(
			order_rank(&bench.order, &bench.context, (uint32_t)bench.count + 1),
			bench.count);
		bench_done(&bench);
	}
}

#define MANY 100000
#define WINDOW 150

/* The comparisons are counted of the column: every pair must come to one. */
static void check_effort(enum shape shape, bool descending, uint64_t *seed)
{
	struct bench bench;

	bench_init(&bench, MANY);
	shape_values(&bench, shape, seed);
	made.shift = 62; /* the keys say nothing */
	bench_fill(&bench, &compared_column, descending);
	order_settle(&bench.order, &bench.context, 0, WINDOW);
	check_window(&bench, 0, WINDOW);
	if (made.comparisons > 15 * MANY)
		fail_msg("%s: %zu comparisons for the first window", shape_names[shape],
			made.comparisons);
	made.comparisons = 0;
	order_settle(&bench.order, &bench.context, MANY / 2, MANY / 2 + WINDOW);
	check_window(&bench, MANY / 2, MANY / 2 + WINDOW);
	if (made.comparisons > 15 * MANY)
		fail_msg("%s: %zu comparisons for a window in the middle", shape_names[shape],
			made.comparisons);
	made.comparisons = 0;
	order_settle(&bench.order, &bench.context, 0, MANY);
	check_window(&bench, 0, MANY);
	if (made.comparisons > 50 * MANY) /* the least is 17 */
		fail_msg("%s: %zu comparisons for all", shape_names[shape], made.comparisons);
	made.comparisons = 0;
	order_settle(&bench.order, &bench.context, 10, MANY - 10);
	assert_int_equal(made.comparisons, 0); /* it is settled */
	bench_done(&bench);
}

static void no_input_makes_a_hundred_thousand_rows_quadratic(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int shape = 0; shape < SHAPES; shape++) {
		check_effort((enum shape)shape, false, &seed);
		check_effort((enum shape)shape, true, &seed);
	}
}

/* What a step may do beyond its budget: sort one short piece, which may take twice as long as most.
 */
#define STEP_SLACK 400

static void steps_come_to_what_is_done_at_once_and_none_is_longer_than_its_budget(void **state)
{
	static const size_t budgets[] = {1, 2, 3, 7, 100, 1000};
	uint64_t seed = random_seed();

	(void)state;
	for (int round = 0; round < 120; round++) {
		size_t budget = budgets[random_below(&seed, COUNT_OF(budgets))];
		struct bench bench;

		bench_init(&bench, random_below(&seed, round < 100 ? 300 : 20000));
		shape_values(&bench, (enum shape)random_below(&seed, SHAPES), &seed);
		made.shift = 62; /* the keys say nothing: comparisons are counted */
		bench_fill(&bench, &compared_column, random_below(&seed, 2));
		for (int window = 0; window < 4; window++) {
			size_t first = random_below(&seed, (uint32_t)bench.count + 5);
			size_t end = first + random_below(&seed, 200), left = budget;
			size_t abandoned = random_below(&seed, 4) ? SIZE_MAX : 3, steps = 0;

			made.comparisons = 0;
			while (steps < abandoned && order_settle_step(&bench.order, &bench.context,
							    first, end, &left)) {
				assert_true(made.comparisons <= 2 * budget + STEP_SLACK);
				made.comparisons = 0;
				left = budget;
				steps++;
			}
			if (steps < abandoned)
				check_window(&bench, first, end);
		}
		check_each_row_is_there_once(&bench);
		order_settle(&bench.order, &bench.context, 0, bench.count);
		check_window(&bench, 0, bench.count);
		bench_done(&bench);
	}
}

/* The comparisons for a window at the end, with or without one at the top before. */
static size_t effort_at_the_end(bool top_before)
{
	uint64_t seed = 11;
	size_t comparisons;
	struct bench bench;

	bench_init(&bench, MANY);
	shape_values(&bench, RANDOM, &seed);
	made.shift = 62;
	bench_fill(&bench, &compared_column, false);
	if (top_before)
		order_settle(&bench.order, &bench.context, 0, WINDOW);
	made.comparisons = 0;
	order_settle(&bench.order, &bench.context, MANY - WINDOW, MANY);
	comparisons = made.comparisons;
	check_window(&bench, MANY - WINDOW, MANY);
	bench_done(&bench);
	return comparisons;
}

static void a_second_window_is_found_in_a_part_of_the_entries(void **state)
{
	(void)state;
	assert_true(effort_at_the_end(true) + MANY / 2 < effort_at_the_end(false));
}

static uint64_t whole_key(const struct column_context *context, uint32_t row)
{
	(void)context;
	return made.values[row];
}

static void a_key_that_tells_everything_is_not_looked_behind(void **state)
{
	uint64_t seed = random_seed();
	struct column whole = compared_column;

	(void)state;
	whole.sort_key = whole_key;
	for (int descending = 0; descending < 2; descending++) {
		struct bench bench;

		bench_init(&bench, 5000);
		shape_values(&bench, FEW, &seed);
		bench_fill(&bench, &whole, descending);
		order_settle(&bench.order, &bench.context, 0, 5000);
		check_window(&bench, 0, 5000);
		assert_int_equal(made.comparisons, 0);
		bench_done(&bench);
	}
}

/* Of words the key holds eight bytes. */
static const char *word_of(uint64_t value)
{
	static char word[16];
	size_t length = value % 13;

	for (size_t i = 0; i < length; i++)
		word[i] = value >> (4 + i) & 1 ? 'b' : (char)0xc3;
	word[length] = '\0';
	return word;
}

static struct column_value word_read(
	const struct column_context *context, uint32_t row, struct buffer *text)
{
	(void)context;
	buffer_text(text, word_of(made.values[row]));
	return (struct column_value){.blank = COLUMN_REAL};
}

static void words_are_in_the_order_of_their_bytes_however_long(void **state)
{
	static const struct column words = {
		.id = "word", .title = "WORD", .kind = COLUMN_TEXT, .read = word_read};
	uint64_t seed = random_seed();

	(void)state;
	for (int descending = 0; descending < 2; descending++) {
		struct bench bench;
		char before[16];

		bench_init(&bench, 3000);
		shape_values(&bench, RANDOM, &seed);
		bench_fill(&bench, &words, descending);
		order_settle(&bench.order, &bench.context, 0, 3000);
		for (size_t i = 1; i < 3000; i++) {
			int order;

			strcpy(before, word_of(bench.values[order_row(&bench.order, i - 1)]));
			order = strcmp(before, word_of(bench.values[order_row(&bench.order, i)]));
			assert_true(descending ? order >= 0 : order <= 0);
		}
		bench_done(&bench);
	}
}

static void an_order_without_rows_does_nothing(void **state)
{
	struct bench bench;

	(void)state;
	bench_init(&bench, 0);
	bench_fill(&bench, &numeric_column, false);
	order_settle(&bench.order, &bench.context, 0, 100);
	order_settle(&bench.order, &bench.context, 50, 40);
	assert_int_equal(bench.order.count, 0);
	assert_int_equal(order_rank(&bench.order, &bench.context, 0), 0);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_ones_are_in_the_order_of_their_addresses_and_of_age),
		cmocka_unit_test(windows_anywhere_are_as_a_full_sort_would_have_them),
		cmocka_unit_test(what_has_no_value_stands_last_both_ways),
		cmocka_unit_test(rows_with_the_same_value_go_by_their_cookies_both_ways),
		cmocka_unit_test(the_rank_of_a_row_is_its_place_in_a_full_sort),
		cmocka_unit_test(
			steps_come_to_what_is_done_at_once_and_none_is_longer_than_its_budget),
		cmocka_unit_test(a_second_window_is_found_in_a_part_of_the_entries),
		cmocka_unit_test(no_input_makes_a_hundred_thousand_rows_quadratic),
		cmocka_unit_test(a_key_that_tells_everything_is_not_looked_behind),
		cmocka_unit_test(words_are_in_the_order_of_their_bytes_however_long),
		cmocka_unit_test(an_order_without_rows_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
