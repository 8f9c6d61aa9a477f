/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include <netinet/in.h>

#include "sock/conn/conn.h"

/* -------- the records -------- */

static void every_record_is_complete(void **state)
{
	(void)state;
	assert_int_equal(kind_count, CONN_PROTOS);
	for (size_t i = 0; i < kind_count; i++) {
		const struct kind *kind = kind_table[i];

		assert_true(kind->name && *kind->name);
		assert_true(kind->title && *kind->title);
		assert_true(kind->capture && *kind->capture);
		assert_int_not_equal(kind->number, 0);
		assert_non_null(kind->spellings);
		for (unsigned family = 0; family < CONN_FAMILIES; family++)
			assert_non_null(kind->proc_files[family]);
		assert_true(kind->states >> kind->listening & 1);
		assert_int_equal(kind->states >> CONN_STATES, 0);
		/* Of its listeners the queues mean something else: that is known by the state. */
		if (kind->flags & KIND_HAS_CONNECTIONS)
			assert_int_equal(kind->listening, CONN_LISTEN);
	}
}

static void no_two_kinds_are_called_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < kind_count; i++) {
		const struct kind *kind = kind_table[i];

		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(kind->name, kind_table[j]->name);
			assert_string_not_equal(kind->title, kind_table[j]->title);
		}
		for (size_t j = 0; j < i; j++)
			for (unsigned family = 0; family < CONN_FAMILIES; family++)
				assert_string_not_equal(kind->proc_files[family],
					kind_table[j]->proc_files[family]);
		assert_int_equal(kind_find(kind->name), i);
	}
	assert_int_equal(kind_find("tcpmux"), CONN_PROTOS);
	assert_int_equal(kind_find(""), CONN_PROTOS);
}

static void each_kind_is_asked_for_by_its_own_number(void **state)
{
	(void)state;
	assert_int_equal(kind_table[CONN_TCP]->number, IPPROTO_TCP);
	assert_int_equal(kind_table[CONN_UDP]->number, IPPROTO_UDP);
	assert_string_equal(kind_table[CONN_TCP]->proc_files[CONN_IPV6], "tcp6");
	assert_string_equal(kind_table[CONN_UDP]->proc_files[CONN_IPV4], "udp");
}

/* -------- states -------- */

/* NULL: no dump lists it so. */
static const char *const names[CONN_PROTOS][CONN_STATES] = {
	[CONN_TCP] =
		{
			[CONN_UNKNOWN] = "UNKNOWN",
			[CONN_ESTABLISHED] = "ESTABLISHED",
			[CONN_SYN_SENT] = "SYN_SENT",
			[CONN_SYN_RECV] = "SYN_RECV",
			[CONN_FIN_WAIT1] = "FIN_WAIT1",
			[CONN_FIN_WAIT2] = "FIN_WAIT2",
			[CONN_TIME_WAIT] = "TIME_WAIT",
			[CONN_CLOSED] = "CLOSED",
			[CONN_CLOSE_WAIT] = "CLOSE_WAIT",
			[CONN_LAST_ACK] = "LAST_ACK",
			[CONN_LISTEN] = "LISTEN",
			[CONN_CLOSING] = "CLOSING",
			[CONN_BOUND] = "BOUND",
		},
	[CONN_UDP] =
		{
			[CONN_ESTABLISHED] = "ESTABLISHED",
			[CONN_CLOSED] = "UNCONN",
		},
};

static void each_kind_has_its_states_and_their_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < kind_count; i++)
		for (int s = 0; s < CONN_STATES; s++) {
			const struct kind *kind = kind_table[i];
			enum conn_state of = (enum conn_state)s;

			assert_int_equal(kind->states >> s & 1, names[i][s] != NULL);
			assert_non_null(kind_common_state_name(of));
			assert_non_null(kind_state_name(kind, of)); /* also where it has none */
			if (names[i][s])
				assert_string_equal(kind_state_name(kind, of), names[i][s]);
		}
}

static void a_shown_name_means_its_state_to_its_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < kind_count; i++)
		for (int s = 0; s < CONN_STATES; s++)
			if (names[i][s])
				assert_int_equal(
					kind_state_from_name(kind_table[i], names[i][s]), s);
}

static void another_spelling_is_no_shown_name_and_means_a_state_of_its_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < kind_count; i++) {
		const struct kind *kind = kind_table[i];
		const struct kind_spelling *spelling = kind->spellings;

		for (; spelling->name; spelling++) {
			assert_true(kind->states >> spelling->state & 1);
			assert_int_equal(
				kind_state_from_name(kind, spelling->name), spelling->state);
			for (int s = 0; s < CONN_STATES; s++)
				if (names[i][s])
					assert_string_not_equal(spelling->name, names[i][s]);
		}
		assert_int_equal(spelling->state, CONN_STATES);
	}
}

static void a_kind_does_not_know_the_states_of_another(void **state)
{
	(void)state;
	assert_int_equal(kind_state_from_name(&kind_tcp, "closed"), CONN_CLOSED);
	assert_int_equal(kind_state_from_name(&kind_udp, "closed"), CONN_STATES);
	assert_int_equal(kind_state_from_name(&kind_udp, "unconn"), CONN_CLOSED);
	assert_int_equal(kind_state_from_name(&kind_tcp, "unconn"), CONN_STATES);
	assert_int_equal(kind_state_from_name(&kind_tcp, "estab"), CONN_ESTABLISHED);
	assert_int_equal(kind_state_from_name(&kind_udp, "estab"), CONN_ESTABLISHED);
	assert_int_equal(kind_state_from_name(&kind_udp, "time-wait"), CONN_STATES);
	assert_int_equal(kind_state_from_name(&kind_udp, ""), CONN_STATES);
}

/* -------- what sockets are -------- */

static void only_listeners_of_connections_accept(void **state)
{
	struct conn conn = {0};

	(void)state;
	for (uint8_t i = 0; i < CONN_STATES; i++) {
		conn.state = i;
		conn.proto = CONN_TCP;
		assert_int_equal(conn_accepts(&conn), i == CONN_LISTEN);
		conn.proto = CONN_UDP;
		assert_false(conn_accepts(&conn));
	}
}

static void a_port_is_shared_by_listeners_and_by_whatever_is_udp(void **state)
{
	struct conn conn = {0};

	(void)state;
	for (uint8_t i = 0; i < CONN_STATES; i++) {
		conn.state = i;
		conn.proto = CONN_TCP;
		assert_int_equal(conn_shares_port(&conn), i == CONN_LISTEN);
		conn.proto = CONN_UDP;
		assert_true(conn_shares_port(&conn));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_record_is_complete),
		cmocka_unit_test(no_two_kinds_are_called_the_same),
		cmocka_unit_test(each_kind_is_asked_for_by_its_own_number),
		cmocka_unit_test(each_kind_has_its_states_and_their_names),
		cmocka_unit_test(a_shown_name_means_its_state_to_its_kind),
		cmocka_unit_test(another_spelling_is_no_shown_name_and_means_a_state_of_its_kind),
		cmocka_unit_test(a_kind_does_not_know_the_states_of_another),
		cmocka_unit_test(only_listeners_of_connections_accept),
		cmocka_unit_test(a_port_is_shared_by_listeners_and_by_whatever_is_udp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
