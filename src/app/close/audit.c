/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/audit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

#include "app/close/place-text.h"
#include "app/close/result-text.h"
#include "base/text.h"

/*
 * Opens the connection to the log if it is not open. syslog() itself would wait for a log that does
 * not read, and this program is for machines in trouble. So it writes the same line through a
 * non-blocking socket (RFC 3164, as the C library writes it).
 */
static bool is_open(struct audit *audit)
{
	struct sockaddr_un log = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};

	if (audit->open || audit->given_up)
		return audit->open;
	audit->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	audit->open =
		audit->fd >= 0 && connect(audit->fd, (struct sockaddr *)&log, sizeof(log)) == 0;
	audit->given_up = !audit->open;
	if (audit->fd >= 0 && !audit->open)
		close(audit->fd);
	return audit->open;
}

void audit_done(struct audit *audit)
{
	if (audit->open)
		close(audit->fd);
	*audit = (struct audit){0};
}

__attribute__((format(printf, 2, 3))) static void tell(struct audit *audit, const char *format, ...)
{
	struct buffer line = {0};
	va_list arguments;
	char text[512];

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	buffer_printf(&line, "<%d>sockview[%d]: uid %u: %s", LOG_MAKEPRI(LOG_AUTHPRIV, LOG_NOTICE),
		getpid(), getuid(), text);
	/* After a restart the log has another socket, so connect again. */
	if (send(audit->fd, line.data, line.length, MSG_NOSIGNAL) < 0 && errno != EAGAIN) {
		audit_done(audit);
		if (is_open(audit))
			send(audit->fd, line.data, line.length, MSG_NOSIGNAL);
	}
	buffer_done(&line);
}

static const char *reason(int error)
{
	return error ? strerror(-error) : "";
}

void audit_close(struct audit *audit, const struct names *names, const struct conn *conn,
	const struct close_outcome *outcome)
{
	struct buffer pair = {0};

	if (!is_open(audit))
		return;
	names_add_pair(names, conn, " -> ", &pair);
	place_text_add(&pair, names, conn, TEXT_UTF8);
	/* The names come from outside and may be long: whatever is cut off, it is not the result.
	 */
	tell(audit, "close %s %s cookie 0x%llx: %s%s%s: %s", conn_proto_name(conn->proto),
		conn_state_name(conn->proto, conn->state), (unsigned long long)conn->cookie,
		close_result_name(outcome->result), outcome->error ? ": " : "",
		reason(outcome->error), buffer_get(&pair));
	buffer_done(&pair);
}

void audit_signal(
	struct audit *audit, uint32_t pid, const char *name, const char *signal, int error)
{
	struct buffer shown = {0};

	if (!is_open(audit))
		return;
	text_add_shown(&shown, name, TEXT_UTF8);
	tell(audit, "signal %s to process %u (%s): %s%s", signal, pid, buffer_get(&shown),
		error ? "failed: " : "sent", reason(error));
	buffer_done(&shown);
}
