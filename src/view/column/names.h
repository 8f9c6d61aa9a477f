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
#include "sock/place/container-name.h"

/* What a network namespace is called. */
struct place_label {
	uint64_t cookie;  /* the kernel's, never given twice; 0: not known */
	uint64_t inode;   /* 0: not known */
	const char *name; /* raw; NULL: it has none */
	const char *pod;  /* name of the pod that it belongs to; NULL: not known */
	const char *pod_namespace;
};

/* Passed in by the module that knows the places. */
struct place_names {
	/* Returns NULL if nothing is known of this place. Valid until the next refresh. */
	const struct place_label *(*label)(const struct place_names *names, uint16_t place);
	/* Returns the container of a control group, of the user `uid` or the system; NULL: none.
	 * Valid until the next call. */
	const struct container_name *(*container)(
		const struct place_names *names, const char *cgroup, uint32_t uid);
};

/*
 * The strings belong to the look-up and are valid until it is called again. They are raw: not yet
 * made safe.
 */
struct names {
	void *context;
	const char *(*interface)(void *context, uint32_t index);
	const char *(*user)(void *context, uint32_t uid);
	/*
	 * `addr` is an address as conn.h stores it; of an IPv4-mapped address, the IPv4 part. The
	 * pointer is NULL if names of hosts are not looked up.
	 */
	const char *(*host)(void *context, enum conn_family family, const uint8_t *addr);
	const char *(*service)(void *context, enum conn_proto proto, uint16_t port);
	const struct place_names *places; /* NULL: only our own network namespace is shown */
};

/*
 * Appends the name of the interface that the socket is bound to. Appends "if3" if interface 3 has
 * no name (any more), or belongs to another network namespace.
 */
void names_add_interface(const struct names *names, const struct conn *conn, struct buffer *out);

/* Returns what is known of a place; NULL: nothing. */
static inline const struct place_label *names_find_place(const struct names *names, uint16_t place)
{
	return names->places ? names->places->label(names->places, place) : NULL;
}

/*
 * Appends what a network namespace is called in the table: its name, or else its inode number; our
 * own namespace, if it has no name, is called "here". Appends nothing if nothing is known of it.
 */
void names_add_place(const struct names *names, uint16_t place, struct buffer *out);

/*
 * Appends "10.0.0.5:8080 -> 10.0.0.9:41210", or the local end alone if there is no remote end. The
 * local end of a socket that is bound to an interface has its name, "[fe80::10]%eth0:8889 -> ...",
 * because two links may have the same addresses.
 */
void names_add_pair(
	const struct names *names, const struct conn *conn, const char *arrow, struct buffer *out);

#endif
