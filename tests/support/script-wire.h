/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A wire that follows a script: what it delivers after which request. It also records what was
 * sent.
 *
 *	script_deliver(&script, &late);       available before any request
 *	script_on_request(&script);
 *	script_deliver(&script, &answer);     available after the first request
 *	script_fail(&script, -ENOBUFS);       and then this error
 *	script_on_request(&script);           what follows waits for the second request
 *
 * When the script has nothing (more) to deliver, receiving returns -EAGAIN. A test that wants to
 * answer the actual requests sets `responder`, which is called with each datagram of requests.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_SCRIPT_WIRE_H
#define SOCKVIEW_TESTS_SUPPORT_SCRIPT_WIRE_H

#include "sock/diag/wire.h"
#include "support/answer.h"

struct script_step {
	size_t after; /* number of requests that have to be sent first */
	int error;
	char *bytes;
	size_t length;
};

struct script_request {
	char *bytes;
	size_t length;
};

struct script_wire {
	struct wire wire;
	struct script_step *steps;
	size_t step_count, at;
	struct script_request *requests; /* all that were sent, including the refused ones */
	size_t request_count;
	size_t group;      /* what is added now waits for this number of requests */
	int refuse_error;  /* returned by the next sends; 0: they succeed */
	unsigned refusals; /* number of sends that are refused */
	unsigned closed;   /* number of times that it was closed */
	int (*responder)(struct script_wire *script, const void *request, size_t length);
	void *context; /* for the responder */
};

void script_init(struct script_wire *script);
void script_done(struct script_wire *script);

/* Everything that is added after this call waits for one more request. */
void script_on_request(struct script_wire *script);

/* Adds one datagram with the content of `answer` (copied). */
void script_deliver(struct script_wire *script, const struct answer *answer);
void script_deliver_bytes(struct script_wire *script, const void *bytes, size_t length);

/* Adds a failure: receiving fails once with `error` (-errno). */
void script_fail(struct script_wire *script, int error);

/* Lets the next `count` sends fail. */
void script_refuse(struct script_wire *script, int error, unsigned count);

#endif
