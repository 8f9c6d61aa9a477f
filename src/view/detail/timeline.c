/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/detail/timeline.h"

#include <string.h>

#include "base/format.h"
#include "base/i18n.h"

/* A cause that lasts for less changes nothing. */
#define LASTING_US INT64_C(3000000)

/* NULL: it says nothing. */
static const char *cause_text(enum bottleneck_cause cause)
{
	switch (cause) {
	case BOTTLENECK_IDLE:
		return N_("nothing to send");
	case BOTTLENECK_APPLICATION:
		return N_("limited by the application");
	case BOTTLENECK_DRY:
		return N_("the application waits for answers");
	case BOTTLENECK_PEER_WINDOW:
		return N_("limited by the peer's window");
	case BOTTLENECK_SEND_BUFFER:
		return N_("limited by the send buffer");
	case BOTTLENECK_NETWORK:
		return N_("limited by the network");
	default:
		return NULL;
	}
}

static struct timeline_stretch *last(struct timeline *timeline)
{
	return timeline->count ? &timeline->stretches[timeline->count - 1] : NULL;
}

/* Where there is no room, a stretch goes that differs from the one before it by its cause alone;
 * else the oldest one. */
static void make_room(struct timeline *timeline)
{
	struct timeline_stretch *stretches = timeline->stretches;
	size_t out = 0;

	for (size_t i = TIMELINE_MAX - 1; i > 0; i--)
		if (stretches[i].state == stretches[i - 1].state)
			out = i;
	memmove(&stretches[out], &stretches[out + 1],
		(TIMELINE_MAX - 1 - out) * sizeof(stretches[0]));
	timeline->count--;
}

static struct timeline_stretch *begin(
	struct timeline *timeline, const struct timeline_look *look, int64_t at_us)
{
	struct timeline_stretch *stretch;

	if (timeline->count == TIMELINE_MAX)
		make_room(timeline);
	stretch = &timeline->stretches[timeline->count++];
	*stretch = (struct timeline_stretch){
		.at_us = at_us,
		.proto = look->conn->proto,
		.state = look->conn->state,
		.cause = BOTTLENECK_NONE,
		.sent = look->sent,
		.received = look->received,
	};
	timeline->coming = BOTTLENECK_NONE;
	return stretch;
}

static void note_cause(struct timeline *timeline, const struct timeline_look *look)
{
	struct timeline_stretch *stretch = last(timeline);

	if (!cause_text(look->cause) || look->cause == stretch->cause) {
		timeline->coming = BOTTLENECK_NONE;
		return;
	}
	if (look->cause != timeline->coming) {
		timeline->coming = (uint8_t)look->cause;
		timeline->coming_us = look->boot_us;
	}
	if (stretch->cause == BOTTLENECK_NONE)
		stretch->cause = (uint8_t)look->cause;
	else if (look->boot_us - timeline->coming_us >= LASTING_US)
		begin(timeline, look, timeline->coming_us)->cause = (uint8_t)look->cause;
}

void timeline_note(struct timeline *timeline, const struct timeline_look *looked)
{
	struct timeline_stretch *stretch = last(timeline);
	struct timeline_look known = *looked, *look = &known;

	if (!known.counted) {
		known.sent = timeline->sent;
		known.received = timeline->received;
	}
	if (!stretch) {
		stretch = begin(timeline, look, look->since_us);
		stretch->at_least = look->at_least;
		stretch->sent = stretch->received = 0;
	} else if (stretch->state != look->conn->state) {
		begin(timeline, look, look->boot_us);
	}
	note_cause(timeline, look);
	timeline->sent = look->sent;
	timeline->received = look->received;
}

void timeline_end(struct timeline *timeline, int64_t boot_us)
{
	if (!timeline->end_us)
		timeline->end_us = boot_us;
}

/* -------- as text -------- */

static void add_time(
	struct buffer *out, const struct instant *now, int32_t utc_offset_s, int64_t at_us)
{
	int64_t s = (now->real_us - (now->boot_us - at_us)) / 1000000 + utc_offset_s;
	int of_day = (int)((s % 86400 + 86400) % 86400);

	buffer_printf(out, "%02d:%02d:%02d", of_day / 3600, of_day / 60 % 60, of_day % 60);
}

static void add_stretch(struct buffer *out, const struct timeline *timeline, size_t index,
	const struct instant *now, int32_t utc_offset_s)
{
	const struct timeline_stretch *stretch = &timeline->stretches[index], *next = stretch + 1;
	bool is_last = index + 1 == timeline->count;
	int64_t now_us = timeline->end_us ? timeline->end_us : now->boot_us;
	int64_t end_us = is_last ? now_us : next->at_us;
	uint64_t sent = (is_last ? timeline->sent : next->sent) - stretch->sent;
	uint64_t received = (is_last ? timeline->received : next->received) - stretch->received;
	const char *cause = cause_text((enum bottleneck_cause)stretch->cause);

	add_time(out, now, utc_offset_s, stretch->at_us);
	buffer_printf(out, "  %-11s  ",
		conn_state_name((enum conn_proto)stretch->proto, (enum conn_state)stretch->state));
	buffer_text(out, stretch->at_least ? ">" : "");
	format_duration(
		out, end_us > stretch->at_us ? (uint64_t)(end_us - stretch->at_us) / 1000 : 0);
	buffer_text(out, "  ");
	buffer_text(out, _("sent"));
	buffer_char(out, ' ');
	format_scaled(out, sent);
	buffer_text(out, ", ");
	buffer_text(out, _("received"));
	buffer_char(out, ' ');
	format_scaled(out, received);
	if (cause)
		buffer_printf(out, "  %s", _(cause));
}

void detail_add_timeline(struct sheet *sheet, const struct timeline *timeline,
	const struct instant *now, int32_t utc_offset_s)
{
	sheet_group(sheet, _("Timeline"), SHEET_WIDE);
	if (timeline->end_us) {
		struct buffer *out = sheet_value(sheet, NULL, SHEET_PLAIN);

		add_time(out, now, utc_offset_s, timeline->end_us);
		buffer_printf(out, "  %s", _("closed"));
	}
	for (size_t i = timeline->count; i-- > 0;)
		add_stretch(sheet_value(sheet, NULL, SHEET_PLAIN), timeline, i, now, utc_offset_s);
}
