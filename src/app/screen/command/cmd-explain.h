/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands that explain (view/states/explain.h), in a text above the table. */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_EXPLAIN_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_EXPLAIN_H

#include "sock/conn/conn.h"

struct app;
struct column;
struct health_kind;

/* Opens a text that explains the column under the cursor and the state of the selected socket. */
void cmd_explain(struct app *app);

/* Opens a text that explains a state alone. */
void cmd_explain_state(struct app *app, enum conn_proto proto, enum conn_state state);

/* Opens a text that explains a column. */
void cmd_explain_column(struct app *app, const struct column *column);

/* Opens a text that explains a kind of finding. */
void cmd_explain_finding(struct app *app, const struct health_kind *kind);

#endif
