/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A regular expression as a program for a machine that is at many places at once. */
#ifndef SOCKVIEW_BASE_REGEX_INTERNAL_H
#define SOCKVIEW_BASE_REGEX_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REGEX_STEPS_MAX 512
#define REGEX_REPEAT_MAX 255
#define REGEX_DEPTH_MAX 64

enum regex_kind {
	REGEX_SET,   /* takes one byte of the set */
	REGEX_TAIL,  /* takes any number of the bytes that continue a character */
	REGEX_SPLIT, /* goes both ways */
	REGEX_JUMP,  /* goes to `to` */
	REGEX_START, /* passes at the start of the text */
	REGEX_END,   /* passes at its end */
	REGEX_MATCH,
};

/* A set of bytes. */
struct regex_set {
	uint64_t words[4];
};

/* Ways are relative, so that a piece of the program can be moved. */
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

/* True, or false with *ret_offset and *ret_message filled. */
bool regex_compile(const char *pattern, struct regex_program *program, size_t *ret_offset,
	const char **ret_message);

#endif
