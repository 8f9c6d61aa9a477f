/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Processes that share their sockets, pass them on, leave them behind and hide them, each called
 * as it is here. For a network of the test's own: the ports are always the same.
 *
 *	kin
 *		shared    7001  a listener of three processes
 *		giver     7002  a listener that it has passed on (SCM_RIGHTS); ends when it is told
 *		taker     7002  has got it
 *		waiter    7003  a listener that accepts nobody
 *		client          waits there, from 17010 and 17011; from 17012 it has closed already
 *		keeper    7004  a server; when it is told it closes its end of 17002
 *		leaver          its client, from 17001 to 17003; has closed 17003, and closes the
 *		                others when it is told
 *		mixed     7200  IPv6; 7201: both families, and a client by IPv4; 7202, 7203: UDP;
 *		                7204: twice in one process, beside files and pipes
 *		hidden    7300  may not be looked into
 *	kin names
 *		a listener each, from 7100 on, of processes that are called what should not reach a
 *		terminal
 *	kin powerless COMMAND...
 *		runs a command without any capability: where it may look into other processes, it is
 *		because they are of the same user and have none either
 *
 * Says "ready" in a line, with the number of listeners where that depends. Then a line with the
 * name of a process tells it to go on, and is answered with "done". Ends, and all with it, when
 * standard input does.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEPS = 3, BACKLOG = 16 };

static _Noreturn void fail(const char *what)
{
	perror(what);
	exit(99);
}

/* -------- sockets -------- */

static struct sockaddr_in address4(unsigned port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((in_port_t)port)};

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static int put4(int type, unsigned port)
{
	struct sockaddr_in address = address4(port);
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), on = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		fail("bind");
	return fd;
}

static int listen4(unsigned port)
{
	int fd = put4(SOCK_STREAM, port);

	if (listen(fd, BACKLOG) < 0)
		fail("listen");
	return fd;
}

static int listen6(unsigned port, const struct in6_addr *at)
{
	struct sockaddr_in6 address = {
		.sin6_family = AF_INET6, .sin6_port = htons((in_port_t)port), .sin6_addr = *at};
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(fd, BACKLOG) < 0)
		fail("IPv6");
	return fd;
}

static int connect4(int fd, unsigned port)
{
	struct sockaddr_in address = address4(port);

	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		fail("connect");
	return fd;
}

static int call4(unsigned from, unsigned to)
{
	return connect4(put4(SOCK_STREAM, from), to);
}

static int take_call(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		fail("accept");
	return fd;
}

/* -------- what each process does, step by step -------- */

static int sockets[3]; /* of this process, from one step to the next */
static int post[2];    /* from the giver to the taker */

static void share(void)
{
	listen4(7001);
	for (int i = 0; i < 2; i++) {
		pid_t parent = getpid(), pid = fork();

		if (pid < 0)
			fail("fork");
		if (pid == 0) {
			if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
				_exit(1);
			for (;;)
				pause();
		}
	}
}

/* Sends or receives one descriptor. */
static void mail(int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] __attribute__((aligned(8))) = {0};
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	if (fd < 0) {
		if (recvmsg(post[1], &message, MSG_CMSG_CLOEXEC) != 1 || !CMSG_FIRSTHDR(&message))
			fail("recvmsg");
		return;
	}
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(int));
	if (sendmsg(post[0], &message, 0) != 1)
		fail("sendmsg");
}

static void give(void)
{
	mail(listen4(7002));
}

static void take(void)
{
	mail(-1);
}

static void end(void)
{
	_exit(0);
}

static void wait_for_nobody(void)
{
	listen4(7003);
}

static void queue_up(void)
{
	call4(17010, 7003);
	call4(17011, 7003);
	close(call4(17012, 7003));
}

static void serve(void)
{
	sockets[0] = listen4(7004);
}

static void serve_three(void)
{
	take_call(sockets[0]);
	sockets[1] = take_call(sockets[0]);
	take_call(sockets[0]);
}

static void close_second(void)
{
	close(sockets[1]);
}

static void call_three(void)
{
	for (unsigned i = 0; i < 3; i++)
		sockets[i] = call4(17001 + i, 7004);
	close(sockets[2]);
}

static void leave_two(void)
{
	close(sockets[0]);
	close(sockets[1]);
}

static void mix(void)
{
	int ends[2], fd;

	listen6(7200, &in6addr_loopback);
	fd = listen6(7201, &in6addr_any);
	connect4(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), 7201);
	take_call(fd);
	put4(SOCK_DGRAM, 7202);
	connect4(put4(SOCK_DGRAM, 7203), 7202);
	if (pipe2(ends, O_CLOEXEC) < 0 || open("/dev/null", O_RDONLY | O_CLOEXEC) < 0 ||
		fcntl(listen4(7204), F_DUPFD_CLOEXEC, 100) < 0)
		fail("descriptors");
}

static void hide(void)
{
	listen4(7300);
	if (prctl(PR_SET_DUMPABLE, 0) < 0)
		fail("PR_SET_DUMPABLE");
}

