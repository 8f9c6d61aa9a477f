/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The columns that tell whose a socket is, on processes and control groups that are made up. */
#include "support/unit.h"

#include <sys/stat.h>

#include "support/rows.h"
#include "support/tree.h"

static struct rows rows;

static int setup(void **state)
{
	(void)state;
	rows_init(&rows, 3000);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	rows_done(&rows);
	return 0;
}

static void assert_cell(uint64_t cookie, const char *id, const char *wanted)
{
	struct buffer text = {0};

	column_add_text(column_find(id), &rows.context, rows_find(&rows, cookie), &text);
	if (strcmp(buffer_get(&text), wanted) != 0)
		print_error("%s of %u\n", id, (unsigned)cookie);
	assert_string_equal(buffer_get(&text), wanted);
	buffer_done(&text);
}

/* -------- processes -------- */

static void the_holder_is_named_with_the_number_of_others(void **state)
{
	(void)state;
	rows_process(&rows, 20, "nginx", 6, 1001);
	rows_process(&rows, 21, "nginx", 6, 1001);
	rows_process(&rows, 22, "nginx", 9, 1001);
	rows_process(&rows, 30, "curl", 3, 1002);
	rows_process(&rows, 30, "curl", 4, 1002);
	rows_refresh(&rows, 1000,
		"1 tcp LISTEN 0.0.0.0:443 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.9:443\n");
	assert_cell(1, "process",
		"nginx \xc3\x97"
		"3");
	assert_cell(1, "holders", "3");
	assert_cell(1, "pid", "20");
	assert_cell(1, "fd", "6");
	assert_cell(2, "process", "curl");
	assert_cell(2, "holders", "1");
	assert_cell(2, "fd", "3");
	assert_cell(2, "command", "curl");
	rows.context.ascii = true;
	assert_cell(1, "process", "nginx x3");
}

static void who_waits_to_be_accepted_is_told_where(void **state)
{
	(void)state;
	rows_process(&rows, 20, "nginx", 6, 1001);
	rows_refresh(&rows, 1000,
		"1 tcp LISTEN 0.0.0.0:443 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:40000 inode=-\n"
		"3 tcp LISTEN 10.0.0.6:443 0.0.0.0:0\n"
		"4 tcp CLOSE_WAIT 10.0.0.6:443 10.0.0.9:40001 inode=-\n");
	assert_cell(2, "process", "waiting in nginx:443");
	assert_cell(2, "pid", "-");
	assert_cell(2, "owner_note", "accept-queue");
	/* whose listener it is, nobody knows */
	assert_cell(4, "process", "waiting in :443");
	assert_cell(4, "owner_note", "accept-queue");
}

static void a_row_without_an_owner_says_why(void **state)
{
	(void)state;
	rows_process(&rows, 20, "x", 6, 9999);
	rows_refresh(&rows, 1000,
		"1 tcp TIME_WAIT 10.0.0.5:443 10.0.0.9:1 inode=- uid=-\n"
		"2 tcp SYN_RECV 10.0.0.5:443 10.0.0.9:2 inode=- uid=-\n"
		"3 tcp FIN_WAIT2 10.0.0.5:443 10.0.0.9:3 inode=- uid=-\n"
		"4 tcp ESTABLISHED 10.0.0.5:2049 10.0.0.9:4\n");
	assert_cell(1, "process", "(time-wait)");
	assert_cell(2, "process", "(syn-recv)");
	assert_cell(3, "process", "(orphan)");
	assert_cell(4, "process", "(kernel)");
	for (uint64_t i = 1; i <= 4; i++) {
		assert_cell(i, "pid", "-");
		assert_cell(i, "holders", "-");
		assert_cell(i, "command", "-");
		assert_cell(i, "parent", "-");
		assert_cell(i, "fd", "-");
	}
	for (uint64_t i = 1; i <= 3; i++)
		assert_cell(i, "user", "-"); /* and never root */
}

static void an_owner_that_was_kept_has_no_descriptor(void **state)
{
	(void)state;
	rows_process(&rows, 20, "curl", 6, 1001);
	rows_refresh(&rows, 1000, "1 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.9:443\n");
	rows_refresh(&rows, 1000, "1 tcp TIME_WAIT 10.0.0.5:40000 10.0.0.9:443 inode=- uid=-\n");
	assert_cell(1, "process", "curl");
	assert_cell(1, "pid", "20");
	assert_cell(1, "fd", "-");
	assert_cell(1, "holders", "1");
	assert_cell(1, "owner_note", "-");
}

/* -------- control groups -------- */

static void set_group(unsigned pid, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%u/cgroup", pid);
	tree_write(rows.root, path, text);
}

/* Makes a group of the second version; `path` begins below /sys. Its number. */
static uint64_t make_group(const char *path)
{
	char full[4096];
	struct stat status;

	snprintf(full, sizeof(full), "%s/cgroup.controllers", path);
	tree_write(rows.root, full, "");
	snprintf(full, sizeof(full), "%s%s", rows.root, path);
	assert_int_equal(stat(full, &status), 0);
	return status.st_ino;
}

/* The kernel says that the socket belongs to this group; looked for until it may be known. */
static void set_number(uint64_t cookie, uint64_t id)
{
	struct conn *conn = &rows.track.rows[rows_find(&rows, cookie)].conn;
	static struct instant now;

	conn->cgroup = id;
	conn->has |= CONN_HAS_CGROUP;
	cgroup_find(&rows.row_owners.cgroups, id);
	now.mono_us += 2000000;
	cgroup_begin(&rows.row_owners.cgroups, &now);
	while (cgroup_step(&rows.row_owners.cgroups, 10))
		;
}

