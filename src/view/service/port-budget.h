/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The budget of ports: from each source address to each remote service, how many of the ports that
 * connect() chooses from are used, and how many are left.
 *
 * A port is used for a destination where a socket has this very address pair, TIME_WAIT included;
 * and for all destinations where a listener, or a socket that is bound and nothing else, has it:
 * connect() passes such a port by.
 *
 *	port_budget_begin(budget, context, sysctls);   after a refresh
 *	while (port_budget_step(budget, 4000))
 *		;
 */
#ifndef SOCKVIEW_VIEW_SERVICE_PORT_BUDGET_H
#define SOCKVIEW_VIEW_SERVICE_PORT_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sock/machine/sysctls.h"
#include "sock/rows/row-walk.h"
#include "view/column/column.h"
#include "view/group/order.h"

/* The largest number of destinations that are followed. */
#define PORT_BUDGET_LINES_MAX 65536

/* The ports from one source address to one remote service. */
struct port_use {
	struct conn conn; /* of one of its sockets; its local port means nothing */
	uint32_t next;    /* the next one in its slot, or in the list of free ones */
	bool listed;      /* has figures of a complete look */
	uint32_t taking, taking_time_wait; /* of the look in progress */
	uint32_t used, time_wait;
	bool rated;
	double growth; /* ports a second, averaged over some looks */
};

struct port_budget {
	const struct column_context *context;
	uint16_t first, last; /* ports of the range */
	unsigned ports;       /* that connect() chooses from */
	const struct sysctls *sysctls;
	uint8_t passed_by[65536 / 8]; /* a bit per port: taken for all destinations */
	unsigned passed_count;
	struct port_use *all;
	size_t count, capacity;
	uint32_t first_free;
	uint32_t *slots;
	size_t slot_count;
	size_t more; /* destinations that were not followed */
	enum { PORT_BUDGET_IDLE, PORT_BUDGET_PASSED_BY, PORT_BUDGET_USES } phase;
	struct row_walk walk;
	int64_t now_us, before_us;
	unsigned looks;
	struct order order; /* the lines: indices of uses, those with the fewest ports first */
};

void port_budget_init(struct port_budget *budget);
void port_budget_done(struct port_budget *budget);

/* Begins a look; `context` and `sysctls` have to exist as long as the budget. */
void port_budget_begin(struct port_budget *budget, const struct column_context *context,
	const struct sysctls *sysctls);

/* Examines about `rows` rows; false: the look is complete, or none was begun. */
bool port_budget_step(struct port_budget *budget, size_t rows);

/* Returns the line that a connection belongs to; UINT32_MAX: none. */
uint32_t port_budget_line_of(const struct port_budget *budget, const struct conn *conn);

/* Orders the lines by another column. */
void port_budget_sort(struct port_budget *budget, const struct column *column, bool descending);

/* How many ports are left for a destination. */
unsigned port_budget_free(const struct port_budget *budget, const struct port_use *use);

/* Appends a filter that shows the sockets of a line. */
void port_budget_add_filter(const struct port_budget *budget, uint32_t line, struct buffer *out);

/* THE table of its columns; their rows are the lines of column_context.port_budget. */
extern const struct column port_column_table[];
extern const size_t port_column_count;

const struct column *port_column_find(const char *id);

#endif
