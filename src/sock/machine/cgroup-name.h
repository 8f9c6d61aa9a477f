/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parses the path of a control group: the systemd unit, the container, the pod. No file is read. */
#ifndef SOCKVIEW_SOCK_MACHINE_CGROUP_NAME_H
#define SOCKVIEW_SOCK_MACHINE_CGROUP_NAME_H

#include <stdbool.h>
#include <stddef.h>

/* Raw parts of the path. Anyone who may create groups chooses their names. "" if there is none. */
struct cgroup_name {
	char unit[256];      /* "nginx.service"; the innermost unit */
	char container[65];  /* first 12 digits of its id, or its name; the innermost one */
	char pod[37];        /* the pod's uid, as kubectl shows it */
	const char *runtime; /* "docker", "podman", ...; NULL if there is no container */
};

void cgroup_name_parse(const char *path, struct cgroup_name *ret_name);

/*
 * Chooses a path from the text of /proc/PID/cgroup, which has one line for each hierarchy, and
 * writes it into `path`, cut off at `size` - 1 bytes. False if there is none.
 */
bool cgroup_name_choose(const char *text, char *path, size_t size);

#endif
