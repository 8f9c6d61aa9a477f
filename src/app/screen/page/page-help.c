/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page/page-help.h"

#include "app/screen/state/app.h"
#include "app/screen/state/page.h"
#include "base/i18n.h"
#include "ui/page/draw-help.h"

struct line {
	const char *key;
	enum style style;
	const char *text;
};

#define ADD_LINES(help, heading, lines) \
	add_lines(help, heading, lines, sizeof(lines) / sizeof((lines)[0]))

static void add_lines(
	struct help *help, const char *heading, const struct line *lines, size_t count)
{
	help_add_heading(help, _(heading));
	for (size_t i = 0; i < count; i++)
		help_add(help, _(lines[i].key), lines[i].style, _(lines[i].text));
}

/* -------- what keys do -------- */

static const struct line marks[] = {
	{"+", STYLE_NEW, N_("a new socket")},
	{"~", STYLE_CHANGED, N_("its state has changed")},
	{"*", STYLE_MOVED, N_("data moved since the last refresh")},
	{"-", STYLE_GONE, N_("gone; shown for a while longer")},
	{"!", STYLE_WARNING, N_("health warns of this row, or finds a problem")},
	{"#", STYLE_TAGGED, N_("a tagged socket")},
	{"12", STYLE_WARNING, N_("health warns of this")},
	{"12", STYLE_ERROR, N_("health finds a problem here")},
	{"12", STYLE_DIM, N_("nothing to look at")},
	{N_("text"), STYLE_MATCH, N_("found by the search")},
	{"-  ?  >", STYLE_NORMAL, N_("does not apply; not known; at least")},
};

static const struct line mouse[] = {
	{N_("Click"), STYLE_KEY, N_("select a row; sort by a heading; press a key of the bar")},
	{N_("Click Click"), STYLE_KEY, N_("details of a socket; open or close a group")},
	{N_("RightClick"), STYLE_KEY, N_("menu of all that can be done with the row")},
	{N_("Wheel"), STYLE_KEY, N_("scroll")},
};

static const struct line unlike_htop[] = {
	{"F", STYLE_KEY, N_("releases the selection; htop's F follows it, as every row does here")},
	{"T", STYLE_KEY, N_("shows or hides TCP; htop's T sorts by time")},
	{"t", STYLE_KEY, N_("groups; htop's t is its tree")},
	{"c  e", STYLE_KEY, N_("copy and explain; htop's tag children and show the environment")},
};

static const struct {
	const char *heading;
	unsigned flag; /* of the commands in it; 0: of those without one */
} sections[] = {
	{N_("Moving"), COMMAND_MOVES},
	{N_("What is shown"), COMMAND_SHOWS},
	{N_("Searching and filtering"), COMMAND_FINDS},
	{N_("The selected or tagged"), COMMAND_ACTS},
	{N_("The program and its pages"), 0},
};

#define SECTIONS (COMMAND_MOVES | COMMAND_SHOWS | COMMAND_FINDS | COMMAND_ACTS)

static bool is_of_page(const struct page *page, const struct command *command)
{
	return page && command >= page->commands && command < page->commands + page->command_count;
}

/* Adds the commands of the page in front (`of_page`), or the others of a section. */
static void add_commands(struct app *app, const char *heading, bool of_page, unsigned flag)
{
	const struct page *page = pages_front(&app->pages);
	const struct command *command;
	struct buffer keys = {0};
	bool begun = false;
	size_t at = 0;

	while ((command = page_next_command(app, &at, &keys))) {
		unsigned section = command->flags & SECTIONS;

		if (is_of_page(page, command) != of_page || (!of_page && section != flag) ||
			(command->flags & COMMAND_CHANGES && app->options.read_only))
			continue;
		if (!begun)
			help_add_heading(&app->help, _(heading));
		begun = true;
		help_add(&app->help, buffer_get(&keys), STYLE_KEY, _(command->help));
	}
	buffer_done(&keys);
}

static void add_filter_words(struct app *app)
{
	static const struct line words[] = {
		{"state close-wait", STYLE_STRONG, N_("sockets in a state")},
		{"dst 10.0.0.0/8", STYLE_STRONG, N_("of a peer or network")},
		{"process = nginx", STYLE_STRONG, N_("every column is a word")},
		{"F4 F1", STYLE_KEY, N_("explains the language of filters, with examples")},
	};

	ADD_LINES(&app->help, N_("Filter words"), words);
}

