/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files of health. */
#ifndef SOCKVIEW_VIEW_HEALTH_HEALTH_INTERNAL_H
#define SOCKVIEW_VIEW_HEALTH_HEALTH_INTERNAL_H

#include "base/i18n.h"
#include "view/health/health.h"

#define HEALTH_SUBJECTS_MAX 1024
#define HEALTH_SUBJECTS_OF_KIND_MAX 128

void health_trend_add(struct health_trend *trend, int64_t now_us, uint64_t value);

/* Growth since the oldest known figure; 0 where it has decreased. */
uint64_t health_trend_gain(const struct health_trend *trend);

/* The time between the oldest and the newest figure. */
uint64_t health_trend_span_ms(const struct health_trend *trend);

/* Growth a minute; false where the figures are too close in time. */
bool health_trend_growth(const struct health_trend *trend, double *ret_per_minute);

/* A process, a listener, a destination ... for one kind of finding. */
struct health_subject {
	uint64_t key;
	const struct health_kind *kind;
	uint32_t row;     /* one of its sockets */
	uint32_t process; /* of descriptors: its number in the owner map */
	unsigned seen;    /* the last look in which it had a socket */
	unsigned looks;   /* successive looks in which it passed a threshold */
	bool problem;     /* in the last look it was one */
	/* in the current look */
	uint64_t count; /* compared with the thresholds: a number, or a percentage of `limit` */
	uint64_t value; /* the figure that is reported, and followed over time */
	uint64_t limit;
	uint64_t other;
	int64_t since_us; /* boot clock: the oldest of its sockets */
	bool since_at_least;
	uint64_t stayed; /* how many of `value` were already there in the previous look */
	/* Of listeners on one endpoint: how long their queues, which did not shrink, were then. */
	uint64_t claimed;
	uint64_t oldest; /* how many of `value` came together with the oldest */
	/* from previous looks */
	uint64_t before;   /* `value` in the previous look */
	uint64_t arrived;  /* bytes received so far; 0: not known */
	uint64_t left;     /* how many have gone lately */
	int64_t oldest_us; /* `since_us` in the previous look; 0: there was none */
	uint64_t oldest_before;
	int64_t usual_us; /* the age at which some have gone */
	int64_t habit_us; /* the age at which one has been there for too long */
	unsigned overdue; /* successive looks with such ones */
	uint8_t variant;  /* which of the kind's sentences; 0 at first */
	struct health_trend trend;
};

/*
 * Returns the subject with a key, adding it if it is new, with this look's figures starting at 0;
 * NULL if there are too many subjects.
 */
struct health_subject *health_subject(
	struct health *health, const struct health_kind *kind, uint64_t key, uint32_t row);

/* The same if there is one; its figures may be those of a look that is not complete. */
const struct health_subject *health_find_subject(
	const struct health *health, const struct health_kind *kind, uint64_t key);

/* True if two sockets have the same address and port of their own. */
bool health_is_same_endpoint(const struct health *health, uint32_t left_row, uint32_t right_row);

/* Removes the subjects that the current look did not meet. */
void health_subjects_sweep(struct health *health);

/* Makes a key of any bytes. */
uint64_t health_key(uint64_t seed, const void *bytes, size_t length);

/* The percentage of its limit, the growth, or the count: what the thresholds are compared with. */
uint32_t health_figure(const struct health_subject *subject);

/* -------- text -------- */

/* Returns `text` in the language of the findings. */
const char *health_word(const struct health *health, const char *text)
	__attribute__((format_arg(2)));

/* Appends `text` with each {word} replaced by its figure of the finding. */
void health_say(const struct health *health, struct health_finding *finding, const char *text,
	struct buffer *out);

void health_add_process(const struct health *health, uint32_t row, struct buffer *out);
void health_add_process_number(const struct health *health, uint32_t process, struct buffer *out);

/* The process of a row, by its index in the owner map; OWNER_MAP_NONE: none is known. */
uint32_t health_process(const struct health *health, uint32_t row);

/*
 * The subject of a finding about the kernel's counters and limits, which are those of our own
 * network namespace: said where sockets of others are shown, too.
 */
void health_add_machine(const struct health *health, struct health_finding *finding);

/* A finding about sockets of another network namespace says so, and shows only these. */
void health_add_place(const struct health *health, struct health_finding *finding);

/* -------- kinds -------- */

static inline const struct row *health_row(const struct health *health, uint32_t row)
{
	return &health->context->track->rows[row];
}

/* What a key of addresses begins with: the same ones in another network namespace are others. */
static inline uint64_t health_seed(const struct conn *conn, unsigned kind)
{
	return (uint64_t)conn->place << 8 | kind;
}

