/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/states/explain.h"

#include <string.h>

#include "base/i18n.h"
#include "base/nearest.h"

/* -------- find -------- */

const struct explain_state *explain_find_state(enum conn_proto proto, enum conn_state state)
{
	const struct explain_state *unknown = NULL;

	if (state == CONN_NEW_SYN_RECV)
		state = CONN_SYN_RECV;
	for (size_t i = 0; i < explain_state_count; i++) {
		const struct explain_state *record = &explain_states[i];

		if (record->proto == proto && record->state == state)
			return record;
		if (record->state == CONN_UNKNOWN)
			unknown = record;
	}
	return unknown;
}

/* UNCONN is a state of UDP, CLOSED one of TCP, ESTABLISHED one of both. */
static bool find_states(struct explain_topic *topic, const char *name)
{
	bool found = false;

	for (size_t proto = 0; proto < kind_count; proto++) {
		enum conn_state state = kind_state_from_name(kind_table[proto], name);

		if (state == CONN_STATES)
			continue;
		topic->states[proto] = explain_find_state((enum conn_proto)proto, state);
		found = true;
	}
	return found;
}

bool explain_find(const char *name, struct explain_topic *ret_topic)
{
	struct explain_topic topic = {.column = column_find(name)};
	bool found = find_states(&topic, name) || topic.column;

	topic.note = found || *name == '\0' ? NULL : explain_find_note(name);
	if (!found && !topic.note) {
		topic.setting = explain_find_sysctl(name);
		topic.is_setting = topic.setting != SYSCTLS;
	}
	if (!found && !topic.note && !topic.is_setting)
		return false;
	*ret_topic = topic;
	return true;
}

void explain_suggest(struct nearest *nearest)
{
	const struct explain_note *note;

	for (size_t i = 0; i < explain_state_count; i++)
		nearest_compare(
			nearest, conn_state_name(explain_states[i].proto, explain_states[i].state));
	for (size_t i = 0; i < column_count; i++)
		nearest_compare(nearest, column_table[i].id);
	for (size_t i = 0; (note = explain_note_at(i)); i++)
		for (size_t k = 0; k < EXPLAIN_NAMES_MAX && note->names[k]; k++)
			nearest_compare(nearest, note->names[k]);
}

/* -------- text -------- */

static const char *const labels[] = {N_("Waiting"), N_("Normal"), N_("Many?"), N_("Limits"),
	N_("Unit"), N_("Source"), N_("To do"), N_("Here"), N_("See")};

/* The width of the widest label, so that all texts begin in the same cell in any language. */
static size_t label_width(enum text_charset charset)
{
	size_t widest = 0;

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		size_t width = text_width(_(labels[i]), charset);

		widest = width > widest ? width : widest;
	}
	return widest + 2;
}

static void add_label(struct buffer *out, const char *label, enum text_charset charset)
{
	text_add_fitted(out, label, label_width(charset), false, charset);
}

void explain_add_paragraph(
	struct buffer *out, const char *label, const char *text, enum text_charset charset)
{
	add_label(out, label, charset);
	buffer_printf(out, "%s\n", text);
}

void explain_add_sysctl(struct buffer *out, const struct sysctls *sysctls, enum sysctl sysctl)
{
	static const char *const units[] = {
		[SYSCTL_PLAIN] = "",
		[SYSCTL_SECONDS] = N_(" s"),
		[SYSCTL_MILLISECONDS] = N_(" ms"),
		[SYSCTL_BYTES] = N_(" bytes"),
		[SYSCTL_PAGES] = N_(" pages"),
		[SYSCTL_PORTS] = N_(" ports"),
	};
	const char *unit = units[sysctl_unit(sysctl)];

	buffer_text(out, sysctl_name(sysctl));
	if (!sysctls)
		return;
	buffer_text(out, " = ");
	sysctls_add_value(sysctls, sysctl, out);
	if (sysctls_has(sysctls, sysctl) && *unit) /* gettext("") is not empty */
		buffer_text(out, _(unit));
}

static void add_limits(struct buffer *out, const struct explain_state *record,
	const struct sysctls *sysctls, enum text_charset charset)
{
	for (const struct explain_limit *limit = record->limits; limit->effect; limit++) {
		add_label(out, limit == record->limits ? _("Limits") : " ", charset);
		explain_add_sysctl(out, sysctls, limit->sysctl);
		buffer_printf(out, _(" (%s)"), _(limit->effect));
		buffer_char(out, '\n');
	}
}

void explain_add_state(struct buffer *out, const struct explain_state *record,
	const struct sysctls *sysctls, enum text_charset charset)
{
	buffer_printf(out, "%s (%s)\n", conn_state_name(record->proto, record->state),
		conn_proto_name(record->proto));
	buffer_printf(out, "%s\n\n", _(record->meaning));
	explain_add_paragraph(out, _("Waiting"), _(record->waiting), charset);
	explain_add_paragraph(out, _("Normal"), _(record->normal), charset);
	explain_add_paragraph(out, _("Many?"), _(record->many), charset);
	add_limits(out, record, sysctls, charset);
}

