/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How each column reads its value: the functions that column.c puts into its table. */
#ifndef SOCKVIEW_VIEW_COLUMN_COLUMN_SOCKET_H
#define SOCKVIEW_VIEW_COLUMN_COLUMN_SOCKET_H

#include "view/column/column.h"

/* All readers have the same signature, though few need every argument. */
#define COLUMN_READER(name)                                                                    \
	struct column_value name(__attribute__((unused)) const struct column_context *context, \
		__attribute__((unused)) uint32_t row, __attribute__((unused)) struct buffer *text)

COLUMN_READER(column_read_proto);
COLUMN_READER(column_read_family);
COLUMN_READER(column_read_state);
COLUMN_READER(column_read_local);
COLUMN_READER(column_read_local_addr);
COLUMN_READER(column_read_local_port);
COLUMN_READER(column_read_remote);
COLUMN_READER(column_read_remote_addr);
COLUMN_READER(column_read_remote_port);
COLUMN_READER(column_read_interface);
COLUMN_READER(column_read_uid);
COLUMN_READER(column_read_inode);
COLUMN_READER(column_read_cookie);
COLUMN_READER(column_read_recv_q);
COLUMN_READER(column_read_send_q);
COLUMN_READER(column_read_backlog);
COLUMN_READER(column_read_timer);
COLUMN_READER(column_read_timer_name);
COLUMN_READER(column_read_timer_ms);
COLUMN_READER(column_read_timer_retransmits);
COLUMN_READER(column_read_age);
COLUMN_READER(column_read_age_at_least);
COLUMN_READER(column_read_in_state);
COLUMN_READER(column_read_in_state_at_least);
COLUMN_READER(column_read_started);
COLUMN_READER(column_read_ended);
COLUMN_READER(column_read_reason);

/* column-memory.c */
COLUMN_READER(column_read_drops);
COLUMN_READER(column_read_rmem);
COLUMN_READER(column_read_rcvbuf);
COLUMN_READER(column_read_wmem);
COLUMN_READER(column_read_sndbuf);
COLUMN_READER(column_read_fwdmem);
COLUMN_READER(column_read_wqueued);
COLUMN_READER(column_read_optmem);
COLUMN_READER(column_read_blmem);

/* column-tcp.c */
COLUMN_READER(column_read_tx_rate);
COLUMN_READER(column_read_rx_rate);
COLUMN_READER(column_read_rate);
COLUMN_READER(column_read_rtt);
COLUMN_READER(column_read_rtt_var);
COLUMN_READER(column_read_cwnd);
COLUMN_READER(column_read_congestion);
COLUMN_READER(column_read_bytes_sent);
COLUMN_READER(column_read_bytes_acked);
COLUMN_READER(column_read_bytes_received);
COLUMN_READER(column_read_retransmits);
COLUMN_READER(column_read_resent);
COLUMN_READER(column_read_spurious);
COLUMN_READER(column_read_rto);
COLUMN_READER(column_read_lost);
COLUMN_READER(column_read_last_sent);
COLUMN_READER(column_read_last_received);
COLUMN_READER(column_read_busy);
COLUMN_READER(column_read_receiver_limited);
COLUMN_READER(column_read_send_buffer_limited);

/* column-owner.c */
COLUMN_READER(column_read_process);
COLUMN_READER(column_read_pid);
COLUMN_READER(column_read_parent);
COLUMN_READER(column_read_fd);
COLUMN_READER(column_read_holders);
COLUMN_READER(column_read_fds);
COLUMN_READER(column_read_fd_limit);
COLUMN_READER(column_read_held);
COLUMN_READER(column_read_command);
COLUMN_READER(column_read_user);
COLUMN_READER(column_read_cgroup);
COLUMN_READER(column_read_unit);
COLUMN_READER(column_read_container);
COLUMN_READER(column_read_pod);
COLUMN_READER(column_read_pod_namespace);
COLUMN_READER(column_read_netns);
COLUMN_READER(column_read_netns_cookie);
COLUMN_READER(column_read_netns_inode);
COLUMN_READER(column_read_netns_name);
COLUMN_READER(column_read_owners);
COLUMN_READER(column_read_owner_note);
COLUMN_READER(column_read_listener_owners);

/* Shorthands for the readers. */
static const struct column_value column_real = {.blank = COLUMN_REAL};
static const struct column_value column_none = {.blank = COLUMN_NONE};
static const struct column_value column_unknown = {.blank = COLUMN_UNKNOWN};
static const struct column_value column_pending = {.blank = COLUMN_PENDING};

static inline struct column_value column_number(uint64_t value)
{
	return (struct column_value){.number = value};
}

static inline struct column_value column_words(struct buffer *text, const char *value)
{
	buffer_text(text, value);
	return column_real;
}

static inline const struct row *column_row(const struct column_context *context, uint32_t row)
{
	return &context->track->rows[row];
}

static inline const struct conn *column_conn(const struct column_context *context, uint32_t row)
{
	return &context->track->rows[row].conn;
}

/*
 * Appends the name of the process that holds a socket, or the reason why there is none; appends
 * nothing if the process is not known.
 */
enum row_owners_reason column_add_process(
	const struct column_context *context, uint32_t row, struct buffer *text);

/* Appends a note that is shown instead of a value, "(time-wait)", as this context shows it. */
void column_add_note(const struct column_context *context, const char *note, struct buffer *out);

/* Sorted by time, the latest first. */
uint64_t column_key_started(const struct column_context *context, uint32_t row);
uint64_t column_key_ended(const struct column_context *context, uint32_t row);
uint64_t column_key_cookie(const struct column_context *context, uint32_t row);
/*
 * Rates are sorted by their average of the last seconds: if they were sorted by the last second
 * alone, rows would change places all the time.
 */
uint64_t column_key_tx_rate(const struct column_context *context, uint32_t row);
uint64_t column_key_rx_rate(const struct column_context *context, uint32_t row);
uint64_t column_key_rate(const struct column_context *context, uint32_t row);
/* Sorted by the kind of the timer, then by the time left. */
uint64_t column_key_timer(const struct column_context *context, uint32_t row);

/* Sorted by address, then port; IPv4 (and IPv4-mapped) comes before IPv6. */
uint64_t column_key_local(const struct column_context *context, uint32_t row);
uint64_t column_key_remote(const struct column_context *context, uint32_t row);
int column_compare_state(const struct column_context *context, uint32_t left, uint32_t right);
int column_compare_local(const struct column_context *context, uint32_t left, uint32_t right);
int column_compare_remote(const struct column_context *context, uint32_t left, uint32_t right);

/* column-tone.c */
enum column_tone column_tone_state(const struct column_context *context, uint32_t row);
enum column_tone column_tone_recv_q(const struct column_context *context, uint32_t row);
enum column_tone column_tone_send_q(const struct column_context *context, uint32_t row);
enum column_tone column_tone_timer(const struct column_context *context, uint32_t row);

#endif
