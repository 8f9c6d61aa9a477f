/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/diagmsg-memory.h"

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <string.h>

_Static_assert((int)CONN_MEMORY_RECEIVED == (int)SK_MEMINFO_RMEM_ALLOC &&
		       (int)CONN_MEMORY_DROPS == (int)SK_MEMINFO_DROPS,
	"the fields are in the kernel's order");

bool diagmsg_decode_memory(const struct diagmsg *message, struct conn_memory *ret_memory)
{
	struct diagmsg_attribute attribute;
	struct diagmsg_reader reader;

	diagmsg_attributes_init(&reader, message);
	while (diagmsg_next_attribute(&reader, &attribute) > 0) {
		size_t count = attribute.length / sizeof(ret_memory->values[0]);

		if (attribute.type != INET_DIAG_SKMEMINFO || !count)
			continue;
		if (count > CONN_MEMORY_FIELDS)
			count = CONN_MEMORY_FIELDS;
		*ret_memory = (struct conn_memory){.count = (uint32_t)count};
		memcpy(ret_memory->values, attribute.value, count * sizeof(ret_memory->values[0]));
		return true;
	}
	return false;
}
