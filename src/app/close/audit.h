/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes to the system's log (AUTHPRIV) who closed or signalled what, and the result. */
#ifndef SOCKVIEW_APP_CLOSE_AUDIT_H
#define SOCKVIEW_APP_CLOSE_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/close/close-result.h"
#include "view/column/names.h"

/* The connection to the log; all zero: not open yet. */
struct audit {
	int fd; /* if `open` */
	bool open;
	bool given_up; /* this machine has no log */
};

void audit_done(struct audit *audit);

/* Logs a close. Never waits: if the log does not take the line at once, the line is lost. */
void audit_close(struct audit *audit, const struct names *names, const struct conn *conn,
	const struct close_outcome *outcome);

/* Logs a signal to a process; `error` is the negative errno, or 0. */
void audit_signal(
	struct audit *audit, uint32_t pid, const char *name, const char *signal, int error);

#endif
