/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Golden screens (see support/golden.h) of the details of one socket. */
#include "support/unit.h"

#include <locale.h>

#include "support/golden.h"
#include "ui/page/draw-details.h"
#include "view/detail/detail-figures.h"
#include "view/detail/detail-state.h"

struct scene {
	struct detail detail;
	struct history history;
	struct sheet head, owners, figures, foot;
	struct scroller scroller;
	struct grid grid;
};

static void scene_init(struct scene *scene, enum text_charset charset)
{
	memset(scene, 0, sizeof(*scene));
	grid_init(&scene->grid, charset);
}

static void scene_done(struct scene *scene)
{
	sheet_done(&scene->head);
	sheet_done(&scene->owners);
	sheet_done(&scene->figures);
	sheet_done(&scene->foot);
	grid_done(&scene->grid);
}

static void draw(struct scene *scene, int rows, int columns)
{
	struct area area = {.row = 1, .rows = rows - 2, .columns = columns};
	struct details_picture picture = {
		.head = &scene->head,
		.history = &scene->history,
		.sheets = {&scene->owners, &scene->figures, &scene->foot},
	};

	grid_resize(&scene->grid, rows, columns);
	grid_clear(&scene->grid);
	draw_details(&picture, &scene->scroller, &scene->grid, &area);
}

/* A minute of a transfer that halves its window every twelve seconds. */
static void live_a_minute(struct scene *scene)
{
	struct detail *detail = &scene->detail;

	for (unsigned i = 0; i < HISTORY_SAMPLES; i++) {
		unsigned cwnd = 10 + i % 120;

		detail_set(detail, DETAIL_RTT_US, 20000 + cwnd * 300);
		detail_set(detail, DETAIL_CWND, cwnd);
		detail_set(detail, DETAIL_UNACKED, cwnd);
		detail_set(
			detail, DETAIL_BYTES_SENT, detail->values[DETAIL_BYTES_SENT] + cwnd * 1448);
		detail_set(detail, DETAIL_BYTES_ACKED, detail->values[DETAIL_BYTES_SENT]);
		detail_set(detail, DETAIL_BUSY_US, (i + 1) * 100000);
		detail_set(detail, DETAIL_TOTAL_RETRANS, i / 120);
		detail->conn.send_q = cwnd * 1448 + 100000;
		history_add(&scene->history, detail, (int64_t)i * 100000);
	}
}

static void fill_tcp(struct scene *scene)
{
	static const enum detail_field fields[] = {DETAIL_BYTES_SENT, DETAIL_BYTES_RETRANS,
		DETAIL_BYTES_RECEIVED, DETAIL_RECEIVER_LIMITED_US, DETAIL_SEND_BUFFER_LIMITED_US,
		DETAIL_APP_LIMITED, DETAIL_SACKED, DETAIL_LOST, DETAIL_RETRANS};
	struct detail *detail = &scene->detail;

	detail->conn = (struct conn){
		.proto = CONN_TCP,
		.state = CONN_ESTABLISHED,
		.cookie = 0x1234,
		.has = CONN_HAS_COOKIE,
		.local = {.addr = {10, 0, 0, 5}, .port = 443},
		.remote = {.addr = {198, 51, 100, 7}, .port = 50112},
	};
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		detail_set(detail, fields[i], 0);
	detail_set(detail, DETAIL_NOTSENT, 100000);
	detail_set(detail, DETAIL_SND_WND, 4 << 20);
	detail_set(detail, DETAIL_RTO_US, 220000);
	detail_set(detail, DETAIL_MIN_RTT_US, 19876);
	detail_set(detail, DETAIL_PACING_RATE, 12345678);
	detail_set(detail, DETAIL_MAX_PACING_RATE, UINT64_MAX);
	detail_set(detail, DETAIL_RCV_MSS, 536);
	for (unsigned i = 0; i < 9; i++)
		detail_set(detail, DETAIL_RMEM_ALLOC + i, i * 4096);
	detail_set(detail, DETAIL_TOS, 0);
	live_a_minute(scene);
}

static void add_owner(struct sheet *sheet)
{
	sheet_group(sheet, "Owner", SHEET_WIDE);
	buffer_text(sheet_value(sheet, "process", SHEET_STRONG), "nginx 1203, descriptor 12, 17");
	buffer_text(sheet_value(sheet, "parents", SHEET_PLAIN), "nginx 1200, systemd 1");
	buffer_text(sheet_value(sheet, "command", SHEET_PLAIN),
		"nginx: worker process with a command line that is longer than one line of a "
		"screen of eighty columns, and goes on");
	buffer_text(sheet_value(sheet, "unit", SHEET_PLAIN), "nginx.service");
}

