/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the screen and the printed outputs stand on alike: the wires to the kernel, the sockets
 * across refreshes, the names.
 */
#ifndef SOCKVIEW_APP_ENGINE_ENGINE_H
#define SOCKVIEW_APP_ENGINE_ENGINE_H

#include <stdbool.h>

#include "app/engine/name-cache.h"
#include "app/config/options.h"
#include "sock/close/close-result.h"
#include "sock/owner/row-owners.h"
#include "sock/rows/refresh.h"
#include "view/column/column.h"

/* The kernel answers within the call that asks; so long it may take all the same. */
#define ENGINE_ANSWER_TIMEOUT_MS 5000

struct engine {
	struct track track;
	struct refresh refresh;
	struct refresh_plan plan;
	struct bytecode *condition; /* of the plan, where it has one */
	struct row_owners row_owners;
	bool owners_wanted;  /* something that is shown tells of owners */
	struct wire *closes; /* NULL where sock_diag cannot be had, or closing is not offered */
	void *close_buffer;  /* its answers; a refresh may be half-way in the other one */
	struct close_kernel kernel;
	struct name_cache *name_cache;
	struct names names;
	struct column_context context;
	char host[65];
};

/* Opens what has to be opened; to be called before rights are given up. */
void engine_init(struct engine *engine, const struct options *options);
void engine_done(struct engine *engine);

/* Services by name, and hosts where they may be asked for; or numbers. */
void engine_show_names(struct engine *engine, bool names);

/*
 * What the dumps have to bring for all rows, if these columns are shown (of a screen only those in
 * sight are asked for, each by itself) and this one sorts: a set of enum diagmsg_extension.
 */
unsigned engine_extensions(
	const struct column *const *columns, size_t count, const struct column *sort, bool screen);

/* Begins a refresh at `now`. */
void engine_begin(struct engine *engine, const struct instant *now);

/* Begins to look for the owners of what the refresh brought; then, until it returns false: */
void engine_follow_owners(struct engine *engine, const struct instant *now);
bool engine_step_owners(struct engine *engine);

/* One whole refresh with owners, waiting for the kernel where it has to. */
void engine_refresh(struct engine *engine, const struct instant *now);

/* A descriptor of the directory /proc; -1: owners are not looked for, or there is none. */
int engine_proc(const struct engine *engine);

/* True where the owner of a row cannot be told for lack of rights. */
bool engine_owner_is_hidden(struct engine *engine, uint32_t row);

/* True where that is so for any row at all. */
bool engine_hides_owners(struct engine *engine);

/*
 * What is missing from the last refresh and why: appends note number `number`, translated or in
 * plain English; false where there is none of that number. `hidden`: owners of some rows are.
 */
bool engine_add_note(const struct engine *engine, unsigned number, bool hidden, bool translated,
	struct buffer *out);

/* All of them, parted by "; ". */
void engine_add_notes(
	const struct engine *engine, bool hidden, bool translated, struct buffer *out);

#endif
