/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of interfaces, services, users and hosts, cached so that each is looked up once. */
#ifndef SOCKVIEW_APP_ENGINE_NAME_CACHE_H
#define SOCKVIEW_APP_ENGINE_NAME_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "view/column/names.h"

struct name_cache;

/* `wait_us`: how long the program waits for names in all, even if they come from another machine.
 * The look-up of a user's name waits at once; for all other names, name_cache_wait() waits. */
struct name_cache *name_cache_new(int64_t wait_us);
void name_cache_free(struct name_cache *cache);

/* Forgets the interfaces, which come and go, so that they are asked for again. */
void name_cache_refresh(struct name_cache *cache);

/* A descriptor to poll: readable when names have arrived; -1: they never do. */
int name_cache_fd(const struct name_cache *cache);

/* Waits until names arrive, and takes them. Returns false if none is missing, or time is up. */
bool name_cache_wait(struct name_cache *cache);

/* True if the time to wait is used up, and names are still missing. */
bool name_cache_is_late(const struct name_cache *cache);

/* True if a name that was asked for since the last call is not known yet: what was decided by the
 * names, as by a filter, may be wrong. */
bool name_cache_take_missed(struct name_cache *cache);

/* The same; waits for these names, as name_cache_wait() does, so that one may decide again. */
bool name_cache_wait_for_missed(struct name_cache *cache);

/* Takes the names that have arrived; returns true if there were any. */
bool name_cache_collect(struct name_cache *cache);

/* Returns the look-up functions for the view; `cache` has to outlive them. */
struct names name_cache_names(struct name_cache *cache);

#endif
