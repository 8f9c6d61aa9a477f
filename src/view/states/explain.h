/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What states and columns mean, in sentences for somebody who has to act on them: who waits for
 * whom, how long is normal, which limits of the kernel govern it (with their values on this
 * machine), what to do.
 *
 * An explanation is lines of text, one a paragraph, to be wrapped by whoever shows them; what is
 * named on the left is parted from its text by two blanks or more.
 */
#ifndef SOCKVIEW_VIEW_STATES_EXPLAIN_H
#define SOCKVIEW_VIEW_STATES_EXPLAIN_H

#include <stdbool.h>

#include "base/text.h"
#include "sock/conn/conn.h"
#include "sock/machine/sysctls.h"
#include "view/column/column.h"

#define EXPLAIN_LIMITS_MAX 6

/* Cells of a line of an explanation: longer ones are hard to read. */
#define EXPLAIN_WIDTH_MAX 96

/* A setting of the kernel, and what it does to a state. */
struct explain_limit {
	enum sysctl sysctl;
	const char *effect; /* translated; NULL ends the list */
};

/* All texts are translated where they are shown. */
struct explain_state {
	enum conn_proto proto;
	enum conn_state state;
	const char *meaning;
	const char *waiting; /* who waits for whom, and how it ends */
	const char *normal;  /* how long it lasts where all is well */
	const char *many;    /* what to do when there are many, or it lasts */
	struct explain_limit limits[EXPLAIN_LIMITS_MAX + 1];
};

extern const struct explain_state explain_states[];
extern const size_t explain_state_count;

/* What there is to say of a column beyond its sentence of help. */
struct explain_column {
	const char *id;
	const char *more; /* translated */
};

extern const struct explain_column explain_columns[];
extern const size_t explain_column_count;

/* The record of a state; that of UNKNOWN where there is none. */
const struct explain_state *explain_find_state(enum conn_proto proto, enum conn_state state);

/* What a name may stand for; what it does not is NULL. */
struct explain_topic {
	const struct explain_state *states[CONN_PROTOS]; /* of each kind */
	const struct column *column;
};

/*
 * Finds a state in any of its spellings, or a column by its id or its title; any case, '-', '_' and
 * blanks alike. False where there is none.
 */
bool explain_find(const char *name, struct explain_topic *ret_topic);

/* The name that is most like `name`, or NULL where none is. */
const char *explain_nearest(const char *name);

/* Appends the explanation. `sysctls` may be NULL: the limits are told without their values. */
void explain_add_state(struct buffer *out, const struct explain_state *record,
	const struct sysctls *sysctls, enum text_charset charset);
void explain_add_column(struct buffer *out, const struct column *column, enum text_charset charset);
void explain_add_topic(struct buffer *out, const struct explain_topic *topic,
	const struct sysctls *sysctls, enum text_charset charset);

/* Appends "net.ipv4.tcp_fin_timeout = 60 s". */
void explain_add_sysctl(struct buffer *out, const struct sysctls *sysctls, enum sysctl sysctl);

/* Appends all names that explain_find() takes, those of states first, a line each. */
void explain_add_names(struct buffer *out);

#endif
