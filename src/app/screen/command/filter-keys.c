/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/filter-keys.h"

#include <stdio.h>
#include <string.h>

#include "app/config/command.h"
#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/text.h"
#include "sock/rows/row-walk.h"
#include "view/filter/filter-complete.h"

/* -------- help -------- */

static void press_in_help(struct app *app, uint32_t key)
{
	const struct command *command = page_command(app, key);
	struct scroller *lines = page_scroller(app);

	if (key == KEY_FUNCTION + 1 || key == KEY_ESCAPE || key == KEY_RETURN || key == 'q')
		page_close(app);
	else if (lines && (key == KEY_WHEEL_UP || key == KEY_WHEEL_DOWN))
		scroller_scroll(lines, key == KEY_WHEEL_UP ? -3 : 3);
	else if (command && command->flags & COMMAND_MOVES)
		command->run(app);
}

bool filter_keys_take_help(struct app *app, uint32_t key)
{
	if (app->filter_line.helping)
		press_in_help(app, key);
	else if (key == KEY_FUNCTION + 1 && app->filter_line.help)
		app->filter_line.help(app);
	else
		return false;
	return true;
}

/* -------- completing -------- */

/* Rows that are looked at for values: a millisecond or so, of rows that may be a million. */
enum { VALUES_BUDGET = 4000 };

/* Of all rows, not of those that are shown: the filter that is half typed hides most of them. */
static void add_values(
	void *context, const struct column *column, struct filter_completion *completion)
{
	struct app *app = context;
	struct buffer cell = {0};
	struct row_walk walk = {0};
	size_t budget = VALUES_BUDGET;
	uint32_t row;

	if (column->kind != COLUMN_TEXT && column->kind != COLUMN_NUMBER)
		return; /* measures change while they are typed */
	while (row_walk_next(&walk, &app->engine.track, &budget, &row)) {
		buffer_clear(&cell);
		if (column->read(&app->engine.context, row, &cell).blank != COLUMN_REAL)
			continue;
		buffer_clear(&cell);
		column_add_text(column, &app->engine.context, row, &cell);
		filter_completion_take(completion, buffer_get(&cell));
	}
	buffer_done(&cell);
}

/* Puts `length` bytes in the place of the word before the cursor, and a blank if `whole`. */
static bool replace_word(
	struct lineedit *input, size_t from, const char *word, size_t length, bool whole)
{
	struct buffer text = {0};
	bool changed;

	buffer_add(&text, input->text, from);
	buffer_add(&text, word, length);
	if (whole && input->text[input->cursor] != ' ')
		buffer_char(&text, ' ');
	from = text.length;
	buffer_text(&text, input->text + input->cursor);
	changed = strcmp(input->text, buffer_get(&text)) != 0;
	if (changed && text.length <= LINEEDIT_MAX) {
		lineedit_set(input, buffer_get(&text));
		input->cursor = from;
	}
	buffer_done(&text);
	return changed;
}

/* All of them in one line, above the prompt. */
static void show_words(struct app *app, const struct filter_completion *completion)
{
	struct buffer *out = &app->dialog.text, words = {0};

	for (const char *at = buffer_get(&completion->words); *at; at++)
		buffer_char(&words, *at == '\n' ? ' ' : *at);
	buffer_clear(out);
	text_add_shown(out, buffer_get(&words), app->grid.charset);
	buffer_done(&words);
}

bool filter_keys_complete(struct app *app)
{
	struct lineedit *input = &app->dialog.input;
	struct filter_completion completion;
	bool changed = false;

	input->selected = false;
	filter_complete(input->text, input->cursor, add_values, app, &completion);
	if (completion.count)
		changed = replace_word(input, completion.from, buffer_get(&completion.words),
			completion.common, completion.count == 1);
	if (!changed && completion.count > 1)
		show_words(app, &completion);
	filter_completion_done(&completion);
	return changed;
}
