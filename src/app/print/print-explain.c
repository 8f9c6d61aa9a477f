/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-explain.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/system/complain.h"
#include "base/ascii.h"
#include "base/i18n.h"
#include "sock/place/place.h"
#include "ui/cell/wrap.h"
#include "view/filter/filter.h"
#include "view/health/health.h"
#include "view/states/explain.h"

#define WIDTH_PRINTED 80

static size_t terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_col)
		return WIDTH_PRINTED;
	return size.ws_col < EXPLAIN_WIDTH_MAX ? size.ws_col : EXPLAIN_WIDTH_MAX;
}

static int refuse(const char *name, enum text_charset charset)
{
	struct nearest nearest;
	struct buffer line = {0};

	nearest_begin(&nearest, name);
	explain_suggest(&nearest);
	for (size_t i = 0; i < health_kinds; i++)
		nearest_compare(&nearest, health_table[i].id);
	buffer_printf(&line, _("nothing is known of '%s'"), name);
	if (nearest.found)
		buffer_printf(&line, _("; is '%s' meant?"), nearest.found);
	buffer_text(&line, _(" ('sockview --explain=help' lists them)"));
	complain(charset, "%s", buffer_get(&line));
	buffer_done(&line);
	return EXIT_USAGE;
}

static void add_findings(struct buffer *out)
{
	for (size_t i = 0; i < health_kinds; i++) {
		struct explain_topic topic;

		if (!explain_find(health_table[i].id, &topic)) /* else it is listed as a state */
			buffer_printf(out, "%s\n", health_table[i].id);
	}
}

/* A name may be that of a state and that of a finding about it. */
static void add_all(struct buffer *out, const struct health_kind *kind,
	const struct explain_topic *topic, enum text_charset charset)
{
	struct sysctls sysctls;

	if (topic) {
		sysctls_read(&sysctls, PLACE_ROOT);
		explain_add_topic(out, topic, &sysctls, charset);
		buffer_text(out, kind ? "\n" : "");
	}
	if (kind)
		health_explain(out, kind, charset);
}

/* Prints the words of a FILTER that are no columns, each with what it means, and the states. */
static void print_filter_words(void)
{
	const struct filter_condition *condition;
	const char *state;

	for (size_t i = 0; (condition = filter_condition(i)); i++)
		printf("%-18s %s\n", condition->word, _(condition->help));
	for (size_t i = 0; (state = filter_state_word(i)); i++) {
		fputs("state ", stdout);
		for (; *state; state++)
			putchar(*state == '_' ? '-' : ascii_lower(*state));
		putchar('\n');
	}
}

int print_explain(const char *name, enum text_charset charset)
{
	const struct health_kind *kind = health_find_kind(name);
	struct counters counters;
	struct explain_topic topic = {.counters = NULL};
	struct buffer text = {0}, lines = {0};
	bool known = explain_find(name, &topic);

	if (ascii_same_word(name, "filter")) {
		print_filter_words();
		return 0;
	}
	if (ascii_same_word(name, "help")) {
		explain_add_names(&text);
		add_findings(&text);
	} else if (!known && !kind) {
		return refuse(name, charset);
	} else {
		counters_read(&counters, PLACE_ROOT);
		topic.counters = &counters;
		add_all(&text, kind, known ? &topic : NULL, charset);
	}
	wrap_add_lines(&lines, &text, terminal_width(), charset);
	fputs(buffer_get(&lines), stdout);
	buffer_done(&text);
	buffer_done(&lines);
	return 0;
}
