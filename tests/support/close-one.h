/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Closes one socket to the end, as the program closes many. */
#ifndef SOCKVIEW_TESTS_SUPPORT_CLOSE_ONE_H
#define SOCKVIEW_TESTS_SUPPORT_CLOSE_ONE_H

#include "sock/close/close-many.h"

void close_one(const struct close_kernel *kernel, struct wire *wire, void *buffer,
	const struct conn *conn, struct close_outcome *ret_outcome);

#endif
