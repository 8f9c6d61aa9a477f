/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of health share among themselves. */
#ifndef SOCKVIEW_VIEW_HEALTH_HEALTH_INTERNAL_H
#define SOCKVIEW_VIEW_HEALTH_HEALTH_INTERNAL_H

#include "base/i18n.h"
#include "view/health/health.h"

#define HEALTH_SUBJECTS_MAX 1024
#define HEALTH_SUBJECTS_OF_KIND_MAX 128

/* Figures of about the last minute: an old one every eight seconds, and the newest. */
#define HEALTH_TREND_SAMPLES 8
#define HEALTH_TREND_SPACING_US 8000000

struct health_sample {
	int64_t us; /* monotonic clock */
	uint64_t value;
};

struct health_trend {
	struct health_sample old[HEALTH_TREND_SAMPLES];
	unsigned count, first; /* of old */
	struct health_sample newest;
};

void health_trend_add(struct health_trend *trend, int64_t now_us, uint64_t value);

/* How much more it is now than the oldest figure that is known; 0 where it is less. */
uint64_t health_trend_gain(const struct health_trend *trend);

/* The time between the two. */
uint64_t health_trend_span_ms(const struct health_trend *trend);

/* Growth a minute; false where the figures are too near to each other in time to tell. */
bool health_trend_growth(const struct health_trend *trend, double *ret_per_minute);

/* A process, a listener, a destination ... as far as one kind of finding is concerned. */
struct health_subject {
	uint64_t key;
	const struct health_kind *kind;
	uint32_t row;   /* one of its sockets */
	unsigned seen;  /* the look that met it last */
	unsigned looks; /* one after the other that found it bad enough to be said */
	/* of the look at hand */
	uint64_t count; /* what the thresholds are for, or hundredths of `limit` of which */
	uint64_t value; /* what is told, and followed over time */
	uint64_t limit;
	uint64_t other;
	int64_t since_us; /* boot clock: the oldest */
	bool since_at_least;
	uint64_t stayed; /* of `value`: were there at the look before */
	uint64_t oldest; /* of `value`: came with the oldest */
	/* of the looks before */
	uint64_t before;   /* their value */
	uint64_t arrived;  /* bytes, so far; 0: not known */
	uint64_t left;     /* how many have gone lately */
	int64_t oldest_us; /* `since_us`; 0: there was none */
	uint64_t oldest_before;
	int64_t usual_us; /* after so long some have gone */
	struct health_trend trend;
};

/* The subject of a key, made if it is new, with the figures of this look, which begin at 0; NULL
 * where there are too many already. */
struct health_subject *health_subject(
	struct health *health, const struct health_kind *kind, uint64_t key, uint32_t row);

/* Forgets those that the look at hand did not meet. */
void health_subjects_sweep(struct health *health);

/* A key of any bytes. */
uint64_t health_key(uint64_t seed, const void *bytes, size_t length);

/* -------- saying -------- */

/* `text` in the language of the findings. */
const char *health_word(const struct health *health, const char *text)
	__attribute__((format_arg(2)));

/* Fills the text and the advice from the records, and from the figures of the finding. */
void health_say(const struct health *health, struct health_finding *finding, const char *text,
	struct buffer *out);

void health_add_process(const struct health *health, uint32_t row, struct buffer *out);

/* The process of a row, by its number in the map of owners; OWNER_MAP_NONE: none is known. */
uint32_t health_process(const struct health *health, uint32_t row);

/* -------- kinds -------- */

static inline const struct row *health_row(const struct health *health, uint32_t row)
{
	return &health->context->track->rows[row];
}

#define HEALTH_TAKE(name) \
	void health_take_##name(struct health *health, const struct health_kind *kind, uint32_t row)
#define HEALTH_MEASURE(name) \
	void health_measure_##name(struct health *health, const struct health_kind *kind)
#define HEALTH_SETTLE(name) \
	void health_settle_##name(struct health *health, struct health_subject *subject)
#define HEALTH_JUDGE(name)                                                              \
	void health_judge_##name(struct health *health, struct health_subject *subject, \
		struct health_finding *finding)
#define HEALTH_POSSIBLE(name) bool health_possible_##name(const struct health *health)

/* processes: health-process.c */
HEALTH_TAKE(close_wait);
HEALTH_SETTLE(close_wait);
HEALTH_JUDGE(close_wait);
HEALTH_TAKE(half_open);
HEALTH_JUDGE(half_open);
HEALTH_TAKE(receiver);
HEALTH_JUDGE(receiver);
HEALTH_TAKE(udp_drops);
HEALTH_JUDGE(udp_drops);
HEALTH_POSSIBLE(owners);
HEALTH_TAKE(owners);
HEALTH_JUDGE(owners);

/* listeners: health-listen.c */
HEALTH_TAKE(accept_queue);
HEALTH_JUDGE(accept_queue);
HEALTH_TAKE(syn_recv);
HEALTH_JUDGE(syn_recv);

/* destinations: health-peer.c */
HEALTH_TAKE(zero_window);
HEALTH_JUDGE(zero_window);
HEALTH_TAKE(retransmission);
HEALTH_JUDGE(retransmission);
HEALTH_TAKE(ports);
HEALTH_JUDGE(ports);
void health_ports_begin(struct health *health);
void health_ports_end(struct health *health);

/* the machine: health-machine.c */
HEALTH_POSSIBLE(time_wait);
HEALTH_MEASURE(time_wait);
HEALTH_JUDGE(time_wait);
HEALTH_POSSIBLE(orphans);
HEALTH_MEASURE(orphans);
HEALTH_JUDGE(orphans);
HEALTH_POSSIBLE(memory);
HEALTH_MEASURE(memory);
HEALTH_JUDGE(memory);
HEALTH_POSSIBLE(conntrack);
HEALTH_MEASURE(conntrack);
HEALTH_JUDGE(conntrack);
HEALTH_POSSIBLE(cookies);
HEALTH_MEASURE(cookies);
HEALTH_JUDGE(cookies);
HEALTH_POSSIBLE(overflows);
HEALTH_MEASURE(overflows);
HEALTH_JUDGE(overflows);

#endif
