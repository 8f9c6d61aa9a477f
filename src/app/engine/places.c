/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/places-internal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "app/system/opener-child.h"

/* Processes that are looked at, and namespaces whose counters are, in one step: a millisecond. */
#define LOOK_STEP 80
#define ENTRIES_STEP 16

/* How often the others are counted while they are not shown. */
#define COUNT_EVERY_US INT64_C(5000000)

/* -------- one refresh -------- */

/* Takes the first of those that are opened in advance. */
static struct places_entry *take_ahead(struct places *places)
{
	struct places_entry *entry = places->ahead[0];

	memmove(places->ahead, places->ahead + 1,
		--places->ahead_count * sizeof(struct places_entry *));
	entry->uses--;
	return entry;
}

/* Its answer is not waited for any longer; places_take_opened() closes what comes late. */
static void give_up_opening(struct places *places)
{
	struct places_entry *entry = take_ahead(places);

	entry->asked = 0;
	places_let_go(places, entry);
	space_gate_forget(&entry->gate);
}

static void begin(struct place_list *list, const struct instant *now, bool anew)
{
	struct places *places = (struct places *)list;

	while (places->ahead_count)
		give_up_opening(places);
	places_take_opened(places);
	places->phase = PLACES_AT_HERE;
	places->at = 0;
	places->now = *now;
	places->anew |= anew;
	places->reading = places->failing = places->proc_reading = 0;
}

static bool wants_here(const struct places *places)
{
	return places->pick != PLACES_ONE || (places->found && places->one == CONN_HERE);
}

static bool wants(const struct places *places, const struct places_entry *entry)
{
	return places->pick == PLACES_ALL ||
	       (places->pick == PLACES_ONE && places->found && places->one == entry->place.number);
}

/* Namespaces without a process are found by their mounts, which are read when they have changed. */
static void begin_look(struct places *places)
{
	struct pollfd mounts = {.fd = spaces_fd(places->spaces), .events = POLLPRI};

	if (poll(&mounts, 1, 0) > 0)
		spaces_mounts_changed(places->spaces);
	spaces_begin(places->spaces, &places->now);
}

static void visit_here(struct places *places, struct place_visit *visit)
{
	visit->number = CONN_HERE;
	places->phase = PLACES_AT_END;
	if (places->spaces &&
		(places->pick != PLACES_HERE ||
			(places->counting && places->now.mono_us >= places->look_us) ||
			places->anew)) {
		places->phase = PLACES_AT_LOOK;
		places->look_us = places->now.mono_us + COUNT_EVERY_US;
		begin_look(places);
	}
	if (wants_here(places)) {
		visit->turn = PLACE_TURN_READ;
		visit->place = places->here;
	} else {
		visit->turn = places->here_shown ? PLACE_TURN_FORGET : PLACE_TURN_GOING;
	}
	places->here_shown = wants_here(places);
}

/* Takes the changes up to one that a refresh has to do something about. */
static void visit_changes(struct places *places, struct place_visit *visit)
{
	struct space_change change;
	struct places_entry *entry;

	while (spaces_next_change(places->spaces, &change)) {
		if (change.what == SPACE_CAME) {
			places_add_entry(places, change.space);
			continue;
		}
		entry = places_find_entry(places, change.space->place);
		if (!entry || entry->gone_us)
			continue;
		entry->gone_us = places->now.mono_us ? places->now.mono_us : 1;
		places_let_go(places, entry);
		if (!entry->shown)
			continue;
		entry->shown = false;
		visit->turn = PLACE_TURN_GONE;
		visit->number = entry->place.number;
		return;
	}
	places->phase = PLACES_AT_ENTRIES;
	places->at = 0;
}

