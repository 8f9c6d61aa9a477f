/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/meter.h"

#include <string.h>

/* Maximum share of one core that the program may use on average. */
#define COST_MAX 0.2f

/* A value over this time weighs as much as all values before it: of the cost, and of the CPU time
 * of a refresh. */
#define COST_SECONDS 3.0f
#define REFRESH_SECONDS 5.0f

/* States in the order of the header's second line. */
static const enum conn_state header_states[] = {CONN_ESTABLISHED, CONN_LISTEN, CONN_TIME_WAIT,
	CONN_CLOSE_WAIT, CONN_SYN_RECV, CONN_SYN_SENT, CONN_FIN_WAIT1, CONN_FIN_WAIT2,
	CONN_LAST_ACK, CONN_CLOSING};

void meter_init(struct meter *meter, const char *root)
{
	*meter = (struct meter){.root = root, .cost = -1, .refresh_cpu_us = -1};
}

void meter_begin(struct meter *meter, const struct instant *now, int64_t cpu_us)
{
	meter->began_us = now->mono_us;
	if (!meter->mono_us) {
		meter->mono_us = now->mono_us;
		meter->cpu_us = cpu_us;
	}
}

/* Returns the new average: the longer the time that a value covers, the more it weighs. */
static float average(float before, float now, float seconds, float half)
{
	return before < 0 ? now : before + seconds / (seconds + half) * (now - before);
}

static void take_cost(
	struct meter *meter, const struct instant *now, int64_t cpu_us, uint32_t wanted_interval_ms)
{
	float cpu = (float)(cpu_us - meter->cpu_us), wall = (float)(now->mono_us - meter->mono_us);
	float least_ms;

	meter->dump_ms = (unsigned)((meter->rows_known_us - meter->began_us + 500) / 1000);
	meter->owners_ms = (unsigned)((now->mono_us - meter->rows_known_us + 500) / 1000);
	meter->cpu_us = cpu_us;
	meter->mono_us = now->mono_us;
	/* The first refresh fills the tables, so its cost says nothing about later ones. */
	if (meter->refreshes++ == 0 || wall <= 0)
		return;
	meter->refresh_cpu_us = average(meter->refresh_cpu_us, cpu, wall / 1e6f, REFRESH_SECONDS);
	meter->cost = average(meter->cost, cpu / wall, wall / 1e6f, COST_SECONDS);
	least_ms = meter->refresh_cpu_us / COST_MAX / 1000;
	meter->interval_ms =
		least_ms > (float)wanted_interval_ms ? (uint32_t)least_ms : wanted_interval_ms;
}

/* States of sockets that were not asked for, or could not be listed, are not known to be empty. */
static uint32_t states_known(const struct source *source)
{
	const struct source_plan *plan = &source->plan;

	if (!parts_meet(source->parts_read, parts_of_kind(CONN_TCP)))
		return 0;
	if (plan->listening)
		return 1U << CONN_LISTEN;
	return plan->narrowed ? plan->states[CONN_TCP] : ~0U;
}

static bool is_known(const struct meter *meter, enum conn_state state)
{
	return meter->known >> state & 1;
}

static void take_counts(struct meter *meter, const struct instant *now, const struct track *track)
{
	float seconds = (float)(now->mono_us - meter->counted.mono_us) / 1e6f;
	bool first = meter->counted.mono_us == 0;

	for (int state = 0; state < CONN_STATES; state++) {
		size_t count = track_count(track, CONN_TCP, (enum conn_state)state);
		float difference = (float)count - (float)meter->counts[state];

		meter->change[state] = first || seconds <= 0 ? 0 : difference / seconds;
		meter->counts[state] = count;
	}
}

/* Adds the rate of a counter. A counter may restart, or its file may appear or disappear: then
 * there is no rate. */
static bool add_rate(const struct counters *before, const struct counters *now,
	enum counter counter, float seconds, float *rate)
{
	if (!counters_has(before, counter) || !counters_has(now, counter) ||
		now->value[counter] < before->value[counter] || seconds <= 0)
		return false;
	*rate += (float)(now->value[counter] - before->value[counter]) / seconds;
	return true;
}

/* Returns by how much a counter has grown; 0: not known. */
static uint64_t rise(
	const struct counters *before, const struct counters *now, enum counter counter)
{
	bool known = counters_has(before, counter) && counters_has(now, counter) &&
		     now->value[counter] > before->value[counter];

	return known ? now->value[counter] - before->value[counter] : 0;
}

