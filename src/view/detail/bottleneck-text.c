/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The results of bottleneck.c in words. */
#include "view/detail/bottleneck.h"

#include "base/format.h"
#include "base/i18n.h"

bool bottleneck_is_alarming(enum bottleneck_cause cause)
{
	return cause == BOTTLENECK_PEER_WINDOW || cause == BOTTLENECK_SEND_BUFFER ||
	       cause >= BOTTLENECK_NOT_READING;
}

/* The figures of a sentence as text, to be put into it. */
struct figures {
	struct buffer span, held, sent, waiting, notsent, window, queued, sndbuf, rtt, idle;
};

static void fill_figures(
	struct figures *figures, const struct bottleneck *limit, const struct detail *detail)
{
	*figures = (struct figures){0};
	format_duration(&figures->span, (uint64_t)limit->span_us / 1000);
	format_duration(&figures->held, (uint64_t)limit->held_us / 1000);
	format_scaled(&figures->sent, limit->sent);
	format_scaled(&figures->waiting, limit->waiting);
	format_scaled(&figures->notsent, detail->values[DETAIL_NOTSENT]);
	format_scaled(&figures->window, detail->values[DETAIL_SND_WND]);
	format_scaled(&figures->queued, detail->values[DETAIL_WMEM_QUEUED]);
	format_scaled(&figures->sndbuf, detail->values[DETAIL_SNDBUF]);
	format_microseconds(&figures->rtt, detail->values[DETAIL_RTT_US]);
	format_duration(&figures->idle, detail->values[DETAIL_LAST_SENT_MS]);
}

static void release_figures(struct figures *figures)
{
	buffer_done(&figures->span);
	buffer_done(&figures->held);
	buffer_done(&figures->sent);
	buffer_done(&figures->waiting);
	buffer_done(&figures->notsent);
	buffer_done(&figures->window);
	buffer_done(&figures->queued);
	buffer_done(&figures->sndbuf);
	buffer_done(&figures->rtt);
	buffer_done(&figures->idle);
}

static void add_sending(struct buffer *out, const struct bottleneck *limit,
	const struct detail *detail, const struct figures *f)
{
	const char *span = buffer_get(&f->span), *held = buffer_get(&f->held);

	switch (limit->cause) {
	case BOTTLENECK_IDLE:
		buffer_printf(out,
			_("Nothing limits it: the application has sent nothing for %s, and nothing "
			  "waits to be sent."),
			buffer_get(&f->idle));
		break;
	case BOTTLENECK_APPLICATION:
		buffer_printf(out,
			_("The application limits it: for %s of the last %s it gave nothing to "
			  "send (%s sent)."),
			held, span, buffer_get(&f->sent));
		break;
	case BOTTLENECK_DRY:
		buffer_printf(out,
			_("The application limits it: for %s of the last %s all it gave was on its "
			  "way and no more waited (%s sent, rtt %s ms)."),
			held, span, buffer_get(&f->sent), buffer_get(&f->rtt));
		break;
	case BOTTLENECK_PEER_WINDOW:
		buffer_printf(out,
			_("The peer's window limits it: for %s of the last %s the receiver took no "
			  "more (window %s, %s not sent). Its program reads too slowly, or not."),
			held, span, buffer_get(&f->window), buffer_get(&f->notsent));
		break;
	case BOTTLENECK_SEND_BUFFER:
		buffer_printf(out,
			_("The send buffer limits it: for %s of the last %s it was full while the "
			  "way could have taken more (%s of %s used, %u of cwnd %u segments in "
			  "flight; SO_SNDBUF, tcp_wmem)."),
			held, span, buffer_get(&f->queued), buffer_get(&f->sndbuf),
			(unsigned)detail_in_flight(detail), (unsigned)detail->values[DETAIL_CWND]);
		break;
	default:
		buffer_printf(out,
			_("The network limits it: for %s of the last %s data was on its way or "
			  "waited for its turn (%u of cwnd %u segments in flight, %s not sent, rtt "
			  "%s ms, %u retransmitted)."),
			held, span, (unsigned)detail_in_flight(detail),
			(unsigned)detail->values[DETAIL_CWND], buffer_get(&f->notsent),
			buffer_get(&f->rtt), limit->retransmits);
	}
}

static void add_receiving(struct buffer *out, const struct bottleneck *limit,
	const struct detail *detail, const struct figures *f)
{
	const char *span = buffer_get(&f->span), *held = buffer_get(&f->held);

	switch (limit->cause) {
	case BOTTLENECK_NOT_READING:
		buffer_printf(out,
			limit->since_before
				? _("The receiver is not reading: the program has taken nothing "
				    "for at least %s, and %s wait for it.")
				: _("The receiver is not reading: the program has taken nothing "
				    "for %s, and %s wait for it."),
			held, buffer_get(&f->waiting));
		break;
	case BOTTLENECK_SLOW_READING:
		buffer_printf(out,
			_("The receiver reads too slowly, or not at all: in the last %s never less "
			  "than %s waited "
			  "for the program."),
			span, buffer_get(&f->waiting));
		break;
	default:
		buffer_printf(out,
			_("The program accepts too slowly: in the last %s never less than %u "
			  "connections waited, of %u that may."),
			span, limit->waiting, detail->conn.send_q);
	}
	if (limit->drops)
		buffer_printf(out,
			P_(" %u packet was dropped.", " %u packets were dropped.", limit->drops),
			limit->drops);
}

void bottleneck_add_sentence(
	struct buffer *out, const struct bottleneck *limit, const struct detail *detail)
{
	struct figures figures;

	fill_figures(&figures, limit, detail);
	switch (limit->cause) {
	case BOTTLENECK_NONE:
	case BOTTLENECK_CAUSES:
		break;
	case BOTTLENECK_TOO_LITTLE:
		buffer_printf(out, _("What limits it? Too little data yet (%s)."),
			buffer_get(&figures.span));
		break;
	case BOTTLENECK_UNTOLD:
		buffer_text(out, _("What limits it? This kernel does not tell."));
		break;
	case BOTTLENECK_NOT_READING:
	case BOTTLENECK_SLOW_READING:
	case BOTTLENECK_NOT_ACCEPTING:
		add_receiving(out, limit, detail, &figures);
		break;
	default:
		add_sending(out, limit, detail, &figures);
	}
	release_figures(&figures);
}
