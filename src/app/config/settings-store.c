/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/config/settings-store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/system/environment.h"
#include "app/system/complain.h"
#include "app/config/options.h"
#include "app/config/setting-table.h"
#include "app/config/settings-text.h"
#include "app/config/user-file.h"
#include "base/alloc.h"
#include "base/i18n.h"

/* Maximum bytes of a file: many times what anybody writes. */
#define SETTINGS_MAX (64 * 1024)
#define FILTERS_MAX (128 * 1024)

/* -------- settings -------- */

static struct user_file settings_file(const struct options *options)
{
	if (options->no_config)
		return (struct user_file){0};
	return options->config ? user_file_named(options->config) : user_file_settings();
}

/* The name of the file for warnings; the screen has room for one line only. */
static const char *shown_name(const struct options *options, const char *path)
{
	const char *slash = strrchr(path, '/');

	return options->mode == MODE_SCREEN && slash ? slash + 1 : path;
}

static void read_text(struct options *options, const char *path, const struct buffer *text)
{
	struct settings_text_warnings warnings = {0};

	settings_text_read(options, text, shown_name(options, path), &warnings);
	if (warnings.count > SETTINGS_TEXT_WARNINGS_KEPT)
		buffer_printf(&warnings.text, _("%s: %zu more of these\n"), path,
			warnings.count - SETTINGS_TEXT_WARNINGS_KEPT);
	options->warnings = warnings.text;
}

int settings_store_load(struct options *options)
{
	struct user_file file = settings_file(options);
	const char *path = file.path;
	struct buffer text = {0};
	int status = 0, error;

	if (options->config && environment_is_raised())
		status = complain_of_usage(
			"%s", _("--config is not for a program with raised rights"));
	if (!path || status) {
		user_file_done(&file);
		return status;
	}
	error = user_file_read(&file, SETTINGS_MAX, &text);
	if (!error)
		read_text(options, path, &text);
	else if (options->config)
		status = complain_of_usage(
			_("cannot read the settings in '%s': %s"), path, user_file_error(error));
	else if (error != -ENOENT && error != -ENOTDIR) /* no error: the file does not exist yet */
		buffer_printf(&options->warnings, _("%s: %s; ignored\n"), shown_name(options, path),
			user_file_error(error));
	buffer_done(&text);
	user_file_done(&file);
	return status;
}

static void write_settings(
	struct buffer *text, const struct options *before, const struct options *now)
{
	struct buffer old = {0}, new = {0};

	for (size_t i = 0; i < setting_count; i++) {
		const struct setting *setting = &setting_table[i];

		buffer_clear(&old);
		buffer_clear(&new);
		setting_add(setting, before, &old);
		setting_add(setting, now, &new);
		if (strcmp(buffer_get(&old), buffer_get(&new)) != 0)
			settings_text_write(text, setting->key, buffer_get(&new));
	}
	buffer_done(&old);
	buffer_done(&new);
}

static void write_widths(
	struct buffer *text, const struct options *before, const struct options *now)
{
	struct buffer key = {0}, value = {0};

	for (size_t i = 0; i < column_count; i++) {
		if (before->widths[i] == now->widths[i])
			continue;
		buffer_clear(&key);
		buffer_clear(&value);
		buffer_printf(&key, "%s%s", SETTINGS_TEXT_WIDTH, column_table[i].id);
		buffer_number(&value, now->widths[i]);
		settings_text_write(
			text, buffer_get(&key), now->widths[i] ? buffer_get(&value) : NULL);
	}
	buffer_done(&key);
	buffer_done(&value);
}

/* What is written into the text of the file. */
struct changes {
	const struct options *before, *now; /* NULL: no settings */
	const char *key, *value;            /* of one line; NULL: none */
};

static void write_changes(struct buffer *text, const struct changes *changes)
{
	if (changes->now) {
		write_settings(text, changes->before, changes->now);
		write_widths(text, changes->before, changes->now);
	}
	if (changes->key)
		settings_text_write(text, changes->key, changes->value);
}

