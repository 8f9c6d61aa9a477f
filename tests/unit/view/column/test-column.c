/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <locale.h>

#include "base/text.h"
#include "sock/rows/track-queues.h"
#include "support/random.h"
#include "support/rows.h"
#include "view/column/column.h"

/* -------- the table proves itself -------- */

static void ids_are_unique_words_of_lower_case_letters(void **state)
{
	(void)state;
	for (size_t i = 0; i < column_count; i++) {
		const char *id = column_table[i].id;

		assert_int_equal(strspn(id, "abcdefghijklmnopqrstuvwxyz_"), strlen(id));
		assert_true(*id);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(id, column_table[j].id);
	}
}

static void titles_are_unique_and_fit_into_their_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < column_count; i++) {
		const struct column *column = &column_table[i];

		if (!column_is_shown(column))
			continue;
		for (const char *at = column->title; *at; at++)
			assert_true(*at >= 0x20 && *at < 0x7f);
		if (strlen(column->title) > column->width_max)
			fail_msg("%s: the title is wider than the column", column->id);
		for (size_t j = 0; j < i; j++)
			if (column_is_shown(&column_table[j]))
				assert_string_not_equal(column->title, column_table[j].title);
	}
}

/* The one column that a name finds. */
static void finds(const char *name, const struct column *column)
{
	const struct column *found = column_find(name);

	if (found != column)
		fail_msg("'%s' finds %s", name, found ? found->id : "none");
}

static void ids_headings_and_keys_of_data_all_find_the_column(void **state)
{
	(void)state;
	for (size_t i = 0; i < column_count; i++) {
		const struct column *column = &column_table[i];
		char key[64] = "";

		finds(column->id, column);
		if (column->title)
			finds(column->title, column);
		if (!column->data)
			continue;
		finds(column->data, column);
		for (size_t at = 0; column->data[at]; at++)
			key[at] = column->data[at] == '.' ? '_' : column->data[at];
		finds(key, column); /* in CSV */
		if (strncmp(key, "tcp_", 4) == 0)
			finds(key + 4, column); /* in the object "tcp" */
	}
	finds("recv_q", column_find("recvq"));
	finds("Recv-Q", column_find("recvq"));
	finds("in-state", column_find("instate"));
	finds("LAST SENT", column_find("lastsent"));
	finds("rtt_us", column_find("rtt"));
	finds("", NULL);
	finds("_", NULL);
	finds("recv", NULL);
	finds("recvqq", NULL);
	finds("addr", NULL);
}

static void widths_are_in_order_and_every_column_has_a_help_and_a_use(void **state)
{
	(void)state;
	for (size_t i = 0; i < column_count; i++) {
		const struct column *column = &column_table[i];

		assert_true(column->help && strlen(column->help) > 3);
		assert_non_null(column->read);
		assert_true(column->width_min <= column->width_max);
		assert_true(column_is_shown(column) || column->data);
		if (column_is_shown(column))
			assert_true(column->width_min > 0);
		/* A list is nothing that fits into a cell. */
		if (column->kind == COLUMN_LIST || column->kind == COLUMN_FLAG)
			assert_false(column_is_shown(column));
	}
}

static void keys_of_data_are_unique_and_those_of_a_group_stand_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < column_count; i++) {
		const char *key = column_table[i].data;
		size_t group, last = i;

		if (!key)
			continue;
		assert_int_equal(strspn(key, "abcdefghijklmnopqrstuvwxyz_."), strlen(key));
		group = strcspn(key, ".");
		if (key[group]) /* one level of groups */
			assert_null(strchr(key + group + 1, '.'));
		for (size_t j = i; j < column_count; j++) {
			const char *other = column_table[j].data;

			if (!other)
				continue;
			if (j != i)
				assert_string_not_equal(key, other);
			if (!key[group] || strncmp(other, key, group + 1) != 0)
				continue;
			for (size_t k = last + 1; k < j; k++)
				if (column_table[k].data)
					fail_msg("%s stands within another group than its own",
						column_table[k].data);
			last = j;
		}
	}
}

