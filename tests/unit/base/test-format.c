/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <locale.h>

#include "base/format.h"

#define SECOND UINT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

typedef void format_fn(struct buffer *out, uint64_t number);

struct example {
	uint64_t number;
	const char *text;
};

static void check_examples(format_fn *format, const struct example *examples, size_t count)
{
	struct buffer out = {0};

	for (size_t i = 0; i < count; i++) {
		buffer_clear(&out);
		format(&out, examples[i].number);
		assert_string_equal(buffer_get(&out), examples[i].text);
	}
	buffer_done(&out);
}

static size_t length_of(format_fn *format, uint64_t number)
{
	struct buffer out = {0};
	size_t length;

	format(&out, number);
	length = out.length;
	buffer_done(&out);
	return length;
}

static void thousands_are_grouped(void **state)
{
	static const struct example examples[] = {
		{0, "0"},
		{999, "999"},
		{1000, "1,000"},
		{8112, "8,112"},
		{999999, "999,999"},
		{1000000, "1,000,000"},
		{1000001, "1,000,001"},
		{UINT64_MAX, "18,446,744,073,709,551,615"},
	};

	(void)state;
	check_examples(format_grouped, examples, COUNT_OF(examples));
}

static void bytes_change_their_unit_at_every_boundary(void **state)
{
	static const struct example examples[] = {
		{0, "0"},
		{1, "1"},
		{812, "812"},
		{999, "999"},
		{1000, "1.0k"},
		{1023, "1.0k"},
		{1024, "1.0k"},
		{1126, "1.1k"},
		{1536, "1.5k"},
		{10188, "9.9k"},
		{10189, "10k"}, /* 9.950 */
		{10239, "10k"},
		{10240, "10k"},
		{12 * 1024, "12k"},
		{999 * 1024, "999k"},
		{999 * 1024 + 511, "999k"},
		{999 * 1024 + 512, "1.0M"},
		{1000 * 1024, "1.0M"},
		{1023 * 1024, "1.0M"},
		{1024 * 1024, "1.0M"},
		{UINT64_C(81) << 20, "81M"},
		{UINT64_C(1) << 30, "1.0G"},
		{UINT64_C(1) << 40, "1.0T"},
		{UINT64_C(1) << 50, "1.0P"},
		{UINT64_C(1) << 60, "1.0E"},
		{UINT64_MAX, "16E"},
	};

	(void)state;
	check_examples(format_scaled, examples, COUNT_OF(examples));
}

static void bytes_never_take_more_than_four_characters(void **state)
{
	(void)state;
	for (uint64_t number = 0; number < 1100 * 1024; number++)
		assert_in_range(length_of(format_scaled, number), 1, 4);
	for (unsigned bit = 10; bit < 64; bit++)
		for (uint64_t i = 0; i < 1100; i++) {
			uint64_t unit = UINT64_C(1) << bit;

			assert_in_range(length_of(format_scaled, unit + i * (unit / 100)), 1, 4);
			assert_in_range(length_of(format_scaled, unit - 1 - i), 1, 4);
		}
}

/* What a shown number stands for, in bytes. */
static double value_of(uint64_t number)
{
	struct buffer out = {0};
	static const char units[] = "kMGTPE";
	char *end;
	double value;

	format_scaled(&out, number);
	value = strtod(out.data, &end);
	if (*end)
		for (const char *unit = units;; unit++) {
			value *= 1024;
			if (*unit == *end)
				break;
		}
	buffer_done(&out);
	return value;
}

static void more_bytes_never_show_as_less(void **state)
{
	double before = 0;

	(void)state;
	for (uint64_t number = 0; number < 3 * 1024 * 1024; number += 7) {
		double value = value_of(number);

		/* 1000 is shown as 1.0k, and 999.5k as 1.0M: never more than 5 % off. */
		assert_true(value >= before);
		assert_true(value <= (double)number * 1.05 && value >= (double)number * 0.95);
		before = value;
	}
}

static void durations_change_their_unit_at_every_boundary(void **state)
{
	static const struct example examples[] = {
		{0, "0.0s"},
		{99, "0.0s"},
		{100, "0.1s"},
		{800, "0.8s"},
		{59900, "59.9s"},
		{59999, "59.9s"},
		{MINUTE, "1m0s"},
		{2 * MINUTE + 3 * SECOND, "2m3s"},
		{HOUR - 1, "59m59s"},
		{HOUR, "1h0m"},
		{5 * HOUR + 12 * MINUTE, "5h12m"},
		{DAY - 1, "23h59m"},
		{DAY, "1d0h"},
		{3 * DAY + 4 * HOUR, "3d4h"},
		{100 * DAY - 1, "99d23h"},
		{100 * DAY, "100d"},
		{412 * DAY, "412d"},
	};

	(void)state;
	check_examples(format_duration, examples, COUNT_OF(examples));
}

static void durations_never_take_more_than_six_characters(void **state)
{
	(void)state;
	for (uint64_t seconds = 0; seconds < 101 * 86400; seconds += 13)
		assert_in_range(length_of(format_duration, seconds * 1000 + 999), 4, 6);
	for (unsigned bit = 0; bit < 64; bit++)
		assert_in_range(length_of(format_duration, UINT64_C(1) << bit), 4, 6);
	assert_in_range(length_of(format_duration, UINT64_MAX), 4, 6);
}

