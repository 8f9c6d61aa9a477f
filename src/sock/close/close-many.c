/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/close/close-many-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/*
 * For sockets that share a port the kernel finds the one that a hash of both addresses selects.
 * With 64 sockets, one attempt in 64 hits a given one; after so many attempts even one of 500 has
 * been hit.
 */
#define ATTEMPTS_MAX 4096U

#define BIT(index) (UINT64_C(1) << (index))

void close_many_init(struct close_many *batch, const struct close_kernel *kernel, struct wire *wire,
	void *buffer)
{
	*batch = (struct close_many){.kernel = kernel, .wire = wire, .buffer = buffer};
}

void close_many_go_by_place(struct close_many *batch, struct place_list *list)
{
	batch->list = list;
}

static void leave_place(struct close_many *batch)
{
	if (batch->list)
		place_list_release(batch->list, batch->place);
	batch->place = NULL;
}

void close_many_done(struct close_many *batch)
{
	leave_place(batch);
	free(batch->entries);
	*batch = (struct close_many){0};
}

int close_many_add(struct close_many *batch, const struct conn *conn)
{
	if (alloc_try_grow((void **)&batch->entries, &batch->capacity, batch->count + 1,
		    sizeof(*batch->entries)) < 0)
		return -ENOMEM;
	batch->entries[batch->count++] = (struct close_many_entry){
		.conn = *conn,
		.outcome = {.result = CLOSE_RESULT_NOT_TRIED},
	};
	return 0;
}

void close_many_cancel(struct close_many *batch)
{
	batch->cancelled = true;
}

static struct close_many_entry *entry_at(struct close_many *batch, size_t index)
{
	return &batch->entries[batch->done + index];
}

static void finish(struct close_many *batch, size_t index, enum close_result result, int error)
{
	entry_at(batch, index)->outcome = (struct close_outcome){.result = result, .error = error};
}

/* -------- closing by the sockets' own addresses -------- */

/* Some of the entries in progress: those in one datagram. */
struct selection {
	const struct conn *conns[DIAG_QUERY_MAX];
	size_t places[DIAG_QUERY_MAX];
	size_t count;
};

static void select_entry(struct close_many *batch, struct selection *selection, size_t index)
{
	selection->conns[selection->count] = &entry_at(batch, index)->conn;
	selection->places[selection->count++] = index;
}

/*
 * True for a subflow whose whole MPTCP connection can be closed through a descriptor: it is left to
 * that.
 */
static bool is_only_a_subflow(const struct close_many *batch, const struct close_many_entry *entry)
{
	return batch->whole && entry->mptcp.known && entry->conn.has & CONN_HAS_INODE;
}

/* Selects the entries that can be closed; gives the others their results at once. */
static void select_possible(struct close_many *batch, struct selection *possible)
{
	int refused = batch->place ? batch->place->closes_refused : 0;

	possible->count = 0;
	for (size_t i = 0; i < batch->in_hand; i++)
		if (batch->list && !batch->place)
			finish(batch, i, CLOSE_RESULT_ALREADY_GONE, -ENOENT);
		else if (!batch->wire && (refused == -EPERM || refused == -EACCES))
			finish(batch, i, CLOSE_RESULT_NOT_PERMITTED, refused);
		else if (!conn_names_one_socket(&entry_at(batch, i)->conn) || !batch->wire)
			finish(batch, i, CLOSE_RESULT_NO_COOKIE, 0);
		else if (!batch->kernel->can_destroy)
			finish(batch, i, CLOSE_RESULT_NO_KERNEL, 0);
		else if (is_only_a_subflow(batch, entry_at(batch, i)))
			finish(batch, i, CLOSE_RESULT_NOT_SUPPORTED, 0);
		else
			select_entry(batch, possible, i);
}

static void look(
	struct close_many *batch, const struct selection *selection, struct diag_answer *answers)
{
	int error =
		diag_query(batch->wire, batch->buffer, selection->conns, selection->count, answers);

	for (size_t i = 0; error && i < selection->count; i++)
		answers[i].error = error;
}

/*
 * On a kernel that leaks orphans the present state decides, not that of the snapshot: a socket that
 * its process has closed in the meantime is not touched, nor is one that cannot be asked for.
 */
static void spare_orphans(struct close_many *batch, struct selection *possible)
{
	struct diag_answer answers[DIAG_QUERY_MAX];
	struct selection safe = {.count = 0};

	look(batch, possible, answers);
	for (size_t i = 0; i < possible->count; i++) {
		size_t index = possible->places[i];
		bool hides = close_result_can_hide(possible->conns[i]);

		if (answers[i].error == 0 && close_result_is_orphan(&answers[i].conn))
			finish(batch, index, CLOSE_RESULT_WOULD_LEAK, 0);
		else if (answers[i].error == -ENOENT && !hides)
			finish(batch, index, CLOSE_RESULT_ALREADY_GONE, -ENOENT);
		else if (answers[i].error && answers[i].error != -ENOENT)
			finish(batch, index, CLOSE_RESULT_FAILED, answers[i].error);
		else
			select_entry(batch, &safe, index);
	}
	*possible = safe;
}

