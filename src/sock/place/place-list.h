/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which places there are, and which of them a refresh has to read. Places come and go between two
 * refreshes, and most of them are opened only for as long as they are used: an open wire keeps a
 * network namespace alive.
 *
 *	place_list_begin(list, now, anew);                  once a refresh
 *	while (place_list_next(list, &visit)->turn != PLACE_TURN_END)
 *		...
 *		place_list_read(list, visit.place, whole);  after PLACE_TURN_READ
 *
 *	place = place_list_acquire(list, conn->place, PLACE_TO_CLOSE);   for one socket, at any time
 *	...
 *	place_list_release(list, place);
 */
#ifndef SOCKVIEW_SOCK_PLACE_PLACE_LIST_H
#define SOCKVIEW_SOCK_PLACE_PLACE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"
#include "sock/conn/parts.h"
#include "sock/place/place.h"

enum place_turn {
	PLACE_TURN_END,    /* there are no more places in this refresh */
	PLACE_TURN_GOING,  /* no place yet: ask again */
	PLACE_TURN_WAIT,   /* no place yet: poll place_list_fd() */
	PLACE_TURN_READ,   /* `place` is open: its sockets are to be listed */
	PLACE_TURN_GONE,   /* the place `number` has gone, and its sockets with it */
	PLACE_TURN_KEPT,   /* nothing has changed in a place: its rows are up to date */
	PLACE_TURN_FAILED, /* a place could not be opened: its rows stay, although they may be out
			      of date */
	PLACE_TURN_FORGET, /* the sockets of the place `number` are no longer asked for */
};

struct place_visit {
	enum place_turn turn;
	struct place *place;
	uint16_t number;
	struct parts parts;  /* of PLACE_TURN_READ: which parts to list; in the others nothing has
				changed */
	bool listeners_only; /* of kinds with connections, only the listeners may have changed */
	/* There is no new connection: it is enough to ask for the known ones, one by one. */
	bool known_suffice;
};

enum place_use {
	PLACE_TO_ASK,   /* `queries` is needed */
	PLACE_TO_CLOSE, /* `closes` is needed; `kernel` is known */
};

struct place_list;

struct place_list_ops {
	void (*begin)(struct place_list *list, const struct instant *now, bool anew);
	void (*next)(struct place_list *list, struct place_visit *ret_visit);
	void (*read)(struct place_list *list, struct place *place, bool whole);
	int (*fd)(const struct place_list *list);
	void (*give_up)(struct place_list *list);
	struct place *(*acquire)(struct place_list *list, uint16_t number, enum place_use use);
	void (*release)(struct place_list *list, struct place *place);
};

struct place_list {
	const struct place_list_ops *ops;
};

/* `anew`: something else is asked for than in the last refresh, so no place may be passed over. */
static inline void place_list_begin(struct place_list *list, const struct instant *now, bool anew)
{
	list->ops->begin(list, now, anew);
}

/* Finds the next place that has something to do. */
static inline const struct place_visit *place_list_next(
	struct place_list *list, struct place_visit *ret_visit)
{
	*ret_visit = (struct place_visit){.parts = parts_all()};
	list->ops->next(list, ret_visit);
	return ret_visit;
}

/* The place was read; `whole`: without an error. Its wires may be closed now. */
static inline void place_list_read(struct place_list *list, struct place *place, bool whole)
{
	list->ops->read(list, place, whole);
}

/* The descriptor to poll after PLACE_TURN_WAIT; -1: there is none. */
static inline int place_list_fd(const struct place_list *list)
{
	return list->ops->fd(list);
}

/* There is no answer after PLACE_TURN_WAIT: this place cannot be read in this refresh. */
static inline void place_list_give_up(struct place_list *list)
{
	list->ops->give_up(list);
}

/*
 * Returns a place with what `use` needs, if that can be had: the wire for it is NULL otherwise.
 * NULL: there is no such place (any more). The place stays open until place_list_release(). This
 * may take a tenth of a millisecond.
 */
static inline struct place *place_list_acquire(
	struct place_list *list, uint16_t number, enum place_use use)
{
	return list->ops->acquire(list, number, use);
}

static inline void place_list_release(struct place_list *list, struct place *place)
{
	if (place)
		list->ops->release(list, place);
}

/* A list of places that are always there, always open, and read in every refresh. */
struct place_array {
	struct place_list list;
	struct place *places; /* the caller's */
	size_t count, at;
};

void place_array_init(struct place_array *array, struct place *places, size_t count);

#endif
