/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/i18n.h"
#include "base/unicode.h"
#include "base/regex-internal.h"

struct compiler {
	const char *at;
	struct regex_program *program;
	unsigned depth;
	const char *message; /* the first error; NULL: none so far */
	const char *message_at;
	struct regex_step nowhere;
};

static void fail(struct compiler *c, const char *at, const char *message)
{
	if (c->message)
		return;
	c->message = message;
	c->message_at = at;
}

/* -------- the program -------- */

/* After the first error no step is added, so callers need not check for errors. */
static struct regex_step *add(struct compiler *c, enum regex_kind kind)
{
	struct regex_step *step;

	if (c->program->count == REGEX_STEPS_MAX)
		fail(c, c->at, N_("the regular expression is too large"));
	if (c->message)
		return &c->nowhere;
	step = &c->program->steps[c->program->count++];
	*step = (struct regex_step){.kind = kind};
	return step;
}

/* Inserts one step in front of the piece that begins at `start`. */
static struct regex_step *insert(struct compiler *c, size_t start, enum regex_kind kind)
{
	struct regex_step *steps = c->program->steps;

	add(c, kind);
	if (c->message)
		return &c->nowhere;
	memmove(&steps[start + 1], &steps[start], (c->program->count - 1 - start) * sizeof(*steps));
	steps[start] = (struct regex_step){.kind = kind};
	return &steps[start];
}

/* The number of steps from `start` to the end of the program. */
static int16_t distance(const struct compiler *c, size_t start)
{
	return (int16_t)(c->program->count - start);
}

/* -------- sets of bytes -------- */

static void set_add(struct regex_set *set, unsigned first, unsigned last)
{
	for (unsigned byte = first; byte <= last; byte++)
		set->words[byte / 64] |= UINT64_C(1) << byte % 64;
}

/*
 * Matches a byte of `set`; or, if `negated`, any character outside of it. For a character of
 * several bytes the set matches the first byte, and the REGEX_TAIL after it the others.
 */
static void add_set(struct compiler *c, const struct regex_set *set, bool negated)
{
	struct regex_step *step = add(c, REGEX_SET);

	step->set = *set;
	if (!negated)
		return;
	step->set.words[0] = ~set->words[0];
	step->set.words[1] = ~set->words[1];
	set_add(&step->set, 0xc0, 0xff);
	add(c, REGEX_TAIL);
}

/* Matches one character literally: its bytes one after the other. */
static void add_literal(struct compiler *c)
{
	uint32_t point;
	size_t length = unicode_decode(c->at, strlen(c->at), &point);

	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)*c->at++;
		struct regex_set set = {{0}};

		set_add(&set, byte, byte);
		add_set(c, &set, false);
	}
}

static const struct {
	const char *name;
	const char *ranges; /* pairs: first and last byte */
} classes[] = {
	{"alnum", "09AZaz"},
	{"alpha", "AZaz"},
	{"blank", "  \t\t"},
	{"cntrl", "\001\037\177\177"},
	{"digit", "09"},
	{"graph", "!~"},
	{"lower", "az"},
	{"print", " ~"},
	{"punct", "!/:@[`{~"},
	{"space", "  \t\r"},
	{"upper", "AZ"},
	{"xdigit", "09AFaf"},
};

static void set_add_ranges(struct regex_set *set, const char *ranges)
{
	for (; *ranges; ranges += 2)
		set_add(set, (unsigned char)ranges[0], (unsigned char)ranges[1]);
}

/* Parses [:alpha:] and the other classes; `at` is behind "[:". */
static void parse_class(struct compiler *c, struct regex_set *set)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		size_t length = strlen(classes[i].name);

		if (strncmp(c->at, classes[i].name, length) == 0 && c->at[length] == ':' &&
			c->at[length + 1] == ']') {
			set_add_ranges(set, classes[i].ranges);
			c->at += length + 2;
			return;
		}
	}
	fail(c, c->at, N_("there is no such class of characters"));
}

