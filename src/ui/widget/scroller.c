/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ui/widget/scroller.h"

static size_t last_top(const struct scroller *scroller)
{
	return scroller->count > scroller->height ? scroller->count - scroller->height : 0;
}

static size_t moved(size_t from, long lines, size_t last)
{
	size_t to;

	if (lines < 0)
		return from > (size_t)-lines ? from - (size_t)-lines : 0;
	to = from + (size_t)lines;
	return to < last ? to : last;
}

static void bring_window(struct scroller *scroller)
{
	size_t height = scroller->height ? scroller->height : 1;

	if (scroller->top > last_top(scroller))
		scroller->top = last_top(scroller);
	if (scroller->reading)
		return;
	if (scroller->selected < scroller->top)
		scroller->top = scroller->selected;
	if (scroller->selected >= scroller->top + height)
		scroller->top = scroller->selected - height + 1;
}

void scroller_fit(struct scroller *scroller, size_t count, size_t height)
{
	scroller->count = count;
	scroller->height = height;
	if (scroller->selected >= count)
		scroller->selected = count ? count - 1 : 0;
	bring_window(scroller);
}

void scroller_move(struct scroller *scroller, long lines)
{
	if (scroller->reading)
		scroller->top = moved(scroller->top, lines, last_top(scroller));
	else
		scroller->selected =
			moved(scroller->selected, lines, scroller->count ? scroller->count - 1 : 0);
	bring_window(scroller);
}

void scroller_move_to(struct scroller *scroller, size_t line)
{
	size_t *moving = scroller->reading ? &scroller->top : &scroller->selected;
	size_t last = scroller->count ? scroller->count - 1 : 0;

	*moving = line < last ? line : last;
	bring_window(scroller);
}

void scroller_scroll(struct scroller *scroller, long lines)
{
	size_t height = scroller->height ? scroller->height : 1;

	scroller->top = moved(scroller->top, lines, last_top(scroller));
	if (scroller->selected < scroller->top)
		scroller->selected = scroller->top;
	if (scroller->selected >= scroller->top + height)
		scroller->selected = scroller->top + height - 1;
}
