/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/filter-rows.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"

static const struct {
	enum conn_proto proto;
	enum conn_family family;
	enum conn_state state;
	const char *local;
	uint16_t local_port;
	const char *remote;
	uint16_t remote_port;
	int uid; /* -1: not known */
	uint32_t recv_q, send_q, interface, mark, cgroup;
	uint32_t rtt_us; /* 0: no tcp_info */
} table[FILTER_ROWS] = {
	{CONN_TCP, CONN_IPV4, CONN_LISTEN, "0.0.0.0", 22, "0.0.0.0", 0, 0, 0, 128, 0, 0, 0, 0},
	{CONN_TCP, CONN_IPV4, CONN_ESTABLISHED, "10.0.0.5", 443, "198.51.100.7", 50112, 33, 0,
		70000, 2, 5, 77, 120000},
	{CONN_TCP, CONN_IPV4, CONN_CLOSE_WAIT, "10.0.0.5", 8080, "10.0.0.9", 41210, 1001, 127, 0, 0,
		6, 78, 22},
	{CONN_TCP, CONN_IPV4, CONN_TIME_WAIT, "127.0.0.1", 6666, "127.0.0.1", 33768, -1, 0, 0, 0, 0,
		0, 0},
	{CONN_TCP, CONN_IPV6, CONN_ESTABLISHED, "2001:db8::1", 443, "2001:db8:1::2", 40000, 33, 0,
		0, 0, 0, 77, 0},
	{CONN_TCP, CONN_IPV6, CONN_ESTABLISHED, "::ffff:10.0.0.5", 443, "::ffff:192.0.2.1", 50000,
		33, 1, 0, 0, 0, 77, 5000},
	{CONN_UDP, CONN_IPV4, CONN_CLOSED, "127.0.0.1", 53, "0.0.0.0", 0, 0, 0, 0, 1, 0, 0, 0},
	{CONN_UDP, CONN_IPV6, CONN_ESTABLISHED, "fe80::1", 5353, "fe80::2", 5353, 1001, 0, 0, 2, 0,
		0, 0},
	{CONN_TCP, CONN_IPV4, CONN_SYN_RECV, "10.0.0.5", 443, "203.0.113.9", 1024, -1, 0, 0, 0, 0,
		0, 0},
	{CONN_TCP, CONN_IPV6, CONN_LISTEN, "::", 7777, "::", 0, 0, 3, 4096, 0, 0, 0, 0},
};

static struct conn_endpoint endpoint(enum conn_family family, const char *address, uint16_t port)
{
	struct conn_endpoint made = {.port = port};

	if (inet_pton(family == CONN_IPV6 ? AF_INET6 : AF_INET, address, made.addr) != 1)
		abort();
	return made;
}

static void take(struct track *track, size_t at)
{
	struct conn conn = {
		.cookie = at + 1,
		.proto = (uint8_t)table[at].proto,
		.family = (uint8_t)table[at].family,
		.state = (uint8_t)table[at].state,
		.local = endpoint(table[at].family, table[at].local, table[at].local_port),
		.remote = endpoint(table[at].family, table[at].remote, table[at].remote_port),
		.recv_q = table[at].recv_q,
		.send_q = table[at].send_q,
		.interface = table[at].interface,
		.mark = table[at].mark,
		.cgroup = table[at].cgroup,
		.has = CONN_HAS_COOKIE,
	};
	struct conn_tcp tcp = {.rtt_us = table[at].rtt_us, .congestion = "cubic"};

	if (table[at].uid >= 0) {
		conn.uid = (uint32_t)table[at].uid;
		conn.inode = (uint32_t)at + 1000;
		conn.has |= CONN_HAS_UID | CONN_HAS_INODE;
	}
	if (table[at].mark)
		conn.has |= CONN_HAS_MARK;
	if (table[at].cgroup)
		conn.has |= CONN_HAS_CGROUP;
	if (track_take(track, &conn, table[at].rtt_us ? &tcp : NULL) != 0)
		abort();
}

