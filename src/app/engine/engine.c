/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/engine/engine.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "app/system/clock.h"
#include "app/system/complain.h"
#include "app/system/environment.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/frame/replay.h"

/* Descriptors per step: one or two milliseconds at most. */
#define OWNERS_STEP 300

/* Ends that are kept in one step. */
#define ENDS_STEP 500

/* How long printed outputs wait for names in all; after that, the others are printed as numbers. */
#define NAMES_WAIT_US INT64_C(2000000)

/* With fewer, the program does without what it does not need to show the table and to close. */
#define DESCRIPTORS_AMPLE 64

/* Rates cover at most this many intervals: older values say nothing about the present. */
#define RATE_INTERVALS 3

static void open_here(struct engine *engine, bool may_close, const char *netns)
{
	struct utsname system;

	place_open(&engine->here, CONN_HERE, PLACE_ROOT, may_close);
	places_init(&engine->spaces, &engine->here, netns);
	engine->places = &engine->spaces.list;
	refresh_init_list(&engine->kernel_source, engine->places);
	engine->source = &engine->kernel_source.source;
	if (!engine->here.closes)
		return;
	uname(&system);
	engine->close_buffer = alloc_zero(1, WIRE_DATAGRAM_MAX);
	close_kernel_probe(
		&engine->here.kernel, engine->here.closes, engine->close_buffer, system.release);
}

static unsigned extensions_of(const struct column *column)
{
	if (column->flags & COLUMN_MEMORY)
		return DIAGMSG_MEMORY;
	if (!(column->flags & COLUMN_TCP_INFO))
		return 0;
	/* A name for each socket makes the dump even more expensive. */
	return strcmp(column->id, "congestion") == 0 ? DIAGMSG_INFO | DIAGMSG_CONGESTION
						     : DIAGMSG_INFO;
}

/* What has to be known of all rows because a filter or an order reads columns with these flags. */
static unsigned extensions_for_flags(unsigned flags)
{
	return (flags & COLUMN_TCP_INFO ? DIAGMSG_INFO | DIAGMSG_CONGESTION : 0) |
	       (flags & COLUMN_MEMORY ? DIAGMSG_MEMORY : 0);
}

/* tcp_info for all sockets makes a dump more expensive, so it is asked for only if all sockets need
 * it. */
unsigned engine_extensions(const struct engine_shows *shows)
{
	const struct column *sort = shows->sort, *then = shows->then;
	unsigned extensions = sort ? extensions_of(sort) : 0, dumped = ENGINE_ALL_EXTENSIONS;

	/* Rows in sight are asked for one by one only if the dump brings no tcp_info. */
	if (shows->in_window && !(extensions & DIAGMSG_INFO))
		dumped = DIAGMSG_MEMORY;
	for (size_t i = 0; i < shows->column_count; i++)
		extensions |= extensions_of(shows->columns[i]) & dumped;
	extensions |= extensions_for_flags(
		(shows->filter ? filter_needs(shows->filter) : 0) | (then ? then->flags : 0));
	return extensions | (shows->sums ? DIAGMSG_INFO : 0);
}

static unsigned filter_flags(const struct options *options)
{
	return options->filter ? filter_needs(options->filter) : 0;
}

/* True if connections that have ended are printed. */
static bool follows_ends(const struct options *options)
{
	return options->mode == MODE_EVENTS || options->mode == MODE_HISTORY ||
	       options->mode == MODE_REPORT;
}

static unsigned extensions_for(const struct options *options)
{
	bool grouped = options_are_grouped(options);
	struct engine_shows shows = {.filter = options->filter};

	if (options_print_metrics(options))
		return DIAGMSG_INFO | engine_extensions(&shows);
	if (options->record)
		return ENGINE_ALL_EXTENSIONS;
	if (options->mode == MODE_HEALTH || options->services)
		return DIAGMSG_INFO;
	if (follows_ends(options))
		return ENGINE_ALL_EXTENSIONS; /* what a connection did last is known from the
					  refresh before */
	if (options->count_only || options->ports || options->mode == MODE_SUMMARY ||
		options->mode == MODE_WAIT)
		return engine_extensions(&shows);
	if (!grouped && options->mode != MODE_SCREEN && options_print_data(options))
		return ENGINE_ALL_EXTENSIONS;
	shows.sums = grouped;
	if (!grouped) {
		shows.columns = options->columns;
		shows.column_count = options->column_count;
		shows.sort = options->sort;
		shows.in_window = options->mode == MODE_SCREEN;
	}
	return engine_extensions(&shows);
}

/* Reading /proc for all sockets is expensive, so it is done only if something on display shows
 * owners. */
