/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names for the numbers that the kernel gives. Where they come from is not the view's affair: the
 * program hands in a look-up that never waits, and that answers NULL for what has no name, or none
 * yet.
 */
#ifndef SOCKVIEW_VIEW_COLUMN_NAMES_H
#define SOCKVIEW_VIEW_COLUMN_NAMES_H

#include <stdint.h>

#include "sock/conn/conn.h"

/* The texts stay the look-up's, and valid until it is asked again. They are raw:
 * not yet cleaned. */
struct names {
	void *context;
	const char *(*interface)(void *context, uint32_t index);
	const char *(*user)(void *context, uint32_t uid);
	/* Address as conn.h has it; of a mapped one the IPv4 part. NULL: hosts have no names. */
	const char *(*host)(void *context, enum conn_family family, const uint8_t *addr);
	const char *(*service)(void *context, enum conn_proto proto, uint16_t port);
};

#endif
