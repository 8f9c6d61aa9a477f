/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/print-explain.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/system/complain.h"
#include "base/i18n.h"
#include "sock/place/place.h"
#include "ui/cell/wrap.h"
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
	const char *nearest = explain_nearest(name);
	struct buffer line = {0};

	buffer_printf(&line, _("no state and no column '%s'"), name);
	if (nearest)
		buffer_printf(&line, _("; is '%s' meant?"), nearest);
	buffer_text(&line, _(" ('sockview --explain=help' lists them)"));
	complain(charset, "%s", buffer_get(&line));
	buffer_done(&line);
	return EXIT_USAGE;
}

int print_explain(const char *name, enum text_charset charset)
{
	struct explain_topic topic;
	struct sysctls sysctls;
	struct buffer text = {0}, lines = {0};
	bool names = strcmp(name, "help") == 0;

	if (!names && !explain_find(name, &topic))
		return refuse(name, charset);
	sysctls_read(&sysctls, PLACE_ROOT);
	if (names)
		explain_add_names(&text);
	else
		explain_add_topic(&text, &topic, &sysctls, charset);
	wrap_add_lines(&lines, &text, terminal_width(), charset);
	fputs(buffer_get(&lines), stdout);
	buffer_done(&text);
	buffer_done(&lines);
	return 0;
}
