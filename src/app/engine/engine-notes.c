/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is missing from a refresh, and why, in words. */
#include "app/engine/engine.h"

#include <errno.h>

#include "app/system/errno-text.h"
#include "app/system/privileges.h"
#include "base/format.h"
#include "base/i18n.h"
#include "sock/frame/replay.h"

/* Returns the reason in words; %s is the error's own message. */
static const char *fault_text(enum source_fault fault)
{
	switch (fault) {
	case SOURCE_FAILED:
		return N_("dump failed: %s");
	case SOURCE_NO_MODULE:
		return N_("the kernel cannot list them: %s");
	case SOURCE_INTERRUPTED:
		return N_("sockets changed during every dump; some may be missing");
	case SOURCE_OVERRUN:
		return N_("answers were lost: %s");
	case SOURCE_NO_MEMORY:
		return N_("short of memory");
	case SOURCE_FALLBACK:
		return N_("read from /proc/net, closing is not possible (sock_diag: %s)");
	}
	return "";
}

static bool is_same_fault(const struct source_note *left, const struct source_note *right)
{
	return left->fault == right->fault && left->error == right->error;
}

/* Returns the note with the fault number `number`, counting different faults only; NULL: there are
 * fewer. */
static const struct source_note *find_fault(const struct source *source, unsigned number)
{
	for (unsigned i = 0; i < source->note_count; i++) {
		unsigned first = 0;

		while (!is_same_fault(&source->notes[first], &source->notes[i]))
			first++;
		if (first == i && number-- == 0)
			return &source->notes[i];
	}
	return NULL;
}

/* Appends "tcp ipv6, udp ipv6: dump failed: ...": parts with the same fault share one note. */
static void add_note(const struct source *source, const struct source_note *note, bool translated,
	struct buffer *out)
{
	const char *format = fault_text(note->fault), *between = "";

	for (unsigned i = 0; i < source->note_count; i++) {
		const struct source_note *of = &source->notes[i];

		if (!is_same_fault(of, note))
			continue;
		buffer_printf(out, "%s%s", between, conn_proto_name(of->proto));
		if (of->family < CONN_FAMILIES)
			buffer_printf(out, " %s", conn_family_name((enum conn_family)of->family));
		between = ", ";
	}
	buffer_text(out, ": ");
	buffer_printf(out, translated ? _(format) : format, errno_text(-note->error, translated));
}

const char *engine_hidden_text(const struct engine *engine)
{
	unsigned hidden = owner_map_hidden(&engine->row_owners.owners);

	if (engine->row_owners.owners.short_of == EMFILE)
		return N_("owners hidden: too many open files: this program may open too few "
			  "(ulimit -n)");
	if (engine->row_owners.owners.short_of)
		return N_("owners hidden: the system is short of open files or of memory");
	if (!engine->row_owners.usable)
		return N_("owners hidden: there is no /proc");
	if (hidden & OWNER_MAP_HIDDEN_EMPTY)
		return N_("owners hidden: /proc shows no process; it is not mounted");
	if (hidden & OWNER_MAP_HIDDEN_REFUSED && privileges_can_look() && !privileges_are_whole())
		return N_("owners hidden: their users are outside of this user namespace");
	if (hidden & OWNER_MAP_HIDDEN_REFUSED && privileges_can_look())
		return N_("owners hidden: the system protects their processes even from root");
	if (hidden & OWNER_MAP_HIDDEN_REFUSED)
		return N_("owners hidden: needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH");
	if (hidden & OWNER_MAP_HIDDEN_HIDEPID)
		return N_("owners hidden: /proc is mounted with hidepid; needs CAP_SYS_PTRACE");
	return N_("owners hidden: their processes are outside of this PID namespace");
}

/* Returns why names are printed as numbers; NULL: none had to be. */
static const char *late_text(const struct engine *engine)
{
	return engine->name_cache && name_cache_is_late(engine->name_cache)
		       ? N_("names did not arrive in time: numbers are shown")
		       : NULL;
}

static const char damaged_text[] =
	N_("the recording is cut off or damaged: it ends with its last whole refresh");

bool engine_add_note(const struct engine *engine, unsigned number, bool hidden, bool translated,
	struct buffer *out)
{
	const char *events = chronicle_note(&engine->chronicle, engine->context.past != NULL);
	const char *texts[] = {hidden ? engine_hidden_text(engine) : late_text(engine),
		hidden ? late_text(engine) : NULL};
	unsigned faults = 0;

	if (engine->replay && replay_is_damaged(engine->replay) && number-- == 0) {
		buffer_text(out, translated ? _(damaged_text) : damaged_text);
		return true;
	}
	if (engine->spaces.failed + engine->spaces.by_proc && number-- == 0) {
		places_add_note(&engine->spaces, translated, out);
		return true;
	}
	while (find_fault(engine->source, faults))
		faults++;
	if (number < faults) {
		add_note(engine->source, find_fault(engine->source, number), translated, out);
		return true;
	}
	number -= faults;
	if (events && number-- == 0) {
		buffer_text(out, translated ? _(events) : events);
		return true;
	}
	if (number >= sizeof(texts) / sizeof(texts[0]) || !texts[number])
		return false;
	buffer_text(out, translated ? _(texts[number]) : texts[number]);
	return true;
}

void engine_add_notes(const struct engine *engine, bool hidden, bool translated, struct buffer *out)
{
	struct buffer note = {0};

	for (unsigned i = 0; engine_add_note(engine, i, hidden, translated, &note); i++) {
		buffer_text(out, i ? "; " : "");
		buffer_text(out, buffer_get(&note));
		buffer_clear(&note);
	}
	buffer_done(&note);
}
