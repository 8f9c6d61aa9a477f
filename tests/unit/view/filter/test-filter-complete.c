/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "view/filter/filter-complete.h"

/* What is in sight, for any column of text. */
static void add_values(
	void *context, const struct column *column, struct filter_completion *completion)
{
	(void)context;
	if (strcmp(column->id, "process") == 0) {
		filter_completion_take(completion, "nginx");
		filter_completion_take(completion, "named");
		filter_completion_take(completion, "nginx");
		filter_completion_take(completion, "a b");
	}
	if (strcmp(column->id, "lport") == 0)
		filter_completion_take(completion, "443");
}

static void words_begin_states_operators_and_values_follow(void **state)
{
	static const struct {
		const char *text, *words;
	} table[] = {
		{"proc", "process\n"},
		{"PROC", "process\n"},
		{"state close-wait and sp", "sport\nspurious\n"},
		{"state close-", "close-wait\n"},
		{"state CLOSE-", "close-wait\n"},
		{"exclude ti", "time-wait\n"},
		{"state = syn-s", "syn-sent\n"},
		{"state conn", "connected\n"},
		{"process = ng", "nginx\n"},
		{"process=ng", "nginx\n"},
		{"process != n", "nginx\nnamed\n"},
		{"process eq ng", "nginx\n"},
		{"(process = na", "named\n"},
		{"sport = 4", "443\n"},
		{"port = 4", "443\n"},
		{"process ", "=\n!=\n!~\n<=\n<\n>=\n>\n~\n"},
		{"autob", "autobound\n"},
		{"zzz", ""},
		{"process = zz", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(table); i++) {
		struct filter_completion completion;

		filter_complete(
			table[i].text, strlen(table[i].text), add_values, NULL, &completion);
		assert_string_equal(buffer_get(&completion.words), table[i].words);
		filter_completion_done(&completion);
	}
}

static void the_common_beginning_is_certain(void **state)
{
	struct filter_completion completion;

	(void)state;
	filter_complete("state syn-", 10, add_values, NULL, &completion);
	assert_int_equal(completion.from, 6);
	assert_int_equal(completion.count, 2);
	assert_int_equal(completion.common, 4); /* "syn-" */
	filter_completion_done(&completion);
	filter_complete("", 0, NULL, NULL, &completion);
	assert_true(completion.count > column_count / 2);
	assert_int_equal(completion.common, 0);
	filter_completion_done(&completion);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_begin_states_operators_and_values_follow),
		cmocka_unit_test(the_common_beginning_is_certain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
