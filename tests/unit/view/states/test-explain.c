/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "support/tree.h"
#include "view/states/explain.h"

static const struct explain_topic *find(const char *name)
{
	static struct explain_topic topic;

	topic = (struct explain_topic){0};
	if (!explain_find(name, &topic))
		fail_msg("'%s' is not found", name);
	return &topic;
}

/* Ends like a sentence, and begins like one. */
static void check_sentence(const char *text, const char *name)
{
	size_t length = text ? strlen(text) : 0;

	if (length < 20 && !(length && text[length - 1] == '.'))
		fail_msg("%s: too little is said", name);
	if (text[length - 1] != '.')
		fail_msg("%s: '%s' has no full stop", name, text);
	if (strstr(text, "  "))
		fail_msg("%s: two blanks part columns, and stand in '%s'", name, text);
}

static void check_state(enum conn_proto proto, enum conn_state of)
{
	const struct explain_state *record = explain_find_state(proto, of);
	const char *name = conn_state_name(proto, of);

	assert_int_equal(record->proto, proto);
	assert_int_equal(record->state, of);
	check_sentence(record->meaning, name);
	check_sentence(record->waiting, name);
	check_sentence(record->normal, name);
	check_sentence(record->many, name);
	assert_null(record->limits[EXPLAIN_LIMITS_MAX].effect);
}

static void every_state_of_every_kind_is_explained_in_full(void **state)
{
	(void)state;
	for (int proto = 0; proto < CONN_PROTOS; proto++)
		for (int i = 0; i < CONN_STATES; i++)
			if (kind_table[proto]->states >> i & 1)
				check_state((enum conn_proto)proto, (enum conn_state)i);
	/* A state that is the kernel's alone is explained as the one that is shown for it. */
	assert_ptr_equal(explain_find_state(CONN_TCP, CONN_NEW_SYN_RECV),
		explain_find_state(CONN_TCP, CONN_SYN_RECV));
}

static void every_column_is_explained_and_every_text_belongs_to_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < column_count; i++) {
		struct buffer text = {0};

		explain_add_column(&text, &column_table[i], TEXT_UTF8);
		assert_non_null(strstr(buffer_get(&text), column_table[i].help));
		assert_non_null(strstr(buffer_get(&text), "\nSource "));
		buffer_done(&text);
	}
	for (size_t i = 0; i < explain_column_count; i++) {
		if (!column_find(explain_columns[i].id))
			fail_msg("there is no column '%s'", explain_columns[i].id);
		check_sentence(explain_columns[i].more, explain_columns[i].id);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(explain_columns[i].id, explain_columns[j].id);
	}
}

static void a_name_is_known_in_every_spelling(void **state)
{
	static const char *const spellings[] = {
		"CLOSE_WAIT", "close-wait", "Close-Wait", "close_wait"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(spellings); i++)
		assert_int_equal(find(spellings[i])->states[CONN_TCP]->state, CONN_CLOSE_WAIT);
	assert_int_equal(find("syn-rcvd")->states[CONN_TCP]->state, CONN_SYN_RECV);
	assert_int_equal(find("bound-inactive")->states[CONN_TCP]->state, CONN_BOUND);
	assert_string_equal(find("send-q")->column->id, "sendq");
	assert_string_equal(find("In State")->column->id, "instate");
	assert_string_equal(find("tx/S")->column->id, "txrate");
	assert_string_equal(find("owner_note")->column->id, "owner_note");
	assert_null(find("rtt")->states[CONN_TCP]);
}

static void udp_and_tcp_are_told_apart(void **state)
{
	(void)state;
	assert_null(find("unconn")->states[CONN_TCP]);
	assert_int_equal(find("unconn")->states[CONN_UDP]->proto, CONN_UDP);
	assert_null(find("closed")->states[CONN_UDP]);
	assert_int_equal(find("close")->states[CONN_TCP]->state, CONN_CLOSED);
	assert_non_null(find("estab")->states[CONN_TCP]);
	assert_non_null(find("estab")->states[CONN_UDP]);
}

