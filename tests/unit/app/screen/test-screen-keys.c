/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is typed and pasted, from the bytes of the terminal to what becomes of the sockets. */
#include "support/unit.h"

#include <locale.h>

#include "support/session.h"
#include "support/typing.h"

#define PASTE(text) "\033[200~" text "\033[201~"

/* Three connections, cookies 1 to 3, and a listener. */
static void start(struct session *session)
{
	session_start(session, "", 24, 100);
	session->hasty = true;
	session_add(session, 1, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	session_add(session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.2:80", "10.0.0.9:1002");
	session_add(session, 3, CONN_TCP, CONN_ESTABLISHED, "10.0.0.3:80", "10.0.0.9:1003");
	session_add(session, 4, CONN_TCP, CONN_LISTEN, "10.0.0.4:8080", "0.0.0.0:0");
	session_refresh(session);
}

static void take(const struct key_event *event, int64_t now_us, void *context)
{
	struct session *session = context;

	if (now_us > session->now.mono_us)
		session_pass(session, (now_us - session->now.mono_us) / 1000);
	screen_key(&session->app, event, &session->now);
	session_pass(session, 0);
}

/* A second passes behind them. */
static void type_bytes(struct session *session, const char *bytes)
{
	struct key_decoder decoder;
	int64_t now_us = session->now.mono_us;

	key_decoder_init(&decoder);
	typing_feed(&decoder, bytes, strlen(bytes), &now_us, take, session);
	session_pass(session, 1000);
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

/* Nothing was closed, nothing is hidden, nothing is open. */
static void assert_untouched(struct session *session)
{
	assert_int_equal(session->kernel.destroy_count, 0);
	assert_shown(session, "10.0.0.1:80");
	assert_shown(session, "10.0.0.3:80");
	assert_shown(session, "10.0.0.4:8080");
	assert_false(dialog_is_open(&session->app.dialog));
	assert_false(session->app.quit);
	assert_int_equal(session->app.tags.count, 0);
}

/* -------- pastes -------- */

static void a_paste_on_the_table_does_nothing_and_is_said(void **state)
{
	static const char *const texts[] = {PASTE("sky"), PASTE("risky business"),
		PASTE("k\ny\n46TDLqQ"), PASTE("k" PAUSE "y" LONG_PAUSE "y"), "\033[200~k" PAUSE "y",
		"\033" PAUSE "[200~" PAUSE "k" PAUSE "y"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct session session;

		start(&session);
		type_bytes(&session, texts[i]);
		assert_untouched(&session);
		assert_shown(&session, "pasted text counts only where a line is typed");
		session_end(&session);
	}
}

static void a_paste_is_no_answer_to_a_question_and_chooses_nothing(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	type_bytes(&session, "\033[20~" LONG_PAUSE PASTE("y"));
	assert_shown(&session, "y/N");
	assert_int_equal(session.kernel.destroy_count, 0);
	type_bytes(&session, PASTE("s")); /* a letter of it: all that are shown */
	assert_shown(&session, "Close this connection");
	type_bytes(&session, "\033");
	type_bytes(&session, "\033[17~" PASTE("STATE\r")); /* the list of columns to sort by */
	assert_shown(&session, "Sort by");
	type_bytes(&session, "\033");
	assert_untouched(&session);
	session_end(&session);
}

static void a_paste_is_text_where_a_line_is_typed(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	type_bytes(&session, "\033[14~" PASTE("sport = 80\n") "\r");
	assert_string_equal(session.app.dialog.input.text, "sport = 80");
	assert_hidden(&session, ":8080");
	assert_shown(&session, "10.0.0.3:80");
	type_bytes(&session, "\033" LONG_PAUSE "\033[13~" PASTE("10.0.0.2:80\ty\n"));
	assert_string_equal(session.app.dialog.input.text, "10.0.0.2:80 y");
	type_bytes(&session, "\033" LONG_PAUSE "d\025" PASTE("2.5\r\n"));
	assert_string_equal(session.app.dialog.input.text, "2.5");
	assert_int_not_equal(session.app.options.interval_ms, 2500);
	type_bytes(&session, "\r");
	assert_int_equal(session.app.options.interval_ms, 2500);
	session_end(&session);
}

static void a_pasted_port_is_text_and_enter_is_the_answer(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	type_bytes(&session, "G\033[20~" LONG_PAUSE PASTE("8080\n"));
	assert_shown(&session, "Type its port to close it: 8080");
	assert_int_equal(session.kernel.destroy_count, 0);
	type_bytes(&session, "\r");
	assert_int_equal(session.kernel.destroy_count, 1);
	session_end(&session);
}

/* -------- too soon -------- */

/* A terminal that does not mark what is pasted, or hands that need no eyes. */
static void what_comes_with_the_question_is_no_answer(void **state)
{
	static const char *const texts[] = {"ky", "sky", "kY", "kyyyyyyyy", "kxxxxy", "ks",
		"\033[20~y", "k" PAUSE "y", "kx" PAUSE "x" PAUSE "y", "k\ny\nk\ny\n",
		"risky business y", "k" PAUSE "a" PAUSE "b" PAUSE "c" PAUSE "y"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct session session;

		start(&session);
		type_bytes(&session, texts[i]);
		assert_int_equal(session.kernel.destroy_count, 0);
		assert_int_equal(session.kernel.socket_count, 4);
		assert_false(session.app.close_run.running);
		session_end(&session);
	}
}

static void it_is_asked_again_and_answered_then(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	type_bytes(&session, "ky");
	assert_shown(&session, "y/N");
	assert_shown(&session, "too soon after the question to be an answer");
	assert_int_equal(session.kernel.destroy_count, 0);
	type_bytes(&session, "y");
	assert_int_equal(session.kernel.destroy_count, 1);
	assert_hidden(&session, "y/N");
	session_end(&session);
}

static void a_no_is_never_too_soon(void **state)
{
	static const char *const answers[] = {"kn", "kN", "kq", "k\r", "k\033"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		struct session session;

		start(&session);
		type_bytes(&session, answers[i]);
		assert_untouched(&session);
		session_end(&session);
	}
}

static void enter_is_no_where_nothing_was_typed(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	type_bytes(&session, "Gk\r");
	assert_untouched(&session);
	session_end(&session);
}

static void every_question_that_a_letter_opens_has_its_own_time(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	session_process(&session, 2210, "api", 3, 1);
	session_refresh(&session);
	session_refresh(&session);
	type_bytes(&session, "gk" LONG_PAUSE "py");
	assert_shown(&session, "Close all of this process");
	assert_int_equal(session.kernel.destroy_count, 0);
	type_bytes(&session, "\033" LONG_PAUSE "k" PAUSE "t" LONG_PAUSE "ty");
	assert_shown(&session, "Send SIGTERM to api (2210)");
	type_bytes(&session, "\033");
	assert_untouched(&session);
	session_end(&session);
}

static void a_line_is_typed_as_fast_as_one_likes_once_it_is_begun_in_time(void **state)
{
	struct session session;

	(void)state;
	start(&session);
	type_bytes(&session, "Gk8080\r");
	assert_int_equal(session.kernel.destroy_count, 0);
	assert_shown(&session, "Type its port to close it:");
	assert_shown(&session, "too soon after the question to be an answer");
	type_bytes(&session, "9\177"
			     "8080\r");
	assert_int_equal(session.kernel.destroy_count, 1);
	session_end(&session);
}

/* -------- sequences -------- */

static void what_is_no_key_does_nothing(void **state)
{
	static const char *const texts[] = {"\033[1;5D", "\033[I", "\033[O", "\033[?1;2c",
		"\033[12;40R", "\033]11;rgb:46/TD/LL\033\\", "\033P>|kyTDL\033\\",
		"\033" PAUSE "[1;5D", "\033[1" PAUSE ";5D", "\033[M\"44", "\033[99;46~"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct session session;
		bool down;

		start(&session);
		down = session.app.table.order.descending;
		type_bytes(&session, texts[i]);
		assert_untouched(&session);
		assert_int_equal(session.app.table.order.descending, down);
		session_end(&session);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paste_on_the_table_does_nothing_and_is_said),
		cmocka_unit_test(a_paste_is_no_answer_to_a_question_and_chooses_nothing),
		cmocka_unit_test(a_paste_is_text_where_a_line_is_typed),
		cmocka_unit_test(a_pasted_port_is_text_and_enter_is_the_answer),
		cmocka_unit_test(what_comes_with_the_question_is_no_answer),
		cmocka_unit_test(it_is_asked_again_and_answered_then),
		cmocka_unit_test(a_no_is_never_too_soon),
		cmocka_unit_test(enter_is_no_where_nothing_was_typed),
		cmocka_unit_test(every_question_that_a_letter_opens_has_its_own_time),
		cmocka_unit_test(a_line_is_typed_as_fast_as_one_likes_once_it_is_begun_in_time),
		cmocka_unit_test(what_is_no_key_does_nothing),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
