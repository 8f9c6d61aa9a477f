/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sentences of findings. Texts in the records contain {words} that stand for figures:
 *
 *	{subject}  {value}  {limit}  {other}    unchanged
 *	{bytes}    the value, scaled
 *	{percent}  of the limit
 *	{age}      of the oldest socket
 *	{span}     time in which the value was counted
 *	{growth}   ", growing by 120 a minute", if it grows
 *	{descriptors}  "; 340 of 1,024 descriptors are open", if that is known
 *	{subjects} how many sockets are told together
 *	{net.core.somaxconn}, {net.ipv4.tcp_max_syn_backlog}   settings of this machine
 *	{left}     "; the limit is reached in 5m42s", if there is a forecast
 */
#include <string.h>

#include "base/format.h"
#include "view/health/health-internal.h"
#include "view/table/cell-condition.h"

typedef void add_word_fn(
	const struct health *health, const struct health_finding *finding, struct buffer *out);

const char *health_word(const struct health *health, const char *text)
{
	return health->translated ? _(text) : text;
}

static void add_subject(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	buffer_text(out, buffer_get(&finding->subject));
}

/* An unknown figure is never shown as a number. */
static void add_known(struct buffer *out, uint64_t number)
{
	if (number == UINT64_MAX)
		buffer_char(out, '?');
	else
		format_grouped(out, number);
}

static void add_value(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	format_grouped(out, finding->value);
}

static void add_bytes(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	format_scaled(out, finding->value);
}

static void add_limit(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	add_known(out, finding->limit ? finding->limit : UINT64_MAX);
}

static void add_other(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	add_known(out, finding->other);
}

static void add_subjects(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	format_grouped(out, finding->subjects);
}

static void add_percent(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	buffer_printf(out, "%u%%", finding->figure);
}

static void add_age(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	buffer_text(out, finding->age_at_least ? ">" : "");
	format_duration(out, finding->age_ms);
}

static void add_span(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	(void)health;
	format_duration(out, finding->span_ms);
}

static void add_growth(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	if (finding->has_growth && finding->growth >= 1)
		buffer_printf(out, health_word(health, N_(", growing by %.0f a minute")),
			finding->growth);
}

static void add_descriptors(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	struct buffer open = {0}, limit = {0};

	if (!finding->limit)
		return;
	add_other(health, finding, &open);
	add_limit(health, finding, &limit);
	buffer_printf(out, health_word(health, N_("; %s of %s descriptors are open")),
		buffer_get(&open), buffer_get(&limit));
	buffer_done(&open);
	buffer_done(&limit);
}

static void add_left(
	const struct health *health, const struct health_finding *finding, struct buffer *out)
{
	struct buffer left = {0};

	if (!finding->left_ms)
		return;
	format_duration(&left, finding->left_ms);
	buffer_printf(
		out, health_word(health, N_("; the limit is reached in %s")), buffer_get(&left));
	buffer_done(&left);
}

static const struct {
	const char *name;
	add_word_fn *add;
} words[] = {
	{"{subject}", add_subject},
	{"{subjects}", add_subjects},
	{"{value}", add_value},
	{"{bytes}", add_bytes},
	{"{limit}", add_limit},
	{"{other}", add_other},
	{"{percent}", add_percent},
	{"{age}", add_age},
	{"{span}", add_span},
	{"{growth}", add_growth},
	{"{descriptors}", add_descriptors},
	{"{left}", add_left},
	{"{resets}", health_add_resets},
};

static size_t add_setting(const struct health *health, const char *text, struct buffer *out)
{
	size_t length = strcspn(text, "}");

	for (int i = 0; i < SYSCTLS && text[length]; i++) {
		const char *name = sysctl_name((enum sysctl)i);

		if (strlen(name) != length - 1 || strncmp(text + 1, name, length - 1) != 0)
			continue;
		sysctls_add_value(&health->sysctls, (enum sysctl)i, out);
		return length + 1;
	}
	return 0;
}

/* Appends the figure for the {word} at `text`; returns the word's length, 0 if it is none. */
static size_t add_word(const struct health *health, const struct health_finding *finding,
	const char *text, struct buffer *out)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i].name);

		if (strncmp(text, words[i].name, length) != 0)
			continue;
		words[i].add(health, finding, out);
		return length;
	}
	return add_setting(health, text, out);
}

void health_say(const struct health *health, struct health_finding *finding, const char *text,
	struct buffer *out)
{
	const char *at = health_word(health, text);

	while (*at) {
		size_t length = *at == '{' ? add_word(health, finding, at, out) : 0;

		if (!length) {
			buffer_char(out, *at);
			length = 1;
		}
		at += length;
	}
}

/* -------- subjects -------- */

uint32_t health_process(const struct health *health, uint32_t row)
{
	const struct column_context *context = health->context;
	enum row_owners_reason reason;
	struct owner owner;

	if (!context->row_owners ||
		!row_owners_find(context->row_owners, context->track, row, &owner, 1, &reason))
		return OWNER_MAP_NONE;
	return owner.process;
}

void health_add_process(const struct health *health, uint32_t row, struct buffer *out)
{
	health_add_process_number(health, health_process(health, row), out);
}

void health_add_place(const struct health *health, struct health_finding *finding)
{
	const struct column_context *context = health->context;
	struct buffer filter = {0};
	uint16_t place;

	if (finding->row == TRACK_NONE)
		return;
	place = health_row(health, finding->row)->conn.place;
	if (place == CONN_HERE || !names_find_place(context->names, place))
		return;
	buffer_text(&finding->subject, " (");
	names_add_place(context->names, place, &finding->subject);
	buffer_char(&finding->subject, ')');
	if (!finding->filter.length || !cell_condition_add_cell(column_find("netns"), context,
					       finding->row, false, &filter)) {
		buffer_done(&filter);
		return;
	}
	buffer_printf(&filter, " and (%s)", buffer_get(&finding->filter));
	buffer_clear(&finding->filter);
	buffer_text(&finding->filter, buffer_get(&filter));
	buffer_done(&filter);
}

void health_add_process_number(const struct health *health, uint32_t number, struct buffer *out)
{
	const struct process *process;

	if (number == OWNER_MAP_NONE) {
		buffer_char(out, '?');
		return;
	}
	process = owner_map_process(&health->context->row_owners->owners, number);
	buffer_printf(out, "%s[%u]", process->name, process->pid);
}
