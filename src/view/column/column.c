/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/column/column.h"

#include <string.h>

#include "base/format.h"
#include "base/ascii.h"
#include "base/i18n.h"
#include "base/nearest.h"
#include "view/column/column-socket.h"

#define TCP_KEYS "tcp." /* the keys of tcp_info, which are unique without it */

#define RIGHT COLUMN_RIGHT
#define RTCP (COLUMN_RIGHT | COLUMN_TCP_INFO)
#define RMEM (COLUMN_RIGHT | COLUMN_GREATEST | COLUMN_MEMORY)
#define GREAT COLUMN_GREATEST
#define OWNER COLUMN_OWNER
#define TIME COLUMN_OVER_TIME

/* clang-format off */
const struct column column_table[] = {
	{"process", "PROCESS", NULL, N_("name of the process that holds the socket"),
		COLUMN_TEXT, OWNER, 8, 25, 96, .read = column_read_process},
	{"pid", "PID", NULL, N_("number of the process that holds it"),
		COLUMN_NUMBER, RIGHT | OWNER, 5, 7, 61, .read = column_read_pid},
	{"parent", "PARENT", NULL, N_("process number of that process's parent"),
		COLUMN_NUMBER, RIGHT | OWNER, 7, 7, 0, .read = column_read_parent},
	{"fd", "FD", NULL, N_("descriptor of the socket in that process"),
		COLUMN_NUMBER, RIGHT | OWNER, 5, 7, 0, .read = column_read_fd},
	{"holders", "HOLDERS", NULL, N_("how many processes hold the socket"),
		COLUMN_NUMBER, RIGHT | GREAT | OWNER, 7, 7, 0, .read = column_read_holders},
	{"fds", "FDS", NULL, N_("how many descriptors that process has open"),
		COLUMN_NUMBER, RIGHT | GREAT | OWNER, 5, 8, 0, .read = column_read_fds},
	{"fd_limit", "FD LIMIT", NULL, N_("how many descriptors it may have open"),
		COLUMN_NUMBER, RIGHT | GREAT | OWNER, 8, 10, 0, .read = column_read_fd_limit},
	{"held", "HELD", NULL, N_("its descriptors of sockets that are in no table: ended and not closed, or never connected"),
		COLUMN_NUMBER, RIGHT | GREAT | OWNER, 5, 8, 0, .read = column_read_held},
	{"command", "COMMAND", NULL, N_("command line of that process"),
		COLUMN_TEXT, OWNER, 10, 60, 0, .read = column_read_command},
	{"proto", "PROTO", "proto", N_("tcp or udp"),
		COLUMN_TEXT, 0, 5, 5, 91, .read = column_read_proto},
	{"family", "FAMILY", "family", N_("ipv4 or ipv6: the socket's own, also where its addresses are mapped"),
		COLUMN_TEXT, 0, 6, 6, 0, .read = column_read_family},
	{"state", "STATE", "state", N_("state of the connection (RFC 9293); UNCONN: UDP without a peer"),
		COLUMN_TEXT, 0, 11, 11, 100, .read = column_read_state,
		.compare = column_compare_state, .tone = column_tone_state},
	{"local", "LOCAL", NULL, N_("own address and port"),
		COLUMN_TEXT, COLUMN_KEEP_END | COLUMN_HOST, 12, 47, 98, .read = column_read_local,
		.sort_key = column_key_local, .compare = column_compare_local},
	{"laddr", "LOCAL ADDR", "local.addr", N_("own address"),
		COLUMN_TEXT, 0, 15, 39, 0, .read = column_read_local_addr,
		.sort_key = column_key_local, .compare = column_compare_local},
	{"lport", "LPORT", "local.port", N_("own port"),
		COLUMN_NUMBER, RIGHT, 5, 5, 0, .read = column_read_local_port},
	{"remote", "REMOTE", NULL, N_("the peer's address and port"),
		COLUMN_TEXT, COLUMN_KEEP_END | COLUMN_HOST, 12, 47, 97, .read = column_read_remote,
		.sort_key = column_key_remote, .compare = column_compare_remote},
	{"raddr", "REMOTE ADDR", "remote.addr", N_("the peer's address"),
		COLUMN_TEXT, 0, 15, 39, 0, .read = column_read_remote_addr,
		.sort_key = column_key_remote, .compare = column_compare_remote},
	{"rport", "RPORT", "remote.port", N_("the peer's port"),
		COLUMN_NUMBER, RIGHT, 5, 5, 0, .read = column_read_remote_port},
	{"interface", "INTERFACE", "interface", N_("interface that the socket is bound to"),
		COLUMN_TEXT, 0, 9, 15, 0, .read = column_read_interface},
	{"uid", "UID", "uid", N_("number of the user who owns the socket"),
		COLUMN_NUMBER, RIGHT, 6, 10, 0, .read = column_read_uid},
	{"user", "USER", "user", N_("user who owns the socket"),
		COLUMN_TEXT, 0, 6, 12, 40, .read = column_read_user},
	{"inode", "INODE", "inode", N_("inode number, as in /proc/PID/fd"),
		COLUMN_NUMBER, RIGHT, 8, 10, 0, .read = column_read_inode},
	{"cookie", "COOKIE", "cookie", N_("the kernel's own number for the socket, never used twice"),
		COLUMN_TEXT, RIGHT, 8, 18, 0, .read = column_read_cookie, .sort_key = column_key_cookie},
	{"owners", NULL, "owners", N_("processes that hold the socket, with their descriptors"),
		COLUMN_LIST, OWNER, 0, 0, 0, .read = column_read_owners},
	{"owner_note", NULL, "owner_note", N_("why no process holds it"),
		COLUMN_TEXT, OWNER, 0, 0, 0, .read = column_read_owner_note},
	{"listener_owners", NULL, "listener_owners", N_("processes whose listener it waits in"),
		COLUMN_LIST, COLUMN_OPTIONAL | OWNER, 0, 0, 0, .read = column_read_listener_owners},
	{"cgroup", "CGROUP", "cgroup", N_("control group of the process that made it"),
		COLUMN_TEXT, COLUMN_KEEP_END | OWNER, 10, 60, 0, .read = column_read_cgroup},
	{"unit", "UNIT", "unit", N_("systemd unit of that control group"),
		COLUMN_TEXT, OWNER, 8, 25, 0, .read = column_read_unit},
	{"netns", "NETNS", NULL, N_("network namespace of the socket, by its name or inode number; here: our own"),
		COLUMN_TEXT, 0, 8, 24, 0, .read = column_read_netns},
	{"netns_cookie", NULL, "netns.cookie", N_("the kernel's own number for that network namespace, never used twice"),
		COLUMN_TEXT, 0, 0, 0, 0, .read = column_read_netns_cookie},
	{"netns_inode", NULL, "netns.inode", N_("inode number of that network namespace, as in /proc/PID/ns/net"),
		COLUMN_NUMBER, 0, 0, 0, 0, .read = column_read_netns_inode},
	{"netns_name", NULL, "netns.name", N_("name of that network namespace: of its mount, pod or container"),
		COLUMN_TEXT, 0, 0, 0, 0, .read = column_read_netns_name},
	{"pod", "POD", NULL, N_("Kubernetes pod of the process that made it"),
		COLUMN_TEXT, OWNER, 8, 40, 0, .read = column_read_pod},
	{"pod_namespace", NULL, "pod.namespace", N_("Kubernetes namespace of that pod"),
		COLUMN_TEXT, OWNER, 0, 0, 0, .read = column_read_pod_namespace},
	{"pod_name", NULL, "pod.name", N_("name of that pod"),
		COLUMN_TEXT, OWNER, 0, 0, 0, .read = column_read_pod},
	{"container", "CONTAINER", "container", N_("container of that control group"),
		COLUMN_TEXT, OWNER, 9, 20, 0, .read = column_read_container},
	{"recvq", "RECV-Q", "recv_q", N_("bytes received and not yet read; LISTEN: connections not yet accepted"),
		COLUMN_NUMBER, RIGHT | GREAT, 6, 10, 95, .read = column_read_recv_q,
		.tone = column_tone_recv_q},
	{"sendq", "SEND-Q", "send_q", N_("bytes written and not yet acknowledged; LISTEN: the most that RECV-Q can be"),
		COLUMN_NUMBER, RIGHT | GREAT, 6, 10, 94, .read = column_read_send_q,
		.tone = column_tone_send_q},
	{"backlog", "BACKLOG", "backlog", N_("LISTEN: how many connections may wait to be accepted"),
		COLUMN_NUMBER, RIGHT | GREAT, 7, 10, 0, .read = column_read_backlog},
	{"drops", "DROPS", "drops", N_("packets that the socket threw away: no room in its buffer or its accept queue"),
		COLUMN_NUMBER, RMEM | COLUMN_OPTIONAL, 6, 10, 0, .read = column_read_drops},
	{"rmem", "RMEM", "memory.received_bytes", N_("memory that received data hold, with the kernel's overhead"),
		COLUMN_BYTES, RMEM, 6, 6, 0, .read = column_read_rmem},
	{"rcvbuf", "RCVBUF", "memory.receive_buffer_bytes", N_("size of the receive buffer: the most that RMEM can be"),
		COLUMN_BYTES, RMEM, 6, 6, 0, .read = column_read_rcvbuf},
	{"wmem", "WMEM", "memory.sending_bytes", N_("memory of packets that are on their way to the network device"),
		COLUMN_BYTES, RMEM, 6, 6, 0, .read = column_read_wmem},
	{"sndbuf", "SNDBUF", "memory.send_buffer_bytes", N_("size of the send buffer: the most that WQUEUED can be"),
		COLUMN_BYTES, RMEM, 6, 6, 0, .read = column_read_sndbuf},
	{"fwdmem", "FWDMEM", "memory.forward_bytes", N_("memory that the kernel has set aside for the socket and does not use yet"),
		COLUMN_BYTES, RMEM, 6, 6, 0, .read = column_read_fwdmem},
	{"wqueued", "WQUEUED", "memory.queued_bytes", N_("memory that data to be sent hold, with the kernel's overhead"),
		COLUMN_BYTES, RMEM, 7, 7, 0, .read = column_read_wqueued},
	{"optmem", "OPTMEM", "memory.option_bytes", N_("memory of the socket's options and filters"),
		COLUMN_BYTES, RMEM, 6, 6, 0, .read = column_read_optmem},
	{"blmem", "BLMEM", "memory.backlog_bytes", N_("memory of packets that wait while the program uses the socket"),
		COLUMN_BYTES, RMEM, 6, 6, 0, .read = column_read_blmem},
	{"timer", "TIMER", NULL, N_("timer that runs, its time left, and how often it has expired"),
		COLUMN_TEXT, 0, 10, 26, 0, .read = column_read_timer, .sort_key = column_key_timer,
		.tone = column_tone_timer},
	{"timer_name", NULL, "timer.name", N_("timer that runs"),
		COLUMN_TEXT, 0, 0, 0, 0, .read = column_read_timer_name},
	{"timer_left", "TIMER LEFT", "timer.expires_ms", N_("time until the timer expires"),
		COLUMN_MILLISECONDS, RIGHT, 10, 10, 0, .read = column_read_timer_ms},
	{"timer_retransmits", "RETRIES", "timer.retransmits", N_("how often the timer has expired in a row"),
		COLUMN_NUMBER, RIGHT | GREAT, 7, 7, 0, .read = column_read_timer_retransmits,
		.tone = column_tone_timer},
	{"age", "AGE", "age_ms", N_("time since the socket was first seen; >: it is older"),
		COLUMN_MILLISECONDS, RIGHT | TIME, 7, 7, 0, .read = column_read_age},
	{"age_at_least", NULL, "age_at_least", N_("the age is a lower bound"),
		COLUMN_FLAG, TIME, 0, 0, 0, .read = column_read_age_at_least},
	{"instate", "IN STATE", "in_state_ms", N_("time since its state was first seen; >: it is longer"),
		COLUMN_MILLISECONDS, RIGHT | TIME | GREAT, 8, 8, 60, .read = column_read_in_state},
	{"instate_at_least", NULL, "in_state_at_least", N_("the time in the state is a lower bound"),
		COLUMN_FLAG, TIME, 0, 0, 0, .read = column_read_in_state_at_least},
	{"since", "SINCE", NULL, N_("time of day at which it was first seen"),
		COLUMN_TEXT, TIME, 8, 8, 0, .read = column_read_started, .sort_key = column_key_started},
	{"ended", "ENDED", NULL, N_("time since the connection ended"),
		COLUMN_MILLISECONDS, RIGHT | TIME, 7, 7, 96, .read = column_read_ended, .sort_key = column_key_ended},
	{"reason", "REASON", NULL, N_("why it ended, in the history, as far as that is certain"),
		COLUMN_TEXT, TIME, 11, 18, 96, .read = column_read_reason},
	{"txrate", "TX/s", NULL, N_("bytes sent a second, without retransmissions"),
		COLUMN_RATE, RTCP | TIME | GREAT, 5, 6, 30, .read = column_read_tx_rate,
		.sort_key = column_key_tx_rate},
	{"rxrate", "RX/s", NULL, N_("bytes received a second"),
		COLUMN_RATE, RTCP | TIME | GREAT, 5, 6, 29, .read = column_read_rx_rate,
		.sort_key = column_key_rx_rate},
	{"rate", "RATE/s", NULL, N_("bytes sent and received a second"),
		COLUMN_RATE, RTCP | TIME | GREAT, 6, 6, 62, .read = column_read_rate,
		.sort_key = column_key_rate},
	{"rtt", "RTT", "tcp.rtt_us", N_("round-trip time, smoothed, in milliseconds"),
		COLUMN_MICROSECONDS, RTCP | GREAT, 6, 7, 0, .read = column_read_rtt},
	{"rttvar", "RTTVAR", "tcp.rtt_var_us", N_("mean deviation of the round-trip time, in milliseconds"),
		COLUMN_MICROSECONDS, RTCP | GREAT, 6, 7, 0, .read = column_read_rtt_var},
	{"cwnd", "CWND", "tcp.cwnd", N_("congestion window, in segments"),
		COLUMN_NUMBER, RTCP | GREAT, 5, 10, 0, .read = column_read_cwnd},
	{"congestion", "CC", "tcp.congestion", N_("congestion control algorithm"),
		COLUMN_TEXT, COLUMN_TCP_INFO, 5, 10, 0, .read = column_read_congestion},
	{"sent", "SENT", "tcp.bytes_sent", N_("bytes sent, with retransmissions"),
		COLUMN_BYTES, RTCP | GREAT, 5, 6, 0, .read = column_read_bytes_sent},
	{"acked", "ACKED", "tcp.bytes_acked", N_("bytes that the peer has acknowledged"),
		COLUMN_BYTES, RTCP | GREAT, 5, 6, 0, .read = column_read_bytes_acked},
	{"received", "RECEIVED", "tcp.bytes_received", N_("bytes received"),
		COLUMN_BYTES, RTCP | GREAT, 8, 8, 0, .read = column_read_bytes_received},
	{"retrans", "RETRANS", "tcp.retransmits", N_("segments sent again since the connection began"),
		COLUMN_NUMBER, RTCP | GREAT, 7, 10, 0, .read = column_read_retransmits},
	{"lost", "LOST", "tcp.lost", N_("segments that are taken for lost now"),
		COLUMN_NUMBER, RTCP | GREAT, 5, 10, 0, .read = column_read_lost},
	{"lastsent", "LAST SENT", "tcp.last_sent_ms", N_("time since data were last sent"),
		COLUMN_MILLISECONDS, RTCP | GREAT, 9, 9, 0, .read = column_read_last_sent},
	{"lastreceived", "LAST RECV", "tcp.last_received_ms", N_("time since data were last received"),
		COLUMN_MILLISECONDS, RTCP | GREAT, 9, 9, 0, .read = column_read_last_received},
	{"busy", "BUSY", "tcp.busy_ms", N_("time in which there were data to send"),
		COLUMN_MILLISECONDS, RTCP | GREAT, 7, 7, 0, .read = column_read_busy},
	{"rcvlimited", "RCV LIM", "tcp.receiver_limited_ms", N_("time in which the peer's window held the sender up"),
		COLUMN_MILLISECONDS, RTCP | GREAT, 7, 7, 0, .read = column_read_receiver_limited},
	{"sndlimited", "SND LIM", "tcp.send_buffer_limited_ms", N_("time in which the send buffer was too small"),
		COLUMN_MILLISECONDS, RTCP | GREAT, 7, 7, 0, .read = column_read_send_buffer_limited},
	{"resent", "RETRANS %/s", "tcp.retransmitted_percent", N_("share of the bytes sent that were sent again, since the last refresh"),
		COLUMN_TENTHS, RTCP | TIME | GREAT, 11, 11, 0, .read = column_read_resent},
	{"spurious", "SPURIOUS", "tcp.spurious", N_("segments that were sent again although they had arrived, as the peer says (DSACK)"),
		COLUMN_NUMBER, RTCP | GREAT, 8, 10, 0, .read = column_read_spurious},
	{"rto", "RTO", "tcp.rto_us", N_("time without an answer after which a segment is sent again, in milliseconds"),
		COLUMN_MICROSECONDS, RTCP | GREAT, 6, 7, 0, .read = column_read_rto},
};
/* clang-format on */
const size_t column_count = sizeof(column_table) / sizeof(column_table[0]);

