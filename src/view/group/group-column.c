/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/group/group-column.h"

#include <string.h>

#include "base/i18n.h"
#include "view/column/column-socket.h"
#include "view/group/group.h"

static const struct group_sums *sums_of(const struct column_context *context, uint32_t row)
{
	return &context->groups->all[row].sums;
}

static COLUMN_READER(read_name)
{
	groups_add_name(context->groups, context, row, text);
	return column_real;
}

static uint64_t key_of_name(const struct column_context *context, uint32_t row)
{
	const struct group *group = &context->groups->all[row];
	const char *key = group_key(context->groups, row);
	uint64_t number = 0;

	for (size_t i = 0; i < 7; i++)
		number = number << 8 | (i < group->key_length ? (unsigned char)key[i] : 0);
	return UINT64_C(1) << 63 | number; /* column_compare() decides the rest */
}

static int compare_names(const struct column_context *context, uint32_t left, uint32_t right)
{
	const struct groups *groups = context->groups;
	size_t left_length = groups->all[left].key_length;
	size_t right_length = groups->all[right].key_length;
	size_t common = left_length < right_length ? left_length : right_length;
	int order = memcmp(group_key(groups, left), group_key(groups, right), common);

	return order ? order : (left_length > right_length) - (left_length < right_length);
}

static COLUMN_READER(read_sockets)
{
	return column_number(sums_of(context, row)->sockets);
}

static COLUMN_READER(read_established)
{
	return column_number(sums_of(context, row)->states[GROUP_ESTABLISHED]);
}

static COLUMN_READER(read_close_wait)
{
	return column_number(sums_of(context, row)->states[GROUP_CLOSE_WAIT]);
}

static COLUMN_READER(read_time_wait)
{
	return column_number(sums_of(context, row)->states[GROUP_TIME_WAIT]);
}

static COLUMN_READER(read_other)
{
	return column_number(sums_of(context, row)->states[GROUP_OTHER]);
}

/* If only some values are known, their sum is a lower bound. */
static struct column_value sum_value(const struct group_sum *sum)
{
	if (!sum->known)
		return sum->unknown ? column_unknown : column_none;
	return (struct column_value){.number = sum->total, .at_least = sum->unknown > 0};
}

static COLUMN_READER(read_recv_q)
{
	return sum_value(&sums_of(context, row)->recv_q);
}

static COLUMN_READER(read_send_q)
{
	return sum_value(&sums_of(context, row)->send_q);
}

static COLUMN_READER(read_tx_rate)
{
	return sum_value(&sums_of(context, row)->tx_rate);
}

static COLUMN_READER(read_rx_rate)
{
	return sum_value(&sums_of(context, row)->rx_rate);
}

static COLUMN_READER(read_sent)
{
	return sum_value(&sums_of(context, row)->sent);
}

static COLUMN_READER(read_received)
{
	return sum_value(&sums_of(context, row)->received);
}

static COLUMN_READER(read_oldest)
{
	const struct group_sums *sums = sums_of(context, row);
	int64_t gap = (context->past ? 0 : context->now.boot_us) - sums->oldest_us;

	if (!sums->sockets)
		return column_none;
	return (struct column_value){
		.number = gap > 0 ? (uint64_t)gap / 1000 : 0,
		.at_least = sums->oldest_at_least,
	};
}

static COLUMN_READER(read_oldest_at_least)
{
	const struct group_sums *sums = sums_of(context, row);

	return sums->sockets ? column_number(sums->oldest_at_least) : column_none;
}

/* -------- tones -------- */

#define TONE(name, which)                                                                \
	static enum column_tone name(const struct column_context *context, uint32_t row) \
	{                                                                                \
		return (enum column_tone)sums_of(context, row)->tones[which];            \
	}

TONE(tone_close_wait, GROUP_TONE_CLOSE_WAIT)
TONE(tone_other, GROUP_TONE_OTHER)
TONE(tone_recv_q, GROUP_TONE_RECV_Q)
TONE(tone_send_q, GROUP_TONE_SEND_Q)

