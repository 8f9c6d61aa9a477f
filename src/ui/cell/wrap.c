/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/cell/wrap.h"

#include <string.h>

const char *wrap_next(const char *text)
{
	const char *end = strchr(text, '\n');

	return end ? end + 1 : text + strlen(text);
}

size_t wrap_count(const char *text)
{
	size_t count = 0;

	for (; *text; text = wrap_next(text))
		count++;
	return count;
}

size_t wrap_widest(const char *text, enum text_charset charset)
{
	struct buffer line = {0};
	size_t widest = 0;

	for (; *text; text = wrap_next(text)) {
		size_t width;

		buffer_clear(&line);
		buffer_add(&line, text, strcspn(text, "\n"));
		width = text_width(buffer_get(&line), charset);
		widest = width > widest ? width : widest;
	}
	buffer_done(&line);
	return widest;
}

static bool is_one_of(const char *glyphs, const struct text_glyph *glyph)
{
	return glyph->bytes[0] && strstr(glyphs, glyph->bytes);
}

/*
 * True if a line may end between two characters without a blank: if one of them is wide, as in
 * Chinese, but never before closing and never after opening punctuation.
 */
static bool may_part(const struct text_glyph *left, const struct text_glyph *right)
{
	static const char closing[] = "，。、；：！？）】》〉」』〕…—”’,.;:!?)]}%";
	static const char opening[] = "（【《〈「『〔“‘([{";

	return (left->width > 1 || right->width > 1) && !is_one_of(closing, right) &&
	       !is_one_of(opening, left);
}

/*
 * The number of bytes of `text` that fit into `width` cells, up to a place where a line may end, if
 * there is one.
 */
static size_t fitting(const char *text, size_t length, size_t width, enum text_charset charset)
{
	struct text_glyph left = {.bytes = " "};
	size_t at = 0, used = 0, end = 0;

	while (at < length) {
		struct text_glyph glyph;
		size_t taken = text_next_glyph(text + at, length - at, charset, &glyph);

		if (text[at] == ' ' || (at && left.bytes[0] != ' ' && may_part(&left, &glyph)))
			end = at;
		if (used + glyph.width > width)
			return end ? end : at ? at : taken;
		used += glyph.width;
		at += taken;
		left = glyph;
	}
	return length;
}

/* The cell where the second column of a line begins, and where its further lines begin; 0: none. */
static size_t second_column(const char *text, size_t length, enum text_charset charset)
{
	struct text_glyph glyph;
	size_t at = 0, cells = 0;

	while (at + 2 < length && !(at && text[at] == ' ' && text[at + 1] == ' ')) {
		at += text_next_glyph(text + at, length - at, charset, &glyph);
		cells += glyph.width;
	}
	if (at + 2 >= length)
		return 0;
	for (; at < length && text[at] == ' '; at++)
		cells++;
	return cells;
}

void wrap_add(struct buffer *out, const char *text, size_t length, size_t width,
	enum text_charset charset)
{
	size_t second = second_column(text, length, charset), indent = 0;

	do {
		size_t taken = fitting(text, length, width - indent, charset);

		buffer_repeat(out, ' ', indent);
		buffer_add(out, text, taken);
		buffer_char(out, '\n');
		while (taken < length && text[taken] == ' ')
			taken++;
		text += taken;
		length -= taken;
		indent = second > width / 2 ? 0 : second;
	} while (length);
}

void wrap_add_lines(
	struct buffer *out, const struct buffer *text, size_t width, enum text_charset charset)
{
	for (const char *at = buffer_get(text); *at; at = wrap_next(at))
		wrap_add(out, at, strcspn(at, "\n"), width, charset);
}
