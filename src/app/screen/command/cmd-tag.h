/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that tag: what a tag is stands in view/table/tags.h. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_TAG_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_TAG_H

struct app;

/* Tag or untag the selected socket, or all of the selected group, and go to the next. */
void cmd_tag(struct app *app);
void cmd_tag_group(struct app *app);

void cmd_tag_clear(struct app *app);

#endif
