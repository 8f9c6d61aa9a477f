/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The whole program in one process, without a kernel and without a terminal: sockets that the test
 * makes up, keys from a string, time by the integer, the screen as text.
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

/* How long a question whether to close is read. */
#define SESSION_READING_MS 300

struct session {
	struct fake_kernel kernel;
	struct options options;
	struct app app;
	struct instant now;
	int64_t cpu_us; /* that the program has used; the test's to set */
	bool hasty;     /* keys are pressed without reading what is asked; the test's to set */
	struct buffer screen;
	char *root; /* of the tree that stands for /proc */
};

/* `line`: options, divided by spaces. No refresh has begun yet. */
void session_start(struct session *session, const char *line, int rows, int columns);
void session_end(struct session *session);

/* IPv4, but for an address in brackets. */
struct fake_socket *session_add(struct session *session, uint64_t cookie, enum conn_proto proto,
	enum conn_state state, const char *local, const char *remote);

/* Makes a process, or another descriptor of it, that holds the socket of this inode: its cookie. */
void session_process(
	struct session *session, uint32_t pid, const char *name, uint32_t fd, uint32_t inode);

/* Time passes; what is due begins, and is brought to its end. */
void session_pass(struct session *session, int64_t milliseconds);

/* As long as it takes until the next refresh is over. */
void session_refresh(struct session *session);

/* Presses keys, by their names ("F9 y Esc"). Before one that answers whether to close,
 * SESSION_READING_MS pass, unless the session is hasty. */
void session_press(struct session *session, const char *keys);

/* Types a word, a letter after the other. */
void session_type(struct session *session, const char *word);

void session_click(struct session *session, int row, int column);

/* The screen as it is now, valid until the next call. */
const char *session_screen(struct session *session);

/* A line of it, from 0; "" beyond the last. Valid until the next call. */
const char *session_line(struct session *session, int row);

/* The row of the screen in which `text` is found first; -1: nowhere. */
int session_row_of(struct session *session, const char *text);

/* The line that the cursor is in. */
const char *session_cursor_line(struct session *session);

#endif
