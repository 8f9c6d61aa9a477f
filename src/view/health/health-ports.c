/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings about local ports, of those that the kernel chooses from. There are three ways to use
 * them up:
 *
 * connect() without bind() takes a port for one source, destination and destination port: the same
 * port serves for other destinations. bind(), with or without connect(), takes it at the local
 * address for all destinations. And of UDP, every socket takes it for all.
 *
 * Destinations and addresses may be as many as sockets, too many to remember: so each look counts
 * them by a hash, in tables of fixed size, and the next look counts exactly only those whose bucket
 * had a suspicious count.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "view/health/health-internal.h"

enum { DESTINATIONS = 16384, ADDRESSES = 256, USES_MAX = 8, WORDS = 65536 / 64 };

/* Not asked for BOUND again for so long, if there were few. */
#define TIRED_US 60000000

/* What a subject is; each has its sentence. */
enum variant { OF_DESTINATION, OF_ADDRESS, OF_DATAGRAMS };

/* The ports of one local address, or those of UDP. */
struct use {
	uint64_t key;
	uint32_t row; /* one of its sockets */
	bool any;     /* the address that stands for all */
	bool datagrams;
	uint32_t time_wait, bound;
	uint64_t once[WORDS], again[WORDS]; /* a bit per port: of one socket, of several */
};

struct health_ports {
	uint16_t first, last;
	unsigned count;
	uint32_t destinations[DESTINATIONS], addresses[ADDRESSES];
	uint8_t suspected_destinations[DESTINATIONS / 8], suspected_addresses[ADDRESSES / 8];
	struct use *uses[USES_MAX];
	size_t use_count;
	uint32_t bound; /* sockets in this state */
	bool wants_bound;
	int64_t tired_until_us;
};

struct health_ports *health_ports_new(void)
{
	return alloc_zero(1, sizeof(struct health_ports));
}

void health_ports_free(struct health_ports *ports)
{
	for (size_t i = 0; ports && i < USES_MAX; i++)
		free(ports->uses[i]);
	free(ports);
}

void health_ports_begin(struct health *health)
{
	struct health_ports *ports = health->ports;

	ports->count = sysctls_ephemeral_ports(&health->sysctls, &ports->first, &ports->last);
	memset(ports->destinations, 0, sizeof(ports->destinations));
	memset(ports->addresses, 0, sizeof(ports->addresses));
	ports->use_count = 0;
	ports->bound = 0;
}

/* -------- taking sockets -------- */

static bool is_suspected(const uint8_t *suspected, uint32_t bucket)
{
	return suspected[bucket / 8] >> (bucket % 8) & 1;
}

static void suspect(uint8_t *suspected, const uint32_t *counts, unsigned buckets, unsigned least)
{
	memset(suspected, 0, buckets / 8);
	for (unsigned i = 0; i < buckets; i++)
		if (counts[i] >= least)
			suspected[i / 8] |= (uint8_t)(1U << (i % 8));
}

/* The use with this key, new where there is none; NULL: there are too many. */
static struct use *find_use(
	struct health *health, uint64_t key, const struct conn *conn, uint32_t row)
{
	struct health_ports *ports = health->ports;
	struct use *use;

	for (size_t i = 0; i < ports->use_count; i++)
		if (ports->uses[i]->key == key)
			return ports->uses[i];
	if (ports->use_count == USES_MAX)
		return NULL;
	if (!ports->uses[ports->use_count])
		ports->uses[ports->use_count] = alloc_zero(1, sizeof(struct use));
	use = ports->uses[ports->use_count++];
	*use = (struct use){.key = key,
		.row = row,
		.any = conn_addr_is_any(conn, &conn->local),
		.datagrams = !conn_kind_has(conn, KIND_HAS_CONNECTIONS)};
	return use;
}

static void take_address(struct health *health, uint64_t key, uint32_t row)
{
	const struct conn *conn = &health_row(health, row)->conn;
	uint32_t bucket = hash_u64(key) % ADDRESSES;
	uint64_t bit = UINT64_C(1) << (conn->local.port % 64);
	size_t word = conn->local.port / 64;
	struct use *use;

	health->ports->addresses[bucket]++;
	if (!is_suspected(health->ports->suspected_addresses, bucket))
		return;
	use = find_use(health, key, conn, row);
	if (!use)
		return;
	use->again[word] |= use->once[word] & bit;
	use->once[word] |= bit;
	use->time_wait += conn->state == CONN_TIME_WAIT;
	use->bound += conn->state == CONN_BOUND;
}

