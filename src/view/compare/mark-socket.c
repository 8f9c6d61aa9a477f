/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One socket of a mark, as it is in the file. */
#include "view/compare/mark-internal.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/diag/procnet.h"

enum { NAME_SIZE = 32 };

/* A row while it is read. */
struct reading {
	struct row row;
	struct mark_more more;
	uint64_t age_ms, state_ms;
	char note[32], process[64], acceptor[64], state[32], unit[256];
};

static bool is_null(struct json value)
{
	return value.at < value.end && *value.at == 'n';
}

static size_t add_word(struct mark *mark, const char *text)
{
	size_t at;

	if (!*text)
		return 0;
	if (!mark->words.length)
		buffer_char(&mark->words, '\0');
	at = mark->words.length;
	buffer_add(&mark->words, text, strlen(text) + 1);
	return at;
}

/* -------- members of a socket -------- */

static bool read_number(struct json value, uint64_t most, uint64_t *ret_number)
{
	*ret_number = 0;
	return is_null(value) || (json_number(value, ret_number) && *ret_number <= most);
}

static bool read_u32(struct json value, uint32_t *ret_number)
{
	uint64_t number;
	bool good = read_number(value, UINT32_MAX, &number);

	*ret_number = good ? (uint32_t)number : 0;
	return good;
}

/* "0x2" */
static bool read_cookie(struct json value, uint64_t *ret_cookie)
{
	char text[32], *end;

	*ret_cookie = 0;
	if (!json_string(value, text, sizeof(text)) || strncmp(text, "0x", 2) != 0 || !text[2])
		return false;
	*ret_cookie = strtoull(text + 2, &end, 16);
	return !*end && *ret_cookie;
}

/* An address of IPv4 in a socket of IPv6 is a mapped one. */
static bool read_addr(struct reading *reading, struct json value, uint8_t addr[16])
{
	char text[64];
	uint8_t *mapped = addr;

	if (!json_string(value, text, sizeof(text)))
		return false;
	if (strchr(text, ':'))
		return inet_pton(AF_INET6, text, addr) == 1;
	if (reading->row.conn.family == CONN_IPV6) {
		addr[10] = addr[11] = 0xff;
		mapped = addr + 12;
	}
	return inet_pton(AF_INET, text, mapped) == 1;
}

static bool read_end(
	struct reading *reading, struct json object, struct conn_endpoint *ret_endpoint)
{
	struct json addr;
	uint64_t port;

	if (!json_member(object, "addr", &addr) || !read_addr(reading, addr, ret_endpoint->addr) ||
		!json_member(object, "port", &addr) || !read_number(addr, UINT16_MAX, &port))
		return false;
	ret_endpoint->port = (uint16_t)port;
	return true;
}

/* The first of the owners that are listed. */
static bool read_owner(struct json owners, char *process, size_t size, uint32_t *ret_pid)
{
	struct json owner, value;

	if (is_null(owners) || !json_next(&owners, &owner))
		return true;
	if (json_member(owner, "process", &value))
		json_string(value, process, size);
	return !json_member(owner, "pid", &value) || read_u32(value, ret_pid);
}

static bool read_netns(struct reading *reading, struct json object)
{
	struct json value;

	if (is_null(object))
		return true;
	if (json_member(object, "cookie", &value) && !is_null(value) &&
		!read_cookie(value, &reading->more.netns))
		return false;
	return !json_member(object, "inode", &value) ||
	       read_number(value, UINT64_MAX, &reading->more.netns_inode);
}

static bool read_proto(struct reading *reading, struct json value)
{
	struct conn *conn = &reading->row.conn;
	char name[NAME_SIZE];

	if (!json_string(value, name, sizeof(name)))
		return false;
	conn->proto = (uint8_t)kind_find(name);
	return conn->proto < kind_count;
}

static bool read_family(struct reading *reading, struct json value)
{
	struct conn *conn = &reading->row.conn;
	char name[NAME_SIZE];

	if (!json_string(value, name, sizeof(name)))
		return false;
	while (conn->family < CONN_FAMILIES &&
		strcmp(conn_family_name((enum conn_family)conn->family), name) != 0)
		conn->family++;
	return conn->family < CONN_FAMILIES;
}

static bool read_local(struct reading *reading, struct json value)
{
	return read_end(reading, value, &reading->row.conn.local);
}

static bool read_remote(struct reading *reading, struct json value)
{
	return read_end(reading, value, &reading->row.conn.remote);
}

static bool read_state(struct reading *reading, struct json value)
{
	return json_string(value, reading->state, sizeof(reading->state));
}

static bool read_uid(struct reading *reading, struct json value)
{
	if (!is_null(value))
		reading->row.conn.has |= CONN_HAS_UID;
	return read_u32(value, &reading->row.conn.uid);
}

static bool read_inode(struct reading *reading, struct json value)
{
	if (!is_null(value))
		reading->row.conn.has |= CONN_HAS_INODE;
	return read_u32(value, &reading->row.conn.inode);
}

static bool read_own_cookie(struct reading *reading, struct json value)
{
	if (is_null(value))
		return true;
	reading->row.conn.has |= CONN_HAS_COOKIE;
	return read_cookie(value, &reading->row.conn.cookie);
}

static bool read_owners(struct reading *reading, struct json value)
{
	return read_owner(value, reading->process, sizeof(reading->process), &reading->more.pid);
}

static bool read_acceptors(struct reading *reading, struct json value)
{
	uint32_t pid;

	return read_owner(value, reading->acceptor, sizeof(reading->acceptor), &pid);
}

