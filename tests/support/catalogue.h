/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The texts in Chinese, from the catalogue that the build makes, wherever it is installed or not.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_CATALOGUE_H
#define SOCKVIEW_TESTS_SUPPORT_CATALOGUE_H

/*
 * From now on _() is in Chinese. NULL, having said why, where that cannot be; else what
 * catalogue_close() takes, with which all is English again.
 */
char *catalogue_open(void);

void catalogue_close(char *root);

#endif
