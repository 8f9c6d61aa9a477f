/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Golden screens: grids that a person has checked and approved, in files of tests/data/screens. A
 * file has first the text, then the plane of style letters (ui/cell/style.h).
 *
 * With UPDATE_GOLDEN=1 in the environment the files are written again, in the source directory:
 *
 *	make check TESTS=tests/unit/ui/draw/test-screens UPDATE_GOLDEN=1
 *
 * Look at each file before you commit it: a golden screen is right only because somebody has
 * checked it.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_GOLDEN_H
#define SOCKVIEW_TESTS_SUPPORT_GOLDEN_H

#include "ui/cell/grid.h"

/* Fails the test and prints both screens if the grid differs from the file. */
void golden_check(const char *name, const struct grid *grid);

#endif
