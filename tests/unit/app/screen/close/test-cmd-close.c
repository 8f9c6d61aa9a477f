/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tagging and closing, as a user does it and sees it. */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sock/machine/process.h"
#include "support/golden.h"
#include "support/proc-tree.h"
#include "support/session.h"

/*
 * Four connections of one server, in the order of their peers, cookies 1 to 4. The first three are
 * of api (2210), the last one is of another process.
 */
static void start_with_four(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
	for (uint32_t i = 1; i <= 3; i++)
		session_process(session, 2210, "api", i + 2, i);
	session_process(session, 2211, "other", 3, 4);
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

static void a_group_is_tagged_whole_and_closed(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "--group=process");
	session_press(&session, "Space");
	assert_shown(&session, "3 tagged");
	session_press(&session, "Home Space");
	assert_hidden(&session, "tagged");
	session_press(&session, "Home F9");
	assert_shown(&session, "Close all of this group");
	assert_shown(&session, "3 sockets:");
	session_type(&session, "3");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.socket_count, 1);
	assert_non_null(fake_find(&session.kernel, 4));
	session_end(&session);
}

static void a_socket_in_a_group_offers_the_group(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "--group=state");
	session_press(&session, "End Enter Down F9");
	assert_shown(&session, "all of this group: ");
	session_press(&session, "g");
	assert_shown(&session, "Close all of this group");
	session_end(&session);
}

/* -------- what is tagged -------- */

static void the_tagged_are_closed_when_their_number_is_typed(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Space Down Space F9");
	assert_shown(&session, "2 sockets: tcp ESTABLISHED 1, tcp CLOSE_WAIT 1");
	assert_shown(&session, "api (2210) 2");
	session_press(&session, "y Enter");
	assert_shown(&session, "nothing is closed");
	session_press(&session, "F9");
	session_type(&session, "3");
	session_press(&session, "Enter");
	assert_shown(&session, "nothing is closed: '3' is not 2");
	session_press(&session, "F9");
	session_type(&session, "2");
	session_press(&session, "Esc");
	session_press(&session, "F9 Enter");
	assert_int_equal(session.kernel.socket_count, 4);
	session_press(&session, "F9");
	session_type(&session, "2");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.socket_count, 2);
	assert_non_null(fake_find(&session.kernel, 2));
	assert_non_null(fake_find(&session.kernel, 4));
	assert_shown(&session, "Results");
	assert_shown(&session, "2  closed");
	session_press(&session, "Esc");
	assert_hidden(&session, "Results");
	assert_hidden(&session, "tagged");
	session_press(&session, "F8 R"); /* not on other pages */
	assert_hidden(&session, "Results");
	session_press(&session, "Esc R");
	assert_shown(&session, "2  closed");
	session_press(&session, "Esc End F9 y");
	assert_hidden(&session, "Results");
	session_press(&session, "R");
	assert_shown(&session, "1  closed");
	session_end(&session);
}

static void what_mptcp_keeps_is_told_and_its_descriptor_offered(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Home F9");
	assert_hidden(&session, "MPTCP");
	assert_hidden(&session, "by the program's own descriptor");
	session_press(&session, "Esc");
	fake_find(&session.kernel, 1)->subflow = true;
	session_refresh(&session);
	session_press(&session, "Home F9");
	assert_shown(&session, "Only a part of it goes, for it is MPTCP");
	assert_shown(&session, "d closes MPTCP whole");
	assert_shown(&session, "by the program's own descriptor");
	session_end(&session);
}

/* Two of four are parts of it: one that is told to live on, and one that ended. */
static void an_mptcp_connection_that_lives_on_is_not_said_to_be_closed(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	for (uint64_t cookie = 1; cookie <= 2; cookie++) {
		struct fake_socket *socket = fake_find(&session.kernel, cookie);

		socket->subflow = true;
		socket->token = 100 + (uint32_t)cookie;
	}
	session.kernel.connections[0] =
		(struct fake_connection){.token = 101, .state = CONN_ESTABLISHED};
	session.kernel.connections[1] =
		(struct fake_connection){.token = 102, .state = CONN_CLOSED};
	session.kernel.connection_count = 2;
	session_refresh(&session);
	session_press(&session, "Home F9 y");
	assert_shown(&session, "only a subflow ended, the MPTCP connection lives on");
	session_refresh(&session);
	session_press(&session, "Home Down F9 a");
	assert_shown(&session, "1: Only a part of it goes, for it is MPTCP");
	session_type(&session, "3");
	session_press(&session, "Enter");
	assert_shown(&session, "3 closed or gone");
	session_end(&session);
}

