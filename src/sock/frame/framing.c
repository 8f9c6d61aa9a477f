/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/frame/framing.h"

#include <errno.h>
#include <string.h>

/* The polynomial of Castagnoli, lowest bit first. */
#define POLYNOMIAL UINT32_C(0x82f63b78)

#define TEXT_MAX 4096

/* The table takes two microseconds, which is little beside a frame. */
uint32_t frame_crc32c(uint32_t crc, const void *data, size_t length)
{
	const unsigned char *byte = data;
	uint32_t table[256];

	for (uint32_t i = 0; i < 256; i++) {
		uint32_t value = i;

		for (unsigned bit = 0; bit < 8; bit++)
			value = value >> 1 ^ (value & 1 ? POLYNOMIAL : 0);
		table[i] = value;
	}
	crc = ~crc;
	while (length--)
		crc = crc >> 8 ^ table[(crc ^ *byte++) & 0xff];
	return ~crc;
}

void frame_put(struct buffer *out, uint64_t value, unsigned width)
{
	char bytes[8];

	for (unsigned i = 0; i < width; i++)
		bytes[i] = (char)(value >> 8 * i & 0xff);
	buffer_add(out, bytes, width);
}

void frame_put_text(struct buffer *out, const char *text)
{
	size_t length = strnlen(text, TEXT_MAX);

	frame_put(out, length, 2);
	buffer_add(out, text, length);
}

const void *frame_take_bytes(struct frame_bytes *bytes, size_t length)
{
	const void *at = bytes->at;

	if (length > bytes->left) {
		bytes->short_of = true;
		bytes->left = 0;
		return NULL;
	}
	bytes->at += length;
	bytes->left -= length;
	return at;
}

static uint64_t number_at(const unsigned char *bytes, unsigned width)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < width; i++)
		value |= (uint64_t)bytes[i] << 8 * i;
	return value;
}

uint64_t frame_take(struct frame_bytes *bytes, unsigned width)
{
	const unsigned char *at = frame_take_bytes(bytes, width);

	return at ? number_at(at, width) : 0;
}

void frame_take_text(struct frame_bytes *bytes, char *text, size_t size)
{
	size_t length = (size_t)frame_take(bytes, 2);
	const char *at = frame_take_bytes(bytes, length);

	if (!at)
		length = 0;
	else if (length >= size)
		length = size - 1;
	if (length)
		memcpy(text, at, length);
	text[length] = '\0';
}

size_t frame_begin(struct buffer *out, enum frame_type type)
{
	size_t start = out->length;

	frame_put(out, 0, 4);
	frame_put(out, type, 4);
	frame_put(out, 0, 4);
	return start;
}

static uint32_t checksum_of(const unsigned char *frame, size_t content)
{
	return frame_crc32c(frame_crc32c(0, frame, 8), frame + FRAME_HEADER_SIZE, content);
}

static void store(unsigned char *bytes, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		bytes[i] = (unsigned char)(value >> 8 * i);
}

void frame_end(struct buffer *out, size_t start)
{
	unsigned char *frame = (unsigned char *)out->data + start;
	size_t content = out->length - start - FRAME_HEADER_SIZE;

	store(frame, (uint32_t)content);
	store(frame + 8, checksum_of(frame, content));
}

int frame_read_header(const unsigned char *bytes, struct frame_header *ret_header)
{
	*ret_header = (struct frame_header){
		.length = (uint32_t)number_at(bytes, 4),
		.type = (uint32_t)number_at(bytes + 4, 4),
		.checksum = (uint32_t)number_at(bytes + 8, 4),
	};
	return ret_header->length <= FRAME_CONTENT_MAX ? 0 : -EBADMSG;
}

int frame_read(const unsigned char *bytes, size_t length, uint32_t *ret_type,
	struct frame_bytes *ret_content)
{
	struct frame_header header;

	if (length < FRAME_HEADER_SIZE)
		return 0;
	if (frame_read_header(bytes, &header) < 0)
		return -EBADMSG;
	if (length - FRAME_HEADER_SIZE < header.length)
		return 0;
	if (checksum_of(bytes, header.length) != header.checksum)
		return -EBADMSG;
	*ret_type = header.type;
	*ret_content = (struct frame_bytes){bytes + FRAME_HEADER_SIZE, header.length, false};
	return (int)(FRAME_HEADER_SIZE + header.length);
}
