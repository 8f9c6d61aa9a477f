/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Golden screens (see support/golden.h) of health: the page, and the header's word of it. */
#include "support/unit.h"

#include <locale.h>

#include "base/i18n.h"
#include "support/catalogue.h"
#include "support/golden.h"
#include "support/rows.h"
#include "support/tree.h"
#include "ui/page/draw-health.h"
#include "ui/draw/frame.h"

struct scene {
	struct rows rows;
	struct health health;
	struct counters counters;
	struct scroller scroller;
	struct layout layout;
	struct dialog dialog;
	struct grid grid;
	struct frame frame;
	struct buffer title;
	char *root;
};

static const struct frame_key bar[] = {{"Enter", "Show"}, {"F1", "Help"}, {"F10", "Quit"}};

static void draw_body(void *body, struct grid *grid, const struct area *area)
{
	struct scene *scene = body;

	draw_health(&scene->health, &scene->scroller, grid, area);
}

static void scene_init(struct scene *scene, enum text_charset charset)
{
	memset(scene, 0, sizeof(*scene));
	rows_init(&scene->rows, 0);
	scene->rows.context.ascii = charset == TEXT_ASCII;
	scene->root = tree_make();
	health_init(&scene->health, scene->root, true);
	grid_init(&scene->grid, charset);
	scene->frame = (struct frame){
		.host = "web1",
		.clock = "14:03:07",
		.interval = "1.0s",
		.sockets = 8112,
		.cost_known = true,
		.cost_percent = 0.4f,
		.context = &scene->rows.context,
		.layout = &scene->layout,
		.dialog = &scene->dialog,
		.draw_body = draw_body,
		.body = scene,
		.key_count = COUNT_OF(bar),
	};
	memcpy(scene->frame.keys, bar, sizeof(bar));
}

static void scene_done(struct scene *scene)
{
	health_done(&scene->health);
	rows_done(&scene->rows);
	tree_remove(scene->root);
	dialog_done(&scene->dialog);
	grid_done(&scene->grid);
	buffer_done(&scene->title);
}

static void look(struct scene *scene, const char *listing)
{
	rows_refresh(&scene->rows, 1000, listing);
	health_begin(&scene->health, &scene->rows.context, &scene->counters);
	while (health_step(&scene->health, 100))
		;
}

static void draw(struct scene *scene, int rows, int columns)
{
	grid_resize(&scene->grid, rows, columns);
	buffer_clear(&scene->title);
	buffer_text(&scene->title, "Health  ");
	draw_health_verdict(&scene->health, &scene->title);
	scene->frame.page = buffer_get(&scene->title);
	draw_frame(&scene->frame, &scene->grid);
}

/* -------- scenes -------- */

static void scene_first(struct scene *scene)
{
	look(scene, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 recv=9 send=8\n");
}

static void scene_well(struct scene *scene)
{
	tree_write(scene->root, "/proc/sys/net/ipv4/tcp_max_tw_buckets", "262144\n");
	scene->counters.value[COUNTER_TCP_TIME_WAIT] = 812;
	scene->counters.has |= UINT64_C(1) << COUNTER_TCP_TIME_WAIT;
	for (int i = 0; i < 4; i++)
		look(scene, "1 tcp LISTEN 0.0.0.0:80 0.0.0.0:0 send=128\n");
}

static void scene_ill(struct scene *scene)
{
	rows_process(&scene->rows, 1203, "nginx", 6, 1001);
	rows_process(&scene->rows, 2210, "a\033]0;x\ab", 5, 1003);
	tree_write(scene->root, "/proc/sys/net/core/somaxconn", "4096\n");
	tree_write(scene->root, "/proc/sys/net/ipv4/tcp_max_tw_buckets", "1000\n");
	scene->counters.has |= UINT64_C(1) << COUNTER_TCP_TIME_WAIT;
	for (unsigned i = 0; i < 4; i++) {
		scene->counters.value[COUNTER_TCP_TIME_WAIT] = 850 + 3 * i;
		look(scene, "1 tcp LISTEN [2001:db8:85a3::8a2e:370:7334]:8080 [::]:0 recv=129 "
			    "send=128\n"
			    "2 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 send=70000 "
			    "timer=probe/900/4\n"
			    "3 tcp ESTABLISHED 10.0.0.5:443 198.51.100.8:50112 recv=70000\n"
			    "4 udp UNCONN 127.0.0.53:53 0.0.0.0:0 drops=900\n");
	}
	scene->frame.alarm = "accept queue full";
	scene->frame.alarm_is_error = true;
	scene->frame.more_alarms = 2;
}

static void scene_last(struct scene *scene)
{
	scene_ill(scene);
	scene->frame.alarm_is_error = false;
	draw(scene, 24, 80);
	scroller_move_to(&scene->scroller, 99);
}

static const struct {
	const char *name;
	void (*set)(struct scene *scene);
} scenes[] = {
	{"first", scene_first},
	{"well", scene_well},
	{"ill", scene_ill},
	{"last", scene_last},
};

static void check_scene(size_t index, int columns, int rows, enum text_charset charset)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	char name[80];

	assert_non_null(scene);
	scene_init(scene, charset);
	scenes[index].set(scene);
	draw(scene, rows, columns);
	snprintf(name, sizeof(name), "health-%s-%dx%d-%s", scenes[index].name, columns, rows,
		charset == TEXT_UTF8 ? "utf8" : "ascii");
	golden_check(name, &scene->grid);
	scene_done(scene);
	free(scene);
}

