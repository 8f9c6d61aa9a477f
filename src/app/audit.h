/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the system's log (AUTHPRIV) who closed what, and what came of it. */
#ifndef SOCKVIEW_APP_AUDIT_H
#define SOCKVIEW_APP_AUDIT_H

#include "sock/closing.h"

/* Never waits: where the log does not take it at once, it is not told. */
void audit_close(const struct conn *conn, const struct closing_outcome *outcome);

#endif
