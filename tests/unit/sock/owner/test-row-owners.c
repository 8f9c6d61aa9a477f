/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose each row is, on sockets and processes that are made up. Linked with --wrap
 * (see tests.am). */
#include "support/unit.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sock/owner/owner-map-internal.h"
#include "sock/owner/row-owners.h"
#include "support/proc-tree.h"
#include "support/random.h"
#include "support/tree.h"

enum { LINGER_MS = 3000, STEP_US = 1000000, MOST = 400 };

static struct row_owners row_owners;
static struct track track;
static struct instant now;
static char *root;

/* -------- memory that is short -------- */

static long allocations_left = -1; /* until they fail; -1: none does */
static bool only_one_fails;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_reallocarray(void *array, size_t count, size_t size);
void *__wrap_reallocarray(void *array, size_t count, size_t size);

static bool fails_now(void)
{
	if (allocations_left > 0)
		allocations_left--;
	if (allocations_left != 0)
		return false;
	if (only_one_fails)
		allocations_left = -1;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_reallocarray(void *array, size_t count, size_t size)
{
	return fails_now() ? NULL : __real_reallocarray(array, count, size);
}

/* -------- what the kernel would list -------- */

static struct conn world[MOST];
static size_t world_count;

static struct conn *socket_of(uint64_t cookie)
{
	for (size_t i = 0; i < world_count; i++)
		if (world[i].cookie == cookie)
			return &world[i];
	return NULL;
}

/* A TCP socket at 127.0.0.1, new at the end of the list or as it is from now on. */
static struct conn *list(uint64_t cookie, enum conn_state state, uint32_t inode, uint16_t port)
{
	struct conn *conn = socket_of(cookie);

	if (!conn) {
		assert_true(world_count < MOST);
		conn = &world[world_count++];
	}
	*conn = (struct conn){
		.cookie = cookie,
		.state = (uint8_t)state,
		.inode = inode,
		.local = {.addr = {127, 0, 0, 1}, .port = port},
		.has = CONN_HAS_COOKIE,
	};
	return conn;
}

static void unlist(uint64_t cookie)
{
	struct conn *conn = socket_of(cookie);

	assert_non_null(conn);
	memmove(conn, conn + 1, (size_t)(&world[--world_count] - conn) * sizeof(*conn));
}

static int setup(void **state)
{
	char path[4096];

	(void)state;
	world_count = 0;
	now = (struct instant){.mono_us = STEP_US, .boot_us = STEP_US};
	root = tree_make();
	snprintf(path, sizeof(path), "%s/proc", root);
	if (mkdir(path, 0755))
		return -1;
	track_init(&track, LINGER_MS);
	row_owners_init(&row_owners, root);
	return row_owners.usable ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	row_owners_done(&row_owners);
	track_done(&track);
	tree_remove(root);
	return 0;
}

/* -------- refreshes -------- */

static void dump(void)
{
	size_t budget = SIZE_MAX;
	uint32_t row;

	now.mono_us += STEP_US;
	now.boot_us += STEP_US;
	track_begin(&track, &now);
	assert_int_equal(track_begin_place(&track, CONN_HERE), 0);
	for (size_t i = 0; i < world_count; i++)
		assert_int_equal(track_take(&track, &world[i], NULL), 0);
	while (track_next_missing(&track, CONN_HERE, parts_all(), &budget, &row))
		track_set_gone(&track, row);
	track_commit(&track, CONN_HERE, parts_all());
	track_end(&track);
}

static void look(void)
{
	while (row_owners_step(&row_owners, 100))
		;
}

/* As asking every row would tell. */
static size_t count_hidden(void)
{
	size_t hidden = 0;

	for (uint32_t row = 0; row < track.row_count; row++) {
		enum row_owners_reason reason = ROW_OWNERS_FOUND;
		struct owner owner;

		if (row_is_living(&track.rows[row]))
			row_owners_find(&row_owners, &track, row, &owner, 1, &reason);
		hidden += reason == ROW_OWNERS_NOT_PERMITTED;
	}
	return hidden;
}

static void check_hidden(void)
{
	size_t hidden = count_hidden();

	assert_int_equal(row_owners_hide_any(&row_owners, &track), hidden > 0);
	if (!row_owners.usable)
		return;
	/* Rows that the kernel lists with one inode are one socket. */
	assert_true(owner_map_count_hidden(&row_owners.owners) <= hidden);
	assert_int_equal(owner_map_count_hidden(&row_owners.owners) > 0, hidden > 0);
}

static void refresh(void)
{
	dump();
	assert_int_equal(row_owners_follow(&row_owners, &track, &now), 0);
	check_hidden();
	look();
	check_hidden();
}

static void refresh_times(int times)
{
	while (times--)
		refresh();
}

static uint32_t row_of(uint64_t cookie)
{
	uint32_t row = track_find(&track, CONN_HERE, cookie);

	assert_int_not_equal(row, TRACK_NONE);
	return row;
}

/* `fd` is OWNER_MAP_NONE for an owner that was kept. */
static void assert_owner(uint64_t cookie, uint32_t pid, const char *name, uint32_t fd)
{
	enum row_owners_reason reason;
	struct owner owner;

	assert_true(row_owners_find(&row_owners, &track, row_of(cookie), &owner, 1, &reason) > 0);
	assert_int_equal(reason, ROW_OWNERS_FOUND);
	assert_int_equal(owner.pid, pid);
	assert_int_equal(owner.fd, fd);
	assert_string_equal(owner_map_process(&row_owners.owners, owner.process)->name, name);
	assert_int_equal(owner_map_process(&row_owners.owners, owner.process)->pid, pid);
}

static void assert_nobody(uint64_t cookie, enum row_owners_reason wanted)
{
	enum row_owners_reason reason;
	struct owner owner = {0};

	assert_int_equal(
		row_owners_find(&row_owners, &track, row_of(cookie), &owner, 1, &reason), 0);
	assert_int_equal(reason, wanted);
	assert_int_equal(owner.pid, 0);
	assert_int_equal(row_owners_processes(&row_owners, row_of(cookie)), 0);
}

static void assert_listener(uint64_t cookie, uint64_t listener)
{
	uint32_t row = row_owners_listener(&row_owners, &track, row_of(cookie));

	if (!listener)
		assert_int_equal(row, TRACK_NONE);
	else
		assert_int_equal(row, row_of(listener));
}

static size_t count_holds(void)
{
	size_t holds = 0;

	for (size_t i = 0; i < row_owners.owners.process_count; i++)
		holds += row_owners.owners.processes[i].holds;
	return holds;
}

/* Everything vanishes and is forgotten: nothing of it is held any longer. */
static void assert_all_is_released(void)
{
	world_count = 0;
	refresh_times(LINGER_MS * 1000 / STEP_US + 2);
	assert_int_equal(track.gone_count, 0);
	assert_int_equal(count_holds(), 0);
	assert_int_equal(row_owners.owners.want_count, 0);
	for (size_t i = 0; i < row_owners.owners.process_count; i++) {
		assert_int_not_equal(row_owners.owners.processes[i].life, PROCESS_ENDED);
		assert_int_equal(row_owners.owners.processes[i].asked, 0);
	}
	for (size_t i = 0; i < row_owners.count; i++) {
		assert_int_equal(row_owners.entries[i].inode, 0);
		assert_int_equal(row_owners.entries[i].process, OWNER_MAP_NONE);
	}
}

/* -------- owners that stay -------- */

static void a_row_keeps_its_owner_through_time_wait(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "curl", 1);
	proc_tree_open(root, 7, 4, 500);
	list(1, CONN_ESTABLISHED, 500, 40000);
	refresh();
	assert_owner(1, 7, "curl", 4);
	proc_tree_close(root, 7, 4);
	list(1, CONN_TIME_WAIT, 0, 40000);
	refresh();
	assert_owner(1, 7, "curl", OWNER_MAP_NONE);
	assert_int_equal(row_owners_processes(&row_owners, row_of(1)), 1);
	/* also when the process has ended, and its number is another's */
	proc_tree_end(root, 7);
	proc_tree_process(root, 7, "other", 2);
	proc_tree_open(root, 7, 4, 501);
	list(2, CONN_ESTABLISHED, 501, 40001);
	refresh_times(3);
	assert_owner(1, 7, "curl", OWNER_MAP_NONE);
	assert_owner(2, 7, "other", 4);
	assert_all_is_released();
}

