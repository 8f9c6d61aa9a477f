/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What states, columns, settings of the kernel, errors and recipes mean, in sentences for a person
 * who has to act on them: which side waits for which, how long is normal, which limits of the
 * kernel govern it (with their values on this machine), what to do.
 *
 * An explanation is lines of text, one for each paragraph, which the caller wraps; a name at the
 * left is separated from its text by two or more blanks.
 */
#ifndef SOCKVIEW_VIEW_STATES_EXPLAIN_H
#define SOCKVIEW_VIEW_STATES_EXPLAIN_H

#include <stdbool.h>

#include "base/nearest.h"
#include "base/text.h"
#include "sock/conn/conn.h"
#include "sock/machine/sysctls.h"
#include "view/column/column.h"
#include "view/states/explain-note.h"

#define EXPLAIN_LIMITS_MAX 6

/* Width of an explanation in cells: longer lines are hard to read. */
#define EXPLAIN_WIDTH_MAX 96

/* A setting of the kernel, and its effect on a state. */
struct explain_limit {
	enum sysctl sysctl;
	const char *effect; /* translated; NULL ends the list */
};

/* All texts are translated when they are shown. */
struct explain_state {
	enum conn_proto proto;
	enum conn_state state;
	const char *meaning;
	const char *waiting; /* which side waits for which, and how the state ends */
	const char *normal;  /* how long the state lasts if nothing is wrong */
	const char *many;    /* what to do if there are many such sockets, or the state lasts */
	struct explain_limit limits[EXPLAIN_LIMITS_MAX + 1];
};

extern const struct explain_state explain_states[];
extern const size_t explain_state_count;

/* An explanation of a column beyond its sentence of help. */
struct explain_column {
	const char *id;
	const char *more; /* translated */
};

extern const struct explain_column explain_columns[];
extern const size_t explain_column_count;

/* The record of a state; the record of UNKNOWN if there is none. */
const struct explain_state *explain_find_state(enum conn_proto proto, enum conn_state state);

/* Everything that a name can mean. A member is NULL if the name does not mean that. */
struct explain_topic {
	const struct explain_state *states[CONN_PROTOS]; /* for each kind of socket */
	const struct column *column;
	const struct explain_note *note;
	bool is_setting;
	enum sysctl setting;             /* where `is_setting` */
	const struct counters *counters; /* for notes: this machine's; NULL: unknown */
};

/*
 * Finds a state by any spelling of its name, a column by its id or its title, an error or recipe by
 * its name or its message, a setting of the kernel; case is ignored, and '-', '_' and blanks are
 * the same. Returns false if the name means nothing.
 */
bool explain_find(const char *name, struct explain_topic *ret_topic);

/* Compares all names that explain_find() knows. */
void explain_suggest(struct nearest *nearest);

/* Appends the explanation. `sysctls` may be NULL: limits are listed without their values. */
void explain_add_state(struct buffer *out, const struct explain_state *record,
	const struct sysctls *sysctls, enum text_charset charset);
void explain_add_column(struct buffer *out, const struct column *column, enum text_charset charset);
void explain_add_topic(struct buffer *out, const struct explain_topic *topic,
	const struct sysctls *sysctls, enum text_charset charset);

/* Appends "net.ipv4.tcp_fin_timeout = 60 s". */
void explain_add_sysctl(struct buffer *out, const struct sysctls *sysctls, enum sysctl sysctl);

/* Appends all names that explain_find() knows, states first, one on each line. */
void explain_add_names(struct buffer *out);

#endif
