/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands about the selected cell and row: they become part of the filter, or are copied. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_CELL_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_CELL_H

#include <stdint.h>

struct app;

/* Only these, not these: the value of the selected cell, or the selected group, joins the filter.
 */
void cmd_cell_only(struct app *app);
void cmd_cell_except(struct app *app);
void cmd_cell_only_group(struct app *app);
void cmd_cell_except_group(struct app *app);

/* Copies the selected row, or the line of the selected group, to the clipboard. */
void cmd_cell_copy(struct app *app);
void cmd_cell_copy_group(struct app *app);

/* Copies this row, which has to be one, whatever is selected or tagged. */
void cmd_cell_copy_row(struct app *app, uint32_t row);

#endif
