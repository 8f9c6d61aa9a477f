/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a program on a pseudo-terminal: types keys, reads its output, changes the size, closes the
 * terminal. No function waits longer than PTY_PATIENCE_MS, a limit that only makes a failing test
 * end.
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
	int fd;               /* the master end; -1: closed */
	struct buffer output; /* output since pty_forget() */
	struct termios modes; /* before the program was started */
	int status;           /* of the program, when it has ended; -1: it has not */
	int64_t cpu_us;       /* CPU time it has used, when it has ended */
};

struct pty_start {
	const char *const *arguments; /* the program's path first; ends with NULL */
	const char *const *variables; /* "TERM=vt100"; "TERM" alone: unset it; NULL: no changes */
	int rows, columns;            /* 0: 24 and 80 */
	void (*prepare)(void);        /* called in the new process; NULL: nothing */
};

void pty_start(struct pty *pty, const struct pty_start *start);

/* Ends the program if it has not ended, and frees everything. */
void pty_done(struct pty *pty);

void pty_type(struct pty *pty, const char *keys);
void pty_type_bytes(struct pty *pty, const void *bytes, size_t length);
void pty_resize(struct pty *pty, int rows, int columns);

/* Opens the slave end, as a shell has it, non-blocking; -1: it cannot be opened. */
int pty_open_inside(const struct pty *pty);

/* Stops the program's output with Ctrl-S; returns false if the terminal ignores that. */
bool pty_stop(struct pty *pty);

/* Fills the terminal's buffer with output that nobody reads, until it accepts no more. */
bool pty_fill(struct pty *pty);

/* Closes the terminal. */
void pty_vanish(struct pty *pty);

void pty_forget(struct pty *pty);

/* Reads the available output, waiting at most `timeout_ms` for it. Returns false if there was
 * none. */
bool pty_take(struct pty *pty, int timeout_ms);

/* Reads output until it contains this text; returns false if it does not come. */
bool pty_wait_text(struct pty *pty, const char *text);

/* Waits until the program ends, reading output meanwhile if `taking`. Returns the exit status,
 * 128+n for a signal; -1 if it does not end. */
int pty_wait_end(struct pty *pty, bool taking);

/* True if the terminal's modes are those from before the start of the program. */
bool pty_modes_restored(const struct pty *pty);

/* Returns the CPU time of the running program, in microseconds. */
int64_t pty_cpu_us(const struct pty *pty);

/* Returns the number after a word of /proc/PID/status ("VmRSS:"); -1: none. */
long pty_proc_number(const struct pty *pty, const char *word);

#endif
