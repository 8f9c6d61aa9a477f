/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/lookup.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/engine/lookup-workers.h"
#include "app/system/clock.h"
#include "base/alloc.h"
#include "base/hash.h"

/* Places in a generation, a power of two. A generation counts as full when three quarters are
 * used. */
#define PLACES 4096

struct place {
	struct lookup_question question;
	enum { PLACE_FREE, PLACE_ASKED, PLACE_KNOWN, PLACE_NAMELESS } state;
	char *name; /* if PLACE_KNOWN */
};

/* Names in use move from the old generation to the young one. When the young one is full, it
 * becomes the old one, and names that nobody has asked for since are forgotten. */
struct generation {
	struct place *places;
	size_t used;
};

struct lookup {
	struct generation young, old;
	bool waits;
	bool missed;     /* a name that was asked for was not known: see lookup_take_missed() */
	int64_t wait_us; /* the rest of the time to wait */
	size_t pending;
	struct lookup_workers *workers; /* NULL: none yet */
};

struct lookup *lookup_new(int64_t wait_us)
{
	struct lookup *lookup = alloc_zero(1, sizeof(*lookup));

	lookup->waits = wait_us > 0;
	lookup->wait_us = wait_us;
	lookup->young.places = alloc_zero(PLACES, sizeof(struct place));
	lookup->old.places = alloc_zero(PLACES, sizeof(struct place));
	return lookup;
}

static void forget(struct generation *generation)
{
	for (size_t i = 0; i < PLACES; i++)
		free(generation->places[i].name);
	memset(generation->places, 0, PLACES * sizeof(struct place));
	generation->used = 0;
}

void lookup_free(struct lookup *lookup)
{
	lookup_workers_leave(lookup->workers);
	forget(&lookup->young);
	forget(&lookup->old);
	free(lookup->young.places);
	free(lookup->old.places);
	free(lookup);
}

static struct place *place_of(
	const struct generation *generation, const struct lookup_question *question)
{
	uint64_t halves[2];
	size_t at;

	memcpy(halves, question->bytes, sizeof(halves));
	at = hash_u64(hash_u64(halves[0]) ^ halves[1] ^ question->kind) % PLACES;
	while (generation->places[at].state != PLACE_FREE &&
		memcmp(&generation->places[at].question, question, sizeof(*question)) != 0)
		at = (at + 1) % PLACES;
	return &generation->places[at];
}

static void turn_over(struct lookup *lookup)
{
	struct generation emptied = lookup->old;

	if (lookup->young.used < PLACES / 4 * 3)
		return;
	forget(&emptied);
	lookup->old = lookup->young;
	lookup->young = emptied;
}

/* Returns the place of a question in the young generation, with what the old one knows about it; a
 * new place is free. */
static struct place *renew(struct lookup *lookup, const struct lookup_question *question)
{
	struct place *place = place_of(&lookup->young, question), *old;

	if (place->state != PLACE_FREE)
		return place;
	turn_over(lookup);
	place = place_of(&lookup->young, question);
	old = place_of(&lookup->old, question);
	if (old->state == PLACE_FREE)
		return place;
	*place = *old;
	old->name =
		NULL; /* the place stays used, so that later ones in the probe sequence are found */
	lookup->young.used++;
	return place;
}

static void keep(struct place *place, const struct lookup_answer *answer)
{
	place->state = *answer->name ? PLACE_KNOWN : PLACE_NAMELESS;
	free(place->name);
	place->name = *answer->name ? alloc_copy(answer->name) : NULL;
}

static bool ask_worker(struct lookup *lookup, const struct lookup_question *question)
{
	if (!lookup->workers)
		lookup->workers = lookup_workers_new();
	if (!lookup->workers || !lookup_workers_ask(lookup->workers, question))
		return false;
	lookup->pending++;
	return true;
}

/* Returns false if the question cannot be queued now; the next look at it tries again. */
static bool ask(struct lookup *lookup, struct place *place, const struct lookup_question *question)
{
	if (!ask_worker(lookup, question))
		return false;
	place->state = PLACE_ASKED;
	place->question = *question;
	lookup->young.used++;
	return true;
}

const char *lookup_name(struct lookup *lookup, const struct lookup_question *question)
{
	struct place *place = renew(lookup, question);

	if (place->state == PLACE_FREE && !ask(lookup, place, question)) {
		lookup->missed = true;
		return NULL;
	}
	while (place->state == PLACE_ASKED && question->kind == LOOKUP_USER && lookup_wait(lookup))
		place = renew(lookup, question);
	lookup->missed |= place->state == PLACE_ASKED;
	return place->state == PLACE_KNOWN ? place->name : NULL;
}

size_t lookup_pending(const struct lookup *lookup)
{
	return lookup->pending;
}

int lookup_fd(const struct lookup *lookup)
{
	return lookup->workers ? lookup_workers_fd(lookup->workers) : -1;
}

bool lookup_collect(struct lookup *lookup)
{
	struct lookup_answer answers[LOOKUP_QUEUE];
	size_t count;

	if (!lookup->workers)
		return false;
	count = lookup_workers_take(lookup->workers, answers);
	lookup->pending -= count;
	for (size_t i = 0; i < count; i++) {
		struct place *place = renew(lookup, &answers[i].question);

		/* An answer to a forgotten question is dropped; it will be asked again. */
		if (place->state == PLACE_ASKED)
			keep(place, &answers[i]);
	}
	return count > 0;
}

bool lookup_wait(struct lookup *lookup)
{
	struct pollfd arrived = {.fd = lookup_fd(lookup), .events = POLLIN};
	int64_t begun_us = clock_now().mono_us;
	int got;

	if (!lookup->pending || !lookup->waits)
		return false;
	if (lookup->wait_us <= 0)
		return lookup_collect(lookup); /* what came meanwhile */
	do
		got = poll(&arrived, 1, (int)(lookup->wait_us / 1000) + 1);
	while (got < 0 && errno == EINTR);
	lookup->wait_us -= clock_now().mono_us - begun_us;
	if (got <= 0) {
		lookup->wait_us = 0;
		return false;
	}
	lookup_collect(lookup);
	return true;
}

bool lookup_take_missed(struct lookup *lookup)
{
	bool missed = lookup->missed;

	lookup->missed = false;
	return missed;
}

bool lookup_is_late(const struct lookup *lookup)
{
	return lookup->waits && lookup->wait_us <= 0 && lookup->pending;
}
