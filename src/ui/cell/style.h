/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The meaning of a cell; the terminal decides how each style looks. */
#ifndef SOCKVIEW_UI_CELL_STYLE_H
#define SOCKVIEW_UI_CELL_STYLE_H

enum style {
	STYLE_NORMAL,
	STYLE_DIM,          /* present, but not important */
	STYLE_STRONG,       /* important figures and names */
	STYLE_TITLE,        /* titles of columns */
	STYLE_TITLE_CHOSEN, /* the title of the column that rows are sorted by */
	STYLE_TITLE_CURSOR, /* the title of the column under the column cursor */
	STYLE_NEW,          /* a new row */
	STYLE_CHANGED,      /* a changed row */
	STYLE_GONE,         /* a gone row */
	STYLE_MOVED,        /* a row with traffic: only its mark */
	STYLE_TAGGED,       /* tagged by the user: the tag, and a row without another style */
	STYLE_MATCH,        /* found by a search */
	STYLE_SELECTED,     /* the selected row */
	STYLE_SELECTED_NEW,
	STYLE_SELECTED_CHANGED,
	STYLE_SELECTED_GONE,
	STYLE_WARNING,
	STYLE_ERROR,
	STYLE_LISTENING, /* the state of a socket that waits for connections */
	STYLE_OPENING,   /* the state of a socket in its handshake */
	STYLE_KEY,       /* a key, in the bar and in dialogs */
	STYLE_BAR,       /* the text beside a key in the bar */
	STYLE_DIALOG,
	STYLE_DIALOG_TITLE,
	STYLE_DIALOG_WRONG, /* the wrong part of what is typed */
	STYLE_PLOT,         /* values over time */
	STYLE_PATH_CLIENT,  /* wires in the diagram of states while they are in use */
	STYLE_PATH_SERVER,
	STYLE_PATH_BOTH,
	STYLE_PATH_BROKEN,
	STYLES
};

/* One letter for each style, for tests that compare screens. */
char style_letter(enum style style);

/* Colours for different backgrounds and for colour blindness. */
enum theme {
	THEME_DEFAULT,
	THEME_LIGHT,       /* for a light background */
	THEME_COLOURBLIND, /* never red against green: lightness, and blue against yellow */
	THEME_MONO,        /* no colours */
	THEMES
};

/* The names of the themes, in the order of the enum; ends with NULL. */
extern const char *const theme_names[];

/* What a theme is for; translated when it is shown. */
const char *theme_help(enum theme theme);

/* How a style looks on a terminal of 8 colours. */
struct style_look {
	signed char foreground,
		background;       /* 0 to 7 in the order of ECMA-48; -1: the terminal's default */
	unsigned char attributes; /* enum style_attribute */
	unsigned char mono_attributes; /* used without colours */
};

enum style_attribute {
	STYLE_BOLD = 1 << 0,
	STYLE_REVERSE = 1 << 1,
	STYLE_UNDERLINE = 1 << 2,
	STYLE_FAINT = 1 << 3,
};

/* THEME_MONO: without colours, and with mono_attributes as attributes. */
struct style_look style_look(enum theme theme, enum style style);

#endif