static void a_udp_socket_that_was_reset_is_not_summed_up_as_closed(void **state)
{
	struct session session;

	(void)state;
	session_start(&session, "", 24, 100);
	session_add(&session, 1, CONN_UDP, CONN_CLOSED, "10.0.0.1:53", "0.0.0.0:0")->tough = true;
	session_add(&session, 2, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1");
	session_refresh(&session);
	session_press(&session, "F9 a");
	session_type(&session, "2");
	session_press(&session, "Enter");
	assert_shown(&session, "1 closed or gone, 1 reset");
	session_end(&session);
}

static void read_only_says_why_nothing_is_asked(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "--read-only");
	session_press(&session, "F9");
	assert_shown(&session, "not with --read-only");
	assert_hidden(&session, "Close this");
	session_end(&session);
}

static void without_a_closing_there_are_no_results(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "R");
	assert_shown(&session, "no results of a closing to show");
	assert_hidden(&session, "Results");
	session_end(&session);
}

static void one_that_is_tagged_is_asked_about_wherever_the_hand_is(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Space End F9");
	assert_shown(&session, "tcp ESTABLISHED  10.0.0.1:80");
	session_press(&session, "y");
	assert_null(fake_find(&session.kernel, 1));
	assert_int_equal(session.kernel.socket_count, 3);
	session_end(&session);
}

static void what_the_filter_hides_is_told_before_it_is_closed(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Space Space Space F4");
	session_type(&session, "state close-wait");
	session_press(&session, "Enter F9");
	assert_shown(&session, "3 tagged");
	assert_shown(&session, "2 of them are hidden by the filter");
	session_end(&session);
}

/* -------- what one has in common with others -------- */

static void all_of_a_process_are_closed_and_no_others(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "F9");
	assert_shown(&session, "p       3  all of this process: api (2210)");
	session_press(&session, "p");
	assert_shown(&session, "Close all of this process");
	assert_shown(&session, "3 sockets: tcp ESTABLISHED 2, tcp CLOSE_WAIT 1");
	session_type(&session, "3");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.socket_count, 1);
	assert_non_null(fake_find(&session.kernel, 4));
	session_end(&session);
}

static void all_of_a_remote_host_are_closed_mapped_or_not(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_add(&session, 5, CONN_TCP, CONN_ESTABLISHED, "10.0.0.5:80", "10.0.0.8:1");
	session_add(&session, 6, CONN_TCP, CONN_ESTABLISHED, "[::ffff:10.0.0.6]:80",
		"[::ffff:10.0.0.9]:1");
	session_refresh(&session);
	session_press(&session, "F9");
	assert_shown(&session, "r       5  all of this remote host: 10.0.0.9");
	session_press(&session, "r");
	session_type(&session, "5");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.socket_count, 1);
	assert_non_null(fake_find(&session.kernel, 5));
	session_end(&session);
}

static void all_that_are_shown_leave_what_is_not(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "state established");
	session_press(&session, "F9");
	assert_shown(&session, "a       3  all that are shown");
	session_press(&session, "a");
	session_type(&session, "3");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.socket_count, 1);
	assert_non_null(fake_find(&session.kernel, 3));
	session_end(&session);
}

