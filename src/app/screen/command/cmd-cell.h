/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands on the selected cell or row: add it to the filter, or copy it. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_CELL_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_CELL_H

#include <stdint.h>

#include "sock/conn/kind.h"

struct app;
struct buffer;

/* Add the value of the selected cell, or the selected group, to the filter: show only these
 * sockets, or all except these. */
void cmd_cell_only(struct app *app);
void cmd_cell_except(struct app *app);
void cmd_cell_only_group(struct app *app);
void cmd_cell_except_group(struct app *app);

/* Appends the condition that these commands would add for the selected cell or group. Returns false
 * if there is none. */
bool cmd_cell_add_condition(struct app *app, bool negated, struct buffer *out);

/* Copy the selected row, or the line of the selected group, to the clipboard. */
void cmd_cell_copy(struct app *app);
void cmd_cell_copy_group(struct app *app);

/* Copies this row, which has to exist, whatever is selected or tagged. */
void cmd_cell_copy_row(struct app *app, uint32_t row);

/* Adds the condition that connections are in this state to the filter. The second call with the
 * same state removes it; a call with another state replaces it. */
void cmd_cell_toggle_state(struct app *app, enum conn_state state);

#endif
