/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/text.h"

#include <string.h>

#include "base/unicode.h"

static void glyph_set(struct text_glyph *glyph, const char *bytes, size_t length, int width)
{
	memcpy(glyph->bytes, bytes, length);
	glyph->bytes[length] = '\0';
	glyph->width = (unsigned char)width;
}

static void glyph_replace(struct text_glyph *glyph, enum text_charset charset)
{
	if (charset == TEXT_UTF8)
		glyph_set(glyph, "\xef\xbf\xbd", 3, 1);
	else
		glyph_set(glyph, "?", 1, 1);
}

/*
 * Skips the combining marks at `bytes`; adds the first one to `glyph`. Returns the bytes skipped.
 */
static size_t take_marks(const char *bytes, size_t length, struct text_glyph *glyph)
{
	bool kept = false;
	size_t taken = 0;

	while (taken < length) {
		uint32_t point;
		size_t size = unicode_decode(bytes + taken, length - taken, &point);

		if (point == UNICODE_INVALID || unicode_width(point) != 0)
			break;
		if (!kept && strlen(glyph->bytes) + size < sizeof(glyph->bytes)) {
			strncat(glyph->bytes, bytes + taken, size);
			kept = true;
		}
		taken += size;
	}
	return taken;
}

size_t text_next_glyph(
	const char *bytes, size_t length, enum text_charset charset, struct text_glyph *ret_glyph)
{
	uint32_t point;
	size_t taken;
	int width;

	if (bytes[0] >= 0x20 && bytes[0] < 0x7f && (length == 1 || !(bytes[1] & 0x80))) {
		glyph_set(ret_glyph, bytes, 1, 1);
		return 1;
	}
	taken = unicode_decode(bytes, length, &point);
	if (charset == TEXT_ASCII) {
		if (point >= 0x20 && point < 0x7f)
			glyph_set(ret_glyph, bytes, 1, 1);
		else
			glyph_replace(ret_glyph, charset);
		return taken;
	}
	width = point == UNICODE_INVALID ? -1 : unicode_width(point);
	if (width < 1) /* a mark without a base character is also replaced */
		glyph_replace(ret_glyph, charset);
	else
		glyph_set(ret_glyph, bytes, taken, width);
	return taken + take_marks(bytes + taken, length - taken, ret_glyph);
}

const char *text_arrow(enum text_charset charset)
{
	return charset == TEXT_UTF8 ? " \xe2\x86\x92 " : " -> ";
}

/* The bytes at the beginning that are a cell each: ASCII, but for a letter that has marks. */
static size_t plain_run(const char *text, size_t length)
{
	size_t run = 0;

	while (run < length && text[run] >= 0x20 && text[run] < 0x7f)
		run++;
	return run && run < length && text[run] & 0x80 ? run - 1 : run;
}

void text_add_shown(struct buffer *out, const char *text, enum text_charset charset)
{
	size_t length = strlen(text), at = 0;

	while (at < length) {
		size_t run = plain_run(text + at, length - at);
		struct text_glyph glyph;

		buffer_add(out, text + at, run);
		at += run;
		if (at == length)
			break;
		at += text_next_glyph(text + at, length - at, charset, &glyph);
		buffer_text(out, glyph.bytes);
	}
}

size_t text_width(const char *text, enum text_charset charset)
{
	size_t length = strlen(text), at = 0, width = 0;

	while (at < length) {
		size_t run = plain_run(text + at, length - at);
		struct text_glyph glyph;

		width += run;
		at += run;
		if (at == length)
			break;
		at += text_next_glyph(text + at, length - at, charset, &glyph);
		width += glyph.width;
	}
	return width;
}

/* Appends as much of `text` as fits into `width` cells; returns the number of cells used. */
static size_t add_clipped(
	struct buffer *out, const char *text, size_t width, enum text_charset charset)
{
	size_t length = strlen(text), at = 0, used = 0;

	while (at < length) {
		size_t run = plain_run(text + at, length - at);
		struct text_glyph glyph;

		if (run > width - used)
			run = width - used;
		buffer_add(out, text + at, run);
		at += run;
		used += run;
		if (at == length)
			break;
		at += text_next_glyph(text + at, length - at, charset, &glyph);
		if (used + glyph.width > width)
			break;
		buffer_text(out, glyph.bytes);
		used += glyph.width;
	}
	return used;
}

void text_add_fitted(
	struct buffer *out, const char *text, size_t width, bool right, enum text_charset charset)
{
	size_t full = text_width(text, charset);

