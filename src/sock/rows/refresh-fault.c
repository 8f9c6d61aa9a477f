/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the errors of a dump mean. */
#include <errno.h>

#include "sock/rows/refresh-internal.h"

bool refresh_is_refusal(int error)
{
	switch (-error) {
	case EPERM:
	case EACCES:
	case ENOSYS:
	case ENOENT: /* no such protocol, or its diag module cannot be loaded */
	case EINVAL:
	case EOPNOTSUPP:
	case EPROTONOSUPPORT:
	case ECONNREFUSED: /* the kernel has no NETLINK_SOCK_DIAG */
		return true;
	default:
		return false;
	}
}

enum source_fault refresh_fault_of(int error)
{
	switch (-error) {
	case EINTR:
		return SOURCE_INTERRUPTED;
	case ENOBUFS:
	case EMSGSIZE:
		return SOURCE_OVERRUN;
	case ENOMEM:
		return SOURCE_NO_MEMORY;
	case ENOENT:
		return SOURCE_NO_MODULE;
	default:
		return SOURCE_FAILED;
	}
}
