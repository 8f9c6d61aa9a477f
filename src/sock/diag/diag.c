/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/diag.h"

#include <errno.h>

#include "sock/diag/diagmsg-memory.h"

/*
 * Removes answers to earlier requests, so that they do not fill the queue. Bounded, because a dump
 * that was abandoned continues for as long as somebody reads.
 */
static void drain(struct wire *wire, void *buffer)
{
	for (int datagrams = 0; datagrams < 4096; datagrams++) {
		ssize_t length = wire_receive(wire, buffer);

		if (length < 0 && length != -ENOBUFS && length != -EMSGSIZE)
			return;
	}
}

int diag_dump_begin(
	struct diag_dump *dump, struct wire *wire, void *buffer, const struct diagmsg_dump *what)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX + BYTECODE_MAX];

	drain(wire, buffer);
	*dump = (struct diag_dump){
		.wire = wire,
		.buffer = buffer,
		.proto = what->proto,
		.memory = what->extensions & DIAGMSG_MEMORY,
		.sequence = ++wire->sequence,
	};
	return wire_send(wire, request, diagmsg_put_dump(request, what, dump->sequence));
}

static int take_message(const struct diag_dump *dump, const struct diagmsg *message,
	diag_take_fn *take, void *context)
{
	struct conn conn;
	struct conn_memory memory;
	struct conn_tcp tcp;
	bool tcp_info, has_memory;
	int error = diagmsg_decode(message, dump->proto, &conn, &tcp, &tcp_info);

	if (error)
		return error;
	conn.place = dump->wire->place;
	has_memory = dump->memory && diagmsg_decode_memory(message, &memory);
	return take(context, &conn, tcp_info ? &tcp : NULL, has_memory ? &memory : NULL);
}

int diag_dump_step(struct diag_dump *dump, diag_take_fn *take, void *context)
{
	ssize_t length = wire_receive(dump->wire, dump->buffer);
	struct diagmsg_reader reader;
	struct diagmsg message;
	int more;

	if (length == -EAGAIN)
		return DIAG_WAITING;
	if (length < 0)
		return (int)length;

	diagmsg_reader_init(&reader, dump->buffer, (size_t)length);
	while ((more = diagmsg_next(&reader, &message)) > 0) {
		int error;

		if (message.sequence != dump->sequence)
			continue;
		dump->interrupted |= message.interrupted;
		switch (message.kind) {
		case DIAGMSG_SOCKET:
			error = take_message(dump, &message, take, context);
			if (error)
				return error;
			break;
		case DIAGMSG_DONE:
			return message.error ? message.error : DIAG_DONE;
		case DIAGMSG_ERROR:
			return message.error ? message.error : -EBADMSG;
		case DIAGMSG_OTHER:
			break;
		}
	}
	return more < 0 ? more : DIAG_GOING;
}

int diag_check_answer(const struct conn *asked, const struct conn *answered)
{
	return answered->cookie == asked->cookie ? 0 : -EBADMSG;
}

/*
 * If another socket has the addresses, udp_dump_one() returns ESTALE, not ENOENT as TCP does. No
 * acknowledgement was asked for, so error 0 is not a valid answer.
 */
static int query_error(int error)
{
	if (error == -ESTALE)
		return -ENOENT;
	return error ? error : -EBADMSG;
}

/* Reads the answers of one datagram, as far as it can be parsed; returns how many there were. */
static size_t take_answers(const struct wire *wire, const void *buffer, size_t length,
	uint32_t first_sequence, const struct conn *const *asked, size_t count,
	struct diag_answer *answers)
{
	struct diagmsg_reader reader;
	struct diagmsg message;
	size_t answered = 0;

	diagmsg_reader_init(&reader, buffer, length);
	while (diagmsg_next(&reader, &message) > 0) {
		uint32_t index = message.sequence - first_sequence;
		struct diag_answer *answer;

		if (index >= count || answers[index].error != -EAGAIN)
			continue;
		answer = &answers[index];
		if (message.kind == DIAGMSG_ERROR)
			answer->error = query_error(message.error);
		else if (message.kind == DIAGMSG_SOCKET)
			answer->error = diagmsg_decode(&message, asked[index]->proto, &answer->conn,
				&answer->tcp, &answer->tcp_info);
		else
			continue;
		answer->conn.place = wire->place;
		if (message.kind == DIAGMSG_SOCKET && !answer->error)
			answer->error = diag_check_answer(asked[index], &answer->conn);
		answered++;
	}
	return answered;
}

int diag_query(struct wire *wire, void *buffer, const struct conn *const *asked, size_t count,
	struct diag_answer *ret_answers)
{
	_Alignas(8) char requests[DIAG_QUERY_MAX * DIAGMSG_REQUEST_MAX];
	uint32_t first_sequence = wire->sequence + 1;
	size_t length = 0, answered = 0, datagrams = 0;
	int error;