static void microseconds_keep_the_digits_that_say_something(void **state)
{
	static const struct example examples[] = {
		{0, "0.000"},
		{22, "0.022"},
		{999, "0.999"},
		{1000, "1.00"},
		{1500, "1.50"},
		{9994, "9.99"},
		{9995, "10.0"},
		{9999, "10.0"},
		{10000, "10.0"},
		{23100, "23.1"},
		{99949, "99.9"},
		{99950, "100"},
		{99999, "100"},
		{231000, "231"},
		{UINT32_MAX, "4294967"},
	};

	(void)state;
	check_examples(format_microseconds, examples, COUNT_OF(examples));
}

static void a_locale_with_a_decimal_comma_changes_nothing(void **state)
{
	static const struct example scaled[] = {{1536, "1.5k"}};
	static const struct example micro[] = {{1500, "1.50"}, {23100, "23.1"}};

	(void)state;
	if (!setlocale(LC_NUMERIC, "de_DE.UTF-8")) {
		print_message("no de_DE.UTF-8 here: checked in this locale only\n");
		setlocale(LC_NUMERIC, "");
	}
	check_examples(format_scaled, scaled, COUNT_OF(scaled));
	check_examples(format_microseconds, micro, COUNT_OF(micro));
	setlocale(LC_NUMERIC, "C");
}

static void a_moment_is_written_in_utc(void **state)
{
	static const struct {
		int64_t real_us;
		const char *text;
	} examples[] = {
		{0, "1970-01-01T00:00:00.000Z"},
		{INT64_C(1795183387120000), "2026-11-20T14:03:07.120Z"},
		{INT64_C(1795183387120999), "2026-11-20T14:03:07.120Z"},
		{INT64_C(951782399999000), "2000-02-28T23:59:59.999Z"},
		{INT64_C(951782400000000), "2000-02-29T00:00:00.000Z"},
		{-1, "1969-12-31T23:59:59.999Z"},
		{-1000000, "1969-12-31T23:59:59.000Z"},
	};
	struct buffer out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		buffer_clear(&out);
		format_utc(&out, examples[i].real_us);
		assert_string_equal(buffer_get(&out), examples[i].text);
	}
	format_utc(&out, INT64_MAX);
	format_utc(&out, INT64_MIN);
	buffer_done(&out);
}

static void seconds_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		int result;
		uint32_t ms;
	} examples[] = {
		{"", -EINVAL, 0},
		{".", -EINVAL, 0},
		{"1.", 0, 1000},
		{".5", 0, 500},
		{"0.1", 0, 100},
		{"1", 0, 1000},
		{"1.5", 0, 1500},
		{"007", 0, 7000},
		{"0.1009", 0, 100}, /* below a millisecond nothing is heard */
		{"1.23456789012345678901234567890", 0, 1234},
		{"3600", 0, 3600000},
		{"3600.000", 0, 3600000},
		{"1e3", -EINVAL, 0},
		{"-1", -EINVAL, 0},
		{"+1", -EINVAL, 0},
		{" 1", -EINVAL, 0},
		{"1 ", -EINVAL, 0},
		{"1s", -EINVAL, 0},
		{"1,5", -EINVAL, 0},
		{"1.2.3", -EINVAL, 0},
		{"0x10", -EINVAL, 0},
		{"nan", -EINVAL, 0},
		{"inf", -EINVAL, 0},
		{"0", -ERANGE, 0},
		{"0.05", -ERANGE, 0},
		{"0.099", -ERANGE, 0},
		{"3600.001", -ERANGE, 0},
		{"3601", -ERANGE, 0},
		{"4294968", -ERANGE, 0}, /* 2^32 milliseconds and more */
		{"4294967.396", -ERANGE, 0},
		{"99999999999999999999999999999999999999", -ERANGE, 0},
		{"99999999999999999999999999999999999999x", -EINVAL, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		uint32_t ms = 77;

		if (format_parse_seconds(examples[i].text, 100, 3600000, &ms) != examples[i].result)
			fail_msg("\"%s\"", examples[i].text);
		assert_int_equal(ms, examples[i].result ? 77 : examples[i].ms);
	}
}

static void the_widest_range_of_seconds_has_an_end(void **state)
{
	uint32_t ms = 0;

	(void)state;
	assert_int_equal(format_parse_seconds("0", 0, UINT32_MAX, &ms), 0);
	assert_int_equal(ms, 0);
	assert_int_equal(format_parse_seconds("4294967.295", 0, UINT32_MAX, &ms), 0);
	assert_int_equal(ms, UINT32_MAX);
	assert_int_equal(format_parse_seconds("4294967.296", 0, UINT32_MAX, &ms), -ERANGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thousands_are_grouped),
		cmocka_unit_test(bytes_change_their_unit_at_every_boundary),
		cmocka_unit_test(bytes_never_take_more_than_four_characters),
		cmocka_unit_test(more_bytes_never_show_as_less),
		cmocka_unit_test(durations_change_their_unit_at_every_boundary),
		cmocka_unit_test(durations_never_take_more_than_six_characters),
		cmocka_unit_test(microseconds_keep_the_digits_that_say_something),
		cmocka_unit_test(a_locale_with_a_decimal_comma_changes_nothing),
		cmocka_unit_test(a_moment_is_written_in_utc),
		cmocka_unit_test(seconds_are_read_as_people_write_them),
		cmocka_unit_test(the_widest_range_of_seconds_has_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
