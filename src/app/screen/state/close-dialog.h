/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the screen remembers of the dialog that asks before a close: which sockets are meant, how
 * they are closed, and what a yes is for. */
#ifndef SOCKVIEW_APP_SCREEN_STATE_CLOSE_DIALOG_H
#define SOCKVIEW_APP_SCREEN_STATE_CLOSE_DIALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/close/close-job.h"
#include "base/buffer.h"
#include "sock/machine/process.h"
#include "sock/rows/row-walk.h"

struct app;

enum close_scope_at {
	CLOSE_SCOPE_SELECTED,
	CLOSE_SCOPE_TAGGED,
	CLOSE_SCOPE_PROCESS, /* held by the process that holds the selected one */
	CLOSE_SCOPE_REMOTE,  /* with its remote address */
	CLOSE_SCOPE_GROUP,   /* in the group that it stands in, or that is selected itself */
	CLOSE_SCOPE_SHOWN,   /* all that are looked at */
	CLOSE_SCOPE_KINDS
};

/* The selected socket when the dialog opened: what others are compared with. All zero: none. */
struct close_scope {
	struct conn conn;
	bool owned;
	struct process process; /* if owned: the first that holds it */
	bool remote;            /* it has a remote address */
	struct buffer group;    /* key of the group; empty where there is none */
	/* How many living sockets each answer means; not known before all rows were counted. */
	bool counting;
	struct row_walk walk;
	size_t counts[CLOSE_SCOPE_KINDS];
};

/* A walk through all rows that collects the sockets which an answer means, before its question is
 * asked. */
struct close_take {
	bool going;
	bool (*step)(struct app *app); /* true while there is more */
	void (*then)(struct app *app); /* asks the question */
	const char *title;             /* of that, translated */
	enum close_scope_at at;        /* what is taken */
	struct row_walk walk;
	size_t held;      /* before a signal: sockets of the first process */
	int64_t shown_us; /* when its progress was last drawn, monotonic clock */
	bool stepped;     /* this walk used the CPU time since the clock was last read */
	int64_t cpu_us;
	char ask[96];
};

/* What the open dialog asks. */
enum close_dialog_question {
	CLOSE_DIALOG_SOCKETS, /* close these? with other answers below */
	CLOSE_DIALOG_RELATED, /* those that one of the other answers means? */
	CLOSE_DIALOG_SEIZE,   /* what the last run did not close, by the other way? */
	CLOSE_DIALOG_SIGNAL,  /* send a signal to the processes that hold them? */
};

/* The open dialog. */
struct close_dialog {
	bool permitted; /* the program has CAP_NET_ADMIN */
	enum close_dialog_question question;
	struct close_job job; /* what a yes is for */
	bool taken;           /* `job` belongs to the dialog, which frees it */
	struct close_scope scope;
	struct close_take take;
	size_t choices_at; /* in the text: from there on it is about the other answers */
	bool finding;      /* still finding what the user's own session hangs on; the question comes
			      after that */
	bool shown;        /* the question is about all that are shown, not about `about` */
	char wish;         /* the answer that was chosen before the question; '\0': none */
	struct row_ref about; /* the socket; none: what is tagged or selected */
	size_t pages;         /* number of pages that were open when the user asked */
	size_t hidden;        /* number of sockets that are meant but hidden by the filter */
	bool by_port;         /* the answer is the port of the socket, not y */
	enum close_way way;
	int signal;
	int64_t typed_us; /* when it was opened or a key last typed at it, monotonic clock */
	bool hasty;       /* the last key was refused */
	char word[24];    /* that has to be typed; "": y suffices */
	char ask[96];
};

#endif
