/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/privileges.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/readfile.h"

#define BIT(capability) (UINT64_C(1) << (capability))

static const uint64_t to_look = BIT(CAP_SYS_PTRACE) | BIT(CAP_DAC_READ_SEARCH);

static int get_capabilities(struct __user_cap_data_struct data[2])
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};

	return syscall(SYS_capget, &header, data) < 0 ? -errno : 0;
}

static int set_capabilities(const struct __user_cap_data_struct data[2])
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};

	return syscall(SYS_capset, &header, data) < 0 ? -errno : 0;
}

static uint64_t needed(unsigned purposes)
{
	return to_look | (purposes & PRIVILEGES_TO_CLOSE ? BIT(CAP_NET_ADMIN) : 0) |
	       (purposes & PRIVILEGES_TO_SIGNAL ? BIT(CAP_KILL) : 0);
}

/* Drops all capabilities but `kept`, for good. */
static int keep_only(uint64_t kept)
{
	struct __user_cap_data_struct data[2];
	int error = get_capabilities(data);

	if (error)
		return error;
	/* The bounding set can be narrowed only with CAP_SETPCAP; without CAP_SETPCAP the set does
	 * no harm. */
	for (int capability = 0; capability < 64; capability++)
		if (!(kept & BIT(capability)))
			prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	for (int half = 0; half < 2; half++) {
		data[half].permitted &= (uint32_t)(kept >> 32 * half);
		data[half].effective = data[half].permitted;
		data[half].inheritable = 0;
	}
	error = set_capabilities(data);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 && !error)
		error = -errno;
	return error;
}

int privileges_drop(unsigned purposes)
{
	return keep_only(needed(purposes));
}

int privileges_keep_to_enter(void)
{
	return keep_only(BIT(CAP_SYS_ADMIN));
}

static bool holds(uint64_t capabilities)
{
	struct __user_cap_data_struct data[2];

	return get_capabilities(data) == 0 && (data[0].effective & capabilities) == capabilities;
}

bool privileges_can_look(void)
{
	return holds(to_look);
}

bool privileges_are_whole(void)
{
	unsigned inside, outside, count;
	char map[64];

	if (!readfile("", "/proc/self/uid_map", map, sizeof(map)))
		return true; /* this kernel has no user namespaces */
	return sscanf(map, "%u %u %u", &inside, &outside, &count) == 3 && inside == 0 &&
	       outside == 0 && count == UINT32_MAX;
}

bool privileges_can_close(void)
{
	return holds(BIT(CAP_NET_ADMIN));
}
