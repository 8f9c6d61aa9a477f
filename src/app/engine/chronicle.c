/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/chronicle.h"

#include <errno.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"

/* Time between two readings; of a buffer that holds only some hundred events. */
#define DRAIN_EVERY_US INT64_C(100000)
#define DRAIN_SMALL_EVERY_US INT64_C(10000)

/* Events in one reading, and ends that wait for the next refresh, which may be paused or far away:
 * what comes beyond them is lost, and said to be. */
#define DRAIN_MOST 20000
#define WAITING_MOST 131072

/* How long nobody listens after a time in which too much happened. */
#define QUIET_US INT64_C(30000000)

void chronicle_init(struct chronicle *chronicle, uint16_t place)
{
	*chronicle = (struct chronicle){0};
	event_wire_init(&chronicle->wire, place);
	event_bpf_init(&chronicle->bpf, place);
}

void chronicle_deafen(struct chronicle *chronicle)
{
	event_wire_close(&chronicle->wire);
	event_bpf_close(&chronicle->bpf);
	/* The program's own counts begin again. */
	chronicle->gaps_before = chronicle->wire.gaps;
	memset(chronicle->ways_before, 0, sizeof(chronicle->ways_before));
	chronicle->wire.no_tcp = false;
	chronicle->quiet_until_us = 0;
	chronicle->error = 0;
}

void chronicle_done(struct chronicle *chronicle)
{
	chronicle_deafen(chronicle);
	if (!chronicle->follows)
		return;
	ends_done(&chronicle->ends);
	past_done(&chronicle->past);
}

static bool is_server(void *context, const struct conn *conn)
{
	struct chronicle *chronicle = context;

	return chronicle->row_owners && listeners_find_last(&chronicle->row_owners->listeners,
						chronicle->track, conn) != TRACK_NONE;
}

void chronicle_listen(struct chronicle *chronicle)
{
	chronicle->quiet_until_us = 0;
	chronicle->wire.no_tcp = event_bpf_open(&chronicle->bpf) == 0;
	chronicle->error = event_wire_open(&chronicle->wire, EVENT_WIRE_BUFFER);
}

void chronicle_open(struct chronicle *chronicle, const struct track *track,
	struct row_owners *row_owners, enum chronicle_ears ears)
{
	chronicle->follows = true;
	chronicle->track = track;
	chronicle->row_owners = row_owners;
	ends_init(&chronicle->ends);
	chronicle->ends.is_server = is_server;
	chronicle->ends.context = chronicle;
	past_init(&chronicle->past);
	if (ears == CHRONICLE_HEARS)
		chronicle_listen(chronicle);
	else if (ears == CHRONICLE_SCARCE)
		chronicle->error = -EMFILE;
}

/* -------- events -------- */

static bool tells(const struct chronicle *chronicle)
{
	return chronicle->wire.fd >= 0 || event_bpf_is_open(&chronicle->bpf);
}

int chronicle_fd(const struct chronicle *chronicle)
{
	/* What the wire tells besides is read at the same times. */
	return chronicle->wire.no_tcp ? event_bpf_fd(&chronicle->bpf) : chronicle->wire.fd;
}

int64_t chronicle_due_us(const struct chronicle *chronicle)
{
	if (!tells(chronicle))
		return INT64_MAX;
	return chronicle->drained_us +
	       (chronicle->wire.is_small ? DRAIN_SMALL_EVERY_US : DRAIN_EVERY_US);
}

static void drain(struct chronicle *chronicle, const struct instant *now)
{
	size_t waiting = chronicle->ends.count - chronicle->ends.next;

	chronicle->drained_us = now->mono_us;
	if (waiting >= WAITING_MOST)
		return;
	event_wire_read(&chronicle->wire, now->boot_us, DRAIN_MOST, ends_take, &chronicle->ends);
	event_bpf_read(&chronicle->bpf, DRAIN_MOST, ends_take, &chronicle->ends);
}

void chronicle_drain(struct chronicle *chronicle, const struct instant *now)
{
	if (now->mono_us >= chronicle_due_us(chronicle))
		drain(chronicle, now);
}

void chronicle_before(struct chronicle *chronicle, struct track *track, const struct instant *now)
{
	if (!chronicle->follows)
		return;
	drain(chronicle, now);
	ends_settle(&chronicle->ends, track);
	/* The refresh may free rows that these ends need. */
	while (chronicle_step(chronicle, SIZE_MAX))
		;
}

void chronicle_rows_known(
	struct chronicle *chronicle, struct track *track, const struct instant *now)
{
	uint64_t gaps;

	if (!chronicle->follows)
		return;
	drain(chronicle, now);
	gaps = chronicle->wire.gaps + event_bpf_lost(&chronicle->bpf);
	chronicle->lost = gaps != chronicle->gaps_before;
	chronicle->past_lost |= chronicle->lost;
	chronicle->gaps_before = gaps;
	ends_join(&chronicle->ends, track, tells(chronicle));
}

void chronicle_weigh(
	struct chronicle *chronicle, const struct coverage *coverage, const struct instant *now)
{
	int64_t passed_us = now->mono_us - chronicle->rows_known_us;
	bool busy = coverage->known && passed_us > 0 &&
		    (double)coverage->made / (double)passed_us * 1e6 > CHRONICLE_BUSY;

