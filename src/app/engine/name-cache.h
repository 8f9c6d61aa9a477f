/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of interfaces, services, users and hosts, kept so that each is looked up once. */
#ifndef SOCKVIEW_APP_ENGINE_NAME_CACHE_H
#define SOCKVIEW_APP_ENGINE_NAME_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "view/column/names.h"

struct name_cache;

/* `wait`: names of users are waited for, where they have to be asked for far away. */
struct name_cache *name_cache_new(bool wait);
void name_cache_free(struct name_cache *cache);

/* Interfaces come and go: forgets them, so that they are asked for again. */
void name_cache_refresh(struct name_cache *cache);

/* To poll: readable when names have arrived that were asked for; -1: never. */
int name_cache_fd(const struct name_cache *cache);

/* So many have been asked for and have not arrived. */
size_t name_cache_pending(const struct name_cache *cache);

/* Takes them; true if there were any. */
bool name_cache_collect(struct name_cache *cache);

/* The look-ups for the view; `cache` has to outlive them. */
struct names name_cache_names(struct name_cache *cache);

#endif
