/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formats numbers for people to read, and parses them. */
#ifndef SOCKVIEW_BASE_FORMAT_H
#define SOCKVIEW_BASE_FORMAT_H

#include <stdint.h>

#include "base/buffer.h"

/* 8112 as "8,112". */
void format_grouped(struct buffer *out, uint64_t number);

/*
 * Bytes, or bytes per second, in at most four characters: "0", "812", "1.1k", "12k", "81M". k is
 * 1024.
 */
void format_scaled(struct buffer *out, uint64_t number);

/*
 * A number that is given as ten times as much, in at most five characters: "0", "0.3", "99.9",
 * "312", "81120", "312k". k is 1000.
 */
void format_tenths(struct buffer *out, uint64_t tenths);

/* A duration in at most six characters: "0.8s", "59.9s", "2m3s", "5h12m", "3d4h", "412d". */
void format_duration(struct buffer *out, uint64_t milliseconds);

/* Microseconds as milliseconds, with no more digits than are useful: "0.022", "1.50", "231". */
void format_microseconds(struct buffer *out, uint64_t microseconds);

/* A time in UTC as "2026-11-20T14:03:07.120Z". */
void format_utc(struct buffer *out, int64_t real_us);

/*
 * Parses a decimal number of seconds ("0.1", "2", "1.5") into milliseconds, from `least` to `most`.
 * Returns 0; -EINVAL if `text` is not such a number; -ERANGE if it is out of range.
 */
int format_parse_seconds(const char *text, uint32_t least, uint32_t most, uint32_t *ret_ms);

#endif
