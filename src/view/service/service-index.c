/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds services by place, kind and port; of several on a port the one that fits best. */
#include "view/service/service-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "sock/owner/listeners.h"

#define SLOTS_LEAST 64

static size_t slot_of(const struct service_list *list, const struct conn *conn)
{
	uint64_t key = (uint64_t)conn->place << 32 | (uint64_t)conn->proto << 16 | conn->local.port;

	return hash_u64(key) & (list->slot_count - 1);
}

static bool is_same_port(const struct conn *left, const struct conn *right)
{
	return left->local.port == right->local.port && left->proto == right->proto &&
	       left->place == right->place;
}

static bool is_same_address(const struct conn *left, const struct conn *right)
{
	return is_same_port(left, right) && left->family == right->family &&
	       left->interface == right->interface &&
	       (left->has & CONN_HAS_V6ONLY) == (right->has & CONN_HAS_V6ONLY) &&
	       memcmp(left->local.addr, right->local.addr, sizeof(left->local.addr)) == 0;
}

static void link_in(struct service_list *list, uint32_t service)
{
	size_t slot = slot_of(list, &list->all[service].conn);

	list->all[service].next = list->slots[slot];
	list->slots[slot] = service;
}

/* Returns 0 or -ENOMEM, with the slots as they were. */
static bool make_slots(struct service_list *list, size_t count)
{
	uint32_t *slots = malloc(count * sizeof(*slots));

	if (!slots)
		return false;
	memset(slots, 0xff, count * sizeof(*slots));
	free(list->slots);
	list->slots = slots;
	list->slot_count = count;
	for (size_t i = 0; i < list->count; i++)
		if (list->all[i].used)
			link_in(list, (uint32_t)i);
	return true;
}

static bool make_room(struct service_list *list)
{
	if (list->first_free == SERVICE_NONE) {
		if (alloc_try_grow((void **)&list->all, &list->capacity, list->count + 1,
			    sizeof(*list->all)) < 0)
			return false;
		list->all[list->count] = (struct service){.next = SERVICE_NONE};
		list->first_free = (uint32_t)list->count++;
	}
	/* Growing may fail as long as there are slots at all: then the chains are longer. */
	if (list->slot_count < 2 * list->count)
		make_slots(list, list->slot_count ? 2 * list->slot_count : SLOTS_LEAST);
	return list->slot_count > 0;
}

uint32_t service_index_add(struct service_list *list, const struct conn *listener)
{
	uint32_t service = list->slot_count ? list->slots[slot_of(list, listener)] : SERVICE_NONE;

	while (service != SERVICE_NONE && !is_same_address(&list->all[service].conn, listener))
		service = list->all[service].next;
	if (service != SERVICE_NONE)
		return service;
	if (!make_room(list))
		return SERVICE_NONE;
	service = list->first_free;
	list->first_free = list->all[service].next;
	list->all[service] = (struct service){.conn = *listener,
		.first = SERVICE_NONE,
		.first_taken = SERVICE_NONE,
		.used = true,
		.fresh = true};
	link_in(list, service);
	return service;
}

static void unlink_from(struct service_list *list, uint32_t service)
{
	uint32_t *link = &list->slots[slot_of(list, &list->all[service].conn)];

	while (*link != service)
		link = &list->all[*link].next;
	*link = list->all[service].next;
}

void service_index_sweep(struct service_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct service *service = &list->all[i];

		if (!service->used || service->taking.listeners)
			continue;
		unlink_from(list, (uint32_t)i);
		free(service->rtt);
		*service = (struct service){.next = list->first_free};
		list->first_free = (uint32_t)i;
	}
}

uint32_t service_of_conn(const struct service_list *list, const struct conn *conn)
{
	uint32_t best = SERVICE_NONE, at;
	unsigned most = 0;

	if (!list->slot_count)
		return SERVICE_NONE;
	for (at = list->slots[slot_of(list, conn)]; at != SERVICE_NONE; at = list->all[at].next) {
		const struct service *service = &list->all[at];
		unsigned points = is_same_port(&service->conn, conn)
					  ? listeners_rate(&service->conn, conn)
					  : 0;

		if (points > most) {
			most = points;
			best = at;
		}
	}
	return best;
}
