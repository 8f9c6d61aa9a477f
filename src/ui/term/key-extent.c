/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/term/key-extent.h"

#include <string.h>

char key_introducer(uint32_t point)
{
	char letter = point >= 0x80 && point < 0xa0 ? (char)(point - 0x40) : '\0';

	return letter && strchr(KEY_INTRODUCERS, letter) ? letter : '\0';
}

bool key_byte_breaks(char byte)
{
	return (unsigned char)byte < ' ' || (unsigned char)byte >= 127;
}

/* The length of a body without numbers; 0 if it has a number. */
static size_t fixed_length(struct key_bytes body)
{
	if (body.bytes[0] == 'M')
		return 4; /* a click: three bytes of any value */
	return body.bytes[0] == '[' ? 2 : 0;
}

/* rxvt sends a key with Shift as a number and $, with nothing after it. */
static bool ends_at_dollar(struct key_bytes body, size_t at)
{
	return body.bytes[at] == '$' && at > 0 && strspn(body.bytes, "0123456789") == at;
}

size_t key_csi_length(struct key_bytes body, bool *ret_broken)
{
	size_t fixed = body.length ? fixed_length(body) : 0;

	*ret_broken = false;
	for (size_t at = 0; at < body.length; at++) {
		bool any = fixed == 4 && (unsigned char)body.bytes[at] >= 127;

		if (key_byte_breaks(body.bytes[at]) && !any) {
			*ret_broken = true;
			return at;
		}
		if (fixed ? at + 1 == fixed : body.bytes[at] >= '@' || ends_at_dollar(body, at))
			return at + 1;
	}
	return 0;
}

size_t key_ss3_length(struct key_bytes body, bool *ret_broken)
{
	*ret_broken = false;
	for (size_t at = 0; at < body.length; at++) {
		if (key_byte_breaks(body.bytes[at])) {
			*ret_broken = true;
			return at;
		}
		if (body.bytes[at] != ';' && (body.bytes[at] < '0' || body.bytes[at] > '9'))
			return at + 1;
	}
	return 0;
}

/* Also as 8 bits: alone, or as the two bytes of its UTF-8, but not within another character. */
bool key_string_ends(struct key_bytes in, size_t at)
{
	unsigned char byte = (unsigned char)in.bytes[at];
	unsigned char before = at ? (unsigned char)in.bytes[at - 1] : 0;

	return byte == '\a' || byte == 030 || byte == 032 ||
	       (byte == 0x9c && (before < 0x80 || before == 0xc2));
}

bool key_is_tail(struct key_bytes in, bool *ret_more)
{
	static const char *const seconds[] = {"]0123456789", "P0123456789!>$+", "_G"};

	*ret_more = false;
	if (in.bytes[0] == '[' || in.bytes[0] == 'O')
		return true;
	for (size_t i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++) {
		if (in.bytes[0] != seconds[i][0])
			continue;
		*ret_more = in.length == 1;
		return in.length > 1 && in.bytes[1] && strchr(seconds[i] + 1, in.bytes[1]);
	}
	return false;
}
