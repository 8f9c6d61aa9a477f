/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The budget of ports while its page is open, and what the page remembers. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_PORT_MONITOR_H
#define SOCKVIEW_APP_SCREEN_STATE_PORT_MONITOR_H

#include "app/screen/state/column-list.h"
#include "view/service/port-budget.h"

struct port_monitor {
	struct port_budget budget;
	struct sysctls sysctls;        /* of the last look */
	struct column_context context; /* the engine's, with the budget */
	struct column_list view;
	bool open; /* its page is open */
};

void port_monitor_init(struct port_monitor *monitor);
void port_monitor_done(struct port_monitor *monitor);

/* Begins a look if the page is open; to be called when the sockets are known. */
void port_monitor_begin(
	struct port_monitor *monitor, const struct column_context *context, const char *root);

/* Continues the look; returns true while there is more to do. */
bool port_monitor_step(struct port_monitor *monitor);

/* The line that is selected; UINT32_MAX: there is none. */
uint32_t port_monitor_selected(const struct port_monitor *monitor);

#endif
