/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "live/lab.h"
#include "support/close-one.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "sock/diag/netlink.h"

/* How long is waited for a state, in steps of so many milliseconds. */
enum { WAIT_STEPS = 500, WAIT_STEP_MS = 10 };

static void die(const char *what)
{
	perror(what);
	exit(99);
}

/* -------- the namespace -------- */

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), error = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		error = -errno;
	close(fd);
	return error;
}

static int set_loopback_up(void)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), error = 0;

	if (fd < 0)
		return -errno;
	if (ioctl(fd, SIOCSIFFLAGS, &request))
		error = -errno;
	close(fd);
	return error;
}

static int skip(const char *what, int error)
{
	printf("skipped: no private network namespace here: %s: %s\n", what, strerror(error));
	return 77;
}

int lab_enter(void)
{
	char map[64];
	uid_t uid = getuid();
	gid_t gid = getgid();

	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return skip("unshare", errno);
	snprintf(map, sizeof(map), "0 %u 1", uid);
	if (write_file("/proc/self/setgroups", "deny") || write_file("/proc/self/uid_map", map))
		return skip("uid_map", errno);
	snprintf(map, sizeof(map), "0 %u 1", gid);
	if (write_file("/proc/self/gid_map", map))
		return skip("gid_map", errno);
	if (set_loopback_up())
		return skip("lo", errno);
	return 0;
}

int lab_enter_new_network(void)
{
	return unshare(CLONE_NEWNET) ? -errno : set_loopback_up();
}

int lab_set_sysctl(const char *name, const char *value)
{
	char path[256];

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	return write_file(path, value);
}

void lab_set_net_admin(bool on)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		die("capget");
	data[0].effective &= ~(1U << CAP_NET_ADMIN);
	data[0].effective |= (uint32_t)on << CAP_NET_ADMIN;
	if (syscall(SYS_capset, &header, data))
		die("capset");
}

/* -------- sockets -------- */

bool lab_has_ipv6(void)
{
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int lab_socket(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0), one = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)))
		die("socket");
	return fd;
}

static socklen_t make_address(
	struct sockaddr_storage *storage, int family, const char *address, uint16_t port)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)storage;
	void *bytes = family == AF_INET ? (void *)&v4->sin_addr : (void *)&v6->sin6_addr;

	memset(storage, 0, sizeof(*storage));
	storage->ss_family = (sa_family_t)family;
	if (inet_pton(family, address, bytes) != 1)
		die(address);
	if (family == AF_INET) {
		v4->sin_port = htons(port);
		return sizeof(*v4);
	}
	v6->sin6_port = htons(port);
	return sizeof(*v6);
}

void lab_bind(int fd, int family, const char *address, uint16_t port)
{
	struct sockaddr_storage storage;
	socklen_t length = make_address(&storage, family, address, port);

	if (bind(fd, (struct sockaddr *)&storage, length))
		die("bind");
}

int lab_listen(int family, const char *address, uint16_t port, int backlog)
{
	int fd = lab_socket(family, SOCK_STREAM);

	lab_bind(fd, family, address, port);
	if (listen(fd, backlog))
		die("listen");
	return fd;
}

int lab_connect(int fd, int family, const char *address, uint16_t port)
{
	struct sockaddr_storage storage;
	socklen_t length = make_address(&storage, family, address, port);

	if (connect(fd, (struct sockaddr *)&storage, length))
		die("connect");
	return fd;
}

int lab_start_connecting(int fd, int family, const char *address, uint16_t port)
{
	struct sockaddr_storage storage;
	socklen_t length = make_address(&storage, family, address, port);

	if (fcntl(fd, F_SETFL, O_NONBLOCK))
		die("fcntl");
	if (connect(fd, (struct sockaddr *)&storage, length) && errno != EINPROGRESS)
		die("connect");
	return fd;
}

int lab_accept(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		die("accept");
	return fd;
}

uint64_t lab_cookie(int fd)
{
	uint64_t cookie;
	socklen_t length = sizeof(cookie);

	if (getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &length))
		die("SO_COOKIE");
	return cookie;
}

void lab_sleep_ms(unsigned milliseconds)
{
	poll(NULL, 0, (int)milliseconds);
}

struct lab_pair lab_pair_open(int family, const char *address, uint16_t port)
{
	struct lab_pair pair;

