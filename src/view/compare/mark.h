/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A mark: the sockets of a moment, as --mark has written them: the JSON of --once with the boot of
 * the machine and our network namespace. Its rows are read by columns, filters and groups like
 * connections that have ended.
 */
#ifndef SOCKVIEW_VIEW_COMPARE_MARK_H
#define SOCKVIEW_VIEW_COMPARE_MARK_H

#include "base/buffer.h"
#include "sock/rows/track.h"
#include "view/column/column.h"

/* A file that is larger is no mark. */
#define MARK_SIZE_MAX (UINT64_C(1) << 30)

/* What a row of the file has besides its socket. Words are offsets in mark.words; 0: none. */
struct mark_more {
	uint64_t netns;           /* cookie of its network namespace; 0: not known */
	uint64_t netns_inode;     /* the same for the inode; 0: our own namespace */
	size_t text, text_length; /* the object in the file */
	size_t process, unit;
	uint32_t pid; /* 0: none */
};

struct mark {
	const char *text;       /* the caller's */
	struct track track;     /* its rows are those of the file */
	struct mark_more *more; /* parallel to the rows */
	size_t more_capacity;
	struct buffer words; /* each ends with a NUL */
	char time[32], boot[40];
	uint64_t netns_inode; /* of our own network namespace */
	char filter[1024];    /* ""; none */
	bool complete;
	struct column_past reader; /* for column_context */
};

/* Why a text is no mark. */
struct mark_fault {
	const char *reason; /* not yet translated */
	size_t offset;
};

/*
 * Reads a mark; `text` has to stay as long as the mark. False, with the reason in *ret_fault: it is
 * none. To be freed by mark_done() in any case.
 */
bool mark_read(struct mark *mark, const char *text, size_t length, struct mark_fault *ret_fault);
void mark_done(struct mark *mark);

/* The context for the rows of a mark; `now` has the names. */
struct column_context mark_context(const struct mark *mark, const struct column_context *now);

/* The word at an offset; NULL: none. */
static inline const char *mark_word(const struct mark *mark, size_t word)
{
	return word ? mark->words.data + word : NULL;
}

#endif
