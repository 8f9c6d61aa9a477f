/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the screen and the printed outputs stand on alike: the wires to the kernel, the sockets
 * across refreshes, the names.
 */
#ifndef SOCKVIEW_APP_ENGINE_H
#define SOCKVIEW_APP_ENGINE_H

#include <stdbool.h>

#include "app/names.h"
#include "app/option.h"
#include "sock/closing.h"
#include "sock/sweep.h"
#include "view/column.h"

struct engine {
	struct track track;
	struct sweep sweep;
	struct sweep_plan plan;
	struct wire *closes; /* NULL where sock_diag cannot be had, or closing is not offered */
	void *close_buffer;  /* its answers; a refresh may be half-way in the other one */
	struct closing_kernel kernel;
	struct name_cache *name_cache;
	struct names names;
	struct column_context context;
	char host[65];
};

/* Opens what has to be opened; to be called before rights are given up. */
void engine_init(struct engine *engine, const struct options *options);
void engine_done(struct engine *engine);

/* Begins a refresh at `now`. */
void engine_begin(struct engine *engine, const struct instant *now);

/* One whole refresh, waiting for the kernel where it has to. */
void engine_refresh(struct engine *engine, const struct instant *now);

/* Appends what is missing from the last refresh and why; translated or in plain English. */
void engine_add_notes(
	const struct engine *engine, bool translated, const char *divider, struct buffer *out);

/* The same, one note: for outputs that list them. */
void engine_add_note(const struct sweep_note *note, bool translated, struct buffer *out);

#endif