static void a_row_keeps_its_owner_as_an_orphan(void **state)
{
	static const uint8_t states[] = {
		CONN_FIN_WAIT1, CONN_CLOSING, CONN_FIN_WAIT2, CONN_LAST_ACK, CONN_TIME_WAIT};

	(void)state;
	proc_tree_process(root, 7, "curl", 1);
	proc_tree_open(root, 7, 4, 500);
	list(1, CONN_ESTABLISHED, 500, 40000);
	refresh();
	proc_tree_end(root, 7);
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		list(1, (enum conn_state)states[i], 0, 40000);
		refresh_times(2);
		assert_owner(1, 7, "curl", OWNER_MAP_NONE);
	}
	assert_all_is_released();
}

static void a_gone_row_keeps_its_owner_while_it_lingers(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "nginx", 1);
	proc_tree_process(root, 8, "curl", 1);
	proc_tree_open(root, 7, 4, 500);
	proc_tree_open(root, 8, 3, 501);
	list(1, CONN_ESTABLISHED, 500, 443);
	list(2, CONN_ESTABLISHED, 501, 40000);
	refresh();
	/* one closes its socket, the other ends; the rows turn red */
	proc_tree_close(root, 7, 4);
	proc_tree_end(root, 8);
	unlist(1);
	unlist(2);
	refresh();
	assert_int_equal(track.rows[row_of(1)].life, ROW_GONE);
	assert_owner(1, 7, "nginx", OWNER_MAP_NONE);
	assert_owner(2, 8, "curl", OWNER_MAP_NONE);
	refresh();
	assert_owner(2, 8, "curl", OWNER_MAP_NONE);
	assert_all_is_released();
}

static void the_end_of_a_process_that_is_seen_before_its_sockets_is_no_loss(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "curl", 1);
	proc_tree_open(root, 7, 4, 500);
	list(1, CONN_ESTABLISHED, 500, 40000);
	refresh();
	proc_tree_end(root, 7);
	refresh(); /* the dump was before that */
	assert_nobody(1, ROW_OWNERS_SEARCHING);
	list(1, CONN_TIME_WAIT, 0, 40000);
	refresh();
	assert_owner(1, 7, "curl", OWNER_MAP_NONE);
	assert_all_is_released();
}

static void a_socket_that_comes_back_has_the_owner_it_has_then(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "nginx", 1);
	proc_tree_process(root, 8, "worker", 1);
	proc_tree_open(root, 7, 4, 500);
	list(1, CONN_ESTABLISHED, 500, 443);
	refresh();
	/* missed by a dump, and passed on meanwhile */
	proc_tree_close(root, 7, 4);
	proc_tree_open(root, 8, 9, 500);
	unlist(1);
	refresh();
	assert_owner(1, 7, "nginx", OWNER_MAP_NONE);
	list(1, CONN_ESTABLISHED, 500, 443);
	refresh_times(2);
	assert_owner(1, 8, "worker", 9);
	assert_all_is_released();
}

static void all_holders_are_counted_while_they_hold_it(void **state)
{
	struct owner owners[4];
	enum row_owners_reason reason;

	(void)state;
	for (uint32_t pid = 7; pid < 10; pid++) {
		proc_tree_process(root, pid, "worker", pid);
		proc_tree_open(root, pid, 6, 500);
	}
	proc_tree_open(root, 7, 9, 500);
	list(1, CONN_ESTABLISHED, 500, 443);
	refresh();
	assert_int_equal(row_owners_find(&row_owners, &track, row_of(1), owners, 4, &reason), 4);
	assert_int_equal(row_owners_processes(&row_owners, row_of(1)), 3);
	assert_int_equal(row_owners_find(&row_owners, &track, row_of(1), NULL, 0, &reason), 4);
	list(1, CONN_TIME_WAIT, 0, 443);
	refresh();
	assert_int_equal(row_owners_find(&row_owners, &track, row_of(1), NULL, 0, &reason), 1);
	assert_int_equal(row_owners_processes(&row_owners, row_of(1)), 1);
	assert_owner(1, 7, "worker", OWNER_MAP_NONE);
	assert_all_is_released();
}

