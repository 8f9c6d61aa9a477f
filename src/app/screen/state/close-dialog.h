/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State of the dialog that asks before a close: which sockets to close, how to close them, and what
 * happens after a yes. */
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
	CLOSE_SCOPE_PROCESS, /* sockets held by the process that holds the selected socket */
	CLOSE_SCOPE_REMOTE,  /* sockets with the same remote address as the selected socket */
	CLOSE_SCOPE_GROUP, /* sockets in the group of the selected socket, or in a selected group */
	CLOSE_SCOPE_SHOWN, /* all sockets that are shown */
	CLOSE_SCOPE_KINDS
};

/* The socket that was selected when the dialog opened: other sockets are compared with it. All
 * zero: none. */
struct close_scope {
	struct conn conn;
	bool owned;
	struct process process; /* if owned: the first process that holds the socket */
	bool remote;            /* it has a remote address */
	struct buffer group;    /* key of the group; empty where there is none */
	/* How many living sockets each answer would close; not known before all rows were
	 * counted. */
	bool counting;
	struct row_walk walk;
	size_t counts[CLOSE_SCOPE_KINDS];
};

/* A walk through all rows that collects the sockets for an answer, before the question of that
 * answer is asked. */
struct close_take {
	bool going;
	bool (*step)(struct app *app); /* true while there is more */
	void (*then)(struct app *app); /* asks the question */
	const char *title;             /* title of the question, translated */
	enum close_scope_at at;        /* which sockets are taken */
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
	CLOSE_DIALOG_RELATED, /* close the sockets of one of the other answers? */
	CLOSE_DIALOG_SEIZE,   /* close through descriptors what the last run did not close? */
	CLOSE_DIALOG_SIGNAL,  /* send a signal to the processes that hold them? */
};

/* The open dialog. */
struct close_dialog {
	bool permitted; /* the program has CAP_NET_ADMIN */
	enum close_dialog_question question;
	struct close_job job; /* what a yes closes */
	bool taken;           /* `job` belongs to the dialog, which frees it */
	struct close_scope scope;
	struct close_take take;
	size_t choices_at; /* offset in the text where the other answers begin */
	bool finding;      /* the search for what the user's own session depends on is running; the
			      question is asked after it */
	bool shown;        /* the question is about all that are shown, not about `about` */
	char wish;         /* the answer that was chosen before the question; '\0': none */
	struct row_ref about; /* the socket; none: what is tagged or selected */
	size_t pages;         /* number of pages that were open when the user asked */
	size_t hidden;        /* number of sockets that are meant but hidden by the filter */
	bool by_port;         /* to confirm, the user types the port of the socket, not y */
	enum close_way way;
	int signal;
	int64_t typed_us; /* when it was opened or a key last typed at it, monotonic clock */
	bool hasty;       /* the last key was refused */
	char word[24];    /* the word that has to be typed; "": y is enough */
	char ask[96];
};

#endif