static bool read_note(struct reading *reading, struct json value)
{
	json_string(value, reading->note, sizeof(reading->note));
	return true;
}

static bool read_unit(struct reading *reading, struct json value)
{
	json_string(value, reading->unit, sizeof(reading->unit));
	return true;
}

static bool read_recv_q(struct reading *reading, struct json value)
{
	return read_u32(value, &reading->row.conn.recv_q);
}

static bool read_send_q(struct reading *reading, struct json value)
{
	return read_u32(value, &reading->row.conn.send_q);
}

static bool read_age(struct reading *reading, struct json value)
{
	return read_number(value, INT64_MAX / 1000, &reading->age_ms);
}

static bool read_age_at_least(struct reading *reading, struct json value)
{
	reading->row.flags |= json_is_true(value) ? ROW_AGE_AT_LEAST : 0;
	return true;
}

static bool read_in_state(struct reading *reading, struct json value)
{
	return read_number(value, INT64_MAX / 1000, &reading->state_ms);
}

static bool read_in_state_at_least(struct reading *reading, struct json value)
{
	reading->row.flags |= json_is_true(value) ? ROW_STATE_AT_LEAST : 0;
	return true;
}

/* The members that are read; others are printed as they are. */
static const struct member {
	const char *name;
	bool needed;
	bool (*read)(struct reading *reading, struct json value);
} members[] = {
	{"proto", true, read_proto},
	{"family", true, read_family},
	{"state", true, read_state},
	{"local", true, read_local},
	{"remote", true, read_remote},
	{"cookie", true, read_own_cookie},
	{"uid", false, read_uid},
	{"inode", false, read_inode},
	{"owners", false, read_owners},
	{"owner_note", false, read_note},
	{"listener_owners", false, read_acceptors},
	{"unit", false, read_unit},
	{"netns", false, read_netns},
	{"recv_q", false, read_recv_q},
	{"send_q", false, read_send_q},
	{"age_ms", false, read_age},
	{"age_at_least", false, read_age_at_least},
	{"in_state_ms", false, read_in_state},
	{"in_state_at_least", false, read_in_state_at_least},
};
#define MEMBERS (sizeof(members) / sizeof(members[0]))

static size_t find_member(const char *name)
{
	size_t i = 0;

	while (i < MEMBERS && strcmp(members[i].name, name) != 0)
		i++;
	return i;
}

/* -------- a socket -------- */

/* Of a socket without an owner the reason serves, as it is shown in the table. */
static size_t add_process(struct mark *mark, const struct reading *reading)
{
	char text[128];

	if (*reading->process || !*reading->note)
		return add_word(mark, reading->process);
	if (strcmp(reading->note, row_owners_reason_name(ROW_OWNERS_NOT_PERMITTED)) == 0)
		return 0;
	if (strcmp(reading->note, row_owners_reason_name(ROW_OWNERS_ACCEPT_QUEUE)) == 0)
		snprintf(text, sizeof(text), "waiting in %s:%u", reading->acceptor,
			reading->row.conn.local.port);
	else
		snprintf(text, sizeof(text), "(%s)", reading->note);
	return add_word(mark, text);
}

static bool add_row(struct mark *mark, const struct reading *reading)
{
	struct track *track = &mark->track;
	size_t count = track->row_count;

	if (alloc_try_grow((void **)&track->rows, &track->row_capacity, count + 1,
		    sizeof(*track->rows)) < 0 ||
		alloc_try_grow((void **)&mark->more, &mark->more_capacity, count + 1,
			sizeof(*mark->more)) < 0)
		return false;
	track->rows[count] = reading->row;
	mark->more[count] = reading->more;
	track->row_count++;
	return true;
}

static bool finish_row(struct mark *mark, struct reading *reading)
{
	struct row *row = &reading->row;
	enum conn_state state = kind_state_from_name(conn_kind(&row->conn), reading->state);

	if (state >= CONN_STATES)
		return false;
	row->conn.state = (uint8_t)state;
	if (!(row->conn.has & CONN_HAS_COOKIE))
		row->conn.cookie = procnet_make_cookie(&row->conn);
	row->life = ROW_GONE;
	row->flags |= ROW_ENDED;
	row->gone_us = (int64_t)(reading->age_ms > reading->state_ms ? reading->age_ms
								     : reading->state_ms) *
		       1000;
	row->first_seen_us = row->gone_us - (int64_t)reading->age_ms * 1000;
	row->state_since_us = row->gone_us - (int64_t)reading->state_ms * 1000;
	reading->more.unit = add_word(mark, reading->unit);
	reading->more.process = add_process(mark, reading);
	return true;
}

const char *mark_read_socket(struct mark *mark, struct json element, size_t length)
{
	struct reading reading = {
		.more = {.text = (size_t)(element.at - mark->text), .text_length = length}};
	struct json at = element, value;
	char name[NAME_SIZE];
	uint32_t seen = 0;

	while (json_next_member(&at, name, sizeof(name), &value)) {
		size_t i = find_member(name);

		if (i == MEMBERS)
			continue;
		if (seen >> i & 1 || !members[i].read(&reading, value))
			return N_("no socket");
		seen |= UINT32_C(1) << i;
	}
	for (size_t i = 0; i < MEMBERS; i++)
		if (members[i].needed && !(seen >> i & 1))
			return N_("no socket");
	if (!finish_row(mark, &reading))
		return N_("no socket");
	return add_row(mark, &reading) ? NULL : N_("short of memory");
}
