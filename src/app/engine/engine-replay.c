/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A recording in place of the kernel. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/engine/engine.h"
#include "app/system/complain.h"
#include "app/system/errno-text.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "sock/frame/replay.h"

/* Reads the forms of an ISO time, and a time of the day alone. True if the whole text is one. */
static bool read_time(const char *text, struct tm *ret_tm, bool *ret_day)
{
	static const char *const forms[] = {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S",
		"%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%H:%M:%S", "%H:%M"};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct tm tm = {.tm_isdst = -1};
		const char *end = strptime(text, forms[i], &tm);

		if (end && !*end) {
			*ret_tm = tm;
			*ret_day = forms[i][1] == 'Y';
			return true;
		}
	}
	return false;
}

/* A time of the day is that of the last day of the recording, or, if the recording ends before it,
 * of the day before. */
bool engine_parse_moment(const char *text, int64_t end_us, int64_t *ret_us)
{
	time_t end = (time_t)(end_us / 1000000), moment;
	struct tm tm, day;
	bool has_day;

	if (!read_time(text, &tm, &has_day))
		return false;
	if (!has_day && localtime_r(&end, &day)) {
		tm.tm_year = day.tm_year;
		tm.tm_mon = day.tm_mon;
		tm.tm_mday = day.tm_mday;
	}
	moment = mktime(&tm);
	if (!has_day && moment > end) {
		tm.tm_mday--;
		tm.tm_isdst = -1;
		moment = mktime(&tm);
	}
	/* The refresh within this second. */
	*ret_us = (int64_t)moment * 1000000 + 999999;
	return true;
}

static const char *open_text(int error)
{
	if (error == -EBADMSG)
		return _("it is no recording");
	if (error == -ENODATA)
		return _("it holds no whole refresh");
	return errno_text(-error, true);
}

bool engine_open_replay(struct engine *engine, const struct options *options)
{
	struct replay *replay = alloc_zero(1, sizeof(*replay));
	int error = replay_open(replay, options->replay);
	int64_t at_us = 0;

	if (error) {
		complain(TEXT_UTF8, _("cannot replay '%s': %s"), options->replay, open_text(error));
		free(replay);
		return false;
	}
	engine->replay = replay;
	engine->source = &replay->source;
	memcpy(engine->host, replay->reader.host, sizeof(engine->host));
	engine->replay_next = options->mode == MODE_BATCH ? 0 : replay->count - 1;
	if (options->at && !engine_parse_moment(options->at,
				   replay->refreshes[replay->count - 1].real_us, &at_us)) {
		complain_of_usage(
			_("invalid time '%s': 03:12, 03:12:07 or 2026-11-20T03:12"), options->at);
		return false;
	}
	if (options->at)
		engine->replay_next = replay_find(replay, at_us);
	return true;
}

bool engine_replay_next(struct engine *engine, struct instant *ret_now)
{
	struct replay *replay = engine->replay;
	size_t before = replay->at;

	/* Where damage is found only now, the refresh before it is shown, unless it was already. */
	if (engine->replay_next >= replay->count || replay_seek(replay, engine->replay_next) < 0 ||
		(before != SIZE_MAX && replay->at <= before))
		return false;
	engine->replay_next = replay->at + 1;
	*ret_now = replay->reader.now;
	return true;
}

void engine_close_replay(struct engine *engine)
{
	if (engine->replay)
		replay_close(engine->replay);
	free(engine->replay);
	engine->replay = NULL;
}
