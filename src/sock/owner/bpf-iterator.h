/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The accelerator of the owner map: a BPF program in the kernel (bpf-iterator.bpf.c) lists the
 * descriptors of all processes. One descriptor costs 0.2 to 0.3 microseconds of CPU this way, 3 to
 * 7 as a link in /proc/PID/fd. Loading the program costs 0.5 to 2 milliseconds, once.
 *
 * Loading needs CAP_BPF and CAP_PERFMON (or CAP_SYS_ADMIN) in the first user namespace, a kernel
 * with BTF, and Linux 5.17, whose loader fills in the offsets itself. Reading needs none of these
 * rights: since Linux 5.19 the link is enough, and the rights may have been given up. If something
 * is missing, the functions return an error and the owner map reads /proc as usual.
 *
 *	bpf_iterator_open(&bpf);                       while the program has its rights
 *	bpf_iterator_begin(&bpf);                      for each listing
 *	while (bpf_iterator_peek(&bpf, &record) > 0)
 *		bpf_iterator_skip(&bpf);
 *	bpf_iterator_end(&bpf);
 *
 * One descriptor stays open, two during a listing; loading needs two for a moment.
 */
#ifndef SOCKVIEW_SOCK_OWNER_BPF_ITERATOR_H
#define SOCKVIEW_SOCK_OWNER_BPF_ITERATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One descriptor of a process, as the kernel lists it. */
struct bpf_record {
	uint64_t start_ns; /* start time of its process, since the machine was started */
	uint64_t inode;    /* of the socket that the descriptor is; 0: it is not a socket */
	uint32_t pid;      /* in our pid namespace; ascending */
	uint32_t fd;       /* ascending within a process */
};

/* Records per read(): about 50 microseconds of kernel time. */
#define BPF_ITERATOR_RECORDS 170

struct bpf_iterator {
	int link;      /* the loaded program; -1: none */
	int iterator;  /* the listing in progress; -1: none */
	uint64_t read; /* number of records read so far */
	size_t count, at;
	struct bpf_record records[BPF_ITERATOR_RECORDS];
};

void bpf_iterator_init(struct bpf_iterator *bpf);

/*
 * Loads the program. Returns 0, or -errno: -ENOSYS if it is not built in, else the kernel's error
 * (-EPERM, -EINVAL, -EMFILE, ...).
 */
int bpf_iterator_open(struct bpf_iterator *bpf);
void bpf_iterator_close(struct bpf_iterator *bpf);

/* Begins a listing at the first process. Returns 0, or -errno. */
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
 * Returns the next record, which stays valid until the next call. If all records that were read are
 * used up, reads at most BPF_ITERATOR_RECORDS from the kernel (and counts them in `read`). Returns
 * 1, 0 at the end, or -errno.
 */
int bpf_iterator_peek(struct bpf_iterator *bpf, const struct bpf_record **ret_record);

/* Moves on to the following record. */
static inline void bpf_iterator_skip(struct bpf_iterator *bpf)
{
	bpf->at++;
}

#endif