static void the_default_columns_are_columns_of_the_screen(void **state)
{
	size_t count = 0;

	(void)state;
	for (; column_defaults[count]; count++) {
		const struct column *column = column_find(column_defaults[count]);

		assert_non_null(column);
		assert_true(column_is_shown(column));
		assert_true(column->priority > 0);
		for (size_t j = 0; j < count; j++)
			assert_string_not_equal(column_defaults[j], column_defaults[count]);
	}
	assert_true(count > 0);
}

/* Two equal ones would drop out by chance. */
static void the_default_columns_drop_out_in_a_definite_order(void **state)
{
	(void)state;
	for (size_t i = 0; column_defaults[i]; i++)
		for (size_t j = 0; j < i; j++)
			assert_int_not_equal(column_find(column_defaults[i])->priority,
				column_find(column_defaults[j])->priority);
}

static void a_column_is_found_in_any_case_and_by_its_whole_name_only(void **state)
{
	(void)state;
	assert_ptr_equal(column_find("state"), column_find("STATE"));
	assert_ptr_equal(column_find("inode"), column_find("INode"));
	assert_non_null(column_find("state"));
	assert_null(column_find("stat"));
	assert_null(column_find("states"));
	assert_null(column_find(""));
}

/* -------- every cell of every row -------- */

static const char *const v4_ends[] = {"0.0.0.0", "127.0.0.1", "255.255.255.255"};
static const char *const v6_ends[] = {
	"::", "::1", "fe80::1", "::ffff:10.0.0.5", "2001:db8:1234:5678:9abc:def0:1234:5678"};

static uint32_t make_row(struct rows *rows)
{
	rows_refresh(rows, 1000, "1 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 rtt=22");
	return rows_find(rows, 1);
}

static void give_ends(struct conn *conn, enum conn_family family, size_t local, size_t remote)
{
	memset(&conn->local, 0, sizeof(conn->local));
	memset(&conn->remote, 0, sizeof(conn->remote));
	conn->family = (uint8_t)family;
	if (family == CONN_IPV4) {
		inet_pton(AF_INET, v4_ends[local % COUNT_OF(v4_ends)], conn->local.addr);
		inet_pton(AF_INET, v4_ends[remote % COUNT_OF(v4_ends)], conn->remote.addr);
	} else {
		inet_pton(AF_INET6, v6_ends[local % COUNT_OF(v6_ends)], conn->local.addr);
		inet_pton(AF_INET6, v6_ends[remote % COUNT_OF(v6_ends)], conn->remote.addr);
	}
}

static void check_cells(struct rows *rows, uint32_t row)
{
	struct buffer text = {0};

	for (size_t i = 0; i < column_count; i++) {
		const struct column *column = &column_table[i];

		buffer_clear(&text);
		column_add_text(column, &rows->context, row, &text);
		if (text.length == 0)
			fail_msg("%s is empty", column->id);
		column_sort_key(column, &rows->context, row, &text);
		assert_int_equal(column_compare(column, &rows->context, row, row), 0);
	}
	buffer_done(&text);
}

/* Whatever the kernel says it is, and be it nonsense. */
static void randomize(struct rows *rows, uint32_t row, uint64_t *seed)
{
	struct row *r = &rows->track.rows[row];
	struct conn *conn = &r->conn;

	give_ends(conn, random_below(seed, CONN_FAMILIES), random_below(seed, 5),
		random_below(seed, 5));
	conn->local.port = random_below(seed, 2) ? 443 : (uint16_t)random_below(seed, 65536);
	conn->remote.port = random_below(seed, 2) ? 0 : (uint16_t)random_below(seed, 65536);
	conn->proto = (uint8_t)random_below(seed, CONN_PROTOS);
	conn->state = (uint8_t)random_below(seed, CONN_STATES);
	conn->timer = (uint8_t)random_below(seed, CONN_TIMERS);
	conn->has = (uint8_t)random_below(seed, 64);
	conn->interface = random_below(seed, 8);
	conn->uid = random_below(seed, 3) * 500;
	conn->inode = conn->has & CONN_HAS_INODE ? 5 : 0;
	r->life = (uint8_t)(ROW_STEADY + random_below(seed, 4));
	r->flags = (uint8_t)random_below(seed, 32);
	r->sampled_us = random_below(seed, 2) ? rows->track.now.mono_us : 0;
	r->first_seen_us = (int64_t)random_below(seed, 2000) * 1000000; /* also in the future */
	rows->track.tcp[row].has = random_below(seed, 8);
	rows->context.services = random_below(seed, 2);
	rows->context.ascii = random_below(seed, 2);
}

