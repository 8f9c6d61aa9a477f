/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One request of a scraper on standard input, as a socket unit with Accept=yes hands it over, and
 * the head of the answer on standard output: HTTP/1.0, one request for each connection.
 */
#ifndef SOCKVIEW_APP_PRINT_HTTP_REQUEST_H
#define SOCKVIEW_APP_PRINT_HTTP_REQUEST_H

#include "app/print/writer/output.h"

#define HTTP_REQUEST_MAX 8192
#define HTTP_REQUEST_TIMEOUT_MS 2000

/* The numbers are those of HTTP. */
enum http_answer {
	HTTP_OK = 200,
	HTTP_BAD_REQUEST = 400,
	HTTP_NOT_FOUND = 404,
	HTTP_BAD_METHOD = 405,
	HTTP_TIMEOUT = 408,
	HTTP_TOO_LARGE = 431,
};

/*
 * Judges the head of a request: its `length` bytes up to the empty line. GET of /metrics, with or
 * without a query, is HTTP_OK.
 */
enum http_answer http_request_judge(const char *head, size_t length);

/* Reads the head of one request, at most HTTP_REQUEST_MAX bytes within HTTP_REQUEST_TIMEOUT_MS. */
enum http_answer http_request_read(void);

/* Puts the head of the answer before the text in `output`; an error gets a line of text. */
void http_request_answer(enum http_answer answer, struct output *output);

#endif
