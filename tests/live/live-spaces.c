/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Network namespaces of the real kernel: found, entered by the child that may, left, and let go. */
#include "support/unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/system/opener-child.h"
#include "app/system/opener-filter.h"
#include "app/system/privileges.h"
#include "sock/diag/diag.h"
#include "sock/diag/procnet.h"
#include "sock/place/space-gate.h"
#include "sock/place/spaces.h"
#include "support/space.h"

#define SECOND INT64_C(1000000)
#define PORT 7700

#ifndef SO_COOKIE
#define SO_COOKIE 57
#endif

static struct spaces *spaces;
static struct opener opener;
static char buffer[WIRE_DATAGRAM_MAX];
static int64_t now_us;

#define CONNECTIONS 5
#define SOCKETS (1 + 2 * CONNECTIONS)

/*
 * A process in a namespace of its own, with a listener and connections to it: over the same ports
 * in every namespace.
 */
struct guest {
	pid_t pid;
	uint64_t cookies[CONNECTIONS]; /* of the sockets that have connected */
};

static void live_in_it(bool own_user, int tell)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	uint64_t cookies[CONNECTIONS];
	socklen_t length = sizeof(cookies[0]);
	int listener, one = 1;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (own_user ? space_enter() : unshare(CLONE_NEWNET) || space_raise_loopback())
		_exit(77);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) ||
		listen(listener, CONNECTIONS))
		_exit(1);
	for (uint16_t i = 0; i < CONNECTIONS; i++) {
		struct sockaddr_in own = address;
		int client = socket(AF_INET, SOCK_STREAM, 0);

		own.sin_port = htons((uint16_t)(PORT + 1 + i));
		if (setsockopt(client, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) ||
			bind(client, (struct sockaddr *)&own, sizeof(own)) ||
			connect(client, (struct sockaddr *)&address, sizeof(address)) ||
			accept(listener, NULL, NULL) < 0 ||
			getsockopt(client, SOL_SOCKET, SO_COOKIE, &cookies[i], &length))
			_exit(1);
	}
	if (write(tell, cookies, sizeof(cookies)) != sizeof(cookies))
		_exit(1);
	for (;;)
		pause();
}

/* False: this machine does not permit it. */
static bool guest_start(struct guest *guest, bool own_user)
{
	int ends[2];
	bool started;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	guest->pid = fork();
	if (!guest->pid)
		live_in_it(own_user, ends[1]);
	close(ends[1]);
	started = read(ends[0], guest->cookies, sizeof(guest->cookies)) == sizeof(guest->cookies);
	close(ends[0]);
	if (!started)
		waitpid(guest->pid, NULL, 0);
	return started;
}

static void guest_end(const struct guest *guest)
{
	kill(guest->pid, SIGKILL);
	waitpid(guest->pid, NULL, 0);
}

static void look(void)
{
	struct instant now = {.mono_us = now_us, .boot_us = now_us};

	spaces_begin(spaces, &now);
	while (spaces_step(spaces, 100))
		;
	now_us += SECOND;
}

static struct space *space_of(const struct guest *guest)
{
	uint16_t place;

	return spaces_of_process(spaces, (uint32_t)guest->pid, &place) ? spaces_find(spaces, place)
								       : NULL;
}

/* Opens sockets in a space, and waits for them. */
static int open_in(struct space *space, unsigned sockets, struct opened *opened)
{
	int fd, error = spaces_open(spaces, space, &fd);

	if (error)
		return error;
	error = opener_request(&opener, fd, sockets, 0);
	close(fd);
	if (error)
		return error;
	while ((error = opener_take(&opener, opened)) == -EAGAIN) {
		struct pollfd wait = {.fd = opener_fd(&opener), .events = POLLIN};

		assert_int_equal(poll(&wait, 1, 10000), 1);
	}
	return error;
}

struct seen {
	unsigned count;
	uint64_t cookie;
	bool found;
	struct conn conn;
};

static int take(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	struct seen *seen = context;

	(void)tcp;
	(void)memory;
	seen->count++;
	if (conn->cookie != seen->cookie)
		return 0;
	seen->found = true;
	seen->conn = *conn;
	return 0;
}

/* All TCP sockets of IPv4 that a wire lists. */
static struct seen dump(struct wire *wire, uint64_t cookie)
{
	struct seen seen = {.cookie = cookie};
	struct diagmsg_dump what = {
		.proto = CONN_TCP,
		.family = CONN_IPV4,
		/* Not those that are only bound, as one is whose connection was closed. */
		.states = ~(1U << CONN_BOUND),
	};
	struct diag_dump dump;
	int progress;

