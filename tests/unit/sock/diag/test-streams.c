/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a real kernel sent, whole, cut at every length and with every byte changed. */
#include "support/unit.h"

#include <errno.h>

#include "sock/diag/diag.h"
#include "support/fence.h"
#include "support/script-wire.h"
#include "support/stream.h"

static const struct recording {
	const char *name;
	enum conn_proto proto;
	size_t sockets;
} recordings[] = {
	{"tcp-both.stream", CONN_TCP, 9},
	{"tcp-bare.stream", CONN_TCP, 6},
	{"udp4.stream", CONN_UDP, 2},
	{"udp6.stream", CONN_UDP, 2},
};

struct seen {
	size_t sockets, with_tcp;
	size_t states[CONN_STATES], families[CONN_FAMILIES];
};

static void check_conn(const struct conn *conn, enum conn_proto proto)
{
	assert_int_equal(conn->proto, proto);
	assert_true(conn->family < CONN_FAMILIES);
	assert_true(conn->state < CONN_STATES);
	assert_true(conn->state != CONN_NEW_SYN_RECV);
	assert_true(conn->timer < CONN_TIMERS);
	assert_true(conn->has & CONN_HAS_COOKIE);
	assert_int_equal(conn->place, CONN_HERE);
}

/* Reads a datagram to its end or to the first thing that is wrong with it. */
static void read_datagram(
	const void *bytes, size_t length, enum conn_proto proto, struct seen *seen)
{
	struct diagmsg_reader reader;
	struct diagmsg message;

	diagmsg_reader_init(&reader, bytes, length);
	while (diagmsg_next(&reader, &message) > 0) {
		struct conn conn;
		struct conn_tcp tcp;
		bool tcp_info;

		if (message.kind != DIAGMSG_SOCKET ||
			diagmsg_decode(&message, proto, &conn, &tcp, &tcp_info) < 0)
			continue;
		check_conn(&conn, proto);
		if (tcp_info)
			assert_true(strnlen(tcp.congestion, sizeof(tcp.congestion)) <
				    sizeof(tcp.congestion));
		seen->sockets++;
		seen->with_tcp += tcp_info;
		seen->states[conn.state]++;
		seen->families[conn.family]++;
	}
}

typedef void with_stream_fn(const struct stream *stream, const struct recording *recording);

static void with_each_stream(with_stream_fn *run)
{
	for (size_t i = 0; i < COUNT_OF(recordings); i++) {
		struct stream stream;
		int error = stream_read(&stream, recordings[i].name);

		if (error == -EPROTO) {
			print_message(
				"%s is of another byte order: not checked\n", recordings[i].name);
			continue;
		}
		assert_int_equal(error, 0);
		run(&stream, &recordings[i]);
		stream_done(&stream);
	}
}

static void read_whole(const struct stream *stream, const struct recording *recording)
{
	struct seen seen = {0};

	for (size_t i = 0; i < stream->count; i++)
		read_datagram(stream->datagrams[i].bytes, stream->datagrams[i].length,
			recording->proto, &seen);
	assert_int_equal(seen.sockets, recording->sockets);
	if (strcmp(recording->name, "tcp-both.stream") != 0)
		return;
	assert_int_equal(seen.states[CONN_LISTEN], 2);
	assert_int_equal(seen.states[CONN_ESTABLISHED], 4);
	assert_int_equal(seen.states[CONN_CLOSE_WAIT], 1);
	assert_int_equal(seen.states[CONN_FIN_WAIT2], 1);
	assert_int_equal(seen.states[CONN_TIME_WAIT], 1);
	assert_int_equal(seen.families[CONN_IPV4], 3);
	assert_int_equal(seen.with_tcp, 8); /* all but TIME_WAIT */
}

static void a_recorded_stream_is_read_whole(void **state)
{
	(void)state;
	with_each_stream(read_whole);
}

