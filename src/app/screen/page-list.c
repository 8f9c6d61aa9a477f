/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/page-list.h"

#include "app/config/keymap.h"
#include "app/screen/command-table.h"
#include "app/screen/page/page-details.h"
#include "app/screen/page/page-health.h"
#include "app/screen/page/page-help.h"
#include "app/screen/page/page-history.h"
#include "app/screen/page/page-ports.h"
#include "app/screen/page/page-results.h"
#include "app/screen/page/page-services.h"
#include "app/screen/page/page-setup.h"
#include "app/screen/page/page-states.h"

const struct page *const page_list[] = {
	&page_details,
	&page_health,
	&page_help,
	&page_history,
	&page_filter_help,
	&page_ports,
	&page_results,
	&page_services,
	&page_setup,
	&page_states,
};
const size_t page_list_count = sizeof(page_list) / sizeof(page_list[0]);

bool page_list_scope(size_t index, struct command_scope *ret_scope)
{
	if (index >= KEYMAP_PAGE + page_list_count)
		return false;
	if (index == KEYMAP_TABLE)
		*ret_scope = (struct command_scope){command_table, command_count};
	else if (index == KEYMAP_PAGES)
		*ret_scope = (struct command_scope){page_command_table, page_command_count};
	else
		*ret_scope = (struct command_scope){page_list[index - KEYMAP_PAGE]->commands,
			page_list[index - KEYMAP_PAGE]->command_count};
	return true;
}