const char *const column_defaults[] = {"process", "pid", "user", "proto", "state", "instate",
	"recvq", "sendq", "local", "remote", "txrate", "rxrate", NULL};

const char *const column_spares[] = {
	"unit", "rtt", "sent", "received", "timer", "retrans", "command", NULL};

/* What stands between the parts of a name does not count: IN STATE, in_state, instate. */
static bool is_between(char byte)
{
	return byte == '_' || byte == '-' || byte == '.' || byte == ' ';
}

static bool is_name(const char *name, const char *word, size_t length)
{
	size_t at = 0;

	for (;; name++, at++) {
		while (is_between(*name))
			name++;
		while (at < length && is_between(word[at]))
			at++;
		if (!*name || at == length)
			return !*name && at == length;
		if (ascii_lower(*name) != ascii_lower(word[at]))
			return false;
	}
}

static bool has_name(const struct column *column, const char *word, size_t length)
{
	const char *data = column->data;

	if (is_name(column->id, word, length) ||
		(column->title && is_name(column->title, word, length)) ||
		(data && is_name(data, word, length)))
		return true;
	return data && strncmp(data, TCP_KEYS, strlen(TCP_KEYS)) == 0 &&
	       is_name(data + strlen(TCP_KEYS), word, length);
}

static const struct column *find_word(
	const struct column *table, size_t count, const char *word, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (has_name(&table[i], word, length))
			return &table[i];
	return NULL;
}

