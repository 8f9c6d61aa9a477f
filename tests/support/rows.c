/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/rows.h"

#include "support/unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/tree.h"

/* -------- names -------- */

static const char *interface_name(void *context, uint32_t index)
{
	static const char *const names[] = {NULL, "lo", "eth0", "\033]0;x\a\033[31m",
		"\xe2\x80\xaetxt.0hte", "\xe7\xbd\x91\xe5\x8d\xa1", "\xff\xc3(\xed\xa0\x80"};

	(void)context;
	return index < COUNT_OF(names) ? names[index] : NULL;
}

static const char *user_name(void *context, uint32_t uid)
{
	(void)context;
	return uid == 0 ? "root" : uid == 33 ? "www-data" : uid == 1000 ? "alice" : NULL;
}

static const char *service_name(void *context, enum conn_proto proto, uint16_t port)
{
	(void)context;
	if (proto != CONN_TCP)
		return NULL;
	return port == 22     ? "ssh"
	       : port == 80   ? "http"
	       : port == 443  ? "https"
	       : port == 8080 ? "http-alt"
			      : NULL;
}

const struct names rows_names = {
	.interface = interface_name, .user = user_name, .service = service_name};

/* -------- reading a line -------- */

struct line {
	struct conn conn;
	struct conn_tcp tcp;
	bool has_tcp;
};

static void read_endpoint(struct conn *conn, struct conn_endpoint *endpoint, const char *word)
{
	const char *colon = strrchr(word, ':');
	char address[64];
	size_t length;

	if (!colon)
		fail_msg("no port: '%s'", word);
	conn->family = *word == '[' ? CONN_IPV6 : CONN_IPV4;
	length = (size_t)(colon - word) - (*word == '[' ? 2 : 0);
	snprintf(address, sizeof(address), "%.*s", (int)length, word + (*word == '['));
	if (inet_pton(*word == '[' ? AF_INET6 : AF_INET, address, endpoint->addr) != 1)
		fail_msg("no address: '%s'", word);
	endpoint->port = (uint16_t)strtoul(colon + 1, NULL, 10);
}

static void read_timer(struct conn *conn, const char *value)
{
	unsigned ms = 0, retransmits = 0;
	char name[16] = "";

	if (sscanf(value, "%15[^/]/%u/%u", name, &ms, &retransmits) < 2)
		fail_msg("no timer: '%s'", value);
	for (int timer = 1; timer < CONN_TIMERS; timer++)
		if (strcmp(name, conn_timer_name((enum conn_timer)timer)) == 0)
			conn->timer = (uint8_t)timer;
	assert_int_not_equal(conn->timer, CONN_TIMER_NONE);
	conn->timer_ms = ms;
	conn->retransmits = (uint8_t)retransmits;
}

static void read_number_or_none(uint32_t *number, uint8_t *has, uint8_t bit, const char *value)
{
	bool none = strcmp(value, "-") == 0;

	*number = none ? 0 : (uint32_t)strtoul(value, NULL, 10);
	*has = none ? (uint8_t)(*has & ~bit) : (uint8_t)(*has | bit);
}

/* False where the word is none of the tcp part. */
static bool read_tcp_word(struct conn_tcp *tcp, const char *word, const char *value)
{
	uint64_t number = strtoull(value, NULL, 10);

	if (strncmp(word, "sent=", 5) == 0)
		tcp->bytes_sent = tcp->bytes_acked = number;
	else if (strncmp(word, "got=", 4) == 0)
		tcp->bytes_received = number;
	else if (strncmp(word, "rtt=", 4) == 0)
		tcp->rtt_us = (uint32_t)number;
	else if (strncmp(word, "idle=", 5) == 0)
		tcp->last_sent_ms = tcp->last_received_ms = (uint32_t)number;
	else if (strncmp(word, "cwnd=", 5) == 0)
		tcp->cwnd = (uint32_t)number;
	else if (strncmp(word, "cc=", 3) == 0)
		snprintf(tcp->congestion, sizeof(tcp->congestion), "%s", value);
	else
		return false;
	return true;
}

static void read_word(struct line *line, const char *word)
{
	const char *equals = strchr(word, '=');
	const char *value = equals ? equals + 1 : "";
	struct conn *conn = &line->conn;

	if (strncmp(word, "recv=", 5) == 0)
		conn->recv_q = (uint32_t)strtoul(value, NULL, 10);
	else if (strncmp(word, "send=", 5) == 0)
		conn->send_q = (uint32_t)strtoul(value, NULL, 10);
	else if (strncmp(word, "if=", 3) == 0)
		conn->interface = (uint32_t)strtoul(value, NULL, 10);
	else if (strncmp(word, "uid=", 4) == 0)
		read_number_or_none(&conn->uid, &conn->has, CONN_HAS_UID, value);
	else if (strncmp(word, "inode=", 6) == 0)
		read_number_or_none(&conn->inode, &conn->has, CONN_HAS_INODE, value);
	else if (strncmp(word, "timer=", 6) == 0)
		read_timer(conn, value);
	else if (strncmp(word, "drops=", 6) == 0)
		read_number_or_none(&conn->drops, &conn->has, CONN_HAS_DROPS, value);
	else if (strcmp(word, "v6only") == 0)
		conn->has |= CONN_HAS_V6ONLY;
	else if (read_tcp_word(&line->tcp, word, value))
		line->has_tcp = true;
	else
		fail_msg("no word of a listing: '%s'", word);
}

