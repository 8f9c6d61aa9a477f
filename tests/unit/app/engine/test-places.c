/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The network namespaces of a tree that stands for /proc, as places. The child that opens them is
 * the test itself, or a process that answers all that it is asked.
 */
#include "support/unit.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/engine/places.h"
#include "support/tree.h"

#define SECOND INT64_C(1000000)

static char *root;
static struct place here;
static struct places places;
static int child; /* our end of the pair: what the child would have */
static pid_t server;
static struct instant now;

static const char *path_of(const char *format, unsigned pid)
{
	static char path[4096];
	int length = snprintf(path, sizeof(path), "%s", root);

	snprintf(path + length, sizeof(path) - (size_t)length, format, pid);
	return path;
}

static void write_of(unsigned pid, const char *file, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%u/%s", pid, file);
	tree_write(root, path, text);
}

/* Makes a process in a namespace of its own, which can be opened. */
static void make(unsigned pid)
{
	char target[64], file[4096];
	struct stat status;

	write_of(pid, "stat", "");
	write_of(pid, "ns/file", "");
	strcpy(file, path_of("/proc/%u/ns/file", pid));
	assert_int_equal(stat(file, &status), 0);
	snprintf(target, sizeof(target), "net:[%llu]", (unsigned long long)status.st_ino);
	assert_int_equal(symlink(target, path_of("/proc/%u/ns/net", pid)), 0);
	strcpy(strrchr(file, '/') + 1, target);
	assert_int_equal(rename(path_of("/proc/%u/ns/file", pid), file), 0);
}

static void count(unsigned pid, unsigned segments)
{
	char text[128];

	snprintf(text, sizeof(text), "Tcp: InSegs OutSegs CurrEstab\nTcp: %u 0 1\n", segments);
	write_of(pid, "net/snmp", text);
	write_of(pid, "net/sockstat", "TCP: inuse 5 orphan 0 tw 0\nUDP: inuse 0\n");
	write_of(pid, "net/sockstat6", "TCP6: inuse 0\nUDP6: inuse 0\n");
}

static int start(const char *netns)
{
	int ends[2];

	root = tree_make();
	tree_write(root, "/proc/self/mountinfo", "");
	tree_write(root, "/proc/self/ns/x", "");
	assert_int_equal(symlink("net:[1]", path_of("/proc/self/ns/net", 0)), 0);
	now = (struct instant){.mono_us = 100 * SECOND, .boot_us = 100 * SECOND};
	here = (struct place){.root = root, .process = -1};
	places_init(&places, &here, netns);
	places_watch_unopened(&places, true, true);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
	opener_init(&places.opener, ends[0]);
	child = ends[1];
	server = 0;
	return 0;
}

static int start_all(void **state)
{
	(void)state;
	return start("all");
}

static int stop(void **state)
{
	(void)state;
	places_done(&places);
	close(child);
	if (server)
		waitpid(server, NULL, 0);
	tree_remove(root);
	return 0;
}

/* Receives a request; false: there is none. */
static bool receive(int fd, struct opener_request *request, int flags)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part = {.iov_base = request, .iov_len = sizeof(*request)};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	int space;

	if (recvmsg(fd, &message, flags) != sizeof(*request))
		return false;
	memcpy(&space, CMSG_DATA(&control.header), sizeof(space));
	close(space);
	return true;
}

/* Answers with what was asked for; returns the other end of the last socket, or -1. */
static int answer(int fd, const struct opener_request *request, int error)
{
	struct opener_answer text = {.sequence = request->sequence, .error = error};
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(OPENER_SOCKETS * sizeof(int))];
	} control = {0};
	struct iovec part = {.iov_base = &text, .iov_len = sizeof(text)};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	int fds[OPENER_SOCKETS], ends[2] = {-1, -1};
	unsigned sockets = 0;

	for (unsigned i = 0; i < OPENER_SOCKETS && !error; i++) {
		if (!(request->sockets >> i & 1))
			continue;
		if (ends[1] >= 0)
			close(ends[1]);
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
			_exit(1);
		fds[sockets++] = ends[0];
	}
	if (sockets) {
		message.msg_control = &control;
		message.msg_controllen = CMSG_SPACE(sockets * sizeof(int));
		control.header.cmsg_len = CMSG_LEN(sockets * sizeof(int));
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		memcpy(CMSG_DATA(&control.header), fds, sockets * sizeof(int));
	}
	if (sendmsg(fd, &message, MSG_NOSIGNAL) != sizeof(text))
		_exit(1);
	while (sockets)
		close(fds[--sockets]);
	return ends[1];
}

