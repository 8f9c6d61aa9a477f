/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why connections were reset: the kernel's counters, each with its cause. */
#include "base/format.h"
#include "view/health/health-internal.h"

/* In the order in which they are told. */
static const struct {
	enum counter counter;
	const char *cause;
} causes[HEALTH_RESETS] = {
	{COUNTER_TCP_ABORT_ON_CLOSE,
		N_("closed with data that were not read (TCPAbortOnClose): %s")},
	{COUNTER_TCP_ABORT_ON_DATA,
		N_("closed by SO_LINGER 0, or data came after close() (TCPAbortOnData): %s")},
	{COUNTER_TCP_ATTEMPT_FAILS,
		N_("could not be opened, since nobody listened or the peer refused "
		   "(AttemptFails): %s")},
	{COUNTER_TCP_ESTABLISHED_RESETS,
		N_("were open and ended by a reset, from either side (EstabResets): %s")},
	{COUNTER_TCP_SENT_RESETS,
		N_("resets sent in all, also for data after the end, and to who found no listener "
		   "here (OutRsts): %s")},
};

HEALTH_POSSIBLE(health_possible_resets)
{
	return counters_has(&health->counters, COUNTER_TCP_SENT_RESETS);
}

/* What is counted is the connections: a reset that was sent is the sign of most of them. */
HEALTH_MEASURE(health_measure_resets)
{
	struct health_subject *subject =
		health_subject(health, kind, health_key(0, kind->id, 6), TRACK_NONE);

	for (size_t i = 0; i < HEALTH_RESETS; i++)
		health_trend_add(&health->resets[i], health->now_us,
			health->counters.value[causes[i].counter]);
	if (!subject)
		return;
	for (size_t i = 0; i < HEALTH_RESETS; i++)
		subject->value += health->counters.value[causes[i].counter];
	subject->count = subject->value;
}

HEALTH_JUDGE(health_judge_resets)
{
	(void)subject;
	health_add_machine(health, finding);
	finding->value = health_trend_gain(&health->resets[HEALTH_RESETS - 1]);
}

/* "12 (0.2/s)" */
static void add_rate(const struct health_trend *trend, struct buffer *out)
{
	uint64_t gain = health_trend_gain(trend), span_ms = health_trend_span_ms(trend);

	format_grouped(out, gain);
	if (!span_ms)
		return;
	buffer_text(out, " (");
	format_tenths(out, gain * 10000 / span_ms);
	buffer_text(out, "/s)");
}

void health_add_resets(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	bool first = true;

	(void)finding;
	for (size_t i = 0; i < HEALTH_RESETS; i++) {
		struct buffer figure = {0};

		if (!counters_has(&health->counters, causes[i].counter) ||
			!health_trend_gain(&health->resets[i]))
			continue;
		add_rate(&health->resets[i], &figure);
		buffer_text(out, first ? "" : "; ");
		first = false;
		buffer_printf(out, health_word(health, causes[i].cause), buffer_get(&figure));
		buffer_done(&figure);
	}
}
