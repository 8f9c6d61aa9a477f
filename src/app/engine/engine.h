/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part that the screen and the printed outputs share: the connections to the kernel, the
 * sockets across refreshes, and the names. */
#ifndef SOCKVIEW_APP_ENGINE_ENGINE_H
#define SOCKVIEW_APP_ENGINE_ENGINE_H

#include <stdbool.h>

#include "app/engine/chronicle.h"
#include "app/engine/name-cache.h"
#include "app/engine/places.h"
#include "app/config/options.h"
#include "sock/owner/row-owners.h"
#include "sock/rows/coverage.h"
#include "sock/rows/refresh.h"
#include "view/column/column.h"

/* Longest wait for one answer of the kernel. Usually it answers within the call that asks. */
#define ENGINE_ANSWER_TIMEOUT_MS 5000

struct replay; /* sock/frame/replay.h */

struct engine {
	struct place here;         /* the network namespace of this program */
	struct places spaces;      /* all network namespaces */
	struct place_list *places; /* the same as a list: those whose sockets are shown */
	struct track track;
	struct refresh kernel_source;
	struct source *source; /* where the sockets come from: the kernel, or a recording */
	struct replay *replay; /* the recording; NULL: none */
	size_t replay_next;    /* number of its next refresh */
	struct source_plan plan;
	struct bytecode *condition; /* of the plan; NULL: it has none */
	struct coverage coverage;   /* of the last refresh */
	struct chronicle chronicle; /* connections that have ended, if they are shown */
	struct row_owners row_owners;
	bool owners_wanted; /* something on display needs owners */
	bool held_wanted;   /* something needs the descriptors that are held, see owner-map.h */
	void *close_buffer; /* for answers of a place's wire for closing; a refresh uses its own */
	struct name_cache *name_cache;
	struct names names;
	struct column_context context;
	char host[65];
};

/* Returns how long the rows of sockets that have gone are kept, in milliseconds; if the output
 * tells of their end, at least until the refresh is over. */
uint64_t engine_linger_ms(const struct options *options);

/* Opens all files and sockets that need rights; to be called before rights are dropped. */
void engine_init(struct engine *engine, const struct options *options);
void engine_done(struct engine *engine);

/*
 * Looks for other network namespaces from now on, if they are to be shown or counted; to be called
 * after engine_init(), also before rights are dropped. Returns false, after a complaint, if --netns
 * names none.
 */
bool engine_watch_places(struct engine *engine, const struct options *options);

/* With `names`, shows services by name, and hosts if they may be asked for; else shows numbers. */
void engine_show_names(struct engine *engine, bool names);

/* What is shown, and so has to be known. */
struct engine_shows {
	const struct column *const *columns;
	size_t column_count;
	const struct column *sort, *then; /* NULL: no order */
	const struct filter *filter;      /* NULL: none */
	bool in_window; /* only the rows in sight need the columns; the kernel is asked for these
			   rows one by one */
	bool sums;      /* figures of tcp_info are summed up over all rows */
};

/* All that a dump can bring: a set of enum diagmsg_extension. */
#define ENGINE_ALL_EXTENSIONS (DIAGMSG_INFO | DIAGMSG_CONGESTION | DIAGMSG_MEMORY)

/* Returns the set of enum diagmsg_extension that the dumps have to bring for all rows. */
unsigned engine_extensions(const struct engine_shows *shows);

/* Chooses whether the descriptors that are held are counted: see owner_map_count_held(). */
void engine_choose_held(struct engine *engine);

/* Begins a refresh at `now`. */
void engine_begin(struct engine *engine, const struct instant *now);

/* To be called when the sockets of a refresh are known, before their owners are looked for. */
void engine_rows_known(struct engine *engine, const struct instant *now);

/* Begins to look for the owners of the refreshed sockets. engine_step_owners() then has to be
 * called until it returns false. */
void engine_follow_owners(struct engine *engine, const struct instant *now);
bool engine_step_owners(struct engine *engine);

/* engine_take_events() reads the kernel's events, if it is time for that. The other two return a
 * descriptor to poll (-1: none), and when it is time again (monotonic clock). */
void engine_take_events(struct engine *engine, const struct instant *now);
int engine_events_fd(const struct engine *engine);
int64_t engine_events_due_us(const struct engine *engine);

/*
 * Returns, for each change from one state to another, how many TCP sockets made it since the last
 * call; the index is the state before, times 16, plus the state after. NULL: not all sockets that
 * are shown are counted.
 */
const uint32_t *engine_ways(struct engine *engine);

/* Returns the context for rows of connections that have ended. */
struct column_context engine_past_context(const struct engine *engine);

/* Does one whole refresh with owners, and waits for the kernel where needed. */
void engine_refresh(struct engine *engine, const struct instant *now);

/* Returns a descriptor of the directory /proc; -1: owners are not looked for, or there is no
 * /proc. */
int engine_proc(const struct engine *engine);

/* True if the owner of a row is not known because rights are missing. */
bool engine_owner_is_hidden(struct engine *engine, uint32_t row);

/* Returns why owners are hidden, and what would show them; not yet translated. */
const char *engine_hidden_text(const struct engine *engine);

/* True if the last refresh missed no socket, and missed no owner because of a lack of descriptors
 * or memory. */
static inline bool engine_is_complete(const struct engine *engine)
{
	return source_is_complete(engine->source, engine->plan.parts) &&
	       !(engine->owners_wanted && engine->row_owners.owners.short_of);
}

/*
 * Takes the sockets from options->replay, which begins with options->at, instead of the kernel.
 * Returns false after a complaint.
 */
bool engine_open_replay(struct engine *engine, const struct options *options);
void engine_close_replay(struct engine *engine);

/* Reads the next refresh of the recording, for engine_refresh() with this moment. False: there is
 * none. */
bool engine_replay_next(struct engine *engine, struct instant *ret_now);

/* Reads an ISO time or a time of the day, in a recording that ends at `end_us`. */
bool engine_parse_moment(const char *text, int64_t end_us, int64_t *ret_us);

/* True if engine_owner_is_hidden() is true for any row. */
bool engine_hides_owners(const struct engine *engine);

/* True if the filter (NULL: none) looks at owners and may miss rows because some are hidden. */
bool engine_filter_misses(const struct engine *engine, const struct filter *filter);

/*
 * Appends note number `number` on what is missing from the last refresh and why, translated or in
 * plain English; returns false if there is no note with that number. `hidden`: owners of some rows
 * are hidden.
 */
bool engine_add_note(const struct engine *engine, unsigned number, bool hidden, bool translated,
	struct buffer *out);

/* Appends all notes, separated by "; ". */
void engine_add_notes(
	const struct engine *engine, bool hidden, bool translated, struct buffer *out);

#endif
