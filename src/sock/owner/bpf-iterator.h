/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The accelerator of the owner map: the kernel itself tells the descriptors of all processes, by a
 * program that is loaded into it (owners.bpf.c). One descriptor costs 0.2 to 0.3 microseconds of
 * CPU this way, 3 to 7 as a link in /proc/PID/fd; to load it costs 0.5 to 2 milliseconds, once.
 *
 * Loading takes CAP_BPF and CAP_PERFMON (or CAP_SYS_ADMIN) in the first user namespace, a kernel
 * with BTF, and Linux 5.17, whose loader puts in the offsets itself. Reading takes neither: since
 * Linux 5.19 the link is enough, and the rights may have been given up. Where one of these is
 * missing, an error says so and /proc is read as ever.
 *
 *	bpf_iterator_open(&bpf);                       while the program has its rights
 *	bpf_iterator_begin(&bpf);                      for each listing
 *	while (bpf_iterator_peek(&bpf, &record) > 0)
 *		bpf_iterator_skip(&bpf);
 *	bpf_iterator_end(&bpf);
 *
 * One descriptor stays open, two while a listing goes on; loading takes two for a moment.
 */
#ifndef SOCKVIEW_SOCK_OWNER_BPF_ITERATOR_H
#define SOCKVIEW_SOCK_OWNER_BPF_ITERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A descriptor, as the kernel tells it. */
struct bpf_record {
	uint64_t start_ns; /* of its process, since the machine's start */
	uint64_t inode;    /* of the socket that it is; 0: it is something else */
	uint32_t pid;      /* in our pid namespace; in ascending order */
	uint32_t fd;       /* in ascending order */
};

/* About 50 microseconds of the kernel's time. */
#define BPF_ITERATOR_RECORDS 170

struct bpf_iterator {
	int link;      /* the loaded program; -1: none */
	int iterator;  /* a listing that goes on; -1: none */
	uint64_t read; /* records, so far */
	size_t count, at;
	struct bpf_record records[BPF_ITERATOR_RECORDS];
};

void bpf_iterator_init(struct bpf_iterator *bpf);

/* Loads the program. 0, or -errno: -ENOSYS where this is not built in, else what the kernel says
 * (-EPERM, -EINVAL, -EMFILE, ...). */
int bpf_iterator_open(struct bpf_iterator *bpf);
void bpf_iterator_close(struct bpf_iterator *bpf);

/* A listing from the first process on. 0, or -errno. */
int bpf_iterator_begin(struct bpf_iterator *bpf);
void bpf_iterator_end(struct bpf_iterator *bpf);

static inline bool bpf_iterator_is_open(const struct bpf_iterator *bpf)
{
	return bpf->link >= 0;
}

static inline bool bpf_iterator_is_listing(const struct bpf_iterator *bpf)
{
	return bpf->iterator >= 0;
}

/*
 * The record that is next; holds until the next call. Reads at most BPF_ITERATOR_RECORDS from the
 * kernel (and counts them in `read`) where none is left. 1, 0 at the end, or -errno.
 */
int bpf_iterator_peek(struct bpf_iterator *bpf, const struct bpf_record **ret_record);

/* On to the one after it. */
static inline void bpf_iterator_skip(struct bpf_iterator *bpf)
{
	bpf->at++;
}

#endif
