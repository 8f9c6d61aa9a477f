/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * man/sockview.8 against the program's own tables, in both directions: what the program has stands
 * in the page, and what stands in the page the program has. The forms of the items are told at the
 * top of the page.
 */
#include "support/unit.h"

#include "app/screen/command-table.h"
#include "app/option/option.h"
#include "app/screen/page/page-setup.h"
#include "app/config/setting-table.h"
#include "app/config/settings-text.h"
#include "base/buffer.h"
#include "sock/close/close-result.h"
#include "sock/owner/row-owners.h"
#include "view/column/column.h"
#include "view/health/health.h"
#include "view/metrics/metrics.h"
#include "view/service/service-column.h"

#define ITEMS_MAX 512
#define WORD_MAX 80

/* One .It of the page; what it does not have is "". */
struct item {
	char section[WORD_MAX];
	char letter[WORD_MAX];   /* .It Fl t */
	char name[WORD_MAX];     /*     Fl -tcp: "tcp" */
	char argument[WORD_MAX]; /*     Ar SEC */
	char keys[WORD_MAX];     /*     Ic F1 , Ic h: "F1 h" */
	char word[WORD_MAX];     /*     Cm state */
	char title[WORD_MAX];    /*     Po Sy LOCAL ADDR Pc */
	char data[WORD_MAX];     /*     Va local.addr */
	char reason[WORD_MAX];   /*     Li accept-queue */
	bool found;              /* in the program */
};

struct manual {
	struct item items[ITEMS_MAX];
	size_t count;
};

/* -------- reading the page -------- */

/* Adds `word` to `field`, after a space if there is something, without roff's escapes. */
static void add_word(char field[WORD_MAX], const char *word)
{
	size_t length = strlen(field);

	if (length)
		field[length++] = ' ';
	for (; *word && length < WORD_MAX - 1; word++) {
		if (*word == '\\' && word[1] == '&')
			word++;
		else if (*word == '\\' && word[1]) /* \- and \e */
			field[length++] = *++word == 'e' ? '\\' : *word;
		else
			field[length++] = *word;
	}
	field[length] = '\0';
}

static bool is_delimiter(const char *word)
{
	return strcmp(word, ",") == 0 || strcmp(word, "Ns") == 0 || strcmp(word, "=") == 0;
}

/* Where a word behind `macro` belongs; NULL: nowhere. */
static char *field_of(struct item *item, const char *macro, const char *word)
{
	if (strcmp(macro, "Fl") == 0)
		return *word == '-' ? item->name : item->letter;
	if (strcmp(macro, "Ar") == 0)
		return item->argument;
	if (strcmp(macro, "Ic") == 0)
		return item->keys;
	if (strcmp(macro, "Cm") == 0)
		return item->word;
	if (strcmp(macro, "Sy") == 0)
		return item->title;
	if (strcmp(macro, "Va") == 0)
		return item->data;
	if (strcmp(macro, "Li") == 0)
		return item->reason;
	return NULL;
}

static bool is_macro(const char *word)
{
	static const char *const macros[] = {"Fl", "Ar", "Ic", "Cm", "Sy", "Va", "Li", "Po", "Pc"};

	for (size_t i = 0; i < COUNT_OF(macros); i++)
		if (strcmp(word, macros[i]) == 0)
			return true;
	return false;
}

static void read_item(struct manual *page, const char *section, char *words)
{
	struct item *item = &page->items[page->count];
	const char *macro = "";
	char *rest = NULL;

	assert_in_range(page->count, 0, ITEMS_MAX - 1);
	page->count++;
	*item = (struct item){0};
	add_word(item->section, section);
	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *field = field_of(item, macro, word);

		if (is_macro(word))
			macro = word;
		else if (field && !is_delimiter(word))
			add_word(field, word + (field == item->name));
	}
}

