/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Golden screens of the diagram of states (see support/golden.h). */
#include "support/unit.h"

#include <locale.h>

#include "support/catalogue.h"
#include "support/golden.h"
#include "support/rows.h"
#include "support/tree.h"
#include "ui/page/draw-states.h"
#include "ui/draw/frame.h"
#include "ui/page/state-diagram.h"

struct scene {
	struct rows rows;
	struct transitions transitions;
	struct state_counts state_counts;
	struct sysctls sysctls;
	struct states_view view;
	struct table table;
	struct layout layout;
	struct dialog dialog;
	struct grid grid;
	struct frame frame;
};

static const struct frame_key bar[] = {{"Enter", "Show"}, {"e", "Explain"}, {"F10", "Quit"}};

static void draw_body(void *body, struct grid *grid, const struct area *area)
{
	struct scene *scene = body;

	draw_states(&scene->view, grid, area);
}

static void read_sysctls(struct scene *scene)
{
	char *root = tree_make();

	tree_write(root, "/proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
	tree_write(root, "/proc/sys/net/ipv4/tcp_tw_reuse", "2\n");
	tree_write(root, "/proc/sys/net/ipv4/tcp_max_tw_buckets", "65536\n");
	tree_write(root, "/proc/sys/net/ipv4/tcp_fin_timeout", "60\n");
	sysctls_read(&scene->sysctls, root);
	tree_remove(root);
}

static void scene_init(struct scene *scene, enum text_charset charset)
{
	memset(scene, 0, sizeof(*scene));
	rows_init(&scene->rows, 3000);
	transitions_init(&scene->transitions);
	state_counts_init(&scene->state_counts);
	table_init(&scene->table, column_find("local"), false);
	grid_init(&scene->grid, charset);
	read_sysctls(scene);
	scene->view = (struct states_view){
		.track = &scene->rows.track,
		.transitions = &scene->transitions,
		.state_counts = &scene->state_counts.done,
		.sysctls = &scene->sysctls,
		.selected = CONN_TIME_WAIT,
	};
	scene->frame = (struct frame){
		.host = "web1",
		.clock = "14:03:07",
		.interval = "1.0s",
		.page = "TCP states",
		.draw_body = draw_body,
		.body = scene,
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
	grid_done(&scene->grid);
}

static void look(struct scene *scene, uint64_t later_ms, uint64_t resets, const char *listing)
{
	rows_refresh(&scene->rows, later_ms, listing);
	transitions_refresh(&scene->transitions, &scene->rows.track, resets, NULL);
	state_counts_begin(&scene->state_counts);
	state_counts_step(&scene->state_counts, &scene->rows.track, SIZE_MAX);
	scene->frame.sockets = scene->rows.track.live_count;
}

/* -------- scenes -------- */

#define LISTENERS                                    \
	"1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0\n"        \
	"2 tcp LISTEN [::]:443 [::]:0\n"             \
	"3 tcp BOUND 127.0.0.1:9000 0.0.0.0:0\n"     \
	"4 tcp CLOSED 127.0.0.1:9001 0.0.0.0:0\n"    \
	"5 tcp ESTABLISHED 10.0.0.1:80 10.0.0.2:4\n" \
	"6 udp ESTABLISHED 10.0.0.1:53 10.0.0.2:53\n"

static void be_quiet(struct scene *scene)
{
	look(scene, 1000, 0, LISTENERS);
	look(scene, 1000, 0, LISTENERS);
}

/* `count` sockets in a state, from a cookie and a port on. */
static void add_many(struct buffer *out, unsigned first, unsigned count, const char *state,
	unsigned port, const char *more)
{
	for (unsigned i = 0; i < count; i++)
		buffer_printf(out, "%u tcp %s 10.0.0.1:%u 192.0.2.%u:%u %s\n", first + i, state,
			port ? port : 40000 + first + i, i % 200, 1000 + first + i, more);
}

/* Every way is in use. */
static void be_busy(struct scene *scene)
{
	struct buffer text = {0};

	look(scene, 1000, 0, LISTENERS);
	buffer_text(&text, LISTENERS);
	add_many(&text, 100, 30, "ESTABLISHED", 80, "");
	add_many(&text, 200, 40, "SYN_SENT", 0, "");
	add_many(&text, 300, 7, "SYN_RECV", 80, "inode=- uid=-");
	add_many(&text, 400, 3, "FIN_WAIT1", 0, "inode=-");
	look(scene, 61000, 0, buffer_get(&text));
	buffer_clear(&text);
	buffer_text(&text, LISTENERS);
	add_many(&text, 100, 12, "CLOSE_WAIT", 80, "");
	add_many(&text, 112, 2, "FIN_WAIT2", 80, "");
	add_many(&text, 200, 1, "SYN_RECV", 0, "");
	add_many(&text, 201, 1, "SYN_SENT", 0, "");
	add_many(&text, 202, 30, "TIME_WAIT", 0, "inode=- uid=- timer=timewait/59000/0");
	add_many(&text, 300, 6, "ESTABLISHED", 80, "inode=-");
	add_many(&text, 400, 2, "CLOSING", 0, "inode=-");
	add_many(&text, 1000, 700, "ESTABLISHED", 443, "");
	look(scene, 1000, 8, buffer_get(&text));
	buffer_clear(&text);
	buffer_text(&text, LISTENERS);
	add_many(&text, 100, 8, "CLOSE_WAIT", 80, "");
	add_many(&text, 108, 2, "LAST_ACK", 80, "inode=-");
	add_many(&text, 112, 2, "TIME_WAIT", 80, "inode=- uid=- timer=timewait/59999/0");
	add_many(&text, 202, 25, "TIME_WAIT", 0, "inode=- uid=- timer=timewait/9500/0");
	add_many(&text, 400, 1, "TIME_WAIT", 0, "inode=- uid=- timer=timewait/59999/0");
	add_many(&text, 401, 1, "CLOSING", 0, "inode=-");
	add_many(&text, 1000, 700, "ESTABLISHED", 443, "");
	add_many(&text, 5000, 1, "UNKNOWN", 0, "");
	look(scene, 2000, 1, buffer_get(&text));
	buffer_done(&text);
}

static const struct {
	const char *name;
	void (*make)(struct scene *scene);
} scenes[] = {{"states-quiet", be_quiet}, {"states-busy", be_busy}};

static const struct {
	int rows, columns;
} sizes[] = {{24, 80}, {43, 132}, {10, 40}};

static void check_scene(size_t number, enum text_charset charset)
{
	struct scene *scene = malloc(sizeof(*scene));

	scene_init(scene, charset);
	scenes[number].make(scene);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		char name[64];

		snprintf(name, sizeof(name), "%s-%dx%d-%s", scenes[number].name, sizes[i].columns,
			sizes[i].rows, charset == TEXT_UTF8 ? "utf8" : "ascii");
		grid_resize(&scene->grid, sizes[i].rows, sizes[i].columns);
		draw_frame(&scene->frame, &scene->grid);
		golden_check(name, &scene->grid);
	}
	scene_done(scene);
	free(scene);
}

static void the_diagram_is_as_it_was_found_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(scenes); i++) {
		check_scene(i, TEXT_UTF8);
		check_scene(i, TEXT_ASCII);
	}
}