	for (size_t i = 0; i < count; i++) {
		ret_answers[i].error = -EAGAIN;
		ret_answers[i].tcp_info = false;
		length += diagmsg_put_query(requests + length, asked[i], ++wire->sequence);
	}
	if (length == 0)
		return 0; /* none of them has a cookie that may be sent */
	drain(wire, buffer);
	error = wire_send(wire, requests, length);
	if (error)
		return error;
	/*
	 * An answer that is lost, late or invalid leaves -EAGAIN (not known) for its socket. The
	 * other answers are valid.
	 */
	while (answered < count && datagrams++ < 4 * DIAG_QUERY_MAX) {
		ssize_t got = wire_receive(wire, buffer);

		if (got == -ENOBUFS || got == -EMSGSIZE)
			continue;
		if (got < 0)
			break;
		answered += take_answers(
			wire, buffer, (size_t)got, first_sequence, asked, count, ret_answers);
	}
	return 0;
}

/* Finds the answer to the last request in this datagram, if it is there. */
static bool find_answer(
	const struct wire *wire, const void *buffer, size_t length, struct diagmsg *ret_message)
{
	struct diagmsg_reader reader;
	struct diagmsg message;

	diagmsg_reader_init(&reader, buffer, length);
	while (diagmsg_next(&reader, &message) > 0)
		if (message.sequence == wire->sequence &&
			(message.kind == DIAGMSG_SOCKET || message.kind == DIAGMSG_ERROR)) {
			*ret_message = message;
			return true;
		}
	return false;
}

int diag_ask(struct wire *wire, void *buffer, const void *request, size_t length,
	struct diagmsg *ret_message)
{
	int error;

	drain(wire, buffer);
	error = wire_send(wire, request, length);
	while (!error) {
		ssize_t got = wire_receive(wire, buffer);

		if (got < 0)
			return (int)got;
		if (!find_answer(wire, buffer, (size_t)got, ret_message))
			continue;
		return ret_message->kind == DIAGMSG_ERROR ? query_error(ret_message->error) : 0;
	}
	return error;
}

/* Reads the acknowledgements and errors of one datagram. */
static void take_acknowledgements(
	const void *buffer, size_t length, uint32_t first_sequence, size_t count, int *errors)
{
	struct diagmsg_reader reader;
	struct diagmsg message;

	diagmsg_reader_init(&reader, buffer, length);
	while (diagmsg_next(&reader, &message) > 0) {
		uint32_t index = message.sequence - first_sequence;

		if (message.kind == DIAGMSG_ERROR && index < count && errors[index] == -EAGAIN)
			errors[index] = message.error;
	}
}

/*
 * Sends `count` requests, numbered from `first_sequence` on, and reads the answers. Only request
 * `last` asks for an acknowledgement: the kernel works in order, so when that arrives, all other
 * requests have succeeded, or have failed with an answer. On entry errors[n] is -EAGAIN for a
 * request that is sent; other values are kept. If the result of a request is not known, errors[n]
 * stays -EAGAIN or becomes the error that lost the answer.
 */
static void exchange(struct wire *wire, void *buffer, const void *requests, size_t length,
	uint32_t first_sequence, size_t count, size_t last, int *errors)
{
	int error, lost = 0;

	drain(wire, buffer);
	error = wire_send(wire, requests, length);
	for (size_t datagrams = 0; !error && datagrams < 4 * DIAG_QUERY_MAX; datagrams++) {
		ssize_t got = wire_receive(wire, buffer);

		if (got >= 0)
			take_acknowledgements(buffer, (size_t)got, first_sequence, count, errors);
		else if (got == -ENOBUFS || got == -EMSGSIZE)
			lost = (int)got;
		else
			error = (int)got;
		if (errors[last] != -EAGAIN)
			break;
	}
	if (errors[last] == -EAGAIN && !error)
		error = -EAGAIN;
	for (size_t i = 0; i < count; i++)
		if (errors[i] == -EAGAIN)
			errors[i] = lost ? lost : error;
}

void diag_destroy_many(struct wire *wire, void *buffer, const struct conn *const *targets,
	size_t count, int *ret_errors)
{
	_Alignas(8) char requests[DIAG_QUERY_MAX * DIAGMSG_REQUEST_MAX];
	uint32_t first_sequence = wire->sequence + 1;
	size_t length = 0, last = 0, last_at = 0;

	for (size_t i = 0; i < count; i++) {
		size_t one = diagmsg_put_destroy(requests + length, targets[i], ++wire->sequence);

		if (one) {
			last = i;
			last_at = length;
		}
		length += one;
		ret_errors[i] = one ? -EAGAIN : -EINVAL;
	}
	if (!length)
		return;
	diagmsg_ask_acknowledgement(requests + last_at);
	exchange(wire, buffer, requests, length, first_sequence, count, last, ret_errors);
}

int diag_destroy_probe(struct wire *wire, void *buffer)
{
	_Alignas(8) char request[DIAGMSG_REQUEST_MAX];
	size_t length = diagmsg_put_destroy_probe(request, ++wire->sequence);
	int error = -EAGAIN;

	exchange(wire, buffer, request, length, wire->sequence, 1, 0, &error);
	return error == -ENOENT ? 0 : error;
}
