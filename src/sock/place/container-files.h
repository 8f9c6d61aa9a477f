/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files in which container runtimes keep the names of containers. */
#ifndef SOCKVIEW_SOCK_PLACE_CONTAINER_FILES_H
#define SOCKVIEW_SOCK_PLACE_CONTAINER_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Digits of the number of a container. */
#define CONTAINER_ID_DIGITS 64

/* "" is a name that was not found, or that would not fit. */
struct container_found {
	char name[256];
	char pod[254];
	char pod_namespace[64];
};

struct container_files {
	char *root;
	char *text;   /* of the last file, allocated when it is first needed */
	char **links; /* names in the kubelet's directory of log files */
	size_t link_count, link_capacity;
	int64_t links_us;   /* when that was read; 0: never */
	size_t users_bytes; /* read of users' files since then: */
	int64_t users_us;
};

void container_files_init(struct container_files *files, const char *root);
void container_files_done(struct container_files *files);

/* Looks for the container with this number, `id`, of CONTAINER_ID_DIGITS digits. */
void container_files_find(struct container_files *files, const char *id, uint32_t uid,
	int64_t now_us, struct container_found *ret_found);

#endif
