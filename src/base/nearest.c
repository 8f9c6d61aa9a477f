/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/nearest.h"

#include <stddef.h>
#include <string.h>

#include "base/ascii.h"

#define LENGTH_MAX 24 /* of words that are compared */

static char fold(char byte)
{
	return byte == ' ' ? '_' : ascii_fold(byte);
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* The number of letters to change, add or remove to turn one word into the other. */
static unsigned distance(const char *left, const char *right)
{
	size_t width = strlen(right);
	unsigned line[LENGTH_MAX + 1];

	for (size_t i = 0; i <= width; i++)
		line[i] = (unsigned)i;
	for (unsigned row = 1; *left; left++, row++) {
		unsigned corner = row - 1;

		line[0] = row;
		for (size_t i = 1; i <= width; i++) {
			unsigned above = line[i];
			unsigned changed = corner + (fold(*left) != fold(right[i - 1]));

			line[i] = least(changed, least(above, line[i - 1]) + 1);
			corner = above;
		}
	}
	return line[width];
}

void nearest_begin(struct nearest *nearest, const char *word)
{
	*nearest = (struct nearest){
		.word = word,
		.distance = (unsigned)(strlen(word) / 5 + 2), /* one less is near enough */
	};
}

void nearest_compare(struct nearest *nearest, const char *candidate)
{
	size_t length = strlen(nearest->word);
	unsigned found;

	if (!length || length > LENGTH_MAX || strlen(candidate) > LENGTH_MAX)
		return;
	found = distance(nearest->word, candidate);
	/* A word of which every letter differs is not meant. */
	if (found >= nearest->distance || found >= length)
		return;
	nearest->found = candidate;
	nearest->distance = found;
}
