/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wires between the states, and the legend of their signs. */
#include "ui/page/draw-states-internal.h"

#include "base/i18n.h"

static enum style path_style(enum transition_path path, bool alive)
{
	static const enum style styles[PATHS] = {
		[PATH_CLIENT] = STYLE_PATH_CLIENT,
		[PATH_SERVER] = STYLE_PATH_SERVER,
		[PATH_BOTH] = STYLE_PATH_BOTH,
		[PATH_BROKEN] = STYLE_PATH_BROKEN,
	};

	return alive ? styles[path] : STYLE_DIM;
}

/* Each path has its own signs, so that it can be recognized without colours. */
struct signs {
	const char *across, *down;
	const char
		*corners[4]; /* joining right and down, left and down, right and up, left and up */
};

static const struct signs *signs_of(const struct grid *grid, enum transition_path path)
{
	static const struct signs utf8[PATHS] = {
		[PATH_CLIENT] = {"─", "│", {"╭", "╮", "╰", "╯"}},
		[PATH_SERVER] = {"═", "║", {"╔", "╗", "╚", "╝"}},
		[PATH_BOTH] = {"╌", "╎", {"╭", "╮", "╰", "╯"}},
		[PATH_BROKEN] = {"·", "·", {"·", "·", "·", "·"}},
	};
	static const struct signs ascii[PATHS] = {
		[PATH_CLIENT] = {"-", "|", {"+", "+", "+", "+"}},
		[PATH_SERVER] = {"=", "#", {"#", "#", "#", "#"}},
		[PATH_BOTH] = {":", ":", {"+", "+", "+", "+"}},
		[PATH_BROKEN] = {".", ".", {".", ".", ".", "."}},
	};

	return grid->charset == TEXT_UTF8 ? &utf8[path] : &ascii[path];
}

static const char *head_sign(const struct grid *grid, enum state_head head)
{
	static const char *const utf8[] = {"▲", "▼", "◀", "▶"};
	static const char *const ascii[] = {"^", "v", "<", ">"};

	return grid->charset == TEXT_UTF8 ? utf8[head] : ascii[head];
}

static void put(struct grid *grid, struct state_point at, enum style style, const char *sign)
{
	grid_put(grid, at.row, at.column, 1, style, sign);
}

static int towards(int from, int to)
{
	return (to > from) - (to < from);
}

static void draw_stretch(struct grid *grid, struct state_point from, struct state_point to,
	const struct signs *signs, enum style style)
{
	int down = towards(from.row, to.row), right = towards(from.column, to.column);

	put(grid, from, style, down ? signs->down : signs->across);
	while (from.row != to.row || from.column != to.column) {
		from.row += down;
		from.column += right;
		put(grid, from, style, down ? signs->down : signs->across);
	}
}

static void draw_corner(struct grid *grid, const struct state_point *at, const struct signs *signs,
	enum style style)
{
	/* seen from the corner: the direction where the wire comes from, and where it goes */
	bool up = at[-1].row < at->row || at[1].row < at->row;
	bool left = at[-1].column < at->column || at[1].column < at->column;

	put(grid, *at, style, signs->corners[(up ? 2 : 0) + (left ? 1 : 0)]);
}

static void draw_wire(
	const struct states_view *view, struct grid *grid, const struct state_wire *wire)
{
	enum transition_path path = transition_records[wire->edge].path;
	bool alive = transition_is_alive(&view->transitions->edges[wire->edge]);
	const struct signs *signs = signs_of(grid, path);
	enum style style = path_style(path, alive);
	size_t last = wire->point_count - 1;

	for (size_t i = 0; i < last; i++)
		draw_stretch(grid, wire->points[i], wire->points[i + 1], signs, style);
	for (size_t i = 1; i < last; i++)
		draw_corner(grid, &wire->points[i], signs, style);
	put(grid, wire->points[last], style, head_sign(grid, wire->head));
}

/* "≈31/s", as much as fits. */
static void draw_label(
	const struct states_view *view, struct grid *grid, const struct state_wire *wire)
{
	const struct transition *edge = &view->transitions->edges[wire->edge];
	struct buffer text = {0};
	size_t bare;
	int width, left = 0;

	if (!transition_is_alive(edge))
		return;
	if (transition_is_inferred(edge))
		buffer_text(&text, grid->charset == TEXT_UTF8 ? "≈" : "~");
	draw_states_add_rate(&text, edge->rate, false);
	bare = text.length;
	buffer_text(&text, "/s");
	if ((int)text_width(buffer_get(&text), grid->charset) > wire->label_room) {
		text.data[bare] = '\0';
		text.length = bare;
	}
	width = (int)text_width(buffer_get(&text), grid->charset);
	if (wire->on_wire)
		left = (wire->label_room - width) / 2;
	if (left >= 0)
		grid_put(grid, wire->label.row, wire->label.column + left, wire->label_room,
			path_style(transition_records[wire->edge].path, true), buffer_get(&text));
	buffer_done(&text);
}

void draw_states_wires(
	const struct states_view *view, struct grid *grid, const struct state_diagram *plan)
{
	struct state_wire wire;

	for (size_t i = 0; state_diagram_wire(plan, i, &wire); i++)
		draw_wire(view, grid, &wire);
	for (size_t i = 0; state_diagram_wire(plan, i, &wire); i++)
		draw_label(view, grid, &wire);
}

void draw_states_legend(struct grid *grid, int row)
{
	static const char *const names[PATHS] = {
		[PATH_CLIENT] = N_("client"),
		[PATH_SERVER] = N_("server"),
		[PATH_BOTH] = N_("both at once"),
		[PATH_BROKEN] = N_("broken off"),
	};
	int at = 1;

	for (int i = 0; i < PATHS; i++) {
		enum transition_path path = (enum transition_path)i;
		const char *sign = signs_of(grid, path)->across;

		for (int j = 0; j < 2; j++)
			at += grid_put(grid, row, at, 1, path_style(path, true), sign);
		at += 1 + grid_put(grid, row, at + 1, grid->columns, STYLE_DIM, _(names[i]));
		at += 2;
	}
	at += grid_put(grid, row, at, 1, STYLE_STRONG, grid->charset == TEXT_UTF8 ? "≈" : "~");
	grid_put(grid, row, at + 1, grid->columns, STYLE_DIM, _("inferred"));
}
