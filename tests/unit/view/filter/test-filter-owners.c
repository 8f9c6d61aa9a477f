/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "sock/owner/row-owners.h"
#include "support/tree.h"
#include "view/filter/filter.h"

/* A socket that a master and its 20 workers hold, one of another process, one of nobody. */
enum { SHARED, SINGLE, NOBODY, ROWS };

#define WORKERS 20

struct owned {
	char *root;
	struct track track;
	struct row_owners row_owners;
	struct names names;
	struct column_context context;
	struct buffer scratch;
};

static void make_process(struct owned *owned, unsigned pid, const char *name, unsigned parent,
	unsigned fd, unsigned inode)
{
	char path[4096], text[256];

	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	snprintf(text, sizeof(text),
		"%u (%s) S %u 2 3 4 -1 5 6 7 8 9 10 11 12 13 20 -5 1 0 77 16 17\n", pid, name,
		parent);
	tree_write(owned->root, path, text);
	snprintf(path, sizeof(path), "/proc/%u/cmdline", pid);
	snprintf(text, sizeof(text), "/usr/sbin/%s", name);
	tree_write(owned->root, path, text);
	snprintf(path, sizeof(path), "%s/proc/%u/fd", owned->root, pid);
	assert_int_equal(mkdir(path, 0755), 0);
	snprintf(path, sizeof(path), "%s/proc/%u/fd/%u", owned->root, pid, fd);
	snprintf(text, sizeof(text), "socket:[%u]", inode);
	assert_int_equal(symlink(text, path), 0);
}

static void refresh(struct owned *owned, struct instant *now)
{
	now->mono_us += 1000000;
	now->boot_us += 1000000;
	track_begin(&owned->track, now);
	assert_int_equal(track_begin_place(&owned->track, CONN_HERE), 0);
	for (unsigned row = 0; row < ROWS; row++) {
		struct conn conn = {
			.cookie = row + 1,
			.state = CONN_ESTABLISHED,
			.inode = 5000 + row,
			.has = CONN_HAS_COOKIE | CONN_HAS_INODE,
		};

		assert_int_equal(track_take(&owned->track, &conn, NULL), 0);
	}
	track_commit(&owned->track, CONN_HERE, parts_all());
	track_end(&owned->track);
	assert_int_equal(row_owners_follow(&owned->row_owners, &owned->track, now), 0);
	while (row_owners_step(&owned->row_owners, 500))
		;
}

static int set_up(void **state)
{
	struct owned *owned = calloc(1, sizeof(*owned));
	struct instant now = {.mono_us = 1000000000, .boot_us = 5000000000};

	owned->root = tree_make();
	make_process(owned, 100, "nginx", 1, 6, 5000 + SHARED);
	for (unsigned i = 0; i < WORKERS; i++)
		make_process(owned, 101 + i, i + 1 < WORKERS ? "worker" : "last", 100, 40 + i,
			5000 + SHARED);
	make_process(owned, 200, "api", 1, 3, 5000 + SINGLE);
	track_init(&owned->track, 3000);
	row_owners_init(&owned->row_owners, owned->root);
	for (unsigned i = 0; i < 4; i++)
		refresh(owned, &now);
	owned->context = (struct column_context){
		.track = &owned->track,
		.names = &owned->names,
		.row_owners = &owned->row_owners,
		.now = now,
	};
	*state = owned;
	return 0;
}

static int tear_down(void **state)
{
	struct owned *owned = *state;

	row_owners_done(&owned->row_owners);
	track_done(&owned->track);
	buffer_done(&owned->scratch);
	tree_remove(owned->root);
	free(owned);
	return 0;
}

static unsigned match(struct owned *owned, const char *text)
{
	const struct filter_names names = {NULL};
	struct filter_error error;
	struct filter *filter;
	unsigned rows = 0;

	assert_int_equal(filter_parse(text, &names, &filter, &error), 0);
	for (uint32_t row = 0; row < ROWS; row++)
		if (filter_matches(filter, &owned->context, row, &owned->scratch))
			rows |= 1U << row;
	filter_free(filter);
	return rows;
}

static void any_holder_of_a_socket_may_match(void **state)
{
	static const struct {
		const char *text;
		unsigned rows;
	} table[] = {
		{"process = nginx", 1 << SHARED},
		{"process = worker", 1 << SHARED},
		{"process = last", 1 << SHARED},
		{"process ~ ^last$", 1 << SHARED},
		{"process = api", 1 << SINGLE},
		{"process ~ i", 1 << SHARED | 1 << SINGLE},
		{"process != worker", 1 << SINGLE | 1 << NOBODY},
		{"pid = 100", 1 << SHARED},
		{"pid = 120", 1 << SHARED},
		{"pid > 120", 1 << SINGLE},
		{"pid != 110", 1 << SINGLE | 1 << NOBODY},
		{"parent = 100", 1 << SHARED},
		{"fd = 59", 1 << SHARED},
		{"fd < 4", 1 << SINGLE},
		{"holders = 21", 1 << SHARED},
		{"holders = 1", 1 << SINGLE},
		{"command = /usr/sbin/worker", 1 << SHARED},
		{"command ~ api$", 1 << SINGLE},
		{"api", 1 << SINGLE},
		{"state established process = api", 1 << SINGLE},
	};

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		unsigned rows = match(*state, table[i].text);

		if (rows != table[i].rows)
			fail_msg("'%s': %x", table[i].text, rows);
	}
}

static void the_shown_text_of_a_process_matches_as_well(void **state)
{
	struct owned *owned = *state;
	const struct column *process = column_find("process");

	for (uint32_t row = 0; row < ROWS; row++) {
		struct buffer text = {0};

		buffer_text(&text, "process = \"");
		if (process->read(&owned->context, row, &text).blank == COLUMN_REAL) {
			buffer_char(&text, '"');
			assert_int_equal(match(owned, buffer_get(&text)), 1 << row);
		}
		buffer_done(&text);
	}
}

static void nobody_matches_where_owners_are_not_looked_for(void **state)
{
	struct owned *owned = *state;

	owned->context.row_owners = NULL;
	assert_int_equal(match(owned, "process = nginx"), 0);
	assert_int_equal(match(owned, "pid >= 0"), 0);
	assert_int_equal(match(owned, "pid != 3"), (1 << ROWS) - 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(any_holder_of_a_socket_may_match),
		TEST(the_shown_text_of_a_process_matches_as_well),
		TEST(nobody_matches_where_owners_are_not_looked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
