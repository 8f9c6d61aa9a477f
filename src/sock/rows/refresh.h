/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The running kernel as a source of sockets (sock/rows/source.h). It reads the places of a list
 * (sock/place/place-list.h) one after the other. This module decides which dumps are requested for
 * a place, and in which order; what is done if a dump fails; and how to make sure that a socket
 * that no dump listed is really gone.
 */
#ifndef SOCKVIEW_SOCK_ROWS_REFRESH_H
#define SOCKVIEW_SOCK_ROWS_REFRESH_H

#include <stdbool.h>

#include "sock/place/place-list.h"
#include "sock/rows/source.h"

struct refresh {
	struct source source;
	struct place_list *list;
	struct place_array array; /* the list of refresh_init() */
	void *buffer;
	struct diag_dump dump;
	enum {
		REFRESH_AT_REST,
		REFRESH_AT_PLACE, /* the next step begins the next place, if there is one */
		REFRESH_AT_DUMP,  /* the next step requests dump number `leg` */
		REFRESH_IN_DUMP,
		REFRESH_AT_QUERIES,
		REFRESH_AT_LEAVING, /* the place has gone: the next step removes some of its rows */
		REFRESH_AT_END,
	} phase;
	struct place_visit visit; /* the place that is being read */
	unsigned leg, tries;
	struct parts place_read; /* parts of this place, listed without an error in this refresh */
	struct parts place_failed; /* parts of this place, not read because of an error */
	size_t queries_left;
	bool known_only;   /* of kinds with connections, only listeners are dumped in this place */
	bool no_legacy;    /* the kernel refuses one request for both families */
	bool no_condition; /* the kernel refuses a condition: it is too old */
};

/* Makes a source that reads these places. The caller owns them; they must exist until
 * refresh_done(). */
void refresh_init(struct refresh *refresh, struct place *places, size_t place_count);

/* The same for the places of a list, which the caller owns, too. */
void refresh_init_list(struct refresh *refresh, struct place_list *list);
void refresh_done(struct refresh *refresh);

#endif
