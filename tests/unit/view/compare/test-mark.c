/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <stdlib.h>

#include "sock/diag/procnet.h"
#include "support/rows.h"
#include "view/compare/compare.h"

#define HEAD                                                                            \
	"{\"schema\":1,\"program\":\"sockview\",\"time\":\"2026-12-01T03:00:00.000Z\"," \
	"\"complete\":true,\"notes\":[],\"boot_id\":\"b\",\"netns_inode\":5,\"filter\":null,"
#define SOCKET(cookie, state, port, more)                           \
	"{\"proto\":\"tcp\",\"family\":\"ipv4\",\"state\":\"" state \
	"\",\"local\":{\"addr\":\"10.0.0.5\",\"port\":" port        \
	"},\"remote\":{\"addr\":\"10.0.0.9\",\"port\":5432},\"cookie\":\"" cookie "\"" more "}"
#define OWNER                                                                              \
	",\"owners\":[{\"pid\":7,\"process\":\"api\",\"fd\":3}],\"unit\":\"api.service\"," \
	"\"inode\":1,\"age_ms\":1000"

static const char whole[] = HEAD "\"sockets\":[" SOCKET("0x1", "ESTABLISHED", "1001",
	OWNER) "," SOCKET("0x2", "CLOSE_WAIT", "1002", OWNER) "," SOCKET("0x3", "TIME_WAIT", "1003",
	",\"owners\":[],\"owner_note\":\"time-wait\"") "]}\n";

static void a_mark_has_the_sockets_of_the_file(void **state)
{
	struct mark mark;
	struct mark_fault fault;
	const struct row *rows;

	(void)state;
	assert_true(mark_read(&mark, whole, strlen(whole), &fault));
	rows = mark.track.rows;
	assert_int_equal(mark.track.row_count, 3);
	assert_string_equal(mark.boot, "b");
	assert_int_equal(mark.netns_inode, 5);
	assert_true(mark.complete);
	assert_int_equal(rows[1].conn.cookie, 2);
	assert_int_equal(rows[1].conn.state, CONN_CLOSE_WAIT);
	assert_int_equal(rows[1].conn.local.port, 1002);
	assert_int_equal(rows[1].conn.remote.addr[3], 9);
	assert_string_equal(mark.reader.process(&mark, 0), "api");
	assert_string_equal(mark.reader.unit(&mark, 0), "api.service");
	assert_string_equal(mark.reader.process(&mark, 2), "(time-wait)");
	assert_memory_equal(whole + mark.more[1].text, "{\"proto\"", 8);
	assert_int_equal(whole[mark.more[1].text + mark.more[1].text_length - 1], '}');
	mark_done(&mark);
}

/* The text in memory of its own, so that a read behind its end is found. */
static bool reads(const char *text, size_t length, struct mark_fault *ret_fault)
{
	char *copy = malloc(length + 1);
	struct mark mark;
	bool good;

	assert_non_null(copy);
	memcpy(copy, text, length);
	copy = realloc(copy, length ? length : 1);
	good = mark_read(&mark, copy, length, ret_fault);
	mark_done(&mark);
	free(copy);
	return good;
}

static void a_file_that_is_cut_anywhere_is_no_mark(void **state)
{
	struct mark_fault fault;

	(void)state;
	/* The last byte is the end of the line. */
	for (size_t length = 0; length < strlen(whole) - 1; length++) {
		assert_false(reads(whole, length, &fault));
		assert_non_null(fault.reason);
		assert_int_equal(fault.offset, length);
	}
	assert_true(reads(whole, strlen(whole) - 1, &fault));
}

static void a_damaged_file_is_read_or_refused_with_a_place(void **state)
{
	char text[sizeof(whole)];
	struct mark_fault fault;
	size_t refused = 0;

	(void)state;
	for (size_t at = 0; at < strlen(whole); at++)
		for (unsigned bit = 0; bit < 8; bit++) {
			memcpy(text, whole, sizeof(whole));
			text[at] = (char)(text[at] ^ 1 << bit);
			if (reads(text, strlen(whole), &fault))
				continue;
			refused++;
			assert_non_null(fault.reason);
			assert_true(fault.offset <= strlen(whole));
		}
	assert_true(refused > strlen(whole));
}

