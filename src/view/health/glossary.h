/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that can be explained by a name: states, columns, settings of the kernel, errors, recipes
 * (view/states/explain.h), and findings. `--explain` and the screen tell the same.
 */
#ifndef SOCKVIEW_VIEW_HEALTH_GLOSSARY_H
#define SOCKVIEW_VIEW_HEALTH_GLOSSARY_H

#include <stdbool.h>

#include "view/health/health.h"
#include "view/states/explain.h"

/* What a name means. It may be that of a state and that of a finding about it. */
struct glossary_entry {
	bool has_topic;
	struct explain_topic topic;
	const struct health_kind *finding; /* NULL: none */
};

/* Finds an entry by its name, as explain_find() does, or by a line that contains the name of an
 * error. */
bool glossary_find(const char *name, struct glossary_entry *ret_entry);

/* The name that is nearest to this one; NULL: none is near. */
const char *glossary_nearest(const char *name);

/* Appends the explanation, with the figures below `root` (prefix of /proc). */
void glossary_add(struct buffer *out, const struct glossary_entry *entry, const char *root,
	enum text_charset charset);

/* Appends all names, one a line. */
void glossary_add_names(struct buffer *out);

/* Appends one sentence about what an entry is. */
void glossary_add_summary(struct buffer *out, const struct glossary_entry *entry);

/* How well the entry `name` matches what was typed so far: 0 not at all, 1 somewhere in one of its
 * names, 2 at the beginning of the first one. */
int glossary_match(const char *name, const char *typed);

#endif
