/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the screen share. */
#ifndef SOCKVIEW_APP_SCREEN_SCREEN_INTERNAL_H
#define SOCKVIEW_APP_SCREEN_SCREEN_INTERNAL_H

#include "app/screen/screen.h"

/* The key of the bar that is at this column of the screen, or KEY_NOTHING. */
uint32_t screen_bar_key(struct app *app, int column);

#endif