/* A process answers from now on. */
static void serve(void)
{
	struct opener_request request;

	server = fork();
	if (server == 0) {
		close(places.opener.fd);
		while (receive(child, &request, 0))
			close(answer(child, &request, 0));
		_exit(0);
	}
	close(child);
	child = -1;
}

static bool is_let_go(int end)
{
	struct pollfd look = {.fd = end};
	bool gone = poll(&look, 1, 0) == 1 && look.revents & POLLHUP;

	close(end);
	return gone;
}

static const char *note(void)
{
	static struct buffer text;

	buffer_clear(&text);
	places_add_note(&places, false, &text);
	return buffer_get(&text);
}

/* The turns of one refresh, a letter each: others that are Read, Kept, Gone, Failed, forgotten. */
static const char *refresh(bool anew)
{
	static char turns[256];
	size_t length = 0;
	struct place_visit visit;

	place_list_begin(&places.list, &now, anew);
	while (place_list_next(&places.list, &visit)->turn != PLACE_TURN_END) {
		struct pollfd wire = {.fd = place_list_fd(&places.list), .events = POLLIN};

		if (visit.turn == PLACE_TURN_WAIT)
			assert_int_equal(poll(&wire, 1, 60000), 1);
		else if (visit.turn == PLACE_TURN_READ && visit.place == &here)
			place_list_read(&places.list, visit.place, true);
		else if (visit.turn != PLACE_TURN_GOING)
			turns[length++] = "??wRGKFx"[visit.turn];
		if (visit.turn == PLACE_TURN_READ && visit.place != &here) {
			assert_int_equal(visit.number, visit.place->number);
			place_list_read(&places.list, visit.place, true);
			assert_null(visit.place->dumps); /* nothing is kept open */
		}
	}
	turns[length] = '\0';
	now.mono_us += SECOND;
	now.boot_us += SECOND;
	return turns;
}

/* How many turns of a refresh are this one: namespaces have no order. */
static unsigned of(const char *turns, char letter)
{
	unsigned sum = 0;

	for (; *turns; turns++)
		sum += *turns == letter;
	return sum;
}

static void only_what_has_moved_is_read_again(void **state)
{
	(void)state;
	for (unsigned pid = 20; pid < 25; pid++) {
		make(pid);
		count(pid, 7);
	}
	serve();
	assert_string_equal(refresh(true), "RRRRR");
	assert_int_equal(places_others(&places), 5);
	assert_int_equal(places.read, 5);
	assert_string_equal(refresh(false), "KKKKK");
	assert_int_equal(places.read, 5);
	count(22, 8);
	now.mono_us += 4 * SECOND; /* quiet ones are looked at less often */
	assert_int_equal(of(refresh(false), 'R'), 1);
	/* Once more, so that its rates become 0. */
	assert_int_equal(of(refresh(false), 'R'), 1);
	assert_string_equal(refresh(false), "KKKKK");
	assert_string_equal(refresh(true), "RRRRR");
	assert_string_equal(note(), "");
}

static void the_next_ones_are_opened_while_one_is_read(void **state)
{
	struct opener_request request[OPENER_REQUESTS];
	struct place_visit visit;
	unsigned asked = 0, read = 0;

	(void)state;
	for (unsigned pid = 20; pid < 32; pid++)
		make(pid);
	place_list_begin(&places.list, &now, true);
	while (place_list_next(&places.list, &visit)->turn != PLACE_TURN_WAIT)
		assert_int_not_equal(visit.turn, PLACE_TURN_END);
	while (receive(child, &request[asked], MSG_DONTWAIT))
		assert_true(++asked < OPENER_REQUESTS);
	assert_int_equal(asked, PLACES_AHEAD);
	for (unsigned i = 0; i < asked; i++)
		close(answer(child, &request[i], 0));
	/* All that are open are read without a wait, and the others are asked for meanwhile. */
	while (place_list_next(&places.list, &visit)->turn != PLACE_TURN_WAIT) {
		if (visit.turn != PLACE_TURN_READ)
			continue;
		read++;
		place_list_read(&places.list, visit.place, true);
	}
	assert_int_equal(read, PLACES_AHEAD);
	for (asked = 0; receive(child, &request[asked], MSG_DONTWAIT); asked++)
		;
	assert_int_equal(asked, 12 - PLACES_AHEAD);
}

