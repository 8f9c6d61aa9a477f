/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What people call a container, and the Kubernetes pod that it is of: found in the files that the
 * runtimes (podman, docker, containerd, CRI-O) and the kubelet keep; no daemon is asked. All names
 * are raw: whoever makes a container chooses them.
 */
#ifndef SOCKVIEW_SOCK_PLACE_CONTAINER_NAME_H
#define SOCKVIEW_SOCK_PLACE_CONTAINER_NAME_H

#include <stdint.h>

/* "": there is none, or it is not known. */
struct container_name {
	const char *id;   /* 64 digits; "" where the runtime goes by names */
	const char *name; /* "web", as "docker ps" and "podman ps" show it */
	const char *pod;
	const char *pod_namespace; /* one of Kubernetes, no network namespace */
	const char *runtime;       /* "docker", "podman", ...; never NULL or "" */
};

struct container_names;

/* `root` is the prefix of all paths. */
struct container_names *container_names_new(const char *root);
void container_names_free(struct container_names *names);

/*
 * Returns the names of the container with this path of a control group; NULL: the path is not one
 * of a container. Valid until the next call. The answer is kept: files are read only for a path
 * that is new (a fraction of a millisecond), and after 10 seconds again where no name was found;
 * all else is a look into a table.
 *
 * `uid`: whose containers are looked at besides the machine's, if the path does not say it
 * (rootless podman and docker keep their files below the home directory); UINT32_MAX: nobody's.
 */
const struct container_name *container_names_find(
	struct container_names *names, const char *cgroup, uint32_t uid, int64_t now_us);

#endif
