/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the parts of -K: cli-kill-choose.c collects the sockets and asks, cli-kill.c closes and
 * reports. */
#ifndef SOCKVIEW_APP_PRINT_CLI_KILL_INTERNAL_H
#define SOCKVIEW_APP_PRINT_CLI_KILL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "app/close/close-job.h"
#include "app/close/session-guard.h"
#include "app/config/options.h"
#include "app/engine/engine.h"
#include "app/print/cli-kill-print.h"

struct cli_kill {
	struct engine *engine;
	const struct options *options;
	struct session_guard guard;
	struct close_job job;
	enum close_way way;
	size_t kept, kept_own; /* kept_own: those on which the user's own session depends */
	size_t printed;        /* targets or processes whose result has been printed */
	bool by_port;          /* to confirm, the user types the port of the only target, not "y" */
	bool late;     /* names that FILTER needs did not arrive: its matches are not known */
	bool own;      /* the user's own session depends on the only target */
	bool *waiting; /* targets whose result waits for the retry by descriptor; NULL: none yet */
	size_t good, bad;
	struct cli_kill_print teller;
};

/* Collects the targets, and prints the sockets that are spared. */
void cli_kill_choose(struct cli_kill *batch);

/* Returns how many sockets or processes the question is about. */
size_t cli_kill_count_meant(const struct cli_kill *batch);

/* Shows which sockets are meant, and asks; true if the answer is yes. */
bool cli_kill_is_confirmed(struct cli_kill *batch);

#endif
