/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of interfaces, services, users and hosts, kept so that each is looked up once. */
#ifndef SOCKVIEW_APP_ENGINE_NAME_CACHE_H
#define SOCKVIEW_APP_ENGINE_NAME_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "view/column/names.h"

struct name_cache;

/* `wait`: names of users are waited for, where they have to be asked for far away. */
struct name_cache *names_new(bool wait);
void names_free(struct name_cache *cache);

/* Interfaces come and go: forgets them, so that they are asked for again. */
void names_refresh(struct name_cache *cache);

/* To poll: readable when names have arrived that were asked for; -1: never. */
int names_fd(const struct name_cache *cache);

/* So many have been asked for and have not arrived. */
size_t names_pending(const struct name_cache *cache);

/* Takes them; true if there were any. */
bool names_collect(struct name_cache *cache);

/* The look-ups for the view; `cache` has to outlive them. */
struct names names_of(struct name_cache *cache);

#endif