static void take_traffic(struct meter *meter, const struct instant *now)
{
	float seconds = (float)(now->mono_us - meter->counted.mono_us) / 1e6f;
	struct counters counters;

	counters_read(&counters, meter->root);
	meter->in_rate = meter->out_rate = 0;
	meter->traffic_known =
		add_rate(&meter->counters, &counters, COUNTER_IN_BYTES, seconds, &meter->in_rate) &&
		add_rate(&meter->counters, &counters, COUNTER_OUT_BYTES, seconds, &meter->out_rate);
	/* A machine without IPv6 does not have these counters; its rates are right without them. */
	add_rate(&meter->counters, &counters, COUNTER_IN6_BYTES, seconds, &meter->in_rate);
	add_rate(&meter->counters, &counters, COUNTER_OUT6_BYTES, seconds, &meter->out_rate);
	meter->resets = rise(&meter->counters, &counters, COUNTER_TCP_ESTABLISHED_RESETS);
	meter->counters = counters;
}

/* In the first refresh nothing has come or gone yet. */
static void take_pulse(struct meter *meter, const struct instant *now, const struct track *track,
	const struct coverage *coverage)
{
	float seconds = (float)(now->mono_us - meter->counted.mono_us) / 1e6f;
	bool known = meter->counted.mono_us && seconds > 0 && is_known(meter, CONN_ESTABLISHED);
	struct pulse_sample sample = {
		.at_us = now->mono_us,
		.values =
			{
				[PULSE_OPENED] = -1,
				[PULSE_CLOSED] = -1,
				[PULSE_IN] = meter->traffic_known ? meter->in_rate : -1,
				[PULSE_OUT] = meter->traffic_known ? meter->out_rate : -1,
				[PULSE_CLOSE_WAIT] = is_known(meter, CONN_CLOSE_WAIT)
							     ? (float)meter->counts[CONN_CLOSE_WAIT]
							     : -1,
				[PULSE_SEEN] = coverage->known ? (float)coverage->seen : -1,
				[PULSE_MADE] = coverage->known ? (float)coverage->made : -1,
			},
	};

	if (known) {
		sample.values[PULSE_OPENED] = (float)pulse_opened(&track->state_changes) / seconds;
		sample.values[PULSE_CLOSED] = (float)pulse_closed(&track->state_changes) / seconds;
	}
	pulse_add(&meter->pulse, &sample);
}

void meter_rows_known(struct meter *meter, const struct instant *now, const struct track *track,
	const struct source *source, const struct coverage *coverage)
{
	meter->rows_known_us = now->mono_us;
	meter->known = states_known(source);
	take_counts(meter, now, track);
	take_traffic(meter, now);
	take_pulse(meter, now, track, coverage);
	meter->counted = *now;
}

void meter_end(
	struct meter *meter, const struct instant *now, int64_t cpu_us, uint32_t wanted_interval_ms)
{
	take_cost(meter, now, cpu_us, wanted_interval_ms);
}

void meter_exempt(struct meter *meter, int64_t cpu_us)
{
	meter->cpu_us += cpu_us;
	meter->work_us += cpu_us; /* meter_work() does not exempt the same time again */
}

void meter_work(struct meter *meter, bool exempt, int64_t cpu_us)
{
	if (meter->exempting)
		meter_exempt(meter, cpu_us - meter->work_us);
	meter->exempting = exempt;
	meter->work_us = cpu_us;
}

void meter_fill(const struct meter *meter, struct frame *frame)
{
	frame->cost_known = meter->cost >= 0;
	frame->cost_percent = meter->cost * 100;
	frame->dump_ms = meter->dump_ms;
	frame->owners_ms = meter->owners_ms;
	frame->pulse = &meter->pulse;
	frame->count_count = 0;
	for (size_t i = 0; i < sizeof(header_states) / sizeof(header_states[0]); i++) {
		enum conn_state state = header_states[i];

		frame->counts[frame->count_count++] = (struct frame_count){
			.name = conn_state_name(CONN_TCP, state),
			.state = state,
			.known = is_known(meter, state),
			.count = meter->counts[state],
			.change = meter->change[state],
			.grows = state == CONN_CLOSE_WAIT &&
				 pulse_grows(&meter->pulse, PULSE_CLOSE_WAIT),
		};
	}
}
