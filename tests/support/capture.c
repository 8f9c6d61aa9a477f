/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void redirect(struct capture *capture, int fd)
{
	int index = fd - STDOUT_FILENO;

	capture->files[index] = memfd_create("capture", MFD_CLOEXEC);
	capture->saved[index] = dup(fd);
	if (capture->files[index] < 0 || dup2(capture->files[index], fd) < 0)
		abort();
}

static char *restore(struct capture *capture, int fd)
{
	int index = fd - STDOUT_FILENO, file = capture->files[index];
	off_t length = lseek(file, 0, SEEK_END);
	char *text = calloc((size_t)length + 1, 1);

	if (!text || pread(file, text, (size_t)length, 0) != length ||
		dup2(capture->saved[index], fd) < 0)
		abort();
	close(file);
	close(capture->saved[index]);
	return text;
}

void capture_begin(struct capture *capture)
{
	fflush(stdout);
	fflush(stderr);
	redirect(capture, STDOUT_FILENO);
	redirect(capture, STDERR_FILENO);
}

void capture_end(struct capture *capture)
{
	fflush(stdout);
	fflush(stderr);
	capture->output = restore(capture, STDOUT_FILENO);
	capture->errors = restore(capture, STDERR_FILENO);
}

void capture_done(struct capture *capture)
{
	free(capture->output);
	free(capture->errors);
}
