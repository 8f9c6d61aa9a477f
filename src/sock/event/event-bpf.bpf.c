/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs in the kernel (clang -target bpf) each time a TCP socket goes from one state to another:
 * counts the ways, remembers when a connection began and who made or closed it, and, when it ends,
 * writes a struct event_record into a ring for event-bpf.c. The cookie is made at the beginning, so
 * that the TIME_WAIT of a connection has the one of its socket.
 *
 * Of the kernel's structures only the used members are declared, under the kernel's names; the
 * kernel fills in its own offsets when it loads this program (CO-RE).
 */
#include "sock/machine/kernel-program.bpf.h"

/* enum bpf_map_type and flags, whose header needs those of libc */
enum { MAP_SK_STORAGE = 24, MAP_RINGBUF = 27 };
enum { NO_PREALLOC = 1, MAKE_IT = 1 };
enum { RING_SIZE = 4 * 1024 * 1024, WAKE_AT = RING_SIZE / 4 };
enum { NO_WAKEUP = 1, FORCE_WAKEUP = 2, AVAILABLE = 0 };

enum { PROTOCOL_TCP = 6, FAMILY_IPV6 = 10, FLAG_DONE = 1 };

/* The states of TCP, as the kernel numbers them. */
enum {
	ESTABLISHED = 1,
	SYN_SENT = 2,
	SYN_RECV = 3,
	FIN_WAIT1 = 4,
	FIN_WAIT2 = 5,
	TIME_WAIT = 6,
	CLOSED = 7,
	LAST_ACK = 9,
	LISTEN = 10,
	CLOSING = 11,
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	__u32 val;
} kuid_t;

struct in6_addr {
	union {
		__u8 u6_addr8[16];
	} in6_u;
};

struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

struct sock_common {
	__be32 skc_daddr, skc_rcv_saddr;
	__be16 skc_dport;
	unsigned short skc_family;
	int skc_bound_dev_if;
	possible_net_t skc_net;
	struct in6_addr skc_v6_daddr, skc_v6_rcv_saddr;
	unsigned long skc_flags;
};

struct sock {
	struct sock_common __sk_common;
	__u16 sk_protocol;
	int sk_err;
	kuid_t sk_uid;
};

struct inet_sock {
	struct sock sk;
	__be16 inet_sport;
};

struct inet_connection_sock {
	struct inet_sock icsk_inet;
	__u32 icsk_rto;
};

struct tcp_sock {
	struct inet_connection_sock inet_conn;
	__u64 bytes_acked, bytes_received, bytes_sent, bytes_retrans;
	__u32 total_retrans, dsack_dups, srtt_us, mdev_us, snd_cwnd;
};

struct task_struct {
	struct task_struct *group_leader;
	char comm[16];
};

#pragma clang attribute pop

/* struct bpf_pidns_info */
struct bpf_pidns_info {
	__u32 pid, tgid;
};

/* As in event-record.h. */
struct event_record {
	__u64 cookie, at_ns, born_ns;
	__u64 bytes_sent, bytes_acked, bytes_received;
	__u8 local[16], remote[16];
	__u16 local_port, remote_port;
	__u16 family, error;
	__u8 before, fin_received, reserved[2];
	__u32 netns, uid, interface, pid;
	__u32 bytes_retrans, retransmits, spurious, rtt_us, rtt_var_us, cwnd;
	char process[16];
};

struct life {
	__u64 born_ns;
	__u32 pid;
	char process[16];
};

struct {
	__uint(type, MAP_RINGBUF);
	__uint(max_entries, RING_SIZE);
} ring SEC_(".maps");

struct {
	__uint(type, MAP_SK_STORAGE);
	__uint(map_flags, NO_PREALLOC);
	__type(key, int);
	__type(value, struct life);
} lives SEC_(".maps");

/* What event-bpf.c reads and sets: how many records were lost, and how many sockets went from which
 * state (times 16) to which; whose sockets alone count, 0: all; our own pid namespace. */
__u64 lost, ways[256];
__u32 only_netns;
__u64 pid_device, pid_inode;

static void note_process(struct life *life)
{
	const struct task_struct *task = (const struct task_struct *)bpf_get_current_task_btf();
	struct bpf_pidns_info info = {0};

	if (bpf_get_ns_current_pid_tgid(pid_device, pid_inode, &info, sizeof(info)) == 0)
		life->pid = info.tgid;
	bpf_probe_read_kernel(
		life->process, sizeof(life->process), (const char *)task->group_leader->comm);
}

/* The process that runs is the one that connects or closes; else it is whichever was interrupted.
 */
