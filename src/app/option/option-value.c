/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/option/option-internal.h"

#include <errno.h>
#include <stdlib.h>

#include "app/system/complain.h"
#include "app/system/signal-name.h"
#include "base/i18n.h"

int option_parse_time(const char *text, uint32_t *ret_ms)
{
	static const struct {
		char letter;
		uint32_t seconds;
	} units[] = {{'\0', 1}, {'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
	char *end = NULL;
	double number = *text >= '0' && *text <= '9' ? strtod(text, &end) : 0;

	for (size_t i = 0; number > 0 && i < sizeof(units) / sizeof(units[0]); i++) {
		double ms = number * units[i].seconds * 1000;

		if (*end != units[i].letter || (*end && end[1]) || ms < 1 || ms > UINT32_MAX)
			continue;
		*ret_ms = (uint32_t)ms;
		return 0;
	}
	return complain_of_usage(_("invalid time '%s': seconds, or 90s 15m 8h"), text);
}

int option_parse_count(const char *text, uint64_t *ret_count)
{
	char *end;

	errno = 0;
	*ret_count = strtoull(text, &end, 10);
	if (errno || *end || *text < '0' || *text > '9' || !*ret_count)
		return complain_of_usage(_("invalid count '%s': a whole number from 1"), text);
	return 0;
}

int option_parse_signal(struct options *options, const char *text)
{
	options->signal = signal_name_parse(text);
	if (options->signal < 0)
		return complain_of_usage(
			_("unknown signal '%s': TERM, SIGTERM, 15, KILL, RTMIN+1, ..."), text);
	options->signals = true;
	return 0;
}
