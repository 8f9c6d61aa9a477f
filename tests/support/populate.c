/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fills the current network namespace with sockets and holds them: established TCP pairs, pairs
 * whose server has not closed (CLOSE_WAIT), listeners, UDP sockets, all on loopback. Says "ready"
 * and how many sockets there are, then waits until its standard input ends or a signal comes.
 * Whatever ends it, nothing stays behind.
 *
 *	unshare -Urn tests/support/populate --pairs=50000 --udp=100
 *
 * Meant for private namespaces: it sets the loopback interface up.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum kind { PAIRS, PAIRS6, CLOSE_WAIT, LISTENERS, UDP, REPAIR, CHURN, KINDS };

/* What one process makes: of each kind, `count` from number `first` on. */
struct share {
	struct {
		unsigned long first, count;
	} of[KINDS];
};

struct pair {
	int client, server;
};

/* A process may have no more than RLIMIT_NOFILE; some are needed for other things. */
#define DESCRIPTORS_SPARE 64

static const struct in6_addr loopback6 = IN6ADDR_LOOPBACK_INIT;

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "populate: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* -------- addresses -------- */

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* Number `host` of the network 127.`net`.0.0/16, and of those that follow. */
static union address address4(unsigned net, unsigned long host, unsigned port)
{
	union address address = {.v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)}};

	address.v4.sin_addr.s_addr = htonl((127U << 24) + (net << 16) + (uint32_t)host);
	return address;
}

static union address address6(unsigned port)
{
	union address address = {
		.v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)}};

	address.v6.sin6_addr = loopback6;
	return address;
}

static unsigned client_port(unsigned long number)
{
	return 10000 + (unsigned)(number % 50000);
}

static socklen_t address_size(const union address *address)
{
	return address->any.sa_family == AF_INET ? sizeof(address->v4) : sizeof(address->v6);
}

static int make_socket(int type, const union address *local, bool repair)
{
	int fd = socket(local->any.sa_family, type | SOCK_CLOEXEC, 0);
	int on = 1;

	if (fd < 0)
		fail("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	/* A socket in this mode is established as soon as it is told so, and closes
	 * without a word. */
	if (repair && setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof(on)) < 0)
		fail("TCP_REPAIR");
	if (bind(fd, &local->any, address_size(local)) < 0)
		fail("bind");
	return fd;
}

static void join(int fd, const union address *remote)
{
	if (connect(fd, &remote->any, address_size(remote)) < 0)
		fail("connect");
}

/* One process: the servers that its clients connect to, and the pairs that it may have to close. */
struct inode_index_item {
	union address server, server6;
	int listener, listener6;
	struct pair *pairs;
	size_t pair_count;
};

static int listen_at(const union address *local)
{
	int fd = make_socket(SOCK_STREAM, local, false);

	if (listen(fd, 128) < 0)
		fail("listen");
	return fd;
}

static struct pair make_pair(int listener, const union address *local, const union address *remote)
{
	struct pair pair = {.client = make_socket(SOCK_STREAM, local, false)};

	join(pair.client, remote);
	pair.server = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (pair.server < 0)
		fail("accept");
	return pair;
}

static struct pair pair4(const struct inode_index_item *holder, unsigned net, unsigned long number)
{
	union address client = address4(net, number, client_port(number));

	return make_pair(holder->listener, &client, &holder->server);
}

/* -------- kinds -------- */

static void make_pair4(struct inode_index_item *holder, unsigned long number)
{
	holder->pairs[holder->pair_count++] = pair4(holder, 32, number);
}

static void make_pair6(struct inode_index_item *holder, unsigned long number)
{
	union address client = address6(client_port(number));

	make_pair(holder->listener6, &client, &holder->server6);
}

/* The client's FIN_WAIT2 lasts for a minute; the server's end stays. */
static void make_close_wait(struct inode_index_item *holder, unsigned long number)
{
	close(pair4(holder, 64, number).client);
}

static void make_listener(struct inode_index_item *holder, unsigned long number)
{
	union address local = address4(21, number, 9000 + (unsigned)(number % 1000));

	(void)holder;
	listen_at(&local);
}

