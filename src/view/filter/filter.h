/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FILTER: the language of ss, extended by every column as a word.
 *
 *	filter    joined terms; `and`, `or` have equal precedence and join from the left
 *	term      ( filter ) | not term | state NAME ... | exclude NAME ... | autobound
 *	          | src HOST | dst HOST | sport OP PORT | dport OP PORT | dev OP NAME
 *	          | [src | dst] host ADDRESS | [src | dst] net ADDRESS | src | dst port OP PORT
 *	          | fwmark OP MARK[/MASK] | cgroup OP PATH          an OP left out is =
 *	          | addr OP HOST | port OP PORT                     either side
 *	          | ADDRESS[/LEN][:PORT] | :PORT                    either side
 *	          | COLUMN OP VALUE | WORD | /REGEX/                anywhere in the row
 *
 * Several values of an address, port, state, protocol, family, user or number that names something
 * (a pid) may follow = and !=, separated by commas: any of them may match.
 *
 * As in ss, several `state` and `exclude` words in sequence are one set of states. At the beginning
 * of a filter, or of a pair of brackets, that set applies to everything after it in this filter or
 * pair of brackets.
 *
 * Unlike in ss, no blanks are needed around brackets and operators; a value that contains such a
 * character is put into quotation marks. A backslash makes the character after it ordinary, but
 * before a letter or digit the backslash itself is ordinary (names of units contain such
 * backslashes). A regular expression after ~ extends to a blank, or to a closing bracket that it
 * did not open; it may also be put between slashes.
 *
 * A missing value matches no comparison. != is the exact opposite of =, as in ss, so it matches a
 * missing value. Where only a lower bound is known (the age of a socket that is older than the
 * program), a comparison matches only if it is true for every greater number, too.
 */
#ifndef SOCKVIEW_VIEW_FILTER_FILTER_H
#define SOCKVIEW_VIEW_FILTER_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "sock/diag/bytecode.h"
#include "sock/conn/conn.h"
#include "sock/conn/parts.h"
#include "view/column/column.h"
#include "base/regex.h"

#define FILTER_LENGTH_MAX 4096 /* bytes of text */
#define FILTER_DEPTH_MAX 64    /* brackets and nots within each other */
#define FILTER_NODES_MAX 1024

/* One of the addresses of a host's name. */
struct filter_address {
	uint8_t bytes[16]; /* network byte order; IPv4 in the first four */
	uint8_t family;    /* enum conn_family */
};

/*
 * Look-ups of names; called only while a filter is parsed. Each returns false (host: 0) if there is
 * no such name. A look-up that might have to wait is NULL while the user is typing: then names are
 * refused; users are compared by the names that are shown.
 */
struct filter_names {
	void *context;
	bool (*service)(void *context, enum conn_proto proto, const char *name, uint16_t *ret_port);
	bool (*user)(void *context, const char *name, uint32_t *ret_uid);
	bool (*interface)(void *context, const char *name, uint32_t *ret_index);
	bool (*cgroup)(void *context, const char *path, uint64_t *ret_id);
	size_t (*host)(
		void *context, const char *name, struct filter_address *ret_addresses, size_t most);
	uint16_t ephemeral_first, ephemeral_last; /* ip_local_port_range; 0, 0: kernel's default */
};

enum filter_kind {
	FILTER_AND,
	FILTER_OR,
	FILTER_NOT,
	/* leaves from here on */
	FILTER_STATE,     /* states */
	FILTER_HOST,      /* sides, host */
	FILTER_PORT,      /* sides, op, number */
	FILTER_PROTO,     /* number: enum conn_proto */
	FILTER_FAMILY,    /* number: enum conn_family */
	FILTER_DEVICE,    /* number: index; text as given */
	FILTER_MARK,      /* mark */
	FILTER_CGROUP,    /* number: id; text as given */
	FILTER_AUTOBOUND, /* ports; means "not bound explicitly", which the kernel checks better */
	FILTER_USER,      /* number: uid; text as given */
	FILTER_NUMBER,    /* column, op, number; times in microseconds */
	FILTER_TEXT,      /* column, text: the complete value */
	FILTER_REGEX,     /* column, regex; text as given */
	FILTER_WORD,      /* text, anywhere in the row, case ignored; cells */
	FILTER_PATTERN,   /* regex, anywhere in the row; text as given; cells */
};

enum filter_op { FILTER_EQ, FILTER_LT, FILTER_GT, FILTER_LE, FILTER_GE };

enum filter_side { FILTER_LOCAL = 1 << 0, FILTER_REMOTE = 1 << 1 };

/* The field of a socket's holders that a column shows: any holder may match. */
enum filter_owner {
	FILTER_OWNER_NONE,
	FILTER_OWNER_PROCESS,
	FILTER_OWNER_PID,
	FILTER_OWNER_PARENT,
	FILTER_OWNER_FD,
	FILTER_OWNER_COMMAND,
};

/* Bits of `wants`: the parts of a host that are compared. */
enum filter_host_part {
	FILTER_HOST_ADDRESS = 1 << 0,
	FILTER_HOST_PORT = 1 << 1,
	FILTER_HOST_DEVICE = 1 << 2,
};

struct filter_host {
	uint8_t bytes[16]; /* zero after the prefix */
	uint8_t family;    /* IPv4 includes IPv4-mapped addresses; IPv6 only itself */
	uint8_t prefix;
	uint8_t wants;
	uint16_t port;
	uint32_t device;
};

