/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose a socket is, as far as /proc tells: all holders, their parents, unit,
 * container, command. */
#ifndef SOCKVIEW_VIEW_DETAIL_DETAIL_OWNER_H
#define SOCKVIEW_VIEW_DETAIL_DETAIL_OWNER_H

#include <stdint.h>

#include "view/column/column.h"
#include "view/detail/sheet.h"

/* Reads some files of /proc: to be called once a refresh rather than with each drawing. */
void detail_add_owners(struct sheet *sheet, const struct column_context *context, uint32_t row);

/* The same in short for the other end of its connection. */
void detail_add_peer(struct sheet *sheet, const struct column_context *context, uint32_t row);

#endif