const struct column *column_find(const char *name)
{
	return column_find_word(name, strlen(name));
}

const struct column *column_find_in(const struct column *table, size_t count, const char *name)
{
	return find_word(table, count, name, strlen(name));
}

const struct column *column_find_word(const char *name, size_t length)
{
	return find_word(column_table, column_count, name, length);
}

void column_suggest(struct nearest *nearest)
{
	for (size_t i = 0; i < column_count; i++)
		if (column_is_shown(&column_table[i]))
			nearest_compare(nearest, column_table[i].id);
}

static void add_number(
	const struct column *column, const struct column_value *value, struct buffer *out)
{
	if (value->at_least)
		buffer_char(out, '>');
	switch (column->kind) {
	case COLUMN_BYTES:
	case COLUMN_RATE:
		format_scaled(out, value->number);
		break;
	case COLUMN_TENTHS:
		format_tenths(out, value->number);
		break;
	case COLUMN_MILLISECONDS:
		format_duration(out, value->number);
		break;
	case COLUMN_MICROSECONDS:
		format_microseconds(out, value->number);
		break;
	case COLUMN_NUMBER:
	case COLUMN_FLAG:
	case COLUMN_TEXT:
	case COLUMN_LIST:
		buffer_number(out, value->number);
		break;
	}
}

