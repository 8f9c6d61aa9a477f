/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events that a real kernel sent: whole, cut at every length and with every byte changed. */
#include "support/unit.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sock/event/event-message.h"
#include "sock/event/event-wire.h"
#include "support/fence.h"
#include "support/stream.h"

struct seen {
	struct event events[16];
	size_t count;
};

static void take(void *context, const struct event *event)
{
	struct seen *seen = context;
	const struct conn *conn = &event->conn;

	assert_true(conn->proto < CONN_PROTOS && conn->family < CONN_FAMILIES);
	assert_true(conn->state < CONN_STATES && conn->state != CONN_BOUND);
	assert_int_equal(conn->place, 3);
	assert_int_equal(event->at_us, 77);
	assert_true(conn->uid == 0 && conn->inode == 0 && conn->timer == CONN_TIMER_NONE);
	if (seen->count < COUNT_OF(seen->events))
		seen->events[seen->count++] = *event;
}

static int read_bytes(const void *bytes, size_t length, struct seen *seen)
{
	return event_message_read(bytes, length, 3, 77, take, seen);
}

static struct stream record(void)
{
	struct stream stream;
	int error = stream_read(&stream, "events.stream");

	if (error == -EPROTO)
		print_message("recorded with another byte order\n");
	else
		assert_int_equal(error, 0);
	if (error)
		stream = (struct stream){0};
	return stream;
}

static void a_recording_tells_who_died_and_what_it_had_done(void **state)
{
	struct stream stream = record();
	struct seen seen = {0};
	const struct event *event = seen.events;

	(void)state;
	for (size_t i = 0; i < stream.count; i++)
		assert_int_equal(
			read_bytes(stream.datagrams[i].bytes, stream.datagrams[i].length, &seen),
			1);
	if (!stream.count)
		return;
	assert_int_equal(seen.count, 9);
	/* The one that closed first, then its peer; the kernel counts SYN and FIN. */
	assert_int_equal(event[0].conn.proto, CONN_TCP);
	assert_int_equal(event[0].conn.state, CONN_CLOSED);
	assert_int_equal(event[0].conn.remote.port, 7001);
	assert_true(event[0].has_tcp);
	assert_true(event[0].tcp.bytes_sent == 100 && event[0].tcp.bytes_acked == 102);
	assert_int_equal(event[1].conn.local.port, 7001);
	assert_true(event[1].tcp.bytes_sent == 50 && event[1].tcp.bytes_received == 101);
	assert_true(event[0].conn.cookie && event[0].conn.cookie != event[1].conn.cookie);
	/* The one that reset has lost its peer and its figures, its peer has both. */
	assert_int_equal(event[2].conn.remote.port, 0);
	assert_true(event[2].tcp.bytes_sent == 0 && event[2].tcp.bytes_received == 0);
	assert_true(event[3].tcp.bytes_received == 100);
	assert_int_equal(event[4].conn.family, CONN_IPV6);
	assert_int_equal(event[6].conn.proto, CONN_UDP);
	assert_int_equal(event[6].conn.remote.port, 9);
	assert_false(event[6].has_tcp);
	assert_int_equal(event[7].conn.family, CONN_IPV6);
	assert_int_equal(event[8].conn.local.port, 7001);
	stream_done(&stream);
}

static void a_datagram_that_is_cut_anywhere_is_no_more_than_broken(void **state)
{
	struct stream stream = record();
	struct fence fence;

	(void)state;
	fence_init(&fence, EVENT_MESSAGE_MAX);
	for (size_t i = 0; i < stream.count; i++)
		for (size_t length = 0; length < stream.datagrams[i].length; length++) {
			unsigned char *bytes =
				fence_copy(&fence, stream.datagrams[i].bytes, length);
			struct seen seen = {0};

			assert_true(read_bytes(bytes, length, &seen) <= 0);
			assert_int_equal(seen.count, 0);
		}
	fence_done(&fence);
	stream_done(&stream);
}

static void whatever_a_byte_becomes_reading_ends(void **state)
{
	struct stream stream = record();
	struct fence fence;

	(void)state;
	fence_init(&fence, EVENT_MESSAGE_MAX);
	for (size_t i = 0; i < stream.count; i++)
		for (size_t at = 0; at < stream.datagrams[i].length; at++)
			for (int bit = 0; bit < 8; bit++) {
				size_t length = stream.datagrams[i].length;
				unsigned char *bytes =
					fence_copy(&fence, stream.datagrams[i].bytes, length);
				struct seen seen = {0};

				bytes[at] ^= (unsigned char)(1 << bit);
				read_bytes(bytes, length, &seen);
				assert_true(seen.count <= 1);
			}
	fence_done(&fence);
	stream_done(&stream);
}

/* A pair of sockets in the place of the kernel. */
static void a_wire_reads_what_has_come_and_counts_what_it_cannot_read(void **state)
{
	struct stream stream = record();
	struct event_wire wire;
	struct seen seen = {0};
	int ends[2];

	(void)state;
	if (!stream.count)
		return;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends), 0);
	event_wire_init(&wire, 3);
	assert_false(event_wire_read(&wire, 77, 100, take, &seen));
	event_wire_adopt(&wire, ends[0]);
	assert_false(event_wire_read(&wire, 77, 100, take, &seen));
	for (size_t i = 0; i < stream.count; i++)
		assert_true(send(ends[1], stream.datagrams[i].bytes, stream.datagrams[i].length,
				    0) > 0);
	assert_true(send(ends[1], stream.datagrams[0].bytes, 100, 0) > 0);
	assert_false(event_wire_read(&wire, 77, 100, take, &seen));
	assert_int_equal(seen.count, 9);
	assert_true(wire.count == 9 && wire.gaps == 1);
	event_wire_close(&wire);
	close(ends[1]);
	stream_done(&stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recording_tells_who_died_and_what_it_had_done),
		cmocka_unit_test(a_datagram_that_is_cut_anywhere_is_no_more_than_broken),
		cmocka_unit_test(whatever_a_byte_becomes_reading_ends),
		cmocka_unit_test(a_wire_reads_what_has_come_and_counts_what_it_cannot_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
