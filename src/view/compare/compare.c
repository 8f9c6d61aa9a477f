/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/compare/compare.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* The number of a place that does not exist now. */
#define NO_PLACE UINT16_MAX

static const char *const default_keys[] = {"process", "service"};

bool compare_knows_group(const struct group_kind *kind)
{
	static const char *const unknown[] = {"command", "container", "pod"};

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		if (strcmp(kind->id, unknown[i]) == 0)
			return false;
	return true;
}

/* -------- the same socket -------- */

/* The number that a network namespace of the mark has now. */
static uint16_t find_place(const struct column_context *now, const struct mark_more *more)
{
	for (size_t place = 0; place < now->track->place_count; place++) {
		const struct place_label *label = names_find_place(now->names, (uint16_t)place);

		if (label && (more->netns && label->cookie ? more->netns == label->cookie
							   : more->netns_inode == label->inode))
			return (uint16_t)place;
	}
	return NO_PLACE;
}

/* Of which network namespace a row is, the file does not always tell; then its cookie is looked for
 * in all of them. */
static uint32_t find_anywhere(const struct column_context *now, struct conn *conn)
{
	uint32_t found = TRACK_NONE;

	for (size_t place = 0; place < now->track->place_count; place++) {
		found = track_find(now->track, (uint16_t)place, conn->cookie);
		if (found != TRACK_NONE) {
			conn->place = (uint16_t)place;
			break;
		}
	}
	return found;
}

/* Finds the rows of the mark that exist now: notes them in `known`, by their index now, and in
 * `gone` those that do not exist, by their index in the mark. */
static void match(struct mark *mark, const struct column_context *now, bool *known, bool *gone)
{
	const struct mark_more *last = NULL;
	uint16_t place = NO_PLACE;

	for (uint32_t row = 0; row < mark->track.row_count; row++) {
		const struct mark_more *more = &mark->more[row];
		struct conn *conn = &mark->track.rows[row].conn;
		uint32_t found;

		if (!more->netns && !more->netns_inode) {
			conn->place = CONN_HERE;
			found = find_anywhere(now, conn);
		} else {
			if (!last || last->netns != more->netns ||
				last->netns_inode != more->netns_inode)
				place = find_place(now, more);
			last = more;
			conn->place = place;
			found = track_find(now->track, place, conn->cookie);
		}
		gone[row] = found == TRACK_NONE || !row_is_living(&now->track->rows[found]);
		if (!gone[row])
			known[found] = true;
	}
}

/* -------- groups -------- */

static void add_name(const struct group_kind *kind, const struct column_context *context,
	uint32_t row, struct buffer *scratch, struct buffer *out)
{
	struct column_context numbers = *context;

	numbers.hosts = numbers.services = false;
	group_make_key(kind, &numbers, row, scratch);
	group_add_name(kind, &numbers, scratch->data, scratch->length, out);
}

/* "api 10.0.0.5:5432"; without a peer "api". */
static void add_default_name(const struct column_context *context, uint32_t row,
	struct buffer *scratch, struct buffer *out)
{
	size_t length;

	add_name(group_kind_find(default_keys[0]), context, row, scratch, out);
	length = out->length;
	buffer_char(out, ' ');
	add_name(group_kind_find(default_keys[1]), context, row, scratch, out);
	if (scratch->data[0] != GROUP_NAMED) {
		out->length = length;
		out->data[length] = '\0';
	}
}

/* Says whether the row is in a group that has a name on both sides. Why there is no value is
 * written for processes only. */
static bool is_named(const struct group_kind *kind, const struct buffer *key)
{
	enum group_name name = (enum group_name)key->data[0];

	if (name == GROUP_NOTE)
		return !(kind->needs & COLUMN_OWNER) || strcmp(kind->id, default_keys[0]) == 0;
	return name == GROUP_NAMED;
}

