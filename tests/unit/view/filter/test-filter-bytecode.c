/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel is given of a filter, run here as inet_diag_bc_run() and checked as
 * inet_diag_bc_audit() in net/ipv4/inet_diag.c would. */
#include "support/unit.h"

#include <errno.h>

#include "support/filter-rows.h"
#include "support/random.h"

struct op {
	uint8_t code, yes;
	uint16_t no;
};

struct address_condition {
	uint8_t family, prefix;
	int port;
	uint8_t bytes[16];
};

enum {
	NOP,
	JMP,
	S_GE,
	S_LE,
	D_GE,
	D_LE,
	AUTO,
	S_COND,
	D_COND,
	DEV_COND,
	MARK_COND,
	S_EQ,
	D_EQ,
	CGROUP_COND
};

static struct op op_at(const struct bytecode *code, size_t at)
{
	struct op op;

	memcpy(&op, code->bytes + at, sizeof(op));
	return op;
}

/* Where a jump ends there is an operation, or the end. */
static bool is_boundary(const struct bytecode *code, size_t target)
{
	size_t at = 0;

	while (at < target && at < code->length)
		at += op_at(code, at).yes;
	return at == target;
}

static void audit(const struct bytecode *code, const char *text)
{
	for (size_t at = 0; at < code->length; at += op_at(code, at).yes) {
		struct op op = op_at(code, at);
		size_t left = code->length - at;

		if (op.code > CGROUP_COND || op.yes < 4 || op.yes > left + 4 || op.yes & 3 ||
			op.no < 4 || op.no > left + 4 || op.no & 3 ||
			(op.no < left && !is_boundary(code, at + op.no)))
			fail_msg("'%s': bad operation %u at %zu: yes %u, no %u", text, op.code, at,
				op.yes, op.no);
	}
}

static bool bits_match(const uint8_t *left, const uint8_t *right, unsigned bits)
{
	for (unsigned bit = 0; bit < bits; bit++)
		if ((left[bit / 8] ^ right[bit / 8]) >> (7 - bit % 8) & 1)
			return false;
	return true;
}

static bool address_matches(
	const struct conn *conn, const struct conn_endpoint *endpoint, const uint8_t *operand)
{
	struct address_condition condition = {0};
	bool v6 = conn->family == CONN_IPV6;

	memcpy(&condition, operand, 8);
	memcpy(condition.bytes, operand + 8, condition.family == 2 ? 4 : 16);
	if (condition.port != -1 && condition.port != endpoint->port)
		return false;
	if ((condition.family == 10) == v6)
		return bits_match(endpoint->addr, condition.bytes, condition.prefix);
	return v6 && conn_is_mapped(conn) &&
	       bits_match(endpoint->addr + 12, condition.bytes, condition.prefix);
}

static bool test(const struct conn *conn, struct op op, const uint8_t *operand)
{
	uint64_t cgroup = 0;
	uint32_t device = 0;
	uint16_t port;

	memcpy(&port, operand + 2, sizeof(port));
	if (op.code == DEV_COND)
		memcpy(&device, operand, sizeof(device));
	if (op.code == CGROUP_COND)
		memcpy(&cgroup, operand, sizeof(cgroup));
	switch (op.code) {
	case NOP:
		return true;
	case S_GE:
		return conn->local.port >= port;
	case S_LE:
		return conn->local.port <= port;
	case S_EQ:
		return conn->local.port == port;
	case D_GE:
		return conn->remote.port >= port;
	case D_LE:
		return conn->remote.port <= port;
	case D_EQ:
		return conn->remote.port == port;
	case S_COND:
		return address_matches(conn, &conn->local, operand);
	case D_COND:
		return address_matches(conn, &conn->remote, operand);
	case DEV_COND:
		return conn->interface == device;
	case CGROUP_COND:
		return conn->cgroup == cgroup;
	}
	return false;
}

static bool run(const struct bytecode *code, const struct conn *conn)
{
	long at = 0, length = (long)code->length;

	while (at < length) {
		struct op op = op_at(code, (size_t)at);

		at += op.code != JMP && test(conn, op, code->bytes + at + 4) ? op.yes : op.no;
	}
	return at == length;
}

static int set_up(void **state)
{
	struct filter_rows *rows = malloc(sizeof(*rows));

	filter_rows_init(rows);
	*state = rows;
	return 0;
}

static int tear_down(void **state)
{
	filter_rows_done(*state);
	free(*state);
	return 0;
}

/* Writes the letters of the rows that the kernel would let through; false: it is given nothing. */
static bool pass(struct filter_rows *rows, const struct filter *filter, const char *text,
	bool listeners, char *ret_letters)
{
	static struct bytecode code;

	if (filter_to_bytecode(filter, listeners, &code) != 0)
		return false;
	audit(&code, text);
	for (uint32_t row = 0; row < FILTER_ROWS; row++)
		if (run(&code, &rows->track.rows[row].conn))
			*ret_letters++ = (char)('a' + row);
	*ret_letters = '\0';
	return true;
}

static struct filter *parse(struct filter_rows *rows, const char *text)
{
	struct filter_error error = {0};
	struct filter *filter = NULL;

	if (filter_parse(text, &rows->names, &filter, &error) != 0)
		fail_msg("'%s' refused at %zu: %s", text, error.offset, error.message);
	return filter;
}

