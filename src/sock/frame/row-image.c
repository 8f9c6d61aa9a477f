/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/frame/row-image.h"

#include <string.h>

/* Moments of one event, computed from ages at two times, differ by this at most. */
#define TOLERANCE_MS 60

#define WIDTH(member) (uint8_t)sizeof(((struct row_image *)NULL)->member)
#define NUMBER(member)                                                           \
	{                                                                        \
#member, offsetof(struct row_image, member), WIDTH(member), true \
	}
#define BYTES(member)                                                             \
	{                                                                         \
#member, offsetof(struct row_image, member), WIDTH(member), false \
	}
#define ITEM(member, index)                                                    \
	{                                                                      \
#member "_" #index, offsetof(struct row_image, member[index]), \
			WIDTH(member[index]), true                             \
	}

/* clang-format off */
const struct row_image_field row_image_fields[] = {
	NUMBER(cookie), NUMBER(cgroup), NUMBER(first_seen_us), NUMBER(state_since_us),
	NUMBER(timer_at_ms), NUMBER(last_sent_at_ms), NUMBER(last_received_at_ms),
	NUMBER(bytes_sent), NUMBER(bytes_acked), NUMBER(bytes_received), NUMBER(bytes_retrans),
	BYTES(local_addr), BYTES(remote_addr), NUMBER(local_port), NUMBER(remote_port),
	NUMBER(inode), NUMBER(uid), NUMBER(interface), NUMBER(mark), NUMBER(recv_q),
	NUMBER(send_q), NUMBER(drops), NUMBER(proto), NUMBER(family), NUMBER(state),
	NUMBER(timer), NUMBER(retransmits), NUMBER(has), NUMBER(place), NUMBER(flags),
	NUMBER(has_tcp), NUMBER(tcp_has), NUMBER(rtt_us), NUMBER(rtt_var_us), NUMBER(cwnd),
	NUMBER(tcp_retransmits), NUMBER(spurious), NUMBER(rto_us), NUMBER(lost), NUMBER(busy_ms),
	NUMBER(receiver_limited_ms), NUMBER(send_buffer_limited_ms), BYTES(congestion),
	NUMBER(reason), NUMBER(owner_count),
	ITEM(owner_process, 0), ITEM(owner_thread, 0), ITEM(owner_fd, 0),
	ITEM(owner_process, 1), ITEM(owner_thread, 1), ITEM(owner_fd, 1),
	ITEM(owner_process, 2), ITEM(owner_thread, 2), ITEM(owner_fd, 2),
	ITEM(owner_process, 3), ITEM(owner_thread, 3), ITEM(owner_fd, 3),
};
/* clang-format on */
const size_t row_image_field_count = sizeof(row_image_fields) / sizeof(row_image_fields[0]);

/* The moment of an event, or that of before if it is the same event. */
static int64_t settle(int64_t moment_ms, int64_t before_ms)
{
	int64_t difference = moment_ms - before_ms;

	return difference <= TOLERANCE_MS && difference >= -TOLERANCE_MS ? before_ms : moment_ms;
}

static bool has_timer(uint8_t proto, uint8_t state)
{
	return proto == CONN_TCP && state != CONN_LISTEN;
}

static void make_tcp(struct row_image *image, const struct track *track,
	const struct track_tcp *tcp, const struct row *row, const struct row_image *before)
{
	const char *congestion = track_congestion(track, tcp);
	int64_t sampled_ms = (track->now.boot_us - (track->now.mono_us - row->sampled_us)) / 1000;

	image->has_tcp = 1;
	image->tcp_has = tcp->has;
	image->bytes_sent = tcp->bytes_sent;
	image->bytes_acked = tcp->bytes_acked;
	image->bytes_received = tcp->bytes_received;
	image->bytes_retrans = tcp->bytes_retrans;
	image->rtt_us = tcp->rtt_us;
	image->rtt_var_us = tcp->rtt_var_us;
	image->cwnd = tcp->cwnd;
	image->tcp_retransmits = tcp->retransmits;
	image->spurious = tcp->spurious;
	image->rto_us = tcp->rto_us;
	image->lost = tcp->lost;
	image->busy_ms = tcp->busy_ms;
	image->receiver_limited_ms = tcp->receiver_limited_ms;
	image->send_buffer_limited_ms = tcp->send_buffer_limited_ms;
	image->last_sent_at_ms = settle(sampled_ms - tcp->last_sent_ms, before->last_sent_at_ms);
	image->last_received_at_ms =
		settle(sampled_ms - tcp->last_received_ms, before->last_received_at_ms);
	if (congestion)
		memcpy(image->congestion, congestion, strnlen(congestion, 15));
}