static void take_destination(
	struct health *health, const struct health_kind *kind, uint64_t key, uint32_t row)
{
	uint32_t bucket = hash_u64(key) % DESTINATIONS;
	struct health_subject *subject;

	health->ports->destinations[bucket]++;
	if (!is_suspected(health->ports->suspected_destinations, bucket))
		return;
	subject = health_subject(health, kind, key, row);
	if (!subject)
		return;
	subject->variant = OF_DESTINATION;
	subject->value = ++subject->count;
	subject->other += health_row(health, row)->conn.state == CONN_TIME_WAIT;
	subject->limit = health->ports->count;
}

/* The key of the local address; UDP has one for all addresses of both families. */
static uint64_t address_key(const struct conn *conn)
{
	uint8_t addr[16];

	if (!conn_kind_has(conn, KIND_HAS_CONNECTIONS))
		return health_seed(conn, conn->proto);
	conn_widen_addr(conn, &conn->local, addr);
	return health_key(health_seed(conn, conn->proto), addr, sizeof(addr));
}

HEALTH_TAKE(health_take_ports)
{
	const struct conn *conn = &health_row(health, row)->conn;
	const struct health_ports *ports = health->ports;
	uint8_t addr[16];
	uint64_t key;

	if (!sysctls_may_choose(&health->sysctls, ports->first, ports->last, conn->local.port))
		return;
	health->ports->bound += conn->state == CONN_BOUND;
	key = address_key(conn);
	take_address(health, key, row);
	if (!conn->remote.port || !conn_kind_has(conn, KIND_HAS_CONNECTIONS))
		return;
	conn_widen_addr(conn, &conn->remote, addr);
	take_destination(
		health, kind, health_key(key ^ conn->remote.port, addr, sizeof(addr)), row);
}

/* -------- the end of a look -------- */

static unsigned count_bits(uint64_t bits)
{
	return (unsigned)__builtin_popcountll(bits);
}

/* How many ports are taken at the address: of its own sockets, and of those of all addresses. */
static unsigned count_taken(const struct health_ports *ports, const struct use *use)
{
	unsigned taken = 0;

	for (size_t word = 0; word < WORDS; word++) {
		uint64_t bits = use->once[word];

		for (size_t i = 0; !use->datagrams && i < ports->use_count; i++)
			if (ports->uses[i]->any && !ports->uses[i]->datagrams)
				bits |= ports->uses[i]->once[word];
		taken += count_bits(bits);
	}
	return taken;
}

static unsigned count_single(const struct use *use)
{
	unsigned single = 0;

	for (size_t word = 0; word < WORDS; word++)
		single += count_bits(use->once[word] & ~use->again[word]);
	return single;
}

/*
 * Ports that connect() has taken are shared by destinations, so that all of them may be in use
 * while none is missing. But then few are used by one socket only: at random never more than 37 %
 * of them.
 */
static bool are_exclusive(const struct health_ports *ports, const struct use *use)
{
	return use->datagrams || 2 * count_single(use) >= ports->count;
}

/* True where a finding about one destination tells it. */
static bool is_told(
	const struct health *health, const struct use *use, const struct health_kind *kind)
{
	for (size_t i = 0; i < health->subject_count; i++) {
		const struct health_subject *subject = &health->subjects[i];

		if (subject->kind == kind && subject->seen == health->looks &&
			subject->variant == OF_DESTINATION &&
			health_figure(subject) >= kind->warning &&
			address_key(&health_row(health, subject->row)->conn) == use->key)
			return true;
	}
	return false;
}

static void add_use(struct health *health, const struct health_kind *kind, const struct use *use)
{
	const struct health_ports *ports = health->ports;
	struct health_subject *subject;

	if (is_told(health, use, kind))
		return;
	subject = health_subject(health, kind, ~use->key, use->row);
	if (!subject)
		return;
	subject->variant = use->datagrams ? OF_DATAGRAMS : OF_ADDRESS;
	subject->value = count_taken(ports, use);
	subject->count = are_exclusive(ports, use) ? subject->value : 0;
	subject->other = use->time_wait;
	subject->limit = ports->count;
}

/* The sockets of TCP that the kernel has, and that no dump lists: only bound, or not even that. */
static uint64_t unlisted(const struct health *health)
{
	const struct counters *counters = &health->counters;
	uint64_t listed = counters->value[COUNTER_TCP_INUSE] + counters->value[COUNTER_TCP6_INUSE];
	uint64_t all = counters->value[COUNTER_TCP_ALLOC];

	return all > listed ? all - listed : 0;
}

