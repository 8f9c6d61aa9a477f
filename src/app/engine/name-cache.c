/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/name-cache.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "app/engine/lookup.h"
#include "app/system/patience.h"
#include "base/alloc.h"

/* Interfaces with a higher index are looked up every time. */
#define INTERFACES_KEPT 64

/* The table of services is mostly a file; a directory service is waited for so long. */
#define SERVICES_WAIT_US INT64_C(1000000)

struct name_cache {
	struct {
		bool asked, found;
		char name[IF_NAMESIZE];
	} interfaces[INTERFACES_KEPT];
	char beyond[IF_NAMESIZE];
	bool services_read;
	char **services[CONN_PROTOS]; /* by port; NULL: no name */
	struct lookup *lookup;
};

/* The names of the services, while a thread reads them. */
struct service_table {
	char **names[CONN_PROTOS];
};

static void free_services(char **names)
{
	for (size_t port = 0; names && port < 65536; port++)
		free(names[port]);
	free(names);
}

static void drop_table(void *job)
{
	struct service_table *table = job;

	for (size_t proto = 0; proto < kind_count; proto++)
		free_services(table->names[proto]);
	free(table);
}

struct name_cache *name_cache_new(int64_t wait_us)
{
	struct name_cache *cache = alloc_zero(1, sizeof(*cache));

	cache->lookup = lookup_new(wait_us);
	return cache;
}

void name_cache_free(struct name_cache *cache)
{
	for (size_t proto = 0; proto < kind_count; proto++)
		free_services(cache->services[proto]);
	lookup_free(cache->lookup);
	free(cache);
}

void name_cache_refresh(struct name_cache *cache)
{
	memset(cache->interfaces, 0, sizeof(cache->interfaces));
}

static const char *interface_name(void *context, uint32_t index)
{
	struct name_cache *cache = context;

	if (index >= INTERFACES_KEPT)
		return if_indextoname(index, cache->beyond);
	if (!cache->interfaces[index].asked) {
		cache->interfaces[index].asked = true;
		cache->interfaces[index].found =
			if_indextoname(index, cache->interfaces[index].name) != NULL;
	}
	return cache->interfaces[index].found ? cache->interfaces[index].name : NULL;
}

static void keep_service(struct service_table *table, const struct servent *service)
{
	enum conn_proto proto = kind_find(service->s_proto);
	uint16_t port = ntohs((uint16_t)service->s_port);

	if (proto < CONN_PROTOS && !table->names[proto][port])
		table->names[proto][port] = alloc_copy(service->s_name);
}

static void ask_services(void *job)
{
	struct servent entry, *found;
	char text[4096];

	setservent(0);
	while (getservent_r(&entry, text, sizeof(text), &found) == 0 && found)
		keep_service(job, found);
	endservent();
}

/* Reads the whole table when the first name is needed: one read of the file instead of one for each
 * port. Where it does not arrive in time, ports stay numbers. */
static void read_services(struct name_cache *cache)
{
	struct service_table *table = alloc_zero(1, sizeof(*table));
	int64_t left_us = SERVICES_WAIT_US;

	cache->services_read = true;
	for (size_t proto = 0; proto < kind_count; proto++)
		table->names[proto] = alloc_zero(65536, sizeof(char *));
	if (!patience_run(ask_services, drop_table, table, &left_us))
		return;
	memcpy(cache->services, table->names, sizeof(cache->services));
	free(table);
}

static const char *service_name(void *context, enum conn_proto proto, uint16_t port)
{
	struct name_cache *cache = context;

	if (!cache->services_read)
		read_services(cache);
	return cache->services[proto] ? cache->services[proto][port] : NULL;
}

static const char *user_name(void *context, uint32_t uid)
{
	struct name_cache *cache = context;
	struct lookup_question question = {.kind = LOOKUP_USER};

	memcpy(question.bytes, &uid, sizeof(uid));
	return lookup_name(cache->lookup, &question);
}

static const char *host_name(void *context, enum conn_family family, const uint8_t *addr)
{
	struct name_cache *cache = context;
	struct lookup_question question = {.kind = LOOKUP_HOST, .family = (uint8_t)family};

	memcpy(question.bytes, addr, family == CONN_IPV6 ? 16 : 4);
	return lookup_name(cache->lookup, &question);
}

bool name_cache_wait(struct name_cache *cache)
{
	return lookup_wait(cache->lookup);
}

bool name_cache_is_late(const struct name_cache *cache)
{
	return lookup_is_late(cache->lookup);
}

bool name_cache_take_missed(struct name_cache *cache)
{
	return lookup_take_missed(cache->lookup);
}

bool name_cache_wait_for_missed(struct name_cache *cache)
{
	if (!name_cache_take_missed(cache))
		return false;
	while (name_cache_wait(cache))
		;
	return true;
}

int name_cache_fd(const struct name_cache *cache)
{
	return lookup_fd(cache->lookup);
}

bool name_cache_collect(struct name_cache *cache)
{
	return lookup_collect(cache->lookup);
}

struct names name_cache_names(struct name_cache *cache)
{
	return (struct names){
		.context = cache,
		.interface = interface_name,
		.service = service_name,
		.user = user_name,
		.host = host_name,
	};
}
