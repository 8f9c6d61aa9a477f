/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The namespaces that are known, by their numbers. */
#include <stdlib.h>

#include "app/engine/places-internal.h"
#include "base/alloc.h"

/* How long something is known of a namespace that has gone: rows of it may still be shown. */
#define KEEP_GONE_US INT64_C(3600000000)

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
	struct places_entry **page = places->by_number[number / PLACES_PAGE];

	return page ? page[number % PLACES_PAGE] : NULL;
}

struct places_entry *places_entry_of(const struct places *places, const struct place *place)
{
	return place == places->here ? NULL : places_find_entry(places, place->number);
}

static void set_entry(struct places *places, uint16_t number, struct places_entry *entry)
{
	struct places_entry ***page = &places->by_number[number / PLACES_PAGE];

	if (!*page)
		*page = alloc_zero(PLACES_PAGE, sizeof(struct places_entry *));
	(*page)[number % PLACES_PAGE] = entry;
}

static void remove_entry(struct places *places, size_t at)
{
	set_entry(places, places->entries[at]->place.number, NULL);
	entry_free(places->entries[at]);
	places->entries[at] = places->entries[--places->count];
}

void places_add_entry(struct places *places, const struct space *space)
{
	struct places_entry *entry;

	/* A number that comes round again is another namespace's. */
	for (size_t i = 0; i < places->count; i++)
		if (places->entries[i]->place.number == space->place)
			remove_entry(places, i);
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
	set_entry(places, space->place, entry);
}

void places_forget_gone(struct places *places)
{
	for (size_t i = 0; i < places->count;) {
		struct places_entry *entry = places->entries[i];

		if (!entry->gone_us || entry->uses ||
			places->now.mono_us - entry->gone_us < KEEP_GONE_US) {
			i++;
			continue;
		}
		remove_entry(places, i);
	}
}

void places_free_entries(struct places *places)
{
	for (size_t i = 0; i < places->count; i++)
		entry_free(places->entries[i]);
	free(places->entries);
	for (size_t i = 0; i < sizeof(places->by_number) / sizeof(places->by_number[0]); i++)
		free(places->by_number[i]);
}
