/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names for the numbers that the kernel gives. The view does not know where they come from: the
 * program passes in look-up functions, which never wait and return NULL if there is no name, or
 * none yet.
 */
#ifndef SOCKVIEW_VIEW_COLUMN_NAMES_H
#define SOCKVIEW_VIEW_COLUMN_NAMES_H

#include <stdint.h>

#include "sock/conn/conn.h"

/*
 * The strings belong to the look-up and are valid until it is called again. They are raw: not yet
 * made safe.
 */
struct names {
	void *context;
	const char *(*interface)(void *context, uint32_t index);
	const char *(*user)(void *context, uint32_t uid);
	/*
	 * The address as conn.h stores it; of an IPv4-mapped one the IPv4 part. NULL: no names of
	 * hosts.
	 */
	const char *(*host)(void *context, enum conn_family family, const uint8_t *addr);
	const char *(*service)(void *context, enum conn_proto proto, uint16_t port);
};

#endif
