/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The explanation of the selected state, below the diagram. */
#include "ui/page/draw-states-internal.h"

#include <string.h>

#include "base/format.h"
#include "base/i18n.h"
#include "ui/cell/wrap.h"
#include "view/states/explain.h"

/* Lines with one fact each, the most important first. */
struct pane {
	const struct states_view *view;
	struct grid *grid;
	struct area area; /* the part that is still free */
	struct buffer text;
};

static void put_line(struct pane *pane, enum style style)
{
	if (pane->area.rows > 0)
		grid_put_fitted(pane->grid, pane->area.row, pane->area.column + 1,
			pane->area.columns - 1, GRID_LEFT, style, buffer_get(&pane->text));
	pane->area.row++;
	pane->area.rows--;
	buffer_clear(&pane->text);
}

/*
 * The text in as many lines as it needs, if there are so many; otherwise the last one is cut with a
 * mark.
 */
static void put_lines(struct pane *pane, enum style style)
{
	struct buffer lines = {0}, text = pane->text;
	size_t width = pane->area.columns > 3 ? (size_t)pane->area.columns - 2 : 2;

	wrap_add(&lines, buffer_get(&text), text.length, width, pane->grid->charset);
	buffer_clear(&pane->text);
	for (const char *at = buffer_get(&lines); *at && pane->area.rows > 0; at = wrap_next(at)) {
		const char *next = wrap_next(at);

		buffer_add(&pane->text, at, strcspn(at, "\n"));
		if (pane->area.rows == 1 && *next)
			buffer_printf(&pane->text, " %.*s", (int)strcspn(next, "\n"), next);
		put_line(pane, style);
	}
	buffer_done(&lines);
}

static void divide(struct pane *pane)
{
	if (pane->text.length)
		buffer_text(&pane->text, pane->grid->charset == TEXT_UTF8 ? " \xc2\xb7 " : " - ");
}

/* The socket that has been in the state the longest, if it is still there. */
static void add_oldest(struct pane *pane)
{
	const struct states_view *view = pane->view;
	const struct state_counts_state *state_counts = &view->state_counts->states[view->selected];
	uint32_t row =
		state_counts->count ? row_ref_find(&state_counts->oldest, view->track) : TRACK_NONE;
	const struct conn *conn;

	if (row == TRACK_NONE || view->track->rows[row].conn.state != view->selected)
		return;
	conn = &view->track->rows[row].conn;
	divide(pane);
	buffer_printf(&pane->text, "%s ", _("oldest"));
	draw_states_add_oldest(view, view->selected, &pane->text);
	buffer_text(&pane->text, ": ");
	conn_add_endpoint(&pane->text, conn, &conn->local);
	if (!conn->remote.port)
		return;
	buffer_text(&pane->text, text_arrow(pane->grid->charset));
	conn_add_endpoint(&pane->text, conn, &conn->remote);
}

/* True for states in which a process should have the socket, and the kernel goes on without it. */
static bool tells_owners(enum conn_state state)
{
	return state == CONN_ESTABLISHED || state == CONN_FIN_WAIT1 || state == CONN_FIN_WAIT2 ||
	       state == CONN_CLOSING || state == CONN_CLOSE_WAIT || state == CONN_LAST_ACK;
}

static void put_numbers(struct pane *pane)
{
	const struct states_view *view = pane->view;
	size_t ownerless = view->state_counts->states[view->selected].ownerless;

	buffer_printf(&pane->text, "%s ", conn_state_name(STATE_CHANGES_KIND, view->selected));
	if (draw_states_is_listed(view, view->selected))
		format_grouped(
			&pane->text, track_count(view->track, STATE_CHANGES_KIND, view->selected));
	else
		buffer_text(&pane->text, _("not listed"));
	if (tells_owners(view->selected) && ownerless) {
		divide(pane);
		buffer_printf(&pane->text,
			view->selected == CONN_ESTABLISHED ? _("%zu not accepted yet")
							   : _("%zu without a process"),
			ownerless);
	}
	add_oldest(pane);
	put_line(pane, STYLE_STRONG);
}

static void add_quantile(struct pane *pane, const char *label, uint64_t milliseconds)
{
	divide(pane);
	buffer_printf(&pane->text, "%s ", label);
	format_duration(&pane->text, milliseconds);
}

