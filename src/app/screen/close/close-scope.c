/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/close/close-scope.h"

#include <stdlib.h>
#include <string.h>

#include "app/screen/state/app.h"
#include "base/alloc.h"

/* What a row costs that is taken, its owners with it; one that is looked at costs 1. */
#define TAKEN_COST 4

/* Looking through the rows. */
struct seeking {
	struct app *app;
	const struct close_scope *scope;
	struct owner *holders; /* of the row at hand; most have one, pre-forked servers hundreds */
	size_t capacity;
	struct buffer scratch;
	uint32_t group; /* GROUPS_NONE: there is none */
};

void close_scope_done(struct close_scope *scope)
{
	buffer_done(&scope->group);
	*scope = (struct close_scope){0};
}

static void seeking_init(struct seeking *seeking, struct app *app, const struct close_scope *scope)
{
	*seeking = (struct seeking){.app = app, .scope = scope, .group = GROUPS_NONE};
	if (groups_are_on(&app->table.groups) && scope->group.length)
		seeking->group = groups_find(
			&app->table.groups, buffer_get(&scope->group), scope->group.length);
}

static void seeking_done(struct seeking *seeking)
{
	free(seeking->holders);
	buffer_done(&seeking->scratch);
}

/* -------- what a row has in common with the selected one -------- */

static size_t find_holders(struct seeking *seeking, uint32_t row)
{
	struct engine *engine = &seeking->app->engine;
	enum row_owners_reason reason;
	size_t count;

	if (!engine->owners_wanted || !engine->row_owners.usable)
		return 0;
	count = row_owners_find(&engine->row_owners, &engine->track, row, seeking->holders,
		seeking->capacity, &reason);
	if (count <= seeking->capacity)
		return count;
	seeking->holders = alloc_resize(seeking->holders, count, sizeof(*seeking->holders));
	seeking->capacity = count;
	return row_owners_find(
		&engine->row_owners, &engine->track, row, seeking->holders, count, &reason);
}

static bool is_held_by(struct seeking *seeking, uint32_t row, const struct process *process)
{
	const struct owner_map *owners = &seeking->app->engine.row_owners.owners;
	size_t count = find_holders(seeking, row);

	for (size_t i = 0; i < count; i++)
		if (seeking->holders[i].pid == process->pid &&
			owner_map_process(owners, seeking->holders[i].process)->start ==
				process->start)
			return true;
	return false;
}

static bool has_remote(const struct conn *conn)
{
	return !conn_is_listener(conn) && !conn_addr_is_any(conn, &conn->remote);
}

/* What is mapped is the same host as without. */
static bool is_same_remote(const struct conn *a, const struct conn *b)
{
	uint8_t first[16], second[16];

	/* An address of another namespace is another host: 10.0.0.2, 127.0.0.1. */
	if (!has_remote(a) || !has_remote(b) || a->place != b->place)
		return false;
	conn_widen_addr(a, &a->remote, first);
	conn_widen_addr(b, &b->remote, second);
	return memcmp(first, second, sizeof(first)) == 0 &&
	       (!conn_addr_is_link_local(a, &a->remote) || a->interface == b->interface);
}

static bool is_looked_at(struct seeking *seeking, uint32_t row)
{
	struct app *app = seeking->app;

	return table_picks(&app->table.pick, &app->engine.context, row, &seeking->scratch);
}

static bool is_meant(struct seeking *seeking, enum close_scope_at at, uint32_t row)
{
	const struct row *r = &seeking->app->engine.track.rows[row];

	if (!row_is_living(r))
		return false;
	switch (at) {
	case CLOSE_SCOPE_TAGGED:
		return r->flags & ROW_TAGGED;
	case CLOSE_SCOPE_PROCESS:
		return seeking->scope->owned && is_held_by(seeking, row, &seeking->scope->process);
	case CLOSE_SCOPE_REMOTE:
		return is_same_remote(&r->conn, &seeking->scope->conn);
	case CLOSE_SCOPE_GROUP:
		return seeking->group != GROUPS_NONE && is_looked_at(seeking, row) &&
		       groups_of_row(&seeking->app->table.groups, row) == seeking->group;
	case CLOSE_SCOPE_SHOWN:
		return is_looked_at(seeking, row);
	default:
		return false;
	}
}

