/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/audit.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "app/verdict.h"

/*
 * syslog() itself waits for a log that does not read, and this program is for machines in trouble:
 * the same line by a socket that does not wait (RFC 3164, as the C library writes it).
 */
static void send_line(const char *line)
{
	struct sockaddr_un log = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return;
	if (connect(fd, (const struct sockaddr *)&log, sizeof(log)) == 0)
		send(fd, line, strlen(line), MSG_NOSIGNAL);
	close(fd);
}

void audit_close(const struct conn *conn, const struct closing_outcome *outcome)
{
	struct buffer pair = {0};
	char line[512];

	verdict_add_pair(&pair, conn, " -> ");
	snprintf(line, sizeof(line),
		"<%d>sockview[%d]: uid %u: close %s %s %s cookie 0x%llx: %s%s%s",
		LOG_MAKEPRI(LOG_AUTHPRIV, LOG_NOTICE), getpid(), getuid(),
		conn_proto_name(conn->proto), conn_state_name(conn->proto, conn->state),
		buffer_get(&pair), (unsigned long long)conn->cookie,
		closing_result_name(outcome->result), outcome->error ? ": " : "",
		outcome->error ? strerror(-outcome->error) : "");
	send_line(line);
	buffer_done(&pair);
}
