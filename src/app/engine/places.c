/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/places-internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/system/opener-child.h"
#include "base/alloc.h"

/* Processes that are looked at, and namespaces whose counters are, in one step: a millisecond. */
#define LOOK_STEP 80
#define ENTRIES_STEP 16

/* How often the others are counted while they are not shown. */
#define COUNT_EVERY_US INT64_C(5000000)

/* How long something is known of a namespace that has gone: rows of it may still be shown. */
#define KEEP_GONE_US INT64_C(3600000000)

/* -------- entries -------- */

static void entry_free(struct places_entry *entry)
{
	wire_close(entry->place.dumps);
	wire_close(entry->place.queries);
	wire_close(entry->place.closes);
	free((char *)entry->label.name);
	free((char *)entry->label.pod);
	free((char *)entry->label.pod_namespace);
	free(entry);
}

struct places_entry *places_find_entry(const struct places *places, uint16_t number)
{
	for (size_t i = 0; i < places->count; i++)
		if (places->entries[i]->place.number == number)
			return places->entries[i];
	return NULL;
}

void places_add_entry(struct places *places, const struct space *space)
{
	struct places_entry *entry;

	/* A number that comes round again is another namespace's. */
	for (size_t i = 0; i < places->count; i++)
		if (places->entries[i]->place.number == space->place) {
			entry_free(places->entries[i]);
			places->entries[i] = places->entries[--places->count];
		}
	if (alloc_try_grow((void **)&places->entries, &places->capacity, places->count + 1,
		    sizeof(struct places_entry *)) < 0)
		return;
	entry = alloc_zero(1, sizeof(*entry));
	entry->place = (struct place){
		.number = space->place,
		.root = places->here->root,
		.process = -1,
	};
	entry->label.inode = space->inode;
	places->entries[places->count++] = entry;
}

/* -------- one refresh -------- */

/* The answer of the opener is not waited for any longer. */
static void give_up_opening(struct places *places)
{
	struct places_entry *entry;

	if (places->phase != PLACES_AT_OPENING)
		return;
	if (places->opener.sockets)
		opener_forget(&places->opener);
	entry = places->entries[places->at];
	entry->uses--;
	places_let_go(places, entry);
	space_gate_forget(&entry->gate);
	places->phase = PLACES_AT_ENTRIES;
	places->at++;
}

static void begin(struct place_list *list, const struct instant *now, bool anew)
{
	struct places *places = (struct places *)list;

	give_up_opening(places);
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
		spaces_begin(places->spaces, &places->now);
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

/* The entry is open, or refused with `error`: it is read in one way or the other. */
static void visit_opened(
	struct places *places, struct places_entry *entry, int error, struct place_visit *visit)
{
	const struct space *space = spaces_find(places->spaces, entry->place.number);

	places->phase = PLACES_AT_ENTRIES;
	places->at++;
	visit->number = entry->place.number;
	entry->place.refused = error;
	entry->place.process = space ? space->process : -1;
	if (error && (error == -ESTALE || error == -ESRCH || entry->place.process < 0)) {
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
	dumps = judge(places, entry, space);
	if (!dumps) {
		visit->turn = PLACE_TURN_KEPT;
		places->reading++;
		return;
	}
	visit->parts = parts_of_dumps(dumps);
	visit->listeners_only = dumps & SPACE_DUMP_LISTEN;
	visit->known_suffice = dumps & SPACE_KNOWN_SUFFICE;
	places->at--;
	error = places_ask_opener(places, entry, OPENER_DUMPS | OPENER_QUERIES);
	if (!error) {
		places->phase = PLACES_AT_OPENING;
		entry->pending = *visit;
		entry->uses++;
		visit->turn = PLACE_TURN_WAIT;
	} else {
		visit_opened(places, entry, error, visit);
	}
}

static void visit_entries(struct places *places, struct place_visit *visit)
{
	for (size_t i = 0; i < ENTRIES_STEP && places->at < places->count; i++) {
		visit_entry(places, places->entries[places->at], visit);
		if (visit->turn != PLACE_TURN_GOING)
			return;
	}
	if (places->at < places->count)
		return;
	places->phase = PLACES_AT_END;
	places->anew = false;
}

static void visit_opening(struct places *places, struct place_visit *visit)
{
	struct places_entry *entry = places->entries[places->at];
	int error = entry->place.dumps ? 0 : places_take_opened(places, entry);

	if (error == -EAGAIN) {
		visit->turn = PLACE_TURN_WAIT;
		return;
	}
	*visit = entry->pending;
	entry->uses--;
	visit_opened(places, entry, error, visit);
}

/* Forgets those that went long ago. */
static void forget_gone(struct places *places)
{
	for (size_t i = 0; i < places->count;) {
		struct places_entry *entry = places->entries[i];

		if (!entry->gone_us || entry->uses ||
			places->now.mono_us - entry->gone_us < KEEP_GONE_US) {
			i++;
			continue;
		}
		entry_free(entry);
		places->entries[i] = places->entries[--places->count];
	}
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
	case PLACES_AT_OPENING:
		visit_opening(places, visit);
		break;
	case PLACES_AT_END:
		visit->turn = PLACE_TURN_END;
		places->read = places->reading;
		places->failed = places->failing;
		places->by_proc = places->proc_reading;
		forget_gone(places);
		break;
	}
}

static void end_of_read(struct place_list *list, struct place *place, bool whole)
{
	struct places *places = (struct places *)list;
	struct places_entry *entry;

	if (place == places->here)
		return;
	entry = places_find_entry(places, place->number);
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

	places->failing += places->phase == PLACES_AT_OPENING;
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
	for (size_t i = 0; i < places->count; i++)
		entry_free(places->entries[i]);
	free(places->entries);
	spaces_free(places->spaces);
	container_names_free(places->containers);
	opener_done(&places->opener);
	*places = (struct places){0};
}

void places_watch(struct places *places, bool counting, bool may_close)
{
	places->counting = counting;
	places->may_close = may_close;
	places->containers = container_names_new(places->here->root);
	places->spaces = spaces_new(places->here->root);
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

bool places_of_process(const struct places *places, uint32_t pid, uint16_t *ret_place)
{
	return places->spaces && spaces_of_process(places->spaces, pid, ret_place);
}
