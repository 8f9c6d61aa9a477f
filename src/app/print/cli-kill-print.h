/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of -K: one for each socket or process, for people or as JSON. */
#ifndef SOCKVIEW_APP_PRINT_CLI_KILL_PRINT_H
#define SOCKVIEW_APP_PRINT_CLI_KILL_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "app/close/close-job.h"
#include "app/print/output.h"
#include "base/text.h"

struct kill_teller {
	const struct engine *engine;
	const struct column *process; /* the one of this name */
	enum text_charset charset;
	bool data;  /* JSON */
	int signal; /* that is sent, or 0 */
	struct output output;
};

/* "tcp CLOSE_WAIT 10.0.0.5:8080 -> 10.0.0.9:41210 api" */
void kill_teller_add_socket(const struct kill_teller *teller, uint32_t row, struct buffer *out);

/* "2210 api: 12 sockets" */
void kill_teller_add_process(const struct kill_teller *teller,
	const struct killing_process *process, struct buffer *out);

/* To stderr: what is meant, and what will become of it. */
void kill_teller_preview(
	const struct kill_teller *teller, const struct killing *killing, enum killing_way way);

/*
 * A line, or an object, to the output: `result` is a stable word, `words` the sentence, `error` why
 * it is not well, in plain English (NULL: it is).
 */
void kill_teller_socket(struct kill_teller *teller, uint32_t row, const char *result,
	const char *words, const char *error);
void kill_teller_process(struct kill_teller *teller, const struct killing_process *process,
	const char *result, const char *words, const char *error);

/* To stderr, what is worth knowing when sockets were closed: another way, descriptors still held.
 */
void kill_teller_hint(const struct kill_teller *teller, struct killing *killing);

#endif
