/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/print/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"

#define WORTH_WRITING 65536

static void write_all(struct output *output)
{
	size_t done = 0;

	while (!output->error && done < output->text.length) {
		ssize_t written =
			write(STDOUT_FILENO, output->text.data + done, output->text.length - done);

		if (written < 0 && errno != EINTR)
			output->error = -errno;
		if (written > 0)
			done += (size_t)written;
	}
	buffer_clear(&output->text);
}

void output_drain(struct output *output)
{
	if (output->text.length >= WORTH_WRITING)
		write_all(output);
}

int output_flush(struct output *output)
{
	write_all(output);
	return output->error;
}

int output_complain(const struct output *output)
{
	fprintf(stderr, _("sockview: cannot write: %s\n"), strerror(-output->error));
	return 1;
}
