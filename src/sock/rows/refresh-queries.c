/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exact queries: about sockets that no dump listed, about rows on the screen, about one socket. */
#include "sock/rows/refresh-internal.h"

#include <errno.h>

/* Rows that one step checks for missing ones: about 0.1 ms. */
#define SCAN_STEP 16384

/* As many as a place may need whose connections are asked for one by one. */
#define QUERIES_OF_A_PLACE 1024

/* Applies the answer to an exact query about a socket that no dump listed. */
static void settle(struct refresh *refresh, struct track *track, uint32_t index,
	const struct diag_answer *answer)
{
	if (answer->error == -ENOENT)
		track_set_gone(track, index);
	else if (answer->error)
		track_set_missed(track, index);
	else if (!refresh_asks_for(&refresh->source.plan, &answer->conn))
		track_forget_row(
			track, index); /* it lives, in a state that the plan does not ask for */
	else if (track_take(track, &answer->conn, answer->tcp_info ? &answer->tcp : NULL) < 0)
		track_set_missed(track, index);
}

bool refresh_may_ask_known(const struct refresh *refresh)
{
	const struct source_plan *plan = &refresh->source.plan;
	const struct place *place = refresh_place(refresh);

	return refresh->visit.known_suffice && place->dumps && place->queries && !plan->bound &&
	       !plan->narrowed && !(plan->extensions & ~(unsigned)DIAGMSG_INFO) &&
	       refresh->queries_left >= QUERIES_OF_A_PLACE;
}

void refresh_step_queries(struct refresh *refresh, struct track *track)
{
	struct diag_answer answers[DIAG_QUERY_MAX];
	const struct conn *asked[DIAG_QUERY_MAX];
	uint32_t rows[DIAG_QUERY_MAX];
	size_t budget = SCAN_STEP, count = 0, most = DIAG_QUERY_MAX;
	const struct place *place = refresh_place(refresh);

	if (most > refresh->queries_left)
		most = refresh->queries_left;
	while (count < most && track_next_missing(track, place->number, refresh->place_read,
				       &budget, &rows[count])) {
		asked[count] = &track->rows[rows[count]].conn;
		if (track->rows[rows[count]].misses == ROW_DEAD)
			track_set_gone(track, rows[count]);
		else if (asked[count]->has & CONN_HAS_COOKIE)
			count++;
		else
			track_set_missed(track, rows[count]);
	}
	if (count && diag_query(place->queries, refresh->buffer, asked, count, answers) < 0)
		for (size_t i = 0; i < count; i++)
			answers[i].error = -EAGAIN;
	for (size_t i = 0; i < count; i++)
		settle(refresh, track, rows[i], &answers[i]);
	refresh->queries_left -= count;
	if ((count < DIAG_QUERY_MAX && budget) || !refresh->queries_left)
		refresh->phase = REFRESH_AT_END;
}

static void refine_place(struct refresh *refresh, uint16_t number, struct track *track,
	const uint32_t *rows, size_t row_count)
{
	struct place *place = place_list_acquire(refresh->list, number, PLACE_TO_ASK);
	struct diag_answer answers[DIAG_QUERY_MAX];
	const struct conn *asked[DIAG_QUERY_MAX];
	size_t count = 0;
	int error = -EOPNOTSUPP;

	for (size_t i = 0; i < row_count; i++)
		if (track->rows[rows[i]].conn.place == number)
			asked[count++] = &track->rows[rows[i]].conn;
	/* A socket without a cookie gets no answer. */
	if (place && place->queries)
		error = diag_query(place->queries, refresh->buffer, asked, count, answers);
	place_list_release(refresh->list, place);
	for (size_t i = 0; !error && i < count; i++)
		if (!answers[i].error && answers[i].tcp_info)
			track_take(track, &answers[i].conn, &answers[i].tcp);
}

/* True if the row is the first of its place among `rows`. */
static bool is_first_of_place(const struct track *track, const uint32_t *rows, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (track->rows[rows[i]].conn.place == track->rows[rows[at]].conn.place)
			return false;
	return true;
}

void refresh_refine(struct source *source, struct track *track, const uint32_t *rows, size_t count)
{
	struct refresh *refresh = (struct refresh *)source;

	if (count > DIAG_QUERY_MAX)
		return;
	for (size_t i = 0; i < count; i++)
		if (is_first_of_place(track, rows, i))
			refine_place(refresh, track->rows[rows[i]].conn.place, track, rows, count);
}

int refresh_ask(struct source *source, const struct conn *conn, struct detail *ret_detail)
{
	struct refresh *refresh = (struct refresh *)source;
	struct place *place = place_list_acquire(refresh->list, conn->place, PLACE_TO_ASK);
	int error = -EOPNOTSUPP;

	if (place && place->queries)
		error = detail_query(place->queries, refresh->buffer, conn, ret_detail);
	place_list_release(refresh->list, place);
	return error;
}

void refresh_step_leaving(struct refresh *refresh, struct track *track)
{
	size_t budget = SCAN_STEP;
	uint32_t index;

	while (track_next_missing(track, refresh->visit.number, parts_all(), &budget, &index))
		if (refresh->visit.turn == PLACE_TURN_GONE)
			track_end_row(track, index);
		else
			track_forget_row(track, index);
	if (!budget)
		return;
	track_forget_place(track, refresh->visit.number);
	refresh->phase = REFRESH_AT_PLACE;
}
