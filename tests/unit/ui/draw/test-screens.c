/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Golden screens (see support/golden.h): each scene at two sizes, in UTF-8 and in ASCII. */
#include "support/make-table.h"
#include "support/unit.h"

#include <locale.h>

#include "base/i18n.h"
#include "support/catalogue.h"
#include "support/golden.h"
#include "support/rows.h"
#include "ui/draw/frame.h"

struct scene {
	struct rows rows;
	struct table table;
	struct layout layout;
	struct dialog dialog;
	struct search search;
	struct grid grid;
	struct frame frame;
	struct pulse pulse;
};

static const struct frame_key bar[] = {
	{"F1", "Help"}, {"F6", "Sort"}, {"F9", "Close"}, {"F10", "Quit"}};

static void scene_init(struct scene *scene, enum text_charset charset)
{
	const struct column *columns[LAYOUT_COLUMNS_MAX];
	size_t count = 0;

	memset(scene, 0, sizeof(*scene));
	for (; column_defaults[count]; count++)
		columns[count] = column_find(column_defaults[count]);
	rows_init(&scene->rows, 3000);
	scene->rows.context.ascii = charset == TEXT_ASCII;
	table_init(&scene->table, column_find("local"), false);
	layout_set_columns(&scene->layout, columns, count);
	for (size_t i = 0; column_spares[i]; i++)
		layout_add_spare(&scene->layout, column_find(column_spares[i]));
	grid_init(&scene->grid, charset);
	scene->frame = (struct frame){
		.host = "web1",
		.clock = "14:03:07",
		.interval = "1.0s",
		.sockets = 0,
		.cost_known = true,
		.cost_percent = 0.4f,
		.dump_ms = 12,
		.owners_ms = 3,
		.table = &scene->table,
		.context = &scene->rows.context,
		.layout = &scene->layout,
		.dialog = &scene->dialog,
		.key_count = COUNT_OF(bar),
	};
	memcpy(scene->frame.keys, bar, sizeof(bar));
}

static void scene_done(struct scene *scene)
{
	table_done(&scene->table);
	rows_done(&scene->rows);
	dialog_done(&scene->dialog);
	search_done(&scene->search);
	grid_done(&scene->grid);
}

static void draw(struct scene *scene, int rows, int columns)
{
	struct layout_lines lines;

	grid_resize(&scene->grid, rows, columns);
	layout_lines(&lines, rows, scene->frame.notes != NULL, false);
	table_set_height(&scene->table, &scene->rows.context, (size_t)lines.row_count);
	draw_measure(&scene->frame, scene->grid.charset, 0, 0);
	draw_frame(&scene->frame, &scene->grid);
}

/* -------- scenes -------- */

/* Every state, both families, both protocols. */
#define STEADY                                                                                  \
	"1 tcp LISTEN 0.0.0.0:22 0.0.0.0:0 send=128 uid=0\n"                                    \
	"2 tcp LISTEN [::]:8080 [::]:0 recv=3 send=4096 uid=33\n"                               \
	"3 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 uid=33 sent=500000 got=3000\n"       \
	"5 tcp ESTABLISHED [2001:db8:85a3::8a2e:370:7334]:443 [2001:db8:1:2:3:4:5:6]:50113 "    \
	"send=4321 uid=33 sent=100 got=9000\n"                                                  \
	"6 tcp ESTABLISHED [::ffff:10.0.0.5]:8080 [::ffff:203.0.113.200]:61234 sent=1 got=1\n"  \
	"7 tcp TIME_WAIT 127.0.0.1:6666 127.0.0.1:33768 uid=- inode=- timer=timewait/41000/0\n" \
	"8 tcp FIN_WAIT2 127.0.0.1:33770 127.0.0.1:6666 uid=- inode=- timer=timewait/9000/0\n"  \
	"9 tcp SYN_RECV 10.0.0.5:443 192.0.2.77:1025 uid=- inode=- timer=retransmit/900/1\n"    \
	"10 tcp LAST_ACK 10.0.0.5:443 192.0.2.77:1026 send=1 inode=-\n"                         \
	"11 tcp CLOSING 10.0.0.5:443 192.0.2.77:1027 send=1 inode=-\n"                          \
	"12 tcp FIN_WAIT1 10.0.0.5:443 192.0.2.77:1028 send=99999 inode=-\n"                    \
	"13 tcp SYN_SENT 192.168.100.200:55555 192.168.200.100:65535 send=1\n"                  \
	"14 tcp ESTABLISHED 10.0.0.5:8080 10.0.0.11:40000 recv=200 inode=-\n"                   \
	"15 udp UNCONN 127.0.0.53:53 0.0.0.0:0 if=1 uid=101\n"                                  \
	"16 udp ESTABLISHED [fe80::1]:546 [fe80::2]:547 if=2 uid=0\n"                           \
	"17 tcp BOUND 127.0.0.1:9000 0.0.0.0:0\n"                                               \
	"18 tcp CLOSED 10.0.0.5:9001 0.0.0.0:0\n"

