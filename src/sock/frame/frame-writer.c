/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/frame/frame-writer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

void frame_writer_init(struct frame_writer *writer)
{
	*writer = (struct frame_writer){0};
}

void frame_writer_done(struct frame_writer *writer)
{
	free(writer->images);
	free(writer->processes);
	buffer_done(&writer->rows);
	buffer_done(&writer->gone);
	buffer_done(&writer->records);
	buffer_done(&writer->full);
	*writer = (struct frame_writer){0};
}

void frame_writer_start(struct frame_writer *writer, const char *host, struct buffer *out)
{
	size_t start;

	(void)writer;
	buffer_add(out, FRAME_MAGIC, FRAME_MAGIC_SIZE);
	start = frame_begin(out, FRAME_HELLO);
	frame_put_text(out, host);
	frame_put(out, row_image_field_count, 2);
	for (size_t i = 0; i < row_image_field_count; i++) {
		frame_put(out, row_image_fields[i].width, 1);
		frame_put_text(out, row_image_fields[i].name);
	}
	frame_end(out, start);
}

static int reserve(struct frame_writer *writer, size_t rows, size_t processes)
{
	int error = alloc_try_grow(
		(void **)&writer->images, &writer->image_capacity, rows, sizeof(*writer->images));

	if (!error)
		error = alloc_try_grow((void **)&writer->processes, &writer->process_capacity,
			processes, sizeof(*writer->processes));
	if (error)
		return error;
	for (; writer->image_count < rows; writer->image_count++)
		writer->images[writer->image_count] = (struct row_image){0};
	for (; writer->process_count < processes; writer->process_count++)
		writer->processes[writer->process_count] = (struct frame_writer_process){0};
	return 0;
}

static uint32_t hash_of_texts(
	const struct process *process, const struct cgroup *cgroup, const char *command)
{
	uint32_t hash = hash_bytes(process->name, strlen(process->name));

	if (cgroup)
		hash = hash * 31 + hash_bytes(cgroup->path, strlen(cgroup->path));
	return command ? hash * 31 + hash_bytes(command, strlen(command)) : hash;
}

/* Describes the process in this refresh, unless it was described since the last key. */
static void put_process(struct frame_writer *writer, struct row_owners *row_owners, uint32_t number)
{
	struct frame_writer_process *written = &writer->processes[number];
	const struct process *process = owner_map_process(&row_owners->owners, number);
	const struct cgroup *cgroup;
	const char *command;
	uint32_t hash;

	if (written->refresh == writer->refresh) /* for another row */
		return;
	cgroup = owner_map_cgroup(&row_owners->owners, number);
	command = owner_map_command(&row_owners->owners, number);
	hash = hash_of_texts(process, cgroup, command);
	written->refresh = writer->refresh;
	if (written->pid == process->pid && written->start == process->start &&
		written->hash == hash)
		return;
	*written =
		(struct frame_writer_process){process->start, process->pid, hash, writer->refresh};
	frame_put(&writer->records, number + 1, 4);
	frame_put(&writer->records, process->pid, 4);
	frame_put(&writer->records, process->parent, 4);
	frame_put(&writer->records, process->start, 8);
	frame_put_text(&writer->records, process->name);
	frame_put_text(&writer->records, cgroup ? cgroup->path : "");
	frame_put_text(&writer->records, command ? command : "");
}

static void put_owners(
	struct frame_writer *writer, struct row_owners *row_owners, const struct row_image *image)
{
	for (size_t i = 0; i < ROW_IMAGE_OWNERS; i++)
		if (image->owner_process[i])
			put_process(writer, row_owners, image->owner_process[i] - 1);
}

static void put_row(struct frame_writer *writer, const struct track *track,
	struct row_owners *row_owners, uint32_t row)
{
	static const struct row_image none;
	struct row_image *before = &writer->images[row], image;

	/* The index may have passed to another socket. */
	if (before->cookie && (before->cookie != track->rows[row].conn.cookie ||
				      before->place != track->rows[row].conn.place)) {
		frame_put(&writer->gone, row, 4);
		*before = none;
	}
	row_image_make(&image, track, row_owners, row, before);
	if (row_image_put(&writer->rows, &image, before, row))
		*before = image;
	if (row_owners)
		put_owners(writer, row_owners, &image);
}

static void put_frame(struct buffer *out, enum frame_type type, const struct buffer *content)
{
	size_t start = frame_begin(out, type);

	buffer_add(out, buffer_get(content), content->length);
	frame_end(out, start);
}

/* A million rows do not fit into one frame. */
#define ROWS_A_FRAME (FRAME_CONTENT_MAX / 2)

static void put_rows(
	struct frame_writer *writer, const struct track *track, struct row_owners *row_owners)
{
	for (uint32_t row = 0; row < track->row_count; row++) {
		if (writer->rows.length > ROWS_A_FRAME) {
			put_frame(&writer->full, FRAME_ROWS, &writer->rows);
			buffer_clear(&writer->rows);
		}
		if (row_is_living(&track->rows[row])) {
			put_row(writer, track, row_owners, row);
		} else if (writer->images[row].cookie) {
			frame_put(&writer->gone, row, 4);
			writer->images[row] = (struct row_image){0};
		}
	}
}

int frame_writer_refresh(struct frame_writer *writer, const struct track *track,
	struct row_owners *row_owners, bool key, struct buffer *out)
{
	int error = track->row_count > FRAME_ROWS_MAX ? -EFBIG : 0;
	size_t start;

	if (!error)
		error = reserve(writer, track->row_count,
			row_owners ? row_owners->owners.process_count : 0);
	if (error)
		return error;
	buffer_clear(&writer->rows);
	buffer_clear(&writer->gone);
	buffer_clear(&writer->records);
	buffer_clear(&writer->full);
	writer->refresh++;
	if (key && writer->image_count)
		memset(writer->images, 0, writer->image_count * sizeof(*writer->images));
	if (key && writer->process_count)
		memset(writer->processes, 0, writer->process_count * sizeof(*writer->processes));
	put_rows(writer, track, row_owners);
	if (writer->records.length > FRAME_CONTENT_MAX || writer->gone.length > FRAME_CONTENT_MAX)
		return -EFBIG;
	start = frame_begin(out, key ? FRAME_KEY : FRAME_DELTA);
	frame_put(out, (uint64_t)track->now.real_us, 8);
	frame_put(out, (uint64_t)track->now.mono_us, 8);
	frame_put(out, (uint64_t)track->now.boot_us, 8);
	frame_end(out, start);
	if (writer->records.length)
		put_frame(out, FRAME_PROCESSES, &writer->records);
	/* First what has gone: its number may have passed to another socket. */
	if (writer->gone.length)
		put_frame(out, FRAME_GONE, &writer->gone);
	buffer_add(out, buffer_get(&writer->full), writer->full.length);
	if (writer->rows.length)
		put_frame(out, FRAME_ROWS, &writer->rows);
	frame_end(out, frame_begin(out, FRAME_END));
	return 0;
}
