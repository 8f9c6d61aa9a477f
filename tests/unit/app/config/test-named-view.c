/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/unit.h"

#include "app/option/option.h"
#include "app/config/settings-text.h"
#include "app/config/view-text.h"
#include "app/print/writer/writer.h"
#include "app/screen/page-list.h"
#include "app/system/resolve.h"

static struct options usual_options(void)
{
	char program[] = "sockview", once[] = "--once", *words[] = {program, once, NULL};
	struct options options;

	assert_int_equal(option_parse(2, words, page_list_scope, writer_format, &options), 0);
	return options;
}

static void every_shipped_view_can_be_read(void **state)
{
	struct resolve_time time;
	struct filter_names names = resolve_names(false, &time);

	(void)state;
	for (size_t i = 0; i < named_view_shipped_count; i++) {
		const struct named_view *view = &named_view_shipped[i];
		struct options options = usual_options();
		struct buffer complaint = {0};
		struct filter_error error;
		struct filter *filter = NULL;
		const char *text;

		if (!view_text_read(view->text, &options, &text, &complaint))
			fail_msg("%s: %s", view->name, buffer_get(&complaint));
		assert_non_null(text);
		if (*text && filter_parse(text, &names, &filter, &error) < 0)
			fail_msg("%s: its filter cannot be read", view->name);
		assert_true(named_view_can_be_called(view->name));
		filter_free(filter);
		options_done(&options);
	}
}

static void a_text_that_is_read_is_written_as_it_was(void **state)
{
	static const char text[] = "columns=state,local; sort=-age; groups=-oldest; group=unit; "
				   "filter=process \"a;b\" or pid = 7";
	struct options options = usual_options();
	struct buffer complaint = {0}, written = {0};
	const char *filter;

	(void)state;
	assert_true(view_text_read(text, &options, &filter, &complaint));
	assert_string_equal(filter, "process \"a;b\" or pid = 7");
	assert_int_equal(options.column_count, 2);
	assert_string_equal(options.sort->id, "age");
	assert_true(options.descending && options.group_descending);
	assert_string_equal(options.group_sort->id, "oldest");
	assert_string_equal(options.group->id, "unit");
	view_text_add(&options, filter, &written);
	assert_string_equal(buffer_get(&written), text);
	buffer_done(&written);
	options_done(&options);
}

static void a_part_that_is_missing_changes_nothing(void **state)
{
	struct options options = usual_options();
	size_t count = options.column_count;
	struct buffer complaint = {0};
	const char *filter;

	(void)state;
	assert_true(view_text_read(" group = port ;; ", &options, &filter, &complaint));
	assert_string_equal(options.group->id, "port");
	assert_int_equal(options.column_count, count);
	assert_string_equal(options.sort->id, "local");
	assert_null(filter);
	assert_true(view_text_read("", &options, &filter, &complaint));
	options_done(&options);
}

static void assert_refused(const char *text, const char *reason)
{
	struct options options = usual_options();
	struct buffer complaint = {0};
	const char *filter;

	assert_false(view_text_read(text, &options, &filter, &complaint));
	if (!strstr(buffer_get(&complaint), reason))
		fail_msg("%s: %s", text, buffer_get(&complaint));
	buffer_done(&complaint);
	options_done(&options);
}

static void a_text_that_is_wrong_is_refused_with_its_reason(void **state)
{
	(void)state;
	assert_refused("columns=sttae", "'state'");
	assert_refused("sort=oldest", "sockets cannot be sorted by 'oldest'");
	assert_refused("groups=-rtt", "groups cannot be sorted by 'rtt'");
	assert_refused("group=prot", "prot");
	assert_refused("theme=mono", "'theme' is no part of a view");
	assert_refused("leaks", "'leaks': a view consists of parts");
}

static struct named_view view_called(const struct named_views *views, const char *name)
{
	for (size_t i = 0; i < named_views_count(views); i++)
		if (strcmp(named_views_at(views, i).name, name) == 0)
			return named_views_at(views, i);
	return (struct named_view){0};
}