static void listeners_and_the_own_session_are_left_out_of_many(void **state)
{
	struct session session;

	(void)state;
	setenv("SSH_CONNECTION", "10.0.0.9 1002 10.0.0.2 80", 1);
	start_with_four(&session, "");
	session_add(&session, 5, CONN_TCP, CONN_LISTEN, "10.0.0.1:80", "0.0.0.0:0");
	session_refresh(&session);
	session_press(&session, "F9 a");
	assert_shown(&session, "3 sockets:");
	assert_shown(&session, "1 listener is left out");
	assert_shown(&session, "1 socket of your own session is left out");
	session_type(&session, "3");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.socket_count, 2);
	assert_non_null(fake_find(&session.kernel, 2));
	assert_non_null(fake_find(&session.kernel, 5));
	session_press(&session, "Esc");
	session_refresh(&session);
	session_press(&session, "F4");
	session_type(&session, "state listen");
	session_press(&session, "Enter F9 a");
	assert_shown(&session, "nothing to close: 1 listener is left out");
	unsetenv("SSH_CONNECTION");
	session_end(&session);
}

static void what_comes_after_the_dialog_opened_is_not_meant(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "F9 r");
	fake_remove(&session.kernel, 1);
	session_add(&session, 10, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.9:1001");
	for (int i = 0; i < 6; i++)
		session_refresh(&session);
	assert_shown(&session, "4 sockets:");
	session_type(&session, "4");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.socket_count, 1);
	assert_non_null(fake_find(&session.kernel, 10));
	assert_shown(&session, "3  closed");
	assert_shown(&session, "1  already gone");
	session_end(&session);
}

/* -------- what came of it -------- */

static void what_went_wrong_stands_first(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	fake_find(&session.kernel, 3)->tough = true;
	session_press(&session, "F9 a");
	session_type(&session, "4");
	session_press(&session, "Enter");
	assert_shown(&session, "1  still there (CLOSE_WAIT)");
	assert_shown(&session, "3  closed");
	assert_true(
		session_row_of(&session, "10.0.0.3:80") < session_row_of(&session, "10.0.0.1:80"));
	assert_int_equal(session_line(&session, session_row_of(&session, "10.0.0.3:80"))[0], '!');
	session_end(&session);
}

static void a_program_that_keeps_its_descriptors_is_named(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "F9 y");
	assert_shown(&session, "closed; api (2210) holds 1 descriptor of closed sockets");
	session_refresh(&session);
	session_press(&session, "Down F9 r");
	session_type(&session, "3");
	session_press(&session, "Enter");
	assert_shown(&session, "api (2210) holds 3 descriptors of closed sockets");
	proc_tree_close(session.root, 2210, 3);
	proc_tree_close(session.root, 2210, 4);
	session_refresh(&session);
	assert_shown(&session, "api (2210) holds 1 descriptor of closed sockets");
	session_end(&session);
}

/* Goes on by hand, so that something can be done in between. */
static void step(struct session *session, int steps)
{
	while (steps--)
		screen_step(&session->app, &session->now, 0);
}

