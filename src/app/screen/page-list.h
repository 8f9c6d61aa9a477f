/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of all pages. Their commands can be given other keys. */
#ifndef SOCKVIEW_APP_SCREEN_PAGE_LIST_H
#define SOCKVIEW_APP_SCREEN_PAGE_LIST_H

#include "app/screen/state/pages.h"

extern const struct page *const page_list[];
extern const size_t page_list_count;

/* For struct keymap: KEYMAP_TABLE, KEYMAP_PAGES, then each page by itself. */
bool page_list_scope(size_t index, struct command_scope *ret_scope);

#endif