static void a_view_of_the_user_takes_the_place_of_a_shipped_one_until_it_is_removed(void **state)
{
	struct named_views views = {0};

	(void)state;
	named_views_set(&views, "mine", "group=unit");
	named_views_set(&views, "idle", "group=user");
	named_views_set(&views, "more", "group=port");
	assert_int_equal(named_views_count(&views), named_view_shipped_count + 2);
	assert_string_equal(named_views_at(&views, 2).text, "group=user");
	assert_null(named_views_at(&views, 2).help);
	assert_string_equal(named_views_at(&views, named_view_shipped_count + 1).name, "more");
	named_views_set(&views, "mine", "group=state");
	assert_string_equal(view_called(&views, "mine").text, "group=state");
	named_views_set(&views, "idle", NULL);
	named_views_set(&views, "mine", NULL);
	named_views_set(&views, "none", NULL);
	assert_int_equal(named_views_count(&views), named_view_shipped_count + 1);
	assert_non_null(named_views_at(&views, 2).help);
	named_views_done(&views);
}

static void a_name_has_no_equals_sign_and_no_blanks_at_its_ends(void **state)
{
	(void)state;
	assert_true(named_view_can_be_called("web 1"));
	assert_true(named_view_can_be_called("\xe6\xb3\x84\xe6\xbc\x8f"));
	assert_true(named_view_can_be_called("12345678901234567890123456789012"));
	assert_false(named_view_can_be_called("123456789012345678901234567890123"));
	assert_false(named_view_can_be_called(""));
	assert_false(named_view_can_be_called(" web"));
	assert_false(named_view_can_be_called("web "));
	assert_false(named_view_can_be_called("a=b"));
	assert_false(named_view_can_be_called("a\nb"));
	assert_false(named_view_can_be_called("usual"));
}

/* -------- in the settings -------- */

static struct options read_settings(const char *text, struct settings_text_warnings *warnings)
{
	struct options options = usual_options();
	struct buffer buffer = {0};

	buffer_text(&buffer, text);
	settings_text_read(&options, &buffer, "config", warnings);
	buffer_done(&buffer);
	return options;
}

static void a_view_that_is_wrong_is_told_of_with_its_line(void **state)
{
	struct settings_text_warnings warnings = {0};
	struct options options = read_settings(
		"view.a = group=unit\nview.b = group=unti\nview.usual = group=unit\n", &warnings);

	(void)state;
	assert_int_equal(options.views.count, 1);
	assert_int_equal(warnings.count, 2);
	assert_non_null(strstr(buffer_get(&warnings.text), "config:2: no group 'unti'"));
	assert_non_null(
		strstr(buffer_get(&warnings.text), "config:3: a view cannot be called 'usual'"));
	assert_string_equal(options.group->id, "none"); /* a view is not chosen by being there */
	buffer_done(&warnings.text);
	options_done(&options);
}

static void what_a_line_cannot_hold_is_not_written(void **state)
{
	static const char *const texts[] = {
		"filter=pid = 7", "filter=process a #b", "filter=process \"a\"", "group=unit"};
	struct buffer line = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct settings_text_warnings warnings = {0};
		struct options options;

		buffer_clear(&line);
		buffer_text(&line, "view.a = ");
		assert_true(settings_text_quote(texts[i], &line));
		options = read_settings(buffer_get(&line), &warnings);
		assert_int_equal(warnings.count, 0);
		assert_string_equal(view_called(&options.views, "a").text, texts[i]);
		options_done(&options);
	}
	assert_false(settings_text_quote("filter=process \"a #b\"", &line));
	assert_false(settings_text_quote("filter=a\nb", &line));
	buffer_done(&line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shipped_view_can_be_read),
		cmocka_unit_test(a_text_that_is_read_is_written_as_it_was),
		cmocka_unit_test(a_part_that_is_missing_changes_nothing),
		cmocka_unit_test(a_text_that_is_wrong_is_refused_with_its_reason),
		cmocka_unit_test(
			a_view_of_the_user_takes_the_place_of_a_shipped_one_until_it_is_removed),
		cmocka_unit_test(a_name_has_no_equals_sign_and_no_blanks_at_its_ends),
		cmocka_unit_test(a_view_that_is_wrong_is_told_of_with_its_line),
		cmocka_unit_test(what_a_line_cannot_hold_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
