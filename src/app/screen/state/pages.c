/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/state/pages.h"

void pages_init(struct pages *pages)
{
	*pages = (struct pages){.due_us = INT64_MAX};
}
