/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-states.h"

#include <stdlib.h>

#include "app/screen/state/app.h"
#include "app/screen/command/cmd-explain.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/state/page.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "ui/page/draw-states.h"
#include "ui/page/state-diagram.h"

/* Rows that are counted in each tick: about a millisecond. */
enum { CENSUS_BUDGET = 20000, SYSCTLS_PERIOD_US = 5000000 };

struct states {
	struct state_counts state_counts;
	struct sysctls sysctls;
	int64_t sysctls_us; /* when `sysctls` was read, monotonic clock */
	enum conn_state selected;
	struct area area; /* when it was last drawn */
};

static struct states_view view_of(const struct app *app)
{
	return (struct states_view){
		.track = &app->engine.track,
		.transitions = &app->transitions,
		.state_counts = &app->states->state_counts.done,
		.sysctls = &app->states->sysctls,
		.selected = app->states->selected,
		.unlisted = ~app->meter.known,
	};
}

/* -------- opening and closing -------- */

static enum conn_state first_selection(const struct app *app)
{
	uint32_t row = table_selected(&app->table, &app->engine.track);
	const struct conn *conn = row == TRACK_NONE ? NULL : &app->engine.track.rows[row].conn;

	return conn && state_changes_follows(conn) ? (enum conn_state)conn->state
						   : CONN_ESTABLISHED;
}

static void read_sysctls(struct app *app)
{
	struct states *states = app->states;

	if (states->sysctls_us && app->now.mono_us - states->sysctls_us < SYSCTLS_PERIOD_US)
		return;
	sysctls_read(&states->sysctls, app->engine.here.root);
	states->sysctls_us = app->now.mono_us;
}

static void begin(struct app *app)
{
	app->states = alloc_zero(1, sizeof(*app->states));
	app->states->selected = first_selection(app);
	state_counts_init(&app->states->state_counts);
	state_counts_begin(&app->states->state_counts);
	state_counts_step(&app->states->state_counts, &app->engine.track, CENSUS_BUDGET);
	read_sysctls(app);
	cmd_filter_choose_bound(app);
}

static void end(struct app *app)
{
	free(app->states);
	app->states = NULL;
	cmd_filter_choose_bound(app);
}

static void tick(struct app *app)
{
	struct state_counts *state_counts = &app->states->state_counts;

	read_sysctls(app);
	if (state_counts->running &&
		!state_counts_step(state_counts, &app->engine.track, CENSUS_BUDGET))
		app->dirty = true;
}

static void refreshed(struct app *app)
{
	state_counts_begin(&app->states->state_counts);
	tick(app);
}

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	struct states_view view = view_of(app);

	app->states->area = *area;
	draw_states(&view, grid, area);
}

/* -------- keys -------- */

static void move(struct app *app, int rows, int columns)
{
	struct states_view view = view_of(app);
	struct state_diagram plan;

	state_diagram_make(&plan, &app->states->area);
	app->states->selected = state_diagram_neighbour(
		&plan, app->states->selected, rows, columns, draw_states_unknown(&view));
}

static void go_up(struct app *app)
{
	move(app, -1, 0);
}

static void go_down(struct app *app)
{
	move(app, 1, 0);
}

static void go_left(struct app *app)
{
	move(app, 0, -1);
}

static void go_right(struct app *app)
{
	move(app, 0, 1);
}

/* The filter has to name the kind: other kinds have different states with the same names. */
static bool add_filter(const struct app *app, struct buffer *out)
{
	buffer_printf(out, "state %s and proto = %s",
		conn_state_name(STATE_CHANGES_KIND, app->states->selected),
		conn_proto_name(STATE_CHANGES_KIND));
	return true;
}

static void explain(struct app *app)
{
	cmd_explain_state(app, STATE_CHANGES_KIND, app->states->selected);
}

/* A click selects a state; a second click on it opens it. */
static void click(struct app *app, int row, int column)
{
	struct states_view view = view_of(app);
	const struct area *area = &app->states->area;
	enum conn_state state = draw_states_at(&view, area, area->row + row, area->column + column);

	if (state == CONN_STATES)
		return;
	if (state == app->states->selected)
		cmd_filter_show(app);
	else
		app->states->selected = state;
}

/* clang-format off */
static const struct command commands[] = {
	{"state-filter", "Enter", N_("Show"), N_("show the sockets in this state in the table"), 0, cmd_filter_enter},
	{"state-explain", "e", N_("Explain"), N_("explain this state"), 0, explain},
	{"state-up", "Up Alt-k", NULL, N_("to the state above"), COMMAND_MOVES, go_up},
	{"state-down", "Down Alt-j", NULL, N_("to the state below"), COMMAND_MOVES, go_down},
	{"state-left", "Left", NULL, N_("to the state on the left"), COMMAND_MOVES, go_left},
	{"state-right", "Right", NULL, N_("to the state on the right"), COMMAND_MOVES, go_right},
};
/* clang-format on */

const struct page page_states = {
	.id = "states",
	.title = N_("TCP states: sockets in each, and ways from one to the other a second"),
	.commands = commands,
	.command_count = sizeof(commands) / sizeof(commands[0]),
	.period_ms = 100,
	.begin = begin,
	.end = end,
	.tick = tick,
	.refreshed = refreshed,
	.click = click,
	.add_filter = add_filter,
	.draw = draw,
};

void page_states_open(struct app *app)
{
	page_open(app, &page_states);
}
