/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command-table.h"

#include "app/screen/command/cmd-cell.h"
#include "app/screen/close/cmd-close.h"
#include "app/screen/command/cmd-explain.h"
#include "app/screen/command/cmd-filter.h"
#include "app/screen/command/cmd-group.h"
#include "app/screen/command/cmd-menu.h"
#include "app/screen/command/cmd-move.h"
#include "app/screen/command/cmd-program.h"
#include "app/screen/command/cmd-refresh.h"
#include "app/screen/command/cmd-search.h"
#include "app/screen/command/cmd-show.h"
#include "app/screen/command/cmd-sort.h"
#include "app/screen/command/cmd-tag.h"
#include "app/screen/command/cmd-view.h"
#include "app/screen/page/page-details.h"
#include "app/screen/page/page-health.h"
#include "app/screen/page/page-help.h"
#include "app/screen/page/page-history.h"
#include "app/screen/page/page-results.h"
#include "app/screen/page/page-services.h"
#include "app/screen/page/page-setup.h"
#include "app/screen/page/page-states.h"
#include "base/i18n.h"

/* clang-format off */
const struct command command_table[] = {
	{"help", "F1 ? h", N_("Help"), N_("this help"), COMMAND_ANYWHERE, page_help_open},
	{"setup", "F2 S", N_("Setup"), N_("choose columns, colors and behaviour"), 0, page_setup_open},
	{"search", "F3", N_("Search"), N_("search for a text; then: go to its next match"), COMMAND_FINDS, cmd_search},
	{"filter", "F4 \\", N_("Filter"), N_("show only what a filter lets through"), COMMAND_FINDS, cmd_filter_edit},
	{"group", "F5 t", N_("Group"), N_("choose what to group by, or not to"),
		COMMAND_SHOWS, cmd_group},
	{"sort", "F6 .", N_("Sort"), N_("choose the column to sort by"), COMMAND_SHOWS, cmd_sort},
	{"views", "V", NULL, N_("choose or save a named view: columns, filter, order and group together"),
		COMMAND_SHOWS, cmd_view},
	{"details", "Enter", NULL, N_("all that is known of the selected socket; on a group: open or close it"),
		COMMAND_NEEDS_ROW | COMMAND_ACTS | COMMAND_IN_MENU, page_details_open_selected, cmd_group_toggle},
	{"states", "F7 v", N_("States"), N_("the states of TCP as a diagram, live"), COMMAND_ANYWHERE, page_states_open},
	{"health", "F8 w", N_("Health"), N_("what is wrong, with the figures behind it"), COMMAND_ANYWHERE, page_health_open},
	{"services", "s", NULL, N_("the services: each listener with its clients"), COMMAND_ANYWHERE, page_services_open},
	{"history", "H", NULL, N_("the connections that have closed, the last first"), COMMAND_ANYWHERE, page_history_open},
	{"strip", "E", NULL, N_("show or hide a strip of the last events below the table"), COMMAND_SHOWS, cmd_show_strip},
	{"menu", "x", NULL, N_("all that can be done with the selected row"), COMMAND_ACTS, cmd_menu},
	{"close", "F9 k", N_("Close"), N_("close the selected or the tagged, or what belongs to them"),
		COMMAND_CHANGES | COMMAND_ACTS | COMMAND_IN_MENU, cmd_close},
	{"results", "R", NULL, N_("what came of the last closing, again"), COMMAND_ACTS, page_results_reopen},
	{"tag", "Space", NULL, N_("tag or untag the selected socket or group, and go to the next"),
		COMMAND_NEEDS_ROW | COMMAND_ACTS | COMMAND_IN_MENU, cmd_tag, cmd_tag_group},
	{"untag-all", "U", NULL, N_("untag all sockets"), COMMAND_ACTS, cmd_tag_clear},
	{"quit", "F10 q Ctrl-C", N_("Quit"), N_("quit"), COMMAND_ANYWHERE, cmd_program_quit},

	{"search-anew", "/", NULL, N_("search for another text"), COMMAND_FINDS, cmd_search_anew},
	{"search-next", "n", NULL, N_("go to the next match"), COMMAND_FINDS, cmd_search_next},
	{"search-previous", "N", NULL, N_("go to the match before"), COMMAND_FINDS, cmd_search_previous},
	{"only", "=", NULL, N_("only these: the value of the selected cell or group becomes part of the filter"),
		COMMAND_NEEDS_ROW | COMMAND_FINDS | COMMAND_IN_MENU, cmd_cell_only, cmd_cell_only_group},
	{"except", "!", NULL, N_("not these: the same, the other way round"), COMMAND_NEEDS_ROW | COMMAND_FINDS | COMMAND_IN_MENU,
		cmd_cell_except, cmd_cell_except_group},
	{"copy", "c", NULL, N_("copy the row to the clipboard; say it as a filter for ss and tcpdump"),
		COMMAND_NEEDS_ROW | COMMAND_ACTS | COMMAND_IN_MENU, cmd_cell_copy, cmd_cell_copy_group},
	{"sort-previous", "<", NULL, N_("sort by the column to the left"), COMMAND_SHOWS, cmd_sort_previous},
	{"sort-next", ">", NULL, N_("sort by the column to the right"), COMMAND_SHOWS, cmd_sort_next},
	{"invert", "I", NULL, N_("invert the order"), COMMAND_SHOWS, cmd_sort_invert},
	{"ipv4", "4", NULL, N_("show or hide IPv4"), COMMAND_SHOWS, cmd_show_ipv4},
	{"ipv6", "6", NULL, N_("show or hide IPv6"), COMMAND_SHOWS, cmd_show_ipv6},
	{"tcp", "T", NULL, N_("show or hide TCP"), COMMAND_SHOWS, cmd_show_tcp},
	{"udp", "D", NULL, N_("show or hide UDP"), COMMAND_SHOWS, cmd_show_udp},
	{"listeners", "L", NULL, N_("listeners only, on or off"), COMMAND_SHOWS, cmd_show_listeners},
	{"escape", "Esc", NULL, N_("close what is open; in the table: suspend the filter"), 0, cmd_program_escape},
	{"namespaces", "O", NULL, N_("show or hide the sockets of other network namespaces"), COMMAND_SHOWS, cmd_show_namespaces},
	{"names", "#", NULL, N_("addresses and ports by name or by number"), COMMAND_SHOWS, cmd_show_names},
	{"pause", "p Z", NULL, N_("pause or continue"), COMMAND_ANYWHERE, cmd_refresh_pause},
	{"explain", "e", NULL, N_("explain the column under the cursor and the state of the socket"), COMMAND_ACTS | COMMAND_IN_MENU, cmd_explain},
	{"refresh", "r", NULL, N_("refresh now"), COMMAND_ANYWHERE, cmd_refresh},
	{"interval", "d", NULL, N_("set the time between refreshes"), COMMAND_ANYWHERE, cmd_refresh_interval},
	{"follow", "F", NULL, N_("release the selection and stay at the top"), COMMAND_SHOWS, cmd_move_follow},

	{"up", "Up Alt-k", NULL, N_("one line up"), COMMAND_MOVES, cmd_move_up},
	{"down", "Down Alt-j", NULL, N_("one line down"), COMMAND_MOVES, cmd_move_down},
	{"page-up", "PgUp", NULL, N_("one page up"), COMMAND_MOVES, cmd_move_page_up},
	{"page-down", "PgDn", NULL, N_("one page down"), COMMAND_MOVES, cmd_move_page_down},
	{"left", "Left", NULL, N_("column cursor to the left; on a group: close it"), COMMAND_MOVES, cmd_move_left, cmd_group_close},
	{"right", "Right", NULL, N_("column cursor to the right; on a group: open it"), COMMAND_MOVES, cmd_move_right, cmd_group_open},
	{"first", "Home g", NULL, N_("to the first row"), COMMAND_MOVES, cmd_move_first},
	{"last", "End G", NULL, N_("to the last row"), COMMAND_MOVES, cmd_move_last},
};

const struct command page_command_table[] = {
	{"back", "Esc q", N_("Back"), N_("go back to where this page was opened"), 0, cmd_program_escape},
};
/* clang-format on */
const size_t command_count = sizeof(command_table) / sizeof(command_table[0]);
const size_t page_command_count = sizeof(page_command_table) / sizeof(page_command_table[0]);
