/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a cell means; how that looks is for the terminal to decide. */
#ifndef SOCKVIEW_UI_CELL_STYLE_H
#define SOCKVIEW_UI_CELL_STYLE_H

enum style {
	STYLE_NORMAL,
	STYLE_DIM,          /* there, but not the point */
	STYLE_STRONG,       /* figures and names that count */
	STYLE_TITLE,        /* headings of columns */
	STYLE_TITLE_CHOSEN, /* the one that the rows are ordered by */
	STYLE_TITLE_CURSOR, /* the one under the column cursor */
	STYLE_NEW,          /* rows by their marks */
	STYLE_CHANGED,
	STYLE_GONE,
	STYLE_MOVED,    /* the mark alone */
	STYLE_TAGGED,   /* by the user: the tag, and the row that has no other style */
	STYLE_MATCH,    /* of a search */
	STYLE_SELECTED, /* the row under the hand */
	STYLE_SELECTED_NEW,
	STYLE_SELECTED_CHANGED,
	STYLE_SELECTED_GONE,
	STYLE_WARNING,
	STYLE_ERROR,
	STYLE_KEY, /* a key in the bar and in dialogs */
	STYLE_BAR, /* what it does */
	STYLE_DIALOG,
	STYLE_DIALOG_TITLE,
	STYLE_DIALOG_WRONG, /* of what is typed */
	STYLE_PLOT,         /* values over time */
	STYLE_PATH_CLIENT,  /* ways through the diagram of states, where they are in use */
	STYLE_PATH_SERVER,
	STYLE_PATH_BOTH,
	STYLE_PATH_BROKEN,
	STYLES
};

/* One letter a style, for tests that compare screens. */
char style_letter(enum style style);

/* What is looked best at on which ground, by whose eyes. */
enum theme {
	THEME_DEFAULT,
	THEME_LIGHT,       /* for a light ground */
	THEME_COLOURBLIND, /* no red beside green: told apart by lightness and blue against yellow
			    */
	THEME_MONO,        /* no colours */
	THEMES
};

/* The words that stand for themes, in that order; ends with NULL. */
extern const char *const theme_names[];

/* What a theme is for; translated where it is shown. */
const char *theme_help(enum theme theme);

/* How a terminal of 8 colours shows it. */
struct style_look {
	signed char foreground,
		background;            /* 0 to 7 in the order of ECMA-48; -1: the terminal's own */
	unsigned char attributes;      /* enum style_attribute */
	unsigned char mono_attributes; /* where there are no colours */
};

enum style_attribute {
	STYLE_BOLD = 1 << 0,
	STYLE_REVERSE = 1 << 1,
	STYLE_UNDERLINE = 1 << 2,
	STYLE_FAINT = 1 << 3,
};

/* Of THEME_MONO: no colours, and mono_attributes as attributes. */
struct style_look style_look(enum theme theme, enum style style);

#endif
