/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list of lines that are no sockets (services, ports), printed: with --batch a snapshot every
 * interval; else one, for which the program looks twice, an interval apart, to know rates.
 */
#ifndef SOCKVIEW_APP_PRINT_PRINT_LIST_H
#define SOCKVIEW_APP_PRINT_PRINT_LIST_H

#include "app/print/writer/writer.h"
#include "view/group/order.h"

struct print_list {
	struct engine *engine;
	const struct options *options;
	struct printout printout; /* columns and content are chosen; its order is `order` */
	struct order order;       /* of the lines that are printed */
	struct buffer scratch, said;

	/* Makes the list of the sockets that the engine has just read. */
	void (*look)(struct print_list *list);

	/* Begins the order, and adds the lines that are meant; 0 or -ENOMEM. */
	int (*take_lines)(struct print_list *list);
};

/* The members that every list has; the caller fills in the rest of the printout, and the functions.
 */
struct print_list print_list_make(
	struct engine *engine, const struct options *options, enum text_charset charset);

/* Prints it. Returns the exit status. */
int print_list_run(struct print_list *list);

void print_list_done(struct print_list *list);

#endif
