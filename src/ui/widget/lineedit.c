/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/widget/lineedit.h"

#include <string.h>

#include "base/unicode.h"
#include "ui/term/keys.h"

enum { CTRL_A = 1, CTRL_E = 5, CTRL_H = 8, CTRL_K = 11, CTRL_U = 21, CTRL_W = 23 };

/* A text that is too long loses whole characters. */
static size_t length_that_fits(const char *text, size_t length)
{
	size_t fits = LINEEDIT_MAX;

	if (length <= LINEEDIT_MAX)
		return length;
	/* The text is longer than that. */
	/* cppcheck-suppress arrayIndexOutOfBounds */
	while (fits > 0 && (text[fits] & 0xc0) == 0x80)
		fits--;
	return fits;
}

void lineedit_set(struct lineedit *line, const char *text)
{
	line->length = length_that_fits(text, strlen(text));
	memcpy(line->text, text, line->length);
	line->text[line->length] = '\0';
	line->cursor = line->length;
	line->selected = false;
}

void lineedit_select(struct lineedit *line)
{
	line->cursor = line->length;
	line->selected = line->length > 0;
}

static size_t before(const struct lineedit *line, size_t at)
{
	while (at > 0 && (line->text[--at] & 0xc0) == 0x80)
		;
	return at;
}

static size_t after(const struct lineedit *line, size_t at)
{
	if (at < line->length)
		at++;
	while (at < line->length && (line->text[at] & 0xc0) == 0x80)
		at++;
	return at;
}

static void cut(struct lineedit *line, size_t from, size_t to)
{
	memmove(line->text + from, line->text + to, line->length - to + 1);
	line->length -= to - from;
	line->cursor = from;
}

static void insert(struct lineedit *line, uint32_t point)
{
	char bytes[4];
	size_t size = unicode_encode(point, bytes);

	if (line->length + size > LINEEDIT_MAX)
		return;
	memmove(line->text + line->cursor + size, line->text + line->cursor,
		line->length - line->cursor + 1);
	memcpy(line->text + line->cursor, bytes, size);
	line->length += size;
	line->cursor += size;
}

static size_t word_before(const struct lineedit *line)
{
	size_t at = line->cursor;

	while (at > 0 && line->text[at - 1] == ' ')
		at--;
	while (at > 0 && line->text[at - 1] != ' ')
		at--;
	return at;
}

/* Keys that take away the character or word at the cursor: of a selected line, all. */
static bool is_eraser(uint32_t key)
{
	return key == KEY_ERASE || key == CTRL_H || key == KEY_DELETE || key == CTRL_W;
}

static bool is_character(uint32_t key)
{
	return key >= 32 && key < KEY_SPECIAL && unicode_width(key) >= 1;
}

/* True if that was all that the key does. */
static bool replace_selected(struct lineedit *line, uint32_t key)
{
	bool selected = line->selected;

	line->selected = false;
	if (selected && (is_eraser(key) || is_character(key)))
		lineedit_set(line, "");
	return selected && is_eraser(key);
}

bool lineedit_key(struct lineedit *line, uint32_t key)
{
	if (replace_selected(line, key))
		return true;
	switch (key) {
	case KEY_CURSOR_LEFT:
		line->cursor = before(line, line->cursor);
		return true;
	case KEY_CURSOR_RIGHT:
		line->cursor = after(line, line->cursor);
		return true;
	case KEY_TO_HOME:
	case CTRL_A:
		line->cursor = 0;
		return true;
	case KEY_TO_END:
	case CTRL_E:
		line->cursor = line->length;
		return true;
	case KEY_ERASE:
	case CTRL_H:
		cut(line, before(line, line->cursor), line->cursor);
		return true;
	case KEY_DELETE:
		cut(line, line->cursor, after(line, line->cursor));
		return true;
	case CTRL_K:
		cut(line, line->cursor, line->length);
		return true;
	case CTRL_U:
		cut(line, 0, line->cursor);
		return true;
	case CTRL_W:
		cut(line, word_before(line), line->cursor);
		return true;
	}
	if (!is_character(key))
		return false;
	insert(line, key);
	return true;
}
