/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/page/draw-health.h"

#include <string.h>

#include "base/format.h"
#include "base/i18n.h"
#include "ui/cell/wrap.h"

/* Widths of the list's columns in cells: as wide as their content; the subject gets the rest. */
struct widths {
	int severity, title, figures, growth;
};

/* If the subject has less room than this, figures are left out: they are also below the list. */
enum { SUBJECT_LEAST = 8 };

/* Lines of the pane below the list, if there is room for it. */
enum { PANE_ROWS = 11, LIST_ROWS_MIN = 3 };

static enum style style_of(enum health_severity severity)
{
	static const enum style styles[HEALTH_SEVERITIES] = {
		STYLE_NORMAL, STYLE_WARNING, STYLE_ERROR};

	return styles[severity];
}

static const char *word_of(enum health_severity severity)
{
	static const char *const words[HEALTH_SEVERITIES] = {
		N_("note"), N_("warning"), N_("problem")};

	return _(words[severity]);
}

/* `format` contains %zu for the count. */
static void add_count(struct buffer *out, size_t count, const char *format)
{
	if (!count)
		return;
	buffer_text(out, out->length ? _(", ") : "");
	buffer_printf(out, format, count);
}

void draw_health_verdict(const struct health *health, struct buffer *out)
{
	size_t counts[HEALTH_SEVERITIES] = {health->more};
	struct buffer verdict = {0};

	for (size_t i = 0; i < health->finding_count; i++)
		counts[health->findings[i].severity]++;
	if (health->whole_looks < 2)
		buffer_text(&verdict, _("looking"));
	else if (!counts[HEALTH_PROBLEM] && !counts[HEALTH_WARNING])
		buffer_text(&verdict, _("all is well"));
	add_count(&verdict, counts[HEALTH_PROBLEM],
		P_("%zu problem", "%zu problems", counts[HEALTH_PROBLEM]));
	add_count(&verdict, counts[HEALTH_WARNING],
		P_("%zu warning", "%zu warnings", counts[HEALTH_WARNING]));
	add_count(&verdict, counts[HEALTH_INFO], P_("%zu note", "%zu notes", counts[HEALTH_INFO]));
	buffer_text(out, buffer_get(&verdict));
	buffer_done(&verdict);
}

/* -------- the list -------- */

/* "312/1,024"; without the limit if there is none. */
static void add_figures(const struct health_finding *finding, struct buffer *out)
{
	format_grouped(out, finding->value);
	if (!finding->limit || finding->limit == UINT64_MAX)
		return;
	buffer_char(out, '/');
	format_grouped(out, finding->limit);
}

static void add_growth(const struct health_finding *finding, struct buffer *out)
{
	if (finding->has_growth && (finding->growth >= 1 || finding->growth <= -1))
		buffer_printf(out, _("%+.0f/min"), finding->growth);
}

static void widen(int *width, const struct grid *grid, const char *text)
{
	int needed = (int)text_width(text, grid->charset);

	if (needed > *width)
		*width = needed;
}

static struct widths measure(const struct health *health, const struct grid *grid)
{
	struct widths widths = {0};
	struct buffer text = {0};

	for (size_t i = 0; i < health->finding_count; i++) {
		const struct health_finding *finding = &health->findings[i];

		widen(&widths.severity, grid, word_of(finding->severity));
		widen(&widths.title, grid, _(health_title(finding)));
		add_figures(finding, &text);
		widen(&widths.figures, grid, buffer_get(&text));
		buffer_clear(&text);
		add_growth(finding, &text);
		widen(&widths.growth, grid, buffer_get(&text));
		buffer_clear(&text);
	}
	buffer_done(&text);
	return widths;
}

/* Draws the figures at the right end; returns the cells left of them. */
static int put_figures(struct grid *grid, int row, int columns, const struct widths *widths,
	enum style style, const struct health_finding *finding)
{
	int at = columns - 1 - widths->growth;
	struct buffer text = {0};

	add_growth(finding, &text);
	grid_put_fitted(grid, row, at, widths->growth, GRID_RIGHT, style, buffer_get(&text));
	buffer_clear(&text);
	add_figures(finding, &text);
	at -= widths->figures + (widths->growth > 0);
	grid_put_fitted(grid, row, at, widths->figures, GRID_RIGHT, style, buffer_get(&text));
	buffer_done(&text);
	return at - 1;
}

static void put_finding(struct grid *grid, int row, int columns, const struct widths *widths,
	const struct health_finding *finding, bool selected)
{
	enum style style = selected ? STYLE_SELECTED : style_of(finding->severity);
	enum style plain = selected ? STYLE_SELECTED : STYLE_NORMAL;
	int title = 1 + widths->severity + 1, at = title + widths->title + 1;
	int end = columns;

	grid_fill(grid, row, 0, 1, columns, plain);
	grid_put_fitted(
		grid, row, 1, widths->severity, GRID_LEFT, style, word_of(finding->severity));
	grid_put_fitted(
		grid, row, title, widths->title, GRID_LEFT, style, _(health_title(finding)));
	if (at + SUBJECT_LEAST + 1 + widths->figures + 1 + widths->growth + 1 <= columns)
		end = put_figures(grid, row, columns, widths, plain, finding);
	if (end > at)
		grid_put_fitted(
			grid, row, at, end - at, GRID_MIDDLE, plain, buffer_get(&finding->subject));
}

