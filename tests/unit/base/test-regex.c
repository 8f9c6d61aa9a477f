/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <regex.h>

#include "support/random.h"
#include "base/regex.h"

static struct regex *compile(const char *pattern)
{
	const char *message = NULL;
	size_t offset = 0;
	struct regex *regex = regex_new(pattern, &offset, &message);

	if (!regex)
		fail_msg("/%s/ refused at %zu: %s", pattern, offset, message);
	return regex;
}

static bool matches(const char *pattern, const char *text)
{
	struct regex *regex = compile(pattern);
	bool found = regex_matches_text(regex, text, strlen(text));

	regex_free(regex);
	return found;
}

static void patterns_match_as_posix_says(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool match;
	} table[] = {
		{"", "", true},
		{"", "abc", true},
		{"b", "abc", true},
		{"^b", "abc", false},
		{"^a", "abc", true},
		{"c$", "abc", true},
		{"b$", "abc", false},
		{"^$", "", true},
		{"^$", "a", false},
		{"a.c", "abc", true},
		{"a.c", "ac", false},
		{"ab*c", "ac", true},
		{"ab+c", "ac", false},
		{"ab?c", "abbc", false},
		{"^(php|nginx)(-fpm)?$", "php-fpm", true},
		{"^(php|nginx)(-fpm)?$", "php-fpm7", false},
		{"a|^b|c$", "xb", false},
		{"a|^b|c$", "xc", true},
		{"(|x)y", "y", true},
		{"[a-c]x", "bx", true},
		{"[^a-c]x", "bx", false},
		{"[]a]", "]", true},
		{"[^]a]", "]", false},
		{"[a-]", "-", true},
		{"[[:digit:]]{3}", "a123", true},
		{"[[:digit:]]{3}", "a12", false},
		{"^a{2,3}$", "aaaa", false},
		{"^a{2,3}$", "aaa", true},
		{"^a{2,}$", "aaaaaa", true},
		{"^a{0}b$", "b", true},
		{"^(ab){2}$", "abab", true},
		{"^(a|b){0,2}c$", "abc", true},
		{"^(a|b){0,2}c$", "abac", false},
		{"\\.", "ab", false},
		{"\\.", "a.b", true},
		{"a\\/b", "a/b", true},
		{"\\\\x", "\\x", true},
		{"^\\d+\\s\\w+$", "12 ab_3", true},
		{"^\\D$", "1", false},
		{"^\\S\\W$", "a-", true},
		{"x*", "", true},
		{"(a*)*b", "aab", true},
		{"(a*)+$", "aab", true},
		{"^(a?){3}a{3}$", "aaa", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++)
		if (matches(table[i].pattern, table[i].text) != table[i].match)
			fail_msg("/%s/ on \"%s\"", table[i].pattern, table[i].text);
}

static void a_dot_is_a_character_of_several_bytes(void **state)
{
	(void)state;
	assert_true(matches("^.$", "\xe4\xb8\xad"));
	assert_true(matches("^.{2}$", "\xe4\xb8\xad\xc3\xa9"));
	assert_false(matches("^..$", "\xe4\xb8\xad"));
	assert_true(matches("^[^a]$", "\xc3\xa9"));
	assert_true(matches("^\xc3\xa9+$", "\xc3\xa9\xc3\xa9"));
	assert_false(matches("^\xc3\xa9+$", "\xc3\xa9\xa9"));
	assert_true(matches("^(\xe4\xb8\xad|\xe6\x96\x87)$", "\xe6\x96\x87"));
}