/* -------- owners that do not pass on -------- */

/* A socket of "old" comes and goes; the next row takes its place. */
static uint32_t leave_a_place(void)
{
	uint32_t row;

	proc_tree_process(root, 7, "old", 1);
	proc_tree_open(root, 7, 4, 500);
	list(1, CONN_ESTABLISHED, 500, 443);
	refresh();
	row = row_of(1);
	proc_tree_close(root, 7, 4);
	unlist(1);
	refresh();
	assert_owner(1, 7, "old", OWNER_MAP_NONE);
	return row;
}

static void an_index_that_passes_to_another_socket_does_not_keep_the_owner(void **state)
{
	static const struct {
		uint8_t state, reason;
	} successors[] = {
		{CONN_SYN_RECV, ROW_OWNERS_SYN_RECV},
		{CONN_TIME_WAIT, ROW_OWNERS_TIME_WAIT},
		{CONN_FIN_WAIT2, ROW_OWNERS_ORPHAN},
		{CONN_ESTABLISHED, ROW_OWNERS_KERNEL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(successors); i++) {
		uint32_t row = leave_a_place();
		uint64_t cookie = 100 + i;

		while (track_find(&track, CONN_HERE, 1) != TRACK_NONE)
			dump(); /* nobody looks while the index is free */
		list(cookie, (enum conn_state)successors[i].state, 0, 443);
		refresh();
		assert_int_equal(row_of(cookie), row);
		assert_nobody(cookie, (enum row_owners_reason)successors[i].reason);
		assert_all_is_released();
	}
}

static void a_successor_that_came_and_went_unseen_does_not_keep_the_owner(void **state)
{
	uint32_t row = leave_a_place();

	(void)state;
	while (track_find(&track, CONN_HERE, 1) != TRACK_NONE)
		dump();
	list(2, CONN_ESTABLISHED, 0, 443);
	dump();
	unlist(2);
	refresh();
	assert_int_equal(row_of(2), row);
	assert_nobody(2, ROW_OWNERS_KERNEL);
	assert_all_is_released();
}

static void an_inode_that_passes_to_another_socket_has_its_new_owner(void **state)
{
	(void)state;
	/* the first one may be listed before the second, or be missed after it was */
	for (int gone = 0; gone < 2; gone++) {
		proc_tree_process(root, 7, "first", 1);
		proc_tree_process(root, 8, "second", 1);
		proc_tree_open(root, 7, 4, 500);
		list(1, CONN_ESTABLISHED, 500, 40000);
		refresh();
		proc_tree_close(root, 7, 4);
		proc_tree_open(root, 8, 9, 500);
		if (gone)
			unlist(1);
		else
			list(1, CONN_TIME_WAIT, 0, 40000);
		list(2, CONN_ESTABLISHED, 500, 40001);
		refresh_times(2);
		assert_owner(1, 7, "first", OWNER_MAP_NONE);
		assert_owner(2, 8, "second", 9);
		assert_all_is_released();
		proc_tree_end(root, 8);
	}
}

static void a_socket_passed_on_has_its_new_owner(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "acceptor", 1);
	proc_tree_process(root, 8, "worker", 1);
	proc_tree_open(root, 7, 4, 500);
	list(1, CONN_ESTABLISHED, 500, 443);
	refresh();
	assert_owner(1, 7, "acceptor", 4);
	proc_tree_open(root, 8, 5, 500);
	proc_tree_end(root, 7);
	refresh_times(4);
	assert_owner(1, 8, "worker", 5);
	assert_all_is_released();
}

/* -------- sockets that wait -------- */

static void the_inode_that_comes_with_accept_is_found(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "nginx", 1);
	proc_tree_open(root, 7, 3, 500);
	list(1, CONN_LISTEN, 500, 443);
	list(2, CONN_ESTABLISHED, 0, 443);
	refresh();
	assert_nobody(2, ROW_OWNERS_ACCEPT_QUEUE);
	assert_listener(2, 1);
	assert_owner(1, 7, "nginx", 3);
	proc_tree_open(root, 7, 4, 501);
	list(2, CONN_ESTABLISHED, 501, 443);
	refresh();
	assert_owner(2, 7, "nginx", 4);
	assert_listener(2, 0);
	assert_all_is_released();
}

static void a_peer_that_closed_waits_on(void **state)
{
	(void)state;
	list(1, CONN_LISTEN, 500, 443);
	list(2, CONN_CLOSE_WAIT, 0, 443);
	refresh();
	assert_nobody(2, ROW_OWNERS_ACCEPT_QUEUE);
	assert_listener(2, 1);
}

static void nobody_waits_in_a_listener_that_is_not_there(void **state)
{
	(void)state;
	list(1, CONN_LISTEN, 500, 443);
	list(2, CONN_ESTABLISHED, 0, 443);
	list(3, CONN_ESTABLISHED, 0, 444);
	list(4, CONN_CLOSED, 0, 443)->proto = CONN_UDP;
	refresh();
	assert_listener(2, 1);
	assert_listener(3, 0);
	assert_listener(4, 0);
	assert_nobody(3, ROW_OWNERS_KERNEL);
	unlist(1);
	refresh();
	assert_listener(2, 0);
	assert_nobody(2, ROW_OWNERS_KERNEL);
	/* its index, now another socket's with the same port */
	refresh_times(5);
	list(5, CONN_ESTABLISHED, 0, 443);
	refresh();
	assert_listener(2, 0);
	list(6, CONN_LISTEN, 501, 443);
	refresh();
	assert_listener(2, 6);
	assert_listener(5, 6);
}

static void set_address(struct conn *conn, const char *bytes, size_t length)
{
	memset(conn->local.addr, 0, sizeof(conn->local.addr));
	memcpy(conn->local.addr, bytes, length);
}

