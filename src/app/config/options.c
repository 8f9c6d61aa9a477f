/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/options.h"

#include <stdlib.h>

void options_done(struct options *options)
{
	filter_free(options->filter);
	free(options->filter_text);
	keymap_done(&options->keymap);
	named_views_done(&options->views);
	buffer_done(&options->warnings);
	options->filter = NULL;
	options->filter_text = NULL;
}
