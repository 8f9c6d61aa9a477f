/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the program's state to the frame that is drawn. */
#ifndef SOCKVIEW_APP_SCREEN_FILL_FRAME_H
#define SOCKVIEW_APP_SCREEN_FILL_FRAME_H

#include <stdint.h>

struct app;

/* The key of the bar that is at this column of the screen, or 0. */
uint32_t present_bar_key(struct app *app, int column);

#endif
