/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How each column reads its value: the functions that column.c puts into its table. */
#ifndef SOCKVIEW_VIEW_COLUMN_COLUMN_SOCKET_H
#define SOCKVIEW_VIEW_COLUMN_COLUMN_SOCKET_H

#include "view/column/column.h"

/* All readers have one signature, though few need every argument. */
#define COLUMN_READER(name)                                                          \
	struct column_value column_read_##name(__attribute__((unused))               \
					       const struct column_context *context, \
		__attribute__((unused)) uint32_t row, __attribute__((unused)) struct buffer *text)

COLUMN_READER(proto);
COLUMN_READER(family);
COLUMN_READER(state);
COLUMN_READER(local);
COLUMN_READER(local_addr);
COLUMN_READER(local_port);
COLUMN_READER(remote);
COLUMN_READER(remote_addr);
COLUMN_READER(remote_port);
COLUMN_READER(interface);
COLUMN_READER(uid);
COLUMN_READER(inode);
COLUMN_READER(cookie);
COLUMN_READER(recv_q);
COLUMN_READER(send_q);
COLUMN_READER(backlog);
COLUMN_READER(timer);
COLUMN_READER(timer_name);
COLUMN_READER(timer_ms);
COLUMN_READER(timer_retransmits);
COLUMN_READER(age);
COLUMN_READER(age_at_least);
COLUMN_READER(in_state);
COLUMN_READER(in_state_at_least);
COLUMN_READER(started);
COLUMN_READER(ended);
COLUMN_READER(reason);

/* column-memory.c */
COLUMN_READER(drops);
COLUMN_READER(rmem);
COLUMN_READER(rcvbuf);
COLUMN_READER(wmem);
COLUMN_READER(sndbuf);
COLUMN_READER(fwdmem);
COLUMN_READER(wqueued);
COLUMN_READER(optmem);
COLUMN_READER(blmem);

/* column-tcp.c */
COLUMN_READER(tx_rate);
COLUMN_READER(rx_rate);
COLUMN_READER(rate);
COLUMN_READER(rtt);
COLUMN_READER(rtt_var);
COLUMN_READER(cwnd);
COLUMN_READER(congestion);
COLUMN_READER(bytes_sent);
COLUMN_READER(bytes_acked);
COLUMN_READER(bytes_received);
COLUMN_READER(retransmits);
COLUMN_READER(lost);
COLUMN_READER(last_sent);
COLUMN_READER(last_received);
COLUMN_READER(busy);
COLUMN_READER(receiver_limited);
COLUMN_READER(send_buffer_limited);

/* column-owner.c */
COLUMN_READER(process);
COLUMN_READER(pid);
COLUMN_READER(parent);
COLUMN_READER(fd);
COLUMN_READER(holders);
COLUMN_READER(command);
COLUMN_READER(user);
COLUMN_READER(cgroup);
COLUMN_READER(unit);
COLUMN_READER(container);
COLUMN_READER(owners);
COLUMN_READER(owner_note);
COLUMN_READER(listener_owners);

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
 * Appends the name of the process that holds a socket, or the reason why there is none; nothing
 * where the process is not known.
 */
enum row_owners_reason column_add_process(
	const struct column_context *context, uint32_t row, struct buffer *text);

/* Appends a note that stands in the place of a value, "(time-wait)", as this context shows it. */
void column_add_note(const struct column_context *context, const char *note, struct buffer *out);

/* Sorted by the moment, the last first. */
uint64_t column_key_started(const struct column_context *context, uint32_t row);
uint64_t column_key_ended(const struct column_context *context, uint32_t row);
uint64_t column_key_cookie(const struct column_context *context, uint32_t row);
/*
 * Rates are sorted by their average of the last seconds: sorted by the last second alone, rows
 * would jump about.
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
