/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/place/close-kernel.h"

#include <errno.h>
#include <stdio.h>

#include "sock/diag/diag.h"

void close_kernel_probe(
	struct close_kernel *ret_kernel, struct wire *wire, void *buffer, const char *release)
{
	unsigned major = 0, minor = 0;
	int error = wire ? diag_destroy_probe(wire, buffer) : -EOPNOTSUPP;

	*ret_kernel = (struct close_kernel){0};
	if (sscanf(release, "%u.%u", &major, &minor) == 2) {
		ret_kernel->leaks_orphans = major < 6 || (major == 6 && minor < 11);
		ret_kernel->keeps_time_wait = major < 6;
	}
	/*
	 * EOPNOTSUPP: the kernel is built without it. EINVAL: before 4.5 there is no such message.
	 * Nothing else proves that it cannot; another error will be reported when a socket is
	 * closed.
	 */
	ret_kernel->can_destroy = error != -EOPNOTSUPP && error != -EINVAL;
}
