/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine.h"

#include <locale.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/netlink.h"

/* The kernel answers within the call that asks; this long it may take all the same. */
#define ANSWER_TIMEOUT_MS 5000

/* Rates are taken over at most so many intervals: what is older says nothing of now. */
#define RATE_INTERVALS 3

static void open_wires(struct engine *engine, bool may_close)
{
	struct wire *dumps = NULL, *queries = NULL;
	struct utsname system;
	int error = netlink_open(&dumps);

	if (!error)
		error = netlink_open(&queries);
	if (error) {
		wire_close(dumps);
		dumps = NULL;
	}
	sweep_init(&engine->sweep, dumps, queries, error, "");
	if (error || !may_close || netlink_open(&engine->closes) < 0)
		return;
	uname(&system);
	engine->close_buffer = alloc_zero(1, WIRE_DATAGRAM_MAX);
	closing_probe(&engine->kernel, engine->closes, engine->close_buffer, system.release);
}

/* tcp_info for everybody makes a dump dearer: only where it is looked at for everybody. */
static unsigned extensions_for(const struct options *options)
{
	unsigned extensions = 0;

	if (options->mode != MODE_SCREEN && options->format != FORMAT_TABLE)
		return DIAGMSG_INFO | DIAGMSG_CONGESTION;
	for (size_t i = 0; options->mode != MODE_SCREEN && i < options->column_count; i++)
		if (options->columns[i]->flags & COLUMN_TCP_INFO)
			extensions = DIAGMSG_INFO | DIAGMSG_CONGESTION;
	if (options->sort->flags & COLUMN_TCP_INFO)
		extensions |= DIAGMSG_INFO | DIAGMSG_CONGESTION;
	return extensions;
}

void engine_init(struct engine *engine, const struct options *options)
{
	*engine = (struct engine){
		.plan =
			{
				.parts = options->pick.parts,
				.listening = options->pick.listening,
				.bound = options->bound,
				.extensions = extensions_for(options),
			},
	};
	open_wires(engine, options->mode == MODE_SCREEN && !options->read_only);
	track_init(&engine->track, options->mode == MODE_SCREEN ? options->linger_ms : 0);
	track_set_rate_gap(&engine->track, (uint64_t)options->interval_ms * RATE_INTERVALS);
	engine->name_cache = names_new();
	engine->names = names_of(engine->name_cache);
	engine->context = (struct column_context){
		.track = &engine->track,
		.names = &engine->names,
		.services = options->services,
	};
	if (gethostname(engine->host, sizeof(engine->host) - 1) < 0)
		strcpy(engine->host, "localhost");
}

void engine_done(struct engine *engine)
{
	sweep_done(&engine->sweep);
	wire_close(engine->closes);
	free(engine->close_buffer);
	track_done(&engine->track);
	names_free(engine->name_cache);
}

void engine_begin(struct engine *engine, const struct instant *now)
{
	names_refresh(engine->name_cache);
	engine->context.now = *now;
	sweep_begin(&engine->sweep, &engine->track, &engine->plan, now);
}

void engine_refresh(struct engine *engine, const struct instant *now)
{
	enum sweep_progress progress;

	engine_begin(engine, now);
	while ((progress = sweep_step(&engine->sweep, &engine->track)) != SWEEP_DONE) {
		struct pollfd wire = {.fd = sweep_fd(&engine->sweep), .events = POLLIN};

		if (progress == SWEEP_WAITING && poll(&wire, 1, ANSWER_TIMEOUT_MS) == 0)
			sweep_give_up(&engine->sweep);
	}
}

/* Why, in words; %s is the error's own message. */
static const char *fault_text(enum sweep_fault fault)
{
	switch (fault) {
	case SWEEP_FAILED:
		return N_("dump failed: %s");
	case SWEEP_NO_MODULE:
		return N_("the kernel cannot list them: %s");
	case SWEEP_INTERRUPTED:
		return N_("the table changed under every dump");
	case SWEEP_OVERRUN:
		return N_("answers were lost: %s");
	case SWEEP_NO_MEMORY:
		return N_("short of memory");
	case SWEEP_FALLBACK:
		return N_("from /proc/net, no closing: sock_diag: %s");
	}
	return "";
}

/* Data are never translated, nor are the reasons in them. */
static const char *plain_error(int error)
{
	static locale_t plain;

	if (!plain)
		plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	return plain ? strerror_l(error, plain) : strerror(error);
}

void engine_add_note(const struct sweep_note *note, bool translated, struct buffer *out)
{
	const char *format = fault_text(note->fault);
	const char *reason = translated ? strerror(-note->error) : plain_error(-note->error);

	buffer_text(out, conn_proto_name(note->proto));
	if (note->family < CONN_FAMILIES)
		buffer_printf(out, " %s", conn_family_name((enum conn_family)note->family));
	buffer_text(out, ": ");
	buffer_printf(out, translated ? _(format) : format, reason);
}

void engine_add_notes(
	const struct engine *engine, bool translated, const char *divider, struct buffer *out)
{
	for (unsigned i = 0; i < engine->sweep.note_count; i++) {
		if (i)
			buffer_text(out, divider);
		engine_add_note(&engine->sweep.notes[i], translated, out);
	}
}
