/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A regular expression as a program. The machine that runs it can be at many steps at the same
 * time.
 */
#ifndef SOCKVIEW_BASE_REGEX_INTERNAL_H
#define SOCKVIEW_BASE_REGEX_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REGEX_STEPS_MAX 512
#define REGEX_REPEAT_MAX 255
#define REGEX_DEPTH_MAX 64

enum regex_kind {
	REGEX_SET,   /* consumes one byte of the set */
	REGEX_TAIL,  /* consumes any number of UTF-8 continuation bytes */
	REGEX_SPLIT, /* continues at both `to` and `other` */
	REGEX_JUMP,  /* continues at `to` */
	REGEX_START, /* continues only at the start of the text */
	REGEX_END,   /* continues only at its end */
	REGEX_MATCH,
};

/* A set of bytes. */
struct regex_set {
	uint64_t words[4];
};

/* `to` and `other` are relative to the step, so that a piece of the program can be moved. */
struct regex_step {
	uint8_t kind;
	int16_t to, other;
	struct regex_set set;
};

struct regex_program {
	struct regex_step steps[REGEX_STEPS_MAX];
	size_t count;
};

static inline bool regex_set_has(const struct regex_set *set, unsigned char byte)
{
	return set->words[byte / 64] >> byte % 64 & 1;
}

/* Returns true; or false with *ret_offset and *ret_message set. */
bool regex_compile(const char *pattern, struct regex_program *program, size_t *ret_offset,
	const char **ret_message);

#endif