/* Takes a copy of the page apart. */
static void read_page(struct manual *page, char *text)
{
	const char *section = "";
	char *rest = NULL;

	page->count = 0;
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (strncmp(line, ".Sh ", 4) == 0)
			section = line + 4;
		else if (strncmp(line, ".It ", 4) == 0)
			read_item(page, section, line + 4);
	}
}

/* -------- comparing -------- */

static bool is_same(const char *field, const char *wanted)
{
	return strcmp(field, wanted ? wanted : "") == 0;
}

static bool is_option(const struct item *item, size_t index)
{
	const struct option_record *option = &option_table[index];
	char letter[2] = {option->letter < 256 ? (char)option->letter : '\0', '\0'};

	return is_same(item->letter, letter) && is_same(item->name, option->name) &&
	       is_same(item->argument, option->argument);
}

static bool is_command(const struct item *item, size_t index)
{
	return is_same(item->keys, command_table[index].keys);
}

static bool is_column(const struct item *item, size_t index)
{
	const struct column *column = &column_table[index];

	return is_same(item->word, column_is_shown(column) ? column->id : NULL) &&
	       is_same(item->title, column->title) && is_same(item->data, column->data);
}

static bool is_result(const struct item *item, size_t index)
{
	return is_same(item->word, close_result_name((enum close_result)index));
}

static bool is_reason(const struct item *item, size_t index)
{
	const char *name = row_owners_reason_name((enum row_owners_reason)index);

	return name && is_same(item->reason, name);
}

static bool is_finding(const struct item *item, size_t index)
{
	return is_same(item->word, health_table[index].id) &&
	       is_same(item->title, health_table[index].title);
}

static bool is_service_column(const struct item *item, size_t index)
{
	const struct column *column = &service_column_table[index];

	return is_same(item->word, column_is_shown(column) ? column->id : NULL) &&
	       is_same(item->title, column->title) && is_same(item->data, column->data);
}

static const char *service_column_name(size_t index)
{
	return service_column_table[index].id;
}

static const char *option_name(size_t index)
{
	return option_table[index].name;
}

static const char *command_name(size_t index)
{
	return command_table[index].keys;
}

static const char *column_name(size_t index)
{
	return column_table[index].id;
}

static const char *result_name(size_t index)
{
	return close_result_name((enum close_result)index);
}

/* NULL for what is no reason. */
static const char *reason_name(size_t index)
{
	return row_owners_reason_name((enum row_owners_reason)index);
}

static const char *finding_name(size_t index)
{
	return health_table[index].id;
}

static const char *metric_name(size_t index)
{
	return metric_table[index].name;
}

/* Behind those of the table: the three kinds that are made of a name. */
static const char *setting_name(size_t index)
{
	static const char *const prefixes[] = {
		SETTINGS_TEXT_WIDTH, SETTINGS_TEXT_KEYS, SETTINGS_TEXT_VIEW};

	return index < setting_count ? setting_table[index].key : prefixes[index - setting_count];
}

/* A section of the page, and the table that it tells of. */
struct subject {
	const char *section;
	bool reasons; /* of its items those with Li, or all others */
	size_t count;
	bool (*is_it)(const struct item *item, size_t index);
	const char *(*name)(size_t index);
};

static bool is_of(const struct item *item, const struct subject *subject)
{
	return strcmp(item->section, subject->section) == 0 &&
	       (*item->reason != '\0') == subject->reasons;
}

/* Notes what is only on one side into `found`; returns how much that is. */
static size_t differences(struct manual *page, const struct subject *subject, struct buffer *found)
{
	size_t count = 0;

	for (size_t index = 0; index < subject->count; index++) {
		size_t times = 0;

		for (size_t i = 0; i < page->count; i++) {
			struct item *item = &page->items[i];

			if (is_of(item, subject) && subject->is_it(item, index)) {
				item->found = true;
				times++;
			}
		}
		if (times == 1 || !subject->name(index))
			continue;
		count++;
		buffer_printf(found, "\n%s: %zu times, not once, or not as it is: %s",
			subject->section, times, subject->name(index));
	}
	for (size_t i = 0; i < page->count; i++) {
		const struct item *item = &page->items[i];

		if (!is_of(item, subject) || item->found)
			continue;
		count++;
		buffer_printf(found, "\n%s: the program has no %s%s%s%s%s%s", subject->section,
			item->letter, item->name, item->keys, item->word, item->data, item->reason);
	}
	return count;
}