/* Every second one connected, every fourth over IPv6. */
static void make_udp(struct inode_index_item *holder, unsigned long number)
{
	union address local = number % 4 == 3 ? address6(10000 + (unsigned)(number / 4 % 50000))
					      : address4(20, number, 5353);
	union address remote = local.any.sa_family == AF_INET6 ? address6(53) : address4(53, 0, 53);
	int fd = make_socket(SOCK_DGRAM, &local, false);

	(void)holder;
	if (number % 2)
		join(fd, &remote);
}

static void make_repaired(struct inode_index_item *holder, unsigned long number)
{
	union address local = address4(128, number, client_port(number));
	union address remote = address4(200, number % 5000, 443);

	(void)holder;
	join(make_socket(SOCK_STREAM, &local, true), &remote);
}

/* clang-format off */
static const struct {
	const char *name;
	unsigned descriptors; /* that one of them takes */
	void (*make)(struct inode_index_item *holder, unsigned long number);
	const char *help;
} kinds[KINDS] = {
	[PAIRS] =      {"pairs",      2, make_pair4,      "established TCP connections over IPv4, both ends"},
	[PAIRS6] =     {"pairs6",     2, make_pair6,      "the same over IPv6"},
	[CLOSE_WAIT] = {"close-wait", 1, make_close_wait, "connections that the client has closed"},
	[LISTENERS] =  {"listeners",  1, make_listener,   "TCP listeners"},
	[UDP] =        {"udp",        1, make_udp,        "UDP sockets"},
	[REPAIR] =     {"repair",     1, make_repaired,   "established TCP sockets without a peer: cheaper"},
	[CHURN] =      {"churn",      0, NULL,            "sockets of --pairs closed and opened again each second"},
};
/* clang-format on */

/* -------- the life of a process -------- */

/* Closes one pair after the other and opens it again, for ever; both ends vanish at once. */
static _Noreturn void churn(
	struct inode_index_item *holder, unsigned long first_pair, unsigned long rate)
{
	static const struct linger at_once = {.l_onoff = 1};
	const struct timespec nap = {.tv_nsec = 10000000};
	unsigned long next = 0, due = 0;

	for (;;) {
		nanosleep(&nap, NULL);
		/* Two sockets a pair, a hundred naps a second. */
		for (due += rate; due >= 200; due -= 200) {
			struct pair *pair = &holder->pairs[next];

			setsockopt(pair->client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
			close(pair->client);
			close(pair->server);
			*pair = pair4(holder, 32, first_pair + next);
			next = (next + 1) % holder->pair_count;
		}
	}
}

static _Noreturn void hold(unsigned index, const struct share *share, int ready)
{
	struct inode_index_item holder = {
		.server = address4(1, index + 1, 8080),
		.server6 = address6(7000 + index),
		.pairs = calloc(share->of[PAIRS].count + 1, sizeof(struct pair)),
	};

	if (!holder.pairs)
		fail("memory");
	holder.listener = listen_at(&holder.server);
	holder.listener6 = listen_at(&holder.server6);
	for (int kind = 0; kind < KINDS; kind++)
		for (unsigned long i = 0; kinds[kind].make && i < share->of[kind].count; i++)
			kinds[kind].make(&holder, share->of[kind].first + i);
	if (write(ready, "", 1) != 1)
		fail("pipe");
	close(ready);
	if (share->of[CHURN].count && holder.pair_count)
		churn(&holder, share->of[PAIRS].first, share->of[CHURN].count);
	for (;;)
		pause();
}

/* -------- processes -------- */

static unsigned long descriptors_allowed(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		fail("getrlimit");
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		fail("setrlimit");
	if (limit.rlim_cur <= 2 * DESCRIPTORS_SPARE) {
		errno = EMFILE;
		fail("RLIMIT_NOFILE");
	}
	return limit.rlim_cur - DESCRIPTORS_SPARE;
}

static void set_loopback_up(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request) < 0)
		fail("lo");
	if (!(request.ifr_flags & IFF_UP)) {
		request.ifr_flags |= IFF_UP;
		if (ioctl(fd, SIOCSIFFLAGS, &request) < 0)
			fail("cannot set lo up");
	}
	close(fd);
}

