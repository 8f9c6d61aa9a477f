/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * "Is 'state' meant?": which of many words is nearest to one that nobody knows.
 *
 *	nearest_begin(&nearest, "sate");
 *	nearest_compare(&nearest, "state");     for each word that there is
 *	nearest.found                           the nearest; NULL: none is near
 */
#ifndef SOCKVIEW_BASE_NEAREST_H
#define SOCKVIEW_BASE_NEAREST_H

struct nearest {
	const char *word;
	const char *found; /* one of the candidates; NULL: none is near */
	unsigned distance; /* of `found`: letters to change, add or remove */
};

/* Begins to look for what is near to `word`, which has to exist as long as words are compared with
 * it. */
void nearest_begin(struct nearest *nearest, const char *word);

/*
 * Keeps the candidate if it is nearer than all before. Case does not count, and - _ and blanks are
 * the same.
 */
void nearest_compare(struct nearest *nearest, const char *candidate);

#endif
