/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions that the parts of screen.c share. */
#ifndef SOCKVIEW_APP_SCREEN_SCREEN_INTERNAL_H
#define SOCKVIEW_APP_SCREEN_SCREEN_INTERNAL_H

#include "app/screen/screen.h"

/* Returns the key that the bar shows at a column of the screen, or KEY_NOTHING. */
uint32_t screen_bar_key(struct app *app, int column);

/* Returns what a click on this cell of the header means. */
struct frame_spot screen_header_spot(struct app *app, int row, int column);

#endif