#define HEALTH_TAKE(name) \
	void name(struct health *health, const struct health_kind *kind, uint32_t row)
#define HEALTH_MEASURE(name) void name(struct health *health, const struct health_kind *kind)
#define HEALTH_SETTLE(name) void name(struct health *health, struct health_subject *subject)
#define HEALTH_JUDGE(name)                                               \
	void name(struct health *health, struct health_subject *subject, \
		struct health_finding *finding)
#define HEALTH_SAME(name)                                                         \
	bool name(const struct health *health, const struct health_subject *left, \
		const struct health_subject *right)
#define HEALTH_POSSIBLE(name) bool name(const struct health *health)

/* processes: health-process.c */
HEALTH_TAKE(health_take_unclosed);
HEALTH_SETTLE(health_settle_unclosed);
HEALTH_JUDGE(health_judge_unclosed);
HEALTH_POSSIBLE(health_possible_descriptors);
HEALTH_MEASURE(health_measure_descriptors);
HEALTH_JUDGE(health_judge_descriptors);
HEALTH_MEASURE(health_measure_held);
HEALTH_JUDGE(health_judge_held);
HEALTH_TAKE(health_take_half_open);
HEALTH_JUDGE(health_judge_half_open);
HEALTH_TAKE(health_take_receiver);
HEALTH_SAME(health_same_process);
HEALTH_JUDGE(health_judge_receiver);
HEALTH_TAKE(health_take_udp_drops);
HEALTH_JUDGE(health_judge_udp_drops);
HEALTH_POSSIBLE(health_possible_owners);
HEALTH_MEASURE(health_measure_owners);
HEALTH_JUDGE(health_judge_owners);

/* The subject that a socket in CLOSE_WAIT counts for. */
uint64_t health_process_key(const struct health *health, uint32_t row);

/* listeners: health-listen.c */
HEALTH_TAKE(health_take_accept_queue);
HEALTH_SAME(health_same_listener);
HEALTH_JUDGE(health_judge_accept_queue);
HEALTH_POSSIBLE(health_possible_stalled);
HEALTH_TAKE(health_take_stalled);
HEALTH_SETTLE(health_settle_stalled);
HEALTH_JUDGE(health_judge_stalled);
HEALTH_POSSIBLE(health_possible_listener_drops);
HEALTH_TAKE(health_take_listener_drops);
HEALTH_JUDGE(health_judge_listener_drops);
HEALTH_TAKE(health_take_syn_recv);
HEALTH_JUDGE(health_judge_syn_recv);

/* destinations: health-peer.c */
HEALTH_TAKE(health_take_zero_window);
HEALTH_JUDGE(health_judge_zero_window);
HEALTH_TAKE(health_take_retransmission);
HEALTH_JUDGE(health_judge_retransmission);

/* local ports: health-ports.c */
HEALTH_TAKE(health_take_ports);
HEALTH_JUDGE(health_judge_ports);
struct health_ports *health_ports_new(void);
void health_ports_free(struct health_ports *ports);

/* After the limits were read. */
void health_ports_begin(struct health *health);

/* All sockets were taken; `kind` is that of the ports. */
void health_ports_end(struct health *health, const struct health_kind *kind);

/* the machine: health-machine.c */
HEALTH_POSSIBLE(health_possible_time_wait);
HEALTH_MEASURE(health_measure_time_wait);
HEALTH_JUDGE(health_judge_time_wait);
HEALTH_POSSIBLE(health_possible_orphans);
HEALTH_MEASURE(health_measure_orphans);
HEALTH_JUDGE(health_judge_orphans);
HEALTH_POSSIBLE(health_possible_memory);
HEALTH_MEASURE(health_measure_memory);
HEALTH_JUDGE(health_judge_memory);
HEALTH_POSSIBLE(health_possible_conntrack);
HEALTH_MEASURE(health_measure_conntrack);
HEALTH_JUDGE(health_judge_conntrack);
HEALTH_POSSIBLE(health_possible_resets);
HEALTH_MEASURE(health_measure_resets);
HEALTH_JUDGE(health_judge_resets);
void health_add_resets(
	const struct health *health, const struct health_finding *finding, struct buffer *out);
HEALTH_POSSIBLE(health_possible_cookies);
HEALTH_MEASURE(health_measure_cookies);
HEALTH_JUDGE(health_judge_cookies);
HEALTH_POSSIBLE(health_possible_overflows);
HEALTH_MEASURE(health_measure_overflows);
HEALTH_JUDGE(health_judge_overflows);

#endif
