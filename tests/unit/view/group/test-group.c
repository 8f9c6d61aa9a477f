/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/random.h"
#include "support/rows.h"
#include "view/group/group-column.h"
#include "view/group/group.h"

#define SECOND 1000

/* -------- a crowd of sockets, and the same told by other means -------- */

#define CROWD 300

struct person {
	unsigned cookie, port, network, host, recv_q, uid;
	const char *state;
	bool ipv6, mapped, present;
};

struct crowd {
	struct rows rows;
	struct groups groups;
	struct order order; /* of rows */
	struct person people[CROWD];
	uint64_t random;
};

static void crowd_init(struct crowd *crowd, const char *kind)
{
	*crowd = (struct crowd){.random = random_seed()};
	rows_init(&crowd->rows, 5 * SECOND);
	groups_init(&crowd->groups);
	groups_set_kind(&crowd->groups, group_kind_find(kind));
	order_begin(&crowd->order, column_find("lport"), false);
}

static void crowd_done(struct crowd *crowd)
{
	groups_done(&crowd->groups);
	order_done(&crowd->order);
	rows_done(&crowd->rows);
}

static void add_line(struct buffer *listing, const struct person *person)
{
	const char *before = person->mapped ? "[::ffff:" : person->ipv6 ? "[" : "";
	const char *after = person->mapped || person->ipv6 ? "]" : "";

	buffer_printf(listing, "%u tcp %s %s%s%s:%u ", person->cookie, person->state, before,
		person->ipv6 ? "2001:db8::1" : "10.0.0.1", after, person->port);
	if (strcmp(person->state, "LISTEN") == 0)
		buffer_printf(listing, "%s%s%s:0", before, person->ipv6 ? "::" : "0.0.0.0", after);
	else if (person->ipv6)
		buffer_printf(listing, "[2001:db8:%x::%x]:80", person->network, person->host);
	else
		buffer_printf(
			listing, "%s10.1.%u.%u%s:80", before, person->network, person->host, after);
	buffer_printf(listing, " recv=%u send=%u uid=%u\n", person->recv_q, person->recv_q / 2,
		person->uid);
}

/* Some come, some go, some change. */
static void stir(struct crowd *crowd)
{
	static const char *const states[] = {"ESTABLISHED", "ESTABLISHED", "CLOSE_WAIT",
		"TIME_WAIT", "LISTEN", "SYN_SENT", "FIN_WAIT1"};
	struct buffer listing = {0};

	for (unsigned i = 0; i < CROWD; i++) {
		struct person *person = &crowd->people[i];

		if (random_below(&crowd->random, 4) == 0) {
			*person = (struct person){
				.cookie = i + 1,
				.port = 1 + random_below(&crowd->random, 9),
				.network = 1 + random_below(&crowd->random, 3),
				.host = 1 + random_below(&crowd->random, 5),
				.recv_q = random_below(&crowd->random, 100),
				.uid = random_below(&crowd->random, 3) * 33,
				.state = states[random_below(&crowd->random, COUNT_OF(states))],
				.present = random_below(&crowd->random, 5) > 0,
			};
			person->ipv6 = i % 3 == 0;
			person->mapped = i % 3 == 1;
		}
		if (person->present)
			add_line(&listing, person);
	}
	rows_refresh(&crowd->rows, SECOND, buffer_get(&listing));
	buffer_done(&listing);
}

static void rebuild(struct crowd *crowd)
{
	const struct track *track = &crowd->rows.track;

	groups_begin(&crowd->groups, &crowd->order);
	for (uint32_t row = 0; row < track->row_count; row++)
		if (track->rows[row].life != ROW_FREE)
			assert_int_equal(groups_take(&crowd->groups, &crowd->rows.context, row), 0);
	assert_int_equal(groups_end(&crowd->groups, &crowd->rows.context), 0);
}

