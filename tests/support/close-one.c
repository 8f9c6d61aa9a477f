/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/close-one.h"

void close_one(const struct close_kernel *kernel, struct wire *wire, void *buffer,
	const struct conn *conn, struct close_outcome *ret_outcome)
{
	struct close_many batch;
	int error;

	close_many_init(&batch, kernel, wire, buffer);
	error = close_many_add(&batch, conn);
	while (close_many_step(&batch, 1))
		;
	*ret_outcome = error ? (struct close_outcome){.result = CLOSE_RESULT_FAILED, .error = error}
			     : batch.entries[0].outcome;
	close_many_done(&batch);
}