/* Parses one member of [...]: a character, a range or a class. */
static void parse_member(struct compiler *c, struct regex_set *set)
{
	unsigned char first = (unsigned char)*c->at, last;

	if (first == '[' && c->at[1] == ':') {
		c->at += 2;
		parse_class(c, set);
		return;
	}
	if (first >= 0x80 || (first == '[' && (c->at[1] == '.' || c->at[1] == '='))) {
		fail(c, c->at, N_("between [ and ] there can be ASCII characters only"));
		return;
	}
	c->at++;
	last = first;
	if (c->at[0] == '-' && c->at[1] && c->at[1] != ']') {
		last = (unsigned char)c->at[1];
		if (last < first || last >= 0x80)
			fail(c, c->at, N_("the range is empty"));
		c->at += 2;
	}
	if (!c->message)
		set_add(set, first, last);
}

static void parse_bracket(struct compiler *c)
{
	const char *open = c->at++;
	struct regex_set set = {{0}};
	bool negated = *c->at == '^';

	c->at += negated;
	do {
		if (!*c->at)
			fail(c, open, N_("[ without ]"));
		else
			parse_member(c, &set);
	} while (!c->message && *c->at != ']');
	c->at++;
	add_set(c, &set, negated);
}

/* -------- the grammar -------- */

static void parse_branches(struct compiler *c);

static void parse_escape(struct compiler *c)
{
	static const char ranges[][9] = {
		['d' - 'd'] = "09", ['s' - 'd'] = "  \t\r", ['w' - 'd'] = "09AZaz__"};
	unsigned char letter = (unsigned char)c->at[1];
	struct regex_set set = {{0}};

	if (letter && strchr("dswDSW", letter)) {
		set_add_ranges(&set, ranges[(letter | 0x20) - 'd']);
		add_set(c, &set, letter < 'a');
		c->at += 2;
	} else if (!letter) {
		fail(c, c->at, N_("nothing follows the backslash"));
	} else if ((letter >= '0' && letter <= '9') ||
		   ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z')) {
		fail(c, c->at, N_("the backslash means nothing here"));
	} else {
		c->at++;
		add_literal(c);
	}
}

static void parse_group(struct compiler *c)
{
	const char *open = c->at++;

	if (++c->depth > REGEX_DEPTH_MAX)
		fail(c, open, N_("the brackets are nested too deeply"));
	/* at least one step, so that repeating an empty group ends */
	add(c, REGEX_JUMP)->to = 1;
	if (!c->message)
		parse_branches(c);
	if (!c->message && *c->at != ')')
		fail(c, open, N_("( without )"));
	c->at++;
	c->depth--;
}

static void parse_atom(struct compiler *c)
{
	const struct regex_set nothing = {{0}};

	switch (*c->at) {
	case '(':
		parse_group(c);
		break;
	case '[':
		parse_bracket(c);
		break;
	case '\\':
		parse_escape(c);
		break;
	case '.':
		c->at++;
		add_set(c, &nothing, true);
		break;
	case '^':
		c->at++;
		add(c, REGEX_START);
		break;
	case '$':
		c->at++;
		add(c, REGEX_END);
		break;
	case '*':
	case '+':
	case '?':
		fail(c, c->at, N_("there is nothing to repeat"));
		break;
	default:
		add_literal(c);
	}
}

static void make_optional(struct compiler *c, size_t start)
{
	struct regex_step *split = insert(c, start, REGEX_SPLIT);

	split->to = 1;
	split->other = distance(c, start);
}

static void make_plus(struct compiler *c, size_t start)
{
	int16_t length = distance(c, start);
	struct regex_step *split = add(c, REGEX_SPLIT);

	split->to = (int16_t)-length;
	split->other = 1;
}

