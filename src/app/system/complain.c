/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/complain.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buffer.h"

static void write_line(enum text_charset charset, const char *format, va_list arguments)
{
	struct buffer line = {0};
	char message[1024];

	vsnprintf(message, sizeof(message), format, arguments);
	buffer_text(&line, "sockview: ");
	text_add_shown(&line, message, charset);
	fprintf(stderr, "%s\n", buffer_get(&line));
	buffer_done(&line);
}

void complain(enum text_charset charset, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_line(charset, format, arguments);
	va_end(arguments);
}

int complain_of_usage(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_line(TEXT_UTF8, format, arguments);
	va_end(arguments);
	return EXIT_USAGE;
}
