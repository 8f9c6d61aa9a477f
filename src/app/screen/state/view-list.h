/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the list of named views remembers. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_VIEW_LIST_H
#define SOCKVIEW_APP_SCREEN_STATE_VIEW_LIST_H

#include "app/config/named-view.h"

struct view_list {
	char *usual;                         /* the text of what was chosen at the start; owned */
	char named[NAMED_VIEW_NAME_MAX + 1]; /* the view that the open question is about */
};

#endif
