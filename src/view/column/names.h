/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names for the numbers that the kernel gives. The view does not know where they come from: the
 * program passes in look-up functions, which never wait and return NULL if there is no name, or
 * none yet.
 */
#ifndef SOCKVIEW_VIEW_COLUMN_NAMES_H
#define SOCKVIEW_VIEW_COLUMN_NAMES_H

#include <stdint.h>

#include "base/buffer.h"
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

/* Appends the name of an interface, or "if3" if it has none (any more). */
void names_add_interface(const struct names *names, uint32_t index, struct buffer *out);

/*
 * Appends "10.0.0.5:8080 -> 10.0.0.9:41210", or the local end alone if there is no remote end. With
 * the interface, "[fe80::10]%eth0:8889 -> ...": on two links there may be the same addresses.
 */
void names_add_pair(
	const struct names *names, const struct conn *conn, const char *arrow, struct buffer *out);

#endif
