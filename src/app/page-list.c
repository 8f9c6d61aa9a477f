/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/page-list.h"

#include "app/page-health.h"
#include "app/page-results.h"

const struct page *const page_list[] = {
	&page_health,
	&page_results,
	NULL,
};
const size_t page_list_count = sizeof(page_list) / sizeof(page_list[0]) - 1;
