/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <locale.h>
#include <wchar.h>

#include "base/unicode.h"
#include "support/random.h"

static bool is_surrogate(uint32_t point)
{
	return point >= 0xd800 && point <= 0xdfff;
}

static void every_code_point_survives_encoding_and_decoding(void **state)
{
	(void)state;
	for (uint32_t point = 0; point <= 0x10ffff; point++) {
		char bytes[4];
		uint32_t back;
		size_t length = unicode_encode(point, bytes);

		if (is_surrogate(point))
			continue;
		if (unicode_decode(bytes, length, &back) != length || back != point)
			fail_msg("U+%04X came back as U+%04X", (unsigned)point, (unsigned)back);
	}
}

static void bytes_that_are_no_utf8_are_taken_one_at_a_time(void **state)
{
	static const char *const invalid[] = {
		"\x80",                 /* a continuation without a beginning */
		"\xbf",                 /* the last of those */
		"\xc0\x80",             /* overlong NUL */
		"\xc1\xbf",             /* overlong U+7F */
		"\xe0\x80\xaf",         /* overlong / */
		"\xe0\x9f\xbf",         /* overlong U+7FF */
		"\xf0\x80\x80\xaf",     /* overlong / in four bytes */
		"\xf0\x8f\xbf\xbf",     /* overlong U+FFFF */
		"\xed\xa0\x80",         /* U+D800 */
		"\xed\xbf\xbf",         /* U+DFFF */
		"\xf4\x90\x80\x80",     /* U+110000 */
		"\xf5\x80\x80\x80",     /* beyond */
		"\xf8\x88\x80\x80\x80", /* five bytes */
		"\xfe",
		"\xff",
		"\xc3",         /* cut off */
		"\xe2\x82",     /* cut off */
		"\xf0\x9f\x98", /* cut off */
		"\xc3(",        /* interrupted */
		"\xe2\x82(",
		"\xf0\x9f\x98(",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(invalid); i++) {
		uint32_t point = 0;

		assert_int_equal(unicode_decode(invalid[i], strlen(invalid[i]), &point), 1);
		assert_int_equal(point, UNICODE_INVALID);
	}
}

static void the_first_and_last_of_each_length_are_valid(void **state)
{
	static const uint32_t points[] = {
		0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(points); i++) {
		char bytes[4];
		uint32_t back;
		size_t length = unicode_encode(points[i], bytes);

		assert_int_equal(unicode_decode(bytes, length, &back), length);
		assert_int_equal(back, points[i]);
		/* One byte less is no character any more. */
		if (length > 1) {
			assert_int_equal(unicode_decode(bytes, length - 1, &back), 1);
			assert_int_equal(back, UNICODE_INVALID);
		}
	}
}

static void whatever_the_bytes_are_decoding_goes_forward_and_stays_inside(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int i = 0; i < 200000; i++) {
		size_t length = 1 + random_below(&seed, 6), taken;
		char *bytes = malloc(length); /* exactly as long: a sanitizer sees one byte more */
		uint32_t point;

		for (size_t at = 0; at < length; at++)
			bytes[at] = (char)(random_below(&seed, 3) ? 0x80 + random_below(&seed, 128)
								  : random_below(&seed, 256));
		taken = unicode_decode(bytes, length, &point);
		assert_in_range(taken, 1, length);
		if (point == UNICODE_INVALID) {
			assert_int_equal(taken, 1);
		} else {
			char again[4];

			assert_false(is_surrogate(point));
			assert_true(point <= 0x10ffff);
			assert_int_equal(unicode_encode(point, again), taken);
			assert_memory_equal(again, bytes, taken);
		}
		free(bytes);
	}
}

