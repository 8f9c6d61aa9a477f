/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <unistd.h>

#include "app/print/http-request.h"

static enum http_answer judge(const char *head)
{
	return http_request_judge(head, strlen(head));
}

static void a_get_of_metrics_is_answered(void **state)
{
	(void)state;
	assert_int_equal(judge("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"), HTTP_OK);
	assert_int_equal(judge("GET /metrics HTTP/1.0\r\n\r\n"), HTTP_OK);
	assert_int_equal(judge("GET /metrics?name=x HTTP/1.1\r\n\r\n"), HTTP_OK);
	assert_int_equal(judge("GET /metrics HTTP/1.1\n\n"), HTTP_OK);
}

static void all_else_is_refused(void **state)
{
	(void)state;
	assert_int_equal(judge("GET / HTTP/1.1\r\n\r\n"), HTTP_NOT_FOUND);
	assert_int_equal(judge("GET /metricsx HTTP/1.1\r\n\r\n"), HTTP_NOT_FOUND);
	assert_int_equal(judge("GET /metric HTTP/1.1\r\n\r\n"), HTTP_NOT_FOUND);
	assert_int_equal(judge("HEAD /metrics HTTP/1.1\r\n\r\n"), HTTP_BAD_METHOD);
	assert_int_equal(judge("get /metrics HTTP/1.1\r\n\r\n"), HTTP_BAD_METHOD);
	assert_int_equal(judge("GET /metrics\r\n\r\n"), HTTP_BAD_REQUEST);
	assert_int_equal(judge("GET  /metrics HTTP/1.1\r\n\r\n"), HTTP_BAD_REQUEST);
	assert_int_equal(judge("\r\n\r\n"), HTTP_BAD_REQUEST);
	assert_int_equal(judge(" / \n\n"), HTTP_BAD_REQUEST);
	assert_int_equal(judge(""), HTTP_BAD_REQUEST);
	assert_int_equal(judge("GET /metrics HTTP/1.1"), HTTP_BAD_REQUEST);
}

/* What comes on standard input, and what is read of it. */
static enum http_answer read_of(const char *bytes, size_t length)
{
	int saved = dup(STDIN_FILENO), ends[2];
	enum http_answer answer;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], bytes, length), (ssize_t)length);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	answer = http_request_read();
	dup2(saved, STDIN_FILENO);
	close(saved);
	return answer;
}

static void a_request_that_ends_early_or_never_is_refused(void **state)
{
	static const char whole[] = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
	char large[HTTP_REQUEST_MAX + 10];

	(void)state;
	assert_int_equal(read_of(whole, sizeof(whole) - 1), HTTP_OK);
	for (size_t length = 0; length < sizeof(whole) - 1; length++)
		assert_int_equal(read_of(whole, length), HTTP_BAD_REQUEST);
	memset(large, 'a', sizeof(large));
	assert_int_equal(read_of(large, sizeof(large)), HTTP_TOO_LARGE);
}

static void the_answer_tells_its_length(void **state)
{
	struct output output = {.text = {0}};

	(void)state;
	buffer_text(&output.text, "x 1\n");
	http_request_answer(HTTP_OK, &output);
	assert_string_equal(buffer_get(&output.text),
		"HTTP/1.0 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
		"Content-Length: 4\r\nConnection: close\r\n\r\nx 1\n");
	output_done(&output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_get_of_metrics_is_answered),
		cmocka_unit_test(all_else_is_refused),
		cmocka_unit_test(a_request_that_ends_early_or_never_is_refused),
		cmocka_unit_test(the_answer_tells_its_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
