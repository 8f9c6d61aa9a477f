/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program on a terminal of the test's: types its keys, takes what it writes, changes the size,
 * goes away. Nothing here waits longer than PTY_PATIENCE_MS, which is only there so that a test
 * that fails ends.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_PTY_H
#define SOCKVIEW_TESTS_SUPPORT_PTY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

#include "base/buffer.h"

#define PTY_PATIENCE_MS 30000

struct pty {
	pid_t pid;
	int fd;               /* the terminal's own end; -1: gone */
	struct buffer output; /* since pty_forget() */
	struct termios modes; /* before the program was started */
	int status;           /* of the program that has ended; -1: it has not */
	int64_t cpu_us;       /* that it has used, then */
};

struct pty_start {
	const char *const *arguments; /* the program's path first; ends with NULL */
	const char *const *variables; /* "TERM=vt100"; "TERM" alone: unset; NULL: none */
	int rows, columns;            /* 0: 24 and 80 */
	void (*prepare)(void);        /* in the new process; NULL: nothing */
};

void pty_start(struct pty *pty, const struct pty_start *start);

/* Ends the program, if it has not ended, and frees everything. */
void pty_done(struct pty *pty);

void pty_type(struct pty *pty, const char *keys);
void pty_type_bytes(struct pty *pty, const void *bytes, size_t length);
void pty_resize(struct pty *pty, int rows, int columns);

/* The terminal's inner end, as a shell would have it, which does not block; -1: there is none. */
int pty_open_inside(const struct pty *pty);

/* Stops the program's output by Ctrl-S; false where the terminal does not heed that. */
bool pty_stop(struct pty *pty);

/* Fills the terminal with what nobody reads, until it takes nothing. */
bool pty_fill(struct pty *pty);

/* The terminal goes away. */
void pty_vanish(struct pty *pty);

void pty_forget(struct pty *pty);

/* Takes what there is, waiting for it at most so long. False: nothing came. */
bool pty_take(struct pty *pty, int timeout_ms);

/* Takes output until this text is in it; false where it does not come. */
bool pty_wait_text(struct pty *pty, const char *text);

/*
 * Waits for the end, taking output meanwhile if `taking`. The exit status, 128+n for a signal; -1
 * where it does not end.
 */
int pty_wait_end(struct pty *pty, bool taking);

/* True where the terminal's modes are what they were before the program. */
bool pty_modes_restored(const struct pty *pty);

/* CPU time of the running program, in microseconds. */
int64_t pty_cpu_us(const struct pty *pty);

/* The number behind a word of /proc/PID/status ("VmRSS:"); -1: none. */
long pty_proc_number(const struct pty *pty, const char *word);

#endif
