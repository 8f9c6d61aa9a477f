/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the system's log (AUTHPRIV) who closed or signalled what, and what came of it. */
#ifndef SOCKVIEW_APP_CLOSE_AUDIT_H
#define SOCKVIEW_APP_CLOSE_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/close/close-result.h"

/* The way to the log; all zero is one that is not open yet. */
struct audit {
	int fd; /* where it is open */
	bool open;
	bool given_up; /* there is no log here */
};

void audit_done(struct audit *audit);

/* Never waits: where the log does not take it at once, it is not told. */
void audit_close(struct audit *audit, const struct conn *conn, const struct close_outcome *outcome);

/* A signal to a process; `error` is the negative errno, or 0. */
void audit_signal(
	struct audit *audit, uint32_t pid, const char *name, const char *signal, int error);

#endif