static void what_is_no_mark_is_refused(void **state)
{
	static const char *const texts[] = {"", "[]", "{}", "1", "{\"sockets\":[]}",
		HEAD "\"sockets\":{}}", HEAD "\"sockets\":[1]}", HEAD "\"sockets\":[{}]}",
		HEAD "\"sockets\":[" SOCKET("0x0", "LISTEN", "1", "") "]}",
		HEAD "\"sockets\":[" SOCKET("0x1", "LISTEN", "65536", "") "]}",
		HEAD "\"sockets\":[" SOCKET("0x1", "ASLEEP", "1", "") "]}",
		HEAD "\"sockets\":[" SOCKET("0x1", "LISTEN", "1", ",\"uid\":-1") "]}",
		HEAD "\"sockets\":[" SOCKET("0x1", "LISTEN", "1", "") "]} {}"};
	struct mark_fault fault;
	char deep[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_false(reads(texts[i], strlen(texts[i]), &fault));
		assert_non_null(fault.reason);
	}
	memset(deep, '[', sizeof(deep));
	assert_false(reads(deep, sizeof(deep), &fault));
	assert_true(fault.offset < sizeof(deep));
}

/* As /proc/net lists them, where sock_diag is refused. */
static void sockets_without_a_cookie_have_the_one_that_is_made_for_them(void **state)
{
	static const char text[] = HEAD "\"sockets\":[{\"proto\":\"tcp\",\"family\":\"ipv4\","
					"\"state\":\"LISTEN\",\"local\":{\"addr\":\"127.0.0.1\","
					"\"port\":53},\"remote\":{\"addr\":\"0.0.0.0\",\"port\":0},"
					"\"cookie\":null,\"inode\":77}]}";
	struct conn conn = {.proto = CONN_TCP, .family = CONN_IPV4, .inode = 77};
	struct mark_fault fault;
	struct mark mark;

	(void)state;
	assert_true(mark_read(&mark, text, strlen(text), &fault));
	assert_true(mark.track.rows[0].conn.cookie == procnet_make_cookie(&conn));
	mark_done(&mark);
}

static void what_is_new_gone_and_grown_is_found(void **state)
{
	struct table_pick pick = {.parts = parts_all()};
	struct compare_rule rule = {
		.pick = &pick, .group = group_kind_find("service"), .sort = column_find("local")};
	struct mark_fault fault;
	struct compare compare;
	struct mark mark;
	struct rows rows;

	(void)state;
	rows_init(&rows, 0);
	rows_refresh(&rows, 0,
		"2 tcp CLOSE_WAIT 10.0.0.5:1002 10.0.0.9:5432\n"
		"3 tcp TIME_WAIT 10.0.0.5:1003 10.0.0.9:5432\n"
		"8 tcp ESTABLISHED 10.0.0.5:1008 10.0.0.9:5432\n"
		"9 tcp ESTABLISHED 10.0.0.5:1001 10.0.0.9:5432\n");
	assert_true(mark_read(&mark, whole, strlen(whole), &fault));
	assert_int_equal(compare_make(&compare, &mark, &rows.context, &rule), 0);
	/* The same addresses are not the same socket. */
	assert_int_equal(compare.fresh.count, 2);
	assert_int_equal(rows.track.rows[order_row(&compare.fresh, 0)].conn.cookie, 9);
	assert_int_equal(rows.track.rows[order_row(&compare.fresh, 1)].conn.cookie, 8);
	assert_int_equal(compare.gone.count, 1);
	assert_int_equal(order_row(&compare.gone, 0), 0);
	assert_int_equal(compare.group_count, 1);
	assert_string_equal(compare_group_name(&compare, &compare.groups[0]), "10.0.0.9:5432");
	assert_int_equal(compare.groups[0].before, 3);
	assert_int_equal(compare.groups[0].now, 4);
	compare_done(&compare);
	mark_done(&mark);
	rows_done(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_has_the_sockets_of_the_file),
		cmocka_unit_test(a_file_that_is_cut_anywhere_is_no_mark),
		cmocka_unit_test(a_damaged_file_is_read_or_refused_with_a_place),
		cmocka_unit_test(what_is_no_mark_is_refused),
		cmocka_unit_test(sockets_without_a_cookie_have_the_one_that_is_made_for_them),
		cmocka_unit_test(what_is_new_gone_and_grown_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
