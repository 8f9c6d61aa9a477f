/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Golden screens in Chinese (see support/golden.h): no word is left in English, none is glued. */
#include "support/unit.h"

#include <locale.h>

#include "support/catalogue.h"
#include "support/golden.h"
#include "support/session.h"

static char *catalogue;

static int begin(void **state)
{
	(void)state;
	catalogue = catalogue_open();
	return 0;
}

static int end(void **state)
{
	(void)state;
	if (catalogue)
		catalogue_close(catalogue);
	return 0;
}

static void add_without_inode(
	struct session *session, uint64_t cookie, enum conn_state state, const char *remote)
{
	struct conn *conn =
		&session_add(session, cookie, CONN_TCP, state, "10.0.0.1:80", remote)->conn;

	conn->has &= (uint16_t)~CONN_HAS_INODE;
	conn->inode = 0;
}

/* A leak, a queue that is full, sockets without an owner, and one that only the kernel has. */
static void start(struct session *session)
{
	char address[32];

	session_start(session, "", 24, 80);
	session_add(session, 1, CONN_TCP, CONN_LISTEN, "10.0.0.1:80", "0.0.0.0:0")->conn.recv_q = 6;
	session_add(session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	add_without_inode(session, 3, CONN_TIME_WAIT, "10.0.0.9:1002");
	add_without_inode(session, 4, CONN_SYN_RECV, "10.0.0.9:1003");
	add_without_inode(session, 5, CONN_LAST_ACK, "10.0.0.9:1004");
	add_without_inode(session, 7, CONN_ESTABLISHED, "10.0.0.9:1005");
	session_add(session, 6, CONN_UDP, CONN_CLOSED, "10.0.0.1:53", "0.0.0.0:0");
	for (unsigned i = 0; i < 12; i++) {
		snprintf(address, sizeof(address), "10.0.0.9:%u", 2000 + i);
		session_add(session, 20 + i, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.1:80", address);
		session_process(session, 300, "api", 5 + i, 20 + i);
	}
	session_process(session, 200, "nginx", 3, 1);
	session_process(session, 200, "nginx", 4, 2);
	session_process(session, 201, "named", 4, 6);
	for (int i = 0; i < 5; i++)
		session_refresh(session);
}

static void check(const char *name, const char *keys)
{
	struct session session;
	char file[64];

	if (!catalogue)
		return;
	start(&session);
	for (size_t length; *keys; keys += length + (keys[length] == ' ')) {
		char key[16];

		length = strcspn(keys, " ");
		snprintf(key, sizeof(key), "%.*s", (int)length, keys);
		session_press(&session, key);
		session_screen(&session); /* how high a page is, is known when it was drawn */
	}
	session_pass(&session, 0);
	session_screen(&session);
	snprintf(file, sizeof(file), "chinese-%s-80x24", name);
	golden_check(file, &session.app.grid);
	session_end(&session);
}

static void the_table(void **state)
{
	(void)state;
	check("table", "");
}

static void the_menu(void **state)
{
	(void)state;
	check("menu", "Home x");
}

static void the_help(void **state)
{
	(void)state;
	check("help", "F1");
	check("help-end", "F1 End");
	check("help-of-filters", "F4 F1");
}

static void groups_and_their_list(void **state)
{
	(void)state;
	check("groups", "F5 p Enter");
	check("groups-list", "F5");
}

static void views(void **state)
{
	(void)state;
	check("views", "V");
}

static void orders(void **state)
{
	(void)state;
	check("sort", "F6");
}

static void health(void **state)
{
	(void)state;
	check("health", "F8");
}

static void details(void **state)
{
	(void)state;
	check("details", "Home Enter");
	check("details-end", "Home Enter End");
}

static void the_setup(void **state)
{
	(void)state;
	check("setup", "F2");
	check("setup-appearance", "F2 Tab");
	check("setup-behaviour", "F2 Tab Tab");
}

static void questions(void **state)
{
	(void)state;
	check("close", "Home F9");
	check("explain", "Home e");
}

static void assert_shown(struct session *session, const char *text)
{
	if (session_row_of(session, text) < 0)
		fail_msg("'%s' is not on the screen:\n%s", text, session_screen(session));
}

/* Filters and data have the words of no language, whatever the screen shows. */
static void a_note_is_a_filter_by_its_english_word_and_is_found_by_its_chinese_one(void **state)
{
	struct session session;

	(void)state;
	if (!catalogue)
		return;
	start(&session);
	session_press(&session, "/");
	screen_key(&session.app, &(struct key_event){.key = 0x5b64}, &session.now);
	screen_key(&session.app, &(struct key_event){.key = 0x513f}, &session.now);
	session_pass(&session, 0);
	session_press(&session, "Enter");
	assert_non_null(strstr(session_cursor_line(&session), "10.0.0.9:1004"));
	session_press(&session, "=");
	assert_string_equal(session.app.filter_line.text, "process = \"(orphan)\"");
	assert_int_equal(session.app.table.living, 1);
	assert_shown(&session, "10.0.0.9:1004");
	session_press(&session, "F5 p Enter =");
	assert_string_equal(session.app.filter_line.text, "process = \"(orphan)\"");
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table),
		cmocka_unit_test(the_menu),
		cmocka_unit_test(the_help),
		cmocka_unit_test(groups_and_their_list),
		cmocka_unit_test(views),
		cmocka_unit_test(orders),
		cmocka_unit_test(health),
		cmocka_unit_test(details),
		cmocka_unit_test(the_setup),
		cmocka_unit_test(questions),
		cmocka_unit_test(
			a_note_is_a_filter_by_its_english_word_and_is_found_by_its_chinese_one),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, begin, end);
}