/* The name of the group of a row, made without keys. */
static void add_expected_name(const struct crowd *crowd, uint32_t row, struct buffer *out)
{
	const char *kind = crowd->groups.kind->id;
	const struct conn *conn = &crowd->rows.track.rows[row].conn;
	const uint8_t *v6 = conn->remote.addr;
	const uint8_t *v4 = conn_is_mapped(conn) ? v6 + 12 : v6;
	bool is_v6 = conn->family == CONN_IPV6 && !conn_is_mapped(conn);

	if (strcmp(kind, "port") == 0)
		buffer_printf(out, "%u", conn->local.port);
	else if (strcmp(kind, "state") == 0)
		buffer_text(out, conn_state_name(conn->proto, conn->state));
	else if (strcmp(kind, "user") == 0)
		buffer_text(out, conn->uid == 0 ? "root" : conn->uid == 33 ? "www-data" : "66");
	else if (conn->state == CONN_LISTEN)
		buffer_text(out, "(listening)");
	else if (strcmp(kind, "rport") == 0)
		buffer_printf(out, "%u", conn->remote.port);
	else if (strcmp(kind, "service") == 0)
		conn_add_endpoint(out, conn, &conn->remote);
	else if (strcmp(kind, "network") == 0 && is_v6)
		buffer_printf(out, "2001:db8:%x::/48", v6[5]);
	else if (strcmp(kind, "network") == 0)
		buffer_printf(out, "10.1.%u.0/24", v4[2]);
	else if (is_v6)
		buffer_printf(out, "2001:db8:%x::%x", v6[5], v6[15]);
	else
		buffer_printf(out, "10.1.%u.%u", v4[2], v4[3]);
}

struct naive {
	char name[64];
	size_t rows, sockets, states[GROUP_STATES];
	uint64_t recv_q;
	int64_t oldest_us;
};

static size_t count_naively(const struct crowd *crowd, struct naive *naive)
{
	size_t count = 0;

	for (uint32_t row = 0; row < crowd->rows.track.row_count; row++) {
		const struct row *r = &crowd->rows.track.rows[row];
		struct buffer name = {0};
		size_t at = 0;

		if (r->life == ROW_FREE)
			continue;
		add_expected_name(crowd, row, &name);
		while (at < count && strcmp(naive[at].name, buffer_get(&name)) != 0)
			at++;
		if (at == count)
			naive[count++] = (struct naive){.oldest_us = INT64_MAX};
		snprintf(naive[at].name, sizeof(naive[at].name), "%s", buffer_get(&name));
		buffer_done(&name);
		naive[at].rows++;
		if (r->life == ROW_GONE)
			continue;
		naive[at].sockets++;
		naive[at].states[r->conn.state == CONN_ESTABLISHED  ? GROUP_ESTABLISHED
				 : r->conn.state == CONN_CLOSE_WAIT ? GROUP_CLOSE_WAIT
				 : r->conn.state == CONN_TIME_WAIT  ? GROUP_TIME_WAIT
								    : GROUP_OTHER]++;
		if (r->conn.state != CONN_LISTEN)
			naive[at].recv_q += r->conn.recv_q;
		if (r->first_seen_us < naive[at].oldest_us)
			naive[at].oldest_us = r->first_seen_us;
	}
	return count;
}

static void check_sums(const struct crowd *crowd, uint32_t group, const struct naive *naive)
{
	const struct group_sums *sums = &crowd->groups.all[group].sums;

	assert_int_equal(sums->rows, naive->rows);
	assert_int_equal(sums->sockets, naive->sockets);
	for (int state = 0; state < GROUP_STATES; state++)
		assert_int_equal(sums->states[state], naive->states[state]);
	assert_int_equal(sums->recv_q.total, naive->recv_q);
	if (naive->sockets)
		assert_int_equal(sums->oldest_us, naive->oldest_us);
}

static void check_against_naive(const struct crowd *crowd)
{
	struct naive *naive = calloc(CROWD * 4, sizeof(*naive));
	size_t count = count_naively(crowd, naive);

	assert_int_equal(crowd->groups.count, count);
	for (uint32_t group = 0; group < crowd->groups.count; group++) {
		struct buffer name = {0};
		size_t at = 0;

		groups_add_name(&crowd->groups, &crowd->rows.context, group, &name);
		while (at < count && strcmp(naive[at].name, buffer_get(&name)) != 0)
			at++;
		if (at == count)
			fail_msg("no group '%s'", buffer_get(&name));
		check_sums(crowd, group, &naive[at]);
		buffer_done(&name);
	}
	free(naive);
}