static void scene_transfer(struct scene *scene)
{
	fill_tcp(scene);
	sheet_group(&scene->head, NULL, SHEET_WIDE);
	detail_add_limits(&scene->head, &scene->history, &scene->detail);
	add_owner(&scene->owners);
	detail_add_figures(&scene->figures, &scene->detail);
	detail_add_filters(&scene->foot, &scene->detail.conn);
}

static void scene_bottom(struct scene *scene)
{
	scene_transfer(scene);
	draw(scene, 24, 80);
	scroller_move_to(&scene->scroller, SIZE_MAX);
}

static void scene_closed(struct scene *scene)
{
	fill_tcp(scene);
	buffer_text(sheet_value(&scene->head, NULL, SHEET_WARNING),
		"Closed 3.2s ago; its last state was ESTABLISHED. What follows is the last that "
		"was seen.");
	detail_add_limits(&scene->head, &scene->history, &scene->detail);
	detail_add_figures(&scene->figures, &scene->detail);
}

static void scene_udp(struct scene *scene)
{
	struct detail *detail = &scene->detail;

	detail->conn = (struct conn){
		.proto = CONN_UDP,
		.state = CONN_CLOSED,
		.recv_q = 2304,
		.local = {.addr = {0}, .port = 53},
	};
	detail_set(detail, DETAIL_DROPS, 0);
	for (int i = 0; i < 30; i++) {
		detail->conn.recv_q = 2304U + (uint32_t)i * 768;
		history_add(&scene->history, detail, i * 100000);
	}
	detail_set(detail, DETAIL_DROPS, 12);
	history_add(&scene->history, detail, 3000000);
	detail_add_limits(&scene->head, &scene->history, detail);
	detail_add_figures(&scene->figures, detail);
	detail_add_filters(&scene->foot, &detail->conn);
}

/* What comes from outside neither steers the terminal nor begins a line of its own. */
static void scene_hostile(struct scene *scene)
{
	sheet_group(&scene->owners, "Owner", SHEET_WIDE);
	buffer_text(sheet_value(&scene->owners, "process", SHEET_STRONG),
		"a\033[2J\nNothing limits it\r\n\xe2\x80\xae"
		"dhss\xff 1");
	buffer_text(sheet_value(&scene->owners, "command", SHEET_PLAIN),
		"\xe7\xbd\x91\xe7\xbb\x9c\xe6\x9c\x8d\xe5\x8a\xa1\xe5\x99\xa8 e\xcc\x81\xcc\x81");
	sheet_group(&scene->figures, "A title that is much wider than its group may ever be",
		SHEET_NARROW);
	buffer_text(sheet_value(&scene->figures, "a label that leaves no room", SHEET_PLAIN),
		"a value that is long as well");
	buffer_text(sheet_value(&scene->figures, "label", SHEET_PLAIN),
		"a value that is longer than all of the group is wide\n\033[31m");
}

static const struct {
	const char *name;
	void (*set)(struct scene *scene);
} scenes[] = {
	{"transfer", scene_transfer},
	{"bottom", scene_bottom},
	{"closed", scene_closed},
	{"udp", scene_udp},
	{"hostile", scene_hostile},
};

static void check_scene(size_t index, int columns, int rows, enum text_charset charset)
{
	struct scene *scene = calloc(1, sizeof(*scene));
	char name[80];

	assert_non_null(scene);
	scene_init(scene, charset);
	scenes[index].set(scene);
	draw(scene, rows, columns);
	snprintf(name, sizeof(name), "details-%s-%dx%d-%s", scenes[index].name, columns, rows,
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
	check_scene(0, 132, 43, TEXT_UTF8);
	check_scene(0, 132, 43, TEXT_ASCII);
}

static void screens_of_40_by_10_are_as_they_were(void **state)
{
	(void)state;
	check_scene(0, 40, 10, TEXT_UTF8);
	check_scene(4, 40, 10, TEXT_ASCII);
}

static void no_size_is_too_small_for_any_scene(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(scenes); i++) {
		struct scene *scene = calloc(1, sizeof(*scene));

		assert_non_null(scene);
		scene_init(scene, TEXT_UTF8);
		scenes[i].set(scene);
		for (int rows = 3; rows <= 27; rows += 3)
			for (int columns = 1; columns <= 61; columns++) {
				draw(scene, rows, columns);
				assert_in_range(scene->grid.cursor_row, 0, rows - 1);
				assert_true(scene->scroller.top < scene->scroller.count);
			}
		scene_done(scene);
		free(scene);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_of_80_by_24_are_as_they_were),
		cmocka_unit_test(screens_of_132_by_43_are_as_they_were),
		cmocka_unit_test(screens_of_40_by_10_are_as_they_were),
		cmocka_unit_test(no_size_is_too_small_for_any_scene),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
