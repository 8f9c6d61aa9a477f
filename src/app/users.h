/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of users. Where they come from (a directory service over the network) may be slow or dead,
 * so on the screen a worker thread asks, and until it knows a number has no name.
 */
#ifndef SOCKVIEW_APP_USERS_H
#define SOCKVIEW_APP_USERS_H

#include <stdbool.h>
#include <stdint.h>

struct users;

/* `wait`: no thread; users_name() itself asks, as printed outputs have to. */
struct users *users_new(bool wait);

/* A look-up that hangs is left to end with the program. */
void users_free(struct users *users);

/* The name of a user, valid until users_collect(); NULL: none, or not known yet. */
const char *users_name(struct users *users, uint32_t uid);

/* To poll: readable when names have arrived; -1: never. */
int users_fd(const struct users *users);

/* Takes the names that have arrived; true if there were any. */
bool users_collect(struct users *users);

#endif
