/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of -K: one for each socket or process, for people or as JSON. */
#ifndef SOCKVIEW_APP_PRINT_CLI_KILL_PRINT_H
#define SOCKVIEW_APP_PRINT_CLI_KILL_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "app/close/close-job.h"
#include "app/print/output.h"
#include "base/text.h"

struct cli_kill_print {
	const struct engine *engine;
	const struct column *process; /* the one of this name */
	enum text_charset charset;
	bool data;  /* JSON */
	int signal; /* that is sent, or 0 */
	struct output output;
};

/* "tcp CLOSE_WAIT 10.0.0.5:8080 -> 10.0.0.9:41210 api" */
void cli_kill_print_add_socket(
	const struct cli_kill_print *teller, uint32_t row, struct buffer *out);

/* "2210 api: 12 sockets" */
void cli_kill_print_add_process(const struct cli_kill_print *teller,
	const struct close_job_process *process, struct buffer *out);

/* To stderr: what is meant, and what will become of it. */
void cli_kill_print_preview(
	const struct cli_kill_print *teller, const struct close_job *job, enum close_way way);

/*
 * A line, or an object, to the output: `result` is a stable word, `words` the sentence, `error` why
 * it is not well, in plain English (NULL: it is).
 */
void cli_kill_print_socket(struct cli_kill_print *teller, uint32_t row, const char *result,
	const char *words, const char *error);
void cli_kill_print_process(struct cli_kill_print *teller, const struct close_job_process *process,
	const char *result, const char *words, const char *error);

/* To stderr, what is worth knowing when sockets were closed: another way, descriptors still held.
 */
void cli_kill_print_hint(const struct cli_kill_print *teller, struct close_job *job);

#endif
