/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of interfaces, services, users and hosts, cached so that each is looked up once. */
#ifndef SOCKVIEW_APP_ENGINE_NAME_CACHE_H
#define SOCKVIEW_APP_ENGINE_NAME_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "view/column/names.h"

struct name_cache;

/* `wait`: wait for names of users, even if they come from another machine. */
struct name_cache *name_cache_new(bool wait);
void name_cache_free(struct name_cache *cache);

/* Forgets the interfaces, which come and go, so that they are asked for again. */
void name_cache_refresh(struct name_cache *cache);

/* A descriptor to poll: readable when names have arrived; -1: they never do. */
int name_cache_fd(const struct name_cache *cache);

/* Returns the number of names that have been asked for and have not arrived. */
size_t name_cache_pending(const struct name_cache *cache);

/* Takes the names that have arrived; returns true if there were any. */
bool name_cache_collect(struct name_cache *cache);

/* Returns the look-up functions for the view; `cache` has to outlive them. */
struct names name_cache_names(struct name_cache *cache);

#endif
