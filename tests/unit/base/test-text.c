/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <locale.h>

#include "base/text.h"
#include "base/unicode.h"
#include "support/random.h"

/* Payloads that an attacker would try as the name of a process, user, host, unit or interface. */
static const char *const hostile[] = {
	"",
	"nginx",
	"\x1b]0;CM\a\x1b[31mX",
	"\x1b[2J\x1b[H",
	"\x1b"
	"c",
	"\x9b"
	"31mX", /* C1 CSI as a byte */
	"\xc2\x9b"
	"31mX", /* C1 CSI as U+009B */
	"\xc2\x85next line",
	"a\nb\rc\td\be\vf\fg",
	"\x7f\x01\x02\x03\x1f",
	"\xe2\x80\xae"
	"gnp.exe",                   /* RLO */
	"\xe2\x81\xa6x\xe2\x81\xa9", /* isolates */
	"\xe2\x80\x8b\xe2\x80\x8c\xe2\x80\x8d\xe2\x80\x8e\xe2\x80\x8f",
	"\xef\xbb\xbf"
	"BOM",
	"\xf3\xa0\x81\x81\xf3\xa0\x81\x82",                          /* tags */
	"\xe1\x85\x9f\xe3\x85\xa4\xef\xbe\xa0",                      /* fillers */
	"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", /* seven acutes */
	"\xcc\x81",                                                  /* one on nothing */
	"\xcc\x81\xcc\x81\xcc\x81",
	"\xf0\x9f\x98\x80\xcc\x81", /* on an emoji */
	"\xe4\xb8\xad\xe6\x96\x87\xe8\xbf\x9b\xe7\xa8\x8b",
	"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7", /* ZWJ */
	"\xe2\x98\x83\xef\xb8\x8f", /* variation selector */
	"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf",
	"\xed\xa0\x80\xed\xb0\x80",
	"cut\xe4\xb8",
	"cut\xf0\x9f\x98",
	"\xff\xfe\xfd",
	"\xee\x80\x80\xf4\x8f\xbf\xbf", /* private use, the last code point */
	"\xe2\x80\xa8line\xe2\x80\xa9",
	"=cmd|' /C calc'!A0",
	"\"quoted\", \\ and comma",
};

static void fill_random(uint64_t *seed, char *text, size_t size)
{
	static const char *const pieces[] = {"\xcc\x81", "\xe4\xb8\xad", "\xf0\x9f\x98\x80",
		"\xe2\x80\xae", "\x1b[", "\xc2\x9b", "a", " ", "\xef\xbb\xbf", "\"", "\\", ",",
		"\n", "\xe1\x84\x80", "\xe1\x85\xa1"};
	size_t length = random_below(seed, (uint32_t)size), at = 0;

	while (at < length) {
		if (random_below(seed, 2)) {
			text[at++] = (char)(1 + random_below(seed, 255));
		} else {
			const char *piece = pieces[random_below(seed, COUNT_OF(pieces))];

			for (; *piece && at < length; piece++)
				text[at++] = *piece;
		}
	}
	text[at] = '\0';
}

/* The bytes that may be on a terminal: printable characters, marks only behind
 * another character. */
static void assert_can_be_shown(const char *text, enum text_charset charset)
{
	size_t length = strlen(text), at = 0, marks = 1;

	while (at < length) {
		uint32_t point;

		at += unicode_decode(text + at, length - at, &point);
		assert_int_not_equal(point, UNICODE_INVALID);
		assert_true(point >= 0x20);
		assert_false(point >= 0x7f && point <= 0x9f);
		assert_false(unicode_is_forbidden(point));
		if (charset == TEXT_ASCII)
			assert_true(point < 0x7f);
		if (point == UNICODE_REPLACEMENT || unicode_width(point) > 0)
			marks = 0;
		else
			assert_true(unicode_width(point) == 0 && ++marks <= 1);
	}
}

