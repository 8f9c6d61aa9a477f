/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-events.h"

#include <errno.h>
#include <poll.h>

#include "app/print/writer/writer-event.h"
#include "app/print/writer/output.h"
#include "app/print/print-gaps.h"
#include "app/print/print-snapshots.h"
#include "app/system/clock.h"

struct stream {
	struct engine *engine;
	const struct options *options;
	struct column_context past; /* for rows of connections that have ended */
	enum text_charset charset;
	struct output output;
	struct buffer scratch, said;
	uint64_t told; /* number of the last end that was printed */
};

/* -------- waiting -------- */

void print_events_wait(struct engine *engine, int64_t due_us)
{
	struct instant now = clock_now();

	while (now.mono_us < due_us) {
		int64_t next_us = engine_events_due_us(engine);
		bool early = next_us > now.mono_us;
		struct pollfd events = {
			.fd = early ? -1 : engine_events_fd(engine), .events = POLLIN};
		int64_t until_us = early && next_us < due_us ? next_us : due_us;

		poll(&events, 1, (int)((until_us - now.mono_us + 999) / 1000));
		now = clock_now();
		engine_take_events(engine, &now);
	}
}

/* Refreshes until the time is over (0: for ever) or after() is false. */
static void follow(struct engine *engine, const struct options *options, int64_t for_us,
	bool (*after)(struct stream *stream), struct stream *stream)
{
	int64_t interval_us = options->interval_ms * INT64_C(1000), end_us = 0;

	for (bool last = false; !last;) {
		struct instant now = clock_now();
		int64_t due_us = now.mono_us + interval_us;

		if (!end_us)
			end_us = for_us ? now.mono_us + for_us : INT64_MAX;
		last = now.mono_us >= end_us;
		engine_refresh(engine, &now);
		if (after && !after(stream))
			return;
		if (!last)
			print_events_wait(engine, due_us < end_us ? due_us : end_us);
	}
}

/* -------- --events -------- */

static void add(struct stream *stream, struct happening *event)
{
	if (!table_picks(&stream->options->pick, event->context, event->row, &stream->scratch))
		return;
	event->charset = stream->charset;
	if (options_print_data(stream->options))
		writer_event_add_json(&stream->output.text, event);
	else
		happening_add_line(&stream->output.text, event);
	buffer_char(&stream->output.text, '\n');
	/* Each line goes out by itself: whoever reads it sees no half of one. */
	output_flush(&stream->output);
}

/* What the refresh has found. */
static void add_marked(struct stream *stream)
{
	const struct column_context *context = &stream->engine->context;

	for (size_t i = 0; i < context->track->marked.count; i++) {
		struct happening happening;

		if (happening_of_marked(context, i, &happening))
			add(stream, &happening);
	}
}

static void add_gone(struct stream *stream)
{
	const struct column_context *context = &stream->engine->context;

	for (size_t i = context->track->gone.count; i-- > 0;) {
		struct happening happening;

		if (happening_of_gone(context, i, &happening))
			add(stream, &happening);
	}
}

static void add_ended(struct stream *stream)
{
	const struct past *past = &stream->engine->chronicle.past;

	stream->past = engine_past_context(stream->engine);
	while (stream->told < past->total) {
		struct happening event = {
			.context = &stream->past,
			.row = past_row(past, ++stream->told),
			.what = HAPPENING_CLOSED,
		};

		if (event.row != TRACK_NONE)
			add(stream, &event);
	}
}

static bool print_refresh(struct stream *stream)
{
	add_marked(stream);
	add_gone(stream);
	add_ended(stream);
	print_gaps(stream->engine, false, &stream->said);
	return !stream->output.error;
}

int print_events(struct engine *engine, const struct options *options, enum text_charset charset)
{
	struct stream stream = {.engine = engine, .options = options, .charset = charset};
	int status = 0;

	engine->context.ascii = charset == TEXT_ASCII;
	follow(engine, options, options->for_ms * INT64_C(1000), print_refresh, &stream);
	if (stream.output.error && stream.output.error != -EPIPE)
		status = output_complain(&stream.output);
	buffer_done(&stream.output.text);
	buffer_done(&stream.scratch);
	buffer_done(&stream.said);
	return status;
}

/* -------- --history -------- */

int print_history(struct engine *engine, const struct options *options, enum text_charset charset)
{
	int64_t for_ms = options->for_ms ? options->for_ms : PRINT_HISTORY_MS;

	follow(engine, options, for_ms * 1000, NULL, NULL);
	return print_past(engine, options, charset);
}