static void what_steers_a_terminal_or_a_line_is_forbidden_in_every_locale(void **state)
{
	static const struct {
		uint32_t first, last;
		const char *what;
	} ranges[] = {
		{0x00, 0x1f, "C0"},
		{0x7f, 0x7f, "DEL"},
		{0x80, 0x9f, "C1"},
		{0xad, 0xad, "soft hyphen"},
		{0x034f, 0x034f, "combining grapheme joiner"},
		{0x061c, 0x061c, "Arabic letter mark"},
		{0x115f, 0x1160, "Hangul fillers"},
		{0x17b4, 0x17b5, "Khmer inherent vowels"},
		{0x180b, 0x180f, "Mongolian selectors"},
		{0x200b, 0x200f, "zero width space, ZWNJ, ZWJ, LRM, RLM"},
		{0x2028, 0x202e, "line separators, embeddings, overrides"},
		{0x2060, 0x206f, "word joiner, isolates"},
		{0x3164, 0x3164, "Hangul filler"},
		{0xd800, 0xdfff, "surrogates"},
		{0xe000, 0xf8ff, "private use"},
		{0xfe00, 0xfe0f, "variation selectors"},
		{0xfeff, 0xfeff, "byte order mark"},
		{0xffa0, 0xffa0, "halfwidth Hangul filler"},
		{0xfff9, 0xfffb, "interlinear annotation"},
		{0xfffe, 0xffff, "noncharacters"},
		{0x1d173, 0x1d17a, "musical controls"},
		{0xe0001, 0xe007f, "tags"},
		{0xe0100, 0xe01ef, "variation selectors"},
		{0xf0000, 0x10ffff, "private use planes"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ranges); i++)
		for (uint32_t point = ranges[i].first; point <= ranges[i].last; point++)
			if (!unicode_is_forbidden(point) || unicode_width(point) != -1)
				fail_msg("U+%04X (%s)", (unsigned)point, ranges[i].what);
}

static void letters_symbols_and_the_replacement_are_not_forbidden(void **state)
{
	static const uint32_t points[] = {' ', '~', 0xa0, 0xe9, 0x301, 0x416, 0x5d0, 0x1100, 0x20ac,
		0x2026, 0x2500, 0x25b2, 0x4e2d, 0xac00, 0xff21, 0xfffd, 0x1f600, 0x20000};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(points); i++)
		assert_false(unicode_is_forbidden(points[i]));
}

static void widths_are_those_of_the_cells(void **state)
{
	static const struct {
		uint32_t point;
		int width;
	} examples[] = {
		{' ', 1},
		{'~', 1},
		{0xe9, 1},
		{0x416, 1},
		{0x20ac, 1},
		{0x2026, 1},
		{0xfffd, 1},
		{0x4e2d, 2},
		{0xac00, 2},
		{0xff21, 2},
		{0x1f600, 2},
		{0x20000, 2},
		{0x301, 0},
		{0x20dd, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++)
		if (unicode_width(examples[i].point) != examples[i].width)
			fail_msg("U+%04X", (unsigned)examples[i].point);
}

static void a_width_is_never_anything_but_two_one_none_or_forbidden(void **state)
{
	(void)state;
	for (uint32_t point = 0; point <= 0x110000; point++)
		assert_in_range(unicode_width(point) + 1, 0, 3);
	assert_int_equal(unicode_width(UNICODE_INVALID), -1);
}

static void in_the_c_locale_ascii_is_what_can_be_shown(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_ALL, "C"));
	for (uint32_t point = 0x20; point < 0x7f; point++)
		assert_int_equal(unicode_width(point), 1);
	for (uint32_t point = 0; point <= 0x10ffff; point++)
		if (unicode_is_forbidden(point))
			assert_int_equal(unicode_width(point), -1);
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point_survives_encoding_and_decoding),
		cmocka_unit_test(bytes_that_are_no_utf8_are_taken_one_at_a_time),
		cmocka_unit_test(the_first_and_last_of_each_length_are_valid),
		cmocka_unit_test(whatever_the_bytes_are_decoding_goes_forward_and_stays_inside),
		cmocka_unit_test(what_steers_a_terminal_or_a_line_is_forbidden_in_every_locale),
		cmocka_unit_test(letters_symbols_and_the_replacement_are_not_forbidden),
		cmocka_unit_test(widths_are_those_of_the_cells),
		cmocka_unit_test(a_width_is_never_anything_but_two_one_none_or_forbidden),
		cmocka_unit_test(in_the_c_locale_ascii_is_what_can_be_shown),
	};

	if (!setlocale(LC_ALL, "C.UTF-8")) {
		printf("no locale C.UTF-8 here\n");
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