	assert_int_equal(diag_dump_begin(&dump, wire, buffer, &what), 0);
	while ((progress = diag_dump_step(&dump, take, &seen)) == DIAG_GOING ||
		progress == DIAG_WAITING)
		;
	assert_int_equal(progress, DIAG_DONE);
	return seen;
}

static void close_opened(struct opened *opened)
{
	wire_close(opened->dumps);
	wire_close(opened->queries);
	wire_close(opened->closes);
}

/* The steps of most tests: a guest is found, entered, and its connection closed. */
static void see_and_close(struct guest *guest)
{
	const struct conn *target;
	struct opened opened;
	struct space *space;
	struct seen seen;
	int error;

	look();
	space = space_of(guest);
	assert_non_null(space);
	assert_true(space->process >= 0);
	assert_int_equal(open_in(space, OPENER_DUMPS | OPENER_QUERIES | OPENER_CLOSES, &opened), 0);
	assert_non_null(opened.dumps);
	assert_non_null(opened.queries);
	assert_true(spaces_take_cookie(spaces, space, opened.cookie));
	seen = dump(opened.dumps, guest->cookies[0]);
	assert_int_equal(seen.count, SOCKETS);
	assert_true(seen.found);
	target = &seen.conn;
	diag_destroy_many(opened.closes, buffer, &target, 1, &error);
	if (error == -EOPNOTSUPP)
		print_message("this kernel closes nothing\n");
	else
		assert_int_equal(error, 0);
	assert_true(error || !dump(opened.dumps, guest->cookies[0]).found);
	close_opened(&opened);
}

static void start(bool may_close)
{
	spaces = spaces_new("");
	assert_non_null(spaces);
	assert_int_equal(opener_child_start(&opener, may_close), 0);
	/* From here on this process may enter nothing. */
	assert_int_equal(privileges_drop(may_close ? PRIVILEGES_TO_CLOSE : 0), 0);
}

static void stop(void)
{
	opener_done(&opener);
	spaces_free(spaces);
}

static void three_namespaces_are_entered_and_left(void)
{
	struct guest guests[3];
	struct space *kept;
	struct opened opened;
	uint64_t cookie;

	for (size_t i = 0; i < COUNT_OF(guests); i++)
		if (!guest_start(&guests[i], i == 2))
			exit(77);
	start(true);
	for (size_t i = 0; i < COUNT_OF(guests); i++)
		see_and_close(&guests[i]);
	assert_int_not_equal(space_of(&guests[0])->place, space_of(&guests[1])->place);
	cookie = space_of(&guests[0])->cookie;
	assert_true(!cookie || cookie != space_of(&guests[1])->cookie);
	/* One that ends has gone after the second look. */
	guest_end(&guests[0]);
	look();
	look();
	assert_null(space_of(&guests[0]));
	kept = space_of(&guests[1]);
	assert_int_equal(open_in(kept, OPENER_DUMPS, &opened), 0);
	assert_null(opened.queries);
	close_opened(&opened);
	/* The look is older than the end of this one. */
	guest_end(&guests[1]);
	assert_int_equal(open_in(kept, OPENER_DUMPS, &opened), -ESRCH);
	guest_end(&guests[2]);
	stop();
}

static void a_hundred_equal_sockets_are_told_apart(void)
{
	struct guest guests[20];
	struct opened opened;

	for (size_t i = 0; i < COUNT_OF(guests); i++)
		if (!guest_start(&guests[i], i % 2))
			exit(77);
	start(true);
	look();
	/* Equal tuples in all of them: what is closed is what was meant, a hundred times. */
	for (size_t i = 0; i < COUNT_OF(guests) * CONNECTIONS; i++) {
		struct guest *guest = &guests[i * 7 % COUNT_OF(guests)];
		unsigned closed = (unsigned)(i / COUNT_OF(guests));
		const struct conn *target;
		struct seen seen;
		int error;

		assert_int_equal(
			open_in(space_of(guest), OPENER_DUMPS | OPENER_CLOSES, &opened), 0);
		assert_true(spaces_take_cookie(spaces, space_of(guest), opened.cookie));
		seen = dump(opened.dumps, guest->cookies[closed]);
		assert_true(seen.found);
		assert_int_equal(seen.count, SOCKETS - 2 * closed);
		target = &seen.conn;
		diag_destroy_many(opened.closes, buffer, &target, 1, &error);
		if (error == -EOPNOTSUPP)
			exit(77);
		assert_int_equal(error, 0);
		/* The other end is reset, too. */
		seen = dump(opened.dumps, guest->cookies[closed]);
		assert_false(seen.found);
		assert_int_equal(seen.count, SOCKETS - 2 * (closed + 1));
		close_opened(&opened);
	}
	for (size_t i = 0; i < COUNT_OF(guests); i++)
		guest_end(&guests[i]);
	look();
	look();
	for (size_t i = 0; i < COUNT_OF(guests); i++)
		assert_null(space_of(&guests[i]));
	stop();
}

