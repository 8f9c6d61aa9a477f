/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of users and hosts. Where they come from (a directory service, a name server) may be slow
 * or dead, so worker threads ask, and until they know a number has no name. What was asked for last
 * is kept, within bounds; that there is no name is kept as well.
 */
#ifndef SOCKVIEW_APP_ENGINE_LOOKUP_H
#define SOCKVIEW_APP_ENGINE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lookup_kind { LOOKUP_USER, LOOKUP_HOST, LOOKUP_KINDS };

/* What has a name: compared by its bytes, so what is not used is zero. */
struct lookup_question {
	uint8_t kind;      /* enum lookup_kind */
	uint8_t family;    /* of a host: enum conn_family */
	uint8_t bytes[16]; /* of a host: its address; of a user: the uid, as the machine has it */
};

struct lookup;

/* `wait`: users are asked for within the call, as printed outputs have to. */
struct lookup *lookup_new(bool wait);

/* A look-up that hangs is left to end with the program. */
void lookup_free(struct lookup *lookup);

/* A name, valid until the next call of any of these; NULL: none, or not known yet. */
const char *lookup_name(struct lookup *lookup, const struct lookup_question *question);

/* Questions that have no answer yet. */
size_t lookup_pending(const struct lookup *lookup);

/* To poll: readable when names have arrived; -1: never. */
int lookup_fd(const struct lookup *lookup);

/* Takes the names that have arrived; true if there were any. */
bool lookup_collect(struct lookup *lookup);

/*
 * True where a name that a name server gave may be shown as one: what looks like an address, or is
 * made of other than letters, digits, '-', '_' and dots, is no host's name.
 */
bool lookup_is_host_name(const char *name);

#endif
