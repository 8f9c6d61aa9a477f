/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finds strings in a JSON text that others have written, which may be wrong or cut off anywhere.
 * Nothing is copied or allocated, and nesting needs no memory. Members that nobody asks for are
 * skipped.
 *
 *	struct json text = json_text(bytes, length), labels, element;
 *	if (json_member(text, "labels", &labels) && json_member(labels, "name", &element))
 *		json_string(element, name, sizeof(name));
 *	while (json_next(&array, &element))
 *		...
 */
#ifndef SOCKVIEW_BASE_JSON_H
#define SOCKVIEW_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A value: `at` is where it begins. `end` is where the whole text ends, not the value. */
struct json {
	const char *at, *end;
};

struct json json_text(const char *bytes, size_t length);

/* Finds the value of `key` in an object; of several with the same key the first. */
bool json_member(struct json object, const char *key, struct json *ret_value);

/* Returns the next element of an array, and moves `array` behind it; false: there are no more. */
bool json_next(struct json *array, struct json *ret_element);

/*
 * Copies a string with its escapes resolved. False, with "" in `text`, if the value is not a
 * string, does not fit into `size` bytes, or contains a NUL.
 */
bool json_string(struct json value, char *text, size_t size);

/* Takes a whole number that is not negative; false: the value is none, or too large. */
bool json_number(struct json value, uint64_t *ret_number);

/*
 * Takes the members of an object one by one; `object` moves behind each. A name that is too long or
 * no string is "". False: there are no more.
 */
bool json_next_member(struct json *object, char *name, size_t size, struct json *ret_value);

/* The number of bytes of a value; 0: it does not end. */
size_t json_length(struct json value);

/* -------- json-check.c -------- */

#define JSON_DEPTH_MAX 64

/*
 * True if the text is exactly one value of JSON in UTF-8, with no more than JSON_DEPTH_MAX objects
 * and arrays inside each other. Else *ret_offset is where it is not.
 */
bool json_check(const char *bytes, size_t length, size_t *ret_offset);

#endif
