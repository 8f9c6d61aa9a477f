/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A filter that is printed and read again is the same filter: for chosen ones, and for trees made
 * at random, of which the test knows by itself what they match. */
#include "support/unit.h"

#include "support/filter-rows.h"
#include "support/random.h"

#define ROUNDS 2000

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

static struct filter *parse(struct filter_rows *rows, const char *text)
{
	struct filter_error error = {0};
	struct filter *filter = NULL;

	if (filter_parse(text, &rows->names, &filter, &error) != 0)
		fail_msg("'%s' refused at %zu: %s", text, error.offset, error.message);
	return filter;
}

static bool same_text(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static bool same_node(const struct filter_node *left, const struct filter_node *right)
{
	return left->kind == right->kind && left->op == right->op && left->sides == right->sides &&
	       left->owner == right->owner && left->left == right->left &&
	       left->right == right->right && left->yes == right->yes && left->no == right->no &&
	       left->column == right->column && same_text(left->text, right->text) &&
	       memcmp(&left->host, &right->host, sizeof(left->host)) == 0 &&
	       memcmp(&left->cells, &right->cells, sizeof(left->cells)) == 0 &&
	       left->number == right->number;
}

static bool same_filter(const struct filter *left, const struct filter *right)
{
	if (left->node_count != right->node_count || left->first != right->first ||
		left->needs != right->needs || left->said != right->said ||
		memcmp(left->states, right->states, sizeof(left->states)) != 0)
		return false;
	for (size_t i = 0; i < left->node_count; i++)
		if (!same_node(&left->nodes[i], &right->nodes[i]))
			return false;
	return true;
}

static void check_round_trip(struct filter_rows *rows, const char *text)
{
	struct filter *first = parse(rows, text), *second;
	struct buffer printed = {0}, again = {0};

	filter_print(first, &printed);
	second = parse(rows, buffer_get(&printed));
	if (!same_filter(first, second))
		fail_msg("'%s' becomes another filter: '%s'", text, buffer_get(&printed));
	filter_print(second, &again);
	assert_string_equal(buffer_get(&printed), buffer_get(&again));
	filter_free(first);
	filter_free(second);
	buffer_done(&printed);
	buffer_done(&again);
}

static void a_filter_is_printed_in_one_way(void **state)
{
	static const struct {
		const char *text, *printed;
	} table[] = {
		{"", ""},
		{"state ESTAB", "state established"},
		{"state connected", "exclude closed exclude listen exclude bound"},
		{"state all", "state all"},
		{"exclude all", "exclude all"},
		{"state bucket", "state syn-recv state time-wait"},
		{"exclude bucket", "exclude syn-recv exclude time-wait"},
		{"state listen a or b", "state listen and ( a or b )"},
		{"a or b and c", "a or b and c"},
		{"a or (b c)", "a or ( b and c )"},
		{"! sport :22", "sport != :22"},
		{"not sport > 22", "not sport > :22"},
		{"not (a b)", "not ( a and b )"},
		{"lport https", "sport = :443"},
		{"port != 22", "port != :22"},
		{"src 10/8", "src = 10.0.0.0/8"},
		{"src 10.1.2.3/8:ssh", "src = 10.0.0.0/8:22"},
		{"laddr ::1", "src = [::1]"},
		{"dst fe80::1%eth0:22", "dst = [fe80::1]%2:22"},
		{"dst both", "dst = 10.0.0.9 or dst = [2001:db8:1::2]"},
		{"dst inet:10.0.0.0/8", "dst = 10.0.0.0/8 and family = ipv4"},
		{"sport = :*", "src = *"},
		{"rtt > 1500us", "rtt > 1500us"},
		{"age >= 90000ms", "age >= 90s"},
		{"age >= 1h30m", "age >= 90m"},
		{"age < 0", "age < 0d"},
		{"sendq > 65536", "sendq > 64k"},
		{"recvq 0", "recvq = 0"},
		{"process = 'a \"b\\c'", "process = \"a \\\"b\\\\c\""},
		{"process = 'and'", "process = \"and\""},
		{"process ~ ^a(b|c)$", "process ~ \"^a(b|c)$\""},
		{"not process ~ ^a", "process !~ ^a"},
		{"/a\\/b\\\\\\.c d/", "/a\\/b\\\\\\.c d/"},
		{"'/x/' \"pid\" \\& ''", "\"/x/\" and \"pid\" and \"&\" and \"\""},
		{"fwmark 7", "fwmark = 0x7"},
		{"10.0.0.5", "addr = 10.0.0.5"},
		{"not 10/8", "addr != 10.0.0.0/8"},
		{"10.0.0.5:22", "src = 10.0.0.5:22 or dst = 10.0.0.5:22"},
		{"a ! [::1]:22", "a and not ( src = [::1]:22 or dst = [::1]:22 )"},
		{":22", "port = :22"},
		{"'10.0.0.5'", "\"10.0.0.5\""},
		{"':22'", "\":22\""},
		{"src host 10.0.0.5", "src = 10.0.0.5"},
		{"dst port != 22", "dport != :22"},
		{"port 22,80 a", "port = :22 or port = :80 and a"},
		{"port != 22,80", "not ( port = :22 or port = :80 )"},
		{"state listen,syn-sent", "state syn-sent state listen"},
		{"process = 'a,b'", "process = \"a,b\""},
		{"'host' \"net\"", "\"host\" and \"net\""},
		{"LAST SENT > 90s", "lastsent > 90s"},
		{"fwmark != 1/3", "fwmark != 0x1/0x3"},
		{"age_at_least = true", "age_at_least = yes"},
		{"user != www", "user != www"},
		{"dev lo", "dev = lo"},
		{"cgroup /system.slice/nginx\\x2dold.service",
			"cgroup = \"/system.slice/nginx\\\\x2dold.service\""},
	};
	struct filter_rows *rows = *state;

	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter *filter = parse(rows, table[i].text);
		struct buffer printed = {0};

		filter_print(filter, &printed);
		if (strcmp(buffer_get(&printed), table[i].printed) != 0)
			fail_msg("'%s' is printed as '%s'", table[i].text, buffer_get(&printed));
		buffer_done(&printed);
		filter_free(filter);
		check_round_trip(rows, table[i].text);
	}
}