/* A busy minute: a leak of CLOSE_WAIT, a rush of connections, and traffic with it. */
static void make_header(struct scene *scene)
{
	static const struct frame_count counts[] = {
		{"ESTABLISHED", CONN_ESTABLISHED, true, 7204, 31, 0},
		{"LISTEN", CONN_LISTEN, true, 41, 0, 0},
		{"TIME_WAIT", CONN_TIME_WAIT, true, 812, 102.4f, 0},
		{"CLOSE_WAIT", CONN_CLOSE_WAIT, true, 325, 0.1f, 1},
		{"SYN_RECV", CONN_SYN_RECV, true, 0, 0, 0},
		{"SYN_SENT", CONN_SYN_SENT, true, 3, 0, 0},
		{"FIN_WAIT1", CONN_FIN_WAIT1, true, 0, 0, 0},
		{"FIN_WAIT2", CONN_FIN_WAIT2, true, 15, -1, 0},
		{"LAST_ACK", CONN_LAST_ACK, true, 0, 0, 0},
		{"CLOSING", CONN_CLOSING, true, 0, 0, 0}};

	memcpy(scene->frame.counts, counts, sizeof(counts));
	scene->frame.count_count = COUNT_OF(counts);
	scene->frame.pulse = &scene->pulse;
	for (int i = 0; i < 60; i++) {
		float rush = i < 20 ? 0 : i < 40 ? (float)(i - 20) / 20 : 1;
		struct pulse_sample sample = {i * INT64_C(1000000),
			{rush * 2000, rush * 1900, 81e6f * (0.2f + rush * 0.8f), 12.5e6f,
				(float)(266 + i), rush * 1998, rush * 2000}};

		pulse_add(&scene->pulse, &sample);
	}
}

/* New, changed, moved and vanished ones among them. */
static void show_every_mark(struct scene *scene)
{
	struct rows *rows = &scene->rows;

	rows_process(rows, 812, "sshd", 3, 1001);
	rows_process(rows, 1203, "nginx", 6, 1002);
	rows_process(rows, 1204, "nginx", 7, 1003);
	rows_process(rows, 1205, "nginx", 7, 1003);
	rows_process(rows, 1204, "nginx", 8, 1005);
	rows_process(rows, 2210, "api-server-with-a-long-name", 5, 1004);
	rows_process(rows, 2211, "\xe7\xbd\x91\xe7\xbb\x9c\xe6\x9c\x8d\xe5\x8a\xa1", 5, 1006);
	rows_process(rows, 2212, "a\033]0;x\ab", 5, 1013);
	rows_process(rows, 31337, "curl", 5, 1019);
	rows_refresh(rows, 1000,
		STEADY "4 tcp ESTABLISHED 10.0.0.5:8080 10.0.0.9:41210 recv=127\n"
		       "19 tcp ESTABLISHED 127.0.0.1:7777 127.0.0.1:33999 uid=0\n");
	/* what is listed twice in one refresh counts as it was first */
	rows_refresh(rows, 61000,
		"3 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 uid=33 "
		"sent=1249280 got=70000\n" STEADY
		"4 tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:41210 recv=127\n"
		"20 tcp SYN_SENT 10.0.0.5:51000 192.0.2.1:443 uid=0\n");
	make_table(&scene->table, &rows->context, false);
	scene->frame.sockets = rows->track.live_count;
	make_header(scene);
}