static void no_cell_is_ever_empty(void **state)
{
	uint64_t seed = random_seed();
	struct rows rows;
	uint32_t row;

	(void)state;
	rows_init(&rows, 0);
	row = make_row(&rows);
	for (int i = 0; i < 20000; i++) {
		randomize(&rows, row, &seed);
		check_cells(&rows, row);
	}
	rows_done(&rows);
}

static void every_state_of_every_protocol_and_family_has_all_its_cells(void **state)
{
	struct rows rows;
	uint32_t row;

	(void)state;
	rows_init(&rows, 0);
	row = make_row(&rows);
	for (int proto = 0; proto < CONN_PROTOS; proto++)
		for (int family = 0; family < CONN_FAMILIES; family++)
			for (int s = 0; s < CONN_STATES; s++) {
				struct row *r = &rows.track.rows[row];

				give_ends(&r->conn, (enum conn_family)family, 1, 1);
				r->conn.proto = (uint8_t)proto;
				r->conn.state = (uint8_t)s;
				for (int life = ROW_STEADY; life <= ROW_GONE; life++) {
					r->life = (uint8_t)life;
					check_cells(&rows, row);
				}
			}
	rows_done(&rows);
}

static const char *no_name(void *context, uint32_t number)
{
	(void)context;
	(void)number;
	return "";
}

static void a_name_without_letters_is_not_known(void **state)
{
	struct names names = rows_names;
	struct buffer text = {0};
	struct rows rows;

	(void)state;
	names.user = names.interface = no_name;
	rows_init(&rows, 0);
	rows.context.names = &names;
	rows_refresh(&rows, 1000, "1 udp UNCONN 10.0.0.5:53 0.0.0.0:0 if=2");
	column_add_text(column_find("user"), &rows.context, 0, &text);
	column_add_text(column_find("interface"), &rows.context, 0, &text);
	assert_string_equal(buffer_get(&text), "??");
	buffer_done(&text);
	rows_done(&rows);
}

/* A number that was cut would be another number. */
static void the_greatest_numbers_fit_into_their_columns(void **state)
{
	struct buffer text = {0};
	struct rows rows;
	struct row *r;
	uint32_t row;

	(void)state;
	rows_init(&rows, 0);
	row = make_row(&rows);
	r = &rows.track.rows[row];
	r->conn.cookie = UINT64_MAX - 1;
	r->conn.uid = r->conn.inode = r->conn.recv_q = r->conn.send_q = UINT32_MAX;
	r->conn.timer_ms = UINT32_MAX;
	r->conn.timer = CONN_TIMER_RETRANSMIT;
	r->conn.retransmits = UINT8_MAX;
	r->flags = ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST | ROW_RATED;
	r->first_seen_us = r->state_since_us = 0;
	rows.context.now.boot_us = INT64_MAX;
	r->tx_rate = r->rx_rate = 1e18f;
	memset(&rows.track.tcp[row], 0xff, sizeof(*rows.track.tcp));
	rows.track.tcp[row].congestion = 1;
	strcpy(rows.track.congestions[0], "bbr");
	for (int life = 0; life < 2; life++) {
		r->conn.state = life ? CONN_ESTABLISHED : CONN_LISTEN;
		for (size_t i = 0; i < column_count; i++) {
			const struct column *column = &column_table[i];

			buffer_clear(&text);
			column_add_text(column, &rows.context, row, &text);
			if (column->flags & COLUMN_RIGHT && text.length > column->width_max)
				fail_msg("%s: '%s' is wider than the column", column->id,
					buffer_get(&text));
		}
	}
	buffer_done(&text);
	rows_done(&rows);
}

