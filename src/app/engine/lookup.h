/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of users and hosts. Their sources (a directory service, a name server) may be slow or dead,
 * so worker threads ask them. Until an answer arrives, a number has no name. The answers to the
 * latest questions are kept, up to a limit; so is the answer that there is no name.
 */
#ifndef SOCKVIEW_APP_ENGINE_LOOKUP_H
#define SOCKVIEW_APP_ENGINE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lookup_kind { LOOKUP_USER, LOOKUP_HOST, LOOKUP_KINDS };

/* What has a name. Questions are compared by their bytes, so unused bytes are zero. */
struct lookup_question {
	uint8_t kind;      /* enum lookup_kind */
	uint8_t family;    /* of a host: enum conn_family */
	uint8_t bytes[16]; /* a host's address, or a uid in the machine's byte order */
};

struct lookup;

/* `wait_us`: the longest time that lookup_name(), which waits for names of users, and
 * lookup_wait(), which waits for all names, wait together; for printed outputs. 0: nothing
 * waits. */
struct lookup *lookup_new(int64_t wait_us);

/* A hanging look-up does not delay the call; it ends with the program. */
void lookup_free(struct lookup *lookup);

/* Returns a name, valid until the next call of any of these functions; NULL: there is none, or it
 * is not known yet. */
const char *lookup_name(struct lookup *lookup, const struct lookup_question *question);

/* Returns the number of questions without an answer. */
size_t lookup_pending(const struct lookup *lookup);

/* Waits until names arrive, and takes them. Returns false if none is missing, or time is up. */
bool lookup_wait(struct lookup *lookup);

/* True if lookup_name() had no answer for any question since the last call: what was decided by the
 * names may be wrong. */
bool lookup_take_missed(struct lookup *lookup);

/* True if the time to wait is used up, and names are still missing. */
bool lookup_is_late(const struct lookup *lookup);

/* A descriptor to poll: readable when names have arrived; -1: they never do. */
int lookup_fd(const struct lookup *lookup);

/* Takes the names that have arrived; returns true if there were any. */
bool lookup_collect(struct lookup *lookup);

/* True if a name from a name server may be shown. A name that looks like an address, or contains
 * anything but letters, digits, '-', '_' and dots, is no host's name. */
bool lookup_is_host_name(const char *name);

#endif