static const char *const kinds[] = {
	"remote", "network", "service", "rport", "port", "state", "user"};

static void groups_and_their_sums_are_those_of_a_naive_count(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct crowd crowd;

		crowd_init(&crowd, kinds[i]);
		for (int turn = 0; turn < 8; turn++) {
			stir(&crowd);
			rebuild(&crowd);
			check_against_naive(&crowd);
		}
		crowd_done(&crowd);
	}
}

/* -------- order -------- */

static uint64_t number_of(const struct crowd *crowd, const struct column *column, uint32_t group)
{
	struct column_context context = crowd->rows.context;
	struct column_value value;

	context.groups = &crowd->groups;
	value = column->read(&context, group, NULL);
	return value.blank == COLUMN_REAL ? value.number : UINT64_MAX;
}

static int compare_keys(const struct crowd *crowd, uint32_t left, uint32_t right)
{
	size_t left_length = crowd->groups.all[left].key_length;
	size_t right_length = crowd->groups.all[right].key_length;
	size_t common = left_length < right_length ? left_length : right_length;
	int order =
		memcmp(group_key(&crowd->groups, left), group_key(&crowd->groups, right), common);

	return order ? order : (int)left_length - (int)right_length;
}

static void check_order(struct crowd *crowd, const struct column *column, bool descending)
{
	order_begin(&crowd->groups.order, column, descending);
	rebuild(crowd);
	groups_settle(&crowd->groups, &crowd->rows.context, 0, crowd->groups.count);
	for (size_t place = 1; place < crowd->groups.count; place++) {
		uint32_t above = groups_line(&crowd->groups, place - 1).group;
		uint32_t below = groups_line(&crowd->groups, place).group;
		uint64_t a = number_of(crowd, column, above), b = number_of(crowd, column, below);

		if (a == b)
			assert_true(compare_keys(crowd, above, below) < 0);
		else if (a != UINT64_MAX && b != UINT64_MAX)
			assert_true(descending ? a > b : a < b);
		else
			assert_true(b == UINT64_MAX); /* what has no value stands last */
	}
}

static void groups_are_ordered_by_any_column_both_ways_and_then_by_name(void **state)
{
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, "remote");
	stir(&crowd);
	stir(&crowd);
	for (size_t i = 1; i < group_column_count; i++) {
		check_order(&crowd, &group_column_table[i], false);
		check_order(&crowd, &group_column_table[i], true);
	}
	crowd_done(&crowd);
}

static void names_are_ordered_as_people_count(void **state)
{
	static const char expected[] =
		"10.1.1.9 10.1.1.10 10.2.1.1 2001:db8::9 2001:db8::10 (listening) ";
	struct crowd crowd;
	struct buffer seen = {0};

	(void)state;
	crowd_init(&crowd, "remote");
	rows_refresh(&crowd.rows, SECOND,
		"1 tcp ESTABLISHED [2001:db8::1]:1 [2001:db8::10]:1\n"
		"2 tcp ESTABLISHED 10.0.0.1:1 10.2.1.1:1\n"
		"3 tcp LISTEN 10.0.0.1:1 0.0.0.0:0\n"
		"4 tcp ESTABLISHED [2001:db8::1]:1 [2001:db8::9]:1\n"
		"5 tcp ESTABLISHED [::ffff:10.0.0.1]:1 [::ffff:10.1.1.10]:1\n"
		"6 tcp ESTABLISHED 10.0.0.1:1 10.1.1.9:1\n"
		"7 tcp ESTABLISHED 10.0.0.1:1 10.1.1.10:1\n");
	order_begin(&crowd.groups.order, group_column_find("group"), false);
	rebuild(&crowd);
	groups_settle(&crowd.groups, &crowd.rows.context, 0, 100);
	for (size_t place = 0; place < crowd.groups.count; place++) {
		groups_add_name(&crowd.groups, &crowd.rows.context,
			groups_line(&crowd.groups, place).group, &seen);
		buffer_char(&seen, ' ');
	}
	assert_string_equal(buffer_get(&seen), expected);
	buffer_done(&seen);
	crowd_done(&crowd);
}