static const char *show_interface(void *context, uint32_t index)
{
	(void)context;
	return index == 1 ? "lo" : index == 2 ? "eth0" : NULL;
}

static const char *show_service(void *context, enum conn_proto proto, uint16_t port)
{
	(void)context;
	(void)proto;
	return port == 443 ? "https" : NULL;
}

static const char *show_user(void *context, uint32_t uid)
{
	(void)context;
	return uid == 0 ? "root" : uid == 33 ? "www" : NULL;
}

static bool find_service(void *context, enum conn_proto proto, const char *name, uint16_t *ret_port)
{
	static const struct {
		const char *name;
		uint16_t tcp, udp;
	} services[] = {{"ssh", 22, 0}, {"https", 443, 443}, {"domain", 53, 53}, {"split", 1, 2}};

	(void)context;
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (strcmp(services[i].name, name) == 0) {
			*ret_port = proto == CONN_TCP ? services[i].tcp : services[i].udp;
			return *ret_port != 0;
		}
	return false;
}

static bool find_user(void *context, const char *name, uint32_t *ret_uid)
{
	(void)context;
	*ret_uid = strcmp(name, "www") == 0 ? 33 : strcmp(name, "app") == 0 ? 1001 : 0;
	return *ret_uid || strcmp(name, "root") == 0;
}

static bool find_interface(void *context, const char *name, uint32_t *ret_index)
{
	(void)context;
	*ret_index = strcmp(name, "lo") == 0 ? 1 : strcmp(name, "eth0") == 0 ? 2 : 0;
	return *ret_index;
}

static bool find_cgroup(void *context, const char *path, uint64_t *ret_id)
{
	(void)context;
	*ret_id = 77;
	return strcmp(path, "/system.slice/nginx\\x2dold.service") == 0;
}

static size_t find_host(
	void *context, const char *name, struct filter_address *ret_addresses, size_t most)
{
	static const struct filter_address found[] = {
		{{10, 0, 0, 9}, CONN_IPV4},
		{{0x20, 1, 0xd, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}, CONN_IPV6},
	};
	size_t count = strcmp(name, "both") == 0 ? 2 : strcmp(name, "gateway") == 0 ? 1 : 0;

	(void)context;
	if (count > most)
		count = most;
	memcpy(ret_addresses, found, count * sizeof(*found));
	return count;
}

/* All but the last are there from the start: of those only a lower bound of the age is known. */
void filter_rows_init(struct filter_rows *rows)
{
	struct instant now = {.mono_us = 1000000000, .boot_us = 5000000000};

	memset(rows, 0, sizeof(*rows));
	track_init(&rows->track, 3000);
	for (size_t refresh = 0; refresh < 2; refresh++) {
		track_begin(&rows->track, &now);
		track_begin_place(&rows->track, CONN_HERE);
		for (size_t i = 0; i + 1 - refresh < FILTER_ROWS; i++)
			take(&rows->track, i);
		track_commit(&rows->track, CONN_HERE, parts_all());
		track_end(&rows->track);
		now.mono_us += 60000000;
		now.boot_us += 60000000;
	}
	rows->shown = (struct names){
		.interface = show_interface, .service = show_service, .user = show_user};
	rows->context =
		(struct column_context){.track = &rows->track, .names = &rows->shown, .now = now};
	rows->names = (struct filter_names){
		.service = find_service,
		.user = find_user,
		.interface = find_interface,
		.cgroup = find_cgroup,
		.host = find_host,
	};
}

void filter_rows_done(struct filter_rows *rows)
{
	track_done(&rows->track);
	buffer_done(&rows->scratch);
}

void filter_rows_match(
	struct filter_rows *rows, const struct filter *filter, char ret_letters[FILTER_ROWS + 1])
{
	char *at = ret_letters;

	for (uint32_t row = 0; row < FILTER_ROWS; row++)
		if (filter_matches(filter, &rows->context, row, &rows->scratch))
			*at++ = (char)('a' + row);
	*at = '\0';
}
