/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A dialog over the table: a question, a list of choices, a line to type, a text to read. Only one
 * is open at a time. Each kind has its own answer; the program decides what an answer does.
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
	DIALOG_QUESTION, /* answered by y or n */
	DIALOG_CHOICE,   /* a question with further answers, each with a letter */
	DIALOG_PROMPT,   /* a line to type */
	DIALOG_LINE,     /* the same at the bottom of the screen, with the table visible */
	DIALOG_LIST,
	DIALOG_TEXT,
};

struct dialog {
	enum dialog_kind kind;
	const char *title;  /* translated; belongs to the caller */
	struct buffer text; /* lines, separated by newlines; in a list: one for each entry */
	size_t selected;    /* entry of a list */
	size_t top;
	size_t height; /* visible lines, as last drawn */
	size_t lines;  /* all lines after wrapping, as last drawn */
	struct lineedit input;
	bool wrong;                    /* a part of the input is wrong, and marked */
	size_t wrong_at, wrong_length; /* bytes; at the end of the text: the cell after it */
	bool at_spot; /* of a list: it opens beside this cell, as a menu for what was clicked */
	int spot_row, spot_column;
	const char *ask;    /* after the text of a question or prompt */
	struct buffer note; /* at the end of a line: the effect of the text, such as "17 of 489" */
	bool failing;       /* the input has no result: all of it is drawn as wrong */
	/*
	 * Of a choice: the letters, each of which begins a line of the text, followed by two blanks
	 * and its words.
	 */
	char letters[16];
	bool typed; /* of a choice: its question is answered by a word in `input`, not by y */
	char chosen;
};

enum dialog_answer {
	DIALOG_OPEN,     /* no answer yet */
	DIALOG_CLOSED,   /* Esc, n: do nothing */
	DIALOG_ACCEPTED, /* y; or Enter on an entry or a line */
	DIALOG_CHOSEN,   /* a letter: see `chosen` */
};

/* Opens a dialog with an empty text, which the caller fills. */
void dialog_open(struct dialog *dialog, enum dialog_kind kind, const char *title);
void dialog_close(struct dialog *dialog);
void dialog_done(struct dialog *dialog);

static inline bool dialog_is_open(const struct dialog *dialog)
{
	return dialog->kind != DIALOG_NONE;
}

enum dialog_answer dialog_key(struct dialog *dialog, uint32_t key);

/*
 * Inserts a pasted character into the line being typed; false if there is none. A pasted character
 * is never an answer.
 */
bool dialog_paste(struct dialog *dialog, uint32_t point);

/*
 * Draws the dialog over the grid: in the middle, or beside its spot. A DIALOG_LINE is drawn above
 * the bar of keys, with its text, if there is one, above it. Lines that are too long are wrapped,
 * below their second column if they have one; entries of a list are cut.
 */
void dialog_draw(struct dialog *dialog, struct grid *grid);

/* The letter of the choice on this row of the grid, as last drawn; '\0': none. */
char dialog_letter_at(const struct dialog *dialog, const struct grid *grid, int row);

/* The entry of the list at this cell of the grid, as last drawn; -1: none. */
int dialog_entry_at(const struct dialog *dialog, const struct grid *grid, int row, int column);

/* True if a list is open and this cell is outside of its box: a click there closes the list. */
bool dialog_is_beside(const struct dialog *dialog, const struct grid *grid, int row, int column);

/* -------- for dialog.c (dialog-input.c) -------- */

/* Draws the line being typed, as much as fits around its cursor. */
void dialog_draw_input(
	const struct dialog *dialog, struct grid *grid, int row, int column, int room);

/* Draws the text of a line above its row: what is wrong with it. */
void dialog_draw_complaint(const struct dialog *dialog, struct grid *grid, int row);

/* Draws the note at the end of the row if enough of it is left for what is typed. Returns the cells
 * that it takes. */
int dialog_draw_note(const struct dialog *dialog, struct grid *grid, int row);

#endif