/* What has to be dumped; 0: nothing has changed. */
static unsigned judge(struct places *places, struct places_entry *entry, const struct space *space)
{
	int64_t now_us = places->now.mono_us;
	struct space_figures figures;
	unsigned dumps;

	if (places->anew || !entry->shown)
		space_gate_forget(&entry->gate);
	if (!space_gate_is_due(&entry->gate, now_us))
		return 0;
	space_figures_read(&figures, space->process);
	dumps = space_gate_judge(&entry->gate, &figures, now_us);
	if (dumps) {
		entry->moved = entry->shown && dumps & SPACE_DUMP_TCP;
		return dumps;
	}
	/* After the last movement once more: the rates have to become 0. */
	if (entry->moved)
		dumps = SPACE_DUMP_ALL;
	entry->moved = false;
	return dumps;
}

/* The parts that these dumps list. */
static struct parts parts_of_dumps(unsigned dumps)
{
	struct parts parts = parts_none();

	for (unsigned proto = 0; proto < kind_count; proto++) {
		bool connects = kind_table[proto]->flags & KIND_HAS_CONNECTIONS;

		if (connects ? dumps & (SPACE_DUMP_TCP | SPACE_DUMP_LISTEN)
			     : dumps & SPACE_DUMP_UDP)
			parts_add(&parts, parts_of_kind(proto));
	}
	return parts;
}

/* True if it may be opened another time. */
static bool is_passing(int error)
{
	return error == -ESTALE || error == -ESRCH || error == -EBUSY || error == -EAGAIN;
}

/* The entry is open, or refused with `error`: it is read in one way or the other. */
static void visit_opened(
	struct places *places, struct places_entry *entry, int error, struct place_visit *visit)
{
	const struct space *space = spaces_find(places->spaces, entry->place.number);

	visit->number = entry->place.number;
	entry->place.refused = error;
	entry->place.process = space ? space->process : -1;
	if (error && (is_passing(error) || entry->place.process < 0)) {
		space_gate_forget(&entry->gate);
		visit->turn = PLACE_TURN_FAILED;
		places->failing++;
		return;
	}
	visit->turn = PLACE_TURN_READ;
	visit->place = &entry->place;
	entry->uses++;
	entry->shown = true;
	places->reading++;
	places->proc_reading += error != 0;
}

/* Looks at one entry; `visit` is set if there is something to do. */
static void visit_entry(
	struct places *places, struct places_entry *entry, struct place_visit *visit)
{
	struct space *space =
		entry->gone_us ? NULL : spaces_find(places->spaces, entry->place.number);
	unsigned dumps;
	int error;

	places->at++;
	if (!space)
		return;
	if (!wants(places, entry)) {
		if (!entry->shown)
			return;
		entry->shown = false;
		visit->turn = PLACE_TURN_FORGET;
		visit->number = entry->place.number;
		return;
	}
	places_name(places, entry, space);
	/* Where nothing was found there is nothing to open: the next look knows. */
	dumps = space->missed ? 0 : judge(places, entry, space);
	if (space->missed && places->anew)
		space_gate_forget(&entry->gate);
	if (space->missed && !entry->shown) {
		visit->turn = PLACE_TURN_FAILED;
		places->failing++;
		return;
	}
	if (!dumps) {
		visit->turn = PLACE_TURN_KEPT;
		places->reading++;
		return;
	}
	visit->parts = parts_of_dumps(dumps);
	visit->listeners_only = dumps & SPACE_DUMP_LISTEN;
	visit->known_suffice = dumps & SPACE_KNOWN_SUFFICE;
	entry->answered = entry->place.dumps;
	entry->answer = error = 0;
	if (!entry->answered)
		error = places_ask_opener(
			places, entry, OPENER_DUMPS | OPENER_QUERIES, &entry->asked);
	if (!error) {
		entry->pending = *visit;
		entry->uses++;
		places->ahead[places->ahead_count++] = entry;
	} else {
		visit_opened(places, entry, error, visit);
	}
}

/* The first of those that are opened in advance. */
static void visit_ahead(struct places *places, struct place_visit *visit)
{
	struct places_entry *entry = places->ahead[0];

	places_take_opened(places);
	if (!entry->answered) {
		visit->turn = PLACE_TURN_WAIT;
		return;
	}
	take_ahead(places);
	*visit = entry->pending;
	visit_opened(places, entry, entry->answer, visit);
}

