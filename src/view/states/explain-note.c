/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/states/explain-note.h"

#include <string.h>

#include "base/ascii.h"
#include "base/format.h"
#include "base/i18n.h"
#include "view/states/explain.h"

/* A name that is shorter is too common to be looked for in a line. */
#define LENGTH_IN_LINE 8

const struct explain_note *explain_note_at(size_t number)
{
	if (number < explain_error_count)
		return &explain_errors[number];
	number -= explain_error_count;
	return number < explain_recipe_count ? &explain_recipes[number] : NULL;
}

/* -------- find -------- */

static char fold(char byte)
{
	return byte == '-' || byte == ' ' ? '_' : ascii_fold(byte);
}

/* The length of `name` if `text` begins with it, else 0. */
static size_t match(const char *text, const char *name)
{
	size_t length = 0;

	while (name[length] && fold(text[length]) == fold(name[length]))
		length++;
	return name[length] ? 0 : length;
}

/* The length of `name` if it stands anywhere in `text`, else 0. */
static size_t match_in_line(const char *text, const char *name)
{
	size_t length = 0;

	if (strlen(name) < LENGTH_IN_LINE)
		return 0;
	while (*text && !length)
		length = match(text++, name);
	return length;
}

/* A whole name counts as longer than any part of a line. */
static size_t rate(const struct explain_note *note, const char *text)
{
	size_t best = 0;

	for (size_t i = 0; i < EXPLAIN_NAMES_MAX && note->names[i]; i++) {
		size_t length = match(text, note->names[i]);

		if (length && !text[length])
			return SIZE_MAX;
		length = match_in_line(text, note->names[i]);
		best = length > best ? length : best;
	}
	return best;
}

const struct explain_note *explain_find_note(const char *name)
{
	const struct explain_note *found = NULL, *note;
	size_t best = 0;

	for (size_t i = 0; (note = explain_note_at(i)); i++) {
		size_t rating = rate(note, name);

		if (rating > best) {
			best = rating;
			found = note;
		}
	}
	return found;
}

enum sysctl explain_find_sysctl(const char *name)
{
	for (int i = 0; i < SYSCTLS; i++) {
		const char *whole = sysctl_name((enum sysctl)i);
		const char *last = strrchr(whole, '.') + 1;
		size_t length = match(name, whole);

		if (!length)
			length = match(name, last);
		if (length && !name[length])
			return (enum sysctl)i;
	}
	return SYSCTLS;
}

/* -------- text -------- */

static const struct {
	enum counter counter;
	const char *label;
} count_labels[] = {
	{COUNTER_TCP_TIME_WAIT, N_("sockets in TIME_WAIT")},
	{COUNTER_TCP_ORPHAN, N_("orphans")},
	{COUNTER_TCP_MEM, N_("pages that TCP holds")},
	{COUNTER_UDP_MEM, N_("pages that UDP holds")},
	{COUNTER_UDP_INUSE, N_("UDP sockets of IPv4")},
	{COUNTER_TCP_ESTABLISHED_RESETS, N_("connections that were reset")},
	{COUNTER_TCP_RETRANSMITTED_SEGMENTS, N_("segments sent again")},
	{COUNTER_SYNCOOKIES_SENT, N_("SYN cookies sent")},
	{COUNTER_SYN_DROPPED, N_("SYNs dropped")},
	{COUNTER_LISTEN_OVERFLOWS, N_("connections that found an accept queue full")},
	{COUNTER_LISTEN_DROPS, N_("SYNs dropped at listeners")},
	{COUNTER_TIME_WAIT_OVERFLOW, N_("connections ended without TIME_WAIT")},
	{COUNTER_TCP_MEMORY_PRESSURES, N_("times that memory was short")},
	{COUNTER_UDP_RCVBUF_ERRORS, N_("datagrams dropped for full buffers")},
	{COUNTER_CONNTRACK_DROPPED, N_("packets dropped for a full table")},
};

static const char *label_of(enum counter counter)
{
	for (size_t i = 0; i < sizeof(count_labels) / sizeof(count_labels[0]); i++)
		if (count_labels[i].counter == counter)
			return count_labels[i].label;
	return "?";
}

static const char *here(size_t *lines)
{
	return (*lines)++ ? " " : _("Here");
}

/* One figure a line. */
static void add_figures(struct buffer *out, const struct explain_note *note,
	const struct sysctls *sysctls, const struct counters *counters, enum text_charset charset)
{
	struct buffer line = {0}, number = {0};
	size_t lines = 0;

	for (size_t i = 0; note->limits[i] != SYSCTLS; i++) {
		explain_add_sysctl(&line, sysctls, note->limits[i]);
		explain_add_paragraph(out, here(&lines), buffer_get(&line), charset);
		buffer_clear(&line);
	}
	for (size_t i = 0; note->counts[i] != COUNTERS; i++) {
		if (!counters || !counters_has(counters, note->counts[i]))
			continue;
		buffer_clear(&number);
		format_grouped(&number, counters->value[note->counts[i]]);
		buffer_printf(
			&line, _("%s: %s"), _(label_of(note->counts[i])), buffer_get(&number));
		explain_add_paragraph(out, here(&lines), buffer_get(&line), charset);
		buffer_clear(&line);
	}
	buffer_done(&line);
	buffer_done(&number);
}

static bool is_ascii(const char *name)
{
	while (*name && !(*name & 0x80))
		name++;
	return !*name;
}

static void add_pages(struct buffer *out, const struct explain_note *note)
{
	if (note->finding)
		buffer_printf(out, "F8 (%s)", note->finding);
	if (note->filter)
		buffer_printf(out, "%ssockview '%s'", note->finding ? "; " : "", note->filter);
}

void explain_add_note(struct buffer *out, const struct explain_note *note,
	const struct sysctls *sysctls, const struct counters *counters, enum text_charset charset)
{
	struct buffer line = {0};

	buffer_text(out, note->names[0]);
	for (size_t i = 1; i < EXPLAIN_NAMES_MAX && note->names[i]; i++)
		if (is_ascii(note->names[i])) /* those of other languages are only found */
			buffer_printf(out, " / %s", note->names[i]);
	buffer_printf(out, "\n%s\n\n", _(note->meaning));
	explain_add_paragraph(out, _("To do"), _(note->act), charset);
	add_figures(out, note, sysctls, counters, charset);
	add_pages(&line, note);
	if (line.length)
		explain_add_paragraph(out, _("See"), buffer_get(&line), charset);
	buffer_done(&line);
}

void explain_add_setting(struct buffer *out, enum sysctl sysctl, const struct sysctls *sysctls)
{
	struct buffer name = {0};

	explain_add_sysctl(out, sysctls, sysctl);
	buffer_text(out, "\n");
	for (size_t i = 0; i < explain_state_count; i++) {
		const struct explain_state *state = &explain_states[i];

		for (const struct explain_limit *limit = state->limits; limit->effect; limit++) {
			if (limit->sysctl != sysctl)
				continue;
			buffer_clear(&name);
			buffer_printf(&name, "%s (%s)", conn_state_name(state->proto, state->state),
				conn_proto_name(state->proto));
			buffer_printf(out, _("%s: %s"), buffer_get(&name), _(limit->effect));
			buffer_char(out, '\n');
		}
	}
	buffer_done(&name);
}
