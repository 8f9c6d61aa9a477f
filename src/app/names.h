/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of interfaces and services, kept so that each is looked up once. */
#ifndef SOCKVIEW_APP_NAMES_H
#define SOCKVIEW_APP_NAMES_H

#include "view/names.h"

struct name_cache;

struct name_cache *names_new(void);
void names_free(struct name_cache *cache);

/* Interfaces come and go: forgets them, so that they are asked for again. */
void names_refresh(struct name_cache *cache);

/* The look-ups for the view; `cache` has to outlive them. */
struct names names_of(struct name_cache *cache);

#endif
