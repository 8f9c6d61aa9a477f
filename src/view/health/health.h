/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Health: what is wrong with the sockets of this machine. All of them are looked at, and the
 * kernel's counters and limits, again and again; what is found is said with its figures, the limit
 * that they are measured against, what to do, and the filter that shows the sockets behind it.
 *
 *	health_begin(health, context, counters);     after a refresh, owners included
 *	while (health_step(health, 4000))
 *		;
 *
 * That is one look. Nothing is said after one look that the next one may refute: what is read off
 * sockets has to be there twice, and what the kernel counts has to have been counted meanwhile.
 *
 * Memory is bounded: so many subjects (processes, listeners, destinations) are followed, each with
 * a minute of figures, and so many findings are kept.
 */
#ifndef SOCKVIEW_VIEW_HEALTH_HEALTH_H
#define SOCKVIEW_VIEW_HEALTH_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "sock/machine/counters.h"
#include "sock/machine/sysctls.h"
#include "view/column/column.h"

enum health_severity {
	HEALTH_INFO,    /* worth knowing */
	HEALTH_WARNING, /* on the way to a failure, or something is lost now and then */
	HEALTH_PROBLEM, /* connections fail */
	HEALTH_SEVERITIES
};

struct health;
struct health_subject; /* health-inside.h */
struct health_finding;

/* A kind of finding: one record each in health_table. */
struct health_kind {
	const char *id;     /* a stable word */
	const char *title;  /* a few words, for the header; translated where it is shown */
	const char *help;   /* when it is said; translated */
	const char *text;   /* the finding, {words} as health-say.c has them; translated */
	const char *advice; /* what to do; translated */
	bool percent;       /* the thresholds are hundredths of the limit */
	bool gain; /* or what the value, a counter, has gained within a minute; else counts */
	uint32_t info, warning, problem; /* from where on; 0: never */
	unsigned looks;                  /* one after the other in which it must be so */
	uint32_t states[CONN_PROTOS];    /* bit n: sockets in this enum conn_state are looked at */

	/* Each may be NULL. */
	bool (*possible)(const struct health *health); /* can be looked at here */
	void (*take)(struct health *health, const struct health_kind *kind, uint32_t row);
	void (*measure)(struct health *health, const struct health_kind *kind);
	void (*settle)(struct health *health, struct health_subject *subject); /* all were taken */
	void (*judge)(struct health *health, struct health_subject *subject,
		struct health_finding *finding);
};

extern const struct health_kind health_table[];
extern const size_t health_kinds;

struct health_finding {
	const struct health_kind *kind;
	enum health_severity severity;
	uint32_t figure; /* what the thresholds are for */
	uint64_t value;
	uint64_t limit; /* 0: there is none, or it is not known */
	bool has_growth;
	double growth;         /* of the value, a minute */
	uint64_t age_ms;       /* of the oldest, */
	bool age_at_least;     /* or less than that */
	uint64_t span_ms;      /* of the figures over time */
	uint64_t other;        /* a second number, if the text has one; UINT64_MAX: not known */
	uint64_t left_ms;      /* until the limit is reached; 0: not foreseen */
	struct buffer subject; /* raw: may hold names from outside */
	struct buffer text;    /* likewise */
	struct buffer advice;
	struct buffer filter; /* shows the sockets behind it; empty: there are none */
};

#define HEALTH_FINDINGS_MAX 64
#define HEALTH_FINDINGS_OF_KIND_MAX 8

#define HEALTH_KINDS_MAX 24
#define HEALTH_TAKERS_MAX 10 /* of one state, and the end */

/* Where ports that are used up are first looked for; see health-peer.c. */
#define HEALTH_PORT_BUCKETS 16384

struct health {
	const char *root; /* prefix of /proc */
	bool translated;  /* sentences in the user's language, else in English */
	const struct column_context *context;
	struct sysctls sysctls;
	struct counters counters, counters_before;
	int64_t now_us;                    /* monotonic clock of the look at hand */
	int64_t begun_us, begun_before_us; /* boot clock: of this look, and of the one before */
	int64_t limits_read_us;            /* when the sysctls were */
	unsigned looks;                    /* begun so far */
	bool looking;
	uint32_t row;                   /* next to be looked at */
	uint16_t port_first, port_last; /* that the kernel chooses from */
	unsigned port_count;
	uint32_t *port_buckets;                         /* of the look at hand */
	uint8_t port_suspects[HEALTH_PORT_BUCKETS / 8]; /* of the last one */
	struct health_subject *subjects;
	size_t subject_count, subject_capacity;
	uint32_t *slots; /* of subjects, by their keys */
	uint16_t subjects_of_kind[HEALTH_KINDS_MAX];
	/* Who looks at a socket in this state: into health_table; ends with HEALTH_KINDS_MAX. */
	uint8_t takers[CONN_PROTOS][CONN_STATES][HEALTH_TAKERS_MAX];

	struct health_finding
		findings[HEALTH_FINDINGS_MAX]; /* of the last whole look, worst first */
	size_t finding_count;
	size_t more; /* found, but not kept */
	unsigned whole_looks;
};

/* `root` is the prefix of /proc; kept, not copied. */
void health_init(struct health *health, const char *root, bool translated);
void health_done(struct health *health);

/*
 * Begins a look at the rows of context->track, which must stay where it is, and at `counters`, as
 * read for the same refresh. A look that is under way is given up.
 */
void health_begin(struct health *health, const struct column_context *context,
	const struct counters *counters);

/* Looks at about `budget` rows (20 to 60 ns each); false when the look is over, or
 * none was begun. */
bool health_step(struct health *health, size_t budget);

/* The worst severity found, or -1 where nothing was. */
int health_worst(const struct health *health);

/* Whether this kind can be looked for on this machine. */
bool health_is_possible(const struct health *health, const struct health_kind *kind);

/* A stable word: "info", "warning", "problem". */
const char *health_severity_name(enum health_severity severity);

#endif