/* -------- what cells say -------- */

static void check_cell(struct rows *rows, uint64_t cookie, const char *id, const char *expected)
{
	struct buffer text = {0};

	column_add_text(column_find(id), &rows->context, rows_find(rows, cookie), &text);
	if (strcmp(buffer_get(&text), expected) != 0)
		fail_msg("%s of %llu: '%s', not '%s'", id, (unsigned long long)cookie,
			buffer_get(&text), expected);
	buffer_done(&text);
}

static void addresses_are_written_as_ss_writes_them(void **state)
{
	static const struct {
		const char *line, *local, *remote, *named_local;
	} cases[] = {
		{"1 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112", "10.0.0.5:443",
			"198.51.100.7:50112", "10.0.0.5:https"},
		{"1 tcp LISTEN 0.0.0.0:22 0.0.0.0:0", "0.0.0.0:22", "0.0.0.0:*", "0.0.0.0:ssh"},
		{"1 tcp LISTEN [::]:8080 [::]:0", "*:8080", "[::]:*", "*:http-alt"},
		{"1 tcp LISTEN [::]:8080 [::]:0 v6only", "[::]:8080", "[::]:*", "[::]:http-alt"},
		{"1 tcp ESTABLISHED [::1]:443 [::1]:33000", "[::1]:443", "[::1]:33000",
			"[::1]:https"},
		{"1 tcp ESTABLISHED [::ffff:10.0.0.5]:80 [::ffff:10.0.0.9]:1234", "10.0.0.5:80",
			"10.0.0.9:1234", "10.0.0.5:http"},
		{"1 tcp ESTABLISHED [fe80::1]:22 [fe80::2]:4000 if=2", "[fe80::1]%eth0:22",
			"[fe80::2]:4000", "[fe80::1]%eth0:ssh"},
		{"1 udp UNCONN 0.0.0.0:68 0.0.0.0:0 if=2", "0.0.0.0%eth0:68", "0.0.0.0:*",
			"0.0.0.0%eth0:68"},
		{"1 udp UNCONN 0.0.0.0:68 0.0.0.0:0 if=99", "0.0.0.0%if99:68", "0.0.0.0:*",
			"0.0.0.0%if99:68"},
		{"1 udp UNCONN [::]:443 [::]:0", "*:443", "[::]:*", "*:443"},
		{"1 udp UNCONN 0.0.0.0:0 0.0.0.0:0", "0.0.0.0:*", "0.0.0.0:*", "0.0.0.0:*"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct rows rows;

		rows_init(&rows, 0);
		rows_refresh(&rows, 1000, cases[i].line);
		check_cell(&rows, 1, "local", cases[i].local);
		check_cell(&rows, 1, "remote", cases[i].remote);
		rows.context.services = true;
		check_cell(&rows, 1, "local", cases[i].named_local);
		rows_done(&rows);
	}
}

static void what_does_not_apply_is_a_dash_and_what_is_not_known_a_question_mark(void **state)
{
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:1\n"
		"2 tcp LISTEN 10.0.0.5:443 0.0.0.0:0 recv=1 send=128\n"
		"3 tcp TIME_WAIT 10.0.0.5:443 10.0.0.9:2 uid=- inode=-\n"
		"4 udp UNCONN 10.0.0.5:53 0.0.0.0:0 uid=4294967294\n"
		"5 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:3 sent=1 got=1 rtt=22000 cc=bbr\n");
	check_cell(&rows, 1, "rtt", "?");
	check_cell(&rows, 1, "congestion", "?");
	check_cell(&rows, 1, "txrate", "?");
	check_cell(&rows, 5, "txrate", "?"); /* one sample is no rate */
	check_cell(&rows, 5, "rtt", "22.0");
	check_cell(&rows, 5, "congestion", "bbr");
	check_cell(&rows, 2, "rtt", "-");
	check_cell(&rows, 2, "backlog", "128");
	check_cell(&rows, 1, "backlog", "-");
	check_cell(&rows, 3, "user", "-");
	check_cell(&rows, 3, "uid", "-");
	check_cell(&rows, 3, "inode", "-");
	check_cell(&rows, 3, "txrate", "-");
	check_cell(&rows, 4, "rtt", "-");
	check_cell(&rows, 4, "user", "4294967294");
	check_cell(&rows, 1, "user", "alice");
	check_cell(&rows, 1, "timer", "-");
	check_cell(&rows, 1, "interface", "-");
	check_cell(&rows, 1, "process", "?"); /* nobody looks for owners here */
	rows_done(&rows);
}

