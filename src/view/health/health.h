/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Health: what is wrong with the sockets of this machine. Every look examines all sockets, and the
 * kernel's counters and limits. A finding is reported with its figures, the limit that they are
 * compared with, what to do, and a filter that shows its sockets.
 *
 *	health_begin(health, context, counters);     after a refresh, owners included
 *	while (health_step(health, 4000))
 *		;
 *
 * That is one look. No finding is reported after one look if the next look may refute it: a fault
 * of sockets has to be there in two looks, and a counter of the kernel has to have grown between
 * them. If that is too little to decide, the kind is not reported as healthy: health_coverage().
 *
 * One cause is one finding: subjects with the same cause are reported as one finding, and a finding
 * that another one explains is reported as part of that one.
 *
 * Memory is bounded: there is a limit on the subjects (processes, listeners, destinations) that are
 * followed, each with a minute of figures, and on the findings that are kept.
 */
#ifndef SOCKVIEW_VIEW_HEALTH_HEALTH_H
#define SOCKVIEW_VIEW_HEALTH_HEALTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/hash-index.h"
#include "base/text.h"
#include "sock/machine/counters.h"
#include "sock/machine/sysctls.h"
#include "sock/rows/row-walk.h"
#include "view/column/column.h"

enum health_severity {
	HEALTH_INFO,    /* worth knowing */
	HEALTH_WARNING, /* likely to fail soon, or something is lost now and then */
	HEALTH_PROBLEM, /* connections fail */
	HEALTH_SEVERITIES
};

struct health;
struct health_subject; /* health-internal.h */
struct health_finding;

/* A kind of finding: one record each in health_table. */
struct health_kind {
	const char *id;      /* never translated */
	const char *title;   /* a few words, for the header; translated when it is shown */
	const char *growing; /* the title while the figure grows; NULL: the same */
	const char *help;    /* when it is reported; translated */
	const char *text;    /* the finding, with {words} that health-text.c replaces; translated */
	const char *text_many; /* the same for several subjects with one cause; NULL: `text` */
	const char *advice;    /* what to do; translated */
	bool percent;          /* the thresholds are percentages of the limit */
	bool gain;             /* the thresholds are for the growth of a counter within a minute */
	uint32_t info, warning, problem; /* thresholds; 0: never */
	unsigned looks;       /* successive looks in which it must be true to be reported */
	unsigned blind;       /* number of first looks in which it cannot be true yet */
	unsigned patience_ms; /* sockets younger than this do not count */
	/*
	 * A finding of one of these kinds about the same subject (explained_by_any: about any
	 * subject) explains the finding of this kind, which is then not reported on its own.
	 */
	const char *explained_by[3];
	bool explained_by_any;
	uint32_t states[CONN_PROTOS]; /* bit n: sockets in this enum conn_state are examined */

	/* Each may be NULL. */
	bool (*possible)(const struct health *health); /* can be examined on this machine */
	void (*take)(struct health *health, const struct health_kind *kind, uint32_t row);
	void (*measure)(struct health *health, const struct health_kind *kind);
	void (*settle)(
		struct health *health, struct health_subject *subject); /* all sockets were taken */
	/* True if `right` has the same cause as `left`, which is at least as bad. */
	bool (*same_cause)(const struct health *health, const struct health_subject *left,
		const struct health_subject *right);
	void (*judge)(struct health *health, struct health_subject *subject,
		struct health_finding *finding);
};

extern const struct health_kind health_table[];
extern const size_t health_kinds;

struct health_finding {
	const struct health_kind *kind;
	enum health_severity severity;
	uint32_t figure; /* compared with the thresholds */
	uint64_t value;
	uint64_t limit; /* 0: there is none, or it is not known */
	bool has_growth;
	double growth;      /* of the value, a minute */
	uint64_t age_ms;    /* of the oldest socket */
	bool age_at_least;  /* it may be older than that */
	uint64_t span_ms;   /* time span of the growth */
	uint64_t other;     /* a second number, if the text has one; UINT64_MAX: not known */
	uint64_t left_ms;   /* until the limit is reached; 0: no forecast */
	size_t subjects;    /* number of subjects reported together: sockets, listeners */
	uint32_t row;       /* of the first subject */
	uint32_t other_row; /* of another subject, at another endpoint if there is one */
	uint32_t includes;  /* bit n: it explains a finding of health_table[n], too */
	const char *says, *advises; /* the kind's text and advice, or others that fit better */
	struct buffer subject;      /* raw: may contain names from outside */
	struct buffer text;         /* raw, too */
	struct buffer advice;
	struct buffer filter; /* shows the finding's sockets; empty: there are none */
};

#define HEALTH_FINDINGS_MAX 64
#define HEALTH_FINDINGS_OF_KIND_MAX 8