static void look_at_group(const struct app *app, struct close_scope *scope)
{
	const struct groups *groups = &app->table.groups;
	uint32_t group = groups_are_on(groups) ? table_group_in_hand(&app->table) : GROUPS_NONE;

	if (group != GROUPS_NONE)
		buffer_add(&scope->group, group_key(groups, group), groups->all[group].key_length);
}

static void look_at_row(struct seeking *seeking, uint32_t row, struct close_scope *scope)
{
	scope->conn = seeking->app->engine.track.rows[row].conn;
	scope->remote = has_remote(&scope->conn);
	scope->owned = find_holders(seeking, row) > 0;
	if (scope->owned)
		scope->process = *owner_map_process(
			&seeking->app->engine.row_owners.owners, seeking->holders[0].process);
}

void close_scope_look(struct app *app, uint32_t row, struct close_scope *ret_scope)
{
	struct seeking seeking;

	*ret_scope = (struct close_scope){0};
	look_at_group(app, ret_scope);
	seeking_init(&seeking, app, ret_scope);
	if (row != TRACK_NONE)
		look_at_row(&seeking, row, ret_scope);
	seeking_done(&seeking);
}

/* -------- all rows, in steps -------- */

bool close_scope_count(struct app *app, struct close_scope *scope, size_t budget)
{
	const struct track *track = &app->engine.track;
	struct seeking seeking;
	uint32_t row;

	seeking_init(&seeking, app, scope);
	while (row_walk_next(&scope->walk, track, &budget, &row))
		for (enum close_scope_at at = CLOSE_SCOPE_PROCESS; at < CLOSE_SCOPE_KINDS; at++)
			scope->counts[at] += is_meant(&seeking, at, row);
	seeking_done(&seeking);
	return !row_walk_is_over(&scope->walk, track);
}

bool close_scope_take(struct app *app, size_t budget)
{
	const struct track *track = &app->engine.track;
	struct close_dialog *dialog = &app->close_dialog;
	struct close_take *take = &dialog->take;
	struct seeking seeking;
	uint32_t row;

	seeking_init(&seeking, app, &dialog->scope);
	while (!dialog->job.starved && row_walk_next(&take->walk, track, &budget, &row)) {
		if (!is_meant(&seeking, take->at, row))
			continue;
		if (close_job_offer(&dialog->job, row, false) == CLOSE_JOB_TAKEN)
			dialog->hidden += !is_looked_at(&seeking, row);
		budget -= budget < TAKEN_COST ? budget : TAKEN_COST;
	}
	seeking_done(&seeking);
	return !dialog->job.starved && !row_walk_is_over(&take->walk, track);
}

bool close_scope_spare(struct app *app, size_t budget)
{
	const struct track *track = &app->engine.track;
	struct close_dialog *dialog = &app->close_dialog;
	const struct close_job_process *first = &dialog->job.processes[0];
	const struct process process = {.pid = first->pid, .start = first->start};
	struct seeking seeking = {.app = app};
	uint32_t row;

	while (row_walk_next(&dialog->take.walk, track, &budget, &row)) {
		dialog->take.held += is_held_by(&seeking, row, &process);
		close_job_spare(&dialog->job, row);
	}
	seeking_done(&seeking);
	return !row_walk_is_over(&dialog->take.walk, track);
}

bool close_scope_is_hidden(struct app *app, uint32_t row)
{
	struct seeking seeking = {.app = app};
	bool hidden = !is_looked_at(&seeking, row);

	seeking_done(&seeking);
	return hidden;
}
