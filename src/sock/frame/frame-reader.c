/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/frame/frame-reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void frame_reader_init(struct frame_reader *reader)
{
	*reader = (struct frame_reader){0};
}

static void forget_processes(struct frame_reader *reader)
{
	for (size_t i = 0; i < reader->process_count; i++) {
		free(reader->processes[i].cgroup);
		free(reader->processes[i].command);
	}
	reader->process_count = 0;
}

void frame_reader_done(struct frame_reader *reader)
{
	forget_processes(reader);
	free(reader->processes);
	free(reader->images);
	*reader = (struct frame_reader){0};
}

static uint8_t field_of(const char *name, unsigned width)
{
	for (size_t i = 0; i < row_image_field_count; i++)
		if (row_image_fields[i].width == width &&
			strcmp(row_image_fields[i].name, name) == 0)
			return (uint8_t)i;
	return ROW_IMAGE_FIELDS_MAX;
}

static int read_hello(struct frame_reader *reader, struct frame_bytes *content)
{
	frame_take_text(content, reader->host, sizeof(reader->host));
	reader->field_count = (size_t)frame_take(content, 2);
	if (!reader->field_count || reader->field_count > ROW_IMAGE_FIELDS_MAX)
		return -EBADMSG;
	for (size_t i = 0; i < reader->field_count; i++) {
		struct frame_reader_field *field = &reader->fields[i];
		char name[64];

		field->width = (uint8_t)frame_take(content, 1);
		frame_take_text(content, name, sizeof(name));
		field->field = field_of(name, field->width);
	}
	return content->short_of ? -EBADMSG : 0;
}

int64_t frame_reader_start(struct frame_reader *reader, const unsigned char *bytes, size_t length)
{
	size_t magic = length < FRAME_MAGIC_SIZE ? length : FRAME_MAGIC_SIZE;
	struct frame_bytes content;
	uint32_t type;
	int used;

	if (memcmp(bytes, FRAME_MAGIC, magic) != 0)
		return -EBADMSG;
	if (length <= FRAME_MAGIC_SIZE)
		return 0;
	used = frame_read(bytes + magic, length - magic, &type, &content);
	if (used <= 0)
		return used;
	if (type != FRAME_HELLO || read_hello(reader, &content) < 0)
		return -EBADMSG;
	return (int64_t)magic + used;
}

/* Begins a refresh. */
static int read_moment(struct frame_reader *reader, bool key, struct frame_bytes *content)
{
	if (!key && !reader->begun)
		return -EBADMSG;
	if (key) {
		forget_processes(reader);
		reader->image_count = 0;
	}
	reader->begun = true;
	reader->now.real_us = (int64_t)frame_take(content, 8);
	reader->now.mono_us = (int64_t)frame_take(content, 8);
	reader->now.boot_us = (int64_t)frame_take(content, 8);
	if (content->short_of || reader->now.mono_us <= 0 || reader->now.boot_us <= 0)
		return -EBADMSG;
	return row_image_is_moment(reader->now.real_us) &&
			       row_image_is_moment(reader->now.mono_us) &&
			       row_image_is_moment(reader->now.boot_us)
		       ? 0
		       : -EBADMSG;
}

static int grow_images(struct frame_reader *reader, size_t count)
{
	int error = alloc_try_grow(
		(void **)&reader->images, &reader->image_capacity, count, sizeof(*reader->images));

	for (; !error && reader->image_count < count; reader->image_count++)
		reader->images[reader->image_count] = (struct row_image){0};
	return error;
}

