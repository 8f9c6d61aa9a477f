/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the table leaves out, in a few words that stay on the screen as long as something is left
 * out. */
#ifndef SOCKVIEW_VIEW_TABLE_HIDDEN_H
#define SOCKVIEW_VIEW_TABLE_HIDDEN_H

#include "base/buffer.h"
#include "view/table/table.h"

/* Appends "[no TCP] [IPv6 only] [listeners]", translated; nothing where no kind is left out. */
void hidden_add_text(const struct table_pick *pick, struct buffer *out);

#endif
