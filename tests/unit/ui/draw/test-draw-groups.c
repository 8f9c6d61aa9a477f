/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Golden screens (see support/golden.h) of grouped tables: by each key, with a group
 * open and none. */
#include "support/make-table.h"
#include "support/unit.h"

#include <locale.h>

#include "support/golden.h"
#include "support/rows.h"
#include "ui/draw/frame.h"
#include "view/group/group-column.h"

struct scene {
	struct rows rows;
	struct table table;
	struct layout layout, group_layout;
	struct dialog dialog;
	struct grid grid;
	struct frame frame;
};

static size_t choose_defaults(const struct column **ret_columns)
{
	size_t count = 0;

	for (; column_defaults[count]; count++)
		ret_columns[count] = column_find(column_defaults[count]);
	return count;
}

static size_t choose_of_groups(const struct column **ret_columns)
{
	size_t count = 0;

	for (size_t i = 0; i < group_column_count; i++)
		if (column_is_shown(&group_column_table[i]))
			ret_columns[count++] = &group_column_table[i];
	return count;
}

static void scene_init(struct scene *scene, const char *kind, enum text_charset charset)
{
	const struct column *columns[LAYOUT_COLUMNS_MAX];

	memset(scene, 0, sizeof(*scene));
	rows_init(&scene->rows, 3000);
	scene->rows.context.ascii = charset == TEXT_ASCII;
	table_init(&scene->table, column_find("local"), false);
	table_set_group(&scene->table, group_kind_find(kind));
	layout_set_columns(&scene->layout, columns, choose_defaults(columns));
	layout_set_columns(&scene->group_layout, columns, choose_of_groups(columns));
	layout_pin(&scene->group_layout);
	grid_init(&scene->grid, charset);
	scene->frame = (struct frame){
		.host = "web1",
		.clock = "14:03:07",
		.interval = "1.0s",
		.table = &scene->table,
		.context = &scene->rows.context,
		.layout = &scene->layout,
		.group_layout = &scene->group_layout,
		.dialog = &scene->dialog,
	};
}

static void scene_done(struct scene *scene)
{
	table_done(&scene->table);
	rows_done(&scene->rows);
	dialog_done(&scene->dialog);
	grid_done(&scene->grid);
}

/* Groups with every mark: steady, moved, new, all gone, tagged; names that are hostile and none. */
static void show_groups(struct scene *scene)
{
	static const char steady[] =
		"1 tcp LISTEN 0.0.0.0:443 0.0.0.0:0 send=128 uid=0\n"
		"2 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 uid=33 sent=5000 got=3000\n"
		"4 tcp ESTABLISHED [2001:db8::7334]:443 [2001:db8:1:2:3:4:5:6]:50113 send=4321 "
		"uid=33 sent=100 got=9000\n"
		"5 tcp ESTABLISHED [::ffff:10.0.0.5]:443 [::ffff:198.51.100.9]:61234 sent=1\n"
		"6 tcp TIME_WAIT 127.0.0.1:6666 127.0.0.1:33768 uid=- inode=-\n"
		"7 tcp FIN_WAIT1 10.0.0.5:443 192.0.2.77:1028 send=99999 inode=-\n"
		"8 tcp ESTABLISHED 10.0.0.5:443 10.0.0.11:40000 recv=200 inode=-\n"
		"9 udp UNCONN 127.0.0.53:53 0.0.0.0:0 if=1 uid=101\n"
		"10 tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:41210 recv=127\n"
		"11 tcp CLOSE_WAIT 10.0.0.5:8080 10.0.0.9:41211 recv=126\n";
	struct rows *rows = &scene->rows;
	struct buffer listing = {0};

	rows_process(rows, 1203, "nginx", 6, 1001);
	rows_process(rows, 1204, "nginx", 7, 1002);
	rows_process(rows, 1204, "nginx", 8, 1004);
	rows_process(rows, 1204, "nginx", 9, 1005);
	rows_process(rows, 2210, "api", 5, 1010);
	rows_process(rows, 2210, "api", 6, 1011);
	rows_process(rows, 2212, "a\033]0;x\ab", 5, 1009);
	rows_process(rows, 2213, "\xe7\xbd\x91\xe7\xbb\x9c\xe6\x9c\x8d\xe5\x8a\xa1", 5, 1003);
	rows_process(rows, 31337, "curl", 5, 1012);
	rows_process(rows, 31338, "wget", 5, 1013);
	buffer_printf(&listing, "%s%s", steady,
		"3 tcp ESTABLISHED 10.0.0.5:9000 203.0.113.4:7 uid=1000 sent=7 got=7\n"
		"12 tcp ESTABLISHED 10.0.0.5:51000 192.0.2.1:443 uid=0\n");
	rows_refresh(rows, 1000, buffer_get(&listing));
	buffer_clear(&listing);
	buffer_printf(&listing, "%s%s", steady,
		"3 tcp ESTABLISHED 10.0.0.5:9000 203.0.113.4:7 uid=1000 sent=900007 got=7\n"
		"13 tcp SYN_SENT 10.0.0.5:51002 192.0.2.2:443 uid=0\n");
	rows_refresh(rows, 61000, buffer_get(&listing));
	rows->track.rows[rows_find(rows, 10)].flags |= ROW_TAGGED;
	make_table(&scene->table, &rows->context, false);
	scene->frame.sockets = rows->track.live_count;
	buffer_done(&listing);
}