static void make_owners(struct row_image *image, const struct track *track,
	struct row_owners *row_owners, uint32_t row)
{
	struct owner owners[ROW_IMAGE_OWNERS];
	enum row_owners_reason reason;
	size_t count = row_owners_find(row_owners, track, row, owners, ROW_IMAGE_OWNERS, &reason);

	image->reason = (uint8_t)reason;
	image->owner_count = (uint32_t)count;
	for (size_t i = 0; i < count && i < ROW_IMAGE_OWNERS; i++) {
		image->owner_process[i] = owners[i].process + 1;
		image->owner_thread[i] = owners[i].thread;
		image->owner_fd[i] = owners[i].fd;
	}
}

void row_image_make(struct row_image *image, const struct track *track,
	struct row_owners *row_owners, uint32_t row, const struct row_image *before)
{
	const struct row *r = &track->rows[row];
	const struct conn *conn = &r->conn;
	const struct track_tcp *tcp = track_tcp(track, row);

	*image = (struct row_image){
		.cookie = conn->cookie,
		.cgroup = conn->cgroup,
		.first_seen_us = r->first_seen_us,
		.state_since_us = r->state_since_us,
		.local_port = conn->local.port,
		.remote_port = conn->remote.port,
		.inode = conn->inode,
		.uid = conn->uid,
		.interface = conn->interface,
		.mark = conn->mark,
		.recv_q = conn->recv_q,
		.send_q = conn->send_q,
		.proto = conn->proto,
		.family = conn->family,
		.state = conn->state,
		.timer = conn->timer,
		.retransmits = conn->retransmits,
		.has = conn->has,
		.place = conn->place,
		.flags = r->flags & (ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST),
	};
	memcpy(image->local_addr, conn->local.addr, 16);
	memcpy(image->remote_addr, conn->remote.addr, 16);
	if (!has_timer(conn->proto, conn->state))
		image->drops = conn->drops;
	else if (conn->timer)
		image->timer_at_ms =
			settle(track->now.boot_us / 1000 + conn->timer_ms, before->timer_at_ms);
	if (tcp)
		make_tcp(image, track, tcp, r, before);
	if (row_owners)
		make_owners(image, track, row_owners, row);
}

static void put_field(
	struct buffer *out, const struct row_image_field *field, const struct row_image *image)
{
	const char *at = (const char *)image + field->offset;
	uint64_t number = 0;
	uint32_t four;
	uint16_t two;

	if (!field->is_number) {
		buffer_add(out, at, field->width);
		return;
	}
	if (field->width == 8) {
		memcpy(&number, at, 8);
	} else if (field->width == 4) {
		memcpy(&four, at, 4);
		number = four;
	} else if (field->width == 2) {
		memcpy(&two, at, 2);
		number = two;
	} else {
		number = *(const uint8_t *)at;
	}
	frame_put(out, number, field->width);
}

bool row_image_put(struct buffer *out, const struct row_image *image,
	const struct row_image *before, uint32_t row)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < row_image_field_count; i++) {
		const struct row_image_field *field = &row_image_fields[i];

		if (memcmp((const char *)image + field->offset,
			    (const char *)before + field->offset, field->width) != 0)
			mask |= UINT64_C(1) << i;
	}
	if (!mask)
		return false;
	frame_put(out, row, 4);
	frame_put(out, mask, 8);
	for (size_t i = 0; i < row_image_field_count; i++)
		if (mask >> i & 1)
			put_field(out, &row_image_fields[i], image);
	return true;
}