/* Has the kernel tell when the namespace of a process is no more. Returns the socket that it tells.
 */
static int tell_of_death(pid_t pid)
{
	struct {
		struct nlmsghdr header;
		struct rtgenmsg message;
		char rest[64];
	} request = {
		.header =
			{
				.nlmsg_type = RTM_NEWNSID,
				.nlmsg_flags = NLM_F_REQUEST,
			},
	};
	struct rtattr *attribute = (struct rtattr *)((char *)&request + NLMSG_SPACE(1));
	struct sockaddr_nl address = {.nl_family = AF_NETLINK};
	int group = RTNLGRP_NSID, fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	uint32_t number = (uint32_t)pid;
	int32_t id = -1;

	/* Binding forgets groups: it comes first. */
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(
		setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)), 0);
	*attribute = (struct rtattr){.rta_len = RTA_LENGTH(4), .rta_type = NETNSA_PID};
	memcpy(RTA_DATA(attribute), &number, 4);
	attribute = (struct rtattr *)((char *)attribute + RTA_SPACE(4));
	*attribute = (struct rtattr){.rta_len = RTA_LENGTH(4), .rta_type = NETNSA_NSID};
	memcpy(RTA_DATA(attribute), &id, 4);
	request.header.nlmsg_len = NLMSG_SPACE(1) + 2 * RTA_SPACE(4);
	assert_int_equal(send(fd, &request, request.header.nlmsg_len, 0), request.header.nlmsg_len);
	return fd;
}

/* True if it tells within ten seconds. */
static bool is_told_of_death(int fd)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};

	while (poll(&wait, 1, 10000) == 1) {
		struct nlmsghdr *header = (struct nlmsghdr *)buffer;

		if (recv(fd, buffer, sizeof(buffer), 0) > 0 && header->nlmsg_type == RTM_DELNSID)
			return true;
	}
	return false;
}

static void nothing_keeps_a_namespace_alive(void)
{
	struct space_figures figures;
	struct guest guest;
	struct opened opened;
	struct space *space;
	int fd;

	if (!guest_start(&guest, false))
		exit(77);
	fd = tell_of_death(guest.pid);
	start(true);
	look();
	space = space_of(&guest);
	space_figures_read(&figures, space->process);
	assert_true(figures.known);
	assert_int_equal(open_in(space, OPENER_DUMPS | OPENER_CLOSES, &opened), 0);
	close_opened(&opened);
	assert_int_equal(open_in(space, OPENER_DUMPS, &opened), 0);
	close_opened(&opened);
	/* The space is still in the list, and its process held. */
	guest_end(&guest);
	assert_true(is_told_of_death(fd));
	close(fd);
	stop();
}

/* "ip netns add": a namespace without a process, mounted on a file. */
static void make_named(const char *path)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	close(open(path, O_CREAT | O_CLOEXEC, 0600));
	if (unshare(CLONE_NEWNET) || mount("/proc/self/ns/net", path, NULL, MS_BIND, NULL))
		exit(77);
	assert_int_equal(setns(home, CLONE_NEWNET), 0);
	close(home);
}

static void a_named_namespace_without_a_process_is_entered(void)
{
	struct pollfd wait = {.events = POLLPRI};
	struct opened opened;
	struct space *space;
	uint16_t place;
	uint64_t cookie;
	size_t others;

	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
		mount("none", "/run", "tmpfs", 0, NULL) || mkdir("/run/netns", 0700))
		exit(77);
	spaces = spaces_new("");
	assert_int_equal(opener_child_start(&opener, true), 0);
	look();
	others = spaces_count(spaces);
	wait.fd = spaces_fd(spaces);
	poll(&wait, 1, 0);
	make_named("/run/netns/we b");
	assert_int_equal(poll(&wait, 1, 10000), 1);
	assert_true(wait.revents & POLLPRI);
	spaces_mounts_changed(spaces);
	look();
	assert_int_equal(spaces_count(spaces), others + 1);
	space = spaces_at(spaces, others);
	assert_string_equal(space->mount, "/run/netns/we b");
	assert_int_equal(space->pid, 0);
	assert_int_equal(open_in(space, OPENER_DUMPS, &opened), 0);
	assert_int_equal(dump(opened.dumps, 0).count, 0);
	assert_true(spaces_take_cookie(spaces, space, opened.cookie));
	close_opened(&opened);
	place = space->place;
	cookie = space->cookie;
	/* The same name again is another one. */
	assert_int_equal(umount2("/run/netns/we b", MNT_DETACH), 0);
	make_named("/run/netns/we b");
	spaces_mounts_changed(spaces);
	look();
	look();
	assert_null(spaces_find(spaces, place));
	space = spaces_at(spaces, others);
	assert_string_equal(space->mount, "/run/netns/we b");
	assert_int_equal(open_in(space, OPENER_DUMPS, &opened), 0);
	assert_true(!cookie || opened.cookie != cookie);
	close_opened(&opened);
	stop();
}

