/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sock/machine/process.h"
#include "support/fence.h"
#include "support/tree.h"

#define REST "1 2 3 4 -1 5 6 7 8 9 10 11 12 13 20 -5 4 0 987654321 16 17 18\n"

static char *root;
static int proc;

static int setup(void **state)
{
	char path[4096];

	(void)state;
	root = tree_make();
	snprintf(path, sizeof(path), "%s/proc", root);
	if (mkdir(path, 0755))
		return -1;
	proc = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return proc < 0;
}

static int teardown(void **state)
{
	(void)state;
	close(proc);
	tree_remove(root);
	return 0;
}

static void the_fields_of_stat_are_read(void **state)
{
	static const char text[] = "42 (nginx) S " REST;
	struct process process;

	(void)state;
	assert_int_equal(process_parse(text, strlen(text), &process), 0);
	assert_int_equal(process.pid, 42);
	assert_string_equal(process.name, "nginx");
	assert_int_equal(process.state, 'S');
	assert_int_equal(process.parent, 1);
	assert_int_equal(process.threads, 4);
	assert_int_equal(process.start, 987654321);
}

static void a_name_may_hold_any_byte(void **state)
{
	static const char *const names[] = {") S 1 (", "a b\nc", "((", "))))", "", "\033]0;x\a",
		"\xff\xfe", "kworker/u8:3-events_unbound-and-more"};
	struct process process;
	char text[512];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(text, sizeof(text), "42 (%s) R " REST, names[i]);
		assert_int_equal(process_parse(text, strlen(text), &process), 0);
		assert_string_equal(process.name, names[i]);
		assert_int_equal(process.state, 'R');
		assert_int_equal(process.start, 987654321);
	}
}

static void a_name_longer_than_its_room_is_cut(void **state)
{
	char text[1024], name[300];
	struct process process;

	(void)state;
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	snprintf(text, sizeof(text), "42 (%s) R " REST, name);
	assert_int_equal(process_parse(text, strlen(text), &process), 0);
	assert_int_equal(strlen(process.name), sizeof(process.name) - 1);
}

/* What was cut off in the start time or before it says nothing; half a number least of all. */
static void a_stat_cut_off_anywhere_is_refused_or_whole(void **state)
{
	static const char text[] = "42 (a) b) S " REST;
	size_t needed = (size_t)(strstr(text, "987654321") + 10 - text);
	struct process process;
	struct fence fence;

	(void)state;
	fence_init(&fence, sizeof(text));
	for (size_t length = 0; length < sizeof(text); length++) {
		char *copy = (char *)fence_copy(&fence, text, length + 1);
		int error;

		copy[length] = '\0';
		error = process_parse(copy, length, &process);
		assert_int_equal(error, length >= needed ? 0 : -EINVAL);
	}
	fence_done(&fence);
}

static void a_process_is_read_from_its_files(void **state)
{
	struct process process;
	uint32_t uid;

	(void)state;
	tree_write(root, "/proc/42/stat", "42 (api) S " REST);
	tree_write(root, "/proc/42/status",
		"Name:\ta\\nUid:\nUmask:\t0022\nUid:\t1000\t1001\t1002\t1003\nGid:\t5\t5\t5\t5\n");
	assert_int_equal(process_read(proc, 42, &process), 0);
	assert_string_equal(process.name, "api");
	assert_int_equal(process_read_real_uid(proc, 42, &uid), 0);
	assert_int_equal(uid, 1000);
}

static void a_process_that_is_not_there_is_not_found(void **state)
{
	struct process process;
	struct buffer out = {0};
	uint32_t uid;

	(void)state;
	assert_int_equal(process_read(proc, 42, &process), -ESRCH);
	assert_int_equal(process_read_real_uid(proc, 42, &uid), -ESRCH);
	assert_int_equal(process_read_command(proc, 42, &out), -ESRCH);
	assert_int_equal(process_find_thread(proc, 42, &uid), -ESRCH);
	assert_string_equal(buffer_get(&out), "");
	buffer_done(&out);
}

