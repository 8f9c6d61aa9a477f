/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Findings about processes that run out of descriptors, whatever state their sockets are in. */
#include "sock/machine/process.h"
#include "view/health/health-internal.h"

/* A process that only fills is a finding if it will be full within this time. */
#define FILLING_URGENT_MS 600000

/* Only the processes with the most sockets are asked for their descriptors: it costs some time. */
enum { FULLEST = 16, SOCKETS_LEAST = 16 };

struct fullest {
	uint32_t processes[FULLEST], sockets[FULLEST]; /* the most first */
	size_t count;
};

static void offer(struct fullest *fullest, uint32_t process, uint32_t sockets)
{
	size_t at = fullest->count < FULLEST ? fullest->count++ : FULLEST;

	while (at && (at == FULLEST || fullest->sockets[at - 1] < sockets)) {
		if (fullest->sockets[at - 1] >= sockets)
			return;
		at--;
		if (at + 1 < FULLEST) {
			fullest->processes[at + 1] = fullest->processes[at];
			fullest->sockets[at + 1] = fullest->sockets[at];
		}
	}
	fullest->processes[at] = process;
	fullest->sockets[at] = sockets;
}

HEALTH_POSSIBLE(health_possible_descriptors)
{
	return health_possible_owners(health);
}

/* True where the limit is near, or will be soon. */
static bool is_filling(const struct health_subject *subject)
{
	uint64_t open = subject->value, limit = subject->limit;
	double growth;

	if (open >= limit - limit / 5)
		return true;
	return open >= limit / 2 && health_trend_growth(&subject->trend, &growth) && growth >= 1 &&
	       (double)(limit - open) / growth * 60000 < FILLING_URGENT_MS;
}

static void measure_process(
	struct health *health, const struct health_kind *kind, uint32_t process, uint32_t sockets)
{
	const struct owner_map *owners = &health->context->row_owners->owners;
	uint32_t pid = owner_map_process(owners, process)->pid;
	struct health_subject *subject;
	uint64_t open, limit;

	if (process_read_file_limit(owners->proc, pid, &limit) < 0 || !limit || limit == UINT64_MAX)
		return;
	if (!owners->counted || process_count_files(owners->proc, pid, &open) < 0)
		open = sockets; /* it has at least these */
	subject = open >= limit / 2 ? health_subject(health, kind, pid, TRACK_NONE) : NULL;
	if (!subject)
		return;
	subject->process = process;
	subject->value = open;
	subject->other = sockets;
	subject->limit = limit;
	subject->count = is_filling(subject) ? open : 0;
}

HEALTH_MEASURE(health_measure_descriptors)
{
	const struct owner_map *owners = &health->context->row_owners->owners;
	struct fullest fullest = {.count = 0};

	for (uint32_t process = 0; process < owners->process_count; process++) {
		uint32_t sockets = owner_map_sockets(owners, process);

		if (sockets >= SOCKETS_LEAST)
			offer(&fullest, process, sockets);
	}
	for (size_t i = 0; i < fullest.count; i++)
		measure_process(health, kind, fullest.processes[i], fullest.sockets[i]);
}

HEALTH_JUDGE(health_judge_descriptors)
{
	health_add_process_number(health, subject->process, &finding->subject);
	buffer_printf(&finding->filter, "pid = %u", (unsigned)subject->key);
	if (finding->severity < HEALTH_WARNING)
		finding->severity = HEALTH_WARNING;
	if (finding->has_growth && finding->growth >= 1 && finding->value < finding->limit)
		finding->left_ms = (uint64_t)((double)(finding->limit - finding->value) /
					      finding->growth * 60000);
}

/* -------- sockets that are held, and in no table -------- */

HEALTH_MEASURE(health_measure_held)
{
	struct owner_map *owners = &health->context->row_owners->owners;

	for (uint32_t process = 0; process < owners->process_count; process++) {
		const struct owner_map_descriptors *descriptors =
			owner_map_is_counted(owners, process)
				? owner_map_descriptors(owners, process)
				: NULL;
		struct health_subject *subject;

		if (!descriptors || !descriptors->held_known || descriptors->held < kind->info)
			continue;
		subject = health_subject(
			health, kind, owner_map_process(owners, process)->pid, TRACK_NONE);
		if (!subject)
			continue;
		subject->process = process;
		subject->value = subject->count = descriptors->held;
		subject->limit = descriptors->limit_known && descriptors->limit != UINT64_MAX
					 ? descriptors->limit
					 : 0;
		subject->other = descriptors->open_known ? descriptors->open : UINT64_MAX;
	}
}

HEALTH_JUDGE(health_judge_held)
{
	health_add_process_number(health, subject->process, &finding->subject);
	buffer_printf(&finding->filter, "pid = %u", (unsigned)subject->key);
	if (finding->has_growth && finding->growth >= 1 && finding->limit &&
		finding->other < finding->limit)
		finding->left_ms = (uint64_t)((double)(finding->limit - finding->other) /
					      finding->growth * 60000);
}
