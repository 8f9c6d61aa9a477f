/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One row as a recording stores it: a value whose members a table names, so that what has changed
 * can be written member by member, and what a later version adds can be skipped.
 *
 * Times are moments, not ages: of an idle socket nothing changes then. A moment that is computed
 * from an age jitters, so one that is near the stored one is the same.
 */
#ifndef SOCKVIEW_SOCK_FRAME_ROW_IMAGE_H
#define SOCKVIEW_SOCK_FRAME_ROW_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/frame/framing.h"
#include "sock/owner/row-owners.h"
#include "sock/rows/track.h"

/* So many owners of a row are stored. */
#define ROW_IMAGE_OWNERS 4

struct row_image {
	uint64_t cookie, cgroup;
	int64_t first_seen_us, state_since_us; /* boot clock */
	int64_t timer_at_ms;                   /* boot clock; 0: no timer */
	int64_t last_sent_at_ms, last_received_at_ms;
	uint64_t bytes_sent, bytes_acked, bytes_received, bytes_retrans;
	uint8_t local_addr[16], remote_addr[16];
	uint16_t local_port, remote_port;
	uint32_t inode, uid, interface, mark, recv_q, send_q, drops;
	uint8_t proto, family, state, timer, retransmits, has;
	uint16_t place;
	uint8_t flags; /* enum row_flag: only the two AT_LEAST */
	uint8_t has_tcp, tcp_has;
	uint32_t rtt_us, rtt_var_us, cwnd, tcp_retransmits, spurious, rto_us, lost;
	uint32_t busy_ms, receiver_limited_ms, send_buffer_limited_ms;
	char congestion[16];
	uint8_t reason; /* enum row_owners_reason */
	uint32_t owner_count;
	uint32_t owner_process[ROW_IMAGE_OWNERS]; /* number of its record, from 1; 0: none */
	uint32_t owner_thread[ROW_IMAGE_OWNERS];
	uint32_t owner_fd[ROW_IMAGE_OWNERS];
};

struct row_image_field {
	const char *name;
	uint16_t offset;
	uint8_t width;
	bool is_number; /* stored lowest byte first; else byte by byte */
};

#define ROW_IMAGE_FIELDS_MAX 64

extern const struct row_image_field row_image_fields[];
extern const size_t row_image_field_count;

/* Makes the image of a living row; `before` is its last one, or one of zeros. */
void row_image_make(struct row_image *image, const struct track *track,
	struct row_owners *row_owners, uint32_t row, const struct row_image *before);

/* Appends the members that differ from `before`; false, with nothing appended: none does. */
bool row_image_put(struct buffer *out, const struct row_image *image,
	const struct row_image *before, uint32_t row);

/* Stores the member with this number in the table. `bytes` are as many as its width. */
void row_image_store(struct row_image *image, size_t field, const unsigned char *bytes);

/* True where calculations with this moment of a file, in any unit, cannot overflow. */
static inline bool row_image_is_moment(int64_t moment)
{
	return moment > -(INT64_C(1) << 53) && moment < INT64_C(1) << 53;
}

/* True if the values are such that a row can be made of them. */
bool row_image_is_valid(const struct row_image *image);

/* The socket that the image describes, at this moment. */
void row_image_get(const struct row_image *image, const struct instant *now, struct conn *ret_conn,
	struct conn_tcp *ret_tcp);

#endif
