/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The services while their page is open, and what the page remembers. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_SERVICE_MONITOR_H
#define SOCKVIEW_APP_SCREEN_STATE_SERVICE_MONITOR_H

#include "app/screen/state/column-list.h"
#include "view/service/service.h"

struct service_monitor {
	struct service_list services;
	struct column_context context; /* the engine's, with the services */
	struct column_list view;
	bool open; /* its page is open */
};

void service_monitor_init(struct service_monitor *monitor);
void service_monitor_done(struct service_monitor *monitor);

/* Begins a look if the page is open; to be called when the sockets and their owners are known. */
void service_monitor_begin(struct service_monitor *monitor, const struct column_context *context);

/* Continues the look; returns true while there is more to do. */
bool service_monitor_step(struct service_monitor *monitor);

/* Orders the lines by the column of the view; the selected one stays selected. */
void service_monitor_sort(struct service_monitor *monitor);

/* Opens or closes the selected service; false: it has one listener only. */
bool service_monitor_toggle(struct service_monitor *monitor);

/* The line that is selected; SERVICE_NONE: there is none. */
uint32_t service_monitor_selected(const struct service_monitor *monitor);

#endif
