/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a filter: read or refused, evaluated, printed, and read again as the same text.
 *
 * With libFuzzer (clang -fsanitize=fuzzer,address,undefined -DFUZZER) it makes up its own inputs,
 * starting from tests/data/filter. Without, it takes files and folders (else that one), and then
 * all that is left when pieces of each are cut out or joined to the next:
 *
 *	clang -DFUZZER -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Isrc -Itests \
 *		tests/fuzz/fuzz-filter.c tests/support/filter-rows.c src/{view,sock,base}/[a-z]*.c
 *-lmnl
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/filter-rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const char *what, const char *text)
{
	fprintf(stderr, "%s: %s\n", what, text);
	abort();
}

static void check_printed(const struct filter_rows *rows, const struct filter *filter)
{
	struct buffer first = {0}, second = {0};
	struct filter_error error;
	struct filter *again;

	filter_print(filter, &first);
	if (first.length <= FILTER_LENGTH_MAX) {
		if (filter_parse(buffer_get(&first), &rows->names, &again, &error) != 0)
			fail("printed, and refused", buffer_get(&first));
		filter_print(again, &second);
		if (strcmp(buffer_get(&first), buffer_get(&second)) != 0)
			fail("printed in two ways", buffer_get(&first));
		filter_free(again);
	}
	buffer_done(&first);
	buffer_done(&second);
}

static void check_masks(struct filter_rows *rows, const struct filter *filter)
{
	char letters[FILTER_ROWS + 1];

	filter_rows_match(rows, filter, letters);
	for (const char *at = letters; *at; at++) {
		const struct conn *conn = &rows->track.rows[*at - 'a'].conn;

		if (!(filter_state_mask(filter, (enum conn_proto)conn->proto) >> conn->state & 1))
			fail("a match outside of the mask", letters);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct filter_rows rows;
	static bool ready;
	struct filter_error error;
	struct filter *filter;
	char *text = malloc(size + 1);

	if (!ready)
		filter_rows_init(&rows);
	ready = true;
	memcpy(text, data, size);
	text[size] = '\0';
	if (filter_parse(text, &rows.names, &filter, &error) == 0) {
		check_masks(&rows, filter);
		check_printed(&rows, filter);
		filter_free(filter);
	} else if (error.offset + error.length > strlen(text) || !error.message) {
		fail("an error outside of the text", text);
	}
	free(text);
	return 0;
}

#ifndef FUZZER

static struct buffer inputs[256];
static size_t input_count;

static void add_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	char bytes[4096];
	size_t length;

	if (!file || input_count == sizeof(inputs) / sizeof(inputs[0]))
		fail("not read", path);
	while ((length = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buffer_add(&inputs[input_count], bytes, length);
	fclose(file);
	input_count++;
}

static void add_path(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	if (!directory) {
		add_file(path);
		return;
	}
	while ((entry = readdir(directory))) {
		struct buffer name = {0};

		buffer_printf(&name, "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			add_file(buffer_get(&name));
		buffer_done(&name);
	}
	closedir(directory);
}

static void run(const char *first, size_t first_length, const char *second, size_t second_length)
{
	struct buffer joined = {0};

	buffer_add(&joined, first, first_length);
	buffer_add(&joined, second, second_length);
	LLVMFuzzerTestOneInput((const uint8_t *)joined.data, joined.length);
	buffer_done(&joined);
}

int main(int argc, char **argv)
{
	const char *source = getenv("srcdir");
	struct buffer collection = {0};

	buffer_printf(&collection, "%s/tests/data/filter", source ? source : ".");
	if (argc < 2)
		add_path(buffer_get(&collection));
	buffer_done(&collection);
	for (int i = 1; i < argc; i++)
		add_path(argv[i]);
	for (size_t i = 0; i < input_count; i++) {
		const struct buffer *next = &inputs[(i + 1) % input_count];
		const char *bytes = buffer_get(&inputs[i]);
		size_t length = inputs[i].length;

		run(bytes, length, "", 0);
		for (size_t at = 0; at < length && at < 512; at++) {
			run(bytes, at, "", 0);
			run(bytes, at, bytes + at + 1, length - at - 1);
			run(bytes, at, buffer_get(next), next->length);
		}
	}
	printf("%zu inputs and what is made of them\n", input_count);
	return input_count == 0;
}

#endif