static void printing_and_reading_is_the_same_at_the_greatest_depth(void **state)
{
	static const char *const inner[] = {"a", "dst != both", "a and ( b or c )",
		"state listen a or b", "not not a", "src != inet6:both", "port 22,80",
		"host != 10.0.0.5,10.0.0.6", "10.0.0.5:22", "not [::1]:22"};
	struct filter_rows *rows = *state;

	for (size_t i = 0; i < COUNT_OF(inner); i++)
		for (unsigned depth = FILTER_DEPTH_MAX - 6; depth <= FILTER_DEPTH_MAX; depth++) {
			struct buffer text = {0};
			struct filter_error error;
			struct filter *filter;

			for (unsigned at = 0; at < depth; at++)
				buffer_text(&text, at % 2 ? "x or ( " : "x and ( ");
			buffer_text(&text, inner[i]);
			buffer_repeat(&text, ')', depth);
			if (filter_parse(buffer_get(&text), &rows->names, &filter, &error) == 0) {
				filter_free(filter);
				check_round_trip(rows, buffer_get(&text));
			} else {
				assert_true(depth > FILTER_DEPTH_MAX - 5);
			}
			buffer_done(&text);
		}
}

/* -------- trees at random -------- */

/* A condition, and the rows that it matches as bits. */
struct leaf {
	const char *text;
	const char *letters;
};

static const struct leaf leaves[] = {
	{"sport = :443", "befi"},
	{"sport!=443", "acdghj"},
	{"state = established", "befh"},
	{"dst 198.51.100.7", "b"},
	{"src != 10.0.0.0/8", "adeghj"},
	{"proto = udp", "gh"},
	{"user www", "bef"},
	{"recvq>0", "cfj"},
	{"rtt < 1s", "bcf"},
	{"wait", "cd"},
	{"/:443$/", "befi"},
	{"state ~ 'WAIT'", "cd"},
	{"congestion !~ 'c'", "adeghij"},
	{"port > 50000", "b"},
	{"family = ipv6", "efhj"},
	{"dst both", "ce"},
	{"dst != both", "abdfghij"},
	{"dev = eth0", "bh"},
	{"src inet6:*", "efhj"},
	{"autobound", "d"},
};

static unsigned bits_of(const char *letters)
{
	unsigned bits = 0;

	for (; *letters; letters++)
		bits |= 1U << (*letters - 'a');
	return bits;
}

static unsigned make_list(uint64_t *random, struct buffer *text, unsigned depth);

static unsigned make_term(uint64_t *random, struct buffer *text, unsigned depth)
{
	static const char *const nots[] = {"!", "not ", "! ", "NOT\t"};
	const struct leaf *leaf = &leaves[random_below(random, COUNT_OF(leaves))];
	unsigned bits;

	switch (depth ? random_below(random, 4) : 3) {
	case 0:
		buffer_text(text, nots[random_below(random, COUNT_OF(nots))]);
		return ~make_term(random, text, depth - 1);
	case 1:
		buffer_char(text, '(');
		bits = make_list(random, text, depth - 1);
		buffer_char(text, ')');
		return bits;
	default:
		buffer_text(text, leaf->text);
		return bits_of(leaf->letters);
	}
}