/* -------- lines -------- */

static void open_some(struct crowd *crowd)
{
	for (uint32_t group = 0; group < crowd->groups.count; group++) {
		if (random_below(&crowd->random, 5) == 0)
			assert_int_equal(groups_open(&crowd->groups, &crowd->rows.context,
						 &crowd->order, group),
				0);
		else if (random_below(&crowd->random, 8) == 0)
			groups_close(&crowd->groups, group);
	}
}

/* All lines, each group once, and below an open one each of its rows, ordered. */
static void check_lines(struct crowd *crowd, struct group_line *ret_lines)
{
	struct groups *groups = &crowd->groups;
	size_t count = groups_line_count(groups), lines = 0;
	size_t *rows_seen = calloc(groups->count + 1, sizeof(*rows_seen));

	groups_settle(groups, &crowd->rows.context, 0, count);
	for (size_t place = 0; place < count; place++) {
		struct group_line line = groups_line(groups, place);

		ret_lines[lines++] = line;
		assert_int_not_equal(line.group, GROUPS_NONE);
		if (line.row == TRACK_NONE) {
			assert_int_equal(
				groups_place(groups, &crowd->rows.context, line.group), place);
			continue;
		}
		assert_int_equal(groups_of_row(groups, line.row), line.group);
		assert_int_equal(ret_lines[place - 1].group, line.group);
		if (ret_lines[place - 1].row != TRACK_NONE)
			assert_true(column_sort_key(crowd->order.column, &crowd->rows.context,
					    ret_lines[place - 1].row, &crowd->order.scratch) <=
				    column_sort_key(crowd->order.column, &crowd->rows.context,
					    line.row, &crowd->order.scratch));
		assert_int_equal(
			groups_place_of_row(groups, &crowd->rows.context, line.row), place);
		rows_seen[line.group]++;
	}
	for (uint32_t group = 0; group < groups->count; group++)
		assert_int_equal(rows_seen[group],
			group_is_open(groups, group) ? groups->all[group].sums.rows : 0);
	assert_int_equal(groups_line(groups, count).group, GROUPS_NONE);
	free(rows_seen);
}

/* Windows that are settled alone show what the whole shows. */
static void check_windows(struct crowd *crowd, const struct group_line *whole)
{
	size_t count = groups_line_count(&crowd->groups);

	for (int i = 0; i < 5; i++) {
		size_t first = random_below(&crowd->random, (uint32_t)count);
		size_t end = first + 1 + random_below(&crowd->random, 20);

		rebuild(crowd);
		groups_settle(&crowd->groups, &crowd->rows.context, first, end);
		for (size_t place = first; place < end && place < count; place++) {
			struct group_line line = groups_line(&crowd->groups, place);

			assert_int_equal(line.group, whole[place].group);
			assert_int_equal(line.row, whole[place].row);
		}
	}
}

static void lines_are_groups_and_below_the_open_ones_their_rows(void **state)
{
	struct group_line *whole = calloc(CROWD * 4, sizeof(*whole));

	(void)state;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct crowd crowd;

		crowd_init(&crowd, kinds[i]);
		for (int turn = 0; turn < 8; turn++) {
			stir(&crowd);
			rebuild(&crowd);
			open_some(&crowd);
			check_lines(&crowd, whole);
			check_windows(&crowd, whole);
		}
		crowd_done(&crowd);
	}
	free(whole);
}

/* Opens the group of a line that is in order, among others that are not; and looks at windows that
 * it settles one after the other. */