static bool is_setting(const struct item *item, size_t index)
{
	return is_same(item->word, setting_name(index));
}

static bool is_metric(const struct item *item, size_t index)
{
	return is_same(item->word, metric_table[index].name);
}

static bool is_of_setup(const struct item *item, size_t index)
{
	return is_same(item->keys, page_setup.commands[index].keys);
}

static const char *setup_name(size_t index)
{
	return page_setup.commands[index].keys;
}

static const struct subject *get_subjects(size_t *ret_count)
{
	static struct subject subjects[] = {
		{"OPTIONS", false, 0, is_option, option_name},
		{"KEYS", false, 0, is_command, command_name},
		{"SETUP", false, 0, is_of_setup, setup_name},
		{"SETTINGS", false, 0, is_setting, setting_name},
		{"COLUMNS", false, 0, is_column, column_name},
		{"COLUMNS", true, ROW_OWNERS_REASONS, is_reason, reason_name},
		{"CLOSING CONNECTIONS", false, CLOSE_RESULTS, is_result, result_name},
		{"SERVICES", false, 0, is_service_column, service_column_name},
		{"HEALTH", false, 0, is_finding, finding_name},
		{"METRICS", false, 0, is_metric, metric_name},
	};

	subjects[0].count = option_count;
	subjects[1].count = command_count;
	subjects[2].count = page_setup.command_count;
	subjects[3].count = setting_count + 3;
	subjects[4].count = column_count;
	subjects[7].count = service_column_count;
	subjects[8].count = health_kinds;
	subjects[9].count = metric_count;
	*ret_count = COUNT_OF(subjects);
	return subjects;
}

static size_t judge(const char *text, struct buffer *found)
{
	static struct manual page;
	struct buffer copy = {0};
	size_t subject_count, count = 0;
	const struct subject *subjects = get_subjects(&subject_count);

	buffer_text(&copy, text);
	read_page(&page, copy.data);
	for (size_t i = 0; i < subject_count; i++)
		count += differences(&page, &subjects[i], found);
	buffer_done(&copy);
	return count;
}

/* -------- tests -------- */

/* The page as it is; the caller frees it. */
static char *load_page(void)
{
	const char *srcdir = getenv("srcdir");
	struct buffer path = {0}, text = {0};
	char piece[4096];
	size_t length;
	FILE *file;

	buffer_printf(&path, "%s/man/sockview.8", srcdir ? srcdir : ".");
	file = fopen(buffer_get(&path), "r");
	if (!file)
		fail_msg("cannot read %s", buffer_get(&path));
	while ((length = fread(piece, 1, sizeof(piece), file)) > 0)
		buffer_add(&text, piece, length);
	fclose(file);
	buffer_done(&path);
	assert_non_null(text.data);
	return text.data;
}

static void the_manual_and_the_tables_agree(void **state)
{
	struct buffer found = {0};
	char *text = load_page();

	(void)state;
	if (judge(text, &found) != 0)
		fail_msg("man/sockview.8:%s", buffer_get(&found));
	buffer_done(&found);
	free(text);
}

/* True for an item that the tables tell of. */
static bool is_judged(const char *line, const char *section)
{
	size_t count;
	const struct subject *subjects = get_subjects(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(section, subjects[i].section) == 0)
			return strncmp(line, ".It ", 4) == 0;
	return false;
}