static void scene_empty(struct scene *scene)
{
	rows_refresh(&scene->rows, 1000, "");
	make_table(&scene->table, &scene->rows.context, false);
}

static void scene_marks(struct scene *scene)
{
	show_every_mark(scene);
	table_move(&scene->table, &scene->rows.context, 3);
}

/* The last rows, by another order, with what hostile interfaces are called. */
static void scene_hostile(struct scene *scene)
{
	struct rows *rows = &scene->rows;

	scene->frame.host = "w\033[31m\xe2\x80\xae"
			    "b1";
	scene->frame.message =
		"\xe7\xbd\x91\xe5\x8d\xa1: \033[2J\r\n\xe2\x80\xaeno such device\xff";
	scene->frame.message_is_error = true;
	rows_process(rows, 1, "\033[2J\033[H", 1, 1001);
	rows_process(rows, 2,
		"\xe2\x80\xae"
		"dhss",
		1, 1002);
	rows_process(
		rows, 3, "\xe7\xbd\x91\xe7\xbb\x9c\xe6\x9c\x8d\xe5\x8a\xa1\xe5\x99\xa8", 1, 1003);
	rows_process(rows, 4, "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 1, 1004);
	rows_process(rows, 5, "a) R 1 1\n", 1, 1005);
	scene->frame.sockets = 5;
	rows_refresh(rows, 1000,
		"1 udp UNCONN 0.0.0.0:68 0.0.0.0:0 if=3\n"
		"2 udp UNCONN 0.0.0.0:69 0.0.0.0:0 if=4\n"
		"3 udp UNCONN [fe80::1]:70 [::]:0 if=5\n"
		"4 udp UNCONN [fe80::1]:71 [::]:0 if=6\n"
		"5 tcp ESTABLISHED [::1]:72 [::1]:80 if=1\n");
	table_set_sort(&scene->table, column_find("lport"), true);
	make_table(&scene->table, &rows->context, false);
	table_move_to(&scene->table, &rows->context, SIZE_MAX);
}

static void scene_notes(struct scene *scene)
{
	show_every_mark(scene);
	scene->frame.notes =
		"IPv6 is missing: the kernel has no module for it; sockets of other users "
		"are shown without their processes (CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH)";
	scene->frame.message = "10.0.0.5:8080 closed";
}

static void scene_question(struct scene *scene)
{
	struct buffer *text = &scene->dialog.text;

	scene_marks(scene);
	dialog_open(&scene->dialog, DIALOG_QUESTION, "Close this connection");
	buffer_text(text, "tcp CLOSE_WAIT  10.0.0.5:8080");
	buffer_text(text, scene->grid.charset == TEXT_UTF8 ? " \xe2\x86\x92 " : " -> ");
	buffer_text(text, "10.0.0.9:41210\n \nThe peer gets RST, the program gets ECONNABORTED.\n"
			  "Its descriptor stays open until the program calls close().\n \n");
	scene->dialog.ask = "Close it?  y/N";
}

static void scene_prompt(struct scene *scene)
{
	scene_marks(scene);
	dialog_open(&scene->dialog, DIALOG_PROMPT, "Interval");
	buffer_text(&scene->dialog.text, "Time between refreshes in seconds, 0.1 to 3600.");
	scene->dialog.ask = "Seconds:";
	lineedit_set(&scene->dialog.input, "12.5");
	scene->dialog.input.cursor = 2;
}

static void scene_line(struct scene *scene)
{
	scene_marks(scene);
	dialog_open(&scene->dialog, DIALOG_LINE, "Filter");
	buffer_text(&scene->dialog.text, "a port is missing");
	scene->dialog.ask = "Filter:";
	lineedit_set(&scene->dialog.input, "state established and sport = ");
}

/* What is searched for is marked where it is seen; the row that was found is selected. */
static void scene_search(struct scene *scene)
{
	scene_marks(scene);
	for (size_t i = 0; i < scene->layout.count; i++)
		scene->search.columns[i] = scene->layout.columns[i].column;
	search_set(&scene->search, "0.0.0.5:8", scene->search.columns, scene->layout.count);
	scene->frame.search = &scene->search;
	table_move_to(&scene->table, &scene->rows.context, 5);
	dialog_open(&scene->dialog, DIALOG_LINE, "Search");
	buffer_text(&scene->dialog.text, "the search goes on at the top of the table");
	scene->dialog.ask = "Search:";
	lineedit_set(&scene->dialog.input, "0.0.0.5:8");
}

/* The column cursor has gone to the last column. */
static void scene_scrolled(struct scene *scene)
{
	scene_marks(scene);
	layout_move_cursor(&scene->layout, 100);
}

/* The state is none: that is marked in the line. */
static void scene_wrong(struct scene *scene)
{
	scene_line(scene);
	buffer_clear(&scene->dialog.text);
	buffer_text(&scene->dialog.text, "there is no such state");
	lineedit_set(&scene->dialog.input, "state listening1 and pid = 1");
	scene->dialog.wrong = true;
	scene->dialog.wrong_at = 6;
	scene->dialog.wrong_length = 10;
}

static void scene_list(struct scene *scene)
{
	scene_marks(scene);
	dialog_open(&scene->dialog, DIALOG_LIST, "Sort by");
	for (int i = 0; i < 30; i++)
		buffer_printf(&scene->dialog.text, "COLUMN %-5d help of column %d%s\n", i, i,
			i % 4 ? "" : ", which is longer than there is room for in 80 columns");
	scene->dialog.selected = 9;
}

static void scene_help(struct scene *scene)
{
	scene_marks(scene);
	dialog_open(&scene->dialog, DIALOG_TEXT, "Help");
	buffer_text(&scene->dialog.text,
		"F1 ? h         this help\n"
		"F6             choose the column to sort by\n"
		"F9 k           close the selected connection, after a question\n"
		"F10 q Ctrl-C   quit\n"
		"Esc            close what is open\n"
		" \n"
		"Up Alt-k       one line up\n"
		" \n"
		"Marks: + new   ~ changed state   * data moved   - gone\n"
		"Values: - does not apply   ? not known   > at least\n");
}

/* A tag beside every mark, under the hand and elsewhere. */
static void scene_tagged(struct scene *scene)
{
	struct track *track = &scene->rows.track;

	scene_marks(scene);
	for (uint32_t row = 0; row < track->row_count; row++)
		if (row % 3 != 1)
			track->rows[row].flags |= ROW_TAGGED;
	scene->frame.sockets = 812;
	scene->frame.tagged = 1023;
}

static void scene_paused(struct scene *scene)
{
	scene_marks(scene);
	scene->frame.paused = true;
}

static void scene_alarm(struct scene *scene)
{
	scene_marks(scene);
	scene->frame.alarm = _("accept queue full");
	scene->frame.alarm_is_error = true;
	scene->frame.alarm_key = "F8";
	scene->frame.more_alarms = 4;
	scene->frame.narrowed = true;
	scene->frame.shown = 17;
	scene->frame.sockets = 489;
	scene->frame.hidden = "[no TCP]";
}

static void scene_read_only(struct scene *scene)
{
	scene_marks(scene);
	scene->frame.read_only = true;
}

static void scene_stretched(struct scene *scene)
{
	scene_marks(scene);
	scene->frame.sockets = 1048576;
	scene->frame.interval = scene->grid.charset == TEXT_UTF8 ? "1.0s\xe2\x86\x92"
								   "4.2s"
								 : "1.0s->4.2s";
	scene->frame.cost_percent = 19.6f;
	scene->frame.dump_ms = 781;
	scene->frame.owners_ms = 340;
}

static const struct {
	const char *name;
	void (*set)(struct scene *scene);
} scenes[] = {
	{"empty", scene_empty},
	{"marks", scene_marks},
	{"hostile", scene_hostile},
	{"notes", scene_notes},
	{"question", scene_question},
	{"prompt", scene_prompt},
	{"line", scene_line},
	{"search", scene_search},
	{"scrolled", scene_scrolled},
	{"wrong", scene_wrong},
	{"list", scene_list},
	{"help", scene_help},
	{"tagged", scene_tagged},
	{"paused", scene_paused},
	{"alarm", scene_alarm},
	{"read-only", scene_read_only},
	{"stretched", scene_stretched},
};

static void check_scene(size_t index, int columns, int rows, enum text_charset charset)
{
	struct scene scene;
	char name[80];

	scene_init(&scene, charset);
	scenes[index].set(&scene);
	draw(&scene, rows, columns);
	snprintf(name, sizeof(name), "%s-%dx%d-%s", scenes[index].name, columns, rows,
		charset == TEXT_UTF8 ? "utf8" : "ascii");
	golden_check(name, &scene.grid);
	scene_done(&scene);
}

static void screens_of_80_by_24_are_as_they_were(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(scenes); i++) {
		check_scene(i, 80, 24, TEXT_UTF8);
		check_scene(i, 80, 24, TEXT_ASCII);
	}
}

