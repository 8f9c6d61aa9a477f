/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FILTER: ss's language, and on top of it every column as a word.
 *
 *	filter    joined terms; `and`, `or` are of equal strength and join from the left
 *	term      ( filter ) | not term | state NAME ... | exclude NAME ... | autobound
 *	          | src HOST | dst HOST | sport OP PORT | dport OP PORT | dev OP NAME
 *	          | fwmark OP MARK[/MASK] | cgroup OP PATH          an OP left out is =
 *	          | addr OP HOST | port OP PORT                     either side
 *	          | COLUMN OP VALUE | WORD | /REGEX/                anywhere in the row
 *
 * As in ss, words of `state` and `exclude` that follow each other are one set of states, and where
 * they begin a filter, or a pair of brackets, they hold for all that follows in it.
 *
 * Unlike ss's, words need no blanks about brackets and signs; what contains such a character is
 * put into quotation marks. A backslash takes the meaning from the character after it, but stays
 * what it is before a letter or digit (names of units have such). A regular expression behind ~
 * goes on to a blank or to a bracket that it did not open; it may also stand between slashes.
 *
 * What has no value matches no comparison; != is the exact opposite of =, as in ss, so it matches
 * that. Where only a lower bound is known (the age of a socket that is older than the program), a
 * comparison matches only if it must be true of every greater number.
 */
#ifndef SOCKVIEW_VIEW_FILTER_FILTER_H
#define SOCKVIEW_VIEW_FILTER_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "sock/diag/bytecode.h"
#include "sock/conn/conn.h"
#include "view/column/column.h"
#include "base/regex.h"

#define FILTER_LENGTH_MAX 4096 /* bytes of text */
#define FILTER_DEPTH_MAX 64    /* brackets and nots within each other */
#define FILTER_NODES_MAX 1024

/* An address that a host's name stands for. */
struct filter_address {
	uint8_t bytes[16]; /* network byte order; IPv4 in the first four */
	uint8_t family;    /* enum conn_family */
};

/*
 * What names mean; asked while a filter is read, never afterwards. Each answers false (none: 0)
 * where there is no such name. One that is NULL cannot be asked (it might have to wait, and
 * somebody is typing): names are then refused, but users are compared by their shown names.
 */
struct filter_names {
	void *context;
	bool (*service)(void *context, enum conn_proto proto, const char *name, uint16_t *ret_port);
	bool (*user)(void *context, const char *name, uint32_t *ret_uid);
	bool (*interface)(void *context, const char *name, uint32_t *ret_index);
	bool (*cgroup)(void *context, const char *path, uint64_t *ret_id);
	size_t (*host)(
		void *context, const char *name, struct filter_address *ret_addresses, size_t most);
	uint16_t ephemeral_first, ephemeral_last; /* ip_local_port_range; 0, 0: the kernel's own */
};

enum filter_kind {
	FILTER_AND,
	FILTER_OR,
	FILTER_NOT,
	/* from here on leaves */
	FILTER_STATE,     /* states */
	FILTER_HOST,      /* sides, host */
	FILTER_PORT,      /* sides, op, number */
	FILTER_PROTO,     /* number: enum conn_proto */
	FILTER_FAMILY,    /* number: enum conn_family */
	FILTER_DEVICE,    /* number: index; text as given */
	FILTER_MARK,      /* mark */
	FILTER_CGROUP,    /* number: id; text as given */
	FILTER_AUTOBOUND, /* ports; the kernel knows better: which were not bound explicitly */
	FILTER_USER,      /* number: uid; text as given */
	FILTER_NUMBER,    /* column, op, number; times in microseconds */
	FILTER_TEXT,      /* column, text: the whole of it */
	FILTER_REGEX,     /* column, regex; text as given */
	FILTER_WORD,      /* text, anywhere in the row, in capitals or not; cells */
	FILTER_PATTERN,   /* regex, anywhere in the row; text as given; cells */
};

enum filter_op { FILTER_EQ, FILTER_LT, FILTER_GT, FILTER_LE, FILTER_GE };

enum filter_side { FILTER_LOCAL = 1 << 0, FILTER_REMOTE = 1 << 1 };

/* What of a socket's holders a column tells: any of them may match. */
enum filter_owner {
	FILTER_OWNER_NONE,
	FILTER_OWNER_PROCESS,
	FILTER_OWNER_PID,
	FILTER_OWNER_PARENT,
	FILTER_OWNER_FD,
	FILTER_OWNER_COMMAND,
};

/* Bits of `wants`: which parts of a host are asked for. */
enum filter_host_part {
	FILTER_HOST_ADDRESS = 1 << 0,
	FILTER_HOST_PORT = 1 << 1,
	FILTER_HOST_DEVICE = 1 << 2,
};

