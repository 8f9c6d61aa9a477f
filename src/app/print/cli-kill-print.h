/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints the lines of -K: one for each socket or process, for people or as JSON. */
#ifndef SOCKVIEW_APP_PRINT_CLI_KILL_PRINT_H
#define SOCKVIEW_APP_PRINT_CLI_KILL_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "app/close/close-job.h"
#include "app/print/writer/output.h"
#include "base/text.h"

struct cli_kill_print {
	const struct engine *engine;
	const struct column *process; /* the column "process" */
	enum text_charset charset;
	bool data;  /* print JSON */
	int signal; /* the signal to send, or 0 */
	struct output output;
};

/* The result for a socket, in words. */
struct cli_kill_words {
	const char *result; /* a stable word */
	const char *text;   /* the sentence, translated */
	const char *error;  /* the reason of a failure, in plain English; NULL: success */
	const char *note;   /* what else a success means, in plain English; or NULL */
};

/* Appends "tcp CLOSE_WAIT 10.0.0.5:8080 -> 10.0.0.9:41210 api". */
void cli_kill_print_add_socket(
	const struct cli_kill_print *teller, uint32_t row, struct buffer *out);

/* Appends "2210 api: 12 sockets". */
void cli_kill_print_add_process(const struct cli_kill_print *teller,
	const struct close_job_process *process, struct buffer *out);

/* Prints to stderr which sockets are meant, and what will happen to them. */
void cli_kill_print_preview(
	const struct cli_kill_print *teller, const struct close_job *job, enum close_way way);

/* Prints one line, or one JSON object, to the output. */
void cli_kill_print_socket(
	struct cli_kill_print *teller, uint32_t row, const struct cli_kill_words *words);

/* The same for a process: `result` is a stable word, `words` the sentence, `error` the reason of a
 * failure, in plain English (NULL: success). */
void cli_kill_print_process(struct cli_kill_print *teller, const struct close_job_process *process,
	const char *result, const char *words, const char *error);

/* Prints hints to stderr after a close: another way to close, descriptors that are still held. */
void cli_kill_print_hint(const struct cli_kill_print *teller, struct close_job *job);

#endif