static void for_looking_only_nothing_that_closes_is_opened(void)
{
	struct guest guest;
	struct opened opened;

	if (!guest_start(&guest, false))
		exit(77);
	start(false);
	look();
	assert_int_equal(open_in(space_of(&guest), OPENER_CLOSES, &opened), -EPERM);
	assert_int_equal(open_in(space_of(&guest), OPENER_DUMPS, &opened), 0);
	assert_int_equal(dump(opened.dumps, 0).count, SOCKETS);
	close_opened(&opened);
	guest_end(&guest);
	stop();
}

static void only_what_has_moved_is_to_be_dumped(void)
{
	struct guest guests[5];
	static struct space_gate gates[COUNT_OF(guests)];
	struct space_figures figures;
	unsigned dumps = 0;

	for (size_t i = 0; i < COUNT_OF(guests); i++)
		if (!guest_start(&guests[i], false))
			exit(77);
	start(false);
	for (unsigned tick = 0; tick < 8; tick++) {
		look();
		for (size_t i = 0; i < COUNT_OF(guests); i++) {
			if (!space_gate_is_due(&gates[i], now_us))
				continue;
			space_figures_read(&figures, space_of(&guests[i])->process);
			assert_true(figures.known);
			assert_int_equal(figures.established, 2 * CONNECTIONS);
			dumps += !!space_gate_judge(&gates[i], &figures, now_us);
		}
	}
	assert_int_equal(dumps, COUNT_OF(guests));
	for (size_t i = 0; i < COUNT_OF(guests); i++)
		guest_end(&guests[i]);
	stop();
}

/* A file of /proc/PID as text. */
static const char *status_of(pid_t pid, const char *file)
{
	static char text[8192];
	char path[64];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, file);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	return text;
}