void column_add_text(const struct column *column, const struct column_context *context,
	uint32_t row, struct buffer *out)
{
	size_t length = out->length;
	struct column_value value = column->read(context, row, out);

	if (value.blank == COLUMN_NONE)
		buffer_char(out, '-');
	else if (value.blank == COLUMN_UNKNOWN)
		buffer_char(out, '?');
	else if (value.blank == COLUMN_PENDING)
		buffer_text(out, context->ascii ? ".." : "\xe2\x80\xa6");
	else if (column->kind != COLUMN_TEXT)
		add_number(column, &value, out);
	else if (out->length == length) /* a process may have the name "" */
		buffer_char(out, '?');
}

/* The first eight bytes of a text, so that most rows are sorted without reading the text again. */
static uint64_t text_key(const struct buffer *text)
{
	uint64_t key = 0;

	for (size_t i = 0; i < 8; i++)
		key = key << 8 | (i < text->length ? (unsigned char)text->data[i] : 0);
	return key;
}

uint64_t column_sort_key(const struct column *column, const struct column_context *context,
	uint32_t row, struct buffer *scratch)
{
	struct column_value value;

	if (column->sort_key)
		return column->sort_key(context, row);
	buffer_clear(scratch);
	value = column->read(context, row, scratch);
	if (value.blank != COLUMN_REAL)
		return UINT64_MAX;
	return column->kind == COLUMN_TEXT ? text_key(scratch) : value.number;
}

