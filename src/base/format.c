/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/format.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

void format_grouped(struct buffer *out, uint64_t number)
{
	if (number >= 1000) {
		format_grouped(out, number / 1000);
		buffer_printf(out, ",%03u", (unsigned)(number % 1000));
	} else {
		buffer_number(out, number);
	}
}

/*
 * Rounds to the nearest: with plain division 9.99k would be printed as "9k", less than 9.9k before
 * it. printf() with a floating-point number does not help, because it prints the decimal point of
 * the locale.
 */
static uint64_t divide_rounded(uint64_t number, uint64_t unit)
{
	return number / unit + (number % unit >= unit - unit / 2);
}

void format_scaled(struct buffer *out, uint64_t number)
{
	static const char units[] = "kMGTPE";
	uint64_t unit = 1024, tenths;
	size_t at = 0;

	if (number < 1000) {
		buffer_number(out, number);
		return;
	}
	/* From 1000 of a unit on, the next unit is used, so four characters are always enough. */
	while (at + 2 < sizeof(units) && divide_rounded(number, unit) >= 1000) {
		unit *= 1024;
		at++;
	}
	tenths = number / unit * 10 + divide_rounded(number % unit * 10, unit);
	if (tenths < 100)
		buffer_printf(out, "%u.%u%c", (unsigned)(tenths / 10), (unsigned)(tenths % 10),
			units[at]);
	else
		buffer_printf(out, "%u%c", (unsigned)divide_rounded(number, unit), units[at]);
}

void format_tenths(struct buffer *out, uint64_t tenths)
{
	uint64_t number = divide_rounded(tenths, 10);

	if (!tenths)
		buffer_char(out, '0');
	else if (tenths < 1000)
		buffer_printf(out, "%u.%u", (unsigned)(tenths / 10), (unsigned)(tenths % 10));
	else if (number < 100000)
		buffer_number(out, number);
	else
		buffer_printf(out, "%lluk", (unsigned long long)divide_rounded(number, 1000));
}

/*
 * No machine runs for so long: a greater number comes from a wrong clock. It must not break the
 * width of a column either.
 */
#define DAYS_MAX 99999U

void format_duration(struct buffer *out, uint64_t milliseconds)
{
	uint64_t seconds = milliseconds / 1000;

	if (seconds < 60)
		buffer_printf(
			out, "%u.%us", (unsigned)seconds, (unsigned)(milliseconds % 1000 / 100));
	else if (seconds < 3600)
		buffer_printf(out, "%um%us", (unsigned)(seconds / 60), (unsigned)(seconds % 60));
	else if (seconds < 86400)
		buffer_printf(
			out, "%uh%um", (unsigned)(seconds / 3600), (unsigned)(seconds / 60 % 60));
	else if (seconds < 100 * 86400)
		buffer_printf(out, "%ud%uh", (unsigned)(seconds / 86400),
			(unsigned)(seconds / 3600 % 24));
	else
		buffer_printf(out, "%ud",
			seconds / 86400 < DAYS_MAX ? (unsigned)(seconds / 86400) : DAYS_MAX);
}

void format_microseconds(struct buffer *out, uint64_t microseconds)
{
	if (microseconds < 1000)
		buffer_printf(out, "0.%03u", (unsigned)microseconds);
	else if (microseconds < 9995) /* rounded to 9.99 at most */
		buffer_printf(out, "%u.%02u", (unsigned)divide_rounded(microseconds, 10) / 100,
			(unsigned)divide_rounded(microseconds, 10) % 100);
	else if (microseconds < 99950) /* rounded to 99.9 at most */
		buffer_printf(out, "%u.%u", (unsigned)divide_rounded(microseconds, 100) / 10,
			(unsigned)divide_rounded(microseconds, 100) % 10);
	else
		buffer_number(out, divide_rounded(microseconds, 1000));
}

void format_utc(struct buffer *out, int64_t real_us)
{
	int64_t milliseconds = real_us / 1000 - (real_us % 1000 < 0);
	int64_t fraction = milliseconds % 1000 + (milliseconds % 1000 < 0 ? 1000 : 0);
	time_t seconds = (time_t)((milliseconds - fraction) / 1000);
	struct tm utc;

	gmtime_r(&seconds, &utc);
	buffer_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900,
		utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, (int)fraction);
}

int format_parse_seconds(const char *text, uint32_t least, uint32_t most, uint32_t *ret_ms)
{
	uint64_t value = 0;
	uint32_t scale = 1000;
	bool digits = false, fraction = false;

	for (; *text; text++) {
		if (*text == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (*text < '0' || *text > '9')
			return -EINVAL;
		digits = true;
		if (!fraction)
			value = value * 10 + (uint64_t)(*text - '0') * 1000;
		else
			value += (uint64_t)(*text - '0') * (scale /= 10);
		/*
		 * The number is above any limit now. Read on: a later character may still make it
		 * invalid.
		 */
		if (value > UINT32_MAX)
			value = UINT64_C(1) << 32;
	}
	if (!digits)
		return -EINVAL;
	if (value < least || value > most)
		return -ERANGE;
	*ret_ms = (uint32_t)value;
	return 0;
}
