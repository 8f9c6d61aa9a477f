/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that tag sockets. view/table/tags.h says what a tag is. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_TAG_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_TAG_H

struct app;

/* Tag or untag the selected socket, or all sockets of the selected group, and move to the next
 * one. */
void cmd_tag(struct app *app);
void cmd_tag_group(struct app *app);

void cmd_tag_clear(struct app *app);

#endif
