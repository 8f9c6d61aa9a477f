/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a close can be aimed at besides the selected socket: the tagged ones, and those that have
 * something in common with it.
 */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_SCOPE_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CLOSE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/close/close-job.h"
#include "sock/machine/process.h"

struct app;

enum aim_at {
	AIM_SELECTED,
	AIM_TAGGED,
	AIM_PROCESS, /* held by the process that holds the selected one */
	AIM_REMOTE,  /* with its remote address */
	AIM_GROUP,   /* in the group that it stands in, or that is selected itself */
	AIM_SHOWN,   /* all that are looked at */
	AIM_KINDS
};

/* The selected socket when the dialog opened: what others are compared with. All zero: none. */
struct aim {
	struct conn conn;
	bool owned;
	struct process process; /* if owned: the first that holds it */
	bool remote;            /* it has a remote address */
	struct buffer group;    /* key of the group; empty where there is none */
	size_t counts[AIM_KINDS];
};

void aim_done(struct aim *aim);

/*
 * Finds out what there is to aim at beside `row` (TRACK_NONE: no socket is selected), and how many
 * living sockets each would be. The caller's to give back.
 */
void aim_look(struct app *app, uint32_t row, struct aim *ret_aim);

/*
 * Offers to `killing` what `at` means now, which keeps from it what is never closed by the way.
 * Returns how many of those that it took are hidden by the filter.
 */
size_t aim_take(struct app *app, const struct aim *aim, enum aim_at at, struct killing *killing);

/* How many living sockets a process holds. */
size_t aim_count_held(struct app *app, uint32_t pid, uint64_t start);

/* True where the table's filter and switches hide a row. */
bool aim_is_hidden(struct app *app, uint32_t row);

#endif