static void the_listener_is_the_one_that_the_kernel_would_choose(void **state)
{
	static const char loopback[4] = {127, 0, 0, 1}, other[4] = {10, 0, 0, 5};
	static const char mapped[16] = {[10] = '\xff', '\xff', 10, 0, 0, 5};
	struct conn *conn;

	(void)state;
	/* one port: an address of its own, any address, any address of both families */
	set_address(list(1, CONN_LISTEN, 501, 80), loopback, 4);
	set_address(list(2, CONN_LISTEN, 502, 80), "", 0);
	conn = list(3, CONN_LISTEN, 503, 80);
	set_address(conn, "", 0);
	conn->family = CONN_IPV6;
	/* and one of an interface */
	conn = list(4, CONN_LISTEN, 504, 80);
	set_address(conn, "", 0);
	conn->interface = 9;

	set_address(list(11, CONN_ESTABLISHED, 0, 80), loopback, 4);
	set_address(list(12, CONN_ESTABLISHED, 0, 80), other, 4);
	conn = list(13, CONN_ESTABLISHED, 0, 80);
	set_address(conn, mapped, 16);
	conn->family = CONN_IPV6;
	conn = list(14, CONN_ESTABLISHED, 0, 80);
	set_address(conn, other, 4);
	conn->interface = 9;
	refresh();
	for (uint64_t i = 1; i <= 4; i++)
		assert_listener(10 + i, i);
	/* in any order */
	for (uint64_t i = 1; i <= 4; i++) {
		struct conn listener = *socket_of(i);

		unlist(i);
		refresh_times(5);
		assert_int_equal(track_find(&track, CONN_HERE, i), TRACK_NONE);
		world[world_count++] = listener;
		refresh();
	}
	for (uint64_t i = 1; i <= 4; i++)
		assert_listener(10 + i, i);
	/* of sockets that share a port only the second miss proves it */
	unlist(1);
	unlist(4);
	refresh_times(2);
	assert_listener(11, 2);
	assert_listener(14, 2);
	unlist(2);
	refresh_times(2);
	assert_listener(12, 3);
	assert_listener(13, 3);
	assert_all_is_released();
}

static void a_listener_at_another_address_is_not_theirs(void **state)
{
	static const char other[4] = {10, 0, 0, 5};
	struct conn *conn;

	(void)state;
	set_address(list(1, CONN_LISTEN, 501, 80), other, 4);
	conn = list(2, CONN_LISTEN, 502, 80);
	set_address(conn, "", 0);
	conn->interface = 9;
	conn = list(3, CONN_LISTEN, 503, 80);
	set_address(conn, "", 0);
	conn->family = CONN_IPV6;
	conn->has |= CONN_HAS_V6ONLY;
	list(11, CONN_ESTABLISHED, 0, 80);
	refresh();
	assert_listener(11, 0);
	assert_nobody(11, ROW_OWNERS_KERNEL);
}

static void listeners_that_come_and_go_leave_nothing_behind(void **state)
{
	(void)state;
	list(1000, CONN_ESTABLISHED, 0, 80);
	for (uint64_t i = 1; i < 200; i++) {
		list(i, CONN_LISTEN, 500, 80);
		refresh();
		assert_listener(1000, i);
		unlist(i);
	}
	/* half of them at most wait to be noticed */
	assert_true(row_owners.listeners.count <= 2 * (LINGER_MS * 1000 / STEP_US) + 4);
}

/* -------- reasons -------- */

static void each_reason_has_its_word(void **state)
{
	static const char *const words[ROW_OWNERS_REASONS] = {NULL, NULL, "accept-queue",
		"time-wait", "syn-recv", "orphan", "kernel", "not-permitted", "exited"};

	(void)state;
	for (int i = 0; i < ROW_OWNERS_REASONS; i++) {
		if (words[i])
			assert_string_equal(
				row_owners_reason_name((enum row_owners_reason)i), words[i]);
		else
			assert_null(row_owners_reason_name((enum row_owners_reason)i));
	}
}

static void a_state_without_an_inode_says_why(void **state)
{
	static const struct {
		uint8_t state, reason;
	} states[] = {
		{CONN_TIME_WAIT, ROW_OWNERS_TIME_WAIT},
		{CONN_SYN_RECV, ROW_OWNERS_SYN_RECV},
		{CONN_FIN_WAIT1, ROW_OWNERS_ORPHAN},
		{CONN_FIN_WAIT2, ROW_OWNERS_ORPHAN},
		{CONN_LAST_ACK, ROW_OWNERS_ORPHAN},
		{CONN_CLOSING, ROW_OWNERS_ORPHAN},
		{CONN_ESTABLISHED, ROW_OWNERS_KERNEL},
		{CONN_LISTEN, ROW_OWNERS_KERNEL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(states); i++)
		list(1 + i, (enum conn_state)states[i].state, 0, (uint16_t)(2000 + i));
	refresh();
	for (size_t i = 0; i < COUNT_OF(states); i++)
		assert_nobody(1 + i, (enum row_owners_reason)states[i].reason);
}

static void a_socket_that_no_process_has_is_the_kernels(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "x", 1);
	list(1, CONN_ESTABLISHED, 500, 2049);
	dump();
	assert_int_equal(row_owners_follow(&row_owners, &track, &now), 0);
	assert_nobody(1, ROW_OWNERS_SEARCHING); /* before anybody has looked */
	look();
	assert_nobody(1, ROW_OWNERS_KERNEL);
	/* a later one has been looked for everywhere after some refreshes */
	list(2, CONN_ESTABLISHED, 501, 2049);
	refresh();
	assert_nobody(2, ROW_OWNERS_SEARCHING);
	refresh_times(5);
	assert_nobody(2, ROW_OWNERS_KERNEL);
	assert_all_is_released();
}

static void a_socket_that_was_gone_before_its_owner_was_found_has_none(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "x", 1);
	list(2, CONN_ESTABLISHED, 501, 40001);
	refresh();
	list(1, CONN_ESTABLISHED, 500, 40000);
	refresh();
	assert_nobody(1, ROW_OWNERS_SEARCHING);
	unlist(1);
	refresh();
	assert_nobody(1, ROW_OWNERS_EXITED);
	assert_all_is_released();
}

/* -------- rows that have gone -------- */

