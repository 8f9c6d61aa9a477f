/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/screen/command/close-choices.h"

#include <string.h>

#include "app/close/effect-text.h"
#include "app/screen/command/close-run.h"
#include "app/screen/state/app.h"
#include "app/close/target-text.h"
#include "app/close/result-text.h"
#include "base/format.h"
#include "base/i18n.h"

const char *kill_hopeless(const struct app *app)
{
	return verdict_hopeless(&app->engine.kernel, app->engine.closes != NULL);
}

static bool can_be_seized(const struct kill *kill)
{
	for (size_t i = 0; i < killing_count(&kill->killing); i++)
		if (killing_could_seize(&kill->killing, i))
			return true;
	return false;
}

/* Offered where SOCK_DESTROY will not do, and named for what it is. */
static bool offers_descriptor(const struct app *app)
{
	const struct kill *kill = &app->kill;

	if (kill->way == KILLING_DESCRIPTOR || !can_be_seized(kill))
		return false;
	return kill_hopeless(app) || !kill->permitted || consequence_is_partial(&kill->killing) ||
	       kill_run_could_seize(&app->kill_run, killing_conn(&kill->killing, 0)->cookie);
}

static void offer(struct app *app, char letter, size_t count, const char *words, const char *name)
{
	struct overlay *overlay = &app->overlay;
	size_t length = strlen(overlay->letters);
	struct buffer number = {0};

	overlay->letters[length] = letter;
	overlay->letters[length + 1] = '\0';
	if (count)
		format_grouped(&number, count);
	buffer_printf(&overlay->text, "%c %7s  %s%s\n", letter, buffer_get(&number), words, name);
	buffer_done(&number);
}

void kill_offer_descriptor(struct app *app)
{
	if (offers_descriptor(app))
		offer(app, LETTER_DESCRIPTOR, 0, _("by the program's own descriptor"), "");
}

static void offer_process(struct app *app)
{
	const struct aim *aim = &app->kill.aim;
	struct buffer name = {0};

	if (!aim->owned)
		return;
	kill_add_process(&name, aim->process.name, aim->process.pid, app->grid.charset);
	offer(app, LETTER_PROCESS, aim->counts[AIM_PROCESS], _("all of this process: "),
		buffer_get(&name));
	buffer_done(&name);
}

static void offer_remote(struct app *app)
{
	const struct aim *aim = &app->kill.aim;
	struct buffer name = {0};

	if (!aim->remote)
		return;
	conn_add_addr(&name, &aim->conn, &aim->conn.remote);
	offer(app, LETTER_REMOTE, aim->counts[AIM_REMOTE], _("all of this remote host: "),
		buffer_get(&name));
	buffer_done(&name);
}

static void add_group(struct app *app, struct buffer *out)
{
	const struct groups *groups = &app->table.groups;
	const struct buffer *key = &app->kill.aim.group;
	struct buffer name = {0};

	group_add_name(groups->kind, &app->engine.context, buffer_get(key), key->length, &name);
	text_add_shown(out, buffer_get(&name), app->grid.charset);
	buffer_done(&name);
}

static void offer_group(struct app *app)
{
	struct buffer name = {0};

	if (!app->kill.aim.group.length)
		return;
	add_group(app, &name);
	offer(app, LETTER_GROUP, app->kill.aim.counts[AIM_GROUP], _("all of this group: "),
		buffer_get(&name));
	buffer_done(&name);
}

static void offer_signals(struct app *app)
{
	const struct killing *killing = &app->kill.killing;
	struct buffer name = {0};

	if (!killing->process_count)
		return;
	if (killing->process_count == 1)
		kill_add_process(&name, killing->processes[0].name, killing->processes[0].pid,
			app->grid.charset);
	else
		buffer_printf(&name, _("these %zu processes"), killing->process_count);
	offer(app, LETTER_TERM, 0, _("SIGTERM to "), buffer_get(&name));
	offer(app, LETTER_KILL, 0, _("SIGKILL to "), buffer_get(&name));
	buffer_done(&name);
}

void kill_offer_all(struct app *app)
{
	offer_process(app);
	offer_remote(app);
	offer_group(app);
	offer(app, LETTER_SHOWN, app->kill.aim.counts[AIM_SHOWN], _("all that are shown"), "");
	kill_offer_descriptor(app);
	offer_signals(app);
}
