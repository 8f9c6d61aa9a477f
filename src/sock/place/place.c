/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/place/place.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "sock/diag/netlink.h"

void place_init(struct place *place, uint16_t number, const char *root, struct wire *dumps,
	struct wire *queries, int refused)
{
	*place = (struct place){
		.number = number,
		.root = alloc_copy(root),
		.dumps = dumps,
		.queries = queries,
		.refused = refused,
		.process = -1,
	};
	if (dumps)
		dumps->place = number;
	if (queries)
		queries->place = number;
}

void place_open(struct place *place, uint16_t number, const char *root, bool may_close)
{
	struct wire *dumps = NULL, *queries = NULL;
	int error = netlink_open(&dumps);

	if (!error)
		error = netlink_open(&queries);
	if (error) {
		wire_close(dumps);
		dumps = NULL;
	}
	place_init(place, number, root, dumps, queries, error);
	if (!error && may_close && netlink_open(&place->closes) == 0)
		place->closes->place = number;
}

void place_done(struct place *place)
{
	wire_close(place->dumps);
	wire_close(place->queries);
	wire_close(place->closes);
	free(place->root);
	*place = (struct place){0};
}
