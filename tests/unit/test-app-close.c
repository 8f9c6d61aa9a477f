/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tagging and closing, as a user does it and sees it. */
#include "support/unit.h"

#include <locale.h>

#include "support/session.h"

/* Four connections of one server, in the order of their peers, cookies 1 to 4. */
static void start_with_four(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.2:80", "10.0.0.9:1002");
	session_add(session, 3, CONN_TCP, CONN_CLOSE_WAIT, "10.0.0.3:80", "10.0.0.9:1003");
	session_add(session, 4, CONN_TCP, CONN_ESTABLISHED, "10.0.0.4:80", "10.0.0.9:1004");
	session_refresh(session);
}

static void assert_shown(struct session *session, const char *text)
{
	if (!strstr(session_screen(session), text))
		fail_msg("'%s' is not on the screen:\n%s", text, session_screen(session));
}

static void assert_hidden(struct session *session, const char *text)
{
	if (strstr(session_screen(session), text))
		fail_msg("'%s' is on the screen:\n%s", text, session_screen(session));
}

static void assert_selected(struct session *session, const char *text)
{
	if (!strstr(session_cursor_line(session), text))
		fail_msg("'%s' is not selected, but %s", text, session_cursor_line(session));
}

static char tag_of(struct session *session, const char *text)
{
	return session_line(session, session_row_of(session, text))[1];
}

/* -------- tags -------- */

static void space_tags_and_goes_to_the_next(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Space Space");
	assert_int_equal(tag_of(&session, "10.0.0.1:80"), '#');
	assert_int_equal(tag_of(&session, "10.0.0.2:80"), '#');
	assert_int_equal(tag_of(&session, "10.0.0.3:80"), ' ');
	assert_selected(&session, "10.0.0.3:80");
	assert_shown(&session, "2 tagged");
	session_press(&session, "Up Space");
	assert_int_equal(tag_of(&session, "10.0.0.2:80"), ' ');
	assert_shown(&session, "1 tagged");
	session_end(&session);
}

static void u_takes_all_tags_away(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Space Space Space U");
	assert_hidden(&session, "tagged");
	for (int i = 1; i <= 4; i++) {
		char local[32];

		snprintf(local, sizeof(local), "10.0.0.%d:80", i);
		assert_int_equal(tag_of(&session, local), ' ');
	}
	session_end(&session);
}

static void a_tag_follows_its_socket(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Down Space I");
	assert_int_equal(tag_of(&session, "10.0.0.2:80"), '#');
	session_add(&session, 9, CONN_TCP, CONN_ESTABLISHED, "10.0.0.20:80", "10.0.0.9:1");
	fake_find(&session.kernel, 2)->conn.state = CONN_FIN_WAIT2;
	session_refresh(&session);
	assert_int_equal(tag_of(&session, "10.0.0.2:80"), '#');
	assert_int_equal(tag_of(&session, "10.0.0.20:80"), ' ');
	session_end(&session);
}

static void a_tag_goes_with_its_socket(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "--linger=60");
	session_press(&session, "Space Space");
	fake_remove(&session.kernel, 2);
	session_refresh(&session);
	assert_shown(&session, "1 tagged");
	assert_int_equal(tag_of(&session, "10.0.0.2:80"), ' ');
	session_press(&session, "Home Down Space"); /* red: too late */
	assert_shown(&session, "1 tagged");
	assert_shown(&session, "already gone");
	session_end(&session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(space_tags_and_goes_to_the_next),
		cmocka_unit_test(u_takes_all_tags_away),
		cmocka_unit_test(a_tag_follows_its_socket),
		cmocka_unit_test(a_tag_goes_with_its_socket),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
