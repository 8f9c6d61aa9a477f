/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Explanations of what a user meets outside of this program: errors as programs print them, recipes
 * that people paste, options of sockets, messages of the kernel.
 */
#ifndef SOCKVIEW_VIEW_STATES_EXPLAIN_NOTE_H
#define SOCKVIEW_VIEW_STATES_EXPLAIN_NOTE_H

#include "base/text.h"
#include "sock/machine/counters.h"
#include "sock/machine/sysctls.h"

#define EXPLAIN_NAMES_MAX 5
#define EXPLAIN_FIGURES_MAX 4

struct explain_note {
	const char *names[EXPLAIN_NAMES_MAX];     /* the first one without blanks; NULL: no more */
	const char *meaning;                      /* translated */
	const char *act;                          /* what to do; translated */
	const char *finding;                      /* of health: its id; NULL: none */
	const char *filter;                       /* that shows such sockets; NULL: none */
	enum sysctl limits[EXPLAIN_FIGURES_MAX];  /* ends with SYSCTLS */
	enum counter counts[EXPLAIN_FIGURES_MAX]; /* ends with COUNTERS */
};

extern const struct explain_note explain_errors[];
extern const size_t explain_error_count;
extern const struct explain_note explain_recipes[];
extern const size_t explain_recipe_count;

/* Returns note number `number`, errors first; NULL: there are no more. */
const struct explain_note *explain_note_at(size_t number);

/*
 * Finds a note by one of its names, or in a line that contains such a name, for example "bind:
 * Address already in use (98)"; NULL if there is none. Case is ignored, and '-', '_' and blanks are
 * the same.
 */
const struct explain_note *explain_find_note(const char *name);

/* Finds a sysctl by its name, with or without the part before the last dot; SYSCTLS: there is
 * none. */
enum sysctl explain_find_sysctl(const char *name);

/* Appends the paragraphs of a note. `sysctls` and `counters` may be NULL: without values. */
void explain_add_note(struct buffer *out, const struct explain_note *note,
	const struct sysctls *sysctls, const struct counters *counters, enum text_charset charset);

/* Appends a sysctl's value, and its effects on states. */
void explain_add_setting(struct buffer *out, enum sysctl sysctl, const struct sysctls *sysctls);

/* Appends a label, padded to the width of all labels, then a text, as one paragraph. */
void explain_add_paragraph(
	struct buffer *out, const char *label, const char *text, enum text_charset charset);

#endif