static void visit_entries(struct places *places, struct place_visit *visit)
{
	for (size_t i = 0; i < ENTRIES_STEP && places->at < places->count &&
			   places->ahead_count < PLACES_AHEAD;
		i++) {
		visit_entry(places, places->entries[places->at], visit);
		if (visit->turn != PLACE_TURN_GOING)
			return;
	}
	if (places->ahead_count == PLACES_AHEAD ||
		(places->ahead_count && places->at == places->count)) {
		visit_ahead(places, visit);
		return;
	}
	if (places->at < places->count)
		return;
	places->phase = PLACES_AT_END;
	places->anew = false;
}

static void next(struct place_list *list, struct place_visit *visit)
{
	struct places *places = (struct places *)list;

	visit->turn = PLACE_TURN_GOING;
	switch (places->phase) {
	case PLACES_AT_HERE:
		visit_here(places, visit);
		break;
	case PLACES_AT_LOOK:
		if (!spaces_step(places->spaces, LOOK_STEP))
			places->phase = PLACES_AT_CHANGES;
		break;
	case PLACES_AT_CHANGES:
		visit_changes(places, visit);
		break;
	case PLACES_AT_ENTRIES:
		visit_entries(places, visit);
		break;
	case PLACES_AT_END:
		visit->turn = PLACE_TURN_END;
		places->read = places->reading;
		places->failed = places->failing;
		places->by_proc = places->proc_reading;
		places_forget_gone(places);
		break;
	}
}

static void end_of_read(struct place_list *list, struct place *place, bool whole)
{
	struct places *places = (struct places *)list;
	struct places_entry *entry = places_entry_of(places, place);

	if (!entry)
		return;
	if (!whole) {
		space_gate_forget(&entry->gate);
		places->reading--;
		places->failing++;
	}
	places_release(list, place);
}

static int fd_of_opener(const struct place_list *list)
{
	return opener_fd(&((const struct places *)list)->opener);
}

static void give_up(struct place_list *list)
{
	struct places *places = (struct places *)list;

	if (!places->ahead_count)
		return;
	places->failing++;
	give_up_opening(places);
}

static const struct place_list_ops places_ops = {
	.begin = begin,
	.next = next,
	.read = end_of_read,
	.fd = fd_of_opener,
	.give_up = give_up,
	.acquire = places_acquire,
	.release = places_release,
};

/* -------- the beginning and the end -------- */

void places_init(struct places *places, struct place *here, const char *netns)
{
	*places = (struct places){
		.list.ops = &places_ops,
		.names = places_names,
		.here = here,
		.opener.fd = -1,
		.phase = PLACES_AT_END,
	};
	if (!netns || strcmp(netns, "here") == 0)
		return;
	places->pick = strcmp(netns, "all") == 0 ? PLACES_ALL : PLACES_ONE;
	places->wanted = netns;
}

void places_done(struct places *places)
{
	places_free_entries(places);
	spaces_free(places->spaces);
	container_names_free(places->containers);
	opener_done(&places->opener);
	*places = (struct places){0};
}

void places_watch_unopened(struct places *places, bool counting, bool may_close)
{
	places->counting = counting;
	places->may_close = may_close;
	places->containers = container_names_new(places->here->root);
	places->spaces = spaces_new(places->here->root);
}

void places_watch(struct places *places, bool counting, bool may_close)
{
	places_watch_unopened(places, counting, may_close);
	if (places->spaces && (counting || places->pick != PLACES_HERE))
		opener_child_start(&places->opener, may_close);
}

void places_show(struct places *places, enum places_pick pick)
{
	places->pick = pick;
	places->anew = true;
}

size_t places_others(const struct places *places)
{
	return places->spaces ? spaces_count(places->spaces) + spaces_left_out(places->spaces) : 0;
}

uint64_t places_only(const struct places *places)
{
	const struct space *space = NULL;

	if (!places->spaces || places->pick == PLACES_ALL)
		return 0;
	if (places->pick == PLACES_HERE || places->one == CONN_HERE)
		space = spaces_own(places->spaces);
	else
		space = spaces_find(places->spaces, places->one);
	return space ? space->inode : 0;
}