/* Where evaluation continues after a leaf: the index of another leaf, or one of these. */
#define FILTER_YES UINT16_MAX
#define FILTER_NO (UINT16_MAX - 1)

struct filter_node {
	uint8_t kind;         /* enum filter_kind */
	uint8_t op;           /* enum filter_op; "not equal" is a NOT above an "equal" */
	uint8_t sides;        /* enum filter_side; if both are set, either may match */
	uint8_t owner;        /* enum filter_owner, of `column` */
	uint16_t left, right; /* children, earlier in the array; NOT has only `left` */
	uint16_t yes, no;     /* of a leaf: where evaluation continues */
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
			uint32_t states[CONN_PROTOS]; /* the states whose names match */
		} cells;
	};
};

#define FILTER_SHOWN_MAX 32

/* Read-only outside of the parser. */
struct filter {
	struct filter_node *nodes; /* children before parents; the root is the last */
	size_t node_count;         /* 0: every socket matches */
	uint16_t first;            /* the leaf where evaluation starts */
	const char *hinted; /* a word that the filter searches for and that looks like a condition;
			       NULL: none */
	const char *hint;   /* the condition that `hinted` looks like; NULL: `state` and the word */
	bool mixed;         /* `and` and `or` without brackets: show how they are joined */
	unsigned needs;
	uint32_t said;                                /* see filter_says_state() */
	uint32_t states[CONN_PROTOS];                 /* see filter_state_mask() */
	struct parts parts;                           /* see filter_parts() */
	const struct column *shown[FILTER_SHOWN_MAX]; /* "anywhere in the row" */
	size_t shown_count;
	char *texts;
};

struct filter_error {
	size_t offset;        /* of the first wrong byte; at the end: the length of the text */
	size_t length;        /* of the wrong part; may be 0 */
	const char *message;  /* not yet translated */
	const char *expected; /* not yet translated; NULL: the message is enough */
	const char *nearest;  /* a word that may be meant instead of the wrong part; NULL: none */
};

/* A word that begins a condition and is no column. */
struct filter_condition {
	const char *word;
	const char *help; /* not yet translated */
	bool is_short;    /* a short form of the word before it */
};

/* Returns number `index`, for lists of what a filter may contain; NULL: there are no more. */
const struct filter_condition *filter_condition(size_t index);

/* Returns name number `index` of a state or of several states together; NULL: there are no more. */
const char *filter_state_word(size_t index);

/*
 * Parses a filter; free it with filter_free(). `names` is used only during the call. Returns 0, or
 * -EINVAL with *ret_error filled. Any text, however bad, is parsed or refused in a short time.
 */
int filter_parse(const char *text, const struct filter_names *names, struct filter **ret_filter,
	struct filter_error *ret_error);

/* Appends the condition that a searched word may mean, where filter->hinted is set. */
void filter_add_hint(const struct filter *filter, struct buffer *out);

/* Appends the filter given by the words of a command line (ends with NULL). */
void filter_join_words(char *const *words, struct buffer *out);

void filter_free(struct filter *filter); /* may be NULL */

/*
 * True if a row of context->track matches. `scratch` saves an allocation for each row. Only one
 * thread at a time: regular expressions cache states while they match.
 */
bool filter_matches(const struct filter *filter, const struct column_context *context, uint32_t row,
	struct buffer *scratch);

/*
 * True if every row that matches `filter` also matches `than`: both search for one word, and the
 * word of `filter` contains the other one. Returns false also if that is not known.
 */
bool filter_is_narrower(const struct filter *filter, const struct filter *than);

/*
 * The states that a matching socket of this protocol can be in, as bits of idiag_states. A caller
 * who asks the kernel must remove those that it would not ask for without a filter (BOUND).
 */
static inline uint32_t filter_state_mask(const struct filter *filter, enum conn_proto proto)
{
	return filter->states[proto];
}

/* The parts in which a matching socket can be: the kernel need not list the others. */
static inline struct parts filter_parts(const struct filter *filter)
{
	return filter->parts;
}

/*
 * True if the filter asks for exactly this state by name: by `state listen`, but not by `state
 * all`, nor by an `exclude` of other states.
 */
static inline bool filter_says_state(const struct filter *filter, enum conn_state state)
{
	return filter->said >> state & 1;
}

/*
 * Makes bytecode of the part of the filter that the kernel can evaluate during a dump: sockets that
 * do not match may pass, but none that matches is dropped. `listeners`: all listeners pass, too.
 * Returns 0; -ENODATA: the filter has no such part; -E2BIG: the code is too long.
 */
int filter_to_bytecode(const struct filter *filter, bool listeners, struct bytecode *ret_code);

/* True where the filter compares the mark, which the kernel reports only with CAP_NET_ADMIN. */
bool filter_asks_mark(const struct filter *filter);

/* The flags of all columns that the filter reads (enum column_flag: COLUMN_TCP_INFO, ...). */
static inline unsigned filter_needs(const struct filter *filter)
{
	return filter->needs;
}

/*
 * Appends the filter as text. filter_parse() makes the same filter from it, if it is given the same
 * names and the text is not longer than FILTER_LENGTH_MAX.
 */
void filter_print(const struct filter *filter, struct buffer *out);

#endif