static void open_and_look(struct crowd *crowd, struct group_line *seen)
{
	struct groups *groups = &crowd->groups;
	const struct column_context *context = &crowd->rows.context;
	size_t place = random_below(&crowd->random, (uint32_t)groups_line_count(groups));
	size_t count;

	groups_settle(groups, context, place, place + 1);
	assert_int_equal(
		groups_open(groups, context, &crowd->order, groups_line(groups, place).group), 0);
	count = groups_line_count(groups);
	for (size_t i = 0; i < count; i++)
		seen[i].group = GROUPS_NONE;
	for (int i = 0; i < 6; i++) {
		size_t first = random_below(&crowd->random, (uint32_t)count);
		size_t end = first + 1 + random_below(&crowd->random, 4);

		groups_settle(groups, context, first, end);
		for (size_t at = first; at < end && at < count; at++)
			seen[at] = groups_line(groups, at);
	}
	groups_settle(groups, context, 0, count);
	for (size_t at = 0; at < count; at++)
		if (seen[at].group != GROUPS_NONE) {
			assert_int_equal(groups_line(groups, at).group, seen[at].group);
			assert_int_equal(groups_line(groups, at).row, seen[at].row);
		}
}

static void a_group_in_sight_opens_without_order_among_the_others(void **state)
{
	struct group_line *seen = calloc(CROWD * 4, sizeof(*seen));
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, "remote");
	for (int turn = 0; turn < 200; turn++) {
		stir(&crowd);
		rebuild(&crowd);
		for (uint32_t group = 0; group < crowd.groups.count; group++)
			groups_close(&crowd.groups, group);
		rebuild(&crowd);
		open_and_look(&crowd, seen);
	}
	crowd_done(&crowd);
	free(seen);
}

/* -------- open groups -------- */

static uint32_t only_group(const struct crowd *crowd, const char *name)
{
	for (uint32_t group = 0; group < crowd->groups.count; group++) {
		struct buffer text = {0};
		bool same;

		groups_add_name(&crowd->groups, &crowd->rows.context, group, &text);
		same = strcmp(buffer_get(&text), name) == 0;
		buffer_done(&text);
		if (same)
			return group;
	}
	return GROUPS_NONE;
}

static void an_open_group_that_was_away_comes_back_open(void **state)
{
	static const char with[] = "1 tcp ESTABLISHED 10.0.0.1:1 10.0.0.2:1\n"
				   "2 tcp ESTABLISHED 10.0.0.1:2 10.0.0.2:1\n";
	static const char without[] = "2 tcp ESTABLISHED 10.0.0.1:2 10.0.0.2:1\n";
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, "port");
	rows_refresh(&crowd.rows, SECOND, with);
	rebuild(&crowd);
	groups_open(&crowd.groups, &crowd.rows.context, &crowd.order, only_group(&crowd, "1"));
	for (int i = 0; i < 9; i++)
		rows_refresh(&crowd.rows, SECOND, without);
	rebuild(&crowd);
	assert_int_equal(only_group(&crowd, "1"), GROUPS_NONE);
	assert_int_equal(groups_line_count(&crowd.groups), 1);
	rows_refresh(&crowd.rows, SECOND,
		"9 tcp ESTABLISHED 10.0.0.1:1 10.0.0.2:1\n"
		"2 tcp ESTABLISHED 10.0.0.1:2 10.0.0.2:1\n");
	rebuild(&crowd);
	assert_true(group_is_open(&crowd.groups, only_group(&crowd, "1")));
	assert_int_equal(groups_line_count(&crowd.groups), 3);
	crowd_done(&crowd);
}

static void groups_that_were_open_are_not_remembered_without_bound(void **state)
{
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, "port");
	for (unsigned port = 1; port <= 500; port++) {
		struct buffer listing = {0};

		buffer_printf(&listing, "%u tcp ESTABLISHED 10.0.0.1:%u 10.0.0.2:1\n", port, port);
		rows_refresh(&crowd.rows, 10 * SECOND, buffer_get(&listing));
		rebuild(&crowd);
		groups_open(&crowd.groups, &crowd.rows.context, &crowd.order, 0);
		buffer_done(&listing);
	}
	assert_in_range(crowd.groups.opened_count, 1, 100);
	crowd_done(&crowd);
}

/* -------- sums that are not whole -------- */

static void check_cell(
	const struct crowd *crowd, const char *column, const char *group, const char *expected)
{
	struct column_context context = crowd->rows.context;
	struct buffer text = {0};
	uint32_t index = only_group(crowd, group);

	context.groups = &crowd->groups;
	assert_int_not_equal(index, GROUPS_NONE);
	column_add_text(group_column_find(column), &context, index, &text);
	assert_string_equal(buffer_get(&text), expected);
	buffer_done(&text);
}