static void fit(struct scene *scene, int rows, int columns)
{
	struct layout_lines lines;

	grid_resize(&scene->grid, rows, columns);
	layout_lines(&lines, rows, false, false);
	table_set_height(&scene->table, &scene->rows.context, (size_t)lines.row_count);
}

enum pose { CLOSED, OPEN, INSIDE, SCROLLED, POSES };

static const char *const pose_names[POSES] = {"closed", "open", "inside", "scrolled"};

static void take_pose(struct scene *scene, enum pose pose)
{
	struct column_context *context = &scene->rows.context;

	if (pose == OPEN || pose == INSIDE)
		table_open_group(&scene->table, context);
	if (pose == INSIDE)
		table_move(&scene->table, context, 1);
	if (pose == SCROLLED) { /* to what it is sorted by */
		const struct column *column = group_column_find("oldest");

		table_set_group_sort(&scene->table, column, true);
		make_table(&scene->table, context, false);
		layout_set_cursor(&scene->group_layout, (int)(column - group_column_table));
	}
}

static void check_scene(
	const char *kind, enum pose pose, int columns, int rows, enum text_charset charset)
{
	struct scene scene;
	char name[80];

	scene_init(&scene, kind, charset);
	show_groups(&scene);
	fit(&scene, rows, columns);
	take_pose(&scene, pose);
	draw_measure(&scene.frame, scene.grid.charset, 0, 0);
	draw_frame(&scene.frame, &scene.grid);
	snprintf(name, sizeof(name), "groups-%s-%s-%dx%d-%s", kind, pose_names[pose], columns, rows,
		charset == TEXT_UTF8 ? "utf8" : "ascii");
	golden_check(name, &scene.grid);
	scene_done(&scene);
}

static void groups_by_each_key_are_as_they_were(void **state)
{
	(void)state;
	for (size_t i = 1; i < group_kind_count; i++) {
		check_scene(group_kinds[i].id, CLOSED, 80, 24, TEXT_UTF8);
		check_scene(group_kinds[i].id, OPEN, 40, 10, TEXT_UTF8);
	}
}

static void an_open_group_is_as_it_was(void **state)
{
	(void)state;
	for (int pose = OPEN; pose < POSES; pose++) {
		check_scene("process", (enum pose)pose, 80, 24, TEXT_UTF8);
		check_scene("process", (enum pose)pose, 80, 24, TEXT_ASCII);
		check_scene("process", (enum pose)pose, 40, 10, TEXT_ASCII);
	}
	check_scene("process", INSIDE, 132, 43, TEXT_UTF8);
}

static void no_size_is_too_small_for_groups(void **state)
{
	(void)state;
	for (int rows = 1; rows < 12; rows++) {
		for (int columns = 1; columns < 90; columns += columns < 20 ? 1 : 7) {
			struct scene scene;

			scene_init(&scene, "remote", TEXT_UTF8);
			show_groups(&scene);
			fit(&scene, rows, columns);
			take_pose(&scene, columns % 2 ? INSIDE : OPEN);
			draw_measure(&scene.frame, scene.grid.charset, 0, 0);
			draw_frame(&scene.frame, &scene.grid);
			scene_done(&scene);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_by_each_key_are_as_they_were),
		cmocka_unit_test(an_open_group_is_as_it_was),
		cmocka_unit_test(no_size_is_too_small_for_groups),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
