/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "sock/conn/parts.h"

typedef bool model[CONN_PROTOS][CONN_FAMILIES];

/* The set has what the model has, by every question. */
static void check_parts(struct parts parts, model expected)
{
	struct parts left = parts;
	struct part part;
	size_t count = 0, before = 0, taken = 0;

	for (uint8_t proto = 0; proto < CONN_PROTOS; proto++)
		for (uint8_t family = 0; family < CONN_FAMILIES; family++) {
			struct conn conn = {.proto = proto, .family = family};

			count += expected[proto][family];
			assert_int_equal(parts_have_conn(parts, &conn), expected[proto][family]);
		}
	assert_int_equal(parts_are_none(parts), count == 0);
	assert_int_equal(parts_are_all(parts), count == (size_t)CONN_PROTOS * CONN_FAMILIES);
	for (; parts_take(&left, &part); taken++) {
		size_t place = (size_t)part.proto * CONN_FAMILIES + part.family;

		assert_true(expected[part.proto][part.family]);
		assert_true(!taken || place > before);
		before = place;
	}
	assert_int_equal(taken, count);
	assert_true(parts_are_none(left));
}

static void a_set_holds_what_was_put_into_it(void **state)
{
	model all, none = {{false}};

	(void)state;
	memset(all, true, sizeof(all));
	check_parts(parts_none(), none);
	check_parts(parts_all(), all);
	for (unsigned proto = 0; proto < CONN_PROTOS; proto++)
		for (unsigned family = 0; family < CONN_FAMILIES; family++) {
			struct parts rest = parts_all(), cross = parts_of_kind(proto);
			model one = {{false}}, others, both = {{false}};

			one[proto][family] = true;
			check_parts(parts_one(proto, family), one);

			memcpy(others, all, sizeof(others));
			others[proto][family] = false;
			parts_remove(&rest, parts_one(proto, family));
			check_parts(rest, others);

			for (unsigned i = 0; i < CONN_FAMILIES; i++)
				both[proto][i] = true;
			check_parts(parts_of_kind(proto), both);
			for (unsigned i = 0; i < CONN_PROTOS; i++)
				both[i][family] = true;
			parts_add(&cross, parts_of_family(family));
			check_parts(cross, both);
			parts_keep(&cross, parts_one(proto, family));
			check_parts(cross, one);
		}
}

static void sets_are_compared_by_what_is_in_them(void **state)
{
	struct parts tcp = parts_of_kind(CONN_TCP), ipv4 = parts_of_family(CONN_IPV4);

	(void)state;
	assert_true(parts_have(parts_all(), tcp));
	assert_false(parts_have(tcp, parts_all()));
	assert_true(parts_have(tcp, tcp));
	assert_true(parts_have(tcp, parts_none()));
	assert_true(parts_meet(tcp, ipv4));
	assert_false(parts_have(tcp, ipv4));
	assert_false(parts_meet(tcp, parts_of_kind(CONN_UDP)));
	assert_false(parts_meet(parts_all(), parts_none()));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_set_holds_what_was_put_into_it),
		cmocka_unit_test(sets_are_compared_by_what_is_in_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
