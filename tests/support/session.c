/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/session.h"

#include "support/unit.h"

#include <arpa/inet.h>
#include <getopt.h>

#include "base/alloc.h"
#include "support/proc-tree.h"
#include "support/tree.h"
#include "app/option/option.h"
#include "app/print/writer/writer.h"
#include "app/screen/page-list.h"

#define WORDS_MAX 16

/* Far from zero, so that everything may lie before it. */
#define START_US INT64_C(1000000000)

static struct options read_options(const char *line)
{
	char program[] = "sockview", *copy = alloc_copy(line), *words[WORDS_MAX + 1] = {program};
	struct options options;
	int count = 1;

	for (char *word = strtok(copy, " "); word && count < WORDS_MAX; word = strtok(NULL, " "))
		words[count++] = word;
	optind = 0;
	assert_int_equal(option_parse(count, words, page_list_scope, writer_format, &options), 0);
	options.mode = MODE_SCREEN; /* there is no terminal here, but a grid */
	options.no_config = true;   /* and nobody whose settings they were */
	free(copy);
	return options;
}

/* Puts the made-up kernel in the place of the real one, and an empty tree in that of /proc. */
static void replace_kernel(struct session *session)
{
	struct engine *engine = &session->app.engine;

	place_done(&engine->here);
	place_init(&engine->here, CONN_HERE, session->root, &session->kernel.dumps.wire,
		&session->kernel.queries.wire, 0);
	free(engine->close_buffer);
	engine->close_buffer = NULL;
	if (!session->app.options.read_only) {
		engine->here.closes = &session->kernel.queries.wire;
		engine->close_buffer = alloc_zero(1, WIRE_DATAGRAM_MAX);
		close_kernel_probe(
			&engine->here.kernel, engine->here.closes, engine->close_buffer, "6.18.0");
	}
	if (engine->owners_wanted) {
		row_owners_done(&engine->row_owners);
		row_owners_init(&engine->row_owners, session->root);
	}
}

void session_start(struct session *session, const char *line, int rows, int columns)
{
	*session = (struct session){
		.options = read_options(line),
		.now = {.mono_us = START_US, .boot_us = START_US, .real_us = START_US},
		.root = tree_make(),
	};
	tree_write(session->root, "/proc/version", "");
	/* Without any process /proc would be taken for one that is not mounted. */
	proc_tree_process(session->root, 1, "init", 1);
	fake_init(&session->kernel);
	screen_init(&session->app, &session->options, TEXT_UTF8);
	session->options.filter = NULL; /* the program's now */
	session->options.views = (struct named_views){0};
	replace_kernel(session);
	chronicle_deafen(&session->app.engine.chronicle); /* no events of this machine */
	session->app.engine.chronicle.row_owners = session->app.engine.context.row_owners;
	session->app.health_monitor.health.root = session->root;
	session->app.meter.root = session->root;
	session->kernel.destroy_count = 0; /* that was the probe at start */
	screen_resize(&session->app, rows, columns);
}

void session_end(struct session *session)
{
	screen_done(&session->app);
	options_done(&session->options);
	fake_done(&session->kernel);
	buffer_done(&session->screen);
	tree_remove(session->root);
}

static void read_endpoint(struct conn *conn, struct conn_endpoint *endpoint, const char *text)
{
	const char *colon = strrchr(text, ':');
	bool v6 = *text == '[';
	char address[64];

	assert_non_null(colon);
	snprintf(address, sizeof(address), "%.*s", (int)(colon - text) - (v6 ? 2 : 0), text + v6);
	conn->family = v6 ? CONN_IPV6 : CONN_IPV4;
	assert_int_equal(inet_pton(v6 ? AF_INET6 : AF_INET, address, endpoint->addr), 1);
	endpoint->port = (uint16_t)strtoul(colon + 1, NULL, 10);
}

struct fake_socket *session_add(struct session *session, uint64_t cookie, enum conn_proto proto,
	enum conn_state state, const char *local, const char *remote)
{
	struct conn conn = {
		.cookie = cookie,
		.proto = (uint8_t)proto,
		.state = (uint8_t)state,
		.inode = (uint32_t)cookie,
		.has = CONN_HAS_COOKIE | CONN_HAS_INODE | CONN_HAS_UID,
	};

	read_endpoint(&conn, &conn.local, local);
	read_endpoint(&conn, &conn.remote, remote);
	return fake_add(&session->kernel, &conn);
}

void session_process(
	struct session *session, uint32_t pid, const char *name, uint32_t fd, uint32_t inode)
{
	proc_tree_process(session->root, pid, name, 77);
	proc_tree_open(session->root, pid, fd, inode);
}

/* Does what there is to do now. */
static void work(struct session *session)
{
	for (int i = 0; i < 100000; i++)
		if (screen_step(&session->app, &session->now, session->cpu_us) != SCREEN_WORKING)
			return;
	fail_msg("the program does not come to rest");
}

static void move_clock(struct session *session, int64_t milliseconds)
{
	session->now.mono_us += milliseconds * 1000;
	session->now.boot_us += milliseconds * 1000;
	session->now.real_us += milliseconds * 1000;
}

void session_pass(struct session *session, int64_t milliseconds)
{
	move_clock(session, milliseconds);
	work(session);
}

void session_refresh(struct session *session)
{
	int64_t left = (session->app.due_us - session->now.mono_us + 999) / 1000;

	session_pass(session, left > 0 ? left : 0);
}

/* Whoever answers a question has read it. */
static void read_question(struct session *session)
{
	int64_t read_us = session->app.close_dialog.typed_us + SESSION_READING_MS * 1000;

	if (session->app.answers && session->app.answers->ignores && session->now.mono_us < read_us)
		move_clock(session, (read_us - session->now.mono_us) / 1000);
}

static void press(struct session *session, struct key_event event)
{
	if (!session->hasty)
		read_question(session);
	screen_key(&session->app, &event, &session->now);
	work(session);
}

void session_press(struct session *session, const char *keys)
{
	char *copy = alloc_copy(keys), *at = copy, *name;

	while ((name = strsep(&at, " "))) {
		uint32_t key = key_from_name(name);

		if (!key)
			fail_msg("no key is called '%s'", name);
		press(session, (struct key_event){.key = key});
	}
	free(copy);
}

void session_type(struct session *session, const char *word)
{
	for (; *word; word++)
		press(session, (struct key_event){.key = (unsigned char)*word});
}

void session_click(struct session *session, int row, int column)
{
	press(session, (struct key_event){.key = KEY_CLICK, .row = row, .column = column});
}

static void draw(struct session *session)
{
	screen_draw(&session->app);
	buffer_clear(&session->screen);
	grid_dump(&session->app.grid, &session->screen, false);
}

const char *session_screen(struct session *session)
{
	draw(session);
	return buffer_get(&session->screen);
}

const char *session_line(struct session *session, int row)
{
	char *line, *end;

	draw(session);
	line = session->screen.data;
	while (row-- > 0 && (line = strchr(line, '\n')))
		line++;
	if (!line)
		return "";
	end = strchr(line, '\n');
	if (end)
		*end = '\0';
	return line;
}

int session_row_of(struct session *session, const char *text)
{
	for (int row = 0; row < session->app.grid.rows; row++)
		if (strstr(session_line(session, row), text))
			return row;
	return -1;
}

const char *session_cursor_line(struct session *session)
{
	screen_draw(&session->app);
	return session_line(session, session->app.grid.cursor_row);
}
