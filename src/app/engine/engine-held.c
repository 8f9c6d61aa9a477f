/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/engine.h"

/* A socket that was not asked for would be taken for one that is in no table. */
void engine_choose_held(struct engine *engine)
{
	const struct source_plan *plan = &engine->plan;

	if (engine->owners_wanted && engine->row_owners.usable)
		owner_map_count_held(&engine->row_owners.owners,
			engine->held_wanted && source_plan_lists_all(plan) && !plan->narrowed);
}