/* Those that were allocated are counted for all network namespaces, so that it may be in vain. */
static void choose_bound(struct health *health)
{
	struct health_ports *ports = health->ports;
	unsigned many = ports->count / 4 + 1;

	if (ports->wants_bound && ports->bound < many)
		ports->tired_until_us = health->now_us + TIRED_US;
	ports->wants_bound = ports->bound >= many ||
			     (unlisted(health) >= many && health->now_us >= ports->tired_until_us);
}

void health_ports_end(struct health *health, const struct health_kind *kind)
{
	struct health_ports *ports = health->ports;

	for (size_t i = 0; i < ports->use_count; i++)
		add_use(health, kind, ports->uses[i]);
	suspect(ports->suspected_destinations, ports->destinations, DESTINATIONS,
		ports->count / 2 + 1);
	suspect(ports->suspected_addresses, ports->addresses, ADDRESSES, ports->count / 4 + 1);
	choose_bound(health);
}

bool health_wants_bound(const struct health *health)
{
	return health->ports->wants_bound;
}

/* -------- findings -------- */

static void add_range(const struct health *health, const char *proto, struct buffer *out)
{
	buffer_printf(out, "proto = %s and sport >= %u and sport <= %u", proto,
		health->ports->first, health->ports->last);
}

static const struct use *use_of(const struct health *health, const struct health_subject *subject)
{
	for (size_t i = 0; i < health->ports->use_count; i++)
		if (~health->ports->uses[i]->key == subject->key)
			return health->ports->uses[i];
	return NULL;
}

static void judge_address(const struct health *health, const struct health_subject *subject,
	struct health_finding *finding)
{
	const struct conn *conn = &health_row(health, subject->row)->conn;
	const struct use *use = use_of(health, subject);

	finding->says = N_("{subject}: {value} of {limit} ports are taken for all destinations "
			   "({percent}), {other} of them in TIME_WAIT{growth}; when none is left, "
			   "bind() fails with EADDRINUSE and connect() with EADDRNOTAVAIL");
	finding->advises =
		N_("A program that calls bind() before connect() takes a port for all "
		   "destinations: leave bind() out, or set IP_BIND_ADDRESS_NO_PORT before "
		   "it. Group by process to see which one it is.");
	conn_add_addr(&finding->subject, conn, &conn->local);
	if (use && 2 * use->bound >= subject->value)
		buffer_text(&finding->filter, "state bound and ");
	if (use && !use->any) {
		buffer_text(&finding->filter, "src ");
		conn_add_addr(&finding->filter, conn, &conn->local);
		buffer_text(&finding->filter, " and ");
	}
	add_range(health, conn_proto_name((enum conn_proto)conn->proto), &finding->filter);
}

static void judge_datagrams(const struct health *health, const struct health_subject *subject,
	struct health_finding *finding)
{
	const struct conn *conn = &health_row(health, subject->row)->conn;

	finding->says =
		N_("UDP: {value} of {limit} ports are taken ({percent}){growth}; when none "
		   "is left, connect() and sendto() fail with EAGAIN, bind() with EADDRINUSE");
	finding->advises =
		N_("Group by process to see which program opens so many UDP sockets, and "
		   "why it does not close them. A wider net.ipv4.ip_local_port_range puts "
		   "it off.");
	buffer_text(&finding->subject, "UDP");
	add_range(health, conn_proto_name((enum conn_proto)conn->proto), &finding->filter);
}

HEALTH_JUDGE(health_judge_ports)
{
	const struct conn *conn = &health_row(health, subject->row)->conn;

	if (subject->variant == OF_ADDRESS) {
		judge_address(health, subject, finding);
		return;
	}
	if (subject->variant == OF_DATAGRAMS) {
		judge_datagrams(health, subject, finding);
		return;
	}
	conn_add_addr(&finding->subject, conn, &conn->local);
	buffer_text(&finding->subject, health->context->ascii ? " -> " : " \xe2\x86\x92 ");
	conn_add_endpoint(&finding->subject, conn, &conn->remote);
	buffer_text(&finding->filter, "src ");
	conn_add_addr(&finding->filter, conn, &conn->local);
	buffer_text(&finding->filter, " and dst ");
	conn_add_endpoint(&finding->filter, conn, &conn->remote);
}
