/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program runs at all its places (numbers of steps) at once. The set of places that it can be
 * at is one state. The state that follows after a byte is computed when it is first needed, and
 * then remembered. At most STATES_MAX states are remembered; when they are full, all are forgotten.
 */
#include "base/regex.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/regex-internal.h"

#define STATES_MAX 128
#define UNTRIED UINT16_MAX

struct state {
	uint16_t next[256];
	uint16_t *places; /* in the order in which they were reached */
	uint16_t count;
	uint32_t hash;
	bool matches;        /* the text so far matches */
	bool matches_at_end; /* it matches if the text ends here */
};

struct regex {
	struct regex_program program;
	struct state *states[STATES_MAX];
	size_t state_count; /* remembered ones; the memory of those behind them is used again */
	uint16_t first;     /* UNTRIED: not computed yet */

	/* the set that is being built */
	uint16_t places[REGEX_STEPS_MAX];
	size_t count;
	uint32_t marks[REGEX_STEPS_MAX], mark; /* places that are in this set already */
};

struct regex *regex_new(const char *pattern, size_t *ret_offset, const char **ret_message)
{
	struct regex *regex = alloc_zero(1, sizeof(*regex));

	regex->first = UNTRIED;
	if (regex_compile(pattern, &regex->program, ret_offset, ret_message))
		return regex;
	free(regex);
	return NULL;
}

void regex_free(struct regex *regex)
{
	if (!regex)
		return;
	for (size_t i = 0; i < STATES_MAX && regex->states[i]; i++) {
		free(regex->states[i]->places);
		free(regex->states[i]);
	}
	free(regex);
}

/* Begins a new set. */
static void begin_set(struct regex *regex)
{
	regex->count = 0;
	if (++regex->mark == 0) {
		memset(regex->marks, 0, sizeof(regex->marks));
		regex->mark = 1;
	}
}

/* Adds a place, and all places that are reached from it without a byte. */
static void reach(struct regex *regex, size_t place, bool at_start, bool at_end)
{
	uint16_t waiting[2 * REGEX_STEPS_MAX + 1];
	size_t count = 0;

	waiting[count++] = (uint16_t)place;
	while (count) {
		size_t at = waiting[--count];
		const struct regex_step *step = &regex->program.steps[at];

		if (regex->marks[at] == regex->mark)
			continue;
		regex->marks[at] = regex->mark;
		switch ((enum regex_kind)step->kind) {
		case REGEX_SPLIT:
			waiting[count++] = (uint16_t)(at + (size_t)step->other);
			waiting[count++] = (uint16_t)(at + (size_t)step->to);
			break;
		case REGEX_JUMP:
			waiting[count++] = (uint16_t)(at + (size_t)step->to);
			break;
		case REGEX_START:
			if (at_start)
				waiting[count++] = (uint16_t)(at + 1);
			break;
		case REGEX_END:
			regex->places[regex->count++] = (uint16_t)at;
			if (at_end)
				waiting[count++] = (uint16_t)(at + 1);
			break;
		case REGEX_TAIL:
			waiting[count++] = (uint16_t)(at + 1);
			regex->places[regex->count++] = (uint16_t)at;
			break;
		case REGEX_SET:
		case REGEX_MATCH:
			regex->places[regex->count++] = (uint16_t)at;
			break;
		}
	}
}

static bool has_match(const struct regex *regex)
{
	for (size_t i = 0; i < regex->count; i++)
		if (regex->program.steps[regex->places[i]].kind == REGEX_MATCH)
			return true;
	return false;
}

static bool would_match_at_end(struct regex *regex, const struct state *state)
{
	begin_set(regex);
	for (size_t i = 0; i < state->count; i++)
		if (regex->program.steps[state->places[i]].kind == REGEX_END)
			reach(regex, state->places[i], false, true);
	return has_match(regex);
}

/* Makes a state of the set that was built, for which no state is remembered. */
static uint16_t add_state(struct regex *regex, uint32_t hash)
{
	struct state *state;

	if (regex->state_count == STATES_MAX) {
		regex->state_count = 0;
		regex->first = UNTRIED;
	}
	if (!regex->states[regex->state_count])
		regex->states[regex->state_count] = alloc_zero(1, sizeof(*state));
	state = regex->states[regex->state_count];
	memset(state->next, 0xff, sizeof(state->next));
	state->hash = hash;
	state->count = (uint16_t)regex->count;
	state->places = alloc_resize(state->places, regex->count, sizeof(*state->places));
	memcpy(state->places, regex->places, regex->count * sizeof(*state->places));
	state->matches = has_match(regex);
	state->matches_at_end = state->matches || would_match_at_end(regex, state);
	return (uint16_t)regex->state_count++;
}

static uint16_t find_state(struct regex *regex)
{
	uint32_t hash = hash_bytes(regex->places, regex->count * sizeof(*regex->places));

	for (size_t i = 0; i < regex->state_count; i++) {
		const struct state *state = regex->states[i];

		if (state->hash == hash && state->count == regex->count &&
			memcmp(state->places, regex->places,
				regex->count * sizeof(*regex->places)) == 0)
			return (uint16_t)i;
	}
	return add_state(regex, hash);
}

static uint16_t first_state(struct regex *regex)
{
	if (regex->first == UNTRIED) {
		begin_set(regex);
		reach(regex, 0, true, false);
		regex->first = find_state(regex);
	}
	return regex->first;
}

/* Computes the state after `byte`. A match may also begin at this byte. */
static uint16_t follow(struct regex *regex, uint16_t from, unsigned char byte)
{
	struct state *state = regex->states[from];
	size_t before = regex->state_count;
	uint16_t next;

	begin_set(regex);
	for (size_t i = 0; i < state->count; i++) {
		size_t at = state->places[i];
		const struct regex_step *step = &regex->program.steps[at];

		if (step->kind == REGEX_SET && regex_set_has(&step->set, byte))
			reach(regex, at + 1, false, false);
		else if (step->kind == REGEX_TAIL && (byte & 0xc0) == 0x80)
			reach(regex, at, false, false);
	}
	reach(regex, 0, false, false);
	next = find_state(regex);
	if (regex->state_count >= before) /* else all states, also `from`, have been forgotten */
		state->next[byte] = next;
	return next;
}

bool regex_matches_text(struct regex *regex, const char *text, size_t length)
{
	uint16_t at = first_state(regex);

	for (size_t i = 0; i < length; i++) {
		const struct state *state = regex->states[at];
		uint16_t next = state->next[(unsigned char)text[i]];

		if (state->matches)
			return true;
		at = next != UNTRIED ? next : follow(regex, at, (unsigned char)text[i]);
	}
	return regex->states[at]->matches_at_end;
}
