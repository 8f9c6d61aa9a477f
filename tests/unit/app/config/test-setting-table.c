/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "app/option/option.h"
#include "app/config/setting-table.h"

/* As the program starts without any setting. */
static struct options defaults(void)
{
	struct options options = {.mode = MODE_SCREEN};

	setting_reset_all(&options);
	return options;
}

static void read_value(struct options *options, const char *key, const char *value)
{
	struct buffer complaint = {0};

	if (!setting_read(setting_find(key), options, value, &complaint))
		fail_msg("%s = %s: %s", key, value, buffer_get(&complaint));
	assert_int_equal(complaint.length, 0);
	buffer_done(&complaint);
}

static void should_be(const struct options *options, const char *key, const char *wanted)
{
	struct buffer value = {0};

	setting_add(setting_find(key), options, &value);
	if (strcmp(buffer_get(&value), wanted) != 0)
		fail_msg("%s is '%s', not '%s'", key, buffer_get(&value), wanted);
	buffer_done(&value);
}

static void every_setting_has_a_key_of_its_own_and_words_about_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];

		assert_ptr_equal(setting_find(setting->key), setting);
		assert_true(*setting->values && *setting->help);
		assert_true(!setting->initial == (setting->kind == SETTING_OTHER));
		assert_true(!setting->refusal == (setting->kind == SETTING_OTHER));
		if (setting->label)
			assert_true(setting->words || setting->word(0));
	}
	assert_null(setting_find(""));
	assert_null(setting_find("interval "));
}

static void what_a_setting_writes_it_reads(void **state)
{
	struct options options = defaults();

	(void)state;
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];
		struct buffer value = {0};

		setting_add(setting, &options, &value);
		read_value(&options, setting->key, buffer_get(&value));
		should_be(&options, setting->key, buffer_get(&value));
		buffer_done(&value);
	}
}

static void every_word_of_a_setting_is_taken(void **state)
{
	struct options options = defaults();

	(void)state;
	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];

		for (size_t word = 0; setting->words && setting->words[word]; word++) {
			read_value(&options, setting->key, setting->words[word]);
			should_be(&options, setting->key, setting->words[word]);
		}
	}
}

static void what_is_no_value_is_refused_with_a_sentence_and_changes_nothing(void **state)
{
	static const char *const values[] = {
		"", " ", "nonsense", "1e9", "-1", "yes no", "state,nonsense"};
	const struct options before = defaults();

	(void)state;
	for (size_t i = 0; i < setting_count; i++)
		for (size_t value = 0; value < COUNT_OF(values); value++) {
			struct options options = before;
			struct buffer complaint = {0};

			if (setting_read(&setting_table[i], &options, values[value], &complaint))
				fail_msg("%s takes '%s'", setting_table[i].key, values[value]);
			assert_true(complaint.length > 0);
			assert_null(strchr(buffer_get(&complaint), '\n'));
			assert_int_equal(options.column_count, before.column_count);
			assert_int_equal(options.interval_ms, before.interval_ms);
			assert_ptr_equal(options.sort, before.sort);
			buffer_done(&complaint);
		}
}

static void the_limits_that_are_told_are_the_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < setting_count; i++) {
		struct options options = defaults();
		char least[16], most[16], more[20];
		struct buffer complaint = {0};

		if (setting_table[i].kind != SETTING_SECONDS)
			continue;
		assert_int_equal(sscanf(setting_table[i].values, "%15s to %15s", least, most), 2);
		read_value(&options, setting_table[i].key, least);
		should_be(&options, setting_table[i].key, least);
		read_value(&options, setting_table[i].key, most);
		should_be(&options, setting_table[i].key, most);
		snprintf(more, sizeof(more), "%s.1", most);
		assert_false(setting_read(&setting_table[i], &options, more, &complaint));
		assert_non_null(strstr(buffer_get(&complaint), setting_table[i].values));
		buffer_done(&complaint);
	}
}

static void what_nobody_chooses_is_as_the_manual_says(void **state)
{
	static const char *const values[][2] = {
		{"columns", "process,pid,user,proto,state,instate,recvq,sendq,local,remote,txrate,"
			    "rxrate"},
		{"sort", "local"}, {"theme", "default"}, {"color", "auto"}, {"ascii", "no"},
		{"mouse", "yes"}, {"interval", "1"}, {"linger", "3"}, {"group", "none"},
		{"resolve", "no"}, {"bound-inactive", "no"}, {"events", "yes"},
		{"remember", "yes"}};
	const struct options options = defaults();

	(void)state;
	assert_int_equal(COUNT_OF(values), setting_count);
	for (size_t i = 0; i < COUNT_OF(values); i++)
		should_be(&options, values[i][0], values[i][1]);
	assert_null(options.group_sort);
	assert_null(options.service_sort);
}

static void options_override_settings_that_there_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < option_count; i++) {
		const struct option_record *record = &option_table[i];

		if (!record->setting)
			continue;
		assert_non_null(setting_find(record->setting));
		/* Either the option brings a value, or the user does. */
		assert_true(!record->argument == !!record->value);
	}
}

static void steps_go_through_the_words_and_numbers_end(void **state)
{
	struct options options = defaults();
	const struct setting *color = setting_find("color"), *interval = setting_find("interval");

	(void)state;
	assert_string_equal(setting_step(color, &options, 1), "always");
	assert_string_equal(setting_step(color, &options, -1), "never");
	assert_string_equal(setting_step(interval, &options, 1), "2");
	assert_string_equal(setting_step(interval, &options, -1), "0.5");
	read_value(&options, "interval", "1.5");
	assert_string_equal(setting_step(interval, &options, 1), "2");
	assert_string_equal(setting_step(interval, &options, -1), "1");
	read_value(&options, "interval", "3600");
	assert_string_equal(setting_step(interval, &options, 1), "3600");
	read_value(&options, "interval", "0.1");
	assert_string_equal(setting_step(interval, &options, -1), "0.1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_setting_has_a_key_of_its_own_and_words_about_it),
		cmocka_unit_test(what_a_setting_writes_it_reads),
		cmocka_unit_test(every_word_of_a_setting_is_taken),
		cmocka_unit_test(what_is_no_value_is_refused_with_a_sentence_and_changes_nothing),
		cmocka_unit_test(the_limits_that_are_told_are_the_limits),
		cmocka_unit_test(what_nobody_chooses_is_as_the_manual_says),
		cmocka_unit_test(options_override_settings_that_there_are),
		cmocka_unit_test(steps_go_through_the_words_and_numbers_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