static int read_row(struct frame_reader *reader, struct frame_bytes *content)
{
	uint32_t row = (uint32_t)frame_take(content, 4);
	uint64_t mask = frame_take(content, 8);

	if (content->short_of || row >= FRAME_ROWS_MAX)
		return -EBADMSG;
	if (row >= reader->image_count && grow_images(reader, (size_t)row + 1) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < ROW_IMAGE_FIELDS_MAX && mask >> i; i++) {
		const struct frame_reader_field *field = &reader->fields[i];
		const unsigned char *bytes;

		if (!(mask >> i & 1))
			continue;
		if (i >= reader->field_count)
			return -EBADMSG;
		bytes = frame_take_bytes(content, field->width);
		if (!bytes)
			return -EBADMSG;
		if (field->field < row_image_field_count)
			row_image_store(&reader->images[row], field->field, bytes);
	}
	return row_image_is_valid(&reader->images[row]) ? 0 : -EBADMSG;
}

static int read_gone(struct frame_reader *reader, struct frame_bytes *content)
{
	uint32_t row = (uint32_t)frame_take(content, 4);

	if (row >= reader->image_count)
		return -EBADMSG;
	reader->images[row] = (struct row_image){0};
	return 0;
}

static int grow_processes(struct frame_reader *reader, size_t count)
{
	int error = alloc_try_grow((void **)&reader->processes, &reader->process_capacity, count,
		sizeof(*reader->processes));

	for (; !error && reader->process_count < count; reader->process_count++)
		reader->processes[reader->process_count] = (struct frame_reader_process){0};
	return error;
}

static int read_process(struct frame_reader *reader, struct frame_bytes *content)
{
	uint32_t number = (uint32_t)frame_take(content, 4);
	struct frame_reader_process *process;
	char text[4097];

	if (!number || number > FRAME_ROWS_MAX)
		return -EBADMSG;
	if (number > reader->process_count && grow_processes(reader, number) < 0)
		return -ENOMEM;
	process = &reader->processes[number - 1];
	free(process->cgroup);
	free(process->command);
	*process = (struct frame_reader_process){0};
	process->process.pid = (uint32_t)frame_take(content, 4);
	process->process.parent = (uint32_t)frame_take(content, 4);
	process->process.start = frame_take(content, 8);
	frame_take_text(content, process->process.name, sizeof(process->process.name));
	frame_take_text(content, text, sizeof(text));
	process->cgroup = alloc_copy(text);
	frame_take_text(content, text, sizeof(text));
	process->command = alloc_copy(text);
	return 0;
}

static int read_each(struct frame_reader *reader, struct frame_bytes *content,
	int (*read)(struct frame_reader *reader, struct frame_bytes *content))
{
	int error = 0;

	while (!error && content->left) {
		error = read(reader, content);
		if (!error && content->short_of)
			error = -EBADMSG;
	}
	return error;
}

static int read_frame(struct frame_reader *reader, uint32_t type, struct frame_bytes *content)
{
	switch (type) {
	case FRAME_PROCESSES:
		return read_each(reader, content, read_process);
	case FRAME_GONE:
		return read_each(reader, content, read_gone);
	case FRAME_ROWS:
		return read_each(reader, content, read_row);
	case FRAME_HELLO:
	case FRAME_KEY:
	case FRAME_DELTA:
		return -EBADMSG; /* the refresh before has no end */
	default:
		return 0;
	}
}

int64_t frame_reader_refresh(struct frame_reader *reader, const unsigned char *bytes, size_t length)
{
	struct frame_bytes content;
	size_t at = 0;
	uint32_t type = 0;
	int error = 0;

	while (!error && type != FRAME_END) {
		int used = frame_read(bytes + at, length - at, &type, &content);

		if (used <= 0) {
			reader->begun = false;
			return used;
		}
		if (at)
			error = read_frame(reader, type, &content);
		else if (type == FRAME_KEY || type == FRAME_DELTA)
			error = read_moment(reader, type == FRAME_KEY, &content);
		else
			error = -EBADMSG;
		at += (size_t)used;
	}
	if (error)
		reader->begun = false;
	return error ? error : (int64_t)at;
}