#define V1_NGINX "9:name=systemd:/system.slice/nginx.service\n4:memory:/system.slice\n"
#define ID "4f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e8356"

static void where_the_kernel_tells_no_group_it_is_the_owners(void **state)
{
	(void)state;
	rows_process(&rows, 20, "nginx", 6, 1001);
	rows_process(&rows, 21, "app", 6, 1002);
	set_group(20, V1_NGINX);
	set_group(21, "4:memory:/docker/" ID "\n1:name=systemd:/docker/" ID "\n");
	rows_refresh(&rows, 1000,
		"1 tcp LISTEN 0.0.0.0:443 0.0.0.0:0\n"
		"2 tcp ESTABLISHED 10.0.0.5:40000 10.0.0.9:443\n"
		"3 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:443 inode=-\n"
		"4 tcp TIME_WAIT 10.0.0.5:40001 10.0.0.9:443 inode=-\n");
	for (int known = 0; known < 2; known++) {
		assert_cell(1, "cgroup", "-"); /* not everybody could see it, and no filter could */
		assert_cell(1, "unit", "nginx.service");
		assert_cell(1, "container", "-");
		assert_cell(2, "unit", "-");
		assert_cell(2, "container", "4f1c9a0b7d2e");
		assert_cell(3, "unit", "nginx.service"); /* waits to be accepted there */
		assert_cell(4, "unit", known ? "?" : "-");
		/* a number that means nothing: there is no second version here */
		for (uint64_t i = 1; i <= 4; i++)
			set_number(i, 1);
	}
	rows_refresh(&rows, 1000, "2 tcp TIME_WAIT 10.0.0.5:40000 10.0.0.9:443 inode=-\n");
	assert_cell(2, "container", "4f1c9a0b7d2e");
}

static void the_kernels_own_word_comes_first(void **state)
{
	uint64_t own;

	(void)state;
	rows_process(&rows, 20, "nginx", 6, 1001);
	set_group(20, "0::/moved.slice/elsewhere.service\n");
	make_group("/sys/fs/cgroup");
	own = make_group("/sys/fs/cgroup/system.slice/nginx.service");
	rows_refresh(&rows, 1000, "1 tcp LISTEN 0.0.0.0:443 0.0.0.0:0\n");
	set_number(1, own);
	assert_cell(1, "cgroup", "/system.slice/nginx.service");
	assert_cell(1, "unit", "nginx.service");
	set_number(1, make_group("/sys/fs/cgroup"));
	assert_cell(1, "cgroup", "/");
	assert_cell(1, "unit", "-");
	/* removed, or outside of what a container sees */
	set_number(1, UINT64_C(1) << 60);
	assert_cell(1, "unit", "elsewhere.service");
	assert_cell(1, "cgroup", "?");
}

static void beside_the_first_version_the_root_of_the_second_says_nothing(void **state)
{
	(void)state;
	rows_process(&rows, 20, "nginx", 6, 1001);
	rows_process(&rows, 21, "bare", 6, 1002);
	set_group(20, V1_NGINX "0::/\n");
	make_group("/sys/fs/cgroup/unified");
	rows_refresh(&rows, 1000,
		"1 tcp LISTEN 0.0.0.0:443 0.0.0.0:0\n"
		"2 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"
		"3 tcp LISTEN 0.0.0.0:81 0.0.0.0:0\n");
	for (uint64_t i = 1; i <= 3; i++)
		set_number(i, make_group("/sys/fs/cgroup/unified"));
	set_number(3, make_group("/sys/fs/cgroup/unified/a.service"));
	assert_cell(1, "unit", "nginx.service");
	assert_cell(1, "cgroup", "/"); /* as the filter and ss have it */
	assert_cell(2, "cgroup", "/");
	assert_cell(2, "unit", "-"); /* its process says nothing either */
	assert_cell(3, "unit", "a.service");
}

static void a_group_that_cannot_be_known_is_a_question_mark(void **state)
{
	(void)state;
	rows_process(&rows, 20, "nginx", 6, 1001);
	rows_refresh(&rows, 1000,
		"1 tcp LISTEN 0.0.0.0:443 0.0.0.0:0\n"
		"2 tcp SYN_RECV 10.0.0.5:443 10.0.0.9:1 inode=-\n");
	assert_cell(1, "cgroup", "-");
	assert_cell(1, "unit", "?");
	assert_cell(1, "container", "?");
	assert_cell(2, "cgroup", "-");
	rows.context.row_owners = NULL;
	assert_cell(1, "cgroup", "-");
	rows.context.row_owners = &rows.row_owners;
}

#define ON_ROWS(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_ROWS(the_holder_is_named_with_the_number_of_others),
		ON_ROWS(who_waits_to_be_accepted_is_told_where),
		ON_ROWS(a_row_without_an_owner_says_why),
		ON_ROWS(an_owner_that_was_kept_has_no_descriptor),
		ON_ROWS(where_the_kernel_tells_no_group_it_is_the_owners),
		ON_ROWS(the_kernels_own_word_comes_first),
		ON_ROWS(beside_the_first_version_the_root_of_the_second_says_nothing),
		ON_ROWS(a_group_that_cannot_be_known_is_a_question_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
