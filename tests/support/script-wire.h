/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A wire that plays a script: what is to be delivered after which request, and a record of what was
 * sent.
 *
 *	script_deliver(&script, &late);       already there, before anything is asked
 *	script_on_request(&script);
 *	script_deliver(&script, &answer);     there once the first request was sent
 *	script_fail(&script, -ENOBUFS);       and then this
 *	script_on_request(&script);           what follows waits for the second one
 *
 * Where the script has nothing (more) to deliver, receiving is -EAGAIN. A test that wants to answer
 * what was really asked sets `responder`, which is called with each datagram of requests.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_SCRIPT_WIRE_H
#define SOCKVIEW_TESTS_SUPPORT_SCRIPT_WIRE_H

#include "sock/diag/wire.h"
#include "support/answer.h"

struct script_step {
	size_t after; /* the number of requests that must have been sent */
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
	struct script_request *requests; /* all that were sent, the refused ones too */
	size_t request_count;
	size_t group;      /* what is added now waits for so many requests */
	int refuse_error;  /* of the next sends; 0: they succeed */
	unsigned refusals; /* so many sends are refused */
	unsigned closed;   /* times that it was closed */
	int (*responder)(struct script_wire *script, const void *request, size_t length);
	void *context; /* the responder's */
};

void script_init(struct script_wire *script);
void script_done(struct script_wire *script);

/* What is added from now on waits for one more request. */
void script_on_request(struct script_wire *script);

/* One datagram with all that is in `answer` (copied). */
void script_deliver(struct script_wire *script, const struct answer *answer);
void script_deliver_bytes(struct script_wire *script, const void *bytes, size_t length);

/* Receiving fails once with `error` (-errno). */
void script_fail(struct script_wire *script, int error);

/* The next `count` requests cannot be sent. */
void script_refuse(struct script_wire *script, int error, unsigned count);

#endif