/*
 * True if the kernel did not find the socket to close it, but may have it all the same. This holds
 * even if the query found it: each time one of the sockets is closed, the hash selects another one
 * of the rest.
 */
static bool is_hidden(const struct conn *conn, int error, int look_error)
{
	return error == -ENOENT && (look_error == -ENOENT || look_error == 0) &&
	       close_result_can_hide(conn);
}

/*
 * Asks which entries are subflows. A half-open connection may have become one since the snapshot.
 */
static void ask_for_connections(struct close_many *batch)
{
	for (size_t i = 0; batch->wire && i < batch->in_hand; i++) {
		struct close_many_entry *entry = entry_at(batch, i);

		if (entry->conn.has & CONN_HAS_MPTCP || entry->conn.state == CONN_SYN_RECV)
			entry->mptcp = mptcp_ask(batch->wire, batch->buffer, &entry->conn);
	}
}

/* The kernel closes only the subflow; a query about the MPTCP connection shows what is left. */
static void look_for_connections(struct close_many *batch)
{
	for (size_t i = 0; i < batch->in_hand; i++) {
		struct close_many_entry *entry = entry_at(batch, i);
		uint8_t state = CONN_UNKNOWN;
		enum mptcp_left left;

		if (!entry->mptcp.known || !close_result_is_good(entry->outcome.result))
			continue;
		left = mptcp_look(batch->wire, batch->buffer, &entry->conn, &entry->mptcp, &state);
		close_result_judge_connection(&entry->outcome, left, (enum conn_state)state);
	}
}

static void close_directly(struct close_many *batch)
{
	struct diag_answer answers[DIAG_QUERY_MAX];
	struct selection possible;
	int errors[DIAG_QUERY_MAX];

	ask_for_connections(batch);
	select_possible(batch, &possible);
	if (possible.count && batch->kernel->leaks_orphans)
		spare_orphans(batch, &possible);
	if (!possible.count)
		return;
	diag_destroy_many(batch->wire, batch->buffer, possible.conns, possible.count, errors);
	look(batch, &possible, answers);
	for (size_t i = 0; i < possible.count; i++) {
		size_t index = possible.places[i];
		struct close_many_entry *entry = entry_at(batch, index);

		entry->outcome = close_result_judge(
			batch->kernel, &entry->conn, errors[i], answers[i].error, &answers[i].conn);
		if (is_hidden(&entry->conn, errors[i], answers[i].error))
			batch->hidden |= BIT(index);
	}
}

/* -------- hidden sockets: does a dump list them? -------- */

static bool is_in_part(const struct conn *conn, const struct part *part)
{
	return conn->proto == part->proto && conn->family == part->family;
}

/* The states of the hidden entries of this part. */
static uint32_t states_of_part(struct close_many *batch, const struct part *part)
{
	uint32_t states = 0;

	for (size_t i = 0; i < batch->in_hand; i++)
		if (batch->hidden & BIT(i) && is_in_part(&entry_at(batch, i)->conn, part))
			states |= 1U << entry_at(batch, i)->conn.state;
	return states;
}

static int note_listed(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	struct close_many *batch = context;

	(void)tcp;
	(void)memory;
	for (uint64_t left = batch->hidden & ~batch->listed; left; left &= left - 1) {
		unsigned index = (unsigned)__builtin_ctzll(left);

		if (entry_at(batch, index)->conn.cookie == conn->cookie)
			batch->listed |= BIT(index);
	}
	return 0;
}

/* The dump of a part failed: the result of the entries that it did not list is not known. */
static void fail_part(struct close_many *batch, int error)
{
	for (size_t i = 0; i < batch->in_hand; i++)
		if (batch->hidden & ~batch->listed & BIT(i) &&
			is_in_part(&entry_at(batch, i)->conn, &batch->part)) {
			finish(batch, i, CLOSE_RESULT_FAILED, error);
			batch->hidden &= ~BIT(i);
		}
}

static void begin_listing(struct close_many *batch, enum closing_phase phase)
{
	batch->phase = phase;
	batch->listed = 0;
	batch->parts = parts_none();
	for (size_t i = 0; i < batch->in_hand; i++)
		if (batch->hidden & BIT(i))
			parts_add(&batch->parts, parts_of_conn(&entry_at(batch, i)->conn));
	batch->dumping = false;
}

static void begin_part(struct close_many *batch)
{
	struct diagmsg_dump what = {
		.proto = batch->part.proto,
		.family = batch->part.family,
		.states = states_of_part(batch, &batch->part),
	};
	int error = diag_dump_begin(&batch->dump, batch->wire, batch->buffer, &what);

	batch->dumping = !error;
	if (error)
		fail_part(batch, error);
}

/* Reads one datagram of the dumps; returns true while there is more to list. */
static bool list(struct close_many *batch)
{
	int progress;

	if (!batch->dumping) {
		if (!parts_take(&batch->parts, &batch->part))
			return false;
		begin_part(batch);
		return true;
	}
	progress = diag_dump_step(&batch->dump, note_listed, batch);
	if (progress == DIAG_GOING)
		return true;
	if (progress == DIAG_WAITING)
		progress = -EAGAIN; /* the kernel answers within the call that sends the request */
	else if (progress == DIAG_DONE)
		progress = batch->dump.interrupted ? -EINTR : 0;
	if (progress < 0)
		fail_part(batch, progress);
	batch->dumping = false;
	return true;
}

