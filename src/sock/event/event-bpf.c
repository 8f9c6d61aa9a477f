/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/event/event-bpf.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sock/event/event-record.h"

void event_bpf_init(struct event_bpf *bpf, uint16_t place)
{
	*bpf = (struct event_bpf){.place = place};
}

#ifdef WITH_BPF

#include <linux/bpf.h>

#include <events.skel.h>

/* As in event-bpf.bpf.c. */
#define RING_SIZE (4UL * 1024 * 1024)

/* So many descriptors must remain for the rest of the program, which can do without. */
#define ROOM 8

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* The data is mapped twice, so that a record that goes beyond the end is in one piece. */
static size_t map_size(void)
{
	return 2 * page_size() + 2 * RING_SIZE;
}

static bool leaves_room(int fd)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= (rlim_t)fd + ROOM;
}

/* Tells the program whose sockets are meant. */
static int set_up(struct events_program *program)
{
	struct stat netns, pids;

	if (stat("/proc/self/ns/net", &netns) < 0 || stat("/proc/self/ns/pid", &pids) < 0)
		return -errno;
	program->bss->only_netns = (uint32_t)netns.st_ino;
	program->bss->pid_device = pids.st_dev;
	program->bss->pid_inode = pids.st_ino;
	return 0;
}

static void shut(int *fd)
{
	if (*fd > 0)
		close(*fd);
	*fd = 0;
}

/* The page of the reader can be written, the others cannot: two mappings, side by side. */
static int map_ring(struct event_bpf *bpf, int fd)
{
	size_t page = page_size();
	unsigned char *room = mmap(NULL, map_size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (room == MAP_FAILED)
		return -errno;
	bpf->ring = room;
	if (mmap(room, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED ||
		mmap(room + page, page + 2 * RING_SIZE, PROT_READ, MAP_SHARED | MAP_FIXED, fd,
			(off_t)page) == MAP_FAILED)
		return -errno;
	return 0;
}

static int load(struct event_bpf *bpf)
{
	struct events_program *program = bpf->program;
	int error = events_program__load(program), link;

	if (!error)
		error = set_up(program);
	if (!error)
		error = map_ring(bpf, program->maps.ring.map_fd);
	if (error)
		return error;
	link = events_program__events_tell__attach(program);
	if (link < 0)
		return link;
	/* What runs keeps these alive. */
	shut(&program->progs.events_tell.prog_fd);
	shut(&program->maps.lives.map_fd);
	shut(&program->maps.bss.map_fd);
	return leaves_room(link) ? 0 : -EMFILE;
}

int event_bpf_open(struct event_bpf *bpf)
{
	int error;

	bpf->program = events_program__open();
	if (!bpf->program)
		return -ENOMEM;
	error = load(bpf);
	if (error)
		event_bpf_close(bpf);
	return error;
}

void event_bpf_close(struct event_bpf *bpf)
{
	if (bpf->ring)
		munmap(bpf->ring, map_size());
	if (bpf->program)
		events_program__destroy(bpf->program);
	bpf->ring = NULL;
	bpf->program = NULL;
}

int event_bpf_fd(const struct event_bpf *bpf)
{
	return bpf->program ? bpf->program->maps.ring.map_fd : -1;
}

static void take_record(struct event_bpf *bpf, const unsigned char *bytes, size_t length,
	event_take_fn *take, void *context)
{
	struct event event;

	if (event_record_read(bytes, length, &event) < 0)
		return;
	event.conn.place = bpf->place;
	bpf->count++;
	take(context, &event);
}

bool event_bpf_read(struct event_bpf *bpf, size_t budget, event_take_fn *take, void *context)
{
	size_t page = page_size();
	const unsigned char *data;
	unsigned long *consumed, at, end;

	if (!bpf->program)
		return false;
	data = bpf->ring + 2 * page;
	consumed = (unsigned long *)(void *)bpf->ring;
	at = *consumed;
	end = __atomic_load_n((unsigned long *)(void *)(bpf->ring + page), __ATOMIC_ACQUIRE);
	while (at < end && budget--) {
		const unsigned char *record = data + (at & (RING_SIZE - 1));
		uint32_t head =
			__atomic_load_n((const uint32_t *)(const void *)record, __ATOMIC_ACQUIRE);
		uint32_t length = head & ~(BPF_RINGBUF_BUSY_BIT | BPF_RINGBUF_DISCARD_BIT);

		if (head & BPF_RINGBUF_BUSY_BIT)
			break; /* still being written */
		if (!(head & BPF_RINGBUF_DISCARD_BIT))
			take_record(bpf, record + BPF_RINGBUF_HDR_SZ, length, take, context);
		at += (length + BPF_RINGBUF_HDR_SZ + 7UL) & ~7UL;
		__atomic_store_n(consumed, at, __ATOMIC_RELEASE);
	}
	return at < end;
}

uint64_t event_bpf_lost(const struct event_bpf *bpf)
{
	return bpf->program ? __atomic_load_n(&bpf->program->bss->lost, __ATOMIC_RELAXED) : 0;
}

void event_bpf_ways(const struct event_bpf *bpf, uint64_t ret_ways[EVENT_BPF_WAYS])
{
	for (size_t i = 0; i < EVENT_BPF_WAYS; i++)
		ret_ways[i] = bpf->program ? __atomic_load_n(
						     &bpf->program->bss->ways[i], __ATOMIC_RELAXED)
					   : 0;
}

#else

int event_bpf_open(struct event_bpf *bpf)
{
	(void)bpf;
	return -ENOSYS;
}

void event_bpf_close(struct event_bpf *bpf)
{
	(void)bpf;
}

int event_bpf_fd(const struct event_bpf *bpf)
{
	(void)bpf;
	return -1;
}

bool event_bpf_read(struct event_bpf *bpf, size_t budget, event_take_fn *take, void *context)
{
	(void)bpf, (void)budget, (void)take, (void)context;
	return false;
}

uint64_t event_bpf_lost(const struct event_bpf *bpf)
{
	(void)bpf;
	return 0;
}

void event_bpf_ways(const struct event_bpf *bpf, uint64_t ret_ways[EVENT_BPF_WAYS])
{
	(void)bpf;
	memset(ret_ways, 0, EVENT_BPF_WAYS * sizeof(*ret_ways));
}

#endif
