/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is different from a mark: sockets that are new, sockets that have gone, groups that have
 * grown. */
#ifndef SOCKVIEW_VIEW_COMPARE_COMPARE_H
#define SOCKVIEW_VIEW_COMPARE_COMPARE_H

#include "view/compare/mark.h"
#include "view/group/group-key.h"
#include "view/group/order.h"
#include "view/table/table.h"

struct compare_group {
	size_t name; /* offset in compare.names, which ends with a NUL */
	uint32_t before, now;
};

struct compare {
	struct order fresh;           /* rows of the track that the mark does not have */
	struct order gone;            /* rows of the mark whose sockets do not exist any more */
	struct compare_group *groups; /* those that have grown, the one that grew most first */
	size_t group_count, group_capacity;
	struct buffer names, scratch;
};

struct compare_rule {
	const struct table_pick *pick;
	const struct group_kind *group; /* not one that groups: by process and remote service */
	const struct column *sort;
	bool descending;
};

/* False for what a mark does not know of a socket that has gone, so that it could not be counted.
 */
bool compare_knows_group(const struct group_kind *kind);

/*
 * Compares the living rows of `now` with a mark, both as far as the rule picks them. A row is the
 * same if its network namespace and its cookie are. Both orders are
 * settled. Returns 0 or -ENOMEM. To be freed by compare_done().
 */
int compare_make(struct compare *compare, struct mark *mark, const struct column_context *now,
	const struct compare_rule *rule);
void compare_done(struct compare *compare);

static inline const char *compare_group_name(
	const struct compare *compare, const struct compare_group *group)
{
	return compare->names.data + group->name;
}

#endif