static int fill_row(const struct row_image *image, const struct instant *now, struct track *track)
{
	struct conn conn;
	struct conn_tcp tcp;
	uint32_t row;
	int error;

	row_image_get(image, now, &conn, &tcp);
	error = track_take(track, &conn, image->has_tcp ? &tcp : NULL);
	row = error ? TRACK_NONE : track_find(track, conn.place, conn.cookie);
	if (row == TRACK_NONE)
		return error;
	track->rows[row].first_seen_us = image->first_seen_us;
	track->rows[row].state_since_us = image->state_since_us;
	track->rows[row].flags &= (uint8_t) ~(ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST);
	track->rows[row].flags |= image->flags & (ROW_AGE_AT_LEAST | ROW_STATE_AT_LEAST);
	return 0;
}

/* The next place after `place` that any row is in, now or in the refresh before; UINT32_MAX: there
 * is none. */
static uint32_t next_place(
	const struct frame_reader *reader, const struct track *track, int64_t place)
{
	uint32_t next = UINT32_MAX;

	for (size_t i = 0; i < track->place_count && next == UINT32_MAX; i++)
		if ((int64_t)i > place && track->places[i].live_count)
			next = (uint32_t)i;

	for (size_t i = 0; i < reader->image_count; i++)
		if (reader->images[i].cookie && reader->images[i].place > place &&
			reader->images[i].place < next)
			next = reader->images[i].place;
	return next;
}

static int fill_place(struct frame_reader *reader, struct track *track, uint16_t place)
{
	int error = track_begin_place(track, place);

	if (error)
		return error;
	for (size_t i = 0; !error && i < reader->image_count; i++)
		if (reader->images[i].cookie && reader->images[i].place == place)
			error = fill_row(&reader->images[i], &reader->now, track);
	for (uint32_t row = 0; row < track->row_count; row++)
		if (row_is_living(&track->rows[row]) && track->rows[row].conn.place == place &&
			track->rows[row].seen != track->refresh)
			track_end_row(track, row);
	track_commit(track, place, parts_all());
	return error;
}

int frame_reader_fill(struct frame_reader *reader, struct track *track)
{
	int64_t place = CONN_HERE;
	int error;

	track_begin(track, &reader->now);
	error = fill_place(reader, track, CONN_HERE);
	while (!error && (place = next_place(reader, track, place)) != UINT32_MAX)
		error = fill_place(reader, track, (uint16_t)place);
	track_end(track);
	return error;
}

static int load_owner(struct frame_reader *reader, struct row_owners *row_owners,
	const struct track *track, uint32_t row, const struct row_image *image, size_t i)
{
	uint32_t number = image->owner_process[i];
	struct frame_reader_process *process;

	if (!number || number > reader->process_count || !reader->processes[number - 1].process.pid)
		return 0;
	process = &reader->processes[number - 1];
	if (process->loaded == OWNER_MAP_NONE)
		process->loaded = owner_map_load_process(
			&row_owners->owners, &process->process, process->cgroup, process->command);
	if (process->loaded == OWNER_MAP_NONE)
		return -ENOMEM;
	return row_owners_load(row_owners, track, row, process->loaded, image->owner_fd[i]);
}

int frame_reader_load_owners(
	struct frame_reader *reader, struct row_owners *row_owners, struct track *track)
{
	int error = row_owners_begin_recorded(row_owners, track);
	bool hidden = false;

	for (size_t i = 0; i < reader->process_count; i++)
		reader->processes[i].loaded = OWNER_MAP_NONE;
	for (size_t i = 0; !error && i < reader->image_count; i++) {
		const struct row_image *image = &reader->images[i];
		uint32_t row =
			image->cookie ? track_find(track, image->place, image->cookie) : TRACK_NONE;

		if (row == TRACK_NONE)
			continue;
		for (size_t owner = 0; !error && owner < ROW_IMAGE_OWNERS; owner++)
			error = load_owner(reader, row_owners, track, row, image, owner);
		hidden |= image->reason == ROW_OWNERS_NOT_PERMITTED;
	}
	row_owners_end_recorded(row_owners, hidden);
	return error;
}
