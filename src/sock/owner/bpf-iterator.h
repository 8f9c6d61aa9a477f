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
 *	owners_bpf_open(&bpf);                       while the program has its rights
 *	owners_bpf_begin(&bpf);                      for each listing
 *	while (owners_bpf_peek(&bpf, &record) > 0)
 *		owners_bpf_skip(&bpf);
 *	owners_bpf_end(&bpf);
 *
 * One descriptor stays open, two while a listing goes on; loading takes two for a moment.
 */
#ifndef SOCKVIEW_SOCK_OWNER_BPF_ITERATOR_H
#define SOCKVIEW_SOCK_OWNER_BPF_ITERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A descriptor, as the kernel tells it. */
struct owners_record {
	uint64_t start_ns; /* of its process, since the machine's start */
	uint64_t inode;    /* of the socket that it is; 0: it is something else */
	uint32_t pid;      /* in our pid namespace; in ascending order */
	uint32_t fd;       /* in ascending order */
};

/* About 50 microseconds of the kernel's time. */
#define OWNERS_BPF_RECORDS 170

struct owners_bpf {
	int link;      /* the loaded program; -1: none */
	int iterator;  /* a listing that goes on; -1: none */
	uint64_t read; /* records, so far */
	size_t count, at;
	struct owners_record records[OWNERS_BPF_RECORDS];
};

void owners_bpf_init(struct owners_bpf *bpf);

/* Loads the program. 0, or -errno: -ENOSYS where this is not built in, else what the kernel says
 * (-EPERM, -EINVAL, -EMFILE, ...). */
int owners_bpf_open(struct owners_bpf *bpf);
void owners_bpf_close(struct owners_bpf *bpf);

/* A listing from the first process on. 0, or -errno. */
int owners_bpf_begin(struct owners_bpf *bpf);
void owners_bpf_end(struct owners_bpf *bpf);

static inline bool owners_bpf_is_open(const struct owners_bpf *bpf)
{
	return bpf->link >= 0;
}

static inline bool owners_bpf_is_listing(const struct owners_bpf *bpf)
{
	return bpf->iterator >= 0;
}

/*
 * The record that is next; holds until the next call. Reads at most OWNERS_BPF_RECORDS from the
 * kernel (and counts them in `read`) where none is left. 1, 0 at the end, or -errno.
 */
int owners_bpf_peek(struct owners_bpf *bpf, const struct owners_record **ret_record);

/* On to the one after it. */
static inline void owners_bpf_skip(struct owners_bpf *bpf)
{
	bpf->at++;
}

#endif
