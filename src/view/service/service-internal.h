/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files of the list of services. */
#ifndef SOCKVIEW_VIEW_SERVICE_SERVICE_INTERNAL_H
#define SOCKVIEW_VIEW_SERVICE_SERVICE_INTERNAL_H

#include "view/service/service.h"

/* service-take.c: one row */
void service_take_listener(struct service_list *list, uint32_t row);
void service_take_connection(struct service_list *list, uint32_t row);
void service_take_ended(struct service_list *list, uint32_t row);

/* service-index.c: the services by their ports */

/* Returns the service of exactly this address, adding it if it is new; SERVICE_NONE: no memory. */
uint32_t service_index_add(struct service_list *list, const struct conn *listener);

/* Removes the services that this look has not met. */
void service_index_sweep(struct service_list *list);

#endif
