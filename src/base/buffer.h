/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text that grows. The functions that write cells, JSON, CSV and messages append to it. */
#ifndef SOCKVIEW_BASE_BUFFER_H
#define SOCKVIEW_BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* `data` is NUL-terminated after every call that appends; it is NULL only before the first one. */
struct buffer {
	char *data;
	size_t length;
	size_t capacity;
};

void buffer_done(struct buffer *buffer);

/* Makes room for `extra` more bytes and a NUL. */
void buffer_reserve(struct buffer *buffer, size_t extra);

static inline void buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	if (buffer->data)
		buffer->data[0] = '\0';
}

static inline void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
	if (buffer->capacity - buffer->length <= length)
		buffer_reserve(buffer, length);
	memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

static inline void buffer_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

static inline void buffer_char(struct buffer *buffer, char byte)
{
	buffer_add(buffer, &byte, 1);
}

void buffer_repeat(struct buffer *buffer, char byte, size_t count);
void buffer_number(struct buffer *buffer, uint64_t number);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Returns the text so far, never NULL. */
static inline const char *buffer_get(const struct buffer *buffer)
{
	return buffer->data ? buffer->data : "";
}

#endif
