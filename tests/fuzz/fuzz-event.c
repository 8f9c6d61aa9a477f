/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whatever the kernel's groups or the program in the kernel tell of a socket that has died: no byte
 * too many is read, and what is handed on is in range. A fuzzer of clang:
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -DFUZZER -Isrc -Itests \
 *		tests/fuzz/fuzz-event.c src/sock/event/event-{message,record}.c libsock-diag.a \
 *		libsock-conn.a libbase.a -lmnl -o fuzz-event
 *	./fuzz-event tests/data
 *
 * Without FUZZER a program that replays a recording with each of its bytes changed in turn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "sock/event/event-message.h"
#include "sock/event/event-record.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

static void check(void *context, const struct event *event)
{
	(void)context;
	must(event->conn.proto < CONN_PROTOS && event->conn.family < CONN_FAMILIES, "the table");
	must(event->conn.state < CONN_STATES, "the state");
	must(event->reason < END_REASONS, "the reason");
	must(memchr(event->process, '\0', sizeof(event->process)), "the name ends");
	must(!event->has_tcp || event->conn.proto == CONN_TCP, "tcp_info is TCP's");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length)
{
	struct event event;

	event_message_read(bytes, length, 0, 0, check, NULL);
	if (event_record_read(bytes, length, &event) == 0)
		check(NULL, &event);
	return 0;
}

#ifndef FUZZER
#include "support/fence.h"
#include "support/stream.h"

/* In memory with nothing behind it, as it is and with every byte changed. */
static void replay(struct fence *fence, const void *bytes, size_t length)
{
	unsigned char *copy = fence_copy(fence, bytes, length);

	LLVMFuzzerTestOneInput(copy, length);
	for (size_t at = 0; at < length; at++)
		for (unsigned value = 0; value < 256; value += 5) {
			unsigned char before = copy[at];

			copy[at] = (unsigned char)value;
			LLVMFuzzerTestOneInput(copy, length);
			copy[at] = before;
		}
}

int main(void)
{
	struct event_record record = {.family = AF_INET6, .before = CONN_LAST_ACK};
	struct stream stream;
	struct fence fence;

	fence_init(&fence, EVENT_MESSAGE_MAX);
	replay(&fence, &record, sizeof(record));
	if (stream_read(&stream, "events.stream") == 0) {
		for (size_t i = 0; i < stream.count; i++)
			replay(&fence, stream.datagrams[i].bytes, stream.datagrams[i].length);
		stream_done(&stream);
	}
	fence_done(&fence);
	return 0;
}
#endif
