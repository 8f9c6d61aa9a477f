/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/cell/style.h"

#include <stddef.h>

#include "base/i18n.h"

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
	[STYLE_CHANGED] = {'~', {YELLOW, OWN, 0, UNDERLINE}},
	[STYLE_GONE] = {'-', {RED, OWN, 0, FAINT}},
	[STYLE_MOVED] = {'*', {OWN, OWN, BOLD, BOLD}},
	[STYLE_TAGGED] = {'#', {MAGENTA, OWN, BOLD, BOLD | UNDERLINE}},
	[STYLE_MATCH] = {'m', {BLACK, MAGENTA, 0, BOLD | UNDERLINE}},
	[STYLE_SELECTED] = {'s', {BLACK, CYAN, 0, REVERSE}},
	[STYLE_SELECTED_NEW] = {'p', {BLACK, GREEN, 0, REVERSE | BOLD}},
	[STYLE_SELECTED_CHANGED] = {'c', {BLACK, YELLOW, 0, REVERSE | UNDERLINE}},
	[STYLE_SELECTED_GONE] = {'g', {WHITE, RED, 0, REVERSE | FAINT}},
	[STYLE_WARNING] = {'w', {YELLOW, OWN, BOLD, BOLD}},
	[STYLE_ERROR] = {'e', {RED, OWN, BOLD, BOLD}},
	[STYLE_LISTENING] = {'l', {CYAN, OWN, 0, 0}},
	[STYLE_OPENING] = {'y', {MAGENTA, OWN, 0, 0}},
	[STYLE_KEY] = {'k', {OWN, OWN, BOLD, BOLD}},
	[STYLE_BAR] = {'r', {BLACK, CYAN, 0, REVERSE}},
	[STYLE_DIALOG] = {'q', {WHITE, BLUE, 0, REVERSE}},
	[STYLE_DIALOG_WRONG] = {'X', {WHITE, RED, BOLD, BOLD | UNDERLINE}},
	[STYLE_DIALOG_TITLE] = {'Q', {WHITE, BLUE, BOLD, REVERSE | BOLD}},
	[STYLE_PLOT] = {'o', {CYAN, OWN, 0, 0}},
	[STYLE_PATH_CLIENT] = {'A', {CYAN, OWN, BOLD, BOLD}},
	[STYLE_PATH_SERVER] = {'P', {GREEN, OWN, BOLD, BOLD}},
	[STYLE_PATH_BOTH] = {'S', {MAGENTA, OWN, BOLD, BOLD}},
	[STYLE_PATH_BROKEN] = {'x', {RED, OWN, BOLD, BOLD}},
};

char style_letter(enum style style)
{
	return styles[style].letter;
}

/* The differences of each theme from the default one. */
static const struct {
	enum theme theme;
	enum style style;
	struct style_look look;
} exceptions[] = {
	/* Yellow cannot be read on a light background. */
	{THEME_LIGHT, STYLE_NEW, {GREEN, OWN, BOLD, 0}},
	{THEME_LIGHT, STYLE_CHANGED, {BLUE, OWN, 0, 0}},
	{THEME_LIGHT, STYLE_WARNING, {MAGENTA, OWN, BOLD, 0}},
	{THEME_LIGHT, STYLE_LISTENING, {BLUE, OWN, 0, 0}},
	{THEME_LIGHT, STYLE_OPENING, {MAGENTA, OWN, 0, 0}},
	{THEME_LIGHT, STYLE_MATCH, {WHITE, MAGENTA, 0, 0}},
	{THEME_LIGHT, STYLE_TITLE, {WHITE, BLUE, 0, 0}},
	{THEME_LIGHT, STYLE_TITLE_CHOSEN, {BLACK, CYAN, 0, 0}},
	{THEME_LIGHT, STYLE_TITLE_CURSOR, {WHITE, BLACK, 0, 0}},
	{THEME_LIGHT, STYLE_SELECTED_CHANGED, {WHITE, BLUE, 0, 0}},
	{THEME_LIGHT, STYLE_DIALOG, {BLACK, WHITE, 0, 0}},
	{THEME_LIGHT, STYLE_DIALOG_TITLE, {BLUE, WHITE, BOLD, 0}},

	{THEME_COLOURBLIND, STYLE_PATH_SERVER, {YELLOW, OWN, BOLD, 0}},
	{THEME_COLOURBLIND, STYLE_PATH_BROKEN, {WHITE, OWN, BOLD | UNDERLINE, 0}},
	{THEME_COLOURBLIND, STYLE_OPENING, {YELLOW, OWN, 0, 0}},
	{THEME_COLOURBLIND, STYLE_NEW, {CYAN, OWN, BOLD, 0}},
	{THEME_COLOURBLIND, STYLE_GONE, {MAGENTA, OWN, UNDERLINE, 0}},
	{THEME_COLOURBLIND, STYLE_TAGGED, {BLUE, OWN, BOLD, 0}},
	{THEME_COLOURBLIND, STYLE_ERROR, {MAGENTA, OWN, BOLD | UNDERLINE, 0}},
	{THEME_COLOURBLIND, STYLE_TITLE, {BLACK, WHITE, 0, 0}},
	{THEME_COLOURBLIND, STYLE_TITLE_CURSOR, {WHITE, BLUE, BOLD, 0}},
	{THEME_COLOURBLIND, STYLE_SELECTED, {BLACK, WHITE, 0, 0}},
	{THEME_COLOURBLIND, STYLE_SELECTED_NEW, {BLACK, CYAN, 0, 0}},
	{THEME_COLOURBLIND, STYLE_SELECTED_GONE, {WHITE, MAGENTA, UNDERLINE, 0}},
};

const char *const theme_names[] = {"default", "light", "colourblind", "mono", NULL};

const char *theme_help(enum theme theme)
{
	static const char *const help[THEMES] = {
		[THEME_DEFAULT] = N_("for a dark ground, and most light ones"),
		[THEME_LIGHT] = N_("for a light ground"),
		[THEME_COLOURBLIND] = N_("for eyes that do not tell red from green"),
		[THEME_MONO] = N_("no colours: bold, underlined, reverse"),
	};

	return help[theme];
}

struct style_look style_look(enum theme theme, enum style style)
{
	if (theme == THEME_MONO)
		return (struct style_look){.foreground = OWN,
			.background = OWN,
			.attributes = styles[style].look.mono_attributes};
	for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
		if (exceptions[i].theme == theme && exceptions[i].style == style)
			return exceptions[i].look;
	return styles[style].look;
}
