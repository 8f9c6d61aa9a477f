/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/close-results.h"

#include <stdlib.h>

#include "app/close/result-text.h"
#include "app/screen/state/app.h"
#include "base/alloc.h"
#include "base/format.h"
#include "base/i18n.h"

/* Processes whose held descriptors are told of. */
#define HOLDERS_TOLD 3

void results_done(struct results *results)
{
	free(results->order);
	buffer_done(&results->head);
}

/* -------- the order: what went wrong first, then by what came of it -------- */

/* One pass for each result, which keeps those of one result in the order of their closing. */
static void add_results(
	struct results *results, const struct killing *killing, enum closing_result result)
{
	for (int left = MPTCP_NONE; left <= MPTCP_UNTOLD; left++)
		for (size_t i = 0; i < killing_count(killing); i++)
			if (killing_outcome(killing, i)->result == result &&
				killing_outcome(killing, i)->connection == left)
				results->order[results->count++] = (uint32_t)i;
}

static void put_in_order(struct results *results, const struct killing *killing)
{
	results->count = 0;
	for (int good = 0; good <= 1; good++)
		for (int result = 0; result < CLOSING_RESULTS; result++)
			if (closing_is_good((enum closing_result)result) == good)
				add_results(results, killing, (enum closing_result)result);
}

/* -------- the head -------- */

static bool is_alike(const struct closing_outcome *left, const struct closing_outcome *right)
{
	return left->result == right->result && left->connection == right->connection;
}

static void add_totals(
	struct buffer *out, const struct results *results, const struct killing *killing)
{
	for (size_t at = 0; at < results->count;) {
		const struct closing_outcome *outcome =
			killing_outcome(killing, results->order[at]);
		size_t first = at;

		while (at < results->count &&
			is_alike(killing_outcome(killing, results->order[at]), outcome))
			at++;
		format_grouped(out, at - first);
		buffer_text(out, "  ");
		verdict_add_result(out, outcome);
		buffer_char(out, '\n');
	}
}

static void add_holders(struct buffer *out, const struct app *app)
{
	const struct killing *killing = &app->kill_run.killing;
	size_t told = 0;

	for (size_t i = 0; i < killing->process_count && told < HOLDERS_TOLD; i++)
		if (kill_held_add_text(
			    &app->kill_run.held, &killing->processes[i], app->grid.charset, out)) {
			buffer_char(out, '\n');
			told++;
		}
}

size_t results_count_seizable(const struct killing *killing)
{
	size_t count = 0;

	if (killing->way != KILLING_DESTROY || killing->cancelled)
		return 0;
	for (size_t i = 0; i < killing_count(killing); i++)
		count += killing_could_seize(killing, i);
	return count;
}

void results_sum_up(struct app *app)
{
	struct buffer *head = &app->results.head;
	const struct killing *killing = &app->kill_run.killing;
	size_t seizable = results_count_seizable(killing);

	buffer_clear(head);
	add_totals(head, &app->results, killing);
	add_holders(head, app);
	if (seizable)
		buffer_printf(head,
			P_("d: close %zu of them by its program's own descriptor\n",
				"d: close %zu of them by their programs' own descriptors\n",
				seizable),
			seizable);
}

void results_forget(struct results *results)
{
	results->count = 0;
	buffer_clear(&results->head);
}

void results_gather(struct app *app)
{
	struct results *results = &app->results;
	const struct killing *killing = &app->kill_run.killing;

	results->order =
		alloc_resize(results->order, killing_count(killing), sizeof(*results->order));
	results->scroller = (struct scroller){.reading = true};
	put_in_order(results, killing);
	results_sum_up(app);
}
