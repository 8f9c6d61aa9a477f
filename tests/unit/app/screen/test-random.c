/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any keys and clicks on any screen, while sockets come and go and the kernel fails: nothing
 * crashes (the sanitizers look on), and what is drawn is a screen. TEST_STEPS and TEST_SEED ask for
 * more and for others.
 */
#include "support/unit.h"

#include <errno.h>
#include <locale.h>

#include "app/screen/command-table.h"
#include "support/random.h"
#include "support/session.h"

#define STEPS 40000

/* Sockets at the same time. */
#define SOCKETS_MAX 256

static const char *const line_options[] = {"", "--read-only", "--linger=0 -d 0.1",
	"--columns=state,local,remote,rtt,sent,congestion,cookie,timer", "-l -t",
	"--ascii --sort=-recvq", "-r --sort=process --linger=60"};

struct monkey {
	struct session session;
	uint64_t seed, cookie;
};

static uint32_t below(struct monkey *monkey, uint32_t limit)
{
	return random_below(&monkey->seed, limit);
}

static void come(struct monkey *monkey)
{
	char local[64], remote[64];
	bool v6 = below(monkey, 3) == 0;
	enum conn_proto proto = below(monkey, 4) ? CONN_TCP : CONN_UDP;
	enum conn_state state = (enum conn_state)(1 + below(monkey, CONN_CLOSING));
	struct fake_socket *socket;

	if (monkey->session.kernel.socket_count == SOCKETS_MAX)
		return;
	snprintf(local, sizeof(local), v6 ? "[fc00::%x]:%u" : "10.0.0.%u:%u", below(monkey, 200),
		below(monkey, 65536));
	snprintf(remote, sizeof(remote), v6 ? "[2001:db8:1:2:3:4:5:%x]:%u" : "192.168.100.%u:%u",
		below(monkey, 200), below(monkey, 65536));
	socket = session_add(&monkey->session, ++monkey->cookie, proto,
		proto == CONN_UDP ? CONN_CLOSED : state, local, remote);
	socket->conn.interface = below(monkey, 20) ? 0 : below(monkey, 100);
	socket->conn.recv_q = below(monkey, 3) ? 0 : (uint32_t)random_next(&monkey->seed);
	socket->conn.timer = (uint8_t)below(monkey, CONN_TIMERS);
	socket->conn.timer_ms = (uint32_t)random_next(&monkey->seed);
	socket->unlisted = below(monkey, 30) == 0;
	socket->tough = below(monkey, 20) == 0;
}

static void change(struct monkey *monkey)
{
	struct fake_kernel *kernel = &monkey->session.kernel;
	struct fake_socket *socket;

	if (!kernel->socket_count)
		return;
	socket = &kernel->sockets[below(monkey, (uint32_t)kernel->socket_count)];
	if (below(monkey, 2))
		fake_remove(kernel, socket->conn.cookie);
	else if (socket->conn.proto == CONN_TCP)
		socket->conn.state = (uint8_t)(1 + below(monkey, CONN_CLOSING));
}

static void disturb(struct monkey *monkey)
{
	static const int errors[] = {-EIO, -EINTR, -ENOBUFS, -ENOENT, -EPERM, -EBUSY, -EINVAL};
	struct fake_kernel *kernel = &monkey->session.kernel;

	kernel->fault_count = 0;
	kernel->query_error = below(monkey, 3) ? 0 : -EIO;
	kernel->destroy_error = below(monkey, 3) ? 0 : -EPERM;
	/* No silence: without a kernel to wait for, the test would wait. */
	if (below(monkey, 2))
		fake_fail(kernel,
			(struct fake_fault){below(monkey, 2) ? CONN_TCP : CONN_UDP,
				below(monkey, 3), (enum fake_way)below(monkey, FAKE_SILENT),
				errors[below(monkey, COUNT_OF(errors))], 1 + below(monkey, 4)});
}

static uint32_t any_key(struct monkey *monkey)
{
	const struct command *command = &command_table[below(monkey, (uint32_t)command_count)];
	char name[32];

	switch (below(monkey, 8)) {
	case 0:
		return below(monkey, 128);
	case 1:
		return (uint32_t)random_next(&monkey->seed);
	case 2:
		return KEY_SPECIAL + below(monkey, 300);
	case 3:
		return "yYnN0123456789\r\033"[below(monkey, 16)];
	default:
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(command->keys, " "),
			command->keys);
		return key_from_name(name);
	}
}

static void press_any(struct monkey *monkey)
{
	struct app *app = &monkey->session.app;
	struct key_event event = {.key = any_key(monkey)};

	if (below(monkey, 10) == 0)
		event = (struct key_event){
			.key = KEY_CLICK,
			.row = (int)below(monkey, (uint32_t)app->grid.rows + 3) - 1,
			.column = (int)below(monkey, (uint32_t)app->grid.columns + 3) - 1,
		};
	screen_key(app, &event, &monkey->session.now);
	app->quit = false;
}

static void resize(struct monkey *monkey)
{
	static const int sizes[][2] = {{1, 1}, {0, 0}, {2, 80}, {24, 2}, {5, 20}, {80, 250},
		{24, 80}, {3, 3}, {1, 300}, {100, 1}, {10, 40}, {7, 60}, {4, 9}};
	const int *size = sizes[below(monkey, COUNT_OF(sizes))];

	screen_resize(&monkey->session.app, size[0], size[1]);
}

static void assert_screen(const struct grid *grid)
{
	assert_in_range(grid->cursor_row, 0, grid->rows - 1);
	assert_in_range(grid->cursor_column, 0, grid->columns - 1);
	for (int row = 0; row < grid->rows; row++) {
		const struct grid_cell *cells = &grid->cells[(size_t)row * (size_t)grid->columns];
		int width = 0;

		for (int column = 0; column < grid->columns; column++) {
			assert_non_null(memchr(cells[column].bytes, '\0', sizeof(cells[0].bytes)));
			assert_true(cells[column].style < STYLES);
			assert_true(cells[column].width == 0 ||
				    (unsigned char)*cells[column].bytes >= ' ');
			width += cells[column].width;
		}
		assert_int_equal(width, grid->columns);
	}
}

static void step(struct monkey *monkey)
{
	switch (below(monkey, 16)) {
	case 0:
		come(monkey);
		break;
	case 1:
		change(monkey);
		break;
	case 2:
		session_pass(&monkey->session, below(monkey, 1500));
		break;
	case 3:
		if (below(monkey, 10) == 0)
			disturb(monkey);
		break;
	case 4:
		if (below(monkey, 4) == 0)
			resize(monkey);
		break;
	default:
		press_any(monkey);
	}
	if (below(monkey, 4) == 0) {
		screen_draw(&monkey->session.app);
		assert_screen(&monkey->session.app.grid);
	}
}

static void any_keys_on_any_screen_do_no_harm(void **state)
{
	const char *wanted = getenv("TEST_STEPS");
	unsigned long steps = wanted ? strtoul(wanted, NULL, 10) : STEPS;
	struct monkey monkey = {.seed = random_seed()};

	(void)state;
	for (size_t run = 0; run < COUNT_OF(line_options); run++) {
		session_start(&monkey.session, line_options[run], 24, 80);
		if (run % 2) /* tables are made in several steps */
			monkey.session.app.rows_at_once = 2;
		for (unsigned long i = 0; i < steps / COUNT_OF(line_options); i++)
			step(&monkey);
		session_end(&monkey.session);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_keys_on_any_screen_do_no_harm),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
