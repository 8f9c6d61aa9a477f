/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as the files of /proc that tell of a process, of the sockets where sock_diag is
 * refused, and of the machine: what is read stays within its bounds.
 *
 * With libFuzzer (-DFUZZER) it makes up its own inputs; without, it takes a text with a line of
 * each kind, and then all that is left when a byte of it is changed or its end is cut off.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/close/session-guard.h"
#include "base/buffer.h"
#include "sock/diag/procnet.h"
#include "sock/machine/cgroup.h"
#include "sock/machine/counters.h"
#include "sock/machine/process.h"
#include "sock/machine/sysctls.h"
#include "support/fuzz.h"
#include "support/tree.h"

#define LENGTH_MAX 1500
#define PID 77

/* All that the bytes are, in turn with nothing. */
static const char *const paths[] = {"/proc/77/stat", "/proc/77/status", "/proc/77/cmdline",
	"/proc/77/environ", "/proc/77/loginuid", "/proc/77/cgroup", "/proc/77/limits",
	"/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/sockstat",
	"/proc/net/sockstat6", "/proc/net/snmp", "/proc/net/snmp6", "/proc/net/netstat",
	"/proc/net/stat/nf_conntrack", "/proc/sys/net/ipv4/tcp_mem",
	"/proc/sys/net/ipv4/ip_local_port_range", "/proc/sys/net/ipv4/ip_local_reserved_ports",
	"/proc/sys/fs/file-nr"};

static void write_bytes(const char *root, const char *path, const uint8_t *data, size_t size)
{
	char full[4096];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", root, path);
	file = fopen(full, "we");
	if (!file || fwrite(data, 1, size, file) != size || fclose(file))
		abort();
}

static int take(void *context, const struct conn *conn, const struct conn_tcp *tcp,
	const struct conn_memory *memory)
{
	(void)tcp;
	(void)memory;
	must(conn->family == CONN_IPV4 || conn->family == CONN_IPV6, "a family");
	++*(size_t *)context;
	return 0;
}

static void read_process(int proc)
{
	struct process process;
	struct buffer command = {0};
	char text[256];
	uint32_t number;
	uint64_t limit;

	if (process_read(proc, PID, &process) == 0)
		must(memchr(process.name, 0, sizeof(process.name)) != NULL, "a name ends");
	process_read_real_uid(proc, PID, &number);
	process_read_login(proc, PID, &number);
	must(process_read_environment(proc, PID, text, sizeof(text)) < sizeof(text),
		"in its bounds");
	process_read_command(proc, PID, &command);
	must(!command.length || strlen(buffer_get(&command)) == command.length, "a line of words");
	buffer_done(&command);
	process_read_file_limit(proc, PID, &limit);
	if (cgroup_read_process(proc, PID, text, sizeof(text)) == 0)
		must(memchr(text, 0, sizeof(text)) != NULL, "a path ends");
}

static void read_machine(const char *root)
{
	struct counters counters;
	struct sysctls sysctls;
	uint16_t first = 0, last = 0;
	size_t count = 0;

	procnet_read(root, 0, CONN_TCP, CONN_IPV4, UINT32_MAX, take, &count);
	procnet_read(root, 0, CONN_TCP, CONN_IPV6, UINT32_MAX, take, &count);
	procnet_read(root, 0, CONN_UDP, CONN_IPV4, UINT32_MAX, take, &count);
	counters_read(&counters, root);
	sysctls_read(&sysctls, root);
	sysctls_read_port_range(root, &first, &last);
	for (int sysctl = 0; sysctl < SYSCTLS; sysctl++) {
		struct buffer out = {0};

		must(sysctls.count[sysctl] <= SYSCTL_NUMBERS_MAX, "three numbers");
		sysctls_add_value(&sysctls, (enum sysctl)sysctl, &out);
		buffer_done(&out);
	}
}

static void read_session(const uint8_t *data, size_t size)
{
	struct session_guard guard = {0};
	char text[LENGTH_MAX + 1];

	memcpy(text, data, size);
	text[size] = '\0';
	session_guard_add_session(&guard, text);
	session_guard_done(&guard);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char *root;
	static int proc;
	struct process process;
	uint32_t inode;

	if (size > LENGTH_MAX)
		return 0;
	if (!root) {
		char path[4096];

		root = tree_make();
		for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
			tree_write(root, paths[i], "");
		snprintf(path, sizeof(path), "%s/proc", root);
		proc = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		write_bytes(root, paths[i], data, size);
	read_process(proc);
	read_machine(root);
	read_session(data, size);
	process_parse((const char *)data, size, &process);
	process_take_socket((const char *)data, size, &inode);
#ifndef FUZZER
	if (!size) {
		close(proc);
		tree_remove(root);
		root = NULL;
	}
#endif
	return 0;
}

#ifndef FUZZER

static const char text[] =
	"77 (a) b) S 1 77 77 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 12345 1\n"
	"Uid:\t1000\t1000\t1000\t1000\n0::/system.slice/x.service\n1000\n"
	"Max open files            1024                 4096                 files\n"
	"  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 "
	"5 1 0 100\n"
	"TCP: inuse 5 orphan 0 tw 2 alloc 9 mem 1\nTcp: A ActiveOpens\nTcp: 1 2\nIp6InOctets 5\n"
	"32768 60999\n8080,9000-9100\nSSH_CONNECTION=10.0.0.1 4000 10.0.0.2 22\n";

int main(void)
{
	static const char bytes[] = " \n:9-,(\xff";
	char changed[sizeof(text)];
	size_t length = sizeof(text) - 1;

	for (size_t at = 1; at <= length; at++) {
		LLVMFuzzerTestOneInput((const uint8_t *)text, at);
		memcpy(changed, text, sizeof(text));
		changed[at - 1] = bytes[at % sizeof(bytes)];
		LLVMFuzzerTestOneInput((const uint8_t *)changed, length);
	}
	/* Nothing at all: the last one. */
	LLVMFuzzerTestOneInput((const uint8_t *)text, 0);
	return 0;
}

#endif