#define HEALTH_KINDS_MAX 24
#define HEALTH_TAKERS_MAX 12 /* the most kinds that examine one state, plus the end mark */

/* Figures of about the last minute: one every eight seconds, and the newest. */
#define HEALTH_TREND_SAMPLES 8
#define HEALTH_TREND_SPACING_US 8000000

struct health_sample {
	int64_t us; /* monotonic clock */
	uint64_t value;
};

struct health_trend {
	struct health_sample old[HEALTH_TREND_SAMPLES];
	unsigned count, first; /* of `old` */
	struct health_sample newest;
};

/* Counters of resets: view/health/health-resets.c. */
#define HEALTH_RESETS 5

/* What is known of the ports of the current look, and of the previous one; health-ports.c. */
struct health_ports;

struct health {
	const char *root; /* prefix of /proc */
	bool translated;  /* sentences in the user's language; otherwise in English */
	const struct column_context *context;
	struct sysctls sysctls;
	struct counters counters, counters_before;
	int64_t now_us;                    /* monotonic clock of the current look */
	int64_t begun_us, begun_before_us; /* boot clock: of this look, and of the previous one */
	int64_t limits_read_us;            /* when the sysctls were read */
	unsigned looks;                    /* number of looks begun */
	bool looking;
	bool elsewhere;       /* there are sockets of other network namespaces */
	struct row_walk walk; /* of the current look */
	struct health_ports *ports;
	struct health_trend resets[HEALTH_RESETS];
	int64_t first_us;                   /* boot clock: of the first look */
	uint16_t decided[HEALTH_KINDS_MAX]; /* looks in which the kind could be true */
	struct health_subject *subjects;
	size_t subject_count, subject_capacity;
	struct hash_index index; /* kind and key -> subject */
	uint16_t subjects_of_kind[HEALTH_KINDS_MAX];
	/*
	 * The kinds that examine a socket in this state, as indices into health_table; ends with
	 * HEALTH_KINDS_MAX.
	 */
	uint8_t takers[CONN_PROTOS][CONN_STATES][HEALTH_TAKERS_MAX];

	struct health_finding
		findings[HEALTH_FINDINGS_MAX]; /* of the last complete look, most severe first */
	size_t finding_count;
	size_t more; /* findings that did not fit */
	unsigned whole_looks;
	/*
	 * The number of dropped connections was missing for some listener: in this look, in the
	 * look before (true also before the first complete look).
	 */
	bool drops_untold, drops_untold_before;
};

/* `root` is the prefix of /proc; the pointer is kept, the string is not copied. */
void health_init(struct health *health, const char *root, bool translated);
void health_done(struct health *health);

/*
 * Begins a look at the rows of context->track, which must stay at its address, and at `counters`,
 * as read for the same refresh. A look in progress is abandoned.
 */
void health_begin(struct health *health, const struct column_context *context,
	const struct counters *counters);

/*
 * Examines about `budget` rows (20 to 60 ns each); false when the look is complete, or none was
 * begun.
 */
bool health_step(struct health *health, size_t budget);

/* The most severe level found, or -1 if there are no findings. */
int health_worst(const struct health *health);

/*
 * Judges one matter of a row: COLUMN_PLAIN, COLUMN_WARNING or COLUMN_WRONG. `context` is a struct
 * health, as in struct column_judge. The result is what the last complete look has found, whatever
 * the number of such sockets.
 */
enum column_tone health_tone(const void *context, uint32_t row, enum column_matter matter);

/* True if this kind can be examined on this machine. */
bool health_is_possible(const struct health *health, const struct health_kind *kind);

enum health_coverage {
	HEALTH_CHECKED,
	HEALTH_TOO_EARLY, /* more looks, or a longer time, are needed to decide */
	HEALTH_NOT_TOLD,  /* this machine does not report the figures that are needed */
};

enum health_coverage health_coverage(const struct health *health, const struct health_kind *kind);

/*
 * True if sockets in the state BOUND should be listed in the next refresh: the kernel counts so
 * many sockets that no dump lists that they may have used up the ports. (If they were always
 * listed, each dump would be more expensive.)
 */
bool health_wants_bound(const struct health *health);

/* The kind with this id; case is ignored, and - and _ are the same. NULL: there is none. */
const struct health_kind *health_find_kind(const char *id);

/* Appends what a kind of finding means and what to do, with values of `sysctls`, as lines. */
void health_explain(struct buffer *out, const struct health_kind *kind,
	const struct sysctls *sysctls, enum text_charset charset);

/* What the finding is called, in a few words; not translated yet. */
const char *health_title(const struct health_finding *finding);

/* A word that is never translated: "info", "warning", "problem". */
const char *health_severity_name(enum health_severity severity);

#endif