static void read_line(struct line *ret_line, char *text)
{
	struct conn *conn = &ret_line->conn;
	char *saved, *word = strtok_r(text, " \t", &saved);

	*ret_line = (struct line){
		.tcp.has = CONN_TCP_HAS_BYTES | CONN_TCP_HAS_BUSY | CONN_TCP_HAS_SENT};
	conn->cookie = strtoull(word, NULL, 10);
	conn->has = CONN_HAS_COOKIE | CONN_HAS_UID | CONN_HAS_INODE;
	conn->uid = 1000;
	conn->inode = (uint32_t)(1000 + conn->cookie);
	assert_int_not_equal(conn->cookie, 0);
	word = strtok_r(NULL, " \t", &saved);
	conn->proto = strcmp(word, "udp") == 0 ? CONN_UDP : CONN_TCP;
	word = strtok_r(NULL, " \t", &saved);
	conn->state = (uint8_t)conn_state_from_name(word);
	if (conn->state == CONN_STATES)
		fail_msg("no state: '%s'", word);
	read_endpoint(conn, &conn->local, strtok_r(NULL, " \t", &saved));
	read_endpoint(conn, &conn->remote, strtok_r(NULL, " \t", &saved));
	while ((word = strtok_r(NULL, " \t", &saved)))
		read_word(ret_line, word);
}

/* -------- refreshes -------- */

void rows_init(struct rows *rows, uint64_t linger_ms)
{
	*rows = (struct rows){.context = {.track = &rows->track, .names = &rows_names}};
	track_init(&rows->track, linger_ms);
	rows->track.now = (struct instant){
		.mono_us = 1000000000, .boot_us = 1000000000, .real_us = INT64_C(1700000000000000)};
	rows->context.now = rows->track.now;
}

void rows_done(struct rows *rows)
{
	if (rows->root) {
		row_owners_done(&rows->row_owners);
		tree_remove(rows->root);
	}
	track_done(&rows->track);
}

void rows_process(struct rows *rows, unsigned pid, const char *name, unsigned fd, unsigned inode)
{
	char path[4096], text[256];

	if (!rows->root)
		rows->root = tree_make();
	snprintf(path, sizeof(path), "/proc/%u/stat", pid);
	snprintf(text, sizeof(text),
		"%u (%s) S 1 2 3 4 -1 5 6 7 8 9 10 11 12 13 20 -5 1 0 77 16 17\n", pid, name);
	tree_write(rows->root, path, text);
	snprintf(path, sizeof(path), "/proc/%u/cmdline", pid);
	tree_write(rows->root, path, name);
	snprintf(path, sizeof(path), "%s/proc/%u/fd", rows->root, pid);
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		fail_msg("%s: %s", path, strerror(errno));
	snprintf(path, sizeof(path), "%s/proc/%u/fd/%u", rows->root, pid, fd);
	snprintf(text, sizeof(text), "socket:[%u]", inode);
	assert_int_equal(symlink(text, path), 0);
}

static void find_owners(struct rows *rows, const struct instant *now)
{
	if (!rows->context.row_owners) {
		row_owners_init(&rows->row_owners, rows->root);
		rows->context.row_owners = &rows->row_owners;
	}
	assert_int_equal(row_owners_follow(&rows->row_owners, &rows->track, now), 0);
	while (row_owners_step(&rows->row_owners, 500))
		;
}

/* All that is not listed has gone, as exact queries say. */
static void bury_missing(struct track *track)
{
	size_t budget = SIZE_MAX;
	uint32_t index;

	while (track_next_missing(track, CONN_HERE, parts_all(), &budget, &index))
		track_set_gone(track, index);
}

void rows_refresh(struct rows *rows, uint64_t later_ms, const char *listing)
{
	struct instant now = rows->track.now;
	char *copy = strdup(listing), *saved, *text;
	struct line line;

	now.mono_us += (int64_t)later_ms * 1000;
	now.boot_us += (int64_t)later_ms * 1000;
	now.real_us += (int64_t)later_ms * 1000;
	track_begin(&rows->track, &now);
	assert_int_equal(track_begin_place(&rows->track, CONN_HERE), 0);
	for (text = strtok_r(copy, "\n", &saved); text; text = strtok_r(NULL, "\n", &saved)) {
		text += strspn(text, " \t");
		if (!*text)
			continue;
		read_line(&line, text);
		assert_int_equal(
			track_take(&rows->track, &line.conn, line.has_tcp ? &line.tcp : NULL), 0);
	}
	bury_missing(&rows->track);
	track_commit(&rows->track, CONN_HERE, parts_all());
	track_end(&rows->track);
	rows->context.now = now;
	if (rows->root)
		find_owners(rows, &now);
	free(copy);
}

uint32_t rows_find(const struct rows *rows, uint64_t cookie)
{
	uint32_t row = track_find(&rows->track, CONN_HERE, cookie);

	if (row == TRACK_NONE)
		fail_msg("no row with cookie %llu", (unsigned long long)cookie);
	return row;
}