struct expectation {
	const char *text, *letters; /* NULL: nothing is given to the kernel */
};

static void expect(struct filter_rows *rows, const struct expectation *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct filter *filter = parse(rows, table[i].text);
		char letters[FILTER_ROWS + 1] = "";
		bool given = pass(rows, filter, table[i].text, false, letters);

		filter_free(filter);
		if (given != (table[i].letters != NULL))
			fail_msg("'%s': %s to the kernel", table[i].text,
				given ? "given" : "not given");
		if (given && strcmp(letters, table[i].letters) != 0)
			fail_msg("'%s' lets '%s' through, not '%s'", table[i].text, letters,
				table[i].letters);
	}
}

static void what_the_kernel_knows_it_decides_alone(void **state)
{
	static const struct expectation table[] = {
		{"sport = 443", "befi"},
		{"sport != 443", "acdghj"},
		{"sport > 443", "cdhj"},
		{"sport < 53", "a"},
		{"port = 5353", "h"},
		{"port = 33768 or port = 22", "ad"},
		{"dst 198.51.100.0/24", "b"},
		{"src 10.0.0.5", "bcfi"},
		{"src 10.0.0.5:443", "bfi"},
		{"dst 2001:db8::/32", "e"},
		{"not ( src 10.0.0.5 or sport = 22 )", "deghj"},
		{"addr = 127.0.0.1", "dg"},
		{"dev eth0", "bh"},
		{"sport > 65534 or sport = 22", "a"},
		{"sport < 0", ""},
	};

	expect(*state, table, COUNT_OF(table));
}

static void of_the_rest_nothing_is_left_out(void **state)
{
	static const struct expectation table[] = {
		{"sport = 443 and process = nginx", "befi"},
		{"sport = 443 and not process = nginx", "befi"},
		{"sport = 443 or process = nginx", "abcdefghij"},
		{"not ( sport = 443 or not process = nginx )", "acdghj"},
		{"state established and dport = 50112", "b"},
		{"process = nginx", NULL},
		{"", NULL},
		{"state listen", NULL},
	};

	expect(*state, table, COUNT_OF(table));
}

static void listeners_come_through_where_they_are_wanted(void **state)
{
	struct filter *filter = parse(*state, "dport = 50112");
	char letters[FILTER_ROWS + 1];

	assert_true(pass(*state, filter, "dport = 50112", true, letters));
	assert_string_equal(letters, "abgj");
	filter_free(filter);
}

static void make_random(uint64_t *random, struct buffer *text, unsigned depth)
{
	static const char *const terms[] = {"sport = 443", "dport < 1024", "port >= 8080",
		"src 10.0.0.0/8", "dst 2001:db8::/32", "addr = ::ffff:192.0.2.1", "dev lo",
		"state established", "process = x", "recvq > 0", "sport :22", "dst 127.0.0.1:33768",
		"src *:443", "autobound", "tcp", "user = www"};
	unsigned more = random_below(random, 3);

	do {
		buffer_text(text, random_below(random, 3) ? "" : "not ");
		if (depth && random_below(random, 3) == 0) {
			buffer_text(text, "( ");
			make_random(random, text, depth - 1);
			buffer_text(text, " )");
		} else {
			buffer_text(text, terms[random_below(random, COUNT_OF(terms))]);
		}
		if (more)
			buffer_text(text, random_below(random, 2) ? " and " : " or ");
	} while (more--);
}

static void whatever_the_filter_is_no_match_is_left_out(void **state)
{
	struct filter_rows *rows = *state;
	uint64_t random = random_seed();
	struct buffer text = {0};
	unsigned given = 0;

	for (int i = 0; i < 20000; i++) {
		char through[FILTER_ROWS + 1], matching[FILTER_ROWS + 1];
		struct filter_error error;
		struct filter *filter;

		buffer_clear(&text);
		make_random(&random, &text, 3);
		if (filter_parse(buffer_get(&text), &rows->names, &filter, &error) != 0)
			continue;
		if (pass(rows, filter, buffer_get(&text), random_below(&random, 2), through)) {
			filter_rows_match(rows, filter, matching);
			if (strspn(matching, *through ? through : "-") < strlen(matching))
				fail_msg("'%s' matches '%s', and '%s' comes through",
					buffer_get(&text), matching, through);
			given++;
		}
		filter_free(filter);
	}
	assert_true(given > 2000);
	buffer_done(&text);
}

static void one_that_is_too_long_stays_here(void **state)
{
	static struct bytecode code;
	struct buffer text = {0};
	struct filter *filter;

	buffer_text(&text, "sport = 1");
	for (int i = 2; i < 300; i++)
		buffer_printf(&text, " or port = %d", i);
	if (text.length > FILTER_LENGTH_MAX)
		text.length = FILTER_LENGTH_MAX;
	filter = parse(*state, buffer_get(&text));
	assert_int_equal(filter_to_bytecode(filter, false, &code), -E2BIG);
	filter_free(filter);
	buffer_done(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_the_kernel_knows_it_decides_alone),
		TEST(of_the_rest_nothing_is_left_out),
		TEST(listeners_come_through_where_they_are_wanted),
		TEST(whatever_the_filter_is_no_match_is_left_out),
		TEST(one_that_is_too_long_stays_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
