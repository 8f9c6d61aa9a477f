/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/diag/diagmsg-ulp.h"

#include <string.h>

enum {
	ULP_NAME = 1,
	ULP_MPTCP = 3,
	MPTCP_TOKEN_LOCAL = 2, /* inside of ULP_MPTCP */
};

static bool find(const struct diagmsg_attribute *outer, uint16_t type,
	struct diagmsg_attribute *ret_attribute)
{
	struct diagmsg_reader reader = {.at = outer->value, .left = outer->length};

	while (diagmsg_next_attribute(&reader, ret_attribute) > 0)
		if (ret_attribute->type == type)
			return true;
	return false;
}

bool diagmsg_ulp_is_mptcp(const struct diagmsg_attribute *ulp)
{
	static const char name[] = "mptcp";
	struct diagmsg_attribute found;

	return find(ulp, ULP_NAME, &found) && found.length >= sizeof(name) &&
	       memcmp(found.value, name, sizeof(name)) == 0;
}

uint32_t diagmsg_ulp_mptcp_token(const struct diagmsg_attribute *ulp)
{
	struct diagmsg_attribute info, found;
	uint32_t token = 0;

	if (find(ulp, ULP_MPTCP, &info) && find(&info, MPTCP_TOKEN_LOCAL, &found) &&
		found.length == sizeof(token))
		memcpy(&token, found.value, sizeof(token));
	return token;
}
