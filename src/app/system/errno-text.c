/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/errno-text.h"

#include <locale.h>
#include <string.h>

const char *errno_text(int error, bool translated)
{
	static locale_t plain;

	if (!translated && !plain)
		plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	return !translated && plain ? strerror_l(error, plain) : strerror(error);
}