static void screens_of_40_by_10_are_as_they_were(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(scenes); i++) {
		check_scene(i, 40, 10, TEXT_UTF8);
		check_scene(i, 40, 10, TEXT_ASCII);
	}
}

static void wide_screens_are_as_they_were(void **state)
{
	(void)state;
	check_scene(1, 132, 43, TEXT_UTF8);
	check_scene(1, 132, 43, TEXT_ASCII);
	check_scene(1, 200, 60, TEXT_UTF8);
	check_scene(1, 200, 60, TEXT_ASCII);
}

/* The header in Chinese, whose words are wider. */
static void screens_in_chinese_are_as_they_were(void **state)
{
	static const struct {
		int columns, rows;
	} sizes[] = {{80, 24}, {132, 43}, {200, 60}};
	char *catalogue = catalogue_open();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(sizes) && catalogue; i++) {
		struct scene scene;
		char name[80];

		scene_init(&scene, TEXT_UTF8);
		scene_alarm(&scene);
		draw(&scene, sizes[i].rows, sizes[i].columns);
		snprintf(name, sizeof(name), "alarm-%dx%d-zh", sizes[i].columns, sizes[i].rows);
		golden_check(name, &scene.grid);
		scene_done(&scene);
	}
	if (catalogue)
		catalogue_close(catalogue);
}

