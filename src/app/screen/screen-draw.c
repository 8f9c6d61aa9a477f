/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fills the frame from the program's state and draws it. */
#include "app/screen/screen-internal.h"

#include <string.h>
#include <time.h>

#include "app/config/command.h"
#include "app/screen/close/close-run.h"
#include "app/screen/page/page-health.h"
#include "app/screen/state/page.h"
#include "base/format.h"
#include "base/i18n.h"
#include "view/table/hidden.h"

/* A frame and the texts that it points to while it is drawn. */
struct present {
	struct draw_strip_model strip;
	struct frame frame;
	struct column_context context;
	char clock[16];
	struct buffer interval;
	char keys[FRAME_KEYS_MAX][8];
	struct buffer filter;
	struct buffer hidden;
	struct buffer keys_of_health;
	struct buffer progress;
	struct buffer title;
};

/* Keys for habit, such as Ctrl-C, are not for the bar. */
static bool is_for_bar(const char *key, size_t length)
{
	return length < sizeof(((struct present *)NULL)->keys[0]) &&
	       strncmp(key, "Ctrl-", 5) != 0 && strncmp(key, "Alt-", 4) != 0;
}

/* The keys of an open dialog, which are others than those of what is behind it. */
static void fill_dialog_keys(struct present *present, const struct app *app)
{
	static const struct frame_key question[] = {{"y", N_("Yes")}, {"n", N_("No")}};
	static const struct frame_key typed[] = {{"Enter", N_("OK")}, {"Esc", N_("Cancel")}};
	static const struct frame_key list[] = {{"Enter", N_("Choose")}, {"Esc", N_("Back")}};
	static const struct frame_key text[] = {{"Esc", N_("Back")}};
	const struct app_answers *answers = app->answers;
	const struct dialog *dialog = &app->dialog;
	const struct frame_key *keys = typed;
	struct frame *frame = &present->frame;
	size_t count = 2;

	if (app->filter_line.helping) {
		keys = text;
		count = 1;
	} else if (answers && answers->bar) {
		keys = answers->bar;
		count = answers->bar_count;
	} else if (dialog->kind == DIALOG_TEXT) {
		keys = text;
		count = 1;
	} else if (dialog->kind == DIALOG_LIST) {
		keys = list;
	} else if (dialog->kind == DIALOG_QUESTION ||
		   (dialog->kind == DIALOG_CHOICE && !dialog->typed)) {
		keys = question;
	}
	for (size_t i = 0; i < count && i < FRAME_KEYS_MAX; i++)
		frame->keys[frame->key_count++] = (struct frame_key){keys[i].key, _(keys[i].label)};
}

/* Fills the key bar: the commands with a label, each with the first of its keys. */
static void fill_command_keys(struct present *present, const struct app *app)
{
	struct frame *frame = &present->frame;
	const struct command *command;
	struct buffer keys = {0};
	size_t at = 0;

	while (frame->key_count < FRAME_KEYS_MAX &&
		(command = page_next_command(app, &at, &keys))) {
		size_t length = strcspn(buffer_get(&keys), " ");
		char *key = present->keys[frame->key_count];

		if (!command->label || !is_for_bar(buffer_get(&keys), length) ||
			(command->flags & COMMAND_CHANGES && app->options.read_only))
			continue;
		memcpy(key, buffer_get(&keys), length);
		key[length] = '\0';
		frame->keys[frame->key_count++] = (struct frame_key){key, _(command->label)};
	}
	buffer_done(&keys);
}

static void fill_keys(struct present *present, const struct app *app)
{
	if (dialog_is_open(&app->dialog))
		fill_dialog_keys(present, app);
	else
		fill_command_keys(present, app);
}

static void fill_note(struct app *app)
{
	struct dialog *dialog = &app->dialog;

	buffer_clear(&dialog->note);
	dialog->failing = app->answers && app->answers->add_note &&
			  app->answers->add_note(app, &dialog->note);
}

static void add_seconds(struct buffer *out, uint32_t milliseconds)
{
	buffer_printf(out, "%u.%us", milliseconds / 1000, milliseconds % 1000 / 100);
}

/* "1.0s"; or "1.0s→4.2s" if the machine is too busy for the interval that the user asked for. */
static void fill_interval(struct present *present, const struct app *app)
{
	add_seconds(&present->interval, app->options.interval_ms);
	if (app->meter.interval_ms > app->options.interval_ms) {
		buffer_text(
			&present->interval, app->grid.charset == TEXT_UTF8 ? "\xe2\x86\x92" : "->");
		add_seconds(&present->interval, app->meter.interval_ms);
	}
	present->frame.interval = buffer_get(&present->interval);
}

static void fill_clock(struct present *present, const struct app *app)
{
	time_t seconds = (time_t)(app->now.real_us / 1000000);
	struct tm local;

	localtime_r(&seconds, &local);
	strftime(present->clock, sizeof(present->clock), "%H:%M:%S", &local);
	present->frame.clock = present->clock;
}