static struct share cut_share(const unsigned long wanted[KINDS], unsigned index, unsigned processes)
{
	struct share share;

	for (int kind = 0; kind < KINDS; kind++) {
		unsigned long first = wanted[kind] * index / processes;

		share.of[kind].first = first;
		share.of[kind].count = wanted[kind] * (index + 1) / processes - first;
	}
	return share;
}

/* Starts a process; *ready is a pipe into which it writes one byte when it has made its share. */
static pid_t start(
	const unsigned long wanted[KINDS], unsigned index, unsigned processes, int *ready)
{
	struct share share = cut_share(wanted, index, processes);
	pid_t parent = getpid(), pid;
	int ends[2];

	if (pipe(ends) < 0)
		fail("pipe");
	pid = fork();
	if (pid < 0)
		fail("fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
		close(STDIN_FILENO);
		close(STDOUT_FILENO);
		close(ends[0]);
		hold(index, &share, ends[1]);
	}
	close(ends[1]);
	*ready = ends[0];
	return pid;
}

/* True when every process has made its share. */
static bool all_ready(const int *ready, unsigned processes)
{
	char byte;

	for (unsigned i = 0; i < processes; i++)
		if (read(ready[i], &byte, 1) != 1)
			return false;
	return true;
}

/* Returns when standard input ends or one of `signals`, which are blocked, has come. */
static void wait_for_the_end(const sigset_t *signals)
{
	struct pollfd polled[2] = {
		{.fd = STDIN_FILENO, .events = POLLIN},
		{.fd = signalfd(-1, signals, SFD_CLOEXEC), .events = POLLIN},
	};
	char ignored[256];

	while (poll(polled, 2, -1) >= 0 || errno == EINTR) {
		if (polled[1].revents)
			return;
		if (polled[0].revents && read(STDIN_FILENO, ignored, sizeof(ignored)) <= 0)
			return;
	}
}

static void end_processes(const pid_t *pids, unsigned processes)
{
	for (unsigned i = 0; i < processes; i++)
		kill(pids[i], SIGKILL);
	for (unsigned i = 0; i < processes; i++)
		waitpid(pids[i], NULL, 0);
}

static int run(const unsigned long wanted[KINDS])
{
	unsigned long descriptors = 0, each = descriptors_allowed() - 1;
	unsigned processes;
	sigset_t signals;
	bool complete;
	pid_t *pids;
	int *ready;

	for (int kind = 0; kind < KINDS; kind++)
		descriptors += wanted[kind] * kinds[kind].descriptors;
	processes = (unsigned)(descriptors / each + 1);
	pids = calloc(processes, sizeof(*pids));
	ready = calloc(processes, sizeof(*ready));
	if (!pids || !ready)
		fail("memory");

	set_loopback_up();
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	for (unsigned i = 0; i < processes; i++)
		pids[i] = start(wanted, i, processes, &ready[i]);
	complete = all_ready(ready, processes);
	if (complete) {
		/* Two listeners a process come on top. */
		printf("ready %lu\n", descriptors + 2UL * processes);
		fflush(stdout);
		wait_for_the_end(&signals);
	}
	end_processes(pids, processes);
	free(pids);
	free(ready);
	return complete ? 0 : 1;
}

/* -------- options -------- */

static int usage(FILE *out)
{
	fprintf(out, "Usage: populate [--KIND=N]...\n");
	for (int kind = 0; kind < KINDS; kind++)
		fprintf(out, "  --%-10s  %s\n", kinds[kind].name, kinds[kind].help);
	return out == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
	struct option options[KINDS + 2] = {0};
	unsigned long wanted[KINDS] = {0};
	int option;

	for (int kind = 0; kind < KINDS; kind++)
		options[kind] = (struct option){kinds[kind].name, required_argument, NULL, kind};
	options[KINDS] = (struct option){"help", no_argument, NULL, KINDS};
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		char *end = NULL;

		if (option == KINDS)
			return usage(stdout);
		if (option < KINDS)
			wanted[option] = strtoul(optarg, &end, 10);
		if (!end || *end || !*optarg)
			return usage(stderr);
	}
	return optind == argc ? run(wanted) : usage(stderr);
}
