/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything that the screen shows, read-only: the program fills it in, and the draw functions turn
 * it into cells.
 */
#ifndef SOCKVIEW_UI_DRAW_FRAME_H
#define SOCKVIEW_UI_DRAW_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/cell/grid.h"
#include "ui/draw/draw-strip.h"
#include "ui/widget/layout.h"
#include "ui/widget/dialog.h"
#include "view/states/pulse.h"
#include "view/table/search.h"
#include "view/table/table.h"

#define FRAME_COUNTS_MAX 12
#define FRAME_KEYS_MAX 12

/* A state in the second line: how many sockets are in it, and how that changes. */
struct frame_count {
	const char *name;
	enum conn_state state;
	bool known; /* such sockets are listed: otherwise their number is not known */
	size_t count;
	float change; /* a second */
	bool grows;   /* has grown for long, which is a bad sign */
};

struct frame_key {
	const char *key, *label;
};

struct frame {
	/* first line */
	const char *host;
	const char *clock;    /* "14:03:07" */
	const char *interval; /* "1.0s" */
	size_t sockets, tagged;
	bool narrowed; /* only `shown` of the sockets are in the table */
	size_t shown;
	bool counting;      /* there may be more than `shown`: they are still being counted */
	const char *hidden; /* what the table leaves out: "[no TCP] [IPv6 only]"; NULL: nothing */
	bool cost_known;
	float cost_percent; /* of one core */
	unsigned dump_ms, owners_ms;
	bool owners_by_bpf; /* see owner_map_way() */
	bool paused, read_only, recording;
	const char *alarm;   /* the most severe finding in a few words; NULL: none */
	bool alarm_is_error; /* the finding says that connections fail */
	size_t more_alarms;
	const char *alarm_key; /* the key that shows all findings; NULL: there is none */

	/* second and third line */
	struct frame_count counts[FRAME_COUNTS_MAX];
	size_t count_count;
	const struct pulse *pulse;

	const char *notes; /* what is missing from the table; NULL: nothing */

	/* the table */
	const struct table *table;
	const struct column_context *context;
	struct layout *layout;
	struct layout *group_layout; /* of the groups, where rows are grouped */
	const struct search *search; /* its matches are marked; NULL: none */
	const char *empty; /* shown if there are no rows; NULL: that there are no sockets */

	const struct draw_strip_model *strip; /* below the table; NULL: there is none */

	/* draw_body() draws instead of the table, or, without a title, over the table. */
	const char *page; /* the title; NULL: the table is drawn */
	void (*draw_body)(void *body, struct grid *grid, const struct area *area);
	void *body;

	const char *message; /* NULL: none */
	bool message_is_error;
	struct frame_key keys[FRAME_KEYS_MAX];
	size_t key_count;
	struct dialog *dialog;
};

/* Draws everything. The table has as many lines as layout_lines() returns. */
void draw_frame(const struct frame *frame, struct grid *grid);

/* Parts of draw_frame(). */
void draw_header(const struct frame *frame, struct grid *grid, const struct layout_lines *lines);
void draw_meters(const struct frame *frame, struct grid *grid, const struct layout_lines *lines);
void draw_table(const struct frame *frame, struct grid *grid, const struct layout_lines *lines);

/* How a cell and a line look. */
enum grid_fit draw_fit_of(const struct column *column);
enum style draw_style_of(enum row_life life, bool tagged, bool selected);

/*
 * The style of a cell in a line of style `line`. In a line of STYLE_NORMAL, "0" and "-" are dim,
 * and what needs a look is highlighted. In other lines the cell has the line's style; but in a
 * tagged line, too, what needs a look is highlighted.
 */
enum style draw_cell_style(enum column_tone tone, const char *text, enum style line);

/* Marks the matches of the search in a cell that has been drawn; `text` is scratch. */
void draw_matches(const struct frame *frame, struct grid *grid, int line,
	const struct layout_column *shown, struct buffer *text);

/* The cells before the columns of a grouped table: for the mark of an open or shut group. */
#define GROUP_INDENT 2

/* Draws the line of a group. */
void draw_group(const struct frame *frame, struct grid *grid, int line, uint32_t group,
	struct buffer *text);
/* Widens the columns of groups to the content of this group; `text` is scratch. */
void draw_measure_group(
	const struct frame *frame, enum text_charset charset, uint32_t group, struct buffer *text);

/*
 * Widens the columns to the content of the rows in the window, and of up to `budget` other rows
 * from index `from` on; returns where to go on. To be called when rows have changed, not when the
 * window moves: the widths do not depend on which rows are visible. Of the frame only the table,
 * the context and the layouts are used.
 */
uint32_t draw_measure(
	const struct frame *frame, enum text_charset charset, uint32_t from, size_t budget);

/* What a click in the header means. */
struct frame_spot {
	enum { FRAME_SPOT_NONE, FRAME_SPOT_ALARM, FRAME_SPOT_STATE } kind;
	enum conn_state state; /* of FRAME_SPOT_STATE */
};

struct frame_spot draw_header_spot(
	const struct frame *frame, const struct grid *grid, int row, int column);

/* The state whose count is in this cell of the second line; NULL: none. */
const struct frame_count *draw_meters_count_at(const struct frame *frame, const struct grid *grid,
	const struct layout_lines *lines, int row, int column);

/* The key in the bar at this column of the screen, or -1. */
int draw_bar_key_at(const struct frame *frame, const struct grid *grid, int column);

#endif
