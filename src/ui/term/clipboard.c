/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/clipboard.h"

#include <stdint.h>
#include <string.h>

static void add_base64(struct buffer *out, const char *text, size_t length)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t at = 0; at < length; at += 3) {
		size_t left = length - at;
		uint32_t bits = (uint32_t)(unsigned char)text[at] << 16;

		if (left > 1)
			bits |= (uint32_t)(unsigned char)text[at + 1] << 8;
		if (left > 2)
			bits |= (unsigned char)text[at + 2];
		buffer_char(out, letters[bits >> 18]);
		buffer_char(out, letters[bits >> 12 & 63]);
		buffer_char(out, left > 1 ? letters[bits >> 6 & 63] : '=');
		buffer_char(out, left > 2 ? letters[bits & 63] : '=');
	}
}

bool clipboard_add_sequence(struct buffer *out, const char *text)
{
	size_t length = strlen(text);

	if (length > CLIPBOARD_MAX)
		return false;
	buffer_text(out, "\033]52;c;");
	add_base64(out, text, length);
	buffer_char(out, '\a');
	return true;
}