static void a_wrong_pattern_is_refused_where_it_is_wrong(void **state)
{
	static const struct {
		const char *pattern;
		size_t offset;
	} table[] = {
		{"a(b", 1},
		{"ab)", 2},
		{"a[b", 1},
		{"[]", 0},
		{"*a", 0},
		{"a|*", 2},
		{"a{3,2}", 1},
		{"a{256}", 1},
		{"a{x}", 1},
		{"a{1", 1},
		{"a{,3}", 1},
		{"a{2}{3}", 4},
		{"a\\", 1},
		{"(a)\\1", 3},
		{"\\b", 0},
		{"[[:foo:]]", 3},
		{"[z-a]", 2},
		{"[[.a.]]", 1},
		{"[\xc3\xa9]", 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		const char *message = NULL;
		size_t offset = 99;
		struct regex *regex = regex_new(table[i].pattern, &offset, &message);

		if (regex || offset != table[i].offset || !message)
			fail_msg("/%s/: %zu", table[i].pattern, offset);
	}
}

static void a_bomb_is_refused_or_harmless(void **state)
{
	static const char *const refused[] = {
		"((((a{255}){255}){255}){255}){255}",
		"(((((((((((){255}){255}){255}){255}){255}){255}){255}){255}){255}){255})",
		"(((a|b|c|d){1,100}){1,100}){1,100}",
	};
	char deep[300], text[4000];
	const char *message;
	size_t offset;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		assert_null(regex_new(refused[i], &offset, &message));
	memset(deep, '(', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	assert_null(regex_new(deep, &offset, &message));

	/* these take a backtracker longer than the age of the world */
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_false(matches("^(a*)*(a*)*(a*)*b$", text));
	assert_false(matches("(a|a)*(a|aa)+$b", text));
	/* and these more states than there is room for */
	assert_true(matches("(a|b)*a(a|b){60}$", text));
	assert_false(matches("(a|b)*b(a|b){60}$", text));
}

/* A short pattern, and one that both engines read alike. */
static void make_pattern(uint64_t *random, char *out, unsigned depth)
{
	static const char *const atoms[] = {"a", "b", "c", ".", "[ab]", "[^a]", "[b-c]", "ab"};
	static const char *const tails[] = {"", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,2}"};
	unsigned pieces = 1 + random_below(random, 3);

	for (unsigned i = 0; i < pieces; i++) {
		if (depth && random_below(random, 3) == 0) {
			strcat(out, "(");
			make_pattern(random, out + strlen(out), depth - 1);
			strcat(out, ")");
		} else {
			strcat(out, atoms[random_below(random, COUNT_OF(atoms))]);
		}
		strcat(out, tails[random_below(random, COUNT_OF(tails))]);
		if (i + 1 < pieces && random_below(random, 4) == 0)
			strcat(out, "|");
	}
	if (depth == 2 && random_below(random, 4) == 0)
		strcat(out, "$");
}

static void random_patterns_match_as_the_c_library_does(void **state)
{
	uint64_t random = random_seed();

	(void)state;
	for (unsigned round = 0; round < 3000; round++) {
		char pattern[512] = "";
		struct regex *regex;
		regex_t other;

		if (random_below(&random, 4) == 0)
			strcat(pattern, "^");
		make_pattern(&random, pattern + strlen(pattern), 2);
		assert_int_equal(regcomp(&other, pattern, REG_EXTENDED | REG_NOSUB), 0);
		regex = compile(pattern);
		for (unsigned i = 0; i < 20; i++) {
			char text[12] = "";
			unsigned length = random_below(&random, sizeof(text));
			bool expected;

			for (unsigned at = 0; at < length; at++)
				text[at] = (char)('a' + random_below(&random, 4));
			expected = regexec(&other, text, 0, NULL, 0) == 0;
			if (regex_matches_text(regex, text, length) != expected)
				fail_msg("/%s/ on \"%s\": should be %d", pattern, text, expected);
		}
		regex_free(regex);
		regfree(&other);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_match_as_posix_says),
		cmocka_unit_test(a_dot_is_a_character_of_several_bytes),
		cmocka_unit_test(a_wrong_pattern_is_refused_where_it_is_wrong),
		cmocka_unit_test(a_bomb_is_refused_or_harmless),
		cmocka_unit_test(random_patterns_match_as_the_c_library_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