/* -------- one of several sockets on its port -------- */

/* Sends one datagram of attempts for one entry; returns true while it needs more of them. */
static bool attempt_entry(struct close_many *batch, size_t index)
{
	const struct conn *conn = &entry_at(batch, index)->conn;
	const struct conn *targets[DIAG_QUERY_MAX];
	struct conn aimed[DIAG_QUERY_MAX];
	int errors[DIAG_QUERY_MAX];

	for (size_t i = 0; i < DIAG_QUERY_MAX; i++) {
		aimed[i] = close_many_other_peer(conn, batch->attempt++);
		targets[i] = &aimed[i];
	}
	diag_destroy_many(batch->wire, batch->buffer, targets, DIAG_QUERY_MAX, errors);
	for (size_t i = 0; i < DIAG_QUERY_MAX; i++) {
		if (errors[i] == -ENOENT)
			continue;
		if (errors[i])
			entry_at(batch, index)->outcome =
				close_result_judge(batch->kernel, conn, errors[i], -EAGAIN, NULL);
		else
			batch->hit |= BIT(index);
		return false;
	}
	if (batch->attempt < ATTEMPTS_MAX)
		return true;
	finish(batch, index, CLOSE_RESULT_UNREACHABLE, -ENOENT);
	return false;
}

/* Tries the next listed entry; returns false if there is none. */
static bool attempt_next(struct close_many *batch)
{
	unsigned index;

	if (!batch->listed)
		return false;
	index = (unsigned)__builtin_ctzll(batch->listed);
	if (entry_at(batch, index)->conn.state ==
		CONN_BOUND) /* it is in no table that has addresses */
		finish(batch, index, CLOSE_RESULT_NOT_SUPPORTED, -ENOENT);
	else if (attempt_entry(batch, index))
		return true;
	batch->attempt = 0;
	batch->listed &= ~BIT(index);
	return true;
}

/* A socket that was hit is closed, unless the dump still lists it. */
static void judge_hit(struct close_many *batch)
{
	for (uint64_t left = batch->hidden; left; left &= left - 1) {
		unsigned index = (unsigned)__builtin_ctzll(left);
		struct close_many_entry *entry = entry_at(batch, index);
		bool listed = batch->listed & BIT(index);

		entry->outcome = close_result_judge(
			batch->kernel, &entry->conn, 0, listed ? 0 : -ENOENT, &entry->conn);
	}
}

/* -------- the steps -------- */

static void finish_entries(struct close_many *batch)
{
	look_for_connections(batch);
	for (size_t i = 0; i < batch->in_hand; i++)
		batch->good += close_result_is_good(entry_at(batch, i)->outcome.result);
	batch->done += batch->in_hand;
	batch->in_hand = 0;
	leave_place(batch);
	batch->phase = CLOSING_AT_REST;
}

/* The entries in progress are those of one place that follow each other. */
static void enter_place(struct close_many *batch)
{
	uint16_t number = entry_at(batch, 0)->conn.place;
	size_t count = 1;

	if (!batch->list)
		return;
	while (count < batch->in_hand && entry_at(batch, count)->conn.place == number)
		count++;
	batch->in_hand = count;
	batch->place = place_list_acquire(batch->list, number, PLACE_TO_CLOSE);
	batch->wire = batch->place ? batch->place->closes : NULL;
	batch->kernel = batch->place ? &batch->place->kernel : NULL;
}

static void begin_entries(struct close_many *batch, size_t budget)
{
	size_t left = batch->count - batch->done;

	batch->in_hand = budget < DIAG_QUERY_MAX ? budget : DIAG_QUERY_MAX;
	if (batch->in_hand > left)
		batch->in_hand = left;
	batch->hidden = batch->hit = 0;
	batch->attempt = 0;
	enter_place(batch);
	close_directly(batch);
	if (batch->hidden)
		begin_listing(batch, CLOSING_LISTING);
	else
		finish_entries(batch);
}

static void continue_entries(struct close_many *batch)
{
	switch (batch->phase) {
	case CLOSING_AT_REST:
		break;
	case CLOSING_LISTING:
		if (!list(batch))
			batch->phase = CLOSING_AIMING;
		break;
	case CLOSING_AIMING:
		if (attempt_next(batch))
			break;
		batch->hidden = batch->hit;
		begin_listing(batch, CLOSING_CHECKING);
		break;
	case CLOSING_CHECKING:
		if (list(batch))
			break;
		judge_hit(batch);
		finish_entries(batch);
		break;
	}
}

bool close_many_step(struct close_many *batch, size_t budget)
{
	if (batch->phase != CLOSING_AT_REST)
		continue_entries(batch);
	else if (!batch->cancelled && batch->done < batch->count)
		begin_entries(batch, budget ? budget : 1);
	return batch->phase != CLOSING_AT_REST || (!batch->cancelled && batch->done < batch->count);
}