static void the_memory_of_the_queues_is_shown_where_the_kernel_has_told_it(void **state)
{
	static const struct conn_memory first = {{2304, 131072, 0, 87040, 1792, 0, 20, 4096, 7}, 9},
					listener = {{0, 131072, 0, 16384, UINT32_MAX, 0, 0, 0, 27},
						9},
					old = {{1, 2, 3, 4, 5, 6, 7, 8}, 8};
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:1\n"
		"2 tcp LISTEN 10.0.0.5:443 0.0.0.0:0 recv=1 send=128\n"
		"3 tcp TIME_WAIT 10.0.0.5:443 10.0.0.9:2 uid=- inode=-\n"
		"4 udp UNCONN 10.0.0.5:53 0.0.0.0:0 drops=5\n"
		"5 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:3\n"
		"6 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:4\n");
	track_take_memory(&rows.track, &rows.track.rows[rows_find(&rows, 1)].conn, &first);
	track_take_memory(&rows.track, &rows.track.rows[rows_find(&rows, 2)].conn, &listener);
	track_take_memory(&rows.track, &rows.track.rows[rows_find(&rows, 6)].conn, &old);
	check_cell(&rows, 1, "rmem", "2.3k");
	check_cell(&rows, 1, "rcvbuf", "128k");
	check_cell(&rows, 1, "wmem", "0");
	check_cell(&rows, 1, "sndbuf", "85k");
	check_cell(&rows, 1, "fwdmem", "1.8k");
	check_cell(&rows, 1, "wqueued", "0");
	check_cell(&rows, 1, "optmem", "20");
	check_cell(&rows, 1, "blmem", "4.0k");
	check_cell(&rows, 1, "drops", "7");
	check_cell(&rows, 2, "drops", "27");
	check_cell(&rows, 2, "fwdmem", "?"); /* below zero for a moment */
	check_cell(&rows, 3, "rmem", "-");
	check_cell(&rows, 3, "drops", "-");
	check_cell(&rows, 4, "drops", "5"); /* UDP tells it unasked */
	check_cell(&rows, 4, "rmem", "?");
	check_cell(&rows, 5, "rmem", "?");
	check_cell(&rows, 6, "blmem", "8");
	check_cell(&rows, 6, "drops", "?");
	rows.context.live = true; /* the next refresh will bring it */
	check_cell(&rows, 5, "rmem", "\xe2\x80\xa6");
	check_cell(&rows, 6, "drops", "?");
	rows_done(&rows);
}

