/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people call a network namespace. Names are raw: others choose them. */
#ifndef SOCKVIEW_SOCK_PLACE_SPACE_NAME_H
#define SOCKVIEW_SOCK_PLACE_SPACE_NAME_H

#include <stdint.h>

#include "sock/place/container-name.h"
#include "sock/place/spaces.h"

/* "": there is none, or it is not known. */
struct space_name {
	/*
	 * The first of these that exists: the file below /run/netns ("ip netns add web"), the pod,
	 * the container, the machine of systemd-nspawn, any other file that it is mounted on.
	 */
	char name[256];
	char container[256]; /* of the oldest process that is in one */
	char pod[254];
	char pod_namespace[64]; /* one of Kubernetes */
	char process[64];       /* the name of the oldest process: the last resort */
};

/*
 * Finds the names of a space: some dozen files of /proc, and what container_names_find() reads.
 * What runs in a namespace changes, and files of runtimes may be written late: ask again after some
 * seconds where `name` is "".
 */
void space_name_find(struct space_name *ret_name, struct container_names *containers,
	const struct spaces *spaces, const struct space *space, int64_t now_us);

#endif