struct filter_host {
	uint8_t bytes[16]; /* zero behind the prefix */
	uint8_t family;    /* IPv4 means mapped addresses as well, IPv6 only itself */
	uint8_t prefix;
	uint8_t wants;
	uint16_t port;
	uint32_t device;
};

/* Where evaluation goes on behind a leaf: another leaf, or one of these. */
#define FILTER_YES UINT16_MAX
#define FILTER_NO (UINT16_MAX - 1)

struct filter_node {
	uint8_t kind;         /* enum filter_kind */
	uint8_t op;           /* enum filter_op; there is no "not equal": that is NOT */
	uint8_t sides;        /* enum filter_side; of more than one any may match */
	uint8_t owner;        /* enum filter_owner, of `column` */
	uint16_t left, right; /* children, before it in the array; NOT has only `left` */
	uint16_t yes, no;     /* of a leaf */
	const struct column *column;
	const char *text;
	struct regex *regex;
	union {
		uint64_t number;
		uint32_t states; /* 1 << enum conn_state */
		struct filter_host host;
		struct {
			uint32_t value, mask;
		} mark;
		struct {
			uint16_t first, last;
		} ports;
		struct {
			uint32_t columns;             /* bits of filter->shown that may match */
			uint32_t states[CONN_PROTOS]; /* whose names match */
		} cells;
	};
};

#define FILTER_SHOWN_MAX 32

/* Read-only for everybody else. */
struct filter {
	struct filter_node *nodes; /* children before parents; the root is the last */
	size_t node_count;         /* 0: everything matches */
	uint16_t first;            /* the leaf where evaluation begins */
	bool mixed;                /* `and` and `or` side by side: say how they join */
	size_t mixed_at;           /* where that began: offset in the text */
	unsigned needs;
	uint32_t said;                                /* see filter_says_state() */
	uint32_t states[CONN_PROTOS];                 /* see filter_state_mask() */
	const struct column *shown[FILTER_SHOWN_MAX]; /* "anywhere in the row" */
	size_t shown_count;
	char *texts;
};

struct filter_error {
	size_t offset;        /* of the first wrong byte; at the end: the text's length */
	size_t length;        /* of what is wrong; may be 0 */
	const char *message;  /* not translated yet */
	const char *expected; /* likewise; NULL where the message says it all */
};

/*
 * Reads a filter; filter_free() it. `names` is not kept. 0; or -EINVAL with *ret_error filled.
 * No text is too bad to be refused in good time.
 */
int filter_parse(const char *text, const struct filter_names *names, struct filter **ret_filter,
	struct filter_error *ret_error);

/* Appends the filter that stands in the words of a command line (ends with NULL). */
void filter_join_words(char *const *words, struct buffer *out);

void filter_free(struct filter *filter); /* NULL is fine */

/* Whether a row of context->track matches. `scratch` spares an allocation a row. One thread at a
 * time: regular expressions learn while they match. */
bool filter_matches(const struct filter *filter, const struct column_context *context, uint32_t row,
	struct buffer *scratch);

/*
 * The states that a matching socket of this protocol can be in, as idiag_states has them. Whoever
 * asks the kernel takes away what it would not ask for without a filter (BOUND).
 */
static inline uint32_t filter_state_mask(const struct filter *filter, enum conn_proto proto)
{
	return filter->states[proto];
}

/*
 * True where the filter names this very state as wanted: `state listen`, not `state all` or what
 * others an `exclude` leaves.
 */
static inline bool filter_says_state(const struct filter *filter, enum conn_state state)
{
	return filter->said >> state & 1;
}

/*
 * What of the filter the kernel can evaluate while it dumps: sockets that do not match may come
 * through, none that does is left out. `listeners`: those come through as well. 0; -ENODATA: there
 * is nothing of that kind in it; -E2BIG: too much.
 */
int filter_to_bytecode(const struct filter *filter, bool listeners, struct bytecode *ret_code);

/* True where it asks for the mark, which the kernel tells only those with CAP_NET_ADMIN. */
bool filter_asks_mark(const struct filter *filter);

/* The flags of all columns that it looks at (enum column_flag: COLUMN_TCP_INFO, ...). */
static inline unsigned filter_needs(const struct filter *filter)
{
	return filter->needs;
}

/*
 * Appends the filter as text that filter_parse() reads as the same filter, given the same names and
 * unless it has become longer than FILTER_LENGTH_MAX.
 */
void filter_print(const struct filter *filter, struct buffer *out);

#endif