/* "?" would look like a lack of rights. */
static void what_the_next_refreshes_measure_is_an_ellipsis_until_then(void **state)
{
	struct rows rows;

	(void)state;
	rows_init(&rows, 3000);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:1\n"
		"2 tcp LISTEN 10.0.0.5:443 0.0.0.0:0 recv=1 send=128\n"
		"3 tcp LAST_ACK 10.0.0.5:443 10.0.0.9:2 inode=-\n"
		"5 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:3 sent=1 got=1 rtt=22000\n");
	rows.context.live = true;
	check_cell(&rows, 1, "txrate", "\xe2\x80\xa6");
	check_cell(&rows, 1, "rtt", "\xe2\x80\xa6");
	check_cell(&rows, 1, "congestion", "\xe2\x80\xa6");
	check_cell(&rows, 5, "txrate", "\xe2\x80\xa6");
	check_cell(&rows, 5, "rtt", "22.0");
	check_cell(&rows, 5, "congestion", "?");
	check_cell(&rows, 2, "txrate", "-");
	check_cell(&rows, 3, "txrate", "?"); /* an orphan is not asked for by itself */
	rows.context.ascii = true;
	check_cell(&rows, 1, "txrate", "..");
	rows_done(&rows);
}

static void rates_and_ages_go_by_the_refreshes(void **state)
{
	struct rows rows;

	(void)state;
	rows_init(&rows, 5000);
	rows_refresh(&rows, 1000, "1 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:1 sent=0 got=0");
	check_cell(&rows, 1, "age", ">0.0s");
	rows_refresh(&rows, 2000,
		"1 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:1 sent=4096 got=0\n"
		"2 tcp SYN_SENT 10.0.0.5:1000 10.0.0.9:80");
	check_cell(&rows, 1, "txrate", "2.0k");
	check_cell(&rows, 1, "rxrate", "0");
	check_cell(&rows, 1, "age", ">2.0s");
	check_cell(&rows, 1, "instate", ">2.0s");
	check_cell(&rows, 2, "age", "0.0s");
	rows_refresh(&rows, 1500, "2 tcp ESTABLISHED 10.0.0.5:1000 10.0.0.9:80");
	check_cell(&rows, 2, "age", "1.5s");
	check_cell(&rows, 2, "instate", "0.0s");
	check_cell(&rows, 1, "txrate", "-"); /* gone */
	rows_done(&rows);
}

static void a_timer_says_its_name_its_time_and_how_often_it_expired(void **state)
{
	struct rows rows;

	(void)state;
	rows_init(&rows, 0);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:1 timer=keepalive/7199950/0\n"
		"2 tcp SYN_SENT 10.0.0.5:444 10.0.0.9:1 timer=retransmit/990/3");
	check_cell(&rows, 1, "timer", "keepalive 7199.9s");
	check_cell(&rows, 2, "timer", "retransmit 0.9s (3)");
	check_cell(&rows, 1, "timer_left", "1h59m");
	check_cell(&rows, 2, "timer_retransmits", "3");
	rows_done(&rows);
}

/* -------- the order -------- */

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

/* Where keys differ they are right, and where they do not, the comparison tells. */
static void check_pair(
	const struct column *column, const struct column_context *context, struct buffer *scratch)
{
	uint64_t left = column_sort_key(column, context, 0, scratch);
	uint64_t right = column_sort_key(column, context, 1, scratch);
	struct buffer text = {0};
	int order = column_compare(column, context, 0, 1);
	bool blank_left = column->read(context, 0, &text).blank != COLUMN_REAL;
	bool blank_right = column->read(context, 1, &text).blank != COLUMN_REAL;

	assert_int_equal(sign(order), -sign(column_compare(column, context, 1, 0)));
	assert_int_equal(left == UINT64_MAX, blank_left);
	assert_int_equal(right == UINT64_MAX, blank_right);
	if (!blank_left && !blank_right && left != right && order &&
		sign(order) != (left < right ? -1 : 1))
		fail_msg("%s: the key and the comparison contradict each other", column->id);
	buffer_done(&text);
}

