/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The threads that ask for names, and what goes between them and the program.
 * Inside of lookup.c. */
#ifndef SOCKVIEW_APP_ENGINE_LOOKUP_WORKERS_H
#define SOCKVIEW_APP_ENGINE_LOOKUP_WORKERS_H

#include "app/engine/lookup.h"

/* The longest name that a name server may give, with its NUL. */
#define LOOKUP_NAME_SIZE 256

/* Questions of a kind that wait, and answers that do; the others are asked again later. */
#define LOOKUP_QUEUE 64

struct lookup_answer {
	struct lookup_question question;
	char name[LOOKUP_NAME_SIZE]; /* "": it has none */
};

struct lookup_workers;

/* NULL where there can be none. */
struct lookup_workers *lookup_workers_new(void);

/* They end when they have finished what they are at; NULL is fine. */
void lookup_workers_leave(struct lookup_workers *workers);

/* False: not now, too many are waiting. */
bool lookup_workers_ask(struct lookup_workers *workers, const struct lookup_question *question);

/* Takes up to LOOKUP_QUEUE answers. */
size_t lookup_workers_take(struct lookup_workers *workers, struct lookup_answer *ret_answers);

int lookup_workers_fd(const struct lookup_workers *workers);

/* Asks, within the call. */
void lookup_ask(const struct lookup_question *question, struct lookup_answer *ret_answer);

#endif