static void put_stays(struct pane *pane)
{
	const struct histogram *stays =
		&pane->view->track->state_changes.stays[pane->view->selected];

	if (!stays->total)
		return;
	buffer_printf(&pane->text, _("how long %u stayed:"), stays->total);
	buffer_printf(&pane->text, " %s ", _("half up to"));
	format_duration(&pane->text, histogram_quantile(stays, 50));
	add_quantile(pane, _("nine in ten up to"), histogram_quantile(stays, 90));
	add_quantile(pane, _("the longest"), stays->greatest);
	put_line(pane, STYLE_NORMAL);
}

/* When the sockets in TIME_WAIT will end. */
static void put_ends(struct pane *pane)
{
	const struct state_counts_count *state_counts = pane->view->state_counts;

	if (pane->view->selected != CONN_TIME_WAIT || !state_counts->states[CONN_TIME_WAIT].count)
		return;
	buffer_printf(&pane->text, "%s ", _("the next ends in"));
	format_duration(&pane->text, state_counts->next_end_ms);
	buffer_printf(&pane->text, ", %s ", _("the last in"));
	format_duration(&pane->text, state_counts->last_end_ms);
	divide(pane);
	buffer_printf(&pane->text, "%s", _("in each ten seconds:"));
	for (unsigned i = 0; i < STATE_COUNTS_SLOTS; i++)
		buffer_printf(&pane->text, " %zu", state_counts->ending[i]);
	put_line(pane, STYLE_NORMAL);
}

static void add_column(struct pane *pane, const char *text, size_t width)
{
	text_add_fitted(&pane->text, text, width, false, pane->grid->charset);
	buffer_char(&pane->text, ' ');
}

static void add_inferred(struct pane *pane, uint64_t count)
{
	struct buffer number = {0};

	format_grouped(&number, count);
	buffer_printf(&pane->text, _(" (%s inferred)"), buffer_get(&number));
	buffer_done(&number);
}

/* An edge to the state or from it: how many sockets took it, and why. */
static void put_edge(struct pane *pane, enum transition_edge edge)
{
	const struct transition_record *record = &transition_records[edge];
	const struct transition *transition = &pane->view->transitions->edges[edge];
	bool away = record->from == pane->view->selected;
	size_t length;

	add_column(pane, away ? _("to") : _("from"), 4);
	add_column(pane, conn_state_name(STATE_CHANGES_KIND, away ? record->to : record->from), 11);
	format_grouped(&pane->text, transition->seen + transition->inferred);
	if (transition->inferred)
		add_inferred(pane, transition->inferred);
	length = pane->text.length;
	buffer_text(&pane->text, _(", "));
	draw_states_add_rate(&pane->text, transition->rate, false);
	if (pane->text.length == length + 2) {
		pane->text.length = length;
		pane->text.data[length] = '\0';
	} else {
		buffer_text(&pane->text, "/s");
	}
	buffer_printf(&pane->text, ": %s", _(record->cause));
	put_line(pane, transition_is_alive(transition) ? STYLE_NORMAL : STYLE_DIM);
}

static bool touches(const struct pane *pane, int edge)
{
	const struct transition_record *record = &transition_records[edge];
	const struct transition *transition = &pane->view->transitions->edges[edge];

	return (record->from == pane->view->selected || record->to == pane->view->selected) &&
	       (transition->seen || transition->inferred);
}

static void put_edges(struct pane *pane)
{
	for (int edge = 0; edge < EDGES; edge++)
		if (touches(pane, edge))
			put_edge(pane, (enum transition_edge)edge);
}

static void put_limits(struct pane *pane, const struct explain_state *record)
{
	for (const struct explain_limit *limit = record->limits; limit->effect; limit++) {
		explain_add_sysctl(&pane->text, pane->view->sysctls, limit->sysctl);
		buffer_printf(&pane->text, _(" (%s)"), _(limit->effect));
		put_lines(pane, STYLE_NORMAL);
	}
}

void draw_states_pane(const struct states_view *view, struct grid *grid, const struct area *area)
{
	const struct explain_state *record = explain_find_state(STATE_CHANGES_KIND, view->selected);
	struct pane pane = {.view = view, .grid = grid, .area = *area};
	bool large = area->rows >= 6;

	put_numbers(&pane);
	put_stays(&pane);
	put_ends(&pane);
	if (large)
		put_edges(&pane);
	buffer_text(&pane.text, _(record->meaning));
	put_lines(&pane, STYLE_NORMAL);
	put_limits(&pane, record);
	buffer_text(&pane.text, _(record->many));
	put_lines(&pane, STYLE_NORMAL);
	buffer_done(&pane.text);
}
