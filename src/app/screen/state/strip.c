/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/strip.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Of all that happens in a refresh no more is looked at: what a filter lets through may be rare. */
enum { LOOK = 2000 };

struct found {
	int64_t at_us;
	size_t order; /* of what happened at the same time */
	struct happening happening;
};

struct search {
	struct strip *strip;
	const struct table_pick *pick;
	enum text_charset charset;
	bool narrow;
	struct found found[3 * STRIP_LINES];
	size_t count;
	size_t room; /* of the source that is looked at */
};

void strip_done(struct strip *strip)
{
	for (size_t i = 0; i < STRIP_LINES; i++)
		free(strip->lines[i].text);
	buffer_done(&strip->scratch);
	*strip = (struct strip){0};
}

/* False: the source has told enough. */
static bool add(struct search *search, const struct happening *happening)
{
	struct found *found = &search->found[search->count];

	if (!table_picks(search->pick, happening->context, happening->row, &search->strip->scratch))
		return true;
	*found = (struct found){happening_real_us(happening), search->count, *happening};
	found->happening.charset = search->charset;
	found->happening.narrow = search->narrow;
	search->count++;
	return --search->room > 0;
}

/* Looks at the last of `count` rows that a refresh has listed: those that came or changed, or those
 * that have gone. */
static void look_at_listed(struct search *search, const struct column_context *living, size_t count,
	bool (*happening_of)(
		const struct column_context *living, size_t index, struct happening *ret_happening))
{
	size_t looks = 0;

	search->room = STRIP_LINES;
	for (size_t i = count; i-- > 0 && looks < LOOK; looks++) {
		struct happening happening;

		if (happening_of(living, i, &happening) && !add(search, &happening))
			return;
	}
}

static void look_at_ends(
	struct search *search, const struct past *ring, const struct column_context *past)
{
	uint64_t told = search->strip->told;
	size_t looks = 0;

	search->strip->told = ring->total;
	search->room = STRIP_LINES;
	for (uint64_t number = ring->total; number > told && looks < LOOK; number--, looks++) {
		struct happening happening = {
			.context = past, .row = past_row(ring, number), .what = HAPPENING_CLOSED};

		if (happening.row == TRACK_NONE || !add(search, &happening))
			return;
	}
}

/* The sources told the newest first. */
static int compare(const void *left, const void *right)
{
	const struct found *a = left, *b = right;

	if (a->at_us != b->at_us)
		return a->at_us < b->at_us ? -1 : 1;
	return a->order > b->order ? -1 : 1;
}

static void keep(struct search *search)
{
	struct strip *strip = search->strip;
	size_t from = search->count > STRIP_LINES ? search->count - STRIP_LINES : 0;

	qsort(search->found, search->count, sizeof(search->found[0]), compare);
	for (size_t i = from; i < search->count; i++) {
		const struct happening *happening = &search->found[i].happening;
		struct strip_line *line = &strip->lines[strip->count++ % STRIP_LINES];
		static const enum style styles[] = {[HAPPENING_OPENED] = STYLE_NEW,
			[HAPPENING_CHANGED] = STYLE_CHANGED,
			[HAPPENING_CLOSED] = STYLE_GONE};

		buffer_clear(&strip->scratch);
		happening_add_line(&strip->scratch, happening);
		free(line->text);
		line->text = alloc_copy(buffer_get(&strip->scratch));
		line->style = styles[happening->what];
	}
}

/* Cells that the lines of most connections need, with all that is told of them. */
enum { WIDE = 130 };

static struct search begin(
	struct strip *strip, const struct table_pick *pick, const struct grid *grid)
{
	return (struct search){.strip = strip,
		.pick = pick,
		.charset = grid->charset,
		.narrow = grid->columns < WIDE};
}

void strip_toggle(struct strip *strip, const struct past *ring, const struct column_context *past,
	const struct table_pick *pick, const struct grid *grid)
{
	struct search search = begin(strip, pick, grid);

	if (strip->open) {
		strip_done(strip);
		return;
	}
	strip->open = true;
	look_at_ends(&search, ring, past);
	keep(&search);
}

void strip_take(struct strip *strip, const struct past *ring, const struct column_context *living,
	const struct column_context *past, const struct table_pick *pick, const struct grid *grid)
{
	struct search search = begin(strip, pick, grid);

	if (!strip->open)
		return;
	look_at_listed(&search, living, living->track->marked.count, happening_of_marked);
	look_at_listed(&search, living, living->track->gone.count, happening_of_gone);
	look_at_ends(&search, ring, past);
	keep(&search);
}