static const struct role {
	const char *name;
	void (*steps[STEPS])(void); /* the first at once */
} family[] = {
	{"shared", {share}},
	{"giver", {give, end}},
	{"taker", {take}},
	{"waiter", {wait_for_nobody}},
	{"client", {queue_up}},
	{"keeper", {serve, serve_three, close_second}},
	{"leaver", {call_three, leave_two}},
	{"mixed", {mix}},
	{"hidden", {hide}},
};

/* -------- names -------- */

/* clang-format off */
static const char *const names[] = {
	"\033]0;X\a\033[31mred", /* a title, a colour */
	"\xc2\x9b" "2J\xc2\x9dx", /* the same by C1 codes */
	"a\nb\rc\td\be", /* moves the cursor */
	"\xe2\x80\xaetxt.0hte", /* right to left */
	"\xe2\x81\xa6" "b\xe2\x81\xa9\xe2\x80\x8b", /* isolates, no width */
	"\xff\xc3(\xed\xa0\x80\xc0\xaf", /* no UTF-8 */
	"\xe7\xbd\x91\xe7\xbb\x9c\xe6\x9c\x8d\xe5\x8a\xa1", /* wide */
	"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", /* piled up */
	"\xe7\xbd\x91\xe7\xbb\x9c\xe6\x9c\x8d\xe5\x8a\xa1xy\xe7", /* cut off in a letter */
	"=1+2", "\",\"\r\n", ") S 1 (", "\\u001b\\x1b", "%s%n", "\177del", " ", "",
};
/* clang-format on */

static size_t name_at; /* of this process */

static void listen_by_number(void)
{
	listen4(7100 + (unsigned)name_at);
}

/* -------- processes -------- */

struct member {
	const struct role *role;
	pid_t pid;
	int line; /* a byte each way for a step */
};

static struct member members[sizeof(names) / sizeof(names[0])];
static size_t member_count;

static _Noreturn void live(const struct role *role, int line)
{
	char byte;

	if (prctl(PR_SET_NAME, role->name) < 0)
		fail("PR_SET_NAME");
	for (int step = 0; step < STEPS && role->steps[step]; step++) {
		role->steps[step]();
		if (write(line, "", 1) != 1 || read(line, &byte, 1) != 1)
			_exit(0);
	}
	for (;;)
		pause();
}

/* Waits until the step is done, or was the end. */
static void wait_for(struct member *member)
{
	char byte;

	if (read(member->line, &byte, 1) == 1)
		return;
	if (waitpid(member->pid, NULL, 0) < 0)
		fail(member->role->name);
	member->pid = 0;
}

static void start(const struct role *role)
{
	struct member *member = &members[member_count++];
	pid_t parent = getpid();
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		fail("socketpair");
	*member = (struct member){.role = role, .pid = fork(), .line = ends[0]};
	if (member->pid < 0)
		fail("fork");
	if (member->pid == 0) {
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
			_exit(1);
		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		close(ends[0]);
		live(role, ends[1]);
	}
	close(ends[1]);
	wait_for(member);
	if (!member->pid)
		exit(99);
}

static bool tell(const char *name)
{
	for (size_t i = 0; i < member_count; i++) {
		if (strcmp(members[i].role->name, name) != 0)
			continue;
		if (write(members[i].line, "", 1) != 1)
			return false;
		wait_for(&members[i]);
		return true;
	}
	return false;
}

static void start_family(void)
{
	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, post) < 0)
		fail("socketpair");
	for (size_t i = 0; i < sizeof(family) / sizeof(family[0]); i++)
		start(&family[i]);
	tell("keeper");
	printf("ready\n");
}

static void start_named(void)
{
	static struct role roles[sizeof(names) / sizeof(names[0])];

	for (name_at = 0; name_at < sizeof(names) / sizeof(names[0]); name_at++) {
		roles[name_at] = (struct role){names[name_at], {listen_by_number}};
		start(&roles[name_at]);
	}
	printf("ready %zu\n", name_at);
}

static int obey(void)
{
	char line[64];
	int status = 0;

	fflush(stdout);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (!tell(line))
			status = 1;
		printf("%s\n", status ? "error" : "done");
		fflush(stdout);
	}
	for (size_t i = 0; i < member_count; i++) {
		if (members[i].pid &&
			(kill(members[i].pid, SIGKILL) < 0 || waitpid(members[i].pid, NULL, 0) < 0))
			status = 1;
	}
	return status;
}

/* Gone from the bounding set: no execve() gives them back, not even to root. */
static _Noreturn void run_powerless(char **command)
{
	int power = 0;

	while (prctl(PR_CAPBSET_DROP, power, 0, 0, 0) == 0)
		power++;
	if (!power || errno != EINVAL)
		fail("PR_CAPBSET_DROP");
	execvp(command[0], command);
	fail(command[0]);
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	if (argc > 2 && strcmp(argv[1], "powerless") == 0)
		run_powerless(argv + 2);
	if (argc == 1)
		start_family();
	else if (argc == 2 && strcmp(argv[1], "names") == 0)
		start_named();
	else
		return 2;
	return obey();
}