static void fill(struct app *app)
{
	bool on_table = !app->pages.count;

	help_clear(&app->help);
	add_commands(app, N_("On this page"), true, 0);
	if (on_table)
		ADD_LINES(&app->help, N_("Marks and colors"), marks);
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		add_commands(app, sections[i].heading, false, sections[i].flag);
	if (!on_table)
		return;
	add_filter_words(app);
	ADD_LINES(&app->help, N_("Mouse"), mouse);
	ADD_LINES(&app->help, N_("Not as in htop"), unlike_htop);
}

static struct scroller *scroller(struct app *app)
{
	return &app->help.scroller;
}

static void draw(struct app *app, struct grid *grid, const struct area *area)
{
	draw_help(app->help.entries, app->help.count, &app->help.scroller, grid, area);
}

static const struct command commands[] = {
	{"help-back", "F1 ? h Enter", NULL, N_("close the help"), 0, page_close},
};

const struct page page_help = {
	.id = "help",
	.title = N_("Help"),
	.commands = commands,
	.command_count = sizeof(commands) / sizeof(commands[0]),
	.scroller = scroller,
	.draw = draw,
};

void page_help_open(struct app *app)
{
	fill(app);
	page_open(app, &page_help);
}

/* -------- the language of filters -------- */

static const struct line examples[] = {
	{"state established", STYLE_STRONG,
		N_("sockets in a state; in any spelling: ESTAB, CLOSE-WAIT, time_wait")},
	{"exclude time-wait", STYLE_STRONG, N_("all but those in a state")},
	{"dst 192.0.2.7", STYLE_STRONG, N_("whose peer has this address")},
	{"src 10.0.0.0/8:443", STYLE_STRONG, N_("own address in this network, and own port 443")},
	{"dport = :https", STYLE_STRONG, N_("the peer's port, by number or service")},
	{"sport >= :1024", STYLE_STRONG, N_("the own port, compared with = != < > <= >=")},
	{"port = 443", STYLE_STRONG, N_("port 443 on either side; addr = ... alike")},
	{"process = nginx", STYLE_STRONG, N_("every column is a word; F6 lists them")},
	{"process ~ ^php", STYLE_STRONG, N_("a regular expression")},
	{"user = www-data", STYLE_STRONG, N_("sockets of a user")},
	{"age > 5m", STYLE_STRONG, N_("older than five minutes; instate > 1h: in its state")},
	{"sendq >= 64k", STYLE_STRONG, N_("bytes that wait to be sent; recvq > 0: to be read")},
	{"txrate > 1M", STYLE_STRONG, N_("sends more than a megabyte a second")},
	{"nginx", STYLE_STRONG, N_("a bare word, or /REGEX/, anywhere in the row")},
};

static const struct line joining[] = {
	{"and  or  not", STYLE_STRONG, N_("join conditions; side by side means and")},
	{"( ... )", STYLE_STRONG,
		N_("'and' and 'or' join from the left; brackets say what is meant")},
};

static const struct line typing[] = {
	{"Tab", STYLE_KEY, N_("completes a word: columns, states, operators, known values")},
	{"Up Down", STYLE_KEY, N_("earlier filters")},
	{"Enter Esc", STYLE_KEY, N_("keep the filter; go back to what was before")},
	{"= !", STYLE_KEY, N_("in the table: only these, or not these, of the selected cell")},
};

static void begin_filter_help(struct app *app)
{
	app->filter_line.helping = true;
}

static void end_filter_help(struct app *app)
{
	app->filter_line.helping = false;
}

const struct page page_filter_help = {
	.id = "filter-help",
	.title = N_("The language of filters: that of ss, and every column as a word"),
	.begin = begin_filter_help,
	.end = end_filter_help,
	.scroller = scroller,
	.draw = draw,
};

void page_filter_help_open(struct app *app)
{
	help_clear(&app->help);
	ADD_LINES(&app->help, N_("Examples"), examples);
	ADD_LINES(&app->help, N_("Joined"), joining);
	ADD_LINES(&app->help, N_("While typing"), typing);
	page_open(app, &page_filter_help);
}
