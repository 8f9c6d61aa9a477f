/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/owner/bpf-iterator.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * So many descriptors must remain for the rest of the program, because the accelerator is optional.
 */
#define ROOM 8

#ifdef WITH_BPF

#include <linux/bpf.h>

#include <owners.skel.h>

/*
 * The skeleton is bpftool's light one: at run time it needs neither libbpf nor the kernel's types
 * (5 MiB) in this process. It returns -errno or sets errno.
 */
static int load_program(void)
{
	struct owners_program *program = owners_program__open();
	int link = -ENOMEM, error;

	if (!program)
		return link;
	error = owners_program__load(program);
	if (!error) {
		link = owners_program__owners_list__attach(program);
		if (link < 0)
			error = -errno;
	}
	program->links.owners_list_fd =
		0; /* this function now owns it; the rest of the program is no longer needed */
	owners_program__destroy(program);
	return error ? error : link;
}

static int create_iterator(int link)
{
	union bpf_attr attributes;
	long fd;

	memset(&attributes, 0, sizeof(attributes));
	attributes.iter_create.link_fd = (unsigned int)link;
	fd = syscall(SYS_bpf, BPF_ITER_CREATE, &attributes, sizeof(attributes.iter_create));
	return fd < 0 ? -errno : (int)fd;
}

#else

static int load_program(void)
{
	return -ENOSYS;
}

static int create_iterator(int link)
{
	(void)link;
	return -ENOSYS;
}

#endif

void bpf_iterator_init(struct bpf_iterator *bpf)
{
	bpf->link = bpf->iterator = -1;
	bpf->read = bpf->count = bpf->at = 0;
}

/* True if the rest of the program still finds enough free descriptors. */
static bool leaves_room(int fd)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= (rlim_t)fd + ROOM;
}

int bpf_iterator_open(struct bpf_iterator *bpf)
{
	int link = load_program();

	if (link < 0)
		return link;
	if (!leaves_room(link)) {
		close(link);
		return -EMFILE;
	}
	bpf->link = link;
	return 0;
}

void bpf_iterator_close(struct bpf_iterator *bpf)
{
	bpf_iterator_end(bpf);
	if (bpf->link >= 0)
		close(bpf->link);
	bpf->link = -1;
}

int bpf_iterator_begin(struct bpf_iterator *bpf)
{
	int iterator;

	bpf_iterator_end(bpf);
	iterator = create_iterator(bpf->link);
	if (iterator < 0)
		return iterator;
	bpf->iterator = iterator;
	return 0;
}

void bpf_iterator_end(struct bpf_iterator *bpf)
{
	if (bpf->iterator >= 0)
		close(bpf->iterator);
	bpf->iterator = -1;
	bpf->count = bpf->at = 0;
}

int bpf_iterator_peek(struct bpf_iterator *bpf, const struct bpf_record **ret_record)
{
	if (bpf->at >= bpf->count) {
		ssize_t got = read(bpf->iterator, bpf->records, sizeof(bpf->records));

		if (got <= 0)
			return got < 0 ? -errno : 0;
		bpf->count = (size_t)got / sizeof(bpf->records[0]);
		bpf->at = 0;
		bpf->read += bpf->count;
		if (!bpf->count)
			return -EIO;
	}
	*ret_record = &bpf->records[bpf->at];
	return 1;
}
