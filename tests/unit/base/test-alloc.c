/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"

/* AddressSanitizer would end the program where the C library says no; ignored without it. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static void a_grown_array_keeps_its_content(void **state)
{
	uint32_t *numbers = NULL;
	size_t capacity = 0;

	(void)state;
	for (uint32_t i = 0; i < 10000; i++) {
		assert_int_equal(
			alloc_try_grow((void **)&numbers, &capacity, i + 1, sizeof(*numbers)), 0);
		assert_true(capacity > i);
		numbers[i] = i;
	}
	for (uint32_t i = 0; i < 10000; i++)
		assert_int_equal(numbers[i], i);
	free(numbers);
}

static void an_array_that_is_large_enough_is_left_where_it_is(void **state)
{
	char *bytes = NULL, *before;
	size_t capacity = 0, capacity_before;

	(void)state;
	assert_int_equal(alloc_try_grow((void **)&bytes, &capacity, 100, 1), 0);
	before = bytes;
	capacity_before = capacity;
	assert_int_equal(alloc_try_grow((void **)&bytes, &capacity, capacity, 1), 0);
	assert_ptr_equal(bytes, before);
	assert_int_equal(capacity, capacity_before);
	free(bytes);
}

static void growing_by_one_allocates_rarely(void **state)
{
	char *bytes = NULL;
	size_t capacity = 0, growths = 0;

	(void)state;
	for (size_t i = 1; i <= 1000000; i++) {
		size_t before = capacity;

		assert_int_equal(alloc_try_grow((void **)&bytes, &capacity, i, 1), 0);
		growths += capacity != before;
	}
	assert_true(growths < 40);
	free(bytes);
}

static void a_size_that_overflows_fails_and_changes_nothing(void **state)
{
	char *bytes = NULL, *before;
	size_t capacity = 0, capacity_before;

	(void)state;
	assert_int_equal(alloc_try_grow((void **)&bytes, &capacity, 8, 8), 0);
	memcpy(bytes, "content", 8);
	before = bytes;
	capacity_before = capacity;
	assert_int_equal(alloc_try_grow((void **)&bytes, &capacity, SIZE_MAX / 4, 8), -ENOMEM);
	assert_int_equal(alloc_try_grow((void **)&bytes, &capacity, SIZE_MAX, SIZE_MAX), -ENOMEM);
	assert_ptr_equal(bytes, before);
	assert_int_equal(capacity, capacity_before);
	assert_string_equal(bytes, "content");
	free(bytes);
}

static void zeroed_memory_is_zero_and_never_null(void **state)
{
	unsigned char *bytes = alloc_zero(1000, 3);
	void *nothing = alloc_zero(0, 0);

	(void)state;
	for (size_t i = 0; i < 3000; i++)
		assert_int_equal(bytes[i], 0);
	assert_non_null(nothing);
	free(bytes);
	free(nothing);
}

static void a_copy_is_another_text_that_reads_the_same(void **state)
{
	char text[] = "nginx", *copy = alloc_copy(text);

	(void)state;
	text[0] = 'X';
	assert_string_equal(copy, "nginx");
	free(copy);
}

static int words_pipe;

static void say_last_words(void)
{
	if (write(words_pipe, "restored", 8) != 8)
		_exit(98);
}

static void without_memory_the_terminal_is_restored_and_the_program_ends(void **state)
{
	char said[32] = "";
	int words[2], status;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(words), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);

		if (null >= 0)
			dup2(null, STDERR_FILENO);
		words_pipe = words[1];
		alloc_set_last_words(say_last_words);
		/* More than there can be: nothing is really taken. */
		free(alloc_resize(NULL, SIZE_MAX / 16, 8));
		_exit(99);
	}
	close(words[1]);
	assert_int_equal(read(words[0], said, sizeof(said) - 1), 8);
	assert_string_equal(said, "restored");
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	close(words[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_grown_array_keeps_its_content),
		cmocka_unit_test(an_array_that_is_large_enough_is_left_where_it_is),
		cmocka_unit_test(growing_by_one_allocates_rarely),
		cmocka_unit_test(a_size_that_overflows_fails_and_changes_nothing),
		cmocka_unit_test(zeroed_memory_is_zero_and_never_null),
		cmocka_unit_test(a_copy_is_another_text_that_reads_the_same),
		cmocka_unit_test(without_memory_the_terminal_is_restored_and_the_program_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
