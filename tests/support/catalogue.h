/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Chinese texts, from the catalogue in the build directory, whether it is installed or not. */
#ifndef SOCKVIEW_TESTS_SUPPORT_CATALOGUE_H
#define SOCKVIEW_TESTS_SUPPORT_CATALOGUE_H

/* Makes _() return Chinese. Returns NULL, after a message, if that fails; else a path for
 * catalogue_close(), which makes all texts English again. */
char *catalogue_open(void);

void catalogue_close(char *root);

#endif