static void screens_of_80_by_24_are_as_they_were(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(scenes); i++) {
		check_scene(i, 80, 24, TEXT_UTF8);
		check_scene(i, 80, 24, TEXT_ASCII);
	}
}

static void screens_of_132_by_43_are_as_they_were(void **state)
{
	(void)state;
	for (size_t i = 1; i < COUNT_OF(scenes) - 1; i++) {
		check_scene(i, 132, 43, TEXT_UTF8);
		check_scene(i, 132, 43, TEXT_ASCII);
	}
}

static void screens_of_40_by_10_are_as_they_were(void **state)
{
	(void)state;
	check_scene(2, 40, 10, TEXT_UTF8);
}

static void no_size_is_too_small_for_any_scene(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(scenes); i++) {
		struct scene *scene = calloc(1, sizeof(*scene));

		assert_non_null(scene);
		scene_init(scene, TEXT_UTF8);
		scenes[i].set(scene);
		for (int rows = 1; rows <= 27; rows++)
			for (int columns = 1; columns <= 101; columns += 3) {
				draw(scene, rows, columns);
				assert_in_range(scene->grid.cursor_row, 0, rows - 1);
				assert_true(scene->scroller.selected <= scene->scroller.count);
			}
		scene_done(scene);
		free(scene);
	}
}

/* -------- words -------- */

/* One finding that is so grave, as the headline tells of it and as the list does. */
static void tell_one(enum health_severity severity, struct buffer *headline, struct buffer *list)
{
	struct scene *scene = malloc(sizeof(*scene));

	scene_init(scene, TEXT_UTF8);
	scene->health.findings[0].kind = &health_table[0];
	scene->health.findings[0].severity = severity;
	scene->health.finding_count = 1;
	scene->health.whole_looks = 2;
	draw_health_verdict(&scene->health, headline);
	grid_resize(&scene->grid, 10, 80);
	draw_health(&scene->health, &scene->scroller, &scene->grid, &(struct area){0, 0, 10, 80});
	grid_dump(&scene->grid, list, false);
	scene_done(scene);
	free(scene);
}

/* A problem is a problem, above and below. */
static void check_words_of(enum health_severity severity)
{
	const char *const words[HEALTH_SEVERITIES] = {_("note"), _("warning"), _("problem")};
	struct buffer headline = {0}, list = {0};

	tell_one(severity, &headline, &list);
	for (int i = 0; i < HEALTH_SEVERITIES; i++) {
		assert_int_equal(!strstr(buffer_get(&list), words[i]), i != (int)severity);
		assert_int_equal(!strstr(buffer_get(&headline), words[i]), i != (int)severity);
	}
	buffer_done(&headline);
	buffer_done(&list);
}

static void the_headline_counts_in_the_words_of_the_list(void **state)
{
	char *catalogue;

	(void)state;
	for (int severity = 0; severity < HEALTH_SEVERITIES; severity++)
		check_words_of((enum health_severity)severity);
	catalogue = catalogue_open();
	for (int severity = 0; severity < HEALTH_SEVERITIES && catalogue; severity++)
		check_words_of((enum health_severity)severity);
	if (catalogue)
		catalogue_close(catalogue);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_of_80_by_24_are_as_they_were),
		cmocka_unit_test(screens_of_132_by_43_are_as_they_were),
		cmocka_unit_test(screens_of_40_by_10_are_as_they_were),
		cmocka_unit_test(no_size_is_too_small_for_any_scene),
		cmocka_unit_test(the_headline_counts_in_the_words_of_the_list),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