static void every_listed_name_is_known(void **state)
{
	struct buffer names = {0};
	char *name, *left;
	size_t count = 0;

	(void)state;
	explain_add_names(&names);
	for (name = strtok_r(names.data, "\n", &left); name; name = strtok_r(NULL, "\n", &left)) {
		find(name);
		count++;
	}
	assert_int_equal(count, explain_state_count - 1 + column_count + explain_error_count +
					explain_recipe_count + SYSCTLS);
	buffer_done(&names);
}

static const char *nearest(const char *name)
{
	struct nearest words;

	nearest_begin(&words, name);
	explain_suggest(&words);
	return words.found;
}

/* -------- notes -------- */

static bool is_a_word(const char *name)
{
	return *name && !strchr(name, ' ');
}

static void every_note_is_whole(void **state)
{
	const struct explain_note *note;
	size_t count = 0;

	(void)state;
	for (size_t i = 0; (note = explain_note_at(i)); i++, count++) {
		size_t limits = 0, counts = 0;

		assert_true(is_a_word(note->names[0]));
		check_sentence(note->meaning, note->names[0]);
		check_sentence(note->act, note->names[0]);
		while (limits < EXPLAIN_FIGURES_MAX && note->limits[limits] != SYSCTLS)
			limits++;
		while (counts < EXPLAIN_FIGURES_MAX && note->counts[counts] != COUNTERS)
			counts++;
		if (limits == EXPLAIN_FIGURES_MAX || counts == EXPLAIN_FIGURES_MAX)
			fail_msg("%s: the figures have no end", note->names[0]);
		if (!note->finding && !note->filter)
			fail_msg("%s: nothing tells where it shows", note->names[0]);
	}
	assert_true(count >= 40);
}

static void a_note_is_found_by_each_of_its_names(void **state)
{
	const struct explain_note *note;

	(void)state;
	for (size_t i = 0; (note = explain_note_at(i)); i++)
		for (size_t k = 0; k < EXPLAIN_NAMES_MAX && note->names[k]; k++)
			if (explain_find_note(note->names[k]) != note)
				fail_msg("'%s' finds another", note->names[k]);
}