static void the_child_has_few_rights_and_ends_with_us(void)
{
	char file[64];
	const char *status;
	pid_t pid;

	start(true);
	snprintf(file, sizeof(file), "task/%d/children", (int)getpid());
	pid = (pid_t)strtoul(status_of(getpid(), file), NULL, 10);
	if (!pid)
		exit(77);
	/* It answers when it has given up what it does not need. */
	for (unsigned i = 0; i < 1000 && !strstr(status_of(pid, "status"), "Seccomp:\t2"); i++)
		poll(NULL, 0, 10);
	status = status_of(pid, "status");
	assert_non_null(strstr(status, "Name:\tsockview-opener"));
	assert_non_null(strstr(status, "CapPrm:\t0000000000200000")); /* SYS_ADMIN */
	assert_non_null(strstr(status, "NoNewPrivs:\t1"));
	stop();
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* Tries one that has to be refused, directly: sanitizers have functions of their own around it. */
#define MUST_FAIL(...) must_fail(syscall(__VA_ARGS__), __LINE__)

static void must_fail(long result, int line)
{
	if (result >= 0 || errno != EPERM)
		_exit(line % 50 + 1);
}

static void only_a_few_system_calls_are_left(void)
{
	int status, own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	pid_t pid = fork();

	if (!pid) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (opener_filter_install(false))
			_exit(77);
		if (syscall(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG) < 0)
			_exit(99);
		MUST_FAIL(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY);
		MUST_FAIL(SYS_socket, AF_INET, SOCK_STREAM, 0);
		MUST_FAIL(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
		MUST_FAIL(SYS_setns, own, 0);
		MUST_FAIL(SYS_setns, own, CLONE_NEWNS);
		MUST_FAIL(SYS_kill, 1, 0);
		MUST_FAIL(SYS_chdir, "/");
		MUST_FAIL(SYS_clone, SIGCHLD, 0, 0, 0, 0);
		MUST_FAIL(SYS_execve, "/bin/true", NULL, NULL);
		syscall(SYS_exit_group, 0);
	}
	waitpid(pid, &status, 0);
	close(own);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		exit(77);
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void an_ordinary_user_enters_own_containers(void)
{
	struct guest guest;

	if (geteuid() == 0 && (setgid(65534) || setuid(65534)))
		exit(77);
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	if (!guest_start(&guest, true))
		exit(77);
	start(true);
	see_and_close(&guest);
	guest_end(&guest);
	stop();
}

/* Of root, who also has to end it: nobody else may. */
static struct guest of_root;

static void of_others_an_ordinary_user_reads_the_tables(void)
{
	struct opened opened;
	struct seen seen = {0};
	struct space *space;
	uint16_t place, own = 1;

	if (setgid(65534) || setuid(65534))
		exit(77);
	start(true);
	look();
	space = space_of(&of_root);
	assert_non_null(space);
	assert_int_equal(space->inode, 0);
	assert_int_equal(open_in(space, OPENER_DUMPS, &opened), -EACCES);
	assert_int_equal(procnet_read_process(space->process, space->place, CONN_TCP, CONN_IPV4,
				 ~0U, take, &seen),
		0);
	assert_int_equal(seen.count, SOCKETS);
	/* Ours is told apart from it, by whatever process. */
	assert_true(spaces_of_process(spaces, (uint32_t)getpid(), &own));
	assert_int_equal(own, 0);
	assert_true(!spaces_of_process(spaces, (uint32_t)getppid(), &place) || place == 0);
	stop();
}

/* Each test gives up rights, so each is a process. */
static void in_a_process(bool inside, void (*test)(void))
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid) {
		if (inside && space_enter())
			exit(77);
		test();
		exit(0);
	}
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void root_of_a_user_namespace_enters_three(void **state)
{
	(void)state;
	in_a_process(true, three_namespaces_are_entered_and_left);
}

static void in_twenty_namespaces_what_is_meant_is_closed(void **state)
{
	(void)state;
	in_a_process(true, a_hundred_equal_sockets_are_told_apart);
}

static void what_is_looked_at_is_not_kept_alive(void **state)
{
	(void)state;
	in_a_process(true, nothing_keeps_a_namespace_alive);
}

static void names_that_are_mounted_are_followed(void **state)
{
	(void)state;
	in_a_process(true, a_named_namespace_without_a_process_is_entered);
}

static void to_look_only_opens_nothing_that_closes(void **state)
{
	(void)state;
	in_a_process(true, for_looking_only_nothing_that_closes_is_opened);
}

static void quiet_namespaces_are_not_dumped_again(void **state)
{
	(void)state;
	in_a_process(true, only_what_has_moved_is_to_be_dumped);
}

static void the_opener_has_one_right_and_a_filter(void **state)
{
	(void)state;
	in_a_process(true, the_child_has_few_rights_and_ends_with_us);
}

static void the_filter_leaves_what_is_needed(void **state)
{
	(void)state;
	in_a_process(true, only_a_few_system_calls_are_left);
}

static void the_machines_root_enters_three(void **state)
{
	(void)state;
	if (!privileges_are_whole() || geteuid() != 0)
		skip();
	in_a_process(false, three_namespaces_are_entered_and_left);
}

static void a_user_enters_own_containers(void **state)
{
	(void)state;
	in_a_process(false, an_ordinary_user_enters_own_containers);
}

static void a_user_reads_the_tables_of_others(void **state)
{
	(void)state;
	if (geteuid() != 0 || !guest_start(&of_root, false))
		skip();
	in_a_process(false, of_others_an_ordinary_user_reads_the_tables);
	guest_end(&of_root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(root_of_a_user_namespace_enters_three),
		cmocka_unit_test(in_twenty_namespaces_what_is_meant_is_closed),
		cmocka_unit_test(what_is_looked_at_is_not_kept_alive),
		cmocka_unit_test(names_that_are_mounted_are_followed),
		cmocka_unit_test(to_look_only_opens_nothing_that_closes),
		cmocka_unit_test(quiet_namespaces_are_not_dumped_again),
		cmocka_unit_test(the_opener_has_one_right_and_a_filter),
		cmocka_unit_test(the_filter_leaves_what_is_needed),
		cmocka_unit_test(the_machines_root_enters_three),
		cmocka_unit_test(a_user_enters_own_containers),
		cmocka_unit_test(a_user_reads_the_tables_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
