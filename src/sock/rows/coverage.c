/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/rows/coverage.h"

#include "sock/machine/counters.h"

void coverage_begin(struct coverage *coverage, const char *root)
{
	struct counters counters;

	counters_read_tcp(&counters, root);
	coverage->has_opens = counters_has(&counters, COUNTER_TCP_ACTIVE_OPENS) &&
			      counters_has(&counters, COUNTER_TCP_PASSIVE_OPENS);
	coverage->opens = counters.value[COUNTER_TCP_ACTIVE_OPENS] +
			  counters.value[COUNTER_TCP_PASSIVE_OPENS];
}

/* A half-open connection counts for the kernel when its handshake ends. */
static bool counts(int state)
{
	switch (state) {
	case CONN_LISTEN:
	case CONN_BOUND:
	case CONN_CLOSED:
	case CONN_SYN_RECV:
	case CONN_UNKNOWN:
		return false;
	default:
		return true;
	}
}

static uint64_t count_seen(const struct state_changes *changes)
{
	uint64_t seen = 0;

	for (int state = 0; state < CONN_STATES; state++) {
		if (!counts(state))
			continue;
		for (int side = 0; side < STATE_CHANGES_SIDES; side++)
			seen += changes->came[side][state];
		for (int before = 0; before < CONN_STATES; before++)
			if (!counts(before))
				seen += changes->moved[before][state];
	}
	return seen;
}

void coverage_end(
	struct coverage *coverage, const struct state_changes *changes, uint64_t told, bool whole)
{
	whole &= coverage->has_opens;
	coverage->known =
		coverage->has_before && whole && coverage->opens >= coverage->opens_before;
	coverage->made = coverage->seen = 0;
	if (coverage->known) {
		uint64_t now = count_seen(changes) + told, seen = now + coverage->early;

		coverage->made = coverage->opens - coverage->opens_before;
		coverage->seen = seen < coverage->made ? seen : coverage->made;
		/* Only of this refresh: what is left over must not hide what is missed later. */
		coverage->early = seen - coverage->seen < now ? seen - coverage->seen : now;
	} else {
		coverage->early = 0;
	}
	coverage->has_before = whole;
	coverage->opens_before = coverage->opens;
}
