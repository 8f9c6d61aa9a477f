/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mask for a text that strangers will read: each address and each name in it is replaced by a
 * word and a number, "private-2", "process-1", the same one each time. The numbers are given in the
 * order in which the names appear, so that nobody can guess a name from its mask.
 *
 *	mask_name(&mask, "process", "nginx");     for each name that may be in a text
 *	mask_text(&mask, text, &out);
 *
 * Addresses need not be added: every IPv4 and IPv6 address in a text is masked, except 0.0.0.0 and
 * ::. Its word is the kind of its network: "loopback", "link", "private", "multicast" or "public".
 */
#ifndef SOCKVIEW_BASE_MASK_H
#define SOCKVIEW_BASE_MASK_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/hash-index.h"

struct mask_entry;

/* All zero: nothing has been added. */
struct mask {
	struct mask_entry *entries;
	size_t count, capacity;
	struct hash_index index; /* name -> entry */
	bool starved;            /* memory was short: some names are not masked */
};

void mask_done(struct mask *mask);

/*
 * From now on `name` is masked wherever it stands as a whole word, also where it is written safe
 * for a terminal or as JSON. `word` is a literal. Names without a letter are ignored: they would
 * hide figures.
 */
void mask_name(struct mask *mask, const char *word, const char *name);

/* Appends `text` with masks. */
void mask_text(struct mask *mask, const char *text, struct buffer *out);

/* The same for JSON: only in values that are strings; keys, numbers and words stay as they are. */
void mask_json(struct mask *mask, const char *text, struct buffer *out);

#endif
