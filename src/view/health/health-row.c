/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What health says of one row: the same as in its findings, also where these need more sockets. */
#include "view/health/health-internal.h"

/* That long looks have to agree: a program that is slow at the start of one is not to blame. */
#define OVERDUE_LOOKS 2

/* The kind that looks at this socket by that function, or NULL. */
static const struct health_kind *kind_that_takes(
	void (*take)(struct health *health, const struct health_kind *kind, uint32_t row),
	const struct conn *conn)
{
	for (size_t i = 0; i < health_kinds; i++)
		if (health_table[i].take == take &&
			health_table[i].states[conn->proto] >> conn->state & 1)
			return &health_table[i];
	return NULL;
}

static enum column_tone tone_of(const struct health_subject *subject)
{
	return subject->problem ? COLUMN_WRONG : COLUMN_WARNING;
}

/* Only this row's own age says that it is forgotten: its neighbours may have come just now. */
static enum column_tone tone_of_closing(const struct health *health, uint32_t row)
{
	const struct row *r = health_row(health, row);
	const struct health_subject *subject = health_find_subject(health,
		kind_that_takes(health_take_unclosed, &r->conn), health_process_key(health, row));
	int64_t age_us = health->context->now.boot_us - r->state_since_us;

	if (!subject || subject->overdue < OVERDUE_LOOKS || r->conn.send_q ||
		age_us < subject->habit_us)
		return COLUMN_PLAIN;
	return tone_of(subject);
}

static enum column_tone tone_of_reading(const struct health *health, uint32_t row)
{
	const struct conn *conn = &health_row(health, row)->conn;
	const struct health_subject *subject = health_find_subject(
		health, kind_that_takes(health_take_receiver, conn), conn->cookie);

	return subject && subject->looks && subject->looks >= subject->kind->looks
		       ? tone_of(subject)
		       : COLUMN_PLAIN;
}

enum column_tone health_tone(const void *context, uint32_t row, enum column_matter matter)
{
	const struct health *health = context;

	if (!health->context || !(health_row(health, row)->conn.has & CONN_HAS_INODE))
		return COLUMN_PLAIN;
	return matter == COLUMN_MATTER_CLOSING ? tone_of_closing(health, row)
					       : tone_of_reading(health, row);
}