int column_compare(const struct column *column, const struct column_context *context, uint32_t left,
	uint32_t right)
{
	struct buffer left_text = {0}, right_text = {0};
	int order;

	if (column->compare)
		return column->compare(context, left, right);
	if (column->kind != COLUMN_TEXT || column->sort_key)
		return 0; /* the key was the complete value */
	column->read(context, left, &left_text);
	column->read(context, right, &right_text);
	order = strcmp(buffer_get(&left_text), buffer_get(&right_text));
	buffer_done(&left_text);
	buffer_done(&right_text);
	return order;
}

static size_t remove_column(const struct column **chosen, size_t count, const struct column *column)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (chosen[i] != column)
			chosen[kept++] = chosen[i];
	return kept;
}

size_t column_choose(const struct column **chosen, size_t count, size_t most, const char *list,
	const char **ret_bad, size_t *ret_length)
{
	*ret_bad = list;
	*ret_length = 0;
	if (*list != '+' && *list != '-')
		count = 0;
	while (*list) {
		size_t length = strcspn(list, ",");
		bool remove = *list == '-';
		size_t sign = *list == '-' || *list == '+';
		const struct column *column = column_find_word(list + sign, length - sign);

		*ret_bad = list + sign;
		*ret_length = length - sign;
		if (!column || !column_is_shown(column))
			return 0;
		count = remove_column(chosen, count, column);
		if (!remove && count < most)
			chosen[count++] = column;
		list += length + (list[length] == ',');
	}
	return count;
}