static bool wants_owners(const struct options *options)
{
	if (options->mode == MODE_SCREEN || options->mode == MODE_KILL || follows_ends(options) ||
		options->mode == MODE_HEALTH || options->mode == MODE_COMPARE ||
		options->services || options->record || filter_flags(options) & COLUMN_OWNER)
		return true;
	if (options->ports || options->mode == MODE_SUMMARY || options->mode == MODE_WAIT)
		return false;
	if (options_are_grouped(options))
		return options->group->needs & COLUMN_OWNER;
	if (options->count_only)
		return false;
	if (options->sort->flags & COLUMN_OWNER)
		return true;
	for (size_t i = 0; i < options->column_count; i++)
		if (options->columns[i]->flags & COLUMN_OWNER)
			return true;
	return options_print_data(options);
}

/*
 * Lets the kernel leave out sockets by part and state if they are not needed. The screen needs all:
 * filters change there, and hidden sockets keep their history. Signals need all, too: a process may
 * hold more sockets than were asked for, among them the user's own session.
 */
static void narrow_plan(
	struct source_plan *plan, const struct options *options, struct bytecode *condition)
{
	if (!options->filter)
		return;
	if (filter_says_state(options->filter, CONN_BOUND))
		plan->bound = true;
	plan->narrowed = options->mode != MODE_SCREEN && !options->signals && !options->services &&
			 !options->ports && !follows_ends(options) && options->mode != MODE_COMPARE;
	if (plan->narrowed)
		parts_keep(&plan->parts, filter_parts(options->filter));
	for (size_t i = 0; plan->narrowed && i < kind_count; i++) {
		const struct kind *kind = kind_table[i];

		plan->states[i] = filter_state_mask(options->filter, (enum conn_proto)i);
		/* A listener has the number of connections that wait to be accepted. */
		if (kind->flags & KIND_HAS_CONNECTIONS)
			plan->states[i] |= 1U << kind->listening;
	}
	if (plan->narrowed && filter_to_bytecode(options->filter, true, condition) == 0)
		plan->condition = condition;
}

uint64_t engine_linger_ms(const struct options *options)
{
	bool told = follows_ends(options) || options->services || options->mode == MODE_SCREEN;
	uint64_t linger_ms = options->mode == MODE_SCREEN ? options->linger_ms : 0;

	return linger_ms || !told ? linger_ms : 1;
}

static bool may_close(const struct options *options)
{
	return options->mode == MODE_KILL || (options->mode == MODE_SCREEN && !options->read_only);
}

bool engine_watch_places(struct engine *engine, const struct options *options)
{
	struct instant now = clock_now();

	/* Other namespaces only where they were asked for, if descriptors are scarce. */
	if (environment_raise_descriptors() < DESCRIPTORS_AMPLE && !options->netns)
		return true;
	places_watch(&engine->spaces, options->mode == MODE_SCREEN, may_close(options));
	if (options_print_data(options) || options->netns || options->mode == MODE_COMPARE)
		places_name_own(&engine->spaces, &now);
	if (places_find_wanted(&engine->spaces, &now))
		return true;
	complain(TEXT_UTF8, _("there is no network namespace, container, pod or process '%s'"),
		options->netns);
	return false;
}

void engine_init(struct engine *engine, const struct options *options)
{
	*engine = (struct engine){
		.plan =
			{
				.parts = options->signals ? parts_all() : options->pick.parts,
				.listening = options->pick.listening && !options->signals &&
					     options->mode != MODE_COMPARE,
				.bound = options->bound || options->ports,
				.listener_drops = options->services ||
						  options->mode == MODE_HEALTH ||
						  options_print_metrics(options),
				.extensions = extensions_for(options),
			},
	};
	engine->condition = alloc_zero(1, sizeof(*engine->condition));
	narrow_plan(&engine->plan, options, engine->condition);
	open_here(engine, may_close(options), options->netns);
	track_init(&engine->track, engine_linger_ms(options));
	track_set_rate_gap(&engine->track, (uint64_t)options->interval_ms * RATE_INTERVALS);
	engine->name_cache = name_cache_new(options->mode == MODE_SCREEN ? 0 : NAMES_WAIT_US);
	engine->names = name_cache_names(engine->name_cache);
	engine->names.places = &engine->spaces.names;
	engine->owners_wanted = wants_owners(options);
	engine->held_wanted = options->mode != MODE_SCREEN;
	if (engine->owners_wanted && options->replay)
		row_owners_init_recorded(&engine->row_owners);
	else if (engine->owners_wanted)
		row_owners_init(&engine->row_owners, engine->here.root);
	if (engine->row_owners.usable && !options->replay)
		owner_map_accelerate(&engine->row_owners.owners);
	engine->context = (struct column_context){
		.track = &engine->track,
		.names = &engine->names,
		.row_owners = engine->owners_wanted ? &engine->row_owners : NULL,
	};
	engine_show_names(engine, options->resolve);
	chronicle_init(&engine->chronicle, engine->here.number);
	if (follows_ends(options) || options->mode == MODE_SCREEN)
		chronicle_open(&engine->chronicle, &engine->track, engine->context.row_owners,
			!options->events                                       ? CHRONICLE_DEAF
			: environment_raise_descriptors() >= DESCRIPTORS_AMPLE ? CHRONICLE_HEARS
									       : CHRONICLE_SCARCE);
	if (gethostname(engine->host, sizeof(engine->host) - 1) < 0)
		strcpy(engine->host, "localhost");
}

