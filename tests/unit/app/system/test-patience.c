/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/system/patience.h"
#include "base/alloc.h"

static atomic_int dropped;

/* What is asked: it hangs until the pipe is closed. */
struct job {
	int pipe;
	int answer;
};

static void ask(void *argument)
{
	struct job *job = argument;
	char byte;

	if (job->pipe >= 0 && read(job->pipe, &byte, 1) < 0)
		return;
	job->answer = 42;
}

static void drop(void *argument)
{
	free(argument);
	dropped++;
}

static struct job *new_job(int pipe)
{
	struct job *job = alloc_zero(1, sizeof(*job));

	job->pipe = pipe;
	return job;
}

static void what_answers_is_waited_for(void **state)
{
	int64_t left_us = 60 * INT64_C(1000000);
	struct job *job = new_job(-1);

	(void)state;
	dropped = 0;
	assert_true(patience_run(ask, drop, job, &left_us));
	assert_int_equal(job->answer, 42);
	assert_true(left_us > 0);
	assert_int_equal(dropped, 0);
	free(job);
}

static void what_hangs_is_left_and_cleans_up_when_it_comes_back(void **state)
{
	int64_t left_us = 20000;
	int ends[2];

	(void)state;
	dropped = 0;
	assert_int_equal(pipe(ends), 0);
	assert_false(patience_run(ask, drop, new_job(ends[0]), &left_us));
	assert_true(left_us <= 0);
	assert_int_equal(dropped, 0);
	/* No time is left for the next one: it is not even asked. */
	assert_false(patience_run(ask, drop, new_job(-1), &left_us));
	assert_int_equal(dropped, 1);
	close(ends[1]);
	while (dropped < 2)
		poll(NULL, 0, 1);
	close(ends[0]);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_answers_is_waited_for),
		cmocka_unit_test(what_hangs_is_left_and_cleans_up_when_it_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
