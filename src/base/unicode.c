/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/unicode.h"

#include <wchar.h>

size_t unicode_decode(const char *bytes, size_t length, uint32_t *ret_point)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *byte = (const unsigned char *)bytes;
	uint32_t point;
	size_t size, at;

	*ret_point = UNICODE_INVALID;
	if (byte[0] < 0x80) {
		*ret_point = byte[0];
		return 1;
	}
	if (byte[0] >= 0xc2 && byte[0] <= 0xdf) {
		size = 2;
		point = byte[0] & 0x1f;
	} else if ((byte[0] & 0xf0) == 0xe0) {
		size = 3;
		point = byte[0] & 0x0f;
	} else if (byte[0] >= 0xf0 && byte[0] <= 0xf4) {
		size = 4;
		point = byte[0] & 0x07;
	} else {
		return 1;
	}
	if (size > length)
		return 1;
	for (at = 1; at < size; at++) {
		if ((byte[at] & 0xc0) != 0x80)
			return 1;
		point = point << 6 | (byte[at] & 0x3f);
	}
	if (point < smallest[size] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return 1;
	*ret_point = point;
	return size;
}

size_t unicode_encode(uint32_t point, char ret_bytes[4])
{
	if (point < 0x80) {
		ret_bytes[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		ret_bytes[0] = (char)(0xc0 | point >> 6);
		ret_bytes[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		ret_bytes[0] = (char)(0xe0 | point >> 12);
		ret_bytes[1] = (char)(0x80 | (point >> 6 & 0x3f));
		ret_bytes[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	ret_bytes[0] = (char)(0xf0 | point >> 18);
	ret_bytes[1] = (char)(0x80 | (point >> 12 & 0x3f));
	ret_bytes[2] = (char)(0x80 | (point >> 6 & 0x3f));
	ret_bytes[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

/*
 * Characters that glibc calls printable, or gives a width, but that must not be shown: general
 * categories Cc, Cf and Co and the default-ignorable fillers of the Unicode character database, in
 * order. A terminal would reorder its line for some of them and draw nothing for others, so that
 * two different names look the same.
 */
static const struct {
	uint32_t first, last;
} forbidden[] = {
	{0x0000, 0x001f},
	{0x007f, 0x009f},
	{0x00ad, 0x00ad},
	{0x034f, 0x034f},
	{0x0600, 0x0605},
	{0x061c, 0x061c},
	{0x06dd, 0x06dd},
	{0x070f, 0x070f},
	{0x0890, 0x0891},
	{0x08e2, 0x08e2},
	{0x115f, 0x1160},
	{0x17b4, 0x17b5},
	{0x180b, 0x180f},
	{0x200b, 0x200f},
	{0x2028, 0x202e},
	{0x2060, 0x206f},
	{0x3164, 0x3164},
	{0xd800, 0xf8ff},
	{0xfe00, 0xfe0f},
	{0xfeff, 0xfeff},
	{0xffa0, 0xffa0},
	{0xfff0, 0xfffb},
	{0xfffe, 0xffff},
	{0x110bd, 0x110bd},
	{0x110cd, 0x110cd},
	{0x13430, 0x1345f},
	{0x1bca0, 0x1bca3},
	{0x1d173, 0x1d17a},
	{0xe0000, UINT32_MAX},
};

bool unicode_is_forbidden(uint32_t point)
{
	size_t low = 0, high = sizeof(forbidden) / sizeof(forbidden[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (point > forbidden[middle].last)
			low = middle + 1;
		else if (point < forbidden[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

int unicode_width(uint32_t point)
{
	int width;

	if (point >= 0x20 && point < 0x7f)
		return 1;
	if (unicode_is_forbidden(point))
		return -1;
	width = wcwidth((wchar_t)point);
	return width > 2 ? -1 : width;
}