int engine_proc(const struct engine *engine)
{
	return engine->owners_wanted && engine->row_owners.usable ? engine->row_owners.owners.proc
								  : -1;
}

void engine_show_names(struct engine *engine, bool names)
{
	engine->context.services = names;
	engine->context.hosts = names && !environment_is_raised();
}

void engine_done(struct engine *engine)
{
	chronicle_done(&engine->chronicle);
	engine_close_replay(engine);
	refresh_done(&engine->kernel_source);
	places_done(&engine->spaces);
	place_done(&engine->here);
	free(engine->close_buffer);
	free(engine->condition);
	if (engine->owners_wanted)
		row_owners_done(&engine->row_owners);
	track_done(&engine->track);
	name_cache_free(engine->name_cache);
}

void engine_begin(struct engine *engine, const struct instant *now)
{
	time_t seconds = (time_t)(now->real_us / 1000000);
	struct tm local = {0};

	chronicle_before(&engine->chronicle, &engine->track, now);
	name_cache_refresh(engine->name_cache);
	engine->context.utc_offset_s = localtime_r(&seconds, &local) ? (int32_t)local.tm_gmtoff : 0;
	engine->context.now = *now;
	if (!engine->replay)
		coverage_begin(&engine->coverage, engine->here.root);
	engine_choose_held(engine);
	source_begin(engine->source, &engine->track, &engine->plan, now);
}

/* True if the refresh has listed every TCP socket. */
static bool has_all_of_tcp(const struct engine *engine)
{
	struct parts tcp = parts_of_kind(CONN_TCP);

	/* The kernel's counters are those of our own namespace. */
	return engine->spaces.pick == PLACES_HERE && !engine->plan.listening &&
	       !engine->plan.narrowed && parts_have(engine->source->parts_read, tcp) &&
	       source_is_complete(engine->source, tcp);
}

void engine_rows_known(struct engine *engine, const struct instant *now)
{
	struct chronicle *chronicle = &engine->chronicle;

	if (engine->replay)
		return;
	chronicle_rows_known(chronicle, &engine->track, now);
	coverage_end(&engine->coverage, &engine->track.state_changes,
		chronicle->follows ? ends_take_unseen(&chronicle->ends) : 0,
		has_all_of_tcp(engine));
	chronicle_weigh(chronicle, &engine->coverage, now);
}

void engine_follow_owners(struct engine *engine, const struct instant *now)
{
	if (!engine->owners_wanted)
		return;
	if (engine->replay) {
		frame_reader_load_owners(
			&engine->replay->reader, &engine->row_owners, &engine->track);
		return;
	}
	owner_map_prefer(&engine->row_owners.owners, places_only(&engine->spaces));
	row_owners_follow(&engine->row_owners, &engine->track, now);
}

bool engine_step_owners(struct engine *engine)
{
	if (engine->owners_wanted && row_owners_step(&engine->row_owners, OWNERS_STEP))
		return true;
	return chronicle_step(&engine->chronicle, ENDS_STEP);
}

void engine_refresh(struct engine *engine, const struct instant *now)
{
	enum source_progress progress;

	engine_begin(engine, now);
	while ((progress = source_step(engine->source, &engine->track)) != SOURCE_DONE) {
		struct pollfd wire = {.fd = source_fd(engine->source), .events = POLLIN};

		if (progress == SOURCE_WAITING && poll(&wire, 1, ENGINE_ANSWER_TIMEOUT_MS) == 0)
			source_give_up(engine->source);
	}
	engine_rows_known(engine, now);
	engine_follow_owners(engine, now);
	while (engine_step_owners(engine))
		;
}

bool engine_owner_is_hidden(struct engine *engine, uint32_t row)
{
	enum row_owners_reason reason;
	struct owner owner;

	return engine->owners_wanted &&
	       !row_owners_find(&engine->row_owners, &engine->track, row, &owner, 1, &reason) &&
	       reason == ROW_OWNERS_NOT_PERMITTED;
}

bool engine_hides_owners(const struct engine *engine)
{
	return engine->owners_wanted && row_owners_hide_any(&engine->row_owners, &engine->track);
}

bool engine_filter_misses(const struct engine *engine, const struct filter *filter)
{
	return filter && filter_needs(filter) & COLUMN_OWNER && engine_hides_owners(engine);
}