void row_image_store(struct row_image *image, size_t index, const unsigned char *bytes)
{
	const struct row_image_field *field = &row_image_fields[index];
	struct frame_bytes from = {bytes, field->width, false};
	char *at = (char *)image + field->offset;
	uint64_t number;
	uint32_t four;
	uint16_t two;

	if (!field->is_number) {
		memcpy(at, bytes, field->width);
		return;
	}
	number = frame_take(&from, field->width);
	four = (uint32_t)number;
	two = (uint16_t)number;
	if (field->width == 8)
		memcpy(at, &number, 8);
	else if (field->width == 4)
		memcpy(at, &four, 4);
	else if (field->width == 2)
		memcpy(at, &two, 2);
	else
		*(uint8_t *)at = (uint8_t)number;
}

bool row_image_is_valid(const struct row_image *image)
{
	return image->proto < CONN_PROTOS && image->family < CONN_FAMILIES &&
	       image->state < CONN_STATES && image->timer < CONN_TIMERS &&
	       image->reason < ROW_OWNERS_REASONS && image->cookie != 0 &&
	       row_image_is_moment(image->first_seen_us) &&
	       row_image_is_moment(image->state_since_us) &&
	       row_image_is_moment(image->timer_at_ms) &&
	       row_image_is_moment(image->last_sent_at_ms) &&
	       row_image_is_moment(image->last_received_at_ms);
}

static uint32_t time_between(int64_t until_ms, int64_t since_ms)
{
	uint64_t passed_ms = (uint64_t)until_ms - (uint64_t)since_ms;

	if (until_ms <= since_ms)
		return 0;
	return passed_ms > UINT32_MAX ? UINT32_MAX : (uint32_t)passed_ms;
}

void row_image_get(const struct row_image *image, const struct instant *now, struct conn *ret_conn,
	struct conn_tcp *ret_tcp)
{
	int64_t now_ms = now->boot_us / 1000;

	*ret_conn = (struct conn){
		.cookie = image->cookie,
		.cgroup = image->cgroup,
		.local.port = image->local_port,
		.remote.port = image->remote_port,
		.inode = image->inode,
		.uid = image->uid,
		.interface = image->interface,
		.mark = image->mark,
		.recv_q = image->recv_q,
		.send_q = image->send_q,
		.proto = image->proto,
		.family = image->family,
		.state = image->state,
		.timer = image->timer,
		.retransmits = image->retransmits,
		.has = image->has,
		.place = image->place,
	};
	memcpy(ret_conn->local.addr, image->local_addr, 16);
	memcpy(ret_conn->remote.addr, image->remote_addr, 16);
	if (has_timer(image->proto, image->state))
		ret_conn->timer_ms = time_between(image->timer_at_ms, now_ms);
	else
		ret_conn->drops = image->drops;
	*ret_tcp = (struct conn_tcp){
		.bytes_sent = image->bytes_sent,
		.bytes_retrans = image->bytes_retrans,
		.bytes_acked = image->bytes_acked,
		.bytes_received = image->bytes_received,
		.rtt_us = image->rtt_us,
		.rtt_var_us = image->rtt_var_us,
		.cwnd = image->cwnd,
		.retransmits = image->tcp_retransmits,
		.spurious = image->spurious,
		.rto_us = image->rto_us,
		.lost = image->lost,
		.last_sent_ms = time_between(now_ms, image->last_sent_at_ms),
		.last_received_ms = time_between(now_ms, image->last_received_at_ms),
		.busy_ms = image->busy_ms,
		.receiver_limited_ms = image->receiver_limited_ms,
		.send_buffer_limited_ms = image->send_buffer_limited_ms,
		.has = image->tcp_has,
	};
	memcpy(ret_tcp->congestion, image->congestion, sizeof(ret_tcp->congestion) - 1);
}
