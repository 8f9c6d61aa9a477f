/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is open above the table: a question, a list to choose from, a text to read. One at a time,
 * and each with an answer of its own; what the answer does is for the program to say.
 */
#ifndef SOCKVIEW_UI_WIDGET_DIALOG_H
#define SOCKVIEW_UI_WIDGET_DIALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "ui/cell/grid.h"
#include "ui/widget/lineedit.h"

enum overlay_kind {
	OVERLAY_NONE,
	OVERLAY_QUESTION, /* y or n */
	OVERLAY_CHOICE,   /* a question, and other answers to it, each with a letter */
	OVERLAY_PROMPT,   /* a line to type */
	OVERLAY_LINE,     /* the same at the bottom of the screen, with the table in sight */
	OVERLAY_LIST,
	OVERLAY_TEXT,
};

struct overlay {
	enum overlay_kind kind;
	const char *title;  /* translated, the caller's */
	struct buffer text; /* lines, divided by newlines; of a list: one an entry */
	size_t selected;    /* of a list */
	size_t top;
	size_t height; /* lines in sight, as last drawn */
	size_t lines;  /* all of them, wrapped as last drawn */
	struct lineedit input;
	bool wrong;                    /* a part of the input is, which is marked */
	size_t wrong_at, wrong_length; /* bytes; behind the end: the cell there */
	const char *ask;               /* behind the text of a question or prompt */
	/* Of a choice: the letters, which begin lines of the text, two blanks
	 * before their words. */
	char letters[16];
	bool typed; /* of a choice: its question is answered by a word in `input`, not by y */
	char chosen;
};

enum overlay_answer {
	OVERLAY_OPEN,     /* nothing yet */
	OVERLAY_CLOSED,   /* Esc, n: nothing is to be done */
	OVERLAY_ACCEPTED, /* y; or Enter on an entry or a line */
	OVERLAY_CHOSEN,   /* a letter: see `chosen` */
};

/* Opens one with an empty text, which the caller fills. */
void overlay_open(struct overlay *overlay, enum overlay_kind kind, const char *title);
void overlay_close(struct overlay *overlay);
void overlay_done(struct overlay *overlay);

static inline bool overlay_is_open(const struct overlay *overlay)
{
	return overlay->kind != OVERLAY_NONE;
}

enum overlay_answer overlay_key(struct overlay *overlay, uint32_t key);

/* Puts a pasted character into the line that is typed; false where there is none. Never an
 * answer. */
bool overlay_paste(struct overlay *overlay, uint32_t point);

/*
 * Draws it over what is there, in the middle of the grid. Lines that are too long are wrapped,
 * below their second column if they have one; entries of a list are cut.
 */
void overlay_draw(struct overlay *overlay, struct grid *grid);

/* The letter of a choice whose words are on this row of the grid, as last drawn; '\0': none. */
char overlay_letter_at(const struct overlay *overlay, const struct grid *grid, int row);

/* The entry of a list on this row of the grid, as last drawn; -1: none. */
int overlay_entry_at(const struct overlay *overlay, const struct grid *grid, int row);

/* For overlay.c: the line that is typed, as much of it as there is room for about its cursor. */
void overlay_draw_input(
	const struct overlay *overlay, struct grid *grid, int row, int column, int room);

#endif
