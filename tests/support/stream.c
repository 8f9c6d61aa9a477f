/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"

static int read_datagrams(struct stream *stream, FILE *file)
{
	uint32_t word;

	if (fread(&word, sizeof(word), 1, file) != 1)
		return -EIO;
	if (word != STREAM_MAGIC)
		return -EPROTO;
	while (fread(&word, sizeof(word), 1, file) == 1) {
		unsigned char *bytes;

		if (word > 65536)
			return -EIO;
		bytes = alloc_zero(word, 1);
		stream->datagrams = alloc_resize(
			stream->datagrams, stream->count + 1, sizeof(*stream->datagrams));
		stream->datagrams[stream->count++] = (struct stream_datagram){bytes, word};
		if (fread(bytes, 1, word, file) != word)
			return -EIO;
	}
	return 0;
}

int stream_read(struct stream *ret_stream, const char *name)
{
	const char *srcdir = getenv("srcdir");
	struct stream stream = {0};
	char path[4096];
	FILE *file;
	int error;

	snprintf(path, sizeof(path), "%s/tests/data/%s", srcdir ? srcdir : ".", name);
	file = fopen(path, "rbe");
	if (!file)
		return -errno;
	error = read_datagrams(&stream, file);
	fclose(file);
	if (error)
		stream_done(&stream);
	else
		*ret_stream = stream;
	return error;
}

void stream_done(struct stream *stream)
{
	for (size_t i = 0; i < stream->count; i++)
		free(stream->datagrams[i].bytes);
	free(stream->datagrams);
	*stream = (struct stream){0};
}