static void what_was_said_of_a_row_without_an_owner_stays_when_it_goes(void **state)
{
	static const struct {
		uint8_t state, reason;
		uint32_t inode;
	} rows[] = {
		{CONN_TIME_WAIT, ROW_OWNERS_TIME_WAIT, 0},
		{CONN_SYN_RECV, ROW_OWNERS_SYN_RECV, 0},
		{CONN_FIN_WAIT1, ROW_OWNERS_ORPHAN, 0},
		{CONN_FIN_WAIT2, ROW_OWNERS_ORPHAN, 0},
		{CONN_ESTABLISHED, ROW_OWNERS_KERNEL, 0},
		{CONN_ESTABLISHED, ROW_OWNERS_KERNEL, 500},
	};

	(void)state;
	proc_tree_process(root, 7, "x", 1);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		list(1 + i, (enum conn_state)rows[i].state, rows[i].inode, (uint16_t)(2000 + i));
	refresh();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_nobody(1 + i, (enum row_owners_reason)rows[i].reason);
		unlist(1 + i);
	}
	refresh();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(track.rows[row_of(1 + i)].life, ROW_GONE);
		assert_nobody(1 + i, (enum row_owners_reason)rows[i].reason);
	}
	assert_all_is_released();
}

static void assert_waits_in(uint64_t cookie, const char *name)
{
	uint32_t process = row_owners_acceptor(&row_owners, &track, row_of(cookie));

	assert_nobody(cookie, ROW_OWNERS_ACCEPT_QUEUE);
	assert_int_not_equal(process, OWNER_MAP_NONE);
	assert_string_equal(owner_map_process(&row_owners.owners, process)->name, name);
}

static void a_row_that_waited_in_a_queue_waits_there_to_its_end(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "web", 1);
	proc_tree_open(root, 7, 4, 400);
	list(1, CONN_LISTEN, 400, 443);
	list(2, CONN_ESTABLISHED, 0, 443);
	refresh();
	assert_waits_in(2, "web");
	/* the listener goes, too, and its process */
	unlist(2);
	unlist(1);
	proc_tree_end(root, 7);
	refresh();
	assert_waits_in(2, "web");
	assert_int_equal(row_owners_processes(&row_owners, row_of(2)), 0);
	list(2, CONN_ESTABLISHED, 0, 443);
	refresh();
	assert_nobody(2, ROW_OWNERS_KERNEL); /* the socket is back, without a listener */
	assert_all_is_released();
}

static void a_connection_too_short_for_its_owner_was_of_the_server_that_took_it(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "web", 1);
	proc_tree_open(root, 7, 4, 400);
	list(1, CONN_LISTEN, 400, 443);
	refresh_times(2);
	list(2, CONN_ESTABLISHED, 500, 443); /* its descriptor is closed by now */
	refresh();
	assert_nobody(2, ROW_OWNERS_SEARCHING);
	unlist(2);
	refresh();
	assert_owner(2, 7, "web", OWNER_MAP_NONE);
	assert_all_is_released();
}

static void a_connection_of_a_shared_listener_is_not_given_to_any(void **state)
{
	(void)state;
	proc_tree_process(root, 7, "systemd", 1);
	proc_tree_open(root, 7, 4, 400);
	proc_tree_process(root, 8, "web", 1);
	proc_tree_open(root, 8, 4, 400);
	list(1, CONN_LISTEN, 400, 443);
	refresh_times(2);
	list(2, CONN_ESTABLISHED, 500, 443);
	refresh();
	unlist(2);
	refresh();
	assert_nobody(2, ROW_OWNERS_EXITED);
	assert_all_is_released();
}

static void without_proc_owners_may_not_be_known(void **state)
{
	(void)state;
	row_owners_done(&row_owners);
	row_owners_init(&row_owners, "/nowhere");
	assert_false(row_owners.usable);
	list(1, CONN_ESTABLISHED, 500, 40000);
	list(2, CONN_TIME_WAIT, 0, 40001);
	refresh_times(2);
	assert_nobody(1, ROW_OWNERS_NOT_PERMITTED);
	assert_nobody(2, ROW_OWNERS_TIME_WAIT);
	assert_true(row_owners_hide_any(&row_owners, &track));
	unlist(1);
	refresh();
	assert_nobody(1, ROW_OWNERS_NOT_PERMITTED);
	assert_false(row_owners_hide_any(&row_owners, &track));
}

static void an_empty_proc_hides_all_owners(void **state)
{
	(void)state;
	list(1, CONN_ESTABLISHED, 500, 40000);
	refresh();
	assert_nobody(1, ROW_OWNERS_NOT_PERMITTED);
	assert_int_equal(owner_map_hidden(&row_owners.owners), OWNER_MAP_HIDDEN_EMPTY);
	proc_tree_process(root, 7, "x", 1);
	refresh_times(9);
	assert_nobody(1, ROW_OWNERS_KERNEL);
	assert_int_equal(owner_map_hidden(&row_owners.owners), 0);
}

static void give_to_nobody(const char *path)
{
	assert_int_equal(chown(path, 65534, 65534), 0);
}

static void owners_that_may_not_be_read_are_said_to_be_hidden(void **state)
{
	char path[4096];

	(void)state;
	if (geteuid() != 0)
		return; /* nobody else's files to be refused */
	proc_tree_process(root, 7, "mine", 1);
	proc_tree_open(root, 7, 4, 500);
	proc_tree_process(root, 8, "closed", 1);
	proc_tree_open(root, 8, 4, 501);
	snprintf(path, sizeof(path), "%s/proc/8/fd", root);
	assert_int_equal(chmod(path, 0), 0);
	give_to_nobody(root);
	for (int i = 7; i <= 8; i++) {
		snprintf(path, sizeof(path), "%s/proc/%d", root, i);
		give_to_nobody(path);
	}
	list(1, CONN_ESTABLISHED, 500, 40000);
	list(2, CONN_ESTABLISHED, 501, 40001);
	list(3, CONN_TIME_WAIT, 0, 40002);
	assert_int_equal(seteuid(65534), 0);
	refresh();
	assert_int_equal(seteuid(0), 0);
	assert_owner(1, 7, "mine", 4);
	assert_nobody(2, ROW_OWNERS_NOT_PERMITTED);
	assert_nobody(3, ROW_OWNERS_TIME_WAIT);
	assert_true(row_owners_hide_any(&row_owners, &track));
	unlist(2);
	refresh();
	assert_false(row_owners_hide_any(&row_owners, &track));
}

