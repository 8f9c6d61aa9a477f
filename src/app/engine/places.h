/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The network namespaces of the machine as places (sock/place/place-list.h): our own, which is
 * always there, and the others, which come and go. Each refresh searches for the others, and checks
 * the counters of those that are wanted. Only a namespace whose counters have moved is opened, read
 * and closed again: so nothing that is open between two refreshes keeps a namespace alive.
 *
 *	places_init(places, here, options->netns);
 *	places_watch(places, true, false);         while the program has all its rights
 *	... privileges_drop() ...
 *	places_find_wanted(places, now)            with --netns=NAME: is there such a namespace?
 */
#ifndef SOCKVIEW_APP_ENGINE_PLACES_H
#define SOCKVIEW_APP_ENGINE_PLACES_H

#include "sock/place/opener.h"
#include "sock/place/place-list.h"
#include "sock/place/space-gate.h"
#include "sock/place/spaces.h"
#include "view/column/names.h"

/* The namespaces whose sockets are shown. */
enum places_pick {
	PLACES_HERE,
	PLACES_ALL,
	PLACES_ONE, /* the one that --netns names */
};

enum places_phase {
	PLACES_AT_HERE,
	PLACES_AT_LOOK,    /* which namespaces there are */
	PLACES_AT_CHANGES, /* which came and went */
	PLACES_AT_ENTRIES, /* the next step looks at number `at` */
	PLACES_AT_END,
};

/*
 * How many namespaces the opener is asked for in advance: while one is read, the next ones are
 * opened. One request is kept free for what a key asks for.
 */
#define PLACES_AHEAD (OPENER_REQUESTS - 1)

/* Entries are found by their numbers, in pages of this size. */
#define PLACES_PAGE 256

struct places_entry;

struct places {
	struct place_list list;
	struct place_names names;
	struct place *here;
	enum places_pick pick;
	const char *wanted; /* of PLACES_ONE: NAME or PID; the caller's */
	uint16_t one;       /* of PLACES_ONE: its number, once it is found */
	bool found;
	bool counting;         /* the others are counted although they are not shown */
	struct spaces *spaces; /* NULL: only our own is known */
	struct container_names *containers;
	struct opener opener;
	bool may_close;
	struct places_entry **entries;
	size_t count, capacity, at;
	struct places_entry **by_number[65536 / PLACES_PAGE];
	struct places_entry *ahead[PLACES_AHEAD]; /* to be visited when they are open, in turn */
	size_t ahead_count;
	enum places_phase phase;
	bool here_shown, anew;
	struct instant now;
	int64_t look_us; /* monotonic; when the others are to be counted again */
	struct place_label own;
	char own_name[256];
	bool own_named;
	/* Of the last refresh: */
	unsigned read;    /* other namespaces that are shown, and up to date */
	unsigned failed;  /* other namespaces that should be shown, but could not be read */
	unsigned by_proc; /* how many of `read` were read from /proc/PID/net */
	/* Of the refresh that is under way: */
	unsigned reading, failing, proc_reading;
};

/* `netns`: "here", "all", a name or the number of a process; NULL: "here". */
void places_init(struct places *places, struct place *here, const char *netns);
void places_done(struct places *places);

/*
 * Looks for other namespaces from now on, and starts the child that opens them: to be called before
 * rights are dropped. `counting`: looks for them even while only our own is shown. `may_close`:
 * sockets in them may be closed.
 */
void places_watch(struct places *places, bool counting, bool may_close);

/* The same without the child: the caller may set places->opener. */
void places_watch_unopened(struct places *places, bool counting, bool may_close);

/* Learns what our own namespace is called, and nothing else. */
void places_name_own(struct places *places, const struct instant *now);

/*
 * Finds the namespace that --netns names, by looking at all of them. Returns false if there is
 * none; true also if --netns names no other one.
 */
bool places_find_wanted(struct places *places, const struct instant *now);

/* Shows the sockets of these namespaces from the next refresh on. */
void places_show(struct places *places, enum places_pick pick);

/* Returns the number of other namespaces, as far as they have been counted. */
size_t places_others(const struct places *places);

/*
 * Appends "12 of 1,008 network namespaces could not be read": what is missing from the last
 * refresh, if places->failed or places->by_proc is not 0.
 */
void places_add_note(const struct places *places, bool translated, struct buffer *out);

/* Returns the inode of the only namespace whose sockets are shown; 0: several are shown, or the
 * inode is not known. */
uint64_t places_only(const struct places *places);

#endif
