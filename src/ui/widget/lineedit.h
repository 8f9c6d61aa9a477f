/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line that the user types. */
#ifndef SOCKVIEW_UI_WIDGET_LINEEDIT_H
#define SOCKVIEW_UI_WIDGET_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINEEDIT_MAX 4096

struct lineedit {
	char text[LINEEDIT_MAX + 1]; /* UTF-8 */
	size_t length;
	size_t cursor; /* a byte offset between characters */
	bool selected; /* all of the text: what is typed replaces it */
};

/* Sets the text, as much as fits, and the cursor after it. */
void lineedit_set(struct lineedit *line, const char *text);

/*
 * Selects all of the text: then a typed character replaces it, a key that erases deletes it, and a
 * key that moves the cursor keeps it, to be edited.
 */
void lineedit_select(struct lineedit *line);

/* Returns false if the key is not a key for editing; then nothing was done. */
bool lineedit_key(struct lineedit *line, uint32_t key);

#endif