/* The page without line number `left_out`, which must then be missed if it is such an item. */
static bool is_missed(const char *text, size_t left_out, bool *ret_judged)
{
	struct buffer doctored = {0}, found = {0};
	char section[WORD_MAX] = "";
	size_t number = 0;
	bool missed;

	*ret_judged = false;
	for (const char *line = text; *line; number++) {
		size_t length = strcspn(line, "\n");

		if (strncmp(line, ".Sh ", 4) == 0)
			snprintf(section, sizeof(section), "%.*s", (int)length - 4, line + 4);
		if (number == left_out)
			*ret_judged = is_judged(line, section);
		else
			buffer_add(&doctored, line, length + (line[length] != '\0'));
		line += length + (line[length] != '\0');
	}
	missed = *ret_judged && judge(buffer_get(&doctored), &found) > 0;
	buffer_done(&doctored);
	buffer_done(&found);
	return missed;
}

static void every_item_of_the_manual_would_be_missed(void **state)
{
	char *text = load_page();
	size_t lines = 0, judged_lines = 0;
	size_t wanted = option_count + command_count + column_count + service_column_count +
			CLOSE_RESULTS + health_kinds + metric_count + page_setup.command_count +
			setting_count + 3;

	(void)state;
	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	for (size_t number = 0; number < lines; number++) {
		bool judged, missed = is_missed(text, number, &judged);

		if (judged && !missed)
			fail_msg("line %zu of man/sockview.8 is not missed", number + 1);
		judged_lines += judged;
	}
	for (size_t i = 0; i < ROW_OWNERS_REASONS; i++)
		wanted += reason_name(i) != NULL;
	assert_int_equal(judged_lines, wanted);
	free(text);
}

static void an_item_that_the_program_does_not_have_is_noticed(void **state)
{
	static const char *const additions[] = {
		".Sh OPTIONS\n.It Fl X , Fl -nonsense\n",
		".Sh OPTIONS\n.It Fl t , Fl -tcp Ns = Ns Ar N\n",
		".Sh OPTIONS\n.It Fl -tcp\n",
		".Sh KEYS\n.It Ic Ctrl-X\n",
		".Sh KEYS\n.It Ic F1\n",
		".Sh SETUP\n.It Ic Ctrl-X\n",
		".Sh SETTINGS\n.It Cm nonsense\n",
		".Sh SETTINGS\n.It Cm interval Ar SEC\n",
		".Sh COLUMNS\n.It Cm nonsense Po Sy NONSENSE Pc\n",
		".Sh COLUMNS\n.It Cm state Po Sy NONSENSE Pc , Va state\n",
		".Sh COLUMNS\n.It Va nonsense\n",
		".Sh COLUMNS\n.It Li nonsense\n",
		".Sh CLOSING CONNECTIONS\n.It Cm nonsense\n",
	};
	char *text = load_page();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(additions); i++) {
		struct buffer doctored = {0}, found = {0};

		buffer_printf(&doctored, "%s%s", text, additions[i]);
		if (judge(buffer_get(&doctored), &found) != 1)
			fail_msg("not noticed: %s", additions[i]);
		buffer_done(&doctored);
		buffer_done(&found);
	}
	free(text);
}

static void the_manual_names_the_default_columns(void **state)
{
	struct buffer line = {0};
	char *text = load_page();

	(void)state;
	buffer_char(&line, '\n');
	for (size_t i = 0; column_defaults[i]; i++)
		buffer_printf(&line, "%s%s", i ? "," : "", column_defaults[i]);
	buffer_char(&line, '\n');
	if (!strstr(text, buffer_get(&line)))
		fail_msg("man/sockview.8 has no line%s", buffer_get(&line));
	buffer_done(&line);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_manual_and_the_tables_agree),
		cmocka_unit_test(every_item_of_the_manual_would_be_missed),
		cmocka_unit_test(an_item_that_the_program_does_not_have_is_noticed),
		cmocka_unit_test(the_manual_names_the_default_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
