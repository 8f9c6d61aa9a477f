/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as people read them, and back. */
#ifndef SOCKVIEW_BASE_FORMAT_H
#define SOCKVIEW_BASE_FORMAT_H

#include <stdint.h>

#include "base/buffer.h"

/* 8112 as "8,112". */
void format_grouped(struct buffer *out, uint64_t number);

/* Bytes, or bytes a second, in at most four characters: "0", "812", "1.1k", "12k", "81M" (k is
 * 1024). */
void format_scaled(struct buffer *out, uint64_t number);

/* A length of time in at most six characters: "0.8s", "59.9s", "2m3s", "5h12m", "3d4h", "412d". */
void format_duration(struct buffer *out, uint64_t milliseconds);

/* Microseconds as milliseconds with as many digits as say something: "0.022", "1.50", "231". */
void format_microseconds(struct buffer *out, uint64_t microseconds);

/* A moment in UTC as "2026-11-20T14:03:07.120Z". */
void format_utc(struct buffer *out, int64_t real_us);

/*
 * A decimal number of seconds ("0.1", "2", "1.5") in milliseconds, from `least` to `most`.
 * 0, -EINVAL where `text` is no such number, -ERANGE where it is out of range.
 */
int format_parse_seconds(const char *text, uint32_t least, uint32_t most, uint32_t *ret_ms);

#endif
