/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/page-list.h"

#include "app/page-details.h"
#include "app/page-health.h"
#include "app/page-results.h"
#include "app/page-setup.h"
#include "app/page-states.h"

const struct page *const page_list[] = {
	&page_details,
	&page_health,
	&page_results,
	&page_setup,
	&page_states,
};
const size_t page_list_count = sizeof(page_list) / sizeof(page_list[0]);
