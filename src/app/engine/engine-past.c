/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the engine tells of connections that have ended. */
#include "app/engine/engine.h"

void engine_take_events(struct engine *engine, const struct instant *now)
{
	chronicle_drain(&engine->chronicle, now);
}

int engine_events_fd(const struct engine *engine)
{
	return chronicle_fd(&engine->chronicle);
}

int64_t engine_events_due_us(const struct engine *engine)
{
	return chronicle_due_us(&engine->chronicle);
}

const uint32_t *engine_ways(struct engine *engine)
{
	const uint32_t *ways = chronicle_take_ways(&engine->chronicle);

	return engine->spaces.pick == PLACES_HERE ? ways : NULL;
}

struct column_context engine_past_context(const struct engine *engine)
{
	struct column_context context = engine->context;

	context.track = &engine->chronicle.past.track;
	context.past = &engine->chronicle.past.reader;
	context.row_owners = NULL;
	context.judge = NULL;
	context.live = false;
	return context;
}
