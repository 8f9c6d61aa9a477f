/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The whole program in one process, without a kernel and without a terminal: the test makes the
 * sockets, passes keys as a string, sets the time as a number, and reads the screen as text.
 *
 *	session_start(&session, "--read-only", 24, 80);
 *	session_add(&session, 7, CONN_TCP, CONN_ESTABLISHED, "10.0.0.1:80", "10.0.0.2:4000");
 *	session_refresh(&session);
 *	session_press(&session, "Down F9");
 *	session_screen(&session)
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_SESSION_H
#define SOCKVIEW_TESTS_SUPPORT_SESSION_H

#include "app/screen/screen.h"
#include "support/fake-kernel.h"

/* How long the user of a session reads the question of a close. */
#define SESSION_READING_MS 300

struct session {
	struct fake_kernel kernel;
	struct options options;
	struct app app;
	struct instant now;
	int64_t cpu_us; /* CPU time that the program has used; set by the test */
	bool hasty;     /* keys are pressed without reading the question; set by the test */
	struct buffer screen;
	char *root; /* of the tree that takes the place of /proc */
};

/* Starts a session; `line`: options, separated by spaces. No refresh has begun yet. */
void session_start(struct session *session, const char *line, int rows, int columns);
void session_end(struct session *session);

/* Adds a socket: IPv4, unless an address is in brackets. */
struct fake_socket *session_add(struct session *session, uint64_t cookie, enum conn_proto proto,
	enum conn_state state, const char *local, const char *remote);

/* Makes a process, or a further descriptor of it, that holds the socket with this inode, which is
 * its cookie. */
void session_process(
	struct session *session, uint32_t pid, const char *name, uint32_t fd, uint32_t inode);

/* Lets time pass; work that becomes due is begun and completed. */
void session_pass(struct session *session, int64_t milliseconds);

/* Lets time pass until the next refresh is complete. */
void session_refresh(struct session *session);

/* Presses keys, given by name ("F9 y Esc"). Before a key that answers the question of a close,
 * SESSION_READING_MS pass, unless the session is hasty. */
void session_press(struct session *session, const char *keys);

/* Types a word, letter by letter. */
void session_type(struct session *session, const char *word);

void session_click(struct session *session, int row, int column);

/* Returns the current screen, valid until the next call. */
const char *session_screen(struct session *session);

/* Returns line `row` of the screen, from 0; "" after the last one. Valid until the next call. */
const char *session_line(struct session *session, int row);

/* Returns the first row of the screen that contains `text`; -1: none does. */
int session_row_of(struct session *session, const char *text);

/* Returns the line that the cursor is in. */
const char *session_cursor_line(struct session *session);

#endif