	chronicle->rows_known_us = now->mono_us;
	if (!chronicle->follows)
		return;
	/* Who does not listen need not stop. */
	busy &= chronicle->wire.fd >= 0 || chronicle->quiet_until_us;
	if (busy && !event_bpf_is_open(&chronicle->bpf)) {
		event_wire_close(&chronicle->wire);
		chronicle->quiet_until_us = now->mono_us + QUIET_US;
	} else if (chronicle->quiet_until_us && now->mono_us >= chronicle->quiet_until_us) {
		chronicle->quiet_until_us = 0;
		chronicle->error = event_wire_open(&chronicle->wire, EVENT_WIRE_BUFFER);
	}
}

const char *chronicle_note(const struct chronicle *chronicle, bool of_past)
{
	if (!chronicle->follows)
		return NULL;
	if (chronicle->quiet_until_us)
		return N_(
			"too much happens for events: what is shorter than a refresh is not told");
	if (chronicle->error && !event_bpf_is_open(&chronicle->bpf))
		return N_("the kernel tells no events: what is shorter than a refresh is not told");
	if (chronicle->lost || (of_past && chronicle->past_lost))
		return N_("events were lost: some connections that have ended are not told");
	return NULL;
}

const uint32_t *chronicle_take_ways(struct chronicle *chronicle)
{
	uint64_t now[EVENT_BPF_WAYS];

	if (!event_bpf_is_open(&chronicle->bpf))
		return NULL;
	event_bpf_ways(&chronicle->bpf, now);
	for (size_t i = 0; i < EVENT_BPF_WAYS; i++) {
		chronicle->ways[i] = (uint32_t)(now[i] - chronicle->ways_before[i]);
		chronicle->ways_before[i] = now[i];
	}
	return chronicle->ways;
}

/* -------- ends -------- */

void chronicle_note_ours(struct chronicle *chronicle, uint64_t cookie)
{
	chronicle->ours[hash_u64(cookie) % CHRONICLE_OURS] = cookie;
}

static bool is_ours(const struct chronicle *chronicle, uint64_t cookie)
{
	return cookie && chronicle->ours[hash_u64(cookie) % CHRONICLE_OURS] == cookie;
}

static void name_owner(struct row_owners *row_owners, uint32_t process, struct past_owner *owner)
{
	const struct process *of = owner_map_process(&row_owners->owners, process);
	const struct cgroup *cgroup = owner_map_cgroup(&row_owners->owners, process);

	owner->process = of->name;
	owner->pid = of->pid;
	owner->unit = cgroup ? cgroup->unit : NULL;
}

/* The process that holds the listener which took the connection. */
static uint32_t find_acceptor(const struct chronicle *chronicle, const struct conn *conn)
{
	struct row_owners *row_owners = chronicle->row_owners;
	uint32_t listener = listeners_find_last(&row_owners->listeners, chronicle->track, conn);
	enum row_owners_reason reason;
	struct owner holder;

	if (listener == TRACK_NONE ||
		!row_owners_find(row_owners, chronicle->track, listener, &holder, 1, &reason))
		return OWNER_MAP_NONE;
	return holder.process;
}

/* The owner of a row; else who the event says; else who accepted it, which is whoever holds the
 * listener. */
static struct past_owner find_owner(const struct chronicle *chronicle, const struct end *end)
{
	struct row_owners *row_owners = chronicle->row_owners;
	struct past_owner owner = {.process = end->process, .pid = end->pid};
	uint32_t process = OWNER_MAP_NONE;
	enum row_owners_reason reason;
	struct owner holder;

	if (!row_owners || !row_owners->usable)
		return owner;
	if (end->row != TRACK_NONE) {
		if (row_owners_find(row_owners, chronicle->track, end->row, &holder, 1, &reason))
			process = holder.process;
		else
			process = row_owners_acceptor(row_owners, chronicle->track, end->row);
	}
	if (process == OWNER_MAP_NONE && end->pid)
		process = owner_map_process_find(&row_owners->owners, end->pid);
	if (process == OWNER_MAP_NONE && !*end->process)
		process = find_acceptor(chronicle, &end->conn);
	if (process != OWNER_MAP_NONE)
		name_owner(row_owners, process, &owner);
	return owner;
}

static void keep(struct chronicle *chronicle, struct end *end)
{
	struct past_owner owner;
	uint64_t number;

	if (is_ours(chronicle, end->conn.cookie))
		end->reason = END_BY_SOCKVIEW;
	if (end->amends) {
		past_amend(&chronicle->past, end->amends, end);
		return;
	}
	owner = find_owner(chronicle, end);
	number = past_add(&chronicle->past, end, chronicle->track, &owner);
	if (number && !end->told)
		ends_remember(&chronicle->ends, &end->conn, number);
}

bool chronicle_step(struct chronicle *chronicle, size_t budget)
{
	struct end end;

	if (!chronicle->follows)
		return false;
	while (budget--) {
		if (!ends_next(&chronicle->ends, chronicle->track, &end))
			return false;
		keep(chronicle, &end);
	}
	return true;
}