/* -------- control groups of owners -------- */

static uint32_t process_of(uint64_t cookie)
{
	enum row_owners_reason reason;
	struct owner owner;

	assert_true(row_owners_find(&row_owners, &track, row_of(cookie), &owner, 1, &reason) > 0);
	return owner.process;
}

static void the_group_of_a_process_is_read_once_and_kept_after_its_end(void **state)
{
	const struct cgroup *cgroup;
	uint32_t process;

	(void)state;
	proc_tree_process(root, 7, "nginx", 1);
	proc_tree_open(root, 7, 4, 500);
	tree_write(root, "/proc/7/cgroup",
		"9:name=systemd:/system.slice/nginx.service\n4:memory:/system.slice\n");
	list(1, CONN_ESTABLISHED, 500, 443);
	refresh();
	process = process_of(1);
	cgroup = owner_map_cgroup(&row_owners.owners, process);
	assert_non_null(cgroup);
	assert_string_equal(cgroup->path, "/system.slice/nginx.service");
	assert_string_equal(cgroup->unit, "nginx.service");
	assert_string_equal(cgroup->container, "");
	assert_string_equal(cgroup->pod, "");
	assert_string_equal(cgroup->runtime, "");
	/* drawn again: not read again */
	tree_write(root, "/proc/7/cgroup", "0::/moved.service\n");
	assert_ptr_equal(owner_map_cgroup(&row_owners.owners, process), cgroup);
	assert_string_equal(cgroup->unit, "nginx.service");
	/* processes may be moved: it is, some time later */
	refresh();
	assert_string_equal(owner_map_cgroup(&row_owners.owners, process)->unit, "moved.service");
	proc_tree_end(root, 7);
	list(1, CONN_TIME_WAIT, 0, 443);
	refresh_times(2);
	assert_owner(1, 7, "nginx", OWNER_MAP_NONE);
	assert_string_equal(
		owner_map_cgroup(&row_owners.owners, process_of(1))->unit, "moved.service");
	assert_all_is_released();
}

static void a_group_that_cannot_be_read_is_not_asked_for_at_each_draw(void **state)
{
	uint32_t process;

	(void)state;
	proc_tree_process(root, 7, "nginx", 1);
	proc_tree_open(root, 7, 4, 500);
	list(1, CONN_ESTABLISHED, 500, 443);
	refresh();
	process = process_of(1);
	assert_null(owner_map_cgroup(&row_owners.owners, process));
	tree_write(root, "/proc/7/cgroup", "0::/a.service\n");
	assert_null(owner_map_cgroup(&row_owners.owners, process));
	refresh();
	assert_string_equal(owner_map_cgroup(&row_owners.owners, process)->unit, "a.service");
	/* cut off in the middle of nothing */
	tree_write(root, "/proc/7/cgroup", "0");
	refresh();
	assert_string_equal(owner_map_cgroup(&row_owners.owners, process)->unit, "a.service");
}

static void the_group_of_a_pid_used_again_is_not_its_predecessors(void **state)
{
	uint32_t process;

	(void)state;
	proc_tree_process(root, 7, "first", 1);
	proc_tree_open(root, 7, 4, 500);
	list(1, CONN_ESTABLISHED, 500, 443);
	refresh();
	process = process_of(1);
	proc_tree_end(root, 7);
	proc_tree_process(root, 7, "second", 2);
	tree_write(root, "/proc/7/cgroup", "0::/second.service\n");
	assert_null(owner_map_cgroup(&row_owners.owners, process));
}

/* -------- memory -------- */

/* Three listeners with what they accepted, and what has no owner. */
static void list_many(void)
{
	for (uint32_t pid = 7; pid < 10; pid++) {
		proc_tree_process(root, pid, "server", pid);
		for (uint32_t fd = 0; fd < 40; fd++) {
			uint32_t inode = pid * 100 + fd;

			proc_tree_open(root, pid, fd, inode);
			list(inode, fd ? CONN_ESTABLISHED : CONN_LISTEN, inode, (uint16_t)pid);
		}
		list(pid * 100 + 50, CONN_TIME_WAIT, 0, (uint16_t)pid);
		list(pid * 100 + 51, CONN_ESTABLISHED, 0, (uint16_t)pid);
	}
}

static void assert_many(void)
{
	for (uint32_t pid = 7; pid < 10; pid++) {
		for (uint32_t fd = 0; fd < 40; fd++)
			assert_owner(pid * 100 + fd, pid, "server", fd);
		assert_nobody(pid * 100 + 50, ROW_OWNERS_TIME_WAIT);
		assert_nobody(pid * 100 + 51, ROW_OWNERS_ACCEPT_QUEUE);
		assert_listener(pid * 100 + 51, pid * 100);
	}
}

static void fail_every_allocation(void)
{
	size_t failures = 0;
	long nth = 1;
	int error;

	do {
		track_done(&track);
		row_owners_done(&row_owners);
		track_init(&track, LINGER_MS);
		row_owners_init(&row_owners, root);
		dump();
		allocations_left = nth++;
		error = row_owners_follow(&row_owners, &track, &now);
		allocations_left = -1;
		failures += error != 0;
		assert_true(!error || error == -ENOMEM);
		look();
		refresh();
		assert_many();
	} while (error);
	/* the entries, the listeners, the wants and what the map keeps of them */
	assert_true(failures >= 4);
}

static void what_there_is_no_memory_for_is_tried_again(void **state)
{
	(void)state;
	list_many();
	fail_every_allocation();
	only_one_fails = true;
	fail_every_allocation();
	only_one_fails = false;
	assert_all_is_released();
}