static void files_cut_off_are_told(void **state)
{
	struct process process;
	uint32_t uid;

	(void)state;
	tree_write(root, "/proc/42/stat", "");
	tree_write(root, "/proc/43/stat", "43 (half) S 1 2");
	tree_write(root, "/proc/44/stat", "45 (another) S " REST);
	tree_write(root, "/proc/42/status", "Name:\tx\n");
	tree_write(root, "/proc/43/status", "Name:\tx\nUid:\t10");
	tree_write(root, "/proc/44/status", "Name:\tx\nUid:\t99999999999\t1\n");
	assert_int_equal(process_read(proc, 42, &process), -ESRCH);
	assert_int_equal(process_read(proc, 43, &process), -EINVAL);
	assert_int_equal(process_read(proc, 44, &process), -EINVAL);
	assert_int_equal(process_read_real_uid(proc, 42, &uid), -EINVAL);
	assert_int_equal(process_read_real_uid(proc, 43, &uid), -EINVAL);
	assert_int_equal(process_read_real_uid(proc, 44, &uid), -EINVAL);
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
	char full[4096];
	FILE *file;

	tree_write(root, path, "");
	snprintf(full, sizeof(full), "%s%s", root, path);
	file = fopen(full, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static void arguments_are_parted_by_spaces(void **state)
{
	static const char arguments[] = "python3\0-m\0\0http.server\0\0\0";
	struct buffer out = {0};

	(void)state;
	write_bytes("/proc/42/cmdline", arguments, sizeof(arguments) - 1);
	assert_int_equal(process_read_command(proc, 42, &out), 0);
	assert_string_equal(buffer_get(&out), "python3 -m  http.server");
	buffer_done(&out);
}

static void a_kernel_thread_has_no_command(void **state)
{
	struct buffer out = {0};

	(void)state;
	write_bytes("/proc/42/cmdline", "", 0);
	assert_int_equal(process_read_command(proc, 42, &out), 0);
	assert_string_equal(buffer_get(&out), "");
	buffer_done(&out);
}

static void a_long_command_is_cut(void **state)
{
	static char arguments[20000];
	struct buffer out = {0};

	(void)state;
	memset(arguments, 'x', sizeof(arguments));
	write_bytes("/proc/42/cmdline", arguments, sizeof(arguments));
	assert_int_equal(process_read_command(proc, 42, &out), 0);
	assert_int_equal(out.length, 4096);
	buffer_done(&out);
}

static void another_thread_is_found(void **state)
{
	uint32_t thread = 0;

	(void)state;
	tree_write(root, "/proc/42/task/42/stat", "");
	assert_int_equal(process_find_thread(proc, 42, &thread), -ESRCH);
	tree_write(root, "/proc/42/task/57/stat", "");
	assert_int_equal(process_find_thread(proc, 42, &thread), 0);
	assert_int_equal(thread, 57);
}

#define LIMITS                                                                             \
	"Limit                     Soft Limit           Hard Limit           Units     \n" \
	"Max file locks            7                    unlimited            locks     \n"

static void the_limit_of_descriptors_is_the_soft_one(void **state)
{
	static const struct {
		const char *text;
		int error;
		uint64_t limit;
	} cases[] = {
		{LIMITS "Max open files            1024                 4096  files\n", 0, 1024},
		{LIMITS "Max open files            unlimited            4096  files\n", 0,
			UINT64_MAX},
		{LIMITS "Max open files            -5                   4096  files\n", -EINVAL, 0},
		{LIMITS "Max open files            1024", -EINVAL, 0}, /* cut off */
		{LIMITS "Max open files", -EINVAL, 0},
		{LIMITS, -EINVAL, 0},
		{"", -EINVAL, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		uint64_t limit = 0;

		tree_write(root, "/proc/42/limits", cases[i].text);
		assert_int_equal(process_read_file_limit(proc, 42, &limit), cases[i].error);
		assert_true(limit == cases[i].limit || cases[i].error);
	}
	assert_int_equal(process_read_file_limit(proc, 43, &(uint64_t){0}), -ESRCH);
	assert_int_equal(process_count_files(proc, 43, &(uint64_t){0}), -ESRCH);
}

static void this_process_is_read_as_it_is(void **state)
{
	int real = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct process process;
	struct buffer out = {0};
	uint32_t uid;

	(void)state;
	assert_true(real >= 0);
	assert_int_equal(process_read(real, (uint32_t)getpid(), &process), 0);
	assert_int_equal(process.parent, getppid());
	assert_int_equal(process_read_real_uid(real, (uint32_t)getpid(), &uid), 0);
	assert_int_equal(uid, geteuid());
	assert_int_equal(process_read_command(real, (uint32_t)getpid(), &out), 0);
	assert_non_null(strstr(buffer_get(&out), "test-process"));
	buffer_done(&out);
	close(real);
}

static void numbers_are_written_and_taken(void **state)
{
	static const uint32_t numbers[] = {0, 9, 10, 4096, 4294967295U};
	static const char *const others[] = {"", "-1", "x", "1x", " 1", "4294967296", "self"};
	char text[11], expected[32];
	uint32_t number;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		snprintf(expected, sizeof(expected), "%u", numbers[i]);
		assert_ptr_equal(process_put_number(text, numbers[i]), text + strlen(expected));
		assert_string_equal(text, expected);
		assert_true(process_take_number(text, &number));
		assert_int_equal(number, numbers[i]);
	}
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(process_take_number(others[i], &number));
}

static void links_of_sockets_are_told_from_others(void **state)
{
	static const char *const others[] = {"", "socket:[", "socket:[]", "socket:[1",
		"socket:[1x]", "socket:[4294967296]", "socket:[12345678901]", "pipe:[5470]",
		"/dev/null", "anon_inode:[eventpoll]", "xsocket:[1]"};
	uint32_t inode = 0;

	(void)state;
	assert_true(process_take_socket("socket:[5470]", 13, &inode));
	assert_int_equal(inode, 5470);
	assert_true(process_take_socket("socket:[4294967295]", 19, &inode));
	assert_int_equal(inode, 4294967295U);
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_false(process_take_socket(others[i], strlen(others[i]), &inode));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fields_of_stat_are_read),
		cmocka_unit_test(a_name_may_hold_any_byte),
		cmocka_unit_test(a_name_longer_than_its_room_is_cut),
		cmocka_unit_test(a_stat_cut_off_anywhere_is_refused_or_whole),
		cmocka_unit_test_setup_teardown(a_process_is_read_from_its_files, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_process_that_is_not_there_is_not_found, setup, teardown),
		cmocka_unit_test_setup_teardown(files_cut_off_are_told, setup, teardown),
		cmocka_unit_test_setup_teardown(arguments_are_parted_by_spaces, setup, teardown),
		cmocka_unit_test_setup_teardown(a_kernel_thread_has_no_command, setup, teardown),
		cmocka_unit_test_setup_teardown(a_long_command_is_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(another_thread_is_found, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_limit_of_descriptors_is_the_soft_one, setup, teardown),
		cmocka_unit_test(this_process_is_read_as_it_is),
		cmocka_unit_test(links_of_sockets_are_told_from_others),
		cmocka_unit_test(numbers_are_written_and_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
