/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Golden screens (see support/golden.h) of a page that is a list: the services. */
#include "support/unit.h"

#include "support/golden.h"
#include "support/rows.h"
#include "ui/draw/draw-list.h"
#include "view/service/service-column.h"
#include "view/service/service.h"

struct scene {
	struct rows rows;
	struct column_context context;
	struct service_list services;
	struct layout layout;
	struct scroller scroller;
	struct grid grid;
};

static void scene_init(struct scene *scene, enum text_charset charset)
{
	const struct column *shown[LAYOUT_COLUMNS_MAX];
	size_t count = 0;

	*scene = (struct scene){.context = {0}};
	rows_init(&scene->rows, 5000);
	rows_process(&scene->rows, 1203, "nginx", 6, 1001);
	rows_process(&scene->rows, 1204, "nginx", 6, 1002);
	rows_process(&scene->rows, 2210, "a\033]0;x\ab", 5, 1003);
	service_list_init(&scene->services);
	grid_init(&scene->grid, charset);
	for (size_t i = 0; i < service_column_count; i++)
		if (column_is_shown(&service_column_table[i]))
			shown[count++] = &service_column_table[i];
	layout_set_columns(&scene->layout, shown, count);
}

static void scene_done(struct scene *scene)
{
	service_list_done(&scene->services);
	rows_done(&scene->rows);
	grid_done(&scene->grid);
}

static void look(struct scene *scene, const char *listing)
{
	rows_refresh(&scene->rows, 1000, listing);
	scene->context = scene->rows.context;
	scene->context.service_list = &scene->services;
	scene->context.live = true;
	scene->context.ascii = scene->grid.charset == TEXT_ASCII;
	service_list_begin(&scene->services, &scene->context);
	while (service_list_step(&scene->services, 100))
		;
}

/* Two looks: a shared port that is open, a full queue, a name with escapes, IPv6, UDP. */
static void look_at_all(struct scene *scene)
{
	static const char listeners[] =
		"1 tcp LISTEN 0.0.0.0:443 0.0.0.0:0 recv=2 send=511\n"
		"2 tcp LISTEN 0.0.0.0:443 0.0.0.0:0 send=511\n"
		"3 tcp LISTEN [2001:db8:85a3::8a2e:370:7334]:8080 [::]:0 recv=129 send=128\n"
		"4 udp UNCONN 127.0.0.53:53 0.0.0.0:0 drops=900 recv=213\n"
		"5 tcp LISTEN [::]:22 [::]:0 send=128 uid=0\n"
		"6 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 rtt=410\n"
		"7 tcp CLOSE_WAIT 10.0.0.5:443 198.51.100.7:50113\n"
		"8 tcp SYN_RECV 10.0.0.5:443 198.51.100.7:50114 inode=- uid=-\n";
	struct buffer more = {0};

	look(scene, listeners);
	buffer_text(&more, listeners);
	for (unsigned i = 0; i < 12; i++)
		buffer_printf(&more, "%u tcp ESTABLISHED 10.0.0.5:443 198.51.100.8:%u rtt=%u\n",
			20 + i, 2000 + i, 300 + 90 * i);
	look(scene, more.data);
	service_list_sort(&scene->services, service_column_find("clients"), true);
	service_list_toggle(
		&scene->services, service_of_line(&scene->services, scene->services.lines.all[0]));
	buffer_done(&more);
}

static uint32_t line_of(const void *data, size_t number, enum draw_list_mark *ret_mark)
{
	const struct service_list *services = data;
	uint32_t line = services->lines.all[number];

	*ret_mark = line & SERVICE_LISTENER_BIT ? DRAW_LIST_INNER
		    : services->all[line].open  ? DRAW_LIST_OPEN
						: DRAW_LIST_PLAIN;
	return line;
}

static void draw(struct scene *scene, int rows, int columns)
{
	struct draw_list_model model = {
		.context = &scene->context,
		.sort = scene->services.order.column,
		.descending = scene->services.order.descending,
		.count = scene->services.lines.count,
		.line = line_of,
		.data = &scene->services,
		.empty = "nothing listens",
	};

	grid_resize(&scene->grid, rows, columns);
	grid_clear(&scene->grid);
	draw_list(&model, &scene->layout, &scene->scroller, &scene->grid,
		&(struct area){.rows = rows, .columns = columns});
}

static void check(int columns, int rows, enum text_charset charset, const char *name)
{
	struct scene *scene = malloc(sizeof(*scene));
	char whole[80];

	scene_init(scene, charset);
	look_at_all(scene);
	scene->scroller.selected = 3;
	draw(scene, rows, columns);
	snprintf(whole, sizeof(whole), "services-%dx%d-%s", columns, rows, name);
	golden_check(whole, &scene->grid);
	scene_done(scene);
	free(scene);
}

static void services_are_drawn_as_they_were(void **state)
{
	(void)state;
	check(80, 10, TEXT_UTF8, "utf8");
	check(80, 10, TEXT_ASCII, "ascii");
	check(200, 10, TEXT_UTF8, "utf8");
	check(40, 6, TEXT_UTF8, "utf8");
}

static void no_size_is_too_small(void **state)
{
	struct scene *scene = malloc(sizeof(*scene));

	(void)state;
	scene_init(scene, TEXT_UTF8);
	draw(scene, 5, 40); /* nothing was looked at yet */
	look_at_all(scene);
	for (int rows = 1; rows <= 12; rows++)
		for (int columns = 1; columns <= 101; columns += 3) {
			draw(scene, rows, columns);
			assert_in_range(scene->grid.cursor_row, 0, rows - 1);
			assert_true(scene->scroller.selected <= scene->scroller.count);
		}
	scene_done(scene);
	free(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(services_are_drawn_as_they_were),
		cmocka_unit_test(no_size_is_too_small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
