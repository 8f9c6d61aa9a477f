/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/procnet.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"

/* The times in these files are in units of USER_HZ, which is 100 on all Linux systems. */
#define MS_PER_TICK 10

/* The bits of a cookie that is made here. */
#define COOKIE_MADE (UINT64_C(1) << 63)
#define COOKIE_PROTO_SHIFT 57
#define COOKIE_FAMILY_SHIFT 56
#define COOKIE_HASHED (UINT64_C(1) << 55) /* made from the addresses, not from an inode */

_Static_assert(CONN_PROTOS <= 1 << (63 - COOKIE_PROTO_SHIFT), "the kind has its own bits");
_Static_assert(CONN_FAMILIES <= 1 << (COOKIE_PROTO_SHIFT - COOKIE_FAMILY_SHIFT),
	"the family has its own bits");

static bool parse_hex(const char **at, size_t digits, uint32_t *ret_value)
{
	uint32_t value = 0;

	for (size_t i = 0; i < digits; i++) {
		char c = (*at)[i];

		if (c >= '0' && c <= '9')
			value = value << 4 | (uint32_t)(c - '0');
		else if (c >= 'A' && c <= 'F')
			value = value << 4 | (uint32_t)(c - 'A' + 10);
		else
			return false;
	}
	*at += digits;
	*ret_value = value;
	return true;
}

/* The kernel prints an address as words in its own byte order: "0100007F:1A0A". */
static bool parse_endpoint(
	const char **at, enum conn_family family, struct conn_endpoint *ret_endpoint)
{
	size_t words = family == CONN_IPV6 ? 4 : 1;
	uint32_t word;

	for (size_t i = 0; i < words; i++) {
		if (!parse_hex(at, 8, &word))
			return false;
		memcpy(ret_endpoint->addr + 4 * i, &word, sizeof(word));
	}
	if (*(*at)++ != ':' || !parse_hex(at, 4, &word))
		return false;
	ret_endpoint->port = (uint16_t)word;
	return true;
}

uint64_t procnet_make_cookie(const struct conn *conn)
{
	/* The kernel counts cookies up from 1, so they never equal one that is made here. */
	uint64_t cookie = COOKIE_MADE;

	cookie |= (uint64_t)conn->proto << COOKIE_PROTO_SHIFT;
	cookie |= (uint64_t)conn->family << COOKIE_FAMILY_SHIFT;
	if (conn->inode)
		return cookie | conn->inode;
	cookie |= COOKIE_HASHED;
	return cookie | (uint64_t)hash_bytes(&conn->local, sizeof(conn->local)) << 23 |
	       hash_bytes(&conn->remote, sizeof(conn->remote)) >> 9;
}

bool procnet_parse_line(
	const char *line, enum conn_proto proto, enum conn_family family, struct conn *ret_conn)
{
	struct conn conn = {.proto = (uint8_t)proto, .family = (uint8_t)family};
	unsigned long retransmits, uid, inode;
	uint32_t state, timer, when;
	const char *at = strchr(line, ':');
	int end = 0;

	if (!at)
		return false;
	at += 1 + strspn(at + 1, " ");
	if (!parse_endpoint(&at, family, &conn.local) || *at++ != ' ')
		return false;
	if (!parse_endpoint(&at, family, &conn.remote) || *at++ != ' ')
		return false;
	if (!parse_hex(&at, 2, &state) || *at++ != ' ')
		return false;
	if (!parse_hex(&at, 8, &conn.send_q) || *at++ != ':' || !parse_hex(&at, 8, &conn.recv_q))
		return false;
	if (*at++ != ' ' || !parse_hex(&at, 2, &timer) || *at++ != ':' || !parse_hex(&at, 8, &when))
		return false;
	/* More text follows in every line, so an inode at the end of the line may be cut off. */
	if (sscanf(at, " %lx %lu %*u %lu%n", &retransmits, &uid, &inode, &end) != 3 ||
		at[0] != ' ' || at[end] != ' ')
		return false;

	conn.state = state < CONN_STATES ? (uint8_t)state : CONN_UNKNOWN;
	if (conn.state == CONN_NEW_SYN_RECV)
		conn.state = CONN_SYN_RECV;
	conn.timer = timer < CONN_TIMERS ? (uint8_t)timer : CONN_TIMER_NONE;
	conn.timer_ms = when * MS_PER_TICK;
	conn.retransmits = (uint8_t)retransmits;
	conn.inode = (uint32_t)inode;
	if (inode) {
		conn.has |= CONN_HAS_INODE;
		conn.uid = (uint32_t)uid;
		conn.has |= CONN_HAS_UID;
	}
	conn.cookie = procnet_make_cookie(&conn);
	*ret_conn = conn;
	return true;
}

/* Reads the table that `fd` is open on, and closes it. */
static int read_table(int fd, uint16_t place, enum conn_proto proto, enum conn_family family,
	uint32_t states, diag_take_fn *take, void *context)
{
	FILE *file = fdopen(fd, "r");
	char line[512];
	int error = 0;

	if (!file) {
		error = -errno;
		close(fd);
		return error;
	}
	while (!error && fgets(line, sizeof(line), file)) {
		struct conn conn;

		if (!procnet_parse_line(line, proto, family, &conn) ||
			!(states & (1U << conn.state)))
			continue;
		conn.place = place;
		error = take(context, &conn, NULL, NULL);
	}
	if (!error && ferror(file))
		error = -EIO;
	fclose(file);
	return error;
}

/*
 * Opens a table of the folder /proc/net that `net` is open on, and closes that; `net` below 0: none
 * is, for the reason in errno. Where there is no IPv6, none of its tables is missing.
 */
static int open_table(int net, const char *name, enum conn_family family)
{
	int fd, error;

	if (net < 0)
		return -errno;
	fd = openat(net, name, O_RDONLY | O_CLOEXEC);
	error = fd < 0 ? -errno : 0;
	if (error == -ENOENT && family == CONN_IPV6 && faccessat(net, "dev", F_OK, 0) == 0 &&
		faccessat(net, "if_inet6", F_OK, 0) < 0 && errno == ENOENT)
		error = -EAFNOSUPPORT;
	close(net);
	return error ? error : fd;
}

int procnet_read(const char *root, uint16_t place, enum conn_proto proto, enum conn_family family,
	uint32_t states, diag_take_fn *take, void *context)
{
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s/proc/net", root);
	fd = open_table(open(path, O_PATH | O_DIRECTORY | O_CLOEXEC),
		kind_table[proto]->proc_files[family], family);
	return fd < 0 ? fd : read_table(fd, place, proto, family, states, take, context);
}

int procnet_read_process(int process, uint16_t place, enum conn_proto proto,
	enum conn_family family, uint32_t states, diag_take_fn *take, void *context)
{
	int fd = open_table(openat(process, "net", O_PATH | O_DIRECTORY | O_CLOEXEC),
		kind_table[proto]->proc_files[family], family);

	return fd < 0 ? fd : read_table(fd, place, proto, family, states, take, context);
}
