/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What network namespaces are called, and which one is meant by a name. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "app/engine/places-internal.h"
#include "base/alloc.h"
#include "base/format.h"
#include "base/i18n.h"
#include "sock/place/space-name.h"

/* Missing in some headers. */
#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

/* How often names are looked for again. */
#define NAME_EVERY_US INT64_C(10000000)

static void replace_text(const char **text, const char *now)
{
	free((char *)*text);
	*text = *now ? alloc_copy(now) : NULL;
}

void places_name(struct places *places, struct places_entry *entry, const struct space *space)
{
	struct space_name name;

	entry->label.inode = space->inode;
	if (!entry->label.cookie)
		entry->label.cookie = space->cookie;
	if (entry->named_us && places->now.mono_us - entry->named_us < NAME_EVERY_US)
		return;
	entry->named_us = places->now.mono_us ? places->now.mono_us : 1;
	space_name_find(&name, places->containers, places->spaces, space, places->now.mono_us);
	replace_text(&entry->label.name, name.name);
	replace_text(&entry->label.pod, name.pod);
	replace_text(&entry->label.pod_namespace, name.pod_namespace);
}

static const struct places *of_names(const struct place_names *names)
{
	return (const struct places *)((const char *)names - offsetof(struct places, names));
}

static const struct place_label *label_of(const struct place_names *names, uint16_t number)
{
	const struct places *places = of_names(names);
	const struct places_entry *entry;

	if (number == CONN_HERE)
		return places->own.cookie || places->own.inode ? &places->own : NULL;
	entry = places_find_entry(places, number);
	return entry ? &entry->label : NULL;
}

static const struct container_name *container_of(
	const struct place_names *names, const char *cgroup, uint32_t uid)
{
	const struct places *places = of_names(names);

	if (!places->containers)
		return NULL;
	return container_names_find(places->containers, cgroup, uid, places->now.mono_us);
}

const struct place_names places_names = {.label = label_of, .container = container_of};

void places_name_own(struct places *places, const struct instant *now)
{
	socklen_t size = sizeof(places->own.cookie);
	struct space_name name;

	if (!places->spaces || places->own_named)
		return;
	places->own_named = true;
	places->now = *now;
	/* The first step reads the mounts, and looks at no process. */
	spaces_begin(places->spaces, now);
	spaces_step(places->spaces, 1);
	if (places->here->dumps && getsockopt(places->here->dumps->fd, SOL_SOCKET, SO_NETNS_COOKIE,
					   &places->own.cookie, &size) < 0)
		places->own.cookie = 0;
	places->own.inode = spaces_own(places->spaces)->inode;
	space_name_find(&name, places->containers, places->spaces, spaces_own(places->spaces),
		now->mono_us);
	memcpy(places->own_name, name.name, sizeof(places->own_name));
	places->own.name = *places->own_name ? places->own_name : NULL;
}

/* -------- --netns=NAME -------- */

/* True if the entry is called so. */
static bool is_called(const struct places_entry *entry, const struct space *space,
	const struct space_name *name, const char *wanted)
{
	char inode[24];

	snprintf(inode, sizeof(inode), "%llu", (unsigned long long)space->inode);
	return (entry->label.name && strcmp(entry->label.name, wanted) == 0) ||
	       (*name->container && strcmp(name->container, wanted) == 0) ||
	       (*name->pod && strcmp(name->pod, wanted) == 0) ||
	       (space->inode && strcmp(inode, wanted) == 0);
}

static bool find_by_name(struct places *places)
{
	struct space_name name;

	for (size_t i = 0; i < places->count; i++) {
		struct places_entry *entry = places->entries[i];
		const struct space *space = spaces_find(places->spaces, entry->place.number);

		if (!space)
			continue;
		places_name(places, entry, space);
		space_name_find(
			&name, places->containers, places->spaces, space, places->now.mono_us);
		if (!is_called(entry, space, &name, places->wanted))
			continue;
		places->one = entry->place.number;
		return true;
	}
	places->one = CONN_HERE;
	return places->own.name && strcmp(places->own.name, places->wanted) == 0;
}

static bool find_by_process(struct places *places)
{
	char *end;
	unsigned long pid = strtoul(places->wanted, &end, 10);

	return places->wanted[0] >= '0' && places->wanted[0] <= '9' && !*end && pid <= UINT32_MAX &&
	       spaces_of_process(places->spaces, (uint32_t)pid, &places->one);
}

bool places_find_wanted(struct places *places, const struct instant *now)
{
	struct space_change change;

	if (places->pick != PLACES_ONE || places->found)
		return true;
	if (!places->spaces)
		return false;
	places_name_own(places, now);
	spaces_begin(places->spaces, now);
	while (spaces_step(places->spaces, SIZE_MAX))
		;
	while (spaces_next_change(places->spaces, &change))
		if (change.what == SPACE_CAME)
			places_add_entry(places, change.space);
	places->found = find_by_name(places) || find_by_process(places);
	return places->found;
}

void places_add_note(const struct places *places, bool translated, struct buffer *out)
{
	static const char failed[] = N_("%s of %s network namespaces could not be read"),
			  by_proc[] =
				  N_("%s of %s network namespaces were read from /proc/PID/net, "
				     "nothing can be closed there");
	struct buffer some = {0}, all = {0};

	format_grouped(&all, places->read + places->failed);
	if (places->failed) {
		format_grouped(&some, places->failed);
		buffer_printf(
			out, translated ? _(failed) : failed, buffer_get(&some), buffer_get(&all));
	}
	buffer_text(out, places->failed && places->by_proc ? "; " : "");
	buffer_clear(&some);
	if (places->by_proc) {
		format_grouped(&some, places->by_proc);
		buffer_printf(out, translated ? _(by_proc) : by_proc, buffer_get(&some),
			buffer_get(&all));
	}
	buffer_done(&some);
	buffer_done(&all);
}
