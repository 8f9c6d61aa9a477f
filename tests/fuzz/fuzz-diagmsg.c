/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whatever the kernel, a recording or an attacker sends: diagmsg reads no byte too many, and what
 * it hands on is in range. A fuzzer of clang:
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -DFUZZER -Isrc -Itests \
 *		tests/fuzz/fuzz-diagmsg.c src/sock/{detail,diag,diagmsg}.c -lmnl -o fuzz-diagmsg
 *	./fuzz-diagmsg tests/data
 *
 * Without FUZZER a program that replays the files it is given, or those of tests/data, with each of
 * their bytes changed in turn.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sock/diag/detail.h"
#include "sock/diag/diagmsg.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length);

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n", what);
	abort();
}

static void read_socket(const struct diagmsg *message, enum conn_proto proto)
{
	struct conn_tcp tcp = {0};
	bool tcp_info = false;
	struct conn conn;

	if (diagmsg_decode(message, proto, &conn, &tcp, &tcp_info) < 0)
		return;
	must(conn.proto == proto && conn.family < CONN_FAMILIES, "the table");
	must(conn.state < CONN_STATES && conn.timer < CONN_TIMERS, "state and timer");
	must(conn.place == 0, "the message does not name the place");
	must(memchr(tcp.congestion, '\0', sizeof(tcp.congestion)), "the name ends");
	must(!tcp_info || proto == CONN_TCP, "tcp_info is TCP's");
	must(conn.has & CONN_HAS_UID || conn.uid == 0, "an unknown uid reads 0");
	must(conn.has & CONN_HAS_MARK || conn.mark == 0, "an unknown mark reads 0");
	must(conn.has & CONN_HAS_CGROUP || conn.cgroup == 0, "an unknown cgroup reads 0");
}

static void read_detail(const struct diagmsg *message, enum conn_proto proto)
{
	struct detail detail;

	if (detail_decode(message, proto, &detail) < 0)
		return;
	for (unsigned i = 0; i < DETAIL_FIELDS; i++)
		must(detail_has(&detail, (enum detail_field)i) || detail.values[i] == 0,
			"an unknown figure reads 0");
	must(memchr(detail.congestion, '\0', sizeof(detail.congestion)), "that name ends, too");
	must(memchr(detail.ulp, '\0', sizeof(detail.ulp)), "and this one");
}

/* The first byte chooses the protocol, the others are a datagram. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t length)
{
	enum conn_proto proto = length && bytes[0] & 1 ? CONN_UDP : CONN_TCP;
	struct diagmsg_reader reader;
	struct diagmsg message;
	size_t messages = 0;
	int more;

	if (length == 0)
		return 0;
	diagmsg_reader_init(&reader, bytes + 1, length - 1);
	while ((more = diagmsg_next(&reader, &message)) > 0) {
		must(++messages <= length / 16, "every message takes its header");
		must(message.error <= 0 && message.error >= -4095, "an errno");
		must(message.payload + message.length <= bytes + length, "the payload is inside");
		if (message.kind == DIAGMSG_SOCKET) {
			read_socket(&message, proto);
			read_detail(&message, proto);
		}
	}
	must(more <= 0, "the reading ends");
	return 0;
}

#ifndef FUZZER
#include "support/fence.h"

/* In memory with nothing behind it, as it is and with every byte changed. */
static void replay(struct fence *fence, const unsigned char *bytes, size_t length)
{
	unsigned char *copy = fence_copy(fence, bytes, length);

	LLVMFuzzerTestOneInput(copy, length);
	for (size_t at = 0; at < length; at++) {
		static const unsigned char masks[] = {0x01, 0x10, 0x80, 0xff};

		for (size_t mask = 0; mask < sizeof(masks); mask++) {
			copy[at] ^= masks[mask];
			LLVMFuzzerTestOneInput(copy, length);
			copy[at] ^= masks[mask];
		}
	}
}

/* A recording is a word, then datagrams behind their lengths: anything else is one datagram. */
static void replay_file(struct fence *fence, const char *path)
{
	static unsigned char bytes[65536];
	FILE *file = fopen(path, "rbe");
	size_t length, at = 4;

	if (!file) {
		perror(path);
		exit(1);
	}
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	replay(fence, bytes, length);
	while (at + 4 < length) {
		uint32_t size;

		memcpy(&size, bytes + at, sizeof(size));
		at += 3; /* the last byte of the length stands for the first of the input */
		if (size > length - at - 1)
			break;
		replay(fence, bytes + at, size + 1);
		at += size + 1;
	}
}

static unsigned replay_folder(struct fence *fence, const char *folder)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	unsigned files = 0;

	if (!dir) {
		perror(folder);
		exit(1);
	}
	while ((entry = readdir(dir))) {
		const char *end = strrchr(entry->d_name, '.');
		char path[4400];

		if (!end || strcmp(end, ".stream") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		replay_file(fence, path);
		files++;
	}
	closedir(dir);
	return files;
}

int main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	struct fence fence;
	char folder[4000];

	fence_init(&fence, 65536);
	for (int i = 1; i < argc; i++)
		replay_file(&fence, argv[i]);
	snprintf(folder, sizeof(folder), "%s/tests/data", srcdir ? srcdir : ".");
	if (argc == 1 && replay_folder(&fence, folder) == 0) {
		fprintf(stderr, "no recordings in %s\n", folder);
		return 1;
	}
	fence_done(&fence);
	return 0;
}
#endif
