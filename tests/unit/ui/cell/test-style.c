/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <ctype.h>

#include "ui/cell/style.h"

static void every_style_has_a_letter_of_its_own(void **state)
{
	(void)state;
	for (int style = 0; style < STYLES; style++) {
		assert_true(isgraph(style_letter((enum style)style)));
		for (int other = 0; other < style; other++)
			assert_int_not_equal(
				style_letter((enum style)style), style_letter((enum style)other));
	}
}

static void looks_use_the_eight_colours_or_the_terminals_own(void **state)
{
	const unsigned known = STYLE_BOLD | STYLE_REVERSE | STYLE_UNDERLINE | STYLE_FAINT;

	(void)state;
	for (int theme = 0; theme < THEMES; theme++)
		for (int style = 0; style < STYLES; style++) {
			struct style_look look = style_look((enum theme)theme, (enum style)style);

			assert_in_range(look.foreground + 1, 0, 8);
			assert_in_range(look.background + 1, 0, 8);
			assert_int_equal(look.attributes & ~known, 0);
			/* A text in the colour of its ground is none. */
			if (look.foreground >= 0)
				assert_int_not_equal(look.foreground, look.background);
			/* On a ground that is not known every colour may be lost, but not two of
			 * them. */
			if (look.background >= 0)
				assert_true(look.foreground >= 0);
		}
}

/* The user's own ground is kept: rows are told apart by their letters' colour. */
static void rows_that_are_not_selected_keep_the_terminals_background(void **state)
{
	static const enum style rows[] = {STYLE_NORMAL, STYLE_DIM, STYLE_STRONG, STYLE_NEW,
		STYLE_CHANGED, STYLE_GONE, STYLE_MOVED, STYLE_TAGGED};

	(void)state;
	for (int theme = 0; theme < THEMES; theme++)
		for (size_t i = 0; i < COUNT_OF(rows); i++) {
			struct style_look look = style_look((enum theme)theme, rows[i]);

			assert_int_equal(look.background, -1);
			assert_false(look.attributes & STYLE_REVERSE);
		}
}

static bool is_same(struct style_look left, struct style_look right)
{
	return left.foreground == right.foreground && left.background == right.background &&
	       left.attributes == right.attributes;
}

static void no_theme_shows_two_states_of_a_row_alike(void **state)
{
	static const enum style rows[] = {STYLE_NORMAL, STYLE_NEW, STYLE_CHANGED, STYLE_GONE,
		STYLE_TAGGED, STYLE_SELECTED, STYLE_SELECTED_NEW, STYLE_SELECTED_CHANGED,
		STYLE_SELECTED_GONE};

	(void)state;
	for (int theme = 0; theme < THEMES; theme++)
		for (size_t i = 0; i < COUNT_OF(rows); i++)
			for (size_t other = 0; other < i; other++)
				if (is_same(style_look((enum theme)theme, rows[i]),
					    style_look((enum theme)theme, rows[other])))
					fail_msg("%s: %c and %c look alike", theme_names[theme],
						style_letter(rows[i]), style_letter(rows[other]));
}

static void without_red_and_green_side_by_side_for_the_colour_blind(void **state)
{
	static const enum style rows[] = {STYLE_NEW, STYLE_CHANGED, STYLE_GONE, STYLE_TAGGED,
		STYLE_WARNING, STYLE_ERROR, STYLE_SELECTED, STYLE_SELECTED_NEW,
		STYLE_SELECTED_CHANGED, STYLE_SELECTED_GONE, STYLE_TITLE};
	enum { RED = 1, GREEN = 2 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct style_look look = style_look(THEME_COLOURBLIND, rows[i]);

		assert_false(look.foreground == RED || look.foreground == GREEN);
		assert_false(look.background == RED || look.background == GREEN);
	}
}

static void the_theme_without_colours_has_none(void **state)
{
	(void)state;
	for (int style = 0; style < STYLES; style++) {
		struct style_look look = style_look(THEME_MONO, (enum style)style);

		assert_int_equal(look.foreground, -1);
		assert_int_equal(look.background, -1);
	}
}

static void without_colours_the_selected_row_and_what_is_open_still_stand_out(void **state)
{
	static const enum style styles[] = {STYLE_SELECTED, STYLE_SELECTED_NEW,
		STYLE_SELECTED_CHANGED, STYLE_SELECTED_GONE, STYLE_TITLE, STYLE_TITLE_CHOSEN,
		STYLE_DIALOG, STYLE_DIALOG_TITLE};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(styles); i++)
		assert_true(style_look(THEME_MONO, styles[i]).attributes & STYLE_REVERSE);
}

static void every_theme_has_a_name_and_says_what_it_is_for(void **state)
{
	(void)state;
	for (int theme = 0; theme < THEMES; theme++) {
		assert_true(*theme_names[theme]);
		assert_true(*theme_help((enum theme)theme));
	}
	assert_null(theme_names[THEMES]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_style_has_a_letter_of_its_own),
		cmocka_unit_test(looks_use_the_eight_colours_or_the_terminals_own),
		cmocka_unit_test(rows_that_are_not_selected_keep_the_terminals_background),
		cmocka_unit_test(no_theme_shows_two_states_of_a_row_alike),
		cmocka_unit_test(without_red_and_green_side_by_side_for_the_colour_blind),
		cmocka_unit_test(the_theme_without_colours_has_none),
		cmocka_unit_test(without_colours_the_selected_row_and_what_is_open_still_stand_out),
		cmocka_unit_test(every_theme_has_a_name_and_says_what_it_is_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