static void keys_and_comparisons_agree(void **state)
{
	uint64_t seed = random_seed();
	struct buffer scratch = {0};
	struct rows rows;

	(void)state;
	rows_init(&rows, 0);
	rows_refresh(&rows, 1000,
		"1 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:1 rtt=1 cc=cubic\n"
		"2 tcp ESTABLISHED 10.0.0.5:443 10.0.0.9:2 rtt=2 cc=bbr");
	for (int i = 0; i < 5000; i++) {
		randomize(&rows, 0, &seed);
		randomize(&rows, 1, &seed);
		rows.track.rows[0].conn.cookie = 1 + random_below(&seed, 300);
		rows.track.rows[1].conn.cookie = 1 + random_below(&seed, 300);
		for (size_t c = 0; c < column_count; c++)
			if (column_is_shown(&column_table[c]))
				check_pair(&column_table[c], &rows.context, &scratch);
	}
	buffer_done(&scratch);
	rows_done(&rows);
}

/* The listing is in the order that is expected. */
static void check_order(const char *id, const char *listing, size_t count)
{
	const struct column *column = column_find(id);
	struct buffer scratch = {0};
	struct rows rows;

	rows_init(&rows, 0);
	rows_refresh(&rows, 1000, listing);
	for (uint32_t row = 0; row + 1 < count; row++) {
		uint64_t left = column_sort_key(column, &rows.context, row, &scratch);
		uint64_t right = column_sort_key(column, &rows.context, row + 1, &scratch);

		if (left > right ||
			(left == right && column_compare(column, &rows.context, row, row + 1) >= 0))
			fail_msg("%s: row %u does not come before row %u", id, row, row + 1);
	}
	buffer_done(&scratch);
	rows_done(&rows);
}

static void addresses_are_ordered_as_people_count(void **state)
{
	static const char listing[] =
		"1 tcp ESTABLISHED 9.0.0.1:443 10.0.0.9:1\n"
		"2 tcp ESTABLISHED 10.0.0.5:80 10.0.0.9:2\n"
		"3 tcp ESTABLISHED [::ffff:10.0.0.5]:443 [::ffff:10.0.0.9]:2\n"
		"4 tcp ESTABLISHED 10.0.0.5:8080 10.0.0.9:10\n"
		"5 tcp ESTABLISHED 200.0.0.5:1 10.0.0.9:11\n"
		"6 tcp ESTABLISHED [::1]:443 [::1]:5\n"
		"7 tcp ESTABLISHED [2001:db8::1]:9 [2001:db8::2]:5\n"
		"8 tcp ESTABLISHED [2001:db8::1]:10 [2001:db8:0:1::2]:5\n"
		"9 tcp ESTABLISHED [2001:db8::2]:1 [2001:db8:0:2::2]:5\n";

	(void)state;
	check_order("local", listing, 9);
	check_order("laddr", listing, 9);
}

static void cookies_and_timers_are_ordered_by_number(void **state)
{
	(void)state;
	check_order("cookie",
		"2 tcp ESTABLISHED 9.0.0.1:443 10.0.0.9:1\n"
		"16 tcp ESTABLISHED 9.0.0.1:443 10.0.0.9:2\n"
		"160 tcp ESTABLISHED 9.0.0.1:443 10.0.0.9:3\n",
		3);
	check_order("timer",
		"1 tcp ESTABLISHED 9.0.0.1:443 10.0.0.9:1 timer=retransmit/900/0\n"
		"2 tcp ESTABLISHED 9.0.0.1:443 10.0.0.9:2 timer=keepalive/9000/0\n"
		"3 tcp ESTABLISHED 9.0.0.1:443 10.0.0.9:3 timer=keepalive/10000/0\n",
		3);
}

/* -------- choosing columns -------- */

#define MOST 6

static void check_chosen(const char *list, const char *expected)
{
	const struct column *chosen[MOST] = {column_find("state"), column_find("local")};
	const char *bad = NULL;
	size_t length = 0, count;
	struct buffer ids = {0};

	count = column_choose(chosen, 2, MOST, list, &bad, &length);
	for (size_t i = 0; i < count; i++)
		buffer_printf(&ids, "%s%s", i ? "," : "", chosen[i]->id);
	if (!count)
		buffer_printf(&ids, "no '%.*s'", (int)length, bad ? bad : "(nothing)");
	if (strcmp(buffer_get(&ids), expected) != 0)
		fail_msg("%s: '%s', not '%s'", list, buffer_get(&ids), expected);
	buffer_done(&ids);
}