/* A sign that boxes and ways are drawn with. */
static bool is_line(const struct grid_cell *cell)
{
	return strncmp(cell->bytes, "\xe2\x94", 2) == 0 || strncmp(cell->bytes, "\xe2\x95", 2) == 0;
}

static void draw_alone(struct scene *scene, int rows, int columns)
{
	const struct area area = {.rows = rows, .columns = columns};

	grid_resize(&scene->grid, rows, columns);
	grid_clear(&scene->grid);
	draw_states(&scene->view, &scene->grid, &area);
}

/* Compares the cells of the diagram; the legend and the text below it may be as long as they are.
 */
static void compare_lines(const struct grid *grid, const struct grid_cell *english)
{
	const struct area area = {.rows = grid->rows, .columns = grid->columns};
	struct state_diagram plan;

	state_diagram_make(&plan, &area);
	for (int i = 0; i < plan.bottom * grid->columns; i++) {
		if (is_line(&english[i]) != is_line(&grid->cells[i]))
			fail_msg("%dx%d: '%s' and '%s' at row %d, column %d", grid->columns,
				grid->rows, english[i].bytes, grid->cells[i].bytes,
				i / grid->columns, i % grid->columns);
	}
}

static void boxes_and_ways_stand_in_the_same_cells_in_chinese(void **state)
{
	struct scene *scene = malloc(sizeof(*scene));

	(void)state;
	scene_init(scene, TEXT_UTF8);
	be_busy(scene);
	for (size_t i = 0; i < 2; i++) {
		size_t size = (size_t)(sizes[i].rows * sizes[i].columns) * sizeof(struct grid_cell);
		struct grid_cell *english = malloc(size);
		char *catalogue;

		draw_alone(scene, sizes[i].rows, sizes[i].columns);
		memcpy(english, scene->grid.cells, size);
		catalogue = catalogue_open();
		if (catalogue) {
			draw_alone(scene, sizes[i].rows, sizes[i].columns);
			catalogue_close(catalogue);
			compare_lines(&scene->grid, english);
			if (!memcmp(scene->grid.cells, english, size))
				print_message("the catalogue is an old one: not checked\n");
		}
		free(english);
	}
	scene_done(scene);
	free(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_diagram_is_as_it_was_found_good),
		cmocka_unit_test(boxes_and_ways_stand_in_the_same_cells_in_chinese),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
