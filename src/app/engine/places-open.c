/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening other network namespaces: for a refresh, or for one question. */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "app/engine/places-internal.h"

/* Longest wait for the opener, which usually answers within a tenth of a millisecond. */
#define OPENER_TIMEOUT_MS 1000

int places_ask_opener(
	struct places *places, struct places_entry *entry, unsigned sockets, uint32_t *ret_asked)
{
	struct space *space = spaces_find(places->spaces, entry->place.number);
	int fd, error = space ? spaces_open(places->spaces, space, &fd) : -ESRCH;

	if (error)
		return error;
	error = opener_request(&places->opener, fd, sockets, entry->place.number);
	close(fd);
	*ret_asked = places->opener.sequence;
	return error;
}

/* Puts a wire into its place, and closes the one that was there. */
static void put_wire(struct wire **place, struct wire *wire, uint16_t number)
{
	if (!wire)
		return;
	wire_close(*place);
	*place = wire;
	wire->place = number;
}

/* The sockets go to the entry if it is still the namespace that they are of. Returns 0 or -errno.
 */
static int give(struct places *places, struct places_entry *entry, const struct opened *opened)
{
	struct space *space = spaces_find(places->spaces, entry->place.number);

	if (!space || entry->gone_us ||
		!spaces_take_cookie(places->spaces, space, opened->cookie)) {
		wire_close(opened->dumps);
		wire_close(opened->queries);
		wire_close(opened->closes);
		return -ESTALE;
	}
	space->held = true;
	entry->label.cookie = opened->cookie;
	put_wire(&entry->place.dumps, opened->dumps, entry->place.number);
	put_wire(&entry->place.queries, opened->queries, entry->place.number);
	put_wire(&entry->place.closes, opened->closes, entry->place.number);
	return 0;
}

static void answer_ahead(struct places_entry *entry, int error)
{
	entry->answered = true;
	entry->answer = error;
}

/*
 * Takes one answer, whoever has asked for it. Returns 0, with the number of the request and what
 * came of it; or -errno: there is none (-EAGAIN: not yet).
 */
static int take_one(struct places *places, uint32_t *ret_asked, int *ret_error)
{
	struct places_entry *entry;
	struct opened opened;
	int error = opener_take(&places->opener, &opened);

	if (!opened.sequence)
		return error;
	entry = places_find_entry(places, (uint16_t)opened.tag);
	if (!error && entry)
		error = give(places, entry, &opened);
	if (entry && entry->asked == opened.sequence)
		answer_ahead(entry, error);
	/* Nobody may want it any more. */
	if (entry)
		places_let_go(places, entry);
	*ret_asked = opened.sequence;
	*ret_error = error;
	return 0;
}

void places_take_opened(struct places *places)
{
	uint32_t asked;
	int error, result;

	while ((error = take_one(places, &asked, &result)) == 0)
		;
	if (error != -EPIPE)
		return;
	for (size_t i = 0; i < places->ahead_count; i++)
		if (!places->ahead[i]->answered)
			answer_ahead(places->ahead[i], error);
}

void places_let_go(struct places *places, struct places_entry *entry)
{
	struct space *space;

	if (entry->uses)
		return;
	wire_close(entry->place.dumps);
	wire_close(entry->place.queries);
	wire_close(entry->place.closes);
	entry->place.dumps = entry->place.queries = entry->place.closes = NULL;
	space = places->spaces ? spaces_find(places->spaces, entry->place.number) : NULL;
	if (space)
		space->held = false;
}

/* Waits for the answer to one request; for a moment only. */
static int wait_for_opened(struct places *places, uint32_t asked)
{
	uint32_t taken;
	int error, result;

	for (;;) {
		struct pollfd answer = {.fd = opener_fd(&places->opener), .events = POLLIN};

		error = take_one(places, &taken, &result);
		if (!error && taken == asked)
			return result;
		if (error && error != -EAGAIN)
			return error;
		if (error && poll(&answer, 1, OPENER_TIMEOUT_MS) == 0)
			return -ETIMEDOUT;
	}
}

static void open_for(struct places *places, struct places_entry *entry, enum place_use use)
{
	struct place *place = &entry->place;
	unsigned sockets = use == PLACE_TO_CLOSE ? OPENER_CLOSES : OPENER_QUERIES;
	uint32_t asked;
	int error;

	if (use == PLACE_TO_CLOSE ? place->closes != NULL : place->queries != NULL)
		return;
	if (use == PLACE_TO_CLOSE && !places->may_close)
		return;
	places_take_opened(places);
	error = places_ask_opener(places, entry, sockets, &asked);
	if (!error)
		error = wait_for_opened(places, asked);
	if (use == PLACE_TO_CLOSE) {
		place->closes_refused = error;
		place->kernel = places->here->kernel;
	}
}

struct place *places_acquire(struct place_list *list, uint16_t number, enum place_use use)
{
	struct places *places = (struct places *)list;
	struct places_entry *entry;

	if (number == CONN_HERE)
		return places->here;
	entry = places_find_entry(places, number);
	if (!entry || (entry->gone_us && !entry->uses))
		return NULL;
	entry->uses++;
	if (!entry->gone_us)
		open_for(places, entry, use);
	return &entry->place;
}

void places_release(struct place_list *list, struct place *place)
{
	struct places *places = (struct places *)list;
	struct places_entry *entry = places_entry_of(places, place);

	if (!entry)
		return;
	entry->uses--;
	places_let_go(places, entry);
}
