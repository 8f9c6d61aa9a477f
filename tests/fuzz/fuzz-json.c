/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as the JSON of a container runtime: nothing is read beyond them.
 *
 * With libFuzzer (-DFUZZER) it makes up its own inputs; without, it takes a text with every kind of
 * value, and then all that is left when a byte of it is changed or its end is cut off.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "support/fuzz.h"

static void read_strings(struct json value)
{
	char text[16];

	if (json_string(value, text, sizeof(text)) && strlen(text) >= sizeof(text))
		abort();
}

static void read_members(struct json object)
{
	static const char *const keys[] = {"id", "names", "Name", "annotations", ""};
	struct json value, element;
	size_t count = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!json_member(object, keys[i], &value))
			continue;
		if (value.at < object.at || value.at >= object.end)
			abort();
		read_strings(value);
		if (json_member(value, "name", &element))
			read_strings(element);
		while (json_next(&value, &element)) {
			read_strings(element);
			if (++count > (size_t)(object.end - object.at))
				abort();
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy of just this size, so that a sanitizer notices a step too far. */
	char *bytes = malloc(size ? size : 1);
	struct json text, element;

	if (!bytes)
		return 0;
	memcpy(bytes, data, size);
	text = json_text(bytes, size);
	read_members(text);
	while (json_next(&text, &element))
		read_members(element);
	free(bytes);
	return 0;
}

#ifndef FUZZER

static char every_kind[] =
	"[ "
	"{\"id\":\"4f1c\\u00e9\\ud83d\\ude00\\n\",\"names\":[\"web\",\"\\\"\"],\"x\":{\"a\":[]}},\n"
	"{\"n\":-1.5e3,\"t\":true,\"z\":null,\"annotations\":{\"name\":\"pod\"},\"Name\":\"/w\"}]";

int main(void)
{
	static const char bytes[] = "\"\\{}[],:u0 \xff";

	printf("%zu texts\n",
		fuzz_change_each_byte(every_kind, sizeof(every_kind) - 1, bytes, sizeof(bytes)));
	return 0;
}

#endif