static void check_shown(const char *text, enum text_charset charset)
{
	struct buffer out = {0}, again = {0};

	text_add_shown(&out, text, charset);
	assert_can_be_shown(buffer_get(&out), charset);
	assert_int_equal(text_width(text, charset), text_width(buffer_get(&out), charset));
	/* What is safe is left as it is. */
	text_add_shown(&again, buffer_get(&out), charset);
	assert_string_equal(buffer_get(&again), buffer_get(&out));
	buffer_done(&out);
	buffer_done(&again);
}

static void check_fitted(const char *text, size_t width, bool right, enum text_charset charset)
{
	struct buffer out = {0};

	text_add_fitted(&out, text, width, right, charset);
	assert_can_be_shown(buffer_get(&out), charset);
	if (text_width(buffer_get(&out), charset) != width)
		fail_msg("%zu cells, not %zu: \"%s\"", text_width(out.data, charset), width,
			out.data);
	buffer_done(&out);
}

static void check_fitted_middle(const char *text, size_t width, enum text_charset charset)
{
	struct buffer out = {0};

	text_add_fitted_middle(&out, text, width, charset);
	assert_can_be_shown(buffer_get(&out), charset);
	assert_int_equal(text_width(buffer_get(&out), charset), width);
	buffer_done(&out);
}

static void nothing_hostile_reaches_the_terminal(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		check_shown(hostile[i], TEXT_UTF8);
		check_shown(hostile[i], TEXT_ASCII);
		for (size_t width = 0; width < 40; width++)
			for (int right = 0; right < 2; right++) {
				check_fitted(hostile[i], width, right, TEXT_UTF8);
				check_fitted(hostile[i], width, right, TEXT_ASCII);
			}
	}
}

static void every_single_byte_and_pair_of_bytes_is_made_safe(void **state)
{
	(void)state;
	for (int first = 1; first < 256; first++)
		for (int second = 0; second < 256; second++) {
			char text[] = {(char)first, (char)second, '\0'};

			check_shown(text, TEXT_UTF8);
			check_shown(text, TEXT_ASCII);
		}
}

static void a_fitted_text_is_exactly_as_wide_as_asked_whatever_its_bytes(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int i = 0; i < 60000; i++) {
		char text[64];

		fill_random(&seed, text, sizeof(text));
		check_shown(text, TEXT_UTF8);
		check_fitted(text, random_below(&seed, 50), random_below(&seed, 2), TEXT_UTF8);
		check_fitted(text, random_below(&seed, 50), random_below(&seed, 2), TEXT_ASCII);
		check_fitted_middle(text, random_below(&seed, 50), TEXT_UTF8);
		check_fitted_middle(text, random_below(&seed, 50), TEXT_ASCII);
	}
}

static void a_glyph_is_never_longer_than_its_room(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (int i = 0; i < 60000; i++) {
		char text[64];
		size_t at = 0, length;

		fill_random(&seed, text, sizeof(text));
		length = strlen(text);
		while (at < length) {
			struct text_glyph glyph;
			size_t taken = text_next_glyph(text + at, length - at, TEXT_UTF8, &glyph);

			assert_in_range(taken, 1, length - at);
			assert_in_range(strnlen(glyph.bytes, sizeof(glyph.bytes)), 1,
				sizeof(glyph.bytes) - 1);
			assert_in_range(glyph.width, 1, 2);
			at += taken;
		}
	}
}

static void check_fit(
	const char *text, size_t width, bool right, enum text_charset charset, const char *expected)
{
	struct buffer out = {0};

	text_add_fitted(&out, text, width, right, charset);
	assert_string_equal(buffer_get(&out), expected);
	buffer_done(&out);
}

