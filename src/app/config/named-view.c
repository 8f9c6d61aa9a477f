/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/named-view.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

const char *const named_view_usual = N_("usual");

/* -------- shipped -------- */

/* clang-format off */
const struct named_view named_view_shipped[] = {
	{"leaks", N_("connections that the peer has closed and the program has not"),
		"columns=process,pid,user,proto,state,instate,recvq,local,remote; "
		"sort=-instate; groups=-sockets; group=process; filter=state close-wait"},
	{"services", N_("what is listened on, and how full the queues are"),
		"columns=process,pid,user,proto,local,recvq,sendq,drops,unit; "
		"sort=-recvq; group=none; filter=state listen or (proto udp and state unconn)"},
	{"idle", N_("connections without data, the longest first"),
		"columns=process,pid,user,local,remote,lastreceived,lastsent,timer; "
		"sort=-lastreceived; group=none; filter=state established"},
	{"loss", N_("retransmissions, needless ones and the RTO, the worst first"),
		"columns=process,local,remote,resent,spurious,rto; "
		"sort=-resent; group=none; filter=state connected"},
	{"ports", N_("how many sockets each own port has"),
		"columns=process,pid,user,proto,state,instate,local,remote; "
		"sort=remote; groups=-sockets; group=port; filter="},
	{"talkers", N_("connections that move the most data"),
		"columns=process,pid,local,remote,txrate,rxrate,rate; "
		"sort=-rate; group=none; filter=state connected"},
};
/* clang-format on */
const size_t named_view_shipped_count = sizeof(named_view_shipped) / sizeof(named_view_shipped[0]);

/* -------- the user's -------- */

void named_views_done(struct named_views *views)
{
	for (size_t i = 0; i < views->count; i++) {
		free(views->saved[i].name);
		free(views->saved[i].text);
	}
	free(views->saved);
	*views = (struct named_views){0};
}

static size_t find(const struct named_views *views, const char *name)
{
	size_t at = 0;

	while (at < views->count && strcmp(views->saved[at].name, name) != 0)
		at++;
	return at;
}

static void drop(struct named_views *views, size_t at)
{
	free(views->saved[at].name);
	free(views->saved[at].text);
	views->count--;
	memmove(views->saved + at, views->saved + at + 1,
		(views->count - at) * sizeof(views->saved[0]));
}

void named_views_set(struct named_views *views, const char *name, const char *text)
{
	size_t at = find(views, name);

	if (!text) {
		if (at < views->count)
			drop(views, at);
		return;
	}
	if (at == views->count) {
		views->saved = alloc_resize(views->saved, at + 1, sizeof(views->saved[0]));
		views->saved[at] = (struct saved_view){.name = alloc_copy(name)};
		views->count++;
	}
	free(views->saved[at].text);
	views->saved[at].text = alloc_copy(text);
}

static bool is_shipped(const char *name)
{
	for (size_t i = 0; i < named_view_shipped_count; i++)
		if (strcmp(named_view_shipped[i].name, name) == 0)
			return true;
	return false;
}

size_t named_views_count(const struct named_views *views)
{
	size_t count = named_view_shipped_count;

	for (size_t i = 0; i < views->count; i++)
		count += !is_shipped(views->saved[i].name);
	return count;
}

/* Returns the index of the user's view that comes `rest` places after the shipped ones. */
static size_t find_other(const struct named_views *views, size_t rest)
{
	size_t at = 0;

	while (is_shipped(views->saved[at].name) || rest--)
		at++;
	return at;
}

struct named_view named_views_at(const struct named_views *views, size_t index)
{
	size_t at = index < named_view_shipped_count
			    ? find(views, named_view_shipped[index].name)
			    : find_other(views, index - named_view_shipped_count);

	if (at == views->count)
		return named_view_shipped[index];
	return (struct named_view){.name = views->saved[at].name, .text = views->saved[at].text};
}

bool named_view_can_be_called(const char *name)
{
	size_t length = strlen(name);

	if (!length || length > NAMED_VIEW_NAME_MAX || strcmp(name, named_view_usual) == 0 ||
		name[0] == ' ' || name[length - 1] == ' ')
		return false;
	for (; *name; name++)
		if ((unsigned char)*name < ' ' || *name == 127 || *name == '=')
			return false;
	return true;
}