/* The unit of a column's numbers, as on the screen. */
static const char *unit_of(const struct column *column)
{
	switch (column->kind) {
	case COLUMN_BYTES:
		return N_("bytes; k is 1024, M 1024 k. As data: exact");
	case COLUMN_RATE:
		return N_("bytes a second; k is 1024, M 1024 k");
	case COLUMN_MILLISECONDS:
		return N_("a length of time: 0.8s, 2m3s, 5h12m, 3d4h. As data: milliseconds");
	case COLUMN_MICROSECONDS:
		return N_("milliseconds. As data: microseconds");
	case COLUMN_TEXT:
	case COLUMN_NUMBER:
	case COLUMN_TENTHS:
	case COLUMN_FLAG:
	case COLUMN_LIST:
		break;
	}
	return NULL;
}

static const char *source_of(const struct column *column)
{
	if (column->flags & COLUMN_TCP_INFO && column->flags & COLUMN_OVER_TIME)
		return N_(
			"the kernel's tcp_info, of one refresh after another. - for UDP, SYN_RECV, "
			"TIME_WAIT, and a FIN_WAIT2 that its process has left: there is none. "
			"Before the second refresh: ?");
	if (column->flags & COLUMN_TCP_INFO)
		return N_("the kernel's tcp_info. - for UDP, SYN_RECV, TIME_WAIT, and a FIN_WAIT2 "
			  "that "
			  "its process has left: there is none. ? where the kernel is too old to "
			  "tell");
	if (column->flags & COLUMN_MEMORY)
		return N_(
			"the kernel's SK_MEMINFO, as ss -m shows it. - for SYN_RECV and TIME_WAIT: "
			"the kernel keeps no queues for them");
	if (column->flags & COLUMN_OWNER)
		return N_("/proc and the kernel's control groups. ? where it is not known: the "
			  "descriptors of other users need CAP_SYS_PTRACE and "
			  "CAP_DAC_READ_SEARCH");
	if (column->flags & COLUMN_OVER_TIME)
		return N_("this program, by looking again and again");
	return N_("the kernel's list of sockets (sock_diag)");
}

static const char *more_of(const struct column *column)
{
	for (size_t i = 0; i < explain_column_count; i++)
		if (strcmp(explain_columns[i].id, column->id) == 0)
			return explain_columns[i].more;
	return NULL;
}

void explain_add_column(struct buffer *out, const struct column *column, enum text_charset charset)
{
	const char *unit = unit_of(column), *more = more_of(column);
	struct buffer name = {0};

	if (column->title)
		buffer_printf(&name, "%s (%s)", column->title, column->id);
	else
		buffer_text(&name, column->id);
	buffer_printf(out, _("%s: %s"), buffer_get(&name), _(column->help));
	buffer_char(out, '\n');
	buffer_done(&name);
	if (more)
		buffer_printf(out, "%s\n", _(more));
	buffer_text(out, "\n");
	if (unit)
		explain_add_paragraph(out, _("Unit"), _(unit), charset);
	explain_add_paragraph(out, _("Source"), _(source_of(column)), charset);
}

void explain_add_topic(struct buffer *out, const struct explain_topic *topic,
	const struct sysctls *sysctls, enum text_charset charset)
{
	size_t start = out->length;

	if (topic->note)
		explain_add_note(out, topic->note, sysctls, topic->counters, charset);
	if (topic->is_setting)
		explain_add_setting(out, topic->setting, sysctls);
	if (topic->column)
		explain_add_column(out, topic->column, charset);
	for (size_t proto = 0; proto < kind_count; proto++) {
		if (!topic->states[proto])
			continue;
		buffer_text(out, out->length > start ? "\n" : "");
		explain_add_state(out, topic->states[proto], sysctls, charset);
	}
}

static const char *name_of(const struct explain_state *record)
{
	return conn_state_name(record->proto, record->state);
}

/* Those of notes that have no blanks, for completions. */
void explain_add_names(struct buffer *out)
{
	const struct explain_note *note;

	for (size_t i = 0; i < explain_state_count; i++) {
		const char *name = name_of(&explain_states[i]);
		size_t first = 0;

		while (strcmp(name_of(&explain_states[first]), name) != 0)
			first++;
		if (first == i) /* not already listed for another kind */
			buffer_printf(out, "%s\n", name);
	}
	for (size_t i = 0; i < column_count; i++)
		buffer_printf(out, "%s\n", column_table[i].id);
	for (size_t i = 0; (note = explain_note_at(i)); i++)
		buffer_printf(out, "%s\n", note->names[0]);
	for (int i = 0; i < SYSCTLS; i++)
		buffer_printf(out, "%s\n", sysctl_name((enum sysctl)i));
}
