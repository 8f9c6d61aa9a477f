/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A strict reader of JSON (RFC 8259), for checking what the program writes. */
#ifndef SOCKVIEW_TESTS_SUPPORT_JSON_H
#define SOCKVIEW_TESTS_SUPPORT_JSON_H

#include <stddef.h>

/*
 * Called for every value that is no object and no array, in the order of the text, with its path
 * ("sockets.0.local.port") and the value: a string without its quotation marks, its escapes
 * unchanged. An empty object or array is passed as "{}" or "[]".
 */
typedef void json_leaf(void *context, const char *path, const char *value);

/* Reads one value, which has to be the whole of `text`. Returns 0; or the position, from 1, of the
 * first byte that is not allowed there. */
size_t json_read(const char *text, size_t length, json_leaf *leaf, void *context);

#endif
