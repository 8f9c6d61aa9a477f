/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/option/option-internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/system/complain.h"
#include "app/system/resolve.h"
#include "app/system/signal-name.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"

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

int option_parse_format(struct options *options, const char *id)
{
	const struct output_format *format = output_format_find(options->formats, id);
	struct buffer ids = {0};
	int status = 0;

	if (format) {
		options->format = format;
	} else {
		output_format_add_ids(options->formats, ~0U, &ids);
		status = complain_of_usage(_("invalid format '%s': %s"), id, buffer_get(&ids));
	}
	buffer_done(&ids);
	return status;
}

static void print_hint(const struct filter *filter)
{
	struct buffer condition = {0};

	filter_add_hint(filter, &condition);
	complain(TEXT_UTF8, _("'%s' is searched for as text; the condition is '%s'"),
		filter->hinted, buffer_get(&condition));
	buffer_done(&condition);
}

int option_read_filter(struct options *options, char *const *words)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(true, &time);
	struct filter_error error;
	struct buffer text = {0};

	filter_join_words(words, &text);
	options->look_chosen = true;
	options->filter_text = alloc_copy(buffer_get(&text));
	buffer_done(&text);
	if (filter_parse(options->filter_text, &names, &options->filter, &error) < 0) {
		resolve_add_error(&text, options->filter_text, &error, true);
		fprintf(stderr, "sockview: %s\n", buffer_get(&text));
		buffer_done(&text);
		if (time.late)
			fputs(_("sockview: names did not arrive in time; a number needs none: user "
				"= "
				"1000, sport = :443\n"),
				stderr);
		return EXIT_USAGE;
	}
	options->pick.filter = options->filter;
	if (options->filter->hinted)
		print_hint(options->filter);
	if (options->filter->mixed)
		fputs(_("sockview: 'and' and 'or' have equal strength and join from the left; "
			"brackets say what is meant\n"),
			stderr);
	return 0;
}
