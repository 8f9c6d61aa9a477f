/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ends of TCP connections, told by a BPF program in the kernel (event-bpf.bpf.c): each with its
 * last figures, its reason, when it began and which process made it. For the kernel this is several
 * times cheaper than the groups that event-wire.h listens to: less than a microsecond for each
 * change of a state.
 *
 * Loading needs CAP_BPF and CAP_PERFMON (or CAP_SYS_ADMIN) in the first user namespace, a kernel
 * with BTF, and Linux 5.17; what follows needs no rights. Three descriptors stay open, and 4 MiB of
 * the kernel's memory are taken, which hold 24,000 ends.
 */
#ifndef SOCKVIEW_SOCK_EVENT_EVENT_BPF_H
#define SOCKVIEW_SOCK_EVENT_EVENT_BPF_H

#include "sock/event/event.h"

/* A way of a socket is the state before, times 16, plus the state after. A socket that leaves a
 * TIME_WAIT behind went to TIME_WAIT. */
#define EVENT_BPF_WAYS 256

struct events_program;

struct event_bpf {
	struct events_program *program; /* NULL: it is not loaded */
	unsigned char *ring; /* one page that we write, then the pages that the kernel writes */
	uint16_t place;      /* whose sockets they are */
	uint64_t count;      /* events that were read */
};

void event_bpf_init(struct event_bpf *bpf, uint16_t place);

/*
 * Loads the program, for the sockets of the network namespace of the calling process. Returns 0, or
 * -errno: -ENOSYS if it is not built in, else the kernel's error (-EPERM, -EINVAL, ...).
 */
int event_bpf_open(struct event_bpf *bpf);
void event_bpf_close(struct event_bpf *bpf);

static inline bool event_bpf_is_open(const struct event_bpf *bpf)
{
	return bpf->program != NULL;
}

/* The descriptor to poll: readable while there are ends to read. It ends a poll() that has begun
 * only when many have come. */
int event_bpf_fd(const struct event_bpf *bpf);

/* Reads ends and passes them on, as event_wire_read() does. */
bool event_bpf_read(struct event_bpf *bpf, size_t budget, event_take_fn *take, void *context);

/* How many ends were lost because the ring was full. */
uint64_t event_bpf_lost(const struct event_bpf *bpf);

/* Copies how many sockets went each way since the BPF program was loaded. */
void event_bpf_ways(const struct event_bpf *bpf, uint64_t ret_ways[EVENT_BPF_WAYS]);

#endif
