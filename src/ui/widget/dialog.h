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

enum dialog_kind {
	DIALOG_NONE,
	DIALOG_QUESTION, /* y or n */
	DIALOG_CHOICE,   /* a question, and other answers to it, each with a letter */
	DIALOG_PROMPT,   /* a line to type */
	DIALOG_LINE,     /* the same at the bottom of the screen, with the table in sight */
	DIALOG_LIST,
	DIALOG_TEXT,
};

struct dialog {
	enum dialog_kind kind;
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

enum dialog_answer {
	DIALOG_OPEN,     /* nothing yet */
	DIALOG_CLOSED,   /* Esc, n: nothing is to be done */
	DIALOG_ACCEPTED, /* y; or Enter on an entry or a line */
	DIALOG_CHOSEN,   /* a letter: see `chosen` */
};

/* Opens one with an empty text, which the caller fills. */
void dialog_open(struct dialog *dialog, enum dialog_kind kind, const char *title);
void dialog_close(struct dialog *dialog);
void dialog_done(struct dialog *dialog);

static inline bool dialog_is_open(const struct dialog *dialog)
{
	return dialog->kind != DIALOG_NONE;
}

enum dialog_answer dialog_key(struct dialog *dialog, uint32_t key);

/* Puts a pasted character into the line that is typed; false where there is none. Never an
 * answer. */
bool dialog_paste(struct dialog *dialog, uint32_t point);

/*
 * Draws it over what is there, in the middle of the grid. Lines that are too long are wrapped,
 * below their second column if they have one; entries of a list are cut.
 */
void dialog_draw(struct dialog *dialog, struct grid *grid);

/* The letter of a choice whose words are on this row of the grid, as last drawn; '\0': none. */
char dialog_letter_at(const struct dialog *dialog, const struct grid *grid, int row);

/* The entry of a list on this row of the grid, as last drawn; -1: none. */
int dialog_entry_at(const struct dialog *dialog, const struct grid *grid, int row);

/* For dialog.c: the line that is typed, as much of it as there is room for about its cursor. */
void dialog_draw_input(
	const struct dialog *dialog, struct grid *grid, int row, int column, int room);

#endif