/* Changes the file as it is now: another sockview may have written it meanwhile. */
static int save_to(const struct user_file *file, const struct changes *changes)
{
	struct buffer text = {0}, old = {0};
	int result = user_file_read(file, SETTINGS_MAX, &text);

	if (result == -ENOENT)
		result = 0;
	buffer_add(&old, buffer_get(&text), text.length);
	write_changes(&text, changes);
	if (!result && strcmp(buffer_get(&old), buffer_get(&text)) != 0)
		result = user_file_write(file, &text, true) ?: 1;
	buffer_done(&text);
	buffer_done(&old);
	return result;
}

static bool is_different(const struct options *before, const struct options *now)
{
	struct buffer changes = {0};
	bool different;

	write_settings(&changes, before, now);
	different = changes.length || memcmp(before->widths, now->widths, sizeof(now->widths));
	buffer_done(&changes);
	return different;
}

int settings_store_save(const struct options *before, const struct options *now)
{
	struct user_file file = settings_file(now);
	int result = 0;

	if (is_different(before, now))
		result = file.path ? save_to(&file, &(struct changes){.before = before, .now = now})
				   : -ENODEV;
	user_file_done(&file);
	return result;
}

int settings_store_save_view(const struct options *options, const char *name, const char *text)
{
	struct user_file file = settings_file(options);
	struct buffer key = {0}, value = {0};
	int result = file.path ? 0 : -ENODEV;

	buffer_printf(&key, "%s%s", SETTINGS_TEXT_VIEW, name);
	if (!result && text && !settings_text_quote(text, &value))
		result = -EINVAL;
	if (!result)
		result = save_to(&file, &(struct changes){.key = buffer_get(&key),
						.value = text ? buffer_get(&value) : NULL});
	buffer_done(&key);
	buffer_done(&value);
	user_file_done(&file);
	return result;
}

/* -------- earlier filters -------- */

/* Reads the lines of the file, the latest last. */
static bool read_filters(
	const struct options *options, struct user_file *ret_file, struct buffer *out)
{
	struct user_file file = {0};
	int error;

	if (!options->no_config)
		file = user_file_filters();
	error = file.path ? user_file_read(&file, FILTERS_MAX, out) : -ENODEV;
	if (!error || error == -ENOENT) {
		*ret_file = file;
		return true;
	}
	user_file_done(&file);
	return false;
}

static bool is_among(char *const *filters, size_t count, const char *filter)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(filters[i], filter) == 0)
			return true;
	return false;
}

/* Removes the last line from a text and returns it; NULL: there was none. */
static char *take_last_line(struct buffer *text)
{
	char *start;

	while (text->length && text->data[text->length - 1] == '\n')
		text->data[--text->length] = '\0';
	if (!text->length)
		return NULL;
	start = strrchr(text->data, '\n');
	start = start ? start + 1 : text->data;
	text->length = (size_t)(start - text->data);
	return start;
}

size_t settings_store_recall(
	const struct options *options, char **filters, size_t count, size_t most)
{
	struct buffer text = {0};
	struct user_file file;
	char *line;

	if (!read_filters(options, &file, &text))
		return count;
	while (count < most && (line = take_last_line(&text)))
		if (!is_among(filters, count, line))
			filters[count++] = alloc_copy(line);
	buffer_done(&text);
	user_file_done(&file);
	return count;
}

static bool is_one_line(const char *filter)
{
	for (; *filter; filter++)
		if ((unsigned char)*filter < ' ')
			return false;
	return true;
}

/* Appends the newest `most` lines of `text` except `filter`, and then `filter`. */
static void add_filters(struct buffer *out, struct buffer *text, const char *filter, size_t most)
{
	char **lines = alloc_zero(most, sizeof(*lines)), *line;
	size_t count = 0;

	while (count < most - 1 && (line = take_last_line(text)))
		if (strcmp(line, filter) != 0 && !is_among(lines, count, line))
			lines[count++] = alloc_copy(line);
	while (count--) {
		buffer_printf(out, "%s\n", lines[count]);
		free(lines[count]);
	}
	buffer_printf(out, "%s\n", filter);
	free(lines);
}

void settings_store_remember(const struct options *options, const char *filter, size_t most)
{
	struct buffer text = {0}, new = {0};
	struct user_file file;

	if (!is_one_line(filter) || !read_filters(options, &file, &text))
		return;
	add_filters(&new, &text, filter, most);
	user_file_write(&file, &new, false);
	buffer_done(&text);
	buffer_done(&new);
	user_file_done(&file);
}