/* 0 or -ENOMEM. */
static int count_row(struct compare *compare, const struct compare_rule *rule,
	const struct column_context *context, uint32_t row)
{
	struct compare_group group = {.name = compare->names.length,
		.before = context->past != NULL,
		.now = !context->past};

	if (alloc_try_grow((void **)&compare->groups, &compare->group_capacity,
		    compare->group_count + 1, sizeof(*compare->groups)) < 0)
		return -ENOMEM;
	if (group_kind_groups(rule->group))
		add_name(rule->group, context, row, &compare->scratch, &compare->names);
	else
		add_default_name(context, row, &compare->scratch, &compare->names);
	if (group_kind_groups(rule->group) && !is_named(rule->group, &compare->scratch)) {
		compare->names.length = group.name;
		return 0;
	}
	buffer_char(&compare->names, '\0');
	compare->groups[compare->group_count++] = group;
	return 0;
}

static int compare_names(const void *left, const void *right, void *data)
{
	const struct compare *compare = data;

	return strcmp(compare_group_name(compare, left), compare_group_name(compare, right));
}

static int compare_growth(const void *left, const void *right, void *data)
{
	const struct compare_group *a = left, *b = right;
	uint32_t grown_a = a->now - a->before, grown_b = b->now - b->before;

	if (grown_a != grown_b)
		return grown_a > grown_b ? -1 : 1;
	return compare_names(left, right, data);
}

/* From one group a row to one a name, and only those that have grown. */
static void sum_up(struct compare *compare)
{
	struct compare_group *groups = compare->groups;
	size_t sums = 0, grown = 0;

	if (!compare->group_count)
		return;
	qsort_r(groups, compare->group_count, sizeof(*groups), compare_names, compare);
	for (size_t i = 1; i < compare->group_count; i++) {
		if (compare_names(&groups[sums], &groups[i], compare) == 0) {
			groups[sums].before += groups[i].before;
			groups[sums].now += groups[i].now;
		} else {
			groups[++sums] = groups[i];
		}
	}
	for (size_t i = 0; i <= sums; i++)
		if (groups[i].now > groups[i].before)
			groups[grown++] = groups[i];
	compare->group_count = grown;
	qsort_r(groups, grown, sizeof(*groups), compare_growth, compare);
}

/* -------- */

/* Counts the picked rows of one side, and puts into the order those that `differs` has. 0 or
 * -ENOMEM. */
static int take_side(struct compare *compare, const struct compare_rule *rule,
	const struct column_context *context, const bool *differs, struct order *order)
{
	int error = 0;

	order_begin(order, rule->sort, rule->descending);
	for (uint32_t row = 0; !error && row < context->track->row_count; row++) {
		if (!context->past && !row_is_living(&context->track->rows[row]))
			continue;
		if (!table_picks(rule->pick, context, row, &compare->scratch))
			continue;
		error = count_row(compare, rule, context, row);
		if (!error && differs[row])
			error = order_add(order, context, row);
	}
	if (!error)
		order_settle(order, context, 0, order->count);
	return error;
}

int compare_make(struct compare *compare, struct mark *mark, const struct column_context *now,
	const struct compare_rule *rule)
{
	struct column_context then = mark_context(mark, now);
	bool *fresh = alloc_zero(now->track->row_count + 1, sizeof(*fresh));
	bool *gone = alloc_zero(mark->track.row_count + 1, sizeof(*gone));
	int error;

	*compare = (struct compare){.group_count = 0};
	match(mark, now, fresh, gone);
	for (size_t row = 0; row < now->track->row_count; row++)
		fresh[row] = !fresh[row];
	error = take_side(compare, rule, now, fresh, &compare->fresh);
	if (!error)
		error = take_side(compare, rule, &then, gone, &compare->gone);
	if (error)
		compare->group_count = 0;
	else
		sum_up(compare);
	free(fresh);
	free(gone);
	return error;
}

void compare_done(struct compare *compare)
{
	order_done(&compare->fresh);
	order_done(&compare->gone);
	free(compare->groups);
	buffer_done(&compare->names);
	buffer_done(&compare->scratch);
}