static void an_index_that_passes_while_memory_is_short_does_not_keep_the_owner(void **state)
{
	uint32_t row = leave_a_place();
	long nth = 0;

	(void)state;
	while (track_find(&track, CONN_HERE, 1) != TRACK_NONE)
		dump();
	/* it is the last that is taken, so that the others fail before it */
	list(2, CONN_ESTABLISHED, 0, 443);
	for (uint32_t i = 0; i < 300; i++)
		list(1000 + i, CONN_ESTABLISHED, 1000 + i, 444);
	/* until the entries, which come first, can be made */
	do {
		dump();
		allocations_left = ++nth;
		assert_int_equal(row_owners_follow(&row_owners, &track, &now), -ENOMEM);
		allocations_left = -1;
	} while (row_owners.count < track.row_count);
	refresh();
	assert_int_equal(row_of(2), row);
	assert_nobody(2, ROW_OWNERS_KERNEL);
	assert_all_is_released();
}

/* -------- at random -------- */

/* What is true of a socket: who holds it, or did. */
struct truth {
	bool listed;
	uint32_t inode, pid, fd;
	uint32_t kept; /* the pid of its last holder; 0: none */
	int round;     /* in which it was last changed */
};

enum { TRUTHS = 60, PIDS = 5, FIRST_PID = 20 };

static struct truth truths[TRUTHS];

static const char *name_of(uint32_t pid)
{
	static char name[16];

	snprintf(name, sizeof(name), "p%u", pid);
	return name;
}

static void change_one(uint64_t *random, uint64_t cookie, uint32_t *next_inode, int round)
{
	struct truth *truth = &truths[cookie];

	/* What was never seen has no owner; what lingers is not used again. */
	if (truth->round == round || (!truth->listed && truth->kept))
		return;
	if (!truth->listed) {
		*truth = (struct truth){
			.listed = true,
			.inode = ++*next_inode,
			.pid = FIRST_PID + random_below(random, PIDS),
			.fd = (uint32_t)cookie,
		};
		truth->kept = truth->pid;
		proc_tree_open(root, truth->pid, truth->fd, truth->inode);
		list(cookie + 1, CONN_ESTABLISHED, truth->inode, 443);
	} else if (truth->inode) {
		proc_tree_close(root, truth->pid, truth->fd);
		truth->inode = 0;
		list(cookie + 1, CONN_TIME_WAIT, 0, 443);
	} else {
		truth->listed = false;
		unlist(cookie + 1);
	}
	truth->round = round;
}

static void assert_truths(void)
{
	for (uint64_t i = 0; i < TRUTHS; i++) {
		struct truth *truth = &truths[i];

		if (track_find(&track, CONN_HERE, i + 1) == TRACK_NONE) {
			assert_false(truth->listed);
			*truth = (struct truth){0};
		} else {
			assert_owner(i + 1, truth->kept, name_of(truth->kept),
				truth->inode ? truth->fd : OWNER_MAP_NONE);
		}
	}
}

static void owners_follow_whatever_happens(void **state)
{
	uint64_t random = random_seed();
	uint32_t next_inode = 1000;

	(void)state;
	memset(truths, 0, sizeof(truths));
	for (uint32_t pid = FIRST_PID; pid < FIRST_PID + PIDS; pid++)
		proc_tree_process(root, pid, name_of(pid), pid);
	for (int round = 1; round <= 200; round++) {
		for (int i = 0; i < 12; i++)
			change_one(&random, random_below(&random, TRUTHS), &next_inode, round);
		refresh_times(2);
		assert_truths();
	}
	assert_all_is_released();
}

#define ON_FILES(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static void a_listener_of_another_place_is_never_that_of_a_connection(void **state)
{
	struct instant start = {.mono_us = 1000000, .boot_us = 1000000};
	struct conn conn = {.proto = CONN_TCP, .state = CONN_LISTEN, .local = {.port = 443}};
	struct listeners listeners;
	struct track places;
	uint32_t here, there;

	(void)state;
	track_init(&places, 0);
	listeners_init(&listeners);
	track_begin(&places, &start);
	for (uint16_t place = 0; place < 2; place++) {
		conn.place = place;
		conn.cookie = 10U + place;
		assert_int_equal(track_begin_place(&places, place), 0);
		assert_int_equal(track_take(&places, &conn, NULL), 0);
		track_commit(&places, place, parts_all());
	}
	track_end(&places);
	here = track_find(&places, 0, 10);
	there = track_find(&places, 1, 11);
	assert_int_equal(listeners_add(&listeners, &places, there), 0);
	conn.state = CONN_ESTABLISHED;
	conn.place = 0;
	assert_int_equal(listeners_find(&listeners, &places, &conn), TRACK_NONE);
	assert_int_equal(listeners_add(&listeners, &places, here), 0);
	assert_int_equal(listeners_find(&listeners, &places, &conn), here);
	conn.place = 1;
	assert_int_equal(listeners_find(&listeners, &places, &conn), there);
	listeners_done(&listeners);
	track_done(&places);
}

/* Sockets of few addresses, ports and interfaces. */
static struct conn any_conn(uint64_t *random, enum conn_state state, uint64_t cookie)
{
	struct conn conn = {.proto = CONN_TCP,
		.state = (uint8_t)state,
		.family = random_below(random, 2) ? CONN_IPV6 : CONN_IPV4,
		.interface = random_below(random, 3) ? 0 : 1 + random_below(random, 2),
		.cookie = cookie};

	conn.local.port = (uint16_t)(80 + random_below(random, 2));
	conn.local.addr[conn.family == CONN_IPV4 ? 3 : 15] = (uint8_t)random_below(random, 3);
	if (conn.family == CONN_IPV6 && random_below(random, 2))
		conn.has |= CONN_HAS_V6ONLY;
	return conn;
}

/* The most points that any living listener gets. */
static unsigned most_points(const struct track *listed, const struct conn *conn)
{
	unsigned most = 0;

	for (uint32_t row = 0; row < listed->row_count; row++) {
		const struct row *r = &listed->rows[row];
		unsigned points = 0;

		if (row_is_living(r) && conn_accepts(&r->conn) &&
			r->conn.local.port == conn->local.port)
			points = listeners_rate(&r->conn, conn);
		if (points > most)
			most = points;
	}
	return most;
}

static void list_some(
	struct track *listed, const struct conn *conns, const bool *there, size_t count, int64_t us)
{
	struct instant at = {.mono_us = us, .boot_us = us};

