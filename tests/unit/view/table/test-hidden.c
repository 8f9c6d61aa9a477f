/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "view/table/hidden.h"

static void check(struct parts without, bool listening, const char *expected)
{
	struct table_pick pick = {.parts = parts_all(), .listening = listening};
	struct buffer text = {0};

	parts_remove(&pick.parts, without);
	hidden_add_text(&pick, &text);
	assert_string_equal(buffer_get(&text), expected);
	buffer_done(&text);
}

static void what_is_left_out_is_said(void **state)
{
	struct parts both = parts_of_kind(CONN_TCP);

	(void)state;
	parts_add(&both, parts_of_family(CONN_IPV4));
	check(parts_none(), false, "");
	check(parts_of_kind(CONN_TCP), false, "[no TCP]");
	check(parts_of_kind(CONN_UDP), false, "[no UDP]");
	check(parts_of_family(CONN_IPV4), false, "[IPv6 only]");
	check(parts_of_family(CONN_IPV6), false, "[IPv4 only]");
	check(parts_none(), true, "[listeners]");
	check(both, true, "[no TCP] [IPv6 only] [listeners]");
	check(parts_all(), false, "[no TCP] [no UDP]");
	check(parts_one(CONN_TCP, CONN_IPV4), false, ""); /* a part of each is seen */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_left_out_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
