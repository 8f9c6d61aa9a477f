/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/http-request.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "app/system/clock.h"

static const char *reason_of(enum http_answer answer)
{
	switch (answer) {
	case HTTP_OK:
		return "OK";
	case HTTP_BAD_REQUEST:
		return "Bad Request";
	case HTTP_NOT_FOUND:
		return "Not Found";
	case HTTP_BAD_METHOD:
		return "Method Not Allowed";
	case HTTP_TIMEOUT:
		return "Request Timeout";
	case HTTP_TOO_LARGE:
		return "Request Header Fields Too Large";
	}
	return "";
}

/* Takes the word before the next space off the line; NULL: there is none. */
static const char *take_word(const char **line, size_t *left, size_t *ret_length)
{
	const char *word = *line, *end = memchr(word, ' ', *left);

	if (!end || end == word)
		return NULL;
	*ret_length = (size_t)(end - word);
	*left -= *ret_length + 1;
	*line = end + 1;
	return word;
}

static bool is_word(const char *word, size_t length, const char *wanted)
{
	return length == strlen(wanted) && memcmp(word, wanted, length) == 0;
}

enum http_answer http_request_judge(const char *head, size_t length)
{
	const char *end = memchr(head, '\n', length), *line = head, *method, *path, *query;
	size_t left, method_length, path_length;

	if (!end)
		return HTTP_BAD_REQUEST;
	left = (size_t)(end - head);
	method = take_word(&line, &left, &method_length);
	path = method ? take_word(&line, &left, &path_length) : NULL;
	if (!path || left < 5 || memcmp(line, "HTTP/", 5) != 0)
		return HTTP_BAD_REQUEST;
	if (!is_word(method, method_length, "GET"))
		return HTTP_BAD_METHOD;
	query = memchr(path, '?', path_length);
	return is_word(path, query ? (size_t)(query - path) : path_length, "/metrics")
		       ? HTTP_OK
		       : HTTP_NOT_FOUND;
}

/* True where the `length` bytes contain the empty line that ends a head. */
static bool is_whole(const char *head, size_t length)
{
	return memmem(head, length, "\r\n\r\n", 4) || memmem(head, length, "\n\n", 2);
}

enum http_answer http_request_read(void)
{
	char head[HTTP_REQUEST_MAX];
	size_t length = 0;
	int64_t end_us = clock_now().mono_us + HTTP_REQUEST_TIMEOUT_MS * INT64_C(1000);

	while (length < sizeof(head)) {
		struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
		int64_t left_us = end_us - clock_now().mono_us;
		ssize_t got;

		if (left_us <= 0 || poll(&input, 1, (int)(left_us / 1000) + 1) == 0)
			return HTTP_TIMEOUT;
		got = read(STDIN_FILENO, head + length, sizeof(head) - length);
		if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
			return HTTP_BAD_REQUEST;
		length += got > 0 ? (size_t)got : 0;
		if (is_whole(head, length))
			return http_request_judge(head, length);
	}
	return HTTP_TOO_LARGE;
}

void http_request_answer(enum http_answer answer, struct output *output)
{
	struct buffer body = output->text;

	output->text = (struct buffer){0};
	if (answer != HTTP_OK)
		buffer_printf(&body, "%s: GET /metrics\n", reason_of(answer));
	buffer_printf(&output->text,
		"HTTP/1.0 %d %s\r\n"
		"Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
		"Content-Length: %zu\r\n"
		"Connection: close\r\n\r\n",
		answer, reason_of(answer), body.length);
	buffer_add(&output->text, buffer_get(&body), body.length);
	buffer_done(&body);
}