/* What the table does not show is said for as long as that is so. */
static void fill_hidden(struct present *present, const struct app *app)
{
	hidden_add_text(&app->table.pick, &present->hidden);
	present->frame.hidden = present->hidden.length ? buffer_get(&present->hidden) : NULL;
	present->frame.shown = app_count_shown(app, &present->frame.counting);
	present->frame.narrowed = app->table.pick.filter || present->hidden.length;
}

/* Shows the filter in the message line whenever there is no message, because a filter hides
 * sockets. How many it shows is never what is cut. */
static void fill_filter(struct present *present, const struct app *app)
{
	const struct filter_line *line = &app->filter_line;
	struct buffer text = {0}, count = {0};
	int room;

	if (!app->table.pick.filter || !line->text)
		return;
	buffer_text(&count, "  (");
	app_add_count_shown(app, &count);
	buffer_printf(&count, _(" of %zu shown)"), app->engine.track.live_count);
	buffer_printf(&text, _("filter: %s"), line->text);
	room = app->grid.columns - 1 - (int)text_width(buffer_get(&count), app->grid.charset);
	if ((int)text_width(buffer_get(&text), app->grid.charset) <= room)
		buffer_text(&present->filter, buffer_get(&text));
	else if (room > 0)
		text_add_fitted(&present->filter, buffer_get(&text), (size_t)room, false,
			app->grid.charset);
	buffer_text(&present->filter, buffer_get(&count));
	present->frame.message = buffer_get(&present->filter);
	buffer_done(&text);
	buffer_done(&count);
}

/* The first key of the command that shows all findings. */
static void fill_alarm_key(struct present *present, const struct app *app)
{
	const struct command *command;
	size_t at = 0;

	while ((command = page_next_command(app, &at, &present->keys_of_health)))
		if (command->run == page_health_open) {
			char *keys = present->keys_of_health.data;

			keys[strcspn(keys, " ")] = '\0';
			present->frame.alarm_key = keys;
			return;
		}
}

static void fill(struct present *present, struct app *app)
{
	struct frame *frame = &present->frame;

	*present = (struct present){0};
	fill_clock(present, app);
	fill_interval(present, app);
	fill_keys(present, app);
	frame->host = app->engine.host;
	frame->sockets = app->engine.track.live_count;
	frame->tagged = app->tags.count;
	frame->paused = app->paused;
	frame->read_only = app->options.read_only;
	frame->recording = app->recorder.on;
	meter_fill(&app->meter, frame);
	health_monitor_fill(&app->health_monitor, frame);
	if (frame->alarm)
		fill_alarm_key(present, app);
	fill_hidden(present, app);
	frame->owners_by_bpf = app->engine.row_owners.usable &&
			       owner_map_way(&app->engine.row_owners.owners) == OWNER_MAP_BY_BPF;
	frame->notes = app->notes.length ? buffer_get(&app->notes) : NULL;
	frame->table = &app->table;
	present->context = app_shown_context(app);
	frame->context = &present->context;
	frame->layout = &app->layout;
	frame->group_layout = &app->group_layout;
	frame->search = app->search_line.marked ? &app->search_line.search : NULL;
	fill_filter(present, app);
	if (app->message.length) {
		frame->message = buffer_get(&app->message);
		frame->message_is_error = app->message_is_error;
	}
	if (app->close_run.running) {
		close_run_add_progress(&app->close_run, &present->progress);
		frame->message = buffer_get(&present->progress);
		frame->message_is_error = false;
	}
	fill_note(app);
	present->strip = (struct draw_strip_model){app->strip.lines, STRIP_LINES, app->strip.count};
	frame->strip = app->strip.open ? &present->strip : NULL;
	frame->dialog = &app->dialog;
}

static void release(struct present *present)
{
	buffer_done(&present->interval);
	buffer_done(&present->filter);
	buffer_done(&present->hidden);
	buffer_done(&present->keys_of_health);
	buffer_done(&present->progress);
	buffer_done(&present->title);
}

static void draw_body(void *context, struct grid *grid, const struct area *area)
{
	struct app *app = context;

	pages_front(&app->pages)->draw(app, grid, area);
}

static void fill_page(struct present *present, struct app *app)
{
	const struct page *page = pages_front(&app->pages);

	if (!page)
		return;
	buffer_text(&present->title, _(page->title));
	if (page->add_title)
		page->add_title(app, &present->title);
	present->frame.page = page->above_table ? NULL : buffer_get(&present->title);
	present->frame.draw_body = draw_body;
	present->frame.body = app;
}

void screen_draw(struct app *app)
{
	struct present present;

	fill(&present, app);
	fill_page(&present, app);
	/* Ages are relative to the time of the refresh, as the rest of the row is. */
	draw_frame(&present.frame, &app->grid);
	release(&present);
	app->dirty = false;
}

struct frame_spot screen_header_spot(struct app *app, int row, int column)
{
	struct present present;
	struct frame_spot spot;

	fill(&present, app);
	spot = draw_header_spot(&present.frame, &app->grid, row, column);
	release(&present);
	return spot;
}

uint32_t screen_bar_key(struct app *app, int column)
{
	struct present present = {0};
	int at;

	fill_keys(&present, app);
	at = draw_bar_key_at(&present.frame, &app->grid, column);
	return at < 0 ? KEY_NOTHING : key_from_name(present.frame.keys[at].key);
}