/* Parses {m}, {m,} or {m,n}; `most` is -1 for {m,}. */
static bool parse_count(struct compiler *c, int *ret_least, int *ret_most)
{
	const char *at = c->at + 1;
	int numbers[2] = {0, -1};

	for (int i = 0; i < 2; i++) {
		if (*at >= '0' && *at <= '9')
			numbers[i] = 0;
		else if (i == 0)
			break;
		for (; *at >= '0' && *at <= '9'; at++)
			if (numbers[i] <= REGEX_REPEAT_MAX)
				numbers[i] = numbers[i] * 10 + (*at - '0');
		if (i == 0 && *at == ',')
			at++;
		else if (i == 0) {
			numbers[1] = numbers[0];
			break;
		}
	}
	if (*at != '}' || at == c->at + 1 || numbers[0] > REGEX_REPEAT_MAX ||
		numbers[1] > REGEX_REPEAT_MAX || (numbers[1] >= 0 && numbers[1] < numbers[0])) {
		fail(c, c->at, N_("this is no number of repetitions, such as {2,5}"));
		return false;
	}
	c->at = at + 1;
	*ret_least = numbers[0];
	*ret_most = numbers[1];
	return true;
}

/*
 * Repeats the piece at `start`, which was compiled from the pattern at `atom`: compiles the pattern
 * again as often as needed.
 */
static void repeat(struct compiler *c, size_t start, const char *atom, int least, int most)
{
	const char *end = c->at;
	size_t last = start;

	if (most == 0) {
		if (!c->message)
			c->program->count = start;
		add(c, REGEX_JUMP)->to = 1;
		return;
	}
	for (int i = 1; !c->message && i <= (most < 0 ? least : most); i++) {
		if (i > 1) {
			last = c->program->count;
			c->at = atom;
			parse_atom(c);
		}
		if (i > least)
			make_optional(c, last);
	}
	if (most < 0) {
		make_plus(c, last);
		if (least == 0)
			make_optional(c, last);
	}
	if (!c->message)
		c->at = end;
}

/* Parses an atom and the repetition after it. */
static void parse_piece(struct compiler *c)
{
	const char *atom = c->at;
	size_t start = c->program->count;
	int least, most;
	bool counted = false;

	parse_atom(c);
	while (!c->message) {
		switch (*c->at) {
		case '*':
			make_plus(c, start);
			make_optional(c, start);
			break;
		case '+':
			make_plus(c, start);
			break;
		case '?':
			make_optional(c, start);
			break;
		case '{':
			/* only the atom is compiled again, not an earlier repetition of it */
			if (counted)
				fail(c, c->at, N_("this is repeated already"));
			else if (parse_count(c, &least, &most))
				repeat(c, start, atom, least, most);
			counted = true;
			continue;
		default:
			return;
		}
		counted = true;
		c->at++;
	}
}

static void parse_branches(struct compiler *c)
{
	size_t start = c->program->count;

	for (;;) {
		struct regex_step *split;
		size_t jump;

		while (!c->message && *c->at && *c->at != '|' && *c->at != ')')
			parse_piece(c);
		if (c->message || *c->at != '|')
			return;
		c->at++;
		/* either the branch so far, or the branches that follow */
		split = insert(c, start, REGEX_SPLIT);
		jump = c->program->count;
		add(c, REGEX_JUMP);
		if (c->message)
			return;
		split->to = 1;
		split->other = distance(c, start);
		start = c->program->count;
		parse_branches(c);
		if (!c->message)
			c->program->steps[jump].to = distance(c, jump);
		return;
	}
}

bool regex_compile(const char *pattern, struct regex_program *program, size_t *ret_offset,
	const char **ret_message)
{
	struct compiler c = {.at = pattern, .program = program};

	program->count = 0;
	parse_branches(&c);
	if (!c.message && *c.at == ')')
		fail(&c, c.at, N_(") without ("));
	add(&c, REGEX_MATCH);
	if (!c.message)
		return true;
	*ret_offset = (size_t)(c.message_at - pattern);
	*ret_message = c.message;
	return false;
}