static void a_sum_says_where_it_is_of_some_only_or_of_none(void **state)
{
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, "port");
	rows_refresh(&crowd.rows, SECOND,
		"1 tcp ESTABLISHED 10.0.0.1:1 10.0.0.2:1 got=100\n"
		"2 tcp ESTABLISHED 10.0.0.1:1 10.0.0.2:2\n"
		"3 tcp ESTABLISHED 10.0.0.1:2 10.0.0.2:1 got=7\n"
		"4 tcp ESTABLISHED 10.0.0.1:3 10.0.0.2:1 recv=5\n"
		"5 tcp LISTEN 10.0.0.1:3 0.0.0.0:0 recv=3 send=128\n"
		"6 tcp LISTEN 10.0.0.1:4 0.0.0.0:0 recv=3 send=128\n");
	rebuild(&crowd);
	check_cell(&crowd, "received", "1", ">100");
	check_cell(&crowd, "received", "2", "7");
	check_cell(&crowd, "received", "3", "?");
	check_cell(&crowd, "received", "4", "-");
	check_cell(&crowd, "recvq", "3", "5"); /* what a listener tells is no bytes */
	check_cell(&crowd, "sendq", "4", "-");
	check_cell(&crowd, "other", "4", "1");
	crowd_done(&crowd);
}

static void gone_rows_stand_in_their_group_but_are_not_counted(void **state)
{
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, "port");
	rows_refresh(&crowd.rows, SECOND, "1 tcp ESTABLISHED 10.0.0.1:1 10.0.0.2:1 recv=9\n");
	rows_refresh(&crowd.rows, SECOND, "");
	rebuild(&crowd);
	check_cell(&crowd, "sockets", "1", "0");
	check_cell(&crowd, "recvq", "1", "-");
	check_cell(&crowd, "oldest", "1", "-");
	assert_int_equal(crowd.groups.all[0].sums.rows, 1);
	crowd_done(&crowd);
}

static enum column_tone judge_wrong(const void *context, uint32_t row, enum column_matter matter)
{
	(void)context;
	(void)row;
	return matter == COLUMN_MATTER_CLOSING ? COLUMN_WRONG : COLUMN_WARNING;
}

/* Grouped by port, so that each has one. */
static void what_is_loud_in_a_row_is_loud_in_its_group(void **state)
{
	static const struct {
		uint16_t port;
		const char *column; /* NULL: none is */
		enum column_tone tone;
	} groups[] = {{1, "other", COLUMN_WRONG}, {2, "close_wait", COLUMN_WRONG},
		{3, "recvq", COLUMN_WARNING}, {4, "sendq", COLUMN_WARNING},
		{5, "other", COLUMN_WARNING}, {6, NULL, COLUMN_PLAIN}};
	struct column_judge judge = {.tone = judge_wrong};
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, "port");
	crowd.rows.context.judge = &judge;
	rows_refresh(&crowd.rows, SECOND,
		"1 tcp LISTEN 0.0.0.0:1 0.0.0.0:0 recv=6 send=5\n"
		"2 tcp CLOSE_WAIT 10.0.0.1:2 10.0.0.9:1\n"
		"3 tcp ESTABLISHED 10.0.0.1:3 10.0.0.9:1 recv=9\n"
		"4 tcp ESTABLISHED 10.0.0.1:4 10.0.0.9:1 send=9 timer=retransmit/900/3\n"
		"5 tcp SYN_SENT 10.0.0.1:5 10.0.0.9:1 timer=retransmit/900/3\n"
		"6 tcp TIME_WAIT 10.0.0.1:6 10.0.0.9:1\n"
		"7 tcp LISTEN 0.0.0.0:6 0.0.0.0:0 recv=0 send=5\n");
	rebuild(&crowd);
	crowd.rows.context.groups = &crowd.groups;
	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		uint32_t group = groups_of_row(&crowd.groups, rows_find(&crowd.rows, i + 1));

		assert_int_equal(group_column_tone(&crowd.groups.all[group].sums), groups[i].tone);
		for (size_t k = 0; k < group_column_count; k++) {
			const struct column *column = &group_column_table[k];
			bool loud = groups[i].column && strcmp(column->id, groups[i].column) == 0;

			assert_int_equal(column_tone(column, &crowd.rows.context, group),
				loud ? groups[i].tone : COLUMN_PLAIN);
		}
	}
	crowd.rows.context.groups = NULL;
	crowd_done(&crowd);
}

