/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as the files in which runtimes keep the names of containers, some of which belong to
 * users: what is found is a text within its bounds, and nothing is read beyond the files.
 *
 * With libFuzzer (-DFUZZER) it makes up its own inputs; without, it takes a list of containers, and
 * then all that is left when a byte of it is changed or its end is cut off.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sock/place/container-files.h"
#include "support/tree.h"

#define ID "4f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e83564f1c9a0b7d2e8356"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where the bytes stand, in turn. */
static const char *const paths[] = {
	"/etc/passwd",
	"/home/ann/.local/share/containers/storage/overlay-containers/containers.json",
	"/home/ann/.local/share/docker/containers/" ID "/config.v2.json",
	"/var/lib/containers/storage/overlay-containers/" ID "/userdata/config.json",
	"/run/containerd/io.containerd.runtime.v2.task/k8s.io/" ID "/config.json",
};

static void write_bytes(const char *root, const char *path, const uint8_t *data, size_t size)
{
	char full[4096];
	FILE *file;

	tree_write(root, path, "");
	snprintf(full, sizeof(full), "%s%s", root, path);
	file = fopen(full, "we");
	if (!file || fwrite(data, 1, size, file) != size)
		abort();
	fclose(file);
}

static void find(const char *root)
{
	struct container_files files;
	struct container_found found;

	container_files_init(&files, root);
	container_files_find(&files, ID, 1000, 1, &found);
	if (!memchr(found.name, 0, sizeof(found.name)) ||
		!memchr(found.pod, 0, sizeof(found.pod)) ||
		!memchr(found.pod_namespace, 0, sizeof(found.pod_namespace)))
		abort();
	container_files_done(&files);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char *root;
	char full[4096];

	if (!root)
		root = tree_make();
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (i)
			tree_write(root, paths[0], "ann:x:1000:1000:A:/home/ann:/bin/sh\n");
		write_bytes(root, paths[i], data, size);
		find(root);
		snprintf(full, sizeof(full), "%s%s", root, paths[i]);
		remove(full);
	}
#ifndef FUZZER
	if (!size) {
		tree_remove(root);
		root = NULL;
	}
#endif
	return 0;
}

#ifndef FUZZER

static const char text[] =
	"[{\"id\":\"" ID "\",\"names\":[\"k8s_web_pod_shop_0\"],\"Name\":\"/w\","
	"\"annotations\":{\"io.kubernetes.cri.sandbox-name\":\"pod\"}}]:1000:/home/ann:\n";

int main(void)
{
	static const char bytes[] = "\"\\{}[],: \xff";
	char changed[sizeof(text)];
	size_t length = sizeof(text) - 1;

	for (size_t at = 0; at < length; at++) {
		memcpy(changed, text, sizeof(text));
		changed[at] = bytes[at % sizeof(bytes)];
		LLVMFuzzerTestOneInput((const uint8_t *)changed, length);
		if (at % 4 == 0)
			LLVMFuzzerTestOneInput((const uint8_t *)text, at);
	}
	/* Nothing at all: the last one. */
	LLVMFuzzerTestOneInput((const uint8_t *)text, 0);
	return 0;
}

#endif
