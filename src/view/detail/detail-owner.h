/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The owners of a socket, as far as /proc shows them: all holders, their parents, unit, container,
 * command.
 */
#ifndef SOCKVIEW_VIEW_DETAIL_DETAIL_OWNER_H
#define SOCKVIEW_VIEW_DETAIL_DETAIL_OWNER_H

#include <stdint.h>

#include "view/column/column.h"
#include "view/detail/sheet.h"

/* Reads some files of /proc: call it once for each refresh, not each time that the page is
 * drawn. */
void detail_add_owners(struct sheet *sheet, const struct column_context *context, uint32_t row);

/* The same, shorter, for the other end of the row's connection. */
void detail_add_peer(struct sheet *sheet, const struct column_context *context, uint32_t row);

#endif