static void remember(struct sock *socket, __u32 before, __u32 after)
{
	int closes = (before == ESTABLISHED && after == FIN_WAIT1) || after == LAST_ACK;
	int begins =
		(before == CLOSED && after == SYN_SENT) || (before == LISTEN && after == SYN_RECV);
	struct life *life;

	/* What a listener clones loses its cookie after SYN_RECV (inet_csk_clone_lock()). */
	if (before == SYN_RECV && after == ESTABLISHED)
		bpf_get_socket_cookie(socket);
	if (!closes && !begins)
		return;
	life = bpf_sk_storage_get(&lives, socket, 0, MAKE_IT);
	if (!life)
		return;
	if (begins) {
		life->born_ns = bpf_ktime_get_boot_ns();
		bpf_get_socket_cookie(socket);
	}
	if (after == SYN_SENT || (closes && !life->process[0]))
		note_process(life);
}

static void add_ends(struct event_record *record, const struct sock *socket)
{
	const struct sock_common *common = &socket->__sk_common;

	record->family = common->skc_family;
	record->remote_port = common->skc_dport;
	if (common->skc_family != FAMILY_IPV6) {
		__builtin_memset(record->local, 0, sizeof(record->local) * 2);
		*(__u32 *)record->local = common->skc_rcv_saddr;
		*(__u32 *)record->remote = common->skc_daddr;
		return;
	}
	bpf_core_read(record->local, sizeof(record->local), &common->skc_v6_rcv_saddr);
	bpf_core_read(record->remote, sizeof(record->remote), &common->skc_v6_daddr);
}

static void add_figures(struct event_record *record, const struct tcp_sock *tcp)
{
	record->local_port = tcp->inet_conn.icsk_inet.inet_sport;
	record->bytes_sent = tcp->bytes_sent;
	record->bytes_retrans = (__u32)tcp->bytes_retrans;
	record->bytes_acked = tcp->bytes_acked;
	record->bytes_received = tcp->bytes_received;
	record->retransmits = tcp->total_retrans;
	record->spurious = tcp->dsack_dups;
	record->rtt_us = tcp->srtt_us >> 3;
	record->rtt_var_us = tcp->mdev_us >> 2;
	record->cwnd = tcp->snd_cwnd;
}

static void tell(struct sock *socket, __u32 before)
{
	struct tcp_sock *tcp = (struct tcp_sock *)bpf_skc_to_tcp_sock(socket);
	struct event_record *record;
	const struct life *life;

	if (!tcp)
		return;
	record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);
	if (!record) {
		__sync_fetch_and_add(&lost, 1);
		return;
	}
	record->cookie = bpf_get_socket_cookie(socket);
	record->at_ns = bpf_ktime_get_boot_ns();
	add_ends(record, socket);
	add_figures(record, tcp);
	record->error = (__u16)socket->sk_err;
	record->before = (__u8)before;
	record->fin_received = (socket->__sk_common.skc_flags >> FLAG_DONE) & 1;
	record->netns = socket->__sk_common.skc_net.net->ns.inum;
	record->uid = socket->sk_uid.val;
	record->interface = (__u32)socket->__sk_common.skc_bound_dev_if;
	record->reserved[0] = record->reserved[1] = 0;
	life = bpf_sk_storage_get(&lives, socket, 0, 0);
	record->born_ns = life ? life->born_ns : 0;
	record->pid = life ? life->pid : 0;
	record->process[0] = '\0';
	if (life)
		__builtin_memcpy(record->process, life->process, sizeof(record->process));
	bpf_ringbuf_submit(
		record, bpf_ringbuf_query(&ring, AVAILABLE) > WAKE_AT ? FORCE_WAKEUP : NO_WAKEUP);
}

/* To the kernel its TIME_WAIT is no longer this socket, which closes. */
static int leaves_time_wait(const struct sock *socket, __u32 before, __u32 after)
{
	return after == CLOSED &&
	       (before == FIN_WAIT1 || before == FIN_WAIT2 || before == CLOSING) &&
	       (socket->__sk_common.skc_flags >> FLAG_DONE) & 1;
}

static void count(__u32 before, __u32 after)
{
	__sync_fetch_and_add(&ways[(before & 15) * 16 + (after & 15)], 1);
}

SEC_("tp_btf/inet_sock_set_state") int events_tell(unsigned long long *context)
{
	struct sock *socket = (struct sock *)context[0];
	__u32 before = (__u32)context[1], after = (__u32)context[2];

	if (socket->sk_protocol != PROTOCOL_TCP)
		return 0;
	if (only_netns && socket->__sk_common.skc_net.net->ns.inum != only_netns)
		return 0;
	count(before, leaves_time_wait(socket, before, after) ? TIME_WAIT : after);
	if (after != CLOSED)
		remember(socket, before, after);
	else if (before != CLOSED && before != LISTEN)
		tell(socket, before);
	return 0;
}
