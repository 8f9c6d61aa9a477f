/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/style.h"

enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, OWN = -1 };

#define BOLD STYLE_BOLD
#define REVERSE STYLE_REVERSE
#define UNDERLINE STYLE_UNDERLINE
#define FAINT STYLE_FAINT

static const struct {
	char letter;
	struct style_look look;
} styles[STYLES] = {
	[STYLE_NORMAL] = {'.', {OWN, OWN, 0, 0}},
	[STYLE_DIM] = {'d', {OWN, OWN, FAINT, 0}},
	[STYLE_STRONG] = {'b', {OWN, OWN, BOLD, BOLD}},
	[STYLE_TITLE] = {'t', {BLACK, GREEN, 0, REVERSE}},
	[STYLE_TITLE_CHOSEN] = {'T', {BLACK, CYAN, 0, REVERSE | BOLD}},
	[STYLE_TITLE_CURSOR] = {'C', {BLACK, WHITE, 0, BOLD | UNDERLINE}},
	[STYLE_NEW] = {'+', {GREEN, OWN, 0, BOLD}},
	[STYLE_CHANGED] = {'~', {YELLOW, OWN, 0, BOLD}},
	[STYLE_GONE] = {'-', {RED, OWN, 0, 0}},
	[STYLE_MOVED] = {'*', {OWN, OWN, BOLD, BOLD}},
	[STYLE_TAGGED] = {'#', {MAGENTA, OWN, BOLD, BOLD}},
	[STYLE_SELECTED] = {'s', {BLACK, CYAN, 0, REVERSE}},
	[STYLE_SELECTED_NEW] = {'p', {BLACK, GREEN, 0, REVERSE | BOLD}},
	[STYLE_SELECTED_CHANGED] = {'c', {BLACK, YELLOW, 0, REVERSE | BOLD}},
	[STYLE_SELECTED_GONE] = {'g', {WHITE, RED, 0, REVERSE}},
	[STYLE_WARNING] = {'w', {YELLOW, OWN, BOLD, BOLD}},
	[STYLE_ERROR] = {'e', {RED, OWN, BOLD, BOLD}},
	[STYLE_KEY] = {'k', {OWN, OWN, BOLD, BOLD}},
	[STYLE_BAR] = {'r', {BLACK, CYAN, 0, REVERSE}},
	[STYLE_DIALOG] = {'q', {WHITE, BLUE, 0, REVERSE}},
	[STYLE_DIALOG_TITLE] = {'Q', {WHITE, BLUE, BOLD, REVERSE | BOLD}},
};

char style_letter(enum style style)
{
	return styles[style].letter;
}

const struct style_look *style_look(enum style style)
{
	return &styles[style].look;
}
