/* SPDX-License-Identifier: GPL-2.0-or-later */
/* THE table of findings; of equal severity, earlier kinds are reported first. */
#include "view/health/health-internal.h"

#define STATE(name) (1U << CONN_##name)
#define CONNECTED (STATE(ESTABLISHED) | STATE(CLOSE_WAIT))
#define SENDING (CONNECTED | STATE(FIN_WAIT1) | STATE(CLOSING) | STATE(LAST_ACK))
/* States of sockets that use a port which connect() or bind() might choose. */
#define WITH_PORT                                                                          \
	(SENDING | STATE(SYN_SENT) | STATE(FIN_WAIT2) | STATE(TIME_WAIT) | STATE(LISTEN) | \
		STATE(BOUND))

/* clang-format off */
const struct health_kind health_table[] = {
	{
		.id = "accept-queue",
		.title = N_("accept queue full"),
		.help = N_("A listener's queue of connections that the program has not accepted is "
			"nearly full, or full: then whoever connects has to wait or is sent away."),
		.text = N_("connections that wait to be accepted at {subject}: {value} of {limit}{growth}"),
		.text_many = N_("connections that wait to be accepted at {subjects} listeners of {subject}: "
			"{value} of {limit}{growth}"),
		.advice = N_("The program does not accept fast enough: see what keeps it. A longer queue "
			"(the backlog of listen(), up to net.core.somaxconn = {net.core.somaxconn}) only helps "
			"against short rushes."),
		.percent = true, .warning = COLUMN_QUEUE_WARNING_PERCENT, .problem = 100, .looks = 2,
		.states[CONN_TCP] = STATE(LISTEN),
		.same_cause = health_same_listener,
		.take = health_take_accept_queue, .judge = health_judge_accept_queue,
	},
	{
		.id = "accept-stalled",
		.title = N_("listener stuck"),
		.help = N_("Connections wait to be accepted, and a listener's program has taken none of "
			"them from one look to the next. It is a problem where the first has waited "
			"for a minute."),
		.text = N_("{subject} accepts nothing; connections that wait: {value} of {limit}, "
			"the first for {age}"),
		.text_many = N_("{subject} accepts nothing at {subjects} listeners; connections that wait: "
			"{value}, the first for {age}"),
		.advice = N_("The program has stopped, is blocked elsewhere, has no descriptor left, or "
			"all of its workers are busy: see what it is doing. Whoever connects meanwhile "
			"gets a connection, and no answer."),
		.info = 1, .warning = 10, .looks = 2, .blind = 1, .patience_ms = 1500,
		.states[CONN_TCP] = CONNECTED | STATE(LISTEN),
		.same_cause = health_same_listener,
		.explained_by = {"accept-queue"},
		.possible = health_possible_stalled,
		.settle = health_settle_stalled,
		.take = health_take_stalled, .judge = health_judge_stalled,
	},
	{
		.id = "listener-drops",
		.title = N_("listener drops connections"),
		.help = N_("A listener has dropped connections within the last minute, most often since its "
			"accept queue was full; the kernel counts them for each listener."),
		.text = N_("{subject}: connections dropped within {span}: {value}, since it listens: {other}"),
		.text_many = N_("{subject}: connections dropped at {subjects} listeners within {span}: "
			"{value}, since they listen: {other}"),
		.advice = N_("Its program does not accept fast enough, or its backlog is too short for "
			"rushes (that of listen(), up to net.core.somaxconn)."),
		.gain = true, .warning = 1, .looks = 1, .blind = 1,
		.states[CONN_TCP] = STATE(LISTEN),
		.same_cause = health_same_listener,
		.explained_by = {"accept-queue"},
		.possible = health_possible_listener_drops,
		.take = health_take_listener_drops, .judge = health_judge_listener_drops,
	},
	{
		.id = "listen-overflow",
		.title = N_("connections not accepted"),
		.help = N_("The kernel has counted connections for which an accept queue had no room "
			"within the last minute (ListenOverflows)."),
		.text = N_("connections that found an accept queue full within {span}: {value}"),
		.advice = N_("Find the listener with a long RECV-Q; its program does not accept fast "
			"enough, or its backlog is too short for rushes (net.core.somaxconn = {net.core.somaxconn})."),
		.gain = true, .warning = 1, .looks = 1, .blind = 1,
		.explained_by = {"accept-queue", "listener-drops"}, .explained_by_any = true,
		.possible = health_possible_overflows,
		.measure = health_measure_overflows, .judge = health_judge_overflows,
	},
	{
		.id = "ports",
		.title = N_("ports used up"),
		.help = N_("Nearly all ports are used that the kernel may choose from "
			"(net.ipv4.ip_local_port_range without net.ipv4.ip_local_reserved_ports), "
			"TIME_WAIT included: from one address to one destination and port, or at one "
			"address by programs that call bind() first, or by UDP. Soon connect() fails "
			"with EADDRNOTAVAIL, bind() with EADDRINUSE."),
		.text = N_("{subject}: {value} of {limit} ports are used ({percent}), "
			"{other} of them in TIME_WAIT{growth}"),
		.advice = N_("Keep connections and use them again, or use more addresses on either side; "
			"a wider net.ipv4.ip_local_port_range and net.ipv4.tcp_tw_reuse = 1 put it off."),
		.percent = true, .warning = 80, .problem = 95, .looks = 2, .blind = 1,
		.states = {[CONN_TCP] = WITH_PORT,
			[CONN_UDP] = STATE(CLOSED) | STATE(ESTABLISHED)},
		.take = health_take_ports, .judge = health_judge_ports,
	},
	{
		.id = "close-wait",
		.title = N_("CLOSE_WAIT stuck"),
		.growing = N_("CLOSE_WAIT growing"),
		.help = N_("A process does not close connections that their peers have closed. That is a "
			"fault of the program, and ends when it has no descriptor left. It is a problem "
			"where four fifths of its descriptors are used or will be within an hour."),
		.text = N_("{subject} holds {value} sockets in CLOSE_WAIT, the oldest for {age}{growth}"
			"{descriptors}{left}"),
		.advice = N_("The program has to close() what its peer has closed: a fault in it, often a "
			"pool or a path that is taken on errors. A restart frees them."),
		.info = 10, .warning = 100, .looks = 2, .patience_ms = 1500,
		.states[CONN_TCP] = STATE(CLOSE_WAIT),
		.settle = health_settle_unclosed,
		.take = health_take_unclosed, .judge = health_judge_unclosed,
	},
	{
		.id = "fin-wait-2",
		.title = N_("FIN_WAIT2 stuck"),
		.growing = N_("FIN_WAIT2 growing"),
		.help = N_("A process holds connections of which it has closed its half (shutdown()), and "
			"whose peers do not close theirs. Nothing ends them, and each costs a "
			"descriptor. It is a problem where four fifths of its descriptors are used or "
			"will be within an hour."),
		.text = N_("{subject} holds {value} half-closed sockets in FIN_WAIT2 whose peers do not "
			"close, the oldest for {age}{growth}{descriptors}{left}"),
		.advice = N_("net.ipv4.tcp_fin_timeout only counts after close(): the program has to set "
			"a time limit of its own and then close(). The peers show CLOSE_WAIT: see why "
			"they do not close."),
		.info = 10, .warning = 100, .looks = 2, .patience_ms = 1500,
		.states[CONN_TCP] = STATE(FIN_WAIT2),
		.settle = health_settle_unclosed,
		.take = health_take_unclosed, .judge = health_judge_unclosed,
	},
	{
		.id = "descriptors",
		.title = N_("descriptors used up"),
		.help = N_("A process that holds sockets has nearly as many descriptors open as it may "
			"(RLIMIT_NOFILE), or will have within ten minutes: then accept(), socket() and "
			"open() fail with EMFILE."),
		.text = N_("{subject}: {value} of {limit} descriptors are open ({percent}), "
			"{other} of them sockets{growth}{left}"),
		.advice = N_("See which of its connections are old and silent, and why it keeps them; "
			"else give it more descriptors (LimitNOFILE= of its unit, ulimit -n)."),
		.percent = true, .info = 50, .warning = 80, .problem = 95, .looks = 2, .blind = 1,
		.explained_by = {"close-wait", "fin-wait-2", "held-sockets"},
		.possible = health_possible_descriptors,
		.measure = health_measure_descriptors, .judge = health_judge_descriptors,
	},
	{
		.id = "held-sockets",
		.title = N_("closed but held"),
		.help = N_("A process has descriptors of TCP or UDP sockets that are in none of the kernel's "
			"tables: their connections have ended and they were not closed, or they were never "
			"connected. No list of sockets shows them, and they fill its limit."),
		.text = N_("{subject}: descriptors of sockets that have ended or were never connected: "
			"{value}{growth}{descriptors}{left}"),
		.advice = N_("The program does not close what has ended: look for a way past close() where "
			"connections fail. Until it is mended, a restart frees them."),
		.info = 10, .warning = 50, .looks = 2, .blind = 1,
		.possible = health_possible_owners, .measure = health_measure_held,
		.judge = health_judge_held,
	},
	{
		.id = "syn-recv",
		.title = N_("many half-open connections"),
		.growing = N_("half-open queue filling"),
		.help = N_("Many connections to a listener have begun and are not confirmed by their "
			"peers (SYN_RECV), measured against its backlog: a flood of SYNs, or peers that "
			"the answers do not reach."),
		.text = N_("half-open connections at {subject}: {value} of {limit}{growth}"),
		.advice = N_("See where they come from. Against a flood net.ipv4.tcp_syncookies = 1 helps; "
			"if the peers are real, answers are lost on the way to them."),
		.percent = true, .warning = 75, .problem = 100, .looks = 2,
		.states[CONN_TCP] = STATE(SYN_RECV),
		.explained_by = {"accept-queue"},
		.take = health_take_syn_recv, .judge = health_judge_syn_recv,
	},
	{
		.id = "resets",
		.title = N_("connections reset"),
		.help = N_("Connections were reset within the last minute: the kernel counts them by their "
			"cause."),
		.text = N_("resets within {span}: {resets}"),
		.advice = N_("Unread data: the program closes before it has read all. Data after close(): the "
			"peer still sends, or the program stops too early. Nobody listened: a service is "
			"down, or its port is another one. SO_LINGER 0 is meant so by the program."),
		.gain = true, .info = 1, .looks = 1, .blind = 1,
		.possible = health_possible_resets,
		.measure = health_measure_resets, .judge = health_judge_resets,
	},
	{
		.id = "syn-cookies",
		.title = N_("SYN cookies sent"),
		.help = N_("A queue of half-open connections was full within the last minute: the kernel "
			"answered with cookies, or dropped the SYNs."),
		.text = N_("SYNs that found a queue of half-open connections full within {span}: "
			"{value}"),
		.advice = N_("A flood, or a backlog that is too short for rushes "
			"(net.ipv4.tcp_max_syn_backlog = {net.ipv4.tcp_max_syn_backlog}, the backlog of listen())."),
		.gain = true, .warning = 1, .looks = 1, .blind = 1,
		.explained_by = {"syn-recv", "accept-queue"}, .explained_by_any = true,
		.possible = health_possible_cookies,
		.measure = health_measure_cookies, .judge = health_judge_cookies,
	},
	{
		.id = "tcp-memory",
		.title = N_("TCP memory short"),
		.help = N_("All TCP sockets together hold nearly as much memory as net.ipv4.tcp_mem "
			"allows: buffers shrink, then data are dropped and connections ended."),
		.text = N_("TCP holds {value} pages of the {limit} that net.ipv4.tcp_mem allows "
			"({percent}); pressure begins at {other}{growth}"),
		.advice = N_("Find the sockets with long queues: their programs or peers do not read. "
			"Else raise net.ipv4.tcp_mem."),
		.percent = true, .warning = 67, .problem = 95, .looks = 2,
		.possible = health_possible_memory,
		.measure = health_measure_memory, .judge = health_judge_memory,
	},
	{
		.id = "orphans",
		.title = N_("many orphans"),
		.help = N_("Many connections were closed by their programs while the kernel still sends "
			"for them, measured against net.ipv4.tcp_max_orphans: beyond it they are reset."),
		.text = N_("{value} orphans of the {limit} that net.ipv4.tcp_max_orphans allows "
			"({percent}){growth}"),
		.advice = N_("See to which peers: they do not answer any more, or do not read. A lower "
			"net.ipv4.tcp_orphan_retries ends them earlier."),
		.percent = true, .warning = 50, .problem = 90, .looks = 2,
		.possible = health_possible_orphans,
		.measure = health_measure_orphans, .judge = health_judge_orphans,
	},
	{
		.id = "conntrack",
		.title = N_("conntrack nearly full"),
		.help = N_("The table of connection tracking is nearly full "
			"(net.netfilter.nf_conntrack_max): when it is, packets of new connections are "
			"dropped."),
		.text = N_("connection tracking knows {value} connections of at most {limit} "
			"({percent}){growth}"),
		.advice = N_("Raise net.netfilter.nf_conntrack_max, shorten its timeouts, or leave "
			"traffic untracked that needs no tracking."),
		.percent = true, .warning = 80, .problem = 95, .looks = 2,
		.possible = health_possible_conntrack,
		.measure = health_measure_conntrack, .judge = health_judge_conntrack,
	},
	{
		.id = "time-wait",
		.title = N_("TIME_WAIT near limit"),
		.help = N_("There are nearly as many sockets in TIME_WAIT as net.ipv4.tcp_max_tw_buckets "
			"allows: beyond it they end at once, and late segments may reach a wrong "
			"connection. Fewer are no fault, however many."),
		.text = N_("{value} sockets in TIME_WAIT of the {limit} that "
			"net.ipv4.tcp_max_tw_buckets allows ({percent}){growth}"),
		.advice = N_("Keep connections and use them again; else raise "
			"net.ipv4.tcp_max_tw_buckets."),
		.percent = true, .warning = 80, .looks = 2,
		.possible = health_possible_time_wait,
		.measure = health_measure_time_wait, .judge = health_judge_time_wait,
	},
	{
		.id = "receiver",
		.title = N_("receiver does not read"),
		.help = N_("Data wait in a receive queue that only grows: the program that holds the "
			"socket does not read it."),
		.text = N_("{subject}: {bytes} bytes wait to be read, and none is read"),
		.text_many = N_("{subject}: {bytes} bytes wait to be read at {subjects} sockets, and none "
			"is read"),
		.advice = N_("See what the program is doing: it is stopped, blocked elsewhere, or has "
			"forgotten the socket."),
		.info = 16384, .warning = 65536, .looks = 3,
		.states = {[CONN_TCP] = STATE(ESTABLISHED),
			[CONN_UDP] = STATE(CLOSED) | STATE(ESTABLISHED)},
		.same_cause = health_same_process,
		.take = health_take_receiver, .judge = health_judge_receiver,
	},
	{
		.id = "udp-drops",
		.title = N_("UDP datagrams dropped"),
		.help = N_("Datagrams found no room in a socket's receive buffer within the last minute."),
		.text = N_("{subject}: datagrams dropped within {span}: {value}, "
			"since it was opened: {other}"),
		.text_many = N_("{subject}: datagrams dropped at {subjects} sockets within {span}: "
			"{value}, since they were opened: {other}"),
		.advice = N_("The program reads too slowly, or its buffer is too small for rushes: "
			"SO_RCVBUF, up to net.core.rmem_max."),
		.gain = true, .info = 1, .warning = 10, .looks = 1, .blind = 1,
		.states[CONN_UDP] = STATE(CLOSED) | STATE(ESTABLISHED),
		.same_cause = health_same_process,
		.take = health_take_udp_drops, .judge = health_judge_udp_drops,
	},
	{
		.id = "zero-window",
		.title = N_("peer's window closed"),
		.help = N_("Connections to one peer have data to send and may not, since its receive "
			"buffer is full: the kernel probes from time to time."),
		.text = N_("{subject} takes no more data; connections: {value}, "
			"bytes that wait: {other}{growth}"),
		.advice = N_("The program at the other end does not read: look there."),
		.info = 1, .warning = 10, .looks = 2,
		.states[CONN_TCP] = SENDING,
		.take = health_take_zero_window, .judge = health_judge_zero_window,
	},
	{
		.id = "retransmission",
		.title = N_("peer does not answer"),
		.help = N_("Segments to one peer were sent again three times and more without an answer, "
			"each time after a longer wait."),
		.text = N_("{subject} does not answer; connections: {value}, "
			"most tries: {other}{growth}"),
		.advice = N_("The peer or the way to it has failed, or something drops its packets; the "
			"kernel gives up after net.ipv4.tcp_retries2 tries, or "
			"net.ipv4.tcp_syn_retries while it connects."),
		.info = 1, .warning = 10, .looks = 2,
		.states[CONN_TCP] = SENDING | STATE(SYN_SENT),
		.take = health_take_retransmission, .judge = health_judge_retransmission,
	},
	{
		.id = "half-open",
		.title = N_("silent connections"),
		.help = N_("Connections of a process have been silent for longer than "
			"net.ipv4.tcp_keepalive_time, and no keepalive asks whether the peer still "
			"exists: they may be half-open for ever."),
		.text = N_("{subject}: silent connections without keepalive: {value}, "
			"the longest for {age}"),
		.advice = N_("The program should set SO_KEEPALIVE, or a timeout of its own."),
		.info = 1, .warning = 100, .looks = 2,
		.states[CONN_TCP] = STATE(ESTABLISHED),
		.take = health_take_half_open, .judge = health_judge_half_open,
	},
	{
		.id = "owners-hidden",
		.title = N_("owners hidden"),
		.help = N_("The processes of some sockets may not be looked into: findings about "
			"processes are incomplete."),
		.text = N_("sockets whose owners may not be seen: {value}"),
		.advice = N_("Run as root, or with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH."),
		.info = 1, .looks = 2,
		.possible = health_possible_owners, .measure = health_measure_owners,
		.judge = health_judge_owners,
	},
};
/* clang-format on */
const size_t health_kinds = sizeof(health_table) / sizeof(health_table[0]);

_Static_assert(sizeof(health_table) / sizeof(health_table[0]) < HEALTH_KINDS_MAX, "more kinds");
