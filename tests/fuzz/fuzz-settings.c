/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a settings file: read, written to, and read again.
 *
 * With libFuzzer (-DFUZZER) it makes up its own inputs; without, it takes a file with every kind of
 * line, and then all that is left when a byte of it is changed or its end is cut off.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/option/option.h"
#include "app/config/settings-text.h"
#include "app/screen/page-list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const char *what, const struct buffer *text)
{
	fprintf(stderr, "%s:\n%s\n", what, buffer_get(text));
	abort();
}

/* Returns the interval that the text leads to. */
static uint32_t read_text(const struct buffer *text)
{
	struct options options = {
		.sort = column_find("local"), .keymap = {.scope = page_list_scope}};
	struct settings_text_warnings warnings = {0};

	settings_text_read(&options, text, "file", &warnings);
	options_done(&options);
	buffer_done(&warnings.text);
	return options.interval_ms;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer text = {0}, once = {0};

	/* What contains a NUL never gets as far. */
	buffer_add(&text, (const char *)data, memchr(data, '\0', size) ? 0 : size);
	read_text(&text);
	settings_text_write(&text, "interval", "0.25");
	if (read_text(&text) != 250)
		fail("written, and not read", &text);
	buffer_text(&once, buffer_get(&text));
	settings_text_write(&text, "interval", "0.25");
	if (strcmp(buffer_get(&once), buffer_get(&text)) != 0)
		fail("written twice is not written once", &text);
	settings_text_write(&text, "interval", NULL);
	if (read_text(&text) != 0)
		fail("taken away, and still read", &text);
	buffer_done(&text);
	buffer_done(&once);
	return 0;
}

#ifndef FUZZER

static const char every_kind[] = "# comment\n\n interval = 2 \r\n\tlinger=5\ncolumns = +rtt,-user\n"
				 "sort = -rtt\ngroup = process\ntheme = mono\nwidth.local = 30\n"
				 "key.close = F9 k x Alt-j\nkey.pause = x = #\nkey.quit =\n"
				 "foo = \xe2\x80\xae\ninterval = 3\nno sense\n= 1\nascii = yes";

int main(void)
{
	static const char bytes[] = "\n =#.\t0zF\xff";
	char text[sizeof(every_kind)];
	size_t length = sizeof(every_kind) - 1;

	for (size_t at = 0; at <= length; at++) {
		LLVMFuzzerTestOneInput((const uint8_t *)every_kind, at);
		for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
			memcpy(text, every_kind, sizeof(text));
			text[at] = bytes[i];
			LLVMFuzzerTestOneInput((const uint8_t *)text, length);
		}
	}
	printf("%zu texts\n", (length + 1) * sizeof(bytes));
	return 0;
}

#endif