/* Joined from the left, but for states at the beginning. */
static unsigned make_list(uint64_t *random, struct buffer *text, unsigned depth)
{
	static const char *const ands[] = {" and ", "&", " && ", " ", "\n"};
	static const char *const ors[] = {" or ", "|", " || ", " OR "};
	unsigned always = ~0U, bits;

	if (random_below(random, 6) == 0) {
		buffer_text(text, "state established exclude close-wait state listen ");
		always = bits_of("abefhj");
	}
	bits = make_term(random, text, depth);
	for (unsigned more = random_below(random, 4); more; more--) {
		if (random_below(random, 2)) {
			buffer_text(text, ands[random_below(random, COUNT_OF(ands))]);
			bits &= make_term(random, text, depth);
		} else {
			buffer_text(text, ors[random_below(random, COUNT_OF(ors))]);
			bits |= make_term(random, text, depth);
		}
	}
	return bits & always;
}

static void random_trees_match_what_they_should(void **state)
{
	struct filter_rows *rows = *state;
	uint64_t random = random_seed();

	rows->names.ephemeral_first = 6000;
	rows->names.ephemeral_last = 6999;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct buffer text = {0};
		unsigned bits = make_list(&random, &text, 4) & ((1U << FILTER_ROWS) - 1);
		struct filter *filter;
		char letters[FILTER_ROWS + 1];

		if (text.length > FILTER_LENGTH_MAX / 4) {
			buffer_done(&text);
			continue;
		}
		filter = parse(rows, buffer_get(&text));
		filter_rows_match(rows, filter, letters);
		if (bits_of(letters) != bits)
			fail_msg("'%s' matches '%s'", buffer_get(&text), letters);
		for (uint32_t row = 0; row < FILTER_ROWS; row++) {
			const struct conn *conn = &rows->track.rows[row].conn;

			if (bits >> row & 1)
				assert_true(
					filter_state_mask(filter, (enum conn_proto)conn->proto) >>
						conn->state &
					1);
		}
		filter_free(filter);
		check_round_trip(rows, buffer_get(&text));
		buffer_done(&text);
	}
}

/* Words of any bytes come back as they were. */
static void random_words_come_back_as_they_were(void **state)
{
	static const char bytes[] = "ab \t\n\"'\\/()&|!=<>~*.^$[]{}:%\x01\xc3\xa9\xff";
	struct filter_rows *rows = *state;
	uint64_t random = random_seed();

	for (unsigned round = 0; round < ROUNDS; round++) {
		struct buffer text = {0};
		char word[9] = "";
		unsigned length = random_below(&random, sizeof(word));
		bool value = random_below(&random, 2);
		struct filter *filter;

		for (unsigned i = 0; i < length; i++)
			word[i] = bytes[random_below(&random, sizeof(bytes) - 1)];
		buffer_text(&text, value ? "congestion = \"" : "\"");
		for (const char *at = word; *at; at++) {
			if (*at == '"' || *at == '\\')
				buffer_char(&text, '\\');
			buffer_char(&text, *at);
		}
		buffer_char(&text, '"');
		filter = parse(rows, buffer_get(&text));
		assert_int_equal(filter->node_count, 1);
		assert_string_equal(filter->nodes[0].text, word);
		filter_free(filter);
		check_round_trip(rows, buffer_get(&text));
		buffer_done(&text);
	}
}

/* The shell has taken their quotation marks. */
static void words_of_a_command_line_become_one_filter(void **state)
{
	static const struct {
		const char *words[6], *filter;
	} table[] = {
		{{NULL}, ""}, {{"state", "listen"}, "state listen"},
		{{"sport = 22 or dport = 22"}, "sport = 22 or dport = 22"},
		{{"process = \"a b\""}, "process = \"a b\""},
		{{"process", "=", "a b"}, "process = \"a b\""},
		{{"process", "eq", "a b"}, "process eq \"a b\""},
		{{"process=", "a b"}, "process= \"a b\""},
		{{"command", "~", "a.*\"b c\""}, "command ~ \"a.*\\\"b c\\\"\""},
		{{"process", "=", "\"a b\""}, "process = \"a b\""},
		{{"process", "=", "'a b'", "and", "pid = 1"}, "process = 'a b' and pid = 1"},
		{{"process", "=", "nginx", "sport = 1 or sport = 2"},
			"process = nginx sport = 1 or sport = 2"},
		{{"process", "!=", ""}, "process != "}, /* an empty variable is no value */
	};
	struct buffer out = {0};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		buffer_clear(&out);
		filter_join_words((char *const *)table[i].words, &out);
		assert_string_equal(buffer_get(&out), table[i].filter);
	}
	buffer_done(&out);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_a_command_line_become_one_filter),
		TEST(a_filter_is_printed_in_one_way),
		TEST(printing_and_reading_is_the_same_at_the_greatest_depth),
		TEST(random_trees_match_what_they_should),
		TEST(random_words_come_back_as_they_were),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
