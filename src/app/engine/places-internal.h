/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of places share. */
#ifndef SOCKVIEW_APP_ENGINE_PLACES_INTERNAL_H
#define SOCKVIEW_APP_ENGINE_PLACES_INTERNAL_H

#include "app/engine/places.h"

/* A network namespace that is not ours. It stays where it is as long as rows may refer to it. */
struct places_entry {
	struct place place;
	struct space_gate gate;
	struct place_label label; /* the entry owns its texts */
	int64_t named_us;         /* monotonic; 0: not yet */
	int64_t gone_us;          /* 0: it is there */
	bool shown;               /* it has been read: there may be rows of it */
	bool moved;               /* when it was read last, its counters had moved */
	unsigned uses;
	/* While it is one of places->ahead: */
	struct place_visit pending; /* what to do when it is open */
	uint32_t asked;             /* the request for it */
	bool answered;
	int answer; /* 0 or -errno */
};

/* -------- places-entries.c -------- */

struct places_entry *places_find_entry(const struct places *places, uint16_t number);

/* Returns the entry of a place; NULL: the place has none, for example the place that the program is
 * in. */
struct places_entry *places_entry_of(const struct places *places, const struct place *place);

/* Adds an entry for a namespace that has come. */
void places_add_entry(struct places *places, const struct space *space);

/* Forgets namespaces that went long ago. */
void places_forget_gone(struct places *places);

void places_free_entries(struct places *places);

/* -------- places-name.c -------- */

/* Functions that tell the view the names of places. */
extern const struct place_names places_names;

/* Finds the names of a namespace, unless they were found not long ago. */
void places_name(struct places *places, struct places_entry *entry, const struct space *space);

/* -------- places-open.c -------- */

/*
 * Asks the opener for sockets in the namespace of the entry. Returns 0, with the number of the
 * request; or -errno.
 */
int places_ask_opener(
	struct places *places, struct places_entry *entry, unsigned sockets, uint32_t *ret_asked);

/* Takes the answers of the opener that have arrived, and gives the entries their sockets. */
void places_take_opened(struct places *places);

/* Closes the sockets of the entry, unless somebody uses them. */
void places_let_go(struct places *places, struct places_entry *entry);

struct place *places_acquire(struct place_list *list, uint16_t number, enum place_use use);
void places_release(struct place_list *list, struct place *place);

#endif