	if (full > width) {
		size_t used;

		if (width == 0)
			return;
		used = add_clipped(out, text, width - 1, charset);
		buffer_text(out, charset == TEXT_UTF8 ? "\xe2\x80\xa6" : "~");
		buffer_repeat(out, ' ', width - 1 - used);
		return;
	}
	if (right)
		buffer_repeat(out, ' ', width - full);
	add_clipped(out, text, width, charset);
	if (!right)
		buffer_repeat(out, ' ', width - full);
}

/* Returns the end of `text` that takes at most `width` cells. */
static const char *tail_of(const char *text, size_t width, enum text_charset charset)
{
	size_t full = text_width(text, charset);

	while (full > width) {
		struct text_glyph glyph;

		text += text_next_glyph(text, strlen(text), charset, &glyph);
		full -= glyph.width;
	}
	return text;
}

void text_add_fitted_middle(
	struct buffer *out, const char *text, size_t width, enum text_charset charset)
{
	size_t tail, used;

	if (width < 3 || text_width(text, charset) <= width) {
		text_add_fitted(out, text, width, false, charset);
		return;
	}
	tail = width / 2;
	used = add_clipped(out, text, width - 1 - tail, charset);
	buffer_text(out, charset == TEXT_UTF8 ? "\xe2\x80\xa6" : "~");
	text_add_fitted(out, tail_of(text, tail, charset), width - 1 - used, false, charset);
}

static void add_json_escape(struct buffer *out, uint32_t point)
{
	if (point == '\n')
		buffer_text(out, "\\n");
	else if (point == '\t')
		buffer_text(out, "\\t");
	else if (point < 0x10000)
		buffer_printf(out, "\\u%04x", (unsigned)point);
	else
		buffer_printf(out, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (point >> 10)),
			(unsigned)(0xdc00 + (point & 0x3ff)));
}

void text_add_json(struct buffer *out, const char *text)
{
	size_t length = strlen(text), at = 0;

	buffer_char(out, '"');
	while (at < length) {
		size_t plain = at;
		uint32_t point;
		size_t taken;

		while (text[plain] >= 0x20 && text[plain] < 0x7f && text[plain] != '"' &&
			text[plain] != '\\')
			plain++;
		buffer_add(out, text + at, plain - at);
		at = plain;
		if (at == length)
			break;
		taken = unicode_decode(text + at, length - at, &point);
		if (point == UNICODE_INVALID) {
			buffer_text(out, "\xef\xbf\xbd");
		} else if (point == '"' || point == '\\') {
			buffer_char(out, '\\');
			buffer_char(out, (char)point);
		} else if (unicode_width(point) < 0) {
			add_json_escape(out, point);
		} else {
			buffer_add(out, text + at, taken);
		}
		at += taken;
	}
	buffer_char(out, '"');
}

/* Such characters are in strings only, where they may be escaped. */
void text_add_safe_json(struct buffer *out, const char *json, size_t length)
{
	size_t at = 0;

	while (at < length) {
		uint32_t point;
		size_t taken = unicode_decode(json + at, length - at, &point);

		if (point >= 0x7f && point != UNICODE_INVALID && unicode_width(point) < 0)
			add_json_escape(out, point);
		else
			buffer_add(out, json + at, taken);
		at += taken;
	}
}

/*
 * A CSV file is UTF-8 in every locale. A nightly job often runs without a locale: then the C
 * library knows no character beyond ASCII, but names must still keep their letters.
 */
static bool is_data(uint32_t point)
{
	if (point == UNICODE_INVALID || unicode_is_forbidden(point))
		return false;
	return unicode_width(point) >= 0 || unicode_width(0xe9) < 0;
}

static bool csv_needs_quotes(const char *text)
{
	return strpbrk(text, "\",\r\n") || (*text && strchr("=+-@ \t", *text));
}

void text_add_csv(struct buffer *out, const char *text)
{
	bool quoted = csv_needs_quotes(text);
	size_t length = strlen(text), at = 0;

	if (quoted)
		buffer_char(out, '"');
	while (at < length) {
		uint32_t point;
		size_t taken = unicode_decode(text + at, length - at, &point);

		if (!is_data(point))
			buffer_text(out, "\xef\xbf\xbd");
		else if (point == '"')
			buffer_text(out, "\"\"");
		else
			buffer_add(out, text + at, taken);
		at += taken;
	}
	if (quoted)
		buffer_char(out, '"');
}
