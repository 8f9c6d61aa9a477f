/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/health/glossary.h"

#include <string.h>

#include "base/ascii.h"
#include "base/i18n.h"

bool glossary_find(const char *name, struct glossary_entry *ret_entry)
{
	struct glossary_entry entry = {.finding = health_find_kind(name)};

	entry.has_topic = explain_find(name, &entry.topic);
	if (!entry.has_topic && !entry.finding)
		return false;
	*ret_entry = entry;
	return true;
}

const char *glossary_nearest(const char *name)
{
	struct nearest nearest;

	nearest_begin(&nearest, name);
	explain_suggest(&nearest);
	for (size_t i = 0; i < health_kinds; i++)
		nearest_compare(&nearest, health_table[i].id);
	return nearest.found;
}

void glossary_add(struct buffer *out, const struct glossary_entry *entry, const char *root,
	enum text_charset charset)
{
	struct explain_topic topic = entry->topic;
	struct counters counters;
	struct sysctls sysctls;

	sysctls_read(&sysctls, root);
	if (entry->has_topic) {
		counters_read(&counters, root);
		topic.counters = &counters;
		explain_add_topic(out, &topic, &sysctls, charset);
		buffer_text(out, entry->finding ? "\n" : "");
	}
	if (entry->finding)
		health_explain(out, entry->finding, &sysctls, charset);
}

/* A finding with the name of something else is told with that. */
void glossary_add_names(struct buffer *out)
{
	explain_add_names(out);
	for (size_t i = 0; i < health_kinds; i++) {
		struct explain_topic topic;

		if (!explain_find(health_table[i].id, &topic))
			buffer_printf(out, "%s\n", health_table[i].id);
	}
}

static const struct explain_state *first_state(const struct explain_topic *topic)
{
	for (size_t proto = 0; proto < kind_count; proto++)
		if (topic->states[proto])
			return topic->states[proto];
	return NULL;
}

void glossary_add_summary(struct buffer *out, const struct glossary_entry *entry)
{
	const struct explain_topic *topic = &entry->topic;

	if (!entry->has_topic)
		buffer_text(out, _(entry->finding->title));
	else if (topic->note)
		buffer_text(out, _(topic->note->meaning));
	else if (first_state(topic))
		buffer_text(out, _(first_state(topic)->meaning));
	else if (topic->column)
		buffer_text(out, _(topic->column->help));
	else
		buffer_text(out, _("a setting of the kernel"));
}

/* -------- what is typed -------- */

static char fold(char byte)
{
	return byte == '-' || byte == ' ' || byte == '.' ? '_' : ascii_fold(byte);
}

static bool begins_with(const char *name, const char *typed)
{
	while (*typed && fold(*name) == fold(*typed)) {
		name++;
		typed++;
	}
	return !*typed;
}

static bool contains(const char *name, const char *typed)
{
	while (*name && !begins_with(name, typed))
		name++;
	return *name || !*typed;
}

int glossary_match(const char *name, const char *typed)
{
	struct glossary_entry entry;

	if (begins_with(name, typed))
		return 2;
	if (contains(name, typed))
		return 1;
	if (!glossary_find(name, &entry) || !entry.has_topic || !entry.topic.note)
		return 0;
	for (size_t i = 0; i < EXPLAIN_NAMES_MAX && entry.topic.note->names[i]; i++)
		if (contains(entry.topic.note->names[i], typed))
			return 1;
	return 0;
}