static void draw_list(const struct health *health, const struct scroller *scroller,
	struct grid *grid, const struct area *area)
{
	struct widths widths = measure(health, grid);

	for (int line = 0; line < area->rows; line++) {
		size_t index = scroller->top + (size_t)line;

		if (index >= health->finding_count)
			return;
		put_finding(grid, area->row + line, area->columns, &widths,
			&health->findings[index], index == scroller->selected);
		if (index == scroller->selected)
			grid_set_cursor(grid, area->row + line, 1);
	}
}

/* -------- texts -------- */

/* Draws a text in as many lines as it needs; returns the row after it. */
static int put_text(
	struct grid *grid, int row, int end, int columns, enum style style, const char *text)
{
	struct buffer lines = {0};
	const char *at;

	if (columns < 4)
		return row;
	wrap_add(&lines, text, strlen(text), (size_t)columns - 2, grid->charset);
	for (at = buffer_get(&lines); *at && row < end; at = wrap_next(at), row++) {
		struct buffer line = {0};

		buffer_add(&line, at, strcspn(at, "\n"));
		grid_put(grid, row, 1, columns - 2, style, buffer_get(&line));
		buffer_done(&line);
	}
	buffer_done(&lines);
	return row;
}

/* Draws the complete selected finding, as far as there is room. */
static void draw_pane(
	const struct health_finding *finding, struct grid *grid, const struct area *area)
{
	int row = area->row, end = area->row + area->rows;
	struct buffer text = {0};

	row = put_text(grid, row, end, area->columns, style_of(finding->severity),
		buffer_get(&finding->text));
	row = put_text(grid, row, end, area->columns, STYLE_NORMAL, buffer_get(&finding->advice));
	if (finding->filter.length) {
		buffer_printf(
			&text, _("Enter shows the sockets: %s"), buffer_get(&finding->filter));
		row = put_text(grid, row, end, area->columns, STYLE_STRONG, buffer_get(&text));
	}
	put_text(grid, row, end, area->columns, STYLE_DIM, _(finding->kind->help));
	buffer_done(&text);
}

/* Lists the kinds of findings that were examined, or those that could not be. */
static int put_kinds(const struct health *health, enum health_coverage coverage,
	const char *heading, struct grid *grid, int row, const struct area *area)
{
	struct buffer text = {0};
	bool any = false;

	buffer_text(&text, heading);
	for (size_t i = 0; i < health_kinds; i++) {
		if (health_coverage(health, &health_table[i]) != coverage)
			continue;
		buffer_printf(&text, "%s %s", any ? "," : "", _(health_table[i].title));
		any = true;
	}
	if (any)
		row = put_text(grid, row, area->row + area->rows, area->columns, STYLE_DIM,
			buffer_get(&text));
	buffer_done(&text);
	return row;
}

static void draw_well(const struct health *health, struct grid *grid, const struct area *area)
{
	int row = area->row, end = area->row + area->rows;

	if (health->whole_looks < 2)
		row = put_text(grid, row, end, area->columns, STYLE_STRONG,
			_("Looking: nothing is said before a second look has confirmed it."));
	else
		row = put_text(grid, row, end, area->columns, STYLE_STRONG, _("All is well."));
	if (!health->context)
		return;
	row = put_kinds(health, HEALTH_CHECKED, _("Looked for:"), grid, row + 1, area);
	row = put_kinds(
		health, HEALTH_TOO_EARLY, _("Not looked at for long enough:"), grid, row + 1, area);
	put_kinds(health, HEALTH_NOT_TOLD, _("Cannot be told here:"), grid, row + 1, area);
}

void draw_health(const struct health *health, struct scroller *scroller, struct grid *grid,
	const struct area *area)
{
	struct area list = *area, pane = *area;

	/*
	 * A blank line separates list and pane; if there is room for only one of them, it is the
	 * list.
	 */
	pane.rows = area->rows - 1 - LIST_ROWS_MIN;
	if (pane.rows > PANE_ROWS)
		pane.rows = PANE_ROWS;
	if (pane.rows > 0)
		list.rows -= pane.rows + 1;
	if ((int)health->finding_count < list.rows && pane.rows > 0) {
		pane.rows += list.rows - (int)health->finding_count;
		list.rows = (int)health->finding_count;
	}
	pane.row = list.row + list.rows + 1;
	scroller_fit(scroller, health->finding_count, list.rows > 0 ? (size_t)list.rows : 0);
	if (!health->finding_count) {
		draw_well(health, grid, area);
		return;
	}
	draw_list(health, scroller, grid, &list);
	if (pane.rows > 0)
		draw_pane(&health->findings[scroller->selected], grid, &pane);
}