static void a_text_is_padded_or_cut_with_a_mark(void **state)
{
	(void)state;
	check_fit("nginx", 8, false, TEXT_UTF8, "nginx   ");
	check_fit("nginx", 8, true, TEXT_UTF8, "   nginx");
	check_fit("nginx", 5, false, TEXT_UTF8, "nginx");
	check_fit("nginx", 4, false, TEXT_UTF8, "ngi\xe2\x80\xa6");
	check_fit("nginx", 4, false, TEXT_ASCII, "ngi~");
	check_fit("nginx", 1, true, TEXT_UTF8, "\xe2\x80\xa6");
	check_fit("nginx", 0, false, TEXT_UTF8, "");
	check_fit("", 3, false, TEXT_UTF8, "   ");
	check_fit("", 0, true, TEXT_UTF8, "");
}

static void check_middle(
	const char *text, size_t width, enum text_charset charset, const char *expected)
{
	struct buffer out = {0};

	text_add_fitted_middle(&out, text, width, charset);
	assert_string_equal(buffer_get(&out), expected);
	buffer_done(&out);
}

static void a_text_cut_in_the_middle_keeps_both_its_ends(void **state)
{
	(void)state;
	check_middle("2001:db8::1", 11, TEXT_UTF8, "2001:db8::1");
	check_middle("2001:db8::1", 13, TEXT_UTF8, "2001:db8::1  ");
	check_middle("2001:db8::1", 7, TEXT_UTF8,
		"200\xe2\x80\xa6"
		"::1");
	check_middle("2001:db8::1", 7, TEXT_ASCII, "200~::1");
	check_middle("2001:db8::1", 2, TEXT_ASCII, "2~");
	check_middle("2001:db8::1", 0, TEXT_ASCII, "");
}

static void a_wide_character_is_never_split(void **state)
{
	static const char chinese[] = "\xe4\xb8\xad\xe6\x96\x87"; /* four cells */

	(void)state;
	check_fit(chinese, 4, false, TEXT_UTF8, chinese);
	check_fit(chinese, 3, false, TEXT_UTF8, "\xe4\xb8\xad\xe2\x80\xa6");
	check_fit(chinese, 2, false, TEXT_UTF8, "\xe2\x80\xa6 ");
	check_fit(chinese, 1, false, TEXT_UTF8, "\xe2\x80\xa6");
	check_fit(chinese, 3, false, TEXT_ASCII, "?? ");
}

static void of_many_combining_marks_one_is_kept(void **state)
{
	struct buffer out = {0};

	(void)state;
	text_add_shown(&out, "e\xcc\x81\xcc\x82\xcc\x83x", TEXT_UTF8);
	assert_string_equal(buffer_get(&out), "e\xcc\x81x");
	assert_int_equal(text_width("e\xcc\x81\xcc\x82\xcc\x83x", TEXT_UTF8), 2);
	buffer_done(&out);
}

/* -------- JSON: a reader of its own, strict as RFC 8259 -------- */

static unsigned hex_of(const char *digits)
{
	unsigned value = 0;

	for (int i = 0; i < 4; i++) {
		assert_true(strchr("0123456789abcdef", digits[i]) && digits[i]);
		value = value * 16 +
			(unsigned)(strchr("0123456789abcdef", digits[i]) - "0123456789abcdef");
	}
	return value;
}