	pair.listener = lab_listen(family, address, port, 16);
	pair.client = lab_connect(lab_socket(family, SOCK_STREAM), family, address, port);
	pair.server = lab_accept(pair.listener);
	pair.client_cookie = lab_cookie(pair.client);
	pair.server_cookie = lab_cookie(pair.server);
	return pair;
}

void lab_pair_close(struct lab_pair *pair)
{
	close(pair->client);
	close(pair->server);
	close(pair->listener);
}

/* -------- what the program sees -------- */

void lab_open(struct lab *lab)
{
	struct utsname machine;

	*lab = (struct lab){.plan = {.parts = parts_all()}};
	place_open(&lab->here, CONN_HERE, "", true);
	if (!lab->here.closes) {
		errno = -lab->here.refused;
		die("NETLINK_SOCK_DIAG");
	}
	lab->closes = lab->here.closes;
	lab->buffer = alloc_zero(1, WIRE_DATAGRAM_MAX);
	refresh_init(&lab->sweep, &lab->here, 1);
	track_init(&lab->track, 60000);
	uname(&machine);
	close_kernel_probe(&lab->kernel, lab->closes, lab->buffer, machine.release);
}

void lab_close(struct lab *lab)
{
	refresh_done(&lab->sweep);
	track_done(&lab->track);
	place_done(&lab->here);
	free(lab->buffer);
}

static int64_t read_clock(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void lab_refresh(struct lab *lab)
{
	struct instant now = {
		.mono_us = read_clock(CLOCK_MONOTONIC), .boot_us = read_clock(CLOCK_BOOTTIME)};
	struct pollfd poll_dumps = {.fd = lab->here.dumps->fd, .events = POLLIN};
	enum source_progress progress;

	source_begin(&lab->sweep.source, &lab->track, &lab->plan, &now);
	while ((progress = source_step(&lab->sweep.source, &lab->track)) != SOURCE_DONE)
		if (progress == SOURCE_WAITING && poll(&poll_dumps, 1, 5000) != 1)
			die("the kernel does not answer");
}

bool lab_dumps_udp(struct lab *lab)
{
	const struct source *source = &lab->sweep.source;

	lab_refresh(lab);
	for (unsigned i = 0; i < source->note_count; i++)
		if (source->notes[i].proto == CONN_UDP)
			return false;
	return true;
}

bool lab_find(struct lab *lab, uint64_t cookie, struct conn *ret_conn)
{
	uint32_t index;

	lab_refresh(lab);
	index = track_find(&lab->track, CONN_HERE, cookie);
	if (index == TRACK_NONE || lab->track.rows[index].life == ROW_GONE)
		return false;
	*ret_conn = lab->track.rows[index].conn;
	return true;
}

bool lab_wait_for(struct lab *lab, uint64_t cookie, enum conn_state state, struct conn *ret_conn)
{
	for (int i = 0; i < WAIT_STEPS; i++) {
		if (lab_find(lab, cookie, ret_conn) && ret_conn->state == state)
			return true;
		lab_sleep_ms(WAIT_STEP_MS);
	}
	return false;
}

bool lab_wait_for_port(struct lab *lab, uint16_t port, enum conn_state state, struct conn *ret_conn)
{
	for (int i = 0; i < WAIT_STEPS; i++) {
		lab_refresh(lab);
		for (uint32_t index = 0; index < lab->track.row_count; index++) {
			const struct row *row = &lab->track.rows[index];

			if (row->life == ROW_FREE || row->life == ROW_GONE ||
				row->conn.proto != CONN_TCP || row->conn.state != state ||
				row->conn.local.port != port)
				continue;
			*ret_conn = row->conn;
			return true;
		}
		lab_sleep_ms(WAIT_STEP_MS);
	}
	return false;
}

int lab_query(struct lab *lab, const struct conn *conn, struct conn *ret_conn)
{
	struct diag_answer answer;
	int error = diag_query(lab->closes, lab->buffer, &conn, 1, &answer);

	if (error || answer.error)
		return error ? error : answer.error;
	*ret_conn = answer.conn;
	return 0;
}

struct close_outcome lab_destroy(struct lab *lab, const struct conn *conn)
{
	struct close_outcome outcome;

	close_one(&lab->kernel, lab->closes, lab->buffer, conn, &outcome);
	return outcome;
}