static void a_message_is_found_as_programs_print_it(void **state)
{
	static const struct {
		const char *line, *name;
	} cases[] = {
		{"OSError: [Errno 99] Cannot assign requested address", "EADDRNOTAVAIL"},
		{"nginx: bind() to 0.0.0.0:80 failed (98: Address already in use)", "EADDRINUSE"},
		{"dial tcp 10.0.0.9:80: connect: connection refused", "ECONNREFUSED"},
		{"read: Connection reset by peer", "ECONNRESET"},
		{"java.net.SocketException: Too many open files", "EMFILE"},
		{"accept4: Too many open files in system", "ENFILE"},
		{"dial tcp 10.0.0.9:80: i/o timeout", "ETIMEDOUT"},
		{"nf_conntrack: nf_conntrack: table full, dropping packet", "nf_conntrack_max"},
		{"TCP: request_sock_TCP: Possible SYN flooding on port 80. Sending cookies.",
			"SYN_flooding"},
		{"sysctl -w net.ipv4.tcp_tw_recycle=1", "tcp_tw_recycle"},
		{"connect: \xe8\xbf\x9e\xe6\x8e\xa5\xe8\xb6\x85\xe6\x97\xb6", "ETIMEDOUT"},
		{"econnreset", "ECONNRESET"},
		{"no route to host", "EHOSTUNREACH"},
		{"ulimit -n", "RLIMIT_NOFILE"},
		{"so-linger 0", "SO_LINGER"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct explain_topic *topic = find(cases[i].line);

		assert_non_null(topic->note);
		assert_string_equal(topic->note->names[0], cases[i].name);
	}
	assert_string_equal(nearest("ECONRESET"), "ECONNRESET");
	assert_string_equal(nearest("tcp_tw_recicle"), "tcp_tw_recycle");
}

static void a_setting_tells_its_value_and_which_states_it_governs(void **state)
{
	struct sysctls sysctls = {.count[SYSCTL_TCP_RETRIES1] = 1,
		.count[SYSCTL_UDP_MEM] = 1,
		.value[SYSCTL_TCP_RETRIES1] = {3}};
	struct buffer text = {0};

	(void)state;
	assert_true(find("tcp_retries1")->is_setting);
	explain_add_topic(&text, find("net.ipv4.tcp_retries1"), &sysctls, TEXT_UTF8);
	assert_string_equal(buffer_get(&text), "net.ipv4.tcp_retries1 = 3\n");
	buffer_clear(&text);
	explain_add_topic(&text, find("udp-mem"), &sysctls, TEXT_UTF8);
	assert_non_null(strstr(buffer_get(&text), "\nUNCONN (udp): "));
	/* What more is known of one than that. */
	assert_string_equal(find("net.ipv4.tcp_fin_timeout")->note->names[0], "tcp_fin_timeout");
	buffer_done(&text);
}

static void figures_of_this_machine_stand_in_a_note(void **state)
{
	struct sysctls sysctls = {
		.count[SYSCTL_TCP_TW_REUSE] = 1, .value[SYSCTL_TCP_TW_REUSE] = {2}};
	struct counters counters = {
		.value[COUNTER_TCP_TIME_WAIT] = 1812, .has = UINT64_C(1) << COUNTER_TCP_TIME_WAIT};
	struct explain_topic topic = *find("tcp_tw_recycle");
	struct buffer text = {0};

	(void)state;
	topic.counters = &counters;
	explain_add_topic(&text, &topic, &sysctls, TEXT_UTF8);
	assert_non_null(strstr(buffer_get(&text), "Gone since Linux 4.12"));
	assert_non_null(strstr(buffer_get(&text), "Here     net.ipv4.tcp_tw_reuse = 2\n"));
	assert_non_null(strstr(buffer_get(&text), "  sockets in TIME_WAIT: 1,812\n"));
	assert_non_null(strstr(buffer_get(&text), "F8 (ports); sockview 'state time-wait'\n"));
	buffer_done(&text);
}

static void what_was_meant_is_suggested_where_it_is_near(void **state)
{
	struct explain_topic topic;
	char long_name[300];

	(void)state;
	assert_false(explain_find("clsoe-wait", &topic));
	assert_string_equal(nearest("clsoe-wait"), "CLOSE_WAIT");
	assert_string_equal(nearest("listn"), "LISTEN");
	assert_string_equal(nearest("sendqq"), "sendq");
	assert_null(nearest("bogus"));
	assert_null(nearest(""));
	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	assert_null(nearest(long_name));
	assert_false(explain_find(long_name, &topic));
	assert_false(explain_find("", &topic));
}

static void limits_are_told_with_their_values_on_this_machine(void **state)
{
	char *root = tree_make();
	struct sysctls sysctls;
	struct buffer text = {0};

	(void)state;
	tree_write(root, "/proc/sys/net/ipv4/tcp_fin_timeout", "17\n");
	sysctls_read(&sysctls, root);
	explain_add_state(&text, explain_find_state(CONN_TCP, CONN_FIN_WAIT2), &sysctls, TEXT_UTF8);
	assert_non_null(strstr(buffer_get(&text), "net.ipv4.tcp_fin_timeout = 17 s ("));
	buffer_clear(&text);
	explain_add_state(&text, explain_find_state(CONN_TCP, CONN_SYN_SENT), &sysctls, TEXT_UTF8);
	assert_non_null(strstr(buffer_get(&text), "net.ipv4.tcp_syn_retries = ? ("));
	buffer_clear(&text);
	explain_add_state(&text, explain_find_state(CONN_TCP, CONN_SYN_SENT), NULL, TEXT_UTF8);
	assert_non_null(strstr(buffer_get(&text), "net.ipv4.tcp_syn_retries ("));
	buffer_done(&text);
	tree_remove(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_of_every_kind_is_explained_in_full),
		cmocka_unit_test(every_column_is_explained_and_every_text_belongs_to_one),
		cmocka_unit_test(a_name_is_known_in_every_spelling),
		cmocka_unit_test(udp_and_tcp_are_told_apart),
		cmocka_unit_test(every_listed_name_is_known),
		cmocka_unit_test(every_note_is_whole),
		cmocka_unit_test(a_note_is_found_by_each_of_its_names),
		cmocka_unit_test(a_message_is_found_as_programs_print_it),
		cmocka_unit_test(a_setting_tells_its_value_and_which_states_it_governs),
		cmocka_unit_test(figures_of_this_machine_stand_in_a_note),
		cmocka_unit_test(what_was_meant_is_suggested_where_it_is_near),
		cmocka_unit_test(limits_are_told_with_their_values_on_this_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