static void processes_are_grouped_by_name_and_others_by_why_there_is_none(void **state)
{
	static const char *const names[] = {
		"api", "nginx", "waiting in nginx:443", "(time-wait)", "(orphan)", "(kernel)"};
	static const unsigned counts[] = {2, 1, 1, 1, 1, 1};
	struct crowd crowd;

	(void)state;
	crowd_init(&crowd, "process");
	rows_process(&crowd.rows, 100, "nginx", 3, 1001);
	rows_process(&crowd.rows, 200, "api", 3, 1002);
	rows_process(&crowd.rows, 201, "api", 3, 1003);
	rows_refresh(&crowd.rows, SECOND,
		"1 tcp LISTEN 10.0.0.1:443 0.0.0.0:0 inode=1001\n"
		"2 tcp ESTABLISHED 10.0.0.1:1 10.0.0.2:1 inode=1002\n"
		"3 tcp ESTABLISHED 10.0.0.1:2 10.0.0.2:1 inode=1003\n"
		"4 tcp ESTABLISHED 10.0.0.1:443 10.0.0.2:9 inode=-\n"
		"5 tcp TIME_WAIT 10.0.0.1:5 10.0.0.2:9 inode=- uid=-\n"
		"6 tcp FIN_WAIT1 10.0.0.1:6 10.0.0.2:9 inode=-\n"
		"7 tcp ESTABLISHED 10.0.0.1:7 10.0.0.2:9 inode=1009\n");
	rebuild(&crowd);
	assert_int_equal(crowd.groups.count, COUNT_OF(names));
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		uint32_t group = only_group(&crowd, names[i]);

		if (group == GROUPS_NONE)
			fail_msg("no group '%s'", names[i]);
		assert_int_equal(crowd.groups.all[group].sums.sockets, counts[i]);
	}
	crowd_done(&crowd);
}

/* -------- the tables -------- */

static void every_kind_can_be_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < group_kind_count; i++) {
		const struct group_kind *kind = &group_kinds[i];

		assert_ptr_equal(group_kind_find(kind->id), kind);
		assert_true(*kind->name && *kind->help);
		assert_int_equal(group_kind_groups(kind), i > 0);
	}
	assert_null(group_kind_find("colour"));
}

static void every_column_of_groups_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < group_column_count; i++) {
		const struct column *column = &group_column_table[i];

		assert_ptr_equal(group_column_find(column->id), column);
		assert_non_null(column->read);
		assert_true(*column->help);
		assert_true(column->width_max >= column->width_min);
		if (column_is_shown(column))
			assert_true(column->width_min >= strlen(column->title));
		else
			assert_non_null(column->data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(groups_and_their_sums_are_those_of_a_naive_count),
		cmocka_unit_test(groups_are_ordered_by_any_column_both_ways_and_then_by_name),
		cmocka_unit_test(names_are_ordered_as_people_count),
		cmocka_unit_test(a_group_in_sight_opens_without_order_among_the_others),
		cmocka_unit_test(lines_are_groups_and_below_the_open_ones_their_rows),
		cmocka_unit_test(an_open_group_that_was_away_comes_back_open),
		cmocka_unit_test(groups_that_were_open_are_not_remembered_without_bound),
		cmocka_unit_test(a_sum_says_where_it_is_of_some_only_or_of_none),
		cmocka_unit_test(gone_rows_stand_in_their_group_but_are_not_counted),
		cmocka_unit_test(what_is_loud_in_a_row_is_loud_in_its_group),
		cmocka_unit_test(processes_are_grouped_by_name_and_others_by_why_there_is_none),
		cmocka_unit_test(every_kind_can_be_found),
		cmocka_unit_test(every_column_of_groups_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
