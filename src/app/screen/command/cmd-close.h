/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Closing on the screen: the question about the selected or the tagged sockets, what else may be
 * answered to it, and the preview of that. What is meant is taken when a dialog opens, and no
 * refresh touches it.
 */
#ifndef SOCKVIEW_APP_SCREEN_COMMAND_CMD_CLOSE_H
#define SOCKVIEW_APP_SCREEN_COMMAND_CMD_CLOSE_H

#include "app/screen/command/close-scope.h"
#include "app/close/close-job.h"
#include "ui/widget/dialog.h"

struct app;

/* What the open dialog asks. */
enum kill_question {
	KILL_SOCKETS, /* close these? with other answers below */
	KILL_RELATED, /* those that one of the other answers means? */
	KILL_SEIZE,   /* what the last run did not close, by the other way? */
	KILL_SIGNAL,  /* send a signal to those who hold them? */
};

/* The open dialog. */
struct kill {
	bool permitted; /* the program has CAP_NET_ADMIN */
	enum kill_question question;
	struct killing killing; /* what a yes is for */
	bool taken;             /* `killing` is to be given back */
	struct aim aim;
	bool finding;    /* what is to be guarded; the question comes then */
	uint32_t row;    /* that it is about; TRACK_NONE: what is tagged or selected */
	uint64_t cookie; /* of that */
	size_t pages;    /* that were open when it was asked for */
	size_t hidden;   /* of them, by the filter */
	bool by_port;    /* it is one that wants its port typed */
	enum killing_way way;
	int signal;
	int64_t typed_us; /* when it was opened or a key last typed at it, monotonic clock */
	bool hasty;       /* the last key was refused */
	char word[24];    /* that has to be typed; "": y suffices */
	char ask[96];
};

/* Gives back all that closing has: dialog, run and results. */
void kill_done(struct app *app);

/* Asks about the tagged sockets, or else about what is selected in the table. */
void kill_ask(struct app *app);

/* Asks about the socket of this row. */
void kill_ask_row(struct app *app, uint32_t row);

/* Goes on finding out what is to be guarded, and asks then; true while there is more to do. */
bool kill_step(struct app *app);

/* Asks whether `count` sockets that the last run did not close may be closed by the other way. */
void kill_ask_to_seize(struct app *app, size_t count);

/*
 * True for a key that would answer the open dialog, but comes with what was typed or pasted before
 * anybody can have read it: it is no answer, and the dialog stays. Esc and No never are.
 */
bool kill_is_hasty(struct app *app, uint32_t key);

/* The dialog was answered, and is closed already. */
void kill_answer(struct app *app, enum overlay_answer answer);

#endif
