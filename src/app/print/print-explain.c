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
#include "view/health/glossary.h"

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
	const char *nearest = glossary_nearest(name);
	struct buffer line = {0};

	buffer_printf(&line, _("nothing is known of '%s'"), name);
	if (nearest)
		buffer_printf(&line, _("; is '%s' meant?"), nearest);
	buffer_text(&line, _(" ('sockview --explain=help' lists them)"));
	complain(charset, "%s", buffer_get(&line));
	buffer_done(&line);
	return EXIT_USAGE;
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
	struct buffer text = {0}, lines = {0};
	struct glossary_entry entry;

	if (strcmp(name, "filter") == 0) {
		print_filter_words();
		return 0;
	}
	if (strcmp(name, "help") == 0)
		glossary_add_names(&text);
	else if (glossary_find(name, &entry))
		glossary_add(&text, &entry, PLACE_ROOT, charset);
	else
		return refuse(name, charset);
	wrap_add_lines(&lines, &text, terminal_width(), charset);
	fputs(buffer_get(&lines), stdout);
	buffer_done(&text);
	buffer_done(&lines);
	return 0;
}
