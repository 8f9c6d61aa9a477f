/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A strict reader of JSON (RFC 8259), for checking what the program writes. */
#ifndef SOCKVIEW_TESTS_SUPPORT_JSON_H
#define SOCKVIEW_TESTS_SUPPORT_JSON_H

#include <stddef.h>

/*
 * Is told of every value that is no object and no array, in the order of the text: its path
 * ("sockets.0.local.port") and the value, a string without its quotation marks and with its escapes
 * as they are written. An empty object or array is told of as "{}" or "[]".
 */
typedef void json_leaf(void *context, const char *path, const char *value);

/*
 * Reads one value that makes up the whole of `text`. 0; or the position, from 1, of the first byte
 * that cannot stand there.
 */
size_t json_read(const char *text, size_t length, json_leaf *leaf, void *context);

#endif
