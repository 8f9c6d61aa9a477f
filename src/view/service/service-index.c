/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds services by place, kind and port; of several on a port the one that fits best. */
#include "view/service/service-internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "sock/owner/listeners.h"

/* Services of one port have one hash, so that they are found one behind the other. */
static uint32_t hash_of(const struct conn *conn)
{
	return hash_u64(
		(uint64_t)conn->place << 32 | (uint64_t)conn->proto << 16 | conn->local.port);
}

static uint32_t hash_of_service(const void *owner, uint32_t service)
{
	const struct service_list *list = owner;

	return hash_of(&list->all[service].conn);
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

/* Returns the slot of the service of exactly this address, or a free one. */
static uint32_t *find_slot(const struct service_list *list, const struct conn *listener)
{
	uint32_t *slot = hash_index_first(&list->index, hash_of(listener));

	while (*slot != HASH_INDEX_NONE && !is_same_address(&list->all[*slot].conn, listener))
		slot = hash_index_next(&list->index, slot);
	return slot;
}

/* Takes a free element, or adds one; SERVICE_NONE: no memory. */
static uint32_t take_free(struct service_list *list)
{
	uint32_t service = list->first_free;

	if (service != SERVICE_NONE) {
		list->first_free = list->all[service].next_free;
		return service;
	}
	if (alloc_try_grow(
		    (void **)&list->all, &list->capacity, list->count + 1, sizeof(*list->all)) < 0)
		return SERVICE_NONE;
	return (uint32_t)list->count++;
}

uint32_t service_index_add(struct service_list *list, const struct conn *listener)
{
	uint32_t *slot, service;

	if (hash_index_reserve(&list->index, hash_of_service, list) < 0)
		return SERVICE_NONE;
	slot = find_slot(list, listener);
	if (*slot != HASH_INDEX_NONE)
		return *slot;
	service = take_free(list);
	if (service == SERVICE_NONE)
		return SERVICE_NONE;
	list->all[service] = (struct service){.conn = *listener,
		.first = SERVICE_NONE,
		.first_taken = SERVICE_NONE,
		.used = true,
		.fresh = true};
	hash_index_put(&list->index, slot, service);
	return service;
}

void service_index_sweep(struct service_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct service *service = &list->all[i];

		if (!service->used || service->taking.listeners)
			continue;
		hash_index_remove(
			&list->index, find_slot(list, &service->conn), hash_of_service, list);
		free(service->rtt);
		free(service->wait);
		*service = (struct service){.next_free = list->first_free};
		list->first_free = (uint32_t)i;
	}
}

uint32_t service_of_conn(const struct service_list *list, const struct conn *conn)
{
	uint32_t best = SERVICE_NONE, *slot;
	unsigned most = 0;

	if (hash_index_is_empty(&list->index))
		return SERVICE_NONE;
	for (slot = hash_index_first(&list->index, hash_of(conn)); *slot != HASH_INDEX_NONE;
		slot = hash_index_next(&list->index, slot)) {
		const struct service *service = &list->all[*slot];
		unsigned points = is_same_port(&service->conn, conn)
					  ? listeners_rate(&service->conn, conn)
					  : 0;

		if (points > most) {
			most = points;
			best = *slot;
		}
	}
	return best;
}
