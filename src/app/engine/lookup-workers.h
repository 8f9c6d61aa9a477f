/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The threads that ask for names, and the queues between them and the program. Only lookup.c uses
 * this header. */
#ifndef SOCKVIEW_APP_ENGINE_LOOKUP_WORKERS_H
#define SOCKVIEW_APP_ENGINE_LOOKUP_WORKERS_H

#include "app/engine/lookup.h"

/* Size of the longest name that a name server may give, with its NUL. */
#define LOOKUP_NAME_SIZE 256

/* How many questions of one kind may wait, and how many answers; further questions are asked again
 * later. */
#define LOOKUP_QUEUE 64

struct lookup_answer {
	struct lookup_question question;
	char name[LOOKUP_NAME_SIZE]; /* "": there is no name */
};

struct lookup_workers;

/* Returns NULL if no descriptor is available. */
struct lookup_workers *lookup_workers_new(void);

/* Lets the workers end, each after the question that it is asking now. NULL is allowed. */
void lookup_workers_leave(struct lookup_workers *workers);

/* Queues a question. Returns false if too many questions are waiting: then it can be asked again
 * later. */
bool lookup_workers_ask(struct lookup_workers *workers, const struct lookup_question *question);

/* Moves up to LOOKUP_QUEUE answers to `ret_answers`; returns how many. */
size_t lookup_workers_take(struct lookup_workers *workers, struct lookup_answer *ret_answers);

int lookup_workers_fd(const struct lookup_workers *workers);

/* Asks in the calling thread and waits for the answer. */
void lookup_ask(const struct lookup_question *question, struct lookup_answer *ret_answer);

#endif