static void cancel_a_long_run(const char *by)
{
	struct session session;

	session_start(&session, "", 24, 100);
	for (uint64_t i = 1; i <= 200; i++) {
		char remote[32];

		snprintf(remote, sizeof(remote), "10.0.1.%u:9", (unsigned)i);
		session_add(&session, i, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", remote);
	}
	session_refresh(&session);
	session_press(&session, "F9 a");
	session_type(&session, "200");
	screen_key(&session.app, &(struct key_event){.key = KEY_RETURN}, &session.now);
	step(&session, 2);
	assert_shown(&session, "closing: 64 of 200; Esc cancels");
	screen_key(&session.app, &(struct key_event){.key = KEY_CURSOR_DOWN}, &session.now);
	screen_key(&session.app, &(struct key_event){.key = KEY_FUNCTION + 9}, &session.now);
	assert_false(dialog_is_open(&session.app.dialog));
	session_press(&session, by);
	assert_false(session.app.quit);
	assert_shown(&session, "Results");
	assert_in_range(session.kernel.socket_count, 72, 136);
	assert_shown(&session, "not tried");
	assert_shown(&session, " closed or gone, ");
	session_end(&session);
}

static void a_long_run_can_be_cancelled_and_says_what_it_did(void **state)
{
	(void)state;
	cancel_a_long_run("Esc");
	cancel_a_long_run("q");
}

/* -------- signals -------- */

/* A real process that waits, under its real number and moment of start. */
static pid_t start_child(struct session *session, const char *name, uint32_t fd, uint32_t inode)
{
	pid_t parent = getpid(), child = fork();
	struct process process;
	int proc;

	if (!child) {
		/* It goes with the test, however that ends. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		while (getppid() == parent)
			pause();
		_exit(0);
	}
	assert_true(child > 0);
	proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(process_read(proc, (uint32_t)child, &process), 0);
	close(proc);
	proc_tree_process(session->root, (uint32_t)child, name, process.start);
	proc_tree_open(session->root, (uint32_t)child, fd, inode);
	return child;
}

static void a_signal_goes_to_the_process_that_holds_the_socket(void **state)
{
	struct session session;
	int status;
	pid_t child;

	(void)state;
	start_with_four(&session, "");
	child = start_child(&session, "victim", 3, 9);
	session_add(&session, 9, CONN_TCP, CONN_ESTABLISHED, "10.0.0.0:80", "10.0.0.9:1");
	session_refresh(&session);
	session_press(&session, "Home F9");
	assert_shown(&session, "SIGTERM to victim");
	session_press(&session, "t");
	assert_shown(&session, "Send SIGTERM to victim (");
	assert_shown(&session, "), which holds 1 socket?");
	session_press(&session, "Enter");
	assert_int_equal(waitpid(child, &status, WNOHANG), 0);
	session_press(&session, "F9 t y");
	assert_shown(&session, "sent SIGTERM");
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	assert_int_equal(session.kernel.destroy_count, 0);
	session_press(&session, "F9 k y");
	assert_shown(&session, "already ended");
	session_end(&session);
}

/* Behind tmux, sshd is no process above us. */
static void who_carries_the_ssh_session_gets_no_signal(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_guard_add_session(&session.app.guard, "10.0.0.9 1002 10.0.0.2 80");
	session_press(&session, "Home F9 t"); /* another connection of the same process */
	assert_shown(&session, "no signal is sent: your own session hangs on this process");
	session_press(&session, "End F9 t");
	assert_shown(&session, "Send SIGTERM to other (2211)");
	session_end(&session);
}

static void a_signal_dialog_counts_the_sockets_of_whom_it_names(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session_press(&session, "Space Space End F9 t"); /* the hand is on another process's */
	assert_shown(&session, "Send SIGTERM to api (2210), which holds 3 sockets?");
	session_end(&session);
}

static void a_number_that_is_used_again_is_not_signalled(void **state)
{
	struct session session;
	int status;
	pid_t child;

	(void)state;
	start_with_four(&session, "");
	child = start_child(&session, "victim", 3, 9);
	session_add(&session, 9, CONN_TCP, CONN_ESTABLISHED, "10.0.0.0:80", "10.0.0.9:1");
	session_refresh(&session);
	/* another moment of start: another process has the number now */
	proc_tree_process(session.root, (uint32_t)child, "innocent", 1);
	session_press(&session, "Home F9 t y");
	assert_shown(&session, "already ended");
	assert_int_equal(waitpid(child, &status, WNOHANG), 0);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	session_end(&session);
}

/* -------- more sockets than one step goes through -------- */

enum { CROWD = 9000 };

/* The first of them is of api (2210), and so is the last. */
static void start_with_a_crowd(struct session *session, const char *line)
{
	session_start(session, line, 24, 100);
	session_process(session, 2210, "api", 3, 1);
	session_process(session, 2210, "api", 4, CROWD);
	for (uint32_t i = 1; i <= CROWD; i++) {
		char local[32];

		snprintf(local, sizeof(local), "10.0.%u.%u:80", i / 250, i % 250);
		session_add(session, i, CONN_TCP, CONN_ESTABLISHED, local, "10.9.0.1:1000");
	}
	session_refresh(session);
}

static void pass(struct session *session, int64_t milliseconds)
{
	session->now.mono_us += milliseconds * 1000;
	session->now.boot_us += milliseconds * 1000;
	session->now.real_us += milliseconds * 1000;
}

/* A key, and nothing of what it has the program do behind it. */
static void press_only(struct session *session, const char *key)
{
	pass(session, SESSION_READING_MS);
	screen_key(&session->app, &(struct key_event){.key = key_from_name(key)}, &session->now);
}

static void the_question_comes_before_its_numbers(void **state)
{
	struct session session;

	(void)state;
	start_with_a_crowd(&session, "");
	press_only(&session, "F9");
	assert_shown(&session, "Close this connection");
	assert_shown(&session, "p       \xe2\x80\xa6  all of this process: api (2210)");
	assert_shown(&session, "r       \xe2\x80\xa6  all of this remote host: 10.9.0.1");
	assert_shown(&session, "a       \xe2\x80\xa6  all that are shown");
	step(&session, 1);
	assert_shown(&session, "a       \xe2\x80\xa6  all that are shown");
	session_pass(&session, 0);
	assert_shown(&session, "p       2  all of this process: api (2210)");
	assert_shown(&session, "r   9,000  all of this remote host: 10.9.0.1");
	assert_shown(&session, "a   9,000  all that are shown");
	assert_shown(&session, "y/N");
	session_press(&session, "Esc");
	assert_hidden(&session, "Close this");
	session.app.grid.charset = TEXT_ASCII;
	press_only(&session, "F9");
	assert_shown(&session, "a     ...  all that are shown");
	session_end(&session);
}

static void rows_that_come_and_go_while_they_are_counted_do_no_harm(void **state)
{
	struct session session;

	(void)state;
	start_with_a_crowd(&session, "");
	press_only(&session, "F9");
	step(&session, 1);
	for (uint64_t i = 2; i < 1000; i++)
		fake_remove(&session.kernel, i);
	for (uint32_t i = 1; i <= 20; i++)
		session_add(&session, CROWD + i, CONN_TCP, CONN_ESTABLISHED, "10.1.0.1:80",
			"10.9.0.1:1000");
	for (int i = 0; i < 4; i++)
		session_refresh(&session);
	assert_hidden(&session, "\xe2\x80\xa6  all");
	assert_shown(&session, "p       2  all of this process: api (2210)");
	session_press(&session, "a");
	assert_shown(&session, "8,022 sockets: tcp ESTABLISHED 8022");
	session_end(&session);
}

static void another_answer_need_not_wait_for_the_numbers(void **state)
{
	struct session session;

	(void)state;
	start_with_a_crowd(&session, "");
	press_only(&session, "F9");
	press_only(&session, "p");
	assert_shown(&session, "Close all of this process");
	assert_shown(&session, "finding the sockets: 22 %, Esc cancels");
	assert_hidden(&session, "all that are shown");
	press_only(&session, "y"); /* nothing was asked yet */
	pass(&session, 200);
	step(&session, 1);
	assert_shown(&session, "finding the sockets: 44 %, Esc cancels");
	session_pass(&session, 0);
	assert_hidden(&session, "finding the sockets");
	assert_shown(&session, "2 sockets: tcp ESTABLISHED 2");
	session_type(&session, "2");
	session_press(&session, "Enter");
	assert_int_equal(session.kernel.socket_count, CROWD - 2);
	assert_null(fake_find(&session.kernel, 1));
	assert_null(fake_find(&session.kernel, CROWD));
	session_end(&session);
}

static void esc_ends_the_finding(void **state)
{
	static const char *const keys[] = {"Esc", "n", "Enter"};
	struct session session;

	(void)state;
	start_with_a_crowd(&session, "");
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		press_only(&session, "F9");
		press_only(&session, "a");
		step(&session, 1);
		assert_shown(&session, "finding the sockets");
		press_only(&session, keys[i]);
		assert_shown(&session, "cancelled: nothing is closed");
		session_pass(&session, 0);
		assert_false(dialog_is_open(&session.app.dialog));
	}
	assert_int_equal(session.kernel.destroy_count, 0);
	session_press(&session, "F9 a");
	assert_shown(&session, "9,000 sockets:");
	session_end(&session);
}

/* The rows stay as they are until all were gone through, however long that takes. */
static void what_comes_while_they_are_found_is_not_meant(void **state)
{
	struct session session;

	(void)state;
	start_with_a_crowd(&session, "");
	press_only(&session, "F9");
	press_only(&session, "r");
	for (uint64_t i = 2; i <= 11; i++)
		fake_remove(&session.kernel, i);
	for (uint32_t i = 1; i <= 500; i++)
		session_add(&session, CROWD + i, CONN_TCP, CONN_ESTABLISHED, "10.1.0.1:80",
			"10.9.0.1:1000");
	for (int i = 0; i < 3; i++) {
		pass(&session, 5000);
		step(&session, 1);
		assert_shown(&session, "finding the sockets");
	}
	session_pass(&session, 0);
	assert_shown(&session, "9,000 sockets: tcp ESTABLISHED 9000");
	assert_int_equal(session.app.engine.track.live_count, CROWD + 490); /* refreshed since */
	session_end(&session);
}

/* That takes a look at every row. */
static void the_table_is_ordered_anew_only_after_a_refresh(void **state)
{
	struct session session;
	unsigned changes;

	(void)state;
	start_with_four(&session, "");
	changes = session.app.table.order.changes;
	press_only(&session, "F9");
	press_only(&session, "a");
	press_only(&session, "Esc");
	assert_false(dialog_is_open(&session.app.dialog));
	assert_int_equal(session.app.table.order.changes, changes);
	press_only(&session, "F9");
	session_add(&session, 10, CONN_TCP, CONN_ESTABLISHED, "10.0.0.0:80", "10.0.0.9:1");
	session_refresh(&session);
	changes = session.app.table.order.changes;
	press_only(&session, "Esc");
	assert_int_not_equal(session.app.table.order.changes, changes);
	assert_true(
		session_row_of(&session, "10.0.0.0:80") < session_row_of(&session, "10.0.0.1:80"));
	session_end(&session);
}

/* What finding uses was asked for: it is no reason to refresh more rarely. */
static void finding_does_not_count_as_the_cost_of_refreshing(void **state)
{
	struct session session;

	(void)state;
	start_with_a_crowd(&session, "");
	press_only(&session, "F9");
	press_only(&session, "a");
	while (session.app.close_dialog.take.going) {
		screen_step(&session.app, &session.now, session.cpu_us);
		session.cpu_us += 500000;
	}
	for (int i = 0; i < 3; i++)
		session_refresh(&session);
	assert_int_equal(session.app.meter.interval_ms, session.app.options.interval_ms);
	session_end(&session);
}

static void a_large_group_is_found_in_steps(void **state)
{
	struct session session;

	(void)state;
	start_with_a_crowd(&session, "--group=state");
	press_only(&session, "Home");
	press_only(&session, "F9");
	assert_shown(&session, "Close all of this group");
	assert_shown(&session, "finding the sockets");
	session_pass(&session, 0);
	assert_shown(&session, "9,000 sockets:");
	session_press(&session, "Esc Space");
	press_only(&session, "F9"); /* all of them, by their tags */
	assert_shown(&session, "Close the tagged connections");
	assert_shown(&session, "finding the sockets");
	session_pass(&session, 0);
	assert_shown(&session, "9,000 sockets:");
	session_end(&session);
}

static void whom_a_signal_spares_is_found_in_steps(void **state)
{
	struct session session;

	(void)state;
	start_with_a_crowd(&session, "");
	press_only(&session, "F9");
	press_only(&session, "t");
	assert_shown(&session, "finding the sockets");
	session_pass(&session, 0);
	assert_shown(&session, "Send SIGTERM to api (2210), which holds 2 sockets?");
	session_press(&session, "Esc");
	session_guard_add_session(&session.app.guard, "10.9.0.1 1000 10.0.36.0 80"); /* the last */
	press_only(&session, "F9");
	press_only(&session, "t");
	assert_shown(&session, "finding the sockets");
	session_pass(&session, 0);
	assert_shown(&session, "no signal is sent: your own session hangs on this process");
	assert_false(dialog_is_open(&session.app.dialog));
	session_end(&session);
}

/* -------- where the kernel will not -------- */

static void without_sock_destroy_the_descriptor_is_offered(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session.app.engine.here.kernel.can_destroy = false;
	session_press(&session, "F9");
	assert_shown(&session, "CONFIG_INET_DIAG_DESTROY");
	assert_hidden(&session, "y/N");
	assert_shown(&session, "by the program's own descriptor");
	session_press(&session, "y");
	assert_shown(&session, "CONFIG_INET_DIAG_DESTROY");
	assert_int_equal(session.kernel.destroy_count, 0);
	session_press(&session, "F9 d");
	assert_shown(&session, "By the descriptors of their own processes");
	assert_shown(&session, "y/N");
	session_end(&session);
}

static void what_was_refused_may_be_tried_the_other_way(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session.kernel.destroy_error = -EOPNOTSUPP;
	session.app.close_dialog.permitted = true;
	session_press(&session, "F9");
	assert_hidden(&session, "by the program's own descriptor");
	session_press(&session, "y");
	assert_shown(&session, "F9 d: by its descriptor");
	session_press(&session, "F9");
	assert_shown(&session, "by the program's own descriptor");
	session_press(&session, "Esc F9 p");
	session_type(&session, "3");
	session_press(&session, "Enter");
	assert_shown(&session, "d: close 3 of them by their programs' own descriptors");
	session_press(&session, "d");
	assert_shown(&session, "Type 3");
	session_press(&session, "Esc");
	assert_shown(&session, "Results");
	session_end(&session);
}

static void without_the_capability_it_says_so_and_offers_the_other_way(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "");
	session.app.close_dialog.permitted = false;
	session_press(&session, "F9");
	assert_shown(&session, "Without CAP_NET_ADMIN the kernel will refuse.");
	assert_shown(&session, "by the program's own descriptor");
	session_end(&session);
}

static void read_only_offers_nothing(void **state)
{
	struct session session;

	(void)state;
	start_with_four(&session, "--read-only");
	session_press(&session, "Space Space F9 k");
	assert_shown(&session, "2 tagged");
	assert_false(dialog_is_open(&session.app.dialog));
	assert_int_equal(session.kernel.destroy_count, 0);
	session_end(&session);
}

/* -------- the dialogs as they look -------- */

static void press_for_question(struct session *session)
{
	session_press(session, "Down Down F9");
}

static void press_for_tagged(struct session *session)
{
	session_press(session, "Space Down Space Space F9");
}

static void press_for_preview(struct session *session)
{
	session_press(session, "F9 a");
	session_type(session, "1");
}

static void press_for_signal(struct session *session)
{
	session_press(session, "F9 k");
}

static void press_for_no_kernel(struct session *session)
{
	session->app.engine.here.kernel.can_destroy = false;
	session_press(session, "F9");
}

static void press_for_results(struct session *session)
{
	fake_find(&session->kernel, 3)->tough = true;
	session_press(session, "F9 a");
	session_type(session, "4");
	session_press(session, "Enter");
}

static const struct {
	const char *name;
	void (*press)(struct session *session);
} dialogs[] = {
	{"close-question", press_for_question},
	{"close-tagged", press_for_tagged},
	{"close-preview", press_for_preview},
	{"close-signal", press_for_signal},
	{"close-no-kernel", press_for_no_kernel},
	{"close-results", press_for_results},
};

static bool is_dialog(const struct grid_cell *cell)
{
	return cell->style == STYLE_DIALOG || cell->style == STYLE_DIALOG_TITLE;
}

/* Header, table and bar are not what this is about: only the dialog stays, or the page. */
static void hide_the_rest(struct grid *grid, bool dialog)
{
	for (int row = 0; row < grid->rows; row++)
		for (int column = 0; column < grid->columns; column++)
			if (dialog ? !is_dialog(&grid->cells[row * grid->columns + column])
				   : row < 2 || row == grid->rows - 1)
				grid_fill(grid, row, column, 1, 1, STYLE_NORMAL);
}

static void check_dialog(size_t index, int columns, int rows)
{
	struct session session;
	char name[80];

	start_with_four(&session, "");
	screen_resize(&session.app, rows, columns);
	snprintf(session.app.engine.host, sizeof(session.app.engine.host), "web1");
	session.app.close_dialog.permitted = true;
	dialogs[index].press(&session);
	screen_draw(&session.app);
	hide_the_rest(&session.app.grid, dialog_is_open(&session.app.dialog));
	snprintf(name, sizeof(name), "%s-%dx%d", dialogs[index].name, columns, rows);
	golden_check(name, &session.app.grid);
	session_end(&session);
}

static void the_dialogs_are_as_they_were(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialogs); i++) {
		check_dialog(i, 80, 24);
		check_dialog(i, 40, 10);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(space_tags_and_goes_to_the_next),
		cmocka_unit_test(u_takes_all_tags_away),
		cmocka_unit_test(a_tag_follows_its_socket),
		cmocka_unit_test(a_tag_goes_with_its_socket),
		cmocka_unit_test(a_group_is_tagged_whole_and_closed),
		cmocka_unit_test(a_socket_in_a_group_offers_the_group),
		cmocka_unit_test(the_tagged_are_closed_when_their_number_is_typed),
		cmocka_unit_test(what_mptcp_keeps_is_told_and_its_descriptor_offered),
		cmocka_unit_test(an_mptcp_connection_that_lives_on_is_not_said_to_be_closed),
		cmocka_unit_test(a_udp_socket_that_was_reset_is_not_summed_up_as_closed),
		cmocka_unit_test(read_only_says_why_nothing_is_asked),
		cmocka_unit_test(without_a_closing_there_are_no_results),
		cmocka_unit_test(one_that_is_tagged_is_asked_about_wherever_the_hand_is),
		cmocka_unit_test(what_the_filter_hides_is_told_before_it_is_closed),
		cmocka_unit_test(all_of_a_process_are_closed_and_no_others),
		cmocka_unit_test(all_of_a_remote_host_are_closed_mapped_or_not),
		cmocka_unit_test(all_that_are_shown_leave_what_is_not),
		cmocka_unit_test(listeners_and_the_own_session_are_left_out_of_many),
		cmocka_unit_test(what_comes_after_the_dialog_opened_is_not_meant),
		cmocka_unit_test(what_went_wrong_stands_first),
		cmocka_unit_test(a_program_that_keeps_its_descriptors_is_named),
		cmocka_unit_test(a_long_run_can_be_cancelled_and_says_what_it_did),
		cmocka_unit_test(a_signal_goes_to_the_process_that_holds_the_socket),
		cmocka_unit_test(who_carries_the_ssh_session_gets_no_signal),
		cmocka_unit_test(a_signal_dialog_counts_the_sockets_of_whom_it_names),
		cmocka_unit_test(a_number_that_is_used_again_is_not_signalled),
		cmocka_unit_test(the_question_comes_before_its_numbers),
		cmocka_unit_test(rows_that_come_and_go_while_they_are_counted_do_no_harm),
		cmocka_unit_test(another_answer_need_not_wait_for_the_numbers),
		cmocka_unit_test(esc_ends_the_finding),
		cmocka_unit_test(what_comes_while_they_are_found_is_not_meant),
		cmocka_unit_test(the_table_is_ordered_anew_only_after_a_refresh),
		cmocka_unit_test(finding_does_not_count_as_the_cost_of_refreshing),
		cmocka_unit_test(a_large_group_is_found_in_steps),
		cmocka_unit_test(whom_a_signal_spares_is_found_in_steps),
		cmocka_unit_test(without_sock_destroy_the_descriptor_is_offered),
		cmocka_unit_test(what_was_refused_may_be_tried_the_other_way),
		cmocka_unit_test(without_the_capability_it_says_so_and_offers_the_other_way),
		cmocka_unit_test(read_only_offers_nothing),
		cmocka_unit_test(the_dialogs_are_as_they_were),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
