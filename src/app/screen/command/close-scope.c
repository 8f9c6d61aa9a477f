/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/close-scope.h"

#include <stdlib.h>
#include <string.h>

#include "app/screen/state/app.h"
#include "base/alloc.h"

/* Looking through the rows. */
struct seeking {
	struct app *app;
	const struct aim *aim;
	struct owner *holders; /* of the row at hand; most have one, pre-forked servers hundreds */
	size_t capacity;
	struct buffer scratch;
	uint32_t group; /* GROUPS_NONE: there is none */
};

void aim_done(struct aim *aim)
{
	buffer_done(&aim->group);
	*aim = (struct aim){0};
}

static void seeking_init(struct seeking *seeking, struct app *app, const struct aim *aim)
{
	*seeking = (struct seeking){.app = app, .aim = aim, .group = GROUPS_NONE};
	if (groups_are_on(&app->table.groups) && aim->group.length)
		seeking->group =
			groups_find(&app->table.groups, buffer_get(&aim->group), aim->group.length);
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
	enum owning_reason reason;
	size_t count;

	if (!engine->owners_wanted || !engine->owning.usable)
		return 0;
	count = owning_find(
		&engine->owning, &engine->track, row, seeking->holders, seeking->capacity, &reason);
	if (count <= seeking->capacity)
		return count;
	seeking->holders = alloc_resize(seeking->holders, count, sizeof(*seeking->holders));
	seeking->capacity = count;
	return owning_find(&engine->owning, &engine->track, row, seeking->holders, count, &reason);
}

static bool is_held_by(struct seeking *seeking, uint32_t row, const struct process *process)
{
	const struct owners *owners = &seeking->app->engine.owning.owners;
	size_t count = find_holders(seeking, row);

	for (size_t i = 0; i < count; i++)
		if (seeking->holders[i].pid == process->pid &&
			owners_process(owners, seeking->holders[i].process)->start ==
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

	if (!has_remote(a) || !has_remote(b))
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

static bool is_meant(struct seeking *seeking, enum aim_at at, uint32_t row)
{
	const struct row *r = &seeking->app->engine.track.rows[row];

	if (!row_is_living(r))
		return false;
	switch (at) {
	case AIM_TAGGED:
		return r->flags & ROW_TAGGED;
	case AIM_PROCESS:
		return seeking->aim->owned && is_held_by(seeking, row, &seeking->aim->process);
	case AIM_REMOTE:
		return is_same_remote(&r->conn, &seeking->aim->conn);
	case AIM_GROUP:
		return seeking->group != GROUPS_NONE && is_looked_at(seeking, row) &&
		       groups_of_row(&seeking->app->table.groups, row) == seeking->group;
	case AIM_SHOWN:
		return is_looked_at(seeking, row);
	default:
		return false;
	}
}

static void look_at_group(const struct app *app, struct aim *aim)
{
	const struct groups *groups = &app->table.groups;
	uint32_t group = groups_are_on(groups) ? table_group_in_hand(&app->table) : GROUPS_NONE;

	if (group != GROUPS_NONE)
		buffer_add(&aim->group, group_key(groups, group), groups->all[group].key_length);
}

static void look_at_row(struct seeking *seeking, uint32_t row, struct aim *aim)
{
	aim->conn = seeking->app->engine.track.rows[row].conn;
	aim->remote = has_remote(&aim->conn);
	aim->owned = find_holders(seeking, row) > 0;
	if (aim->owned)
		aim->process = *owners_process(
			&seeking->app->engine.owning.owners, seeking->holders[0].process);
}

void aim_look(struct app *app, uint32_t row, struct aim *ret_aim)
{
	const struct track *track = &app->engine.track;
	struct seeking seeking;

	*ret_aim = (struct aim){0};
	look_at_group(app, ret_aim);
	seeking_init(&seeking, app, ret_aim);
	if (row != TRACK_NONE)
		look_at_row(&seeking, row, ret_aim);
	for (uint32_t i = 0; i < track->row_count; i++)
		for (enum aim_at at = AIM_TAGGED; at < AIM_KINDS; at++)
			ret_aim->counts[at] += is_meant(&seeking, at, i);
	seeking_done(&seeking);
}

size_t aim_take(struct app *app, const struct aim *aim, enum aim_at at, struct killing *killing)
{
	const struct track *track = &app->engine.track;
	struct seeking seeking;
	size_t hidden = 0;

	seeking_init(&seeking, app, aim);
	for (uint32_t row = 0; row < track->row_count && !killing->starved; row++)
		if (is_meant(&seeking, at, row) &&
			killing_offer(killing, row, false) == KILLING_TAKEN)
			hidden += !is_looked_at(&seeking, row);
	seeking_done(&seeking);
	return hidden;
}

size_t aim_count_held(struct app *app, uint32_t pid, uint64_t start)
{
	const struct aim aim = {.owned = true, .process = {.pid = pid, .start = start}};
	struct seeking seeking;
	size_t count = 0;

	seeking_init(&seeking, app, &aim);
	for (uint32_t row = 0; row < app->engine.track.row_count; row++)
		count += is_meant(&seeking, AIM_PROCESS, row);
	seeking_done(&seeking);
	return count;
}

bool aim_is_hidden(struct app *app, uint32_t row)
{
	struct seeking seeking = {.app = app};
	bool hidden = !is_looked_at(&seeking, row);

	seeking_done(&seeking);
	return hidden;
}