/* Every scene at every size that a terminal may have, and after every other size. */
static void no_size_is_too_small_for_any_scene(void **state)
{
	static const struct {
		int rows, columns;
	} sizes[] = {{1, 1}, {43, 132}, {5, 20}, {1, 300}, {100, 1}, {2, 2}, {3, 6}, {24, 80},
		{4, 5}, {8, 10}, {1, 1}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(scenes); i++) {
		struct scene scene;

		scene_init(&scene, TEXT_UTF8);
		scenes[i].set(&scene);
		for (size_t size = 0; size < COUNT_OF(sizes); size++) {
			draw(&scene, sizes[size].rows, sizes[size].columns);
			assert_in_range(scene.grid.cursor_row, 0, sizes[size].rows - 1);
			assert_in_range(scene.grid.cursor_column, 0, sizes[size].columns - 1);
		}
		for (int rows = 1; rows <= 26; rows++)
			for (int columns = 1; columns <= 60; columns++)
				draw(&scene, rows, columns);
		scene_done(&scene);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_of_80_by_24_are_as_they_were),
		cmocka_unit_test(screens_of_40_by_10_are_as_they_were),
		cmocka_unit_test(wide_screens_are_as_they_were),
		cmocka_unit_test(screens_in_chinese_are_as_they_were),
		cmocka_unit_test(no_size_is_too_small_for_any_scene),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