static void a_list_of_columns_stands_for_itself_or_changes_what_is_chosen(void **state)
{
	(void)state;
	check_chosen("remote,user", "remote,user");
	check_chosen("+user", "state,local,user");
	check_chosen("-state", "local");
	check_chosen("+user,-state", "local,user");
	check_chosen("-state,+user", "local,user");
	check_chosen("user,-user,uid", "uid");
	check_chosen("USER,Uid", "user,uid");
	check_chosen("-user", "state,local"); /* was not there */
	check_chosen("uid,", "uid");
}

static void no_column_is_chosen_twice_nor_more_than_there_is_room_for(void **state)
{
	(void)state;
	check_chosen("uid,user,uid", "user,uid");
	check_chosen("+local,+local", "state,local");
	check_chosen(
		"uid,user,state,local,remote,recvq,sendq", "uid,user,state,local,remote,recvq");
}

static void a_word_that_is_no_column_is_named(void **state)
{
	(void)state;
	check_chosen("state,nonsense,local", "no 'nonsense'");
	check_chosen("+nonsense", "no 'nonsense'");
	check_chosen("stat", "no 'stat'");
	check_chosen("age_at_least", "no 'age_at_least'"); /* data only */
	check_chosen("state,,local", "no ''");
	check_chosen(",", "no ''");
	check_chosen("+", "no ''");
	check_chosen("++state", "no '+state'");
}

static void a_choice_of_no_column_at_all_is_named_too(void **state)
{
	(void)state;
	check_chosen("", "no ''");
	check_chosen("-state,-local", "no 'local'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_unique_words_of_lower_case_letters),
		cmocka_unit_test(titles_are_unique_and_fit_into_their_columns),
		cmocka_unit_test(ids_headings_and_keys_of_data_all_find_the_column),
		cmocka_unit_test(widths_are_in_order_and_every_column_has_a_help_and_a_use),
		cmocka_unit_test(keys_of_data_are_unique_and_those_of_a_group_stand_together),
		cmocka_unit_test(the_default_columns_are_columns_of_the_screen),
		cmocka_unit_test(the_default_columns_drop_out_in_a_definite_order),
		cmocka_unit_test(a_column_is_found_in_any_case_and_by_its_whole_name_only),
		cmocka_unit_test(no_cell_is_ever_empty),
		cmocka_unit_test(every_state_of_every_protocol_and_family_has_all_its_cells),
		cmocka_unit_test(a_name_without_letters_is_not_known),
		cmocka_unit_test(the_greatest_numbers_fit_into_their_columns),
		cmocka_unit_test(addresses_are_written_as_ss_writes_them),
		cmocka_unit_test(the_memory_of_the_queues_is_shown_where_the_kernel_has_told_it),
		cmocka_unit_test(what_the_next_refreshes_measure_is_an_ellipsis_until_then),
		cmocka_unit_test(
			what_does_not_apply_is_a_dash_and_what_is_not_known_a_question_mark),
		cmocka_unit_test(rates_and_ages_go_by_the_refreshes),
		cmocka_unit_test(a_timer_says_its_name_its_time_and_how_often_it_expired),
		cmocka_unit_test(keys_and_comparisons_agree),
		cmocka_unit_test(addresses_are_ordered_as_people_count),
		cmocka_unit_test(cookies_and_timers_are_ordered_by_number),
		cmocka_unit_test(a_list_of_columns_stands_for_itself_or_changes_what_is_chosen),
		cmocka_unit_test(no_column_is_chosen_twice_nor_more_than_there_is_room_for),
		cmocka_unit_test(a_word_that_is_no_column_is_named),
		cmocka_unit_test(a_choice_of_no_column_at_all_is_named_too),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