static uint32_t json_escape(const char **at)
{
	static const char plain[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
	uint32_t point;
	const char *found;

	if (**at == 'u') {
		point = hex_of(*at + 1);
		*at += 5;
		if (point < 0xd800 || point > 0xdfff)
			return point;
		assert_true(point <= 0xdbff && (*at)[0] == '\\' && (*at)[1] == 'u');
		point = 0x10000 + ((point - 0xd800) << 10) + (hex_of(*at + 2) - 0xdc00);
		assert_in_range(point, 0x10000, 0x10ffff);
		*at += 6;
		return point;
	}
	assert_true(**at);
	found = strchr(plain, *(*at)++);
	assert_non_null(found);
	return (uint32_t)(unsigned char)means[found - plain];
}

/* Reads a JSON string; anything that is not one fails the test. */
static void json_read(const char *json, struct buffer *ret_text)
{
	const char *at = json;

	assert_int_equal(*at++, '"');
	while (*at != '"') {
		uint32_t point;
		char bytes[4];

		assert_true((unsigned char)*at >= 0x20);
		if (*at == '\\') {
			at++;
			point = json_escape(&at);
		} else {
			at += unicode_decode(at, strlen(at), &point);
			assert_int_not_equal(point, UNICODE_INVALID);
			assert_true(unicode_width(point) >= 0);
		}
		buffer_add(ret_text, bytes, unicode_encode(point, bytes));
	}
	assert_string_equal(at, "\"");
}

/* The text with each byte that is no UTF-8 replaced: all that a data format may change. */
static void add_valid(struct buffer *out, const char *text)
{
	size_t length = strlen(text), at = 0;

	while (at < length) {
		uint32_t point;
		size_t taken = unicode_decode(text + at, length - at, &point);

		if (point == UNICODE_INVALID)
			buffer_text(out, "\xef\xbf\xbd");
		else
			buffer_add(out, text + at, taken);
		at += taken;
	}
}

static void check_json(const char *text)
{
	struct buffer json = {0}, back = {0}, expected = {0};

	text_add_json(&json, text);
	json_read(buffer_get(&json), &back);
	add_valid(&expected, text);
	assert_string_equal(buffer_get(&back), buffer_get(&expected));
	buffer_done(&json);
	buffer_done(&back);
	buffer_done(&expected);
}

static void json_is_valid_and_loses_nothing(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		check_json(hostile[i]);
	for (int i = 0; i < 60000; i++) {
		char text[64];

		fill_random(&seed, text, sizeof(text));
		check_json(text);
	}
}

static void json_of_every_code_point_reads_back(void **state)
{
	(void)state;
	for (uint32_t point = 1; point <= 0x10ffff; point++) {
		char text[5] = "";

		if (point >= 0xd800 && point <= 0xdfff)
			continue;
		unicode_encode(point, text);
		check_json(text);
	}
}

static void json_writes_what_a_terminal_would_obey_as_escapes(void **state)
{
	struct buffer out = {0};

	(void)state;
	text_add_json(&out, "a\x1b[31m\n\t\x7f\"\\/\xe2\x80\xae\xf3\xa0\x81\x81\xff");
	assert_string_equal(buffer_get(&out),
		"\"a\\u001b[31m\\n\\t\\u007f\\\"\\\\/\\u202e\\udb40\\udc41\xef\xbf\xbd\"");
	buffer_done(&out);
}

static void json_of_somebody_else_is_made_as_safe(void **state)
{
	static const char json[] = "{\n\t\"\xc3\xa4\\u001b\": [\"\x7f\xc2\x9b\xe2\x80\xae\", 5]}";
	struct buffer out = {0};

	(void)state;
	text_add_safe_json(&out, json, sizeof(json) - 1);
	assert_string_equal(
		buffer_get(&out), "{\n\t\"\xc3\xa4\\u001b\": [\"\\u007f\\u009b\\u202e\", 5]}");
	buffer_done(&out);
}

/* -------- CSV -------- */

/* Reads one field of RFC 4180 that is all there is. */
static void csv_read(const char *field, struct buffer *ret_text)
{
	if (*field != '"') {
		assert_null(strpbrk(field, "\",\r\n"));
		buffer_text(ret_text, field);
		return;
	}
	for (field++; *field != '"' || field[1] == '"'; field++) {
		assert_true(*field);
		if (*field == '"')
			field++;
		buffer_char(ret_text, *field);
	}
	assert_int_equal(field[1], '\0');
}

static void check_csv(const char *text)
{
	struct buffer csv = {0}, back = {0}, expected = {0};
	size_t length = strlen(text), at = 0;

	text_add_csv(&csv, text);
	csv_read(buffer_get(&csv), &back);
	if (*text && strchr("=+-@", *text))
		assert_int_equal(csv.data[0], '"');
	while (at < length) {
		uint32_t point;
		size_t taken = unicode_decode(text + at, length - at, &point);

		if (point == UNICODE_INVALID || unicode_width(point) < 0)
			buffer_text(&expected, "\xef\xbf\xbd");
		else
			buffer_add(&expected, text + at, taken);
		at += taken;
	}
	assert_string_equal(buffer_get(&back), buffer_get(&expected));
	buffer_done(&csv);
	buffer_done(&back);
	buffer_done(&expected);
}

static void csv_reads_back(void **state)
{
	uint64_t seed = random_seed();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		check_csv(hostile[i]);
	for (int i = 0; i < 60000; i++) {
		char text[64];

		fill_random(&seed, text, sizeof(text));
		check_csv(text);
	}
}

static void check_csv_is(const char *text, const char *expected)
{
	struct buffer csv = {0};

	text_add_csv(&csv, text);
	assert_string_equal(buffer_get(&csv), expected);
	buffer_done(&csv);
}

static void csv_quotes_what_needs_it(void **state)
{
	(void)state;
	check_csv_is("nginx", "nginx");
	check_csv_is("", "");
	check_csv_is("a,b", "\"a,b\"");
	check_csv_is("say \"hi\"", "\"say \"\"hi\"\"\"");
	check_csv_is("=1+1", "\"=1+1\"");
	check_csv_is("-x", "\"-x\"");
	check_csv_is("+x", "\"+x\"");
	check_csv_is("@x", "\"@x\"");
	check_csv_is("\x1b[2J", "\xef\xbf\xbd[2J");
	check_csv_is("a\nb", "\"a\xef\xbf\xbd"
			     "b\"");
}

/* -------- a job of the night: no locale -------- */

static void in_the_c_locale_the_screen_is_ascii_and_data_keep_their_letters(void **state)
{
	static const char name[] = "\xe4\xb8\xad\xc3\xa9\xe2\x80\xae";
	struct buffer json = {0}, back = {0};

	(void)state;
	assert_non_null(setlocale(LC_ALL, "C"));
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		for (size_t width = 0; width < 20; width++)
			check_fitted(hostile[i], width, false, TEXT_ASCII);
	check_fit(name, 3, false, TEXT_ASCII, "???");
	check_csv_is(name, "\xe4\xb8\xad\xc3\xa9\xef\xbf\xbd");
	text_add_json(&json, name);
	json_read(buffer_get(&json), &back);
	assert_string_equal(buffer_get(&back), name);
	buffer_done(&json);
	buffer_done(&back);
	assert_non_null(setlocale(LC_ALL, "C.UTF-8"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_hostile_reaches_the_terminal),
		cmocka_unit_test(every_single_byte_and_pair_of_bytes_is_made_safe),
		cmocka_unit_test(a_fitted_text_is_exactly_as_wide_as_asked_whatever_its_bytes),
		cmocka_unit_test(a_glyph_is_never_longer_than_its_room),
		cmocka_unit_test(a_text_is_padded_or_cut_with_a_mark),
		cmocka_unit_test(a_text_cut_in_the_middle_keeps_both_its_ends),
		cmocka_unit_test(a_wide_character_is_never_split),
		cmocka_unit_test(of_many_combining_marks_one_is_kept),
		cmocka_unit_test(json_is_valid_and_loses_nothing),
		cmocka_unit_test(json_of_every_code_point_reads_back),
		cmocka_unit_test(json_writes_what_a_terminal_would_obey_as_escapes),
		cmocka_unit_test(json_of_somebody_else_is_made_as_safe),
		cmocka_unit_test(csv_reads_back),
		cmocka_unit_test(csv_quotes_what_needs_it),
		cmocka_unit_test(in_the_c_locale_the_screen_is_ascii_and_data_keep_their_letters),
	};

	if (!setlocale(LC_ALL, "C.UTF-8")) {
		printf("no locale C.UTF-8 here\n");
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
