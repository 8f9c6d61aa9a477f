/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Golden screens: what a grid looked like when somebody looked at it and found it good, in a file
 * of tests/data/screens. First the text, then the plane of style letters (ui/style.h).
 *
 * UPDATE_GOLDEN=1 in the environment writes the files anew, in the source directory:
 *
 *	make check TESTS=tests/unit/ui/draw/test-screens UPDATE_GOLDEN=1
 *
 * Look at each of them before it is committed: a golden screen is right because somebody said so.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_GOLDEN_H
#define SOCKVIEW_TESTS_SUPPORT_GOLDEN_H

#include "ui/cell/grid.h"

/* Fails the test, showing both, where the grid is not as in the file. */
void golden_check(const char *name, const struct grid *grid);

#endif
