/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

void buffer_done(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){0};
}

void buffer_reserve(struct buffer *buffer, size_t extra)
{
	size_t needed = buffer->length + extra + 1;

	if (needed <= buffer->capacity)
		return;
	buffer->capacity = needed < 64 ? 64 : needed + needed / 2;
	buffer->data = alloc_resize(buffer->data, buffer->capacity, 1);
}

void buffer_repeat(struct buffer *buffer, char byte, size_t count)
{
	buffer_reserve(buffer, count);
	memset(buffer->data + buffer->length, byte, count);
	buffer->length += count;
	buffer->data[buffer->length] = '\0';
}

void buffer_number(struct buffer *buffer, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	buffer_add(buffer, digits + at, sizeof(digits) - at);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int length;

	buffer_reserve(buffer, 64);
	va_start(arguments, format);
	length = vsnprintf(buffer->data + buffer->length, buffer->capacity - buffer->length, format,
		arguments);
	va_end(arguments);
	if (length < 0) {
		buffer->data[buffer->length] = '\0';
		return;
	}
	if ((size_t)length >= buffer->capacity - buffer->length) {
		buffer_reserve(buffer, (size_t)length);
		va_start(arguments, format);
		vsnprintf(buffer->data + buffer->length, buffer->capacity - buffer->length, format,
			arguments);
		va_end(arguments);
	}
	buffer->length += (size_t)length;
}