	track_begin(listed, &at);
	assert_int_equal(track_begin_place(listed, CONN_HERE), 0);
	for (size_t i = 0; i < count; i++)
		if (there[i])
			assert_int_equal(track_take(listed, &conns[i], NULL), 0);
	track_commit(listed, CONN_HERE, parts_all());
	track_end(listed);
}

static void the_listener_that_is_found_has_the_most_points_of_all(void **state)
{
	enum { LISTENERS = 40, ROUNDS = 60 };
	uint64_t random = random_seed();
	struct conn conns[LISTENERS];
	bool there[LISTENERS];
	struct listeners listeners;
	struct track listed;

	(void)state;
	track_init(&listed, 0);
	listeners_init(&listeners);
	for (int round = 1; round <= ROUNDS; round++) {
		for (size_t i = 0; i < LISTENERS; i++) {
			conns[i] = any_conn(
				&random, CONN_LISTEN, (uint64_t)round / 3 * LISTENERS + i + 1);
			there[i] = random_below(&random, 3) == 0;
		}
		list_some(&listed, conns, there, LISTENERS, round * 1000000);
		for (uint32_t row = 0; row < listed.row_count; row++)
			if (row_is_living(&listed.rows[row]))
				assert_int_equal(listeners_add(&listeners, &listed, row), 0);
		for (int i = 0; i < 50; i++) {
			struct conn conn = any_conn(&random, CONN_ESTABLISHED, 9999);
			unsigned most = most_points(&listed, &conn);
			uint32_t row = listeners_find(&listeners, &listed, &conn);

			assert_int_equal(row == TRACK_NONE, most == 0);
			if (most)
				assert_int_equal(
					listeners_rate(&listed.rows[row].conn, &conn), most);
		}
	}
	assert_true(listeners.count <= 2 * LISTENERS);
	listeners_done(&listeners);
	track_done(&listed);
}

/* Each by its own address, and all of those that share one: what comes and goes costs no more. */
static void ten_thousand_listeners_on_one_port_are_told_apart(void **state)
{
	enum { LISTENERS = 10000, SHARED = 5000 };
	struct conn *conns = calloc(LISTENERS, sizeof(*conns));
	bool *there = calloc(LISTENERS, sizeof(*there));
	struct listeners listeners;
	struct track listed;

	(void)state;
	track_init(&listed, 0);
	listeners_init(&listeners);
	for (size_t i = 0; i < LISTENERS; i++) {
		conns[i] = (struct conn){.proto = CONN_TCP,
			.state = CONN_LISTEN,
			.cookie = i + 1,
			.local = {.port = 443}};
		if (i >= SHARED)
			memcpy(conns[i].local.addr, &i, 4);
		there[i] = true;
	}
	list_some(&listed, conns, there, LISTENERS, 1000000);
	for (int time = 0; time < 2; time++)
		for (uint32_t row = 0; row < listed.row_count; row++)
			assert_int_equal(listeners_add(&listeners, &listed, row), 0);
	assert_int_equal(listeners.count, LISTENERS);
	for (size_t i = SHARED; i < LISTENERS; i++) {
		struct conn conn = conns[i];

		conn.state = CONN_ESTABLISHED;
		assert_int_equal(listeners_find(&listeners, &listed, &conn),
			track_find(&listed, CONN_HERE, i + 1));
	}
	listeners_done(&listeners);
	track_done(&listed);
	free(conns);
	free(there);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_FILES(a_row_keeps_its_owner_through_time_wait),
		ON_FILES(a_row_keeps_its_owner_as_an_orphan),
		ON_FILES(a_gone_row_keeps_its_owner_while_it_lingers),
		ON_FILES(the_end_of_a_process_that_is_seen_before_its_sockets_is_no_loss),
		ON_FILES(a_socket_that_comes_back_has_the_owner_it_has_then),
		ON_FILES(all_holders_are_counted_while_they_hold_it),
		ON_FILES(an_index_that_passes_to_another_socket_does_not_keep_the_owner),
		ON_FILES(a_successor_that_came_and_went_unseen_does_not_keep_the_owner),
		ON_FILES(an_inode_that_passes_to_another_socket_has_its_new_owner),
		ON_FILES(a_socket_passed_on_has_its_new_owner),
		ON_FILES(the_inode_that_comes_with_accept_is_found),
		ON_FILES(a_peer_that_closed_waits_on),
		ON_FILES(nobody_waits_in_a_listener_that_is_not_there),
		ON_FILES(the_listener_is_the_one_that_the_kernel_would_choose),
		ON_FILES(a_listener_at_another_address_is_not_theirs),
		cmocka_unit_test(the_listener_that_is_found_has_the_most_points_of_all),
		cmocka_unit_test(ten_thousand_listeners_on_one_port_are_told_apart),
		ON_FILES(listeners_that_come_and_go_leave_nothing_behind),
		ON_FILES(each_reason_has_its_word),
		ON_FILES(a_state_without_an_inode_says_why),
		ON_FILES(a_socket_that_no_process_has_is_the_kernels),
		ON_FILES(a_socket_that_was_gone_before_its_owner_was_found_has_none),
		ON_FILES(what_was_said_of_a_row_without_an_owner_stays_when_it_goes),
		ON_FILES(a_row_that_waited_in_a_queue_waits_there_to_its_end),
		ON_FILES(a_connection_too_short_for_its_owner_was_of_the_server_that_took_it),
		ON_FILES(a_connection_of_a_shared_listener_is_not_given_to_any),
		ON_FILES(without_proc_owners_may_not_be_known),
		ON_FILES(an_empty_proc_hides_all_owners),
		ON_FILES(owners_that_may_not_be_read_are_said_to_be_hidden),
		ON_FILES(the_group_of_a_process_is_read_once_and_kept_after_its_end),
		ON_FILES(a_group_that_cannot_be_read_is_not_asked_for_at_each_draw),
		ON_FILES(the_group_of_a_pid_used_again_is_not_its_predecessors),
		ON_FILES(what_there_is_no_memory_for_is_tried_again),
		ON_FILES(an_index_that_passes_while_memory_is_short_does_not_keep_the_owner),
		ON_FILES(owners_follow_whatever_happens),
		ON_FILES(a_listener_of_another_place_is_never_that_of_a_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
