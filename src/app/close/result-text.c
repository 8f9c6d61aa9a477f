/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/close/result-text.h"

#include <errno.h>

#include "app/system/errno-text.h"
#include "app/system/signal-name.h"
#include "base/i18n.h"

/* One sentence for each result; %s is the kernel's own message. */
static const char *const result_texts[CLOSE_RESULTS] = {
	[CLOSE_RESULT_CLOSED] = N_("closed"),
	[CLOSE_RESULT_RESET] =
		N_("reset: the program was told of an error, the socket itself goes on"),
	[CLOSE_RESULT_ALREADY_GONE] = N_("already gone"),
	[CLOSE_RESULT_DISCONNECTED] = N_("closed by its process's own descriptor"),
	[CLOSE_RESULT_NOT_PERMITTED] =
		N_("not permitted (needs CAP_NET_ADMIN in the namespace's owner)"),
	[CLOSE_RESULT_NO_KERNEL] = N_("kernel has no SOCK_DESTROY (CONFIG_INET_DIAG_DESTROY)"),
	[CLOSE_RESULT_NOT_SUPPORTED] = N_("the kernel cannot close a socket of this kind"),
	[CLOSE_RESULT_WOULD_LEAK] =
		N_("refused: a kernel before 6.11 would keep this orphan for ever"),
	[CLOSE_RESULT_NO_COOKIE] = N_("refused: without sock_diag it cannot be named exactly"),
	[CLOSE_RESULT_UNREACHABLE] =
		N_("the kernel picks another socket of this port, or it is already gone"),
	[CLOSE_RESULT_NO_DESCRIPTOR] = N_("no process is known that holds it"),
	[CLOSE_RESULT_NOT_SEIZED] =
		N_("its process's descriptor may not be taken (needs CAP_SYS_PTRACE)"),
	[CLOSE_RESULT_STILL_THERE] = N_("still there"),
	[CLOSE_RESULT_FAILED] = N_("failed: %s"),
	[CLOSE_RESULT_NOT_TRIED] = N_("not tried"),
};

/* For MPTCP, if a subflow was closed and is gone. */
static const char *const connection_texts[] = {
	[MPTCP_LIVES] = N_("still there: only a subflow ended, the MPTCP connection lives on"),
	[MPTCP_UNTOLD] = N_("only a subflow ended; this kernel does not tell whether the MPTCP "
			    "connection lives on"),
};

/* For CLOSE_RESULT_RESET, if the socket was bound to an interface. */
static const char unbound_text[] = N_("reset: the program was told of an error, the socket itself "
				      "goes on, no longer bound to its interface");

static const char *text_of(const struct close_outcome *outcome)
{
	if (outcome->unbound)
		return unbound_text;
	return outcome->connection ? connection_texts[outcome->connection]
				   : result_texts[outcome->result];
}

static void add_words(struct buffer *out, const struct close_outcome *outcome, const char *format,
	bool translated)
{
	/* Most sentences have no %s, and looking up the error's text is expensive. */
	buffer_printf(out, format,
		outcome->result == CLOSE_RESULT_FAILED ? errno_text(-outcome->error, translated)
						       : "");
	if (outcome->result == CLOSE_RESULT_STILL_THERE && !outcome->connection)
		buffer_printf(
			out, " (%s)", conn_state_name(outcome->left_proto, outcome->left_state));
}

void result_text_add_result(struct buffer *out, const struct close_outcome *outcome)
{
	add_words(out, outcome, _(text_of(outcome)), true);
}

void result_text_add_plain(struct buffer *out, const struct close_outcome *outcome)
{
	add_words(out, outcome, text_of(outcome), false);
}

/* What closing would do, where the sentence differs from that of the result. */
static const struct {
	const char *name, *text;
} forecasts[CLOSE_RESULTS] = {
	[CLOSE_RESULT_CLOSED] = {"would-close", N_("would be closed")},
	[CLOSE_RESULT_RESET] = {"would-reset", N_("would be reset: the program would be told of an "
						  "error, the socket itself would go on")},
	[CLOSE_RESULT_DISCONNECTED] = {"would-close-by-descriptor",
		N_("would be closed by its process's own descriptor")},
};

static const char would_unbind_text[] = N_(
	"would be reset: the program would be told of an error, the socket itself would go on, no "
	"longer bound to its interface");
static const char part_text[] =
	N_("only a subflow of it would be closed, the MPTCP connection would live on");

const char *result_text_forecast_name(const struct close_outcome *outcome)
{
	const char *name = forecasts[outcome->result].name;

	return name ? name : close_result_name(outcome->result);
}

static const char *forecast_text(const struct close_outcome *outcome)
{
	if (outcome->unbound)
		return would_unbind_text;
	if (outcome->connection)
		return part_text;
	return forecasts[outcome->result].text;
}

void result_text_add_forecast(
	struct buffer *out, const struct close_outcome *outcome, bool translated)
{
	const char *text = forecast_text(outcome);

	if (text)
		buffer_text(out, translated ? _(text) : text);
	else
		add_words(out, outcome, translated ? _(text_of(outcome)) : text_of(outcome),
			translated);
}

/* The errors of pidfd_send_signal() and pidfd_open(). */
static const struct {
	int error;
	const char *name, *text;
} signal_results[] = {
	{0, "signalled", N_("sent %s")},
	{-ESRCH, "already-gone", N_("already ended")},
	{-EPERM, "not-permitted", N_("not permitted (needs CAP_KILL)")},
	{-ENOSYS, "no-kernel-support", N_("kernel has no pidfd_open (before 5.3)")},
};

enum { SIGNAL_RESULTS = sizeof(signal_results) / sizeof(signal_results[0]) };

const char *result_text_signal_name(int error)
{
	for (size_t i = 0; i < SIGNAL_RESULTS; i++)
		if (signal_results[i].error == error)
			return signal_results[i].name;
	return close_result_name(CLOSE_RESULT_FAILED);
}

void result_text_add_signal(struct buffer *out, int signal, int error, bool translated)
{
	const char *format = result_texts[CLOSE_RESULT_FAILED], *more = "";

	if (error)
		more = errno_text(-error, translated);
	else
		more = signal_name_of(signal);
	for (size_t i = 0; i < SIGNAL_RESULTS; i++)
		if (signal_results[i].error == error)
			format = signal_results[i].text;
	buffer_printf(out, translated ? _(format) : format, more);
}

bool result_text_signal_is_good(int error)
{
	return error == 0 || error == -ESRCH;
}

const char *result_text_hopeless(const struct close_kernel *kernel, bool wire)
{
	if (!wire)
		return _(result_texts[CLOSE_RESULT_NO_COOKIE]);
	return kernel->can_destroy ? NULL : _(result_texts[CLOSE_RESULT_NO_KERNEL]);
}