enum column_tone group_column_tone(const struct group_sums *sums)
{
	uint8_t tone = COLUMN_PLAIN;

	for (int i = 0; i < GROUP_TONES; i++)
		tone = sums->tones[i] > tone ? sums->tones[i] : tone;
	return (enum column_tone)tone;
}

#define RIGHT (COLUMN_RIGHT | COLUMN_GREATEST)
#define RTCP (COLUMN_RIGHT | COLUMN_GREATEST | COLUMN_TCP_INFO)
#define TIME COLUMN_OVER_TIME

/* clang-format off */
const struct column group_column_table[] = {
	{"group", "GROUP", NULL, N_("what the sockets of the group have in common"),
		COLUMN_TEXT, COLUMN_KEEP_END, 12, 47, 100, read_name, key_of_name, compare_names},
	{"sockets", "SOCKETS", "sockets", N_("how many sockets there are"),
		COLUMN_NUMBER, RIGHT, 7, 10, 99, .read = read_sockets},
	{"established", "ESTAB", "established", N_("of these in ESTABLISHED"),
		COLUMN_NUMBER, RIGHT, 5, 10, 97, .read = read_established},
	{"close_wait", "CLOSE_WAIT", "close_wait", N_("in CLOSE_WAIT: the peer has closed, the program has not"),
		COLUMN_NUMBER, RIGHT, 10, 10, 98, .read = read_close_wait, .tone = tone_close_wait},
	{"time_wait", "TIME_WAIT", "time_wait", N_("in TIME_WAIT"),
		COLUMN_NUMBER, RIGHT, 9, 10, 96, .read = read_time_wait},
	{"other", "OTHER", "other", N_("in other states, listeners among them"),
		COLUMN_NUMBER, RIGHT, 5, 10, 93, .read = read_other, .tone = tone_other},
	{"recvq", "RECV-Q", "recv_q", N_("bytes received and not yet read, without listeners"),
		COLUMN_NUMBER, RIGHT, 6, 12, 95, .read = read_recv_q, .tone = tone_recv_q},
	{"sendq", "SEND-Q", "send_q", N_("bytes written and not yet acknowledged, without listeners"),
		COLUMN_NUMBER, RIGHT, 6, 12, 94, .read = read_send_q, .tone = tone_send_q},
	{"txrate", "TX/s", "tx_rate", N_("bytes sent a second; >: of some it is not known"),
		COLUMN_RATE, RTCP | TIME, 5, 6, 60, .read = read_tx_rate},
	{"rxrate", "RX/s", "rx_rate", N_("bytes received a second; >: of some it is not known"),
		COLUMN_RATE, RTCP | TIME, 5, 6, 59, .read = read_rx_rate},
	{"sent", "SENT", "bytes_sent", N_("bytes sent, with retransmissions"),
		COLUMN_BYTES, RTCP, 5, 6, 40, .read = read_sent},
	{"received", "RECEIVED", "bytes_received", N_("bytes received"),
		COLUMN_BYTES, RTCP, 8, 8, 39, .read = read_received},
	{"oldest", "OLDEST", "oldest_ms", N_("time since the oldest one was first seen; >: it is older"),
		COLUMN_MILLISECONDS, RIGHT | TIME, 7, 7, 70, .read = read_oldest},
	{"oldest_at_least", NULL, "oldest_at_least", N_("the age of the oldest one is a lower bound"),
		COLUMN_FLAG, TIME, 0, 0, 0, .read = read_oldest_at_least},
};
/* clang-format on */
const size_t group_column_count = sizeof(group_column_table) / sizeof(group_column_table[0]);

const struct column *group_column_find(const char *id)
{
	return column_find_in(group_column_table, group_column_count, id);
}

const char *group_column_title(const struct column *column, const struct groups *groups)
{
	return column == group_column_table && groups_are_on(groups) ? groups->kind->title
								     : column->title;
}