static void read_cut(const struct stream *stream, const struct recording *recording)
{
	struct fence fence;

	fence_init(&fence, 65536);
	for (size_t i = 0; i < stream->count; i++)
		for (size_t length = 0; length <= stream->datagrams[i].length; length++) {
			struct seen seen = {0};

			read_datagram(fence_copy(&fence, stream->datagrams[i].bytes, length),
				length, recording->proto, &seen);
			assert_true(seen.sockets <= recording->sockets);
		}
	fence_done(&fence);
}

static void a_stream_cut_at_any_length_is_read_no_farther(void **state)
{
	(void)state;
	with_each_stream(read_cut);
}

static void read_changed(const struct stream *stream, const struct recording *recording)
{
	static const unsigned char masks[] = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff};
	struct fence fence;

	fence_init(&fence, 65536);
	for (size_t i = 0; i < stream->count; i++) {
		const struct stream_datagram *datagram = &stream->datagrams[i];
		unsigned char *copy = fence_copy(&fence, datagram->bytes, datagram->length);

		for (size_t at = 0; at < datagram->length; at++)
			for (size_t mask = 0; mask < sizeof(masks); mask++) {
				struct seen seen = {0};

				copy[at] ^= masks[mask];
				read_datagram(copy, datagram->length, recording->proto, &seen);
				copy[at] ^= masks[mask];
			}
	}
	fence_done(&fence);
}

static void a_stream_with_any_byte_changed_is_read_no_farther(void **state)
{
	(void)state;
	with_each_stream(read_changed);
}

static int count_socket(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	(void)memory;
	(void)conn;
	(void)tcp;
	++*(size_t *)context;
	return 0;
}

/* Plays a recording to diag, as the kernel would; returns how the dump ended. */
static int replay(const struct stream *stream, const struct recording *recording, size_t *sockets)
{
	struct diagmsg_dump what = {.proto = recording->proto, .states = 0xfff};
	char *buffer = malloc(WIRE_DATAGRAM_MAX);
	struct script_wire script;
	struct diag_dump dump;
	int progress;

	script_init(&script);
	script_on_request(&script);
	for (size_t i = 0; i < stream->count; i++)
		script_deliver_bytes(
			&script, stream->datagrams[i].bytes, stream->datagrams[i].length);
	assert_int_equal(diag_dump_begin(&dump, &script.wire, buffer, &what), 0);
	do
		progress = diag_dump_step(&dump, count_socket, sockets);
	while (progress == DIAG_GOING);
	script_done(&script);
	free(buffer);
	return progress;
}

static void replay_whole(const struct stream *stream, const struct recording *recording)
{
	size_t sockets = 0;

	assert_int_equal(replay(stream, recording, &sockets), DIAG_DONE);
	assert_int_equal(sockets, recording->sockets);
}

static void a_recorded_stream_is_a_dump(void **state)
{
	(void)state;
	with_each_stream(replay_whole);
}

/* A dump that lacks its end is never taken for whole, wherever it was cut. */
static void replay_cut(const struct stream *stream, const struct recording *recording)
{
	struct stream_datagram *last = &stream->datagrams[stream->count - 1];
	size_t whole = last->length;

	for (size_t length = 0; length < whole; length++) {
		size_t sockets = 0;
		int progress;

		last->length = length;
		progress = replay(stream, recording, &sockets);
		assert_true(progress == DIAG_WAITING || progress == -EBADMSG);
	}
	last->length = whole;
}

static void a_stream_without_its_end_is_never_a_whole_dump(void **state)
{
	(void)state;
	with_each_stream(replay_cut);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recorded_stream_is_read_whole),
		cmocka_unit_test(a_stream_cut_at_any_length_is_read_no_farther),
		cmocka_unit_test(a_stream_with_any_byte_changed_is_read_no_farther),
		cmocka_unit_test(a_recorded_stream_is_a_dump),
		cmocka_unit_test(a_stream_without_its_end_is_never_a_whole_dump),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