static void an_answer_that_comes_too_late_keeps_nothing_alive(void **state)
{
	struct opener_request request;
	struct place_visit visit;
	int end;

	(void)state;
	make(20);
	place_list_begin(&places.list, &now, true);
	while (place_list_next(&places.list, &visit)->turn != PLACE_TURN_WAIT)
		;
	assert_true(receive(child, &request, MSG_DONTWAIT));
	place_list_give_up(&places.list);
	while (place_list_next(&places.list, &visit)->turn != PLACE_TURN_END)
		assert_int_not_equal(visit.turn, PLACE_TURN_READ);
	assert_string_equal(note(), "1 of 1 network namespaces could not be read");
	end = answer(child, &request, 0);
	serve();
	assert_string_equal(refresh(false), "R");
	assert_true(is_let_go(end));
	assert_string_equal(note(), "");
}

static void where_nothing_may_be_opened_the_files_of_a_process_are_read(void **state)
{
	(void)state;
	make(20);
	make(21);
	close(child); /* the child has ended */
	child = -1;
	assert_string_equal(refresh(true), "RR");
	assert_string_equal(note(),
		"2 of 2 network namespaces were read from /proc/PID/net, nothing can be closed "
		"there");
	assert_string_equal(refresh(true), "RR");
}

static void a_key_is_answered_in_the_midst_of_a_refresh(void **state)
{
	struct place_visit visit;
	struct place *place;
	unsigned read = 0;

	(void)state;
	for (unsigned pid = 20; pid < 40; pid++)
		make(pid);
	serve();
	place_list_begin(&places.list, &now, true);
	while (!read && place_list_next(&places.list, &visit)->turn != PLACE_TURN_WAIT) {
		read += visit.turn == PLACE_TURN_READ && visit.place != &here;
		if (visit.turn == PLACE_TURN_READ)
			place_list_read(&places.list, visit.place, true);
	}
	for (uint16_t number = 1; number <= 20; number++) {
		place = place_list_acquire(&places.list, number, PLACE_TO_CLOSE);
		assert_non_null(place);
		assert_int_equal(place->number, number);
		assert_non_null(place->closes);
		assert_int_equal(place->closes->place, number);
		place_list_release(&places.list, place);
	}
	assert_null(place_list_acquire(&places.list, 21, PLACE_TO_CLOSE));
	assert_ptr_equal(place_list_acquire(&places.list, CONN_HERE, PLACE_TO_ASK), &here);
	assert_string_equal(refresh(true), "RRRRRRRRRRRRRRRRRRRR");
}

static void what_ends_goes_and_what_is_not_wanted_is_forgotten(void **state)
{
	(void)state;
	make(20);
	make(21);
	serve();
	assert_string_equal(refresh(true), "RR");
	{
		char *directory = strdup(path_of("/proc/%u", 20));

		tree_remove(directory);
	}
	/* It is not opened any more, but it has not gone before it is missed twice. */
	assert_int_equal(of(refresh(true), 'K'), 1);
	assert_string_equal(note(), "");
	assert_string_equal(refresh(true), "GR");
	places_show(&places, PLACES_HERE);
	assert_string_equal(refresh(true), "x");
	assert_string_equal(refresh(true), "");
	places_show(&places, PLACES_ALL);
	assert_string_equal(refresh(false), "R");
}

static void one_is_found_by_its_name_its_number_and_a_process(void **state)
{
	char inode[32];
	struct stat status;

	(void)state;
	make(20);
	make(21);
	stat(path_of("/proc/%u/ns/net", 21), &status);
	snprintf(inode, sizeof(inode), "%llu", (unsigned long long)status.st_ino);
	{
		char line[256];

		snprintf(line, sizeof(line), "30 1 0:4 net:[%s] /run/netns/web rw - nsfs nsfs rw\n",
			inode);
		tree_write(root, "/proc/self/mountinfo", line);
	}
	serve();
	places.pick = PLACES_ONE;
	for (unsigned i = 0; i < 3; i++) {
		const char *const names[] = {"web", inode, "21"};

		places.found = false;
		places.wanted = names[i];
		assert_true(places_find_wanted(&places, &now));
		assert_string_equal(refresh(true), "R");
	}
	places.found = false;
	places.wanted = "none";
	assert_false(places_find_wanted(&places, &now));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start_all, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_what_has_moved_is_read_again),
		TEST(the_next_ones_are_opened_while_one_is_read),
		TEST(an_answer_that_comes_too_late_keeps_nothing_alive),
		TEST(where_nothing_may_be_opened_the_files_of_a_process_are_read),
		TEST(a_key_is_answered_in_the_midst_of_a_refresh),
		TEST(what_ends_goes_and_what_is_not_wanted_is_forgotten),
		TEST(one_is_found_by_its_name_its_number_and_a_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
