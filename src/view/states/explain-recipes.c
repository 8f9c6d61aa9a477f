/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recipes that people paste, messages of the kernel, options of sockets: what they really do. */
#include "base/i18n.h"
#include "view/states/explain-note.h"

/* clang-format off */
const struct explain_note explain_recipes[] = {
	{{"tcp_tw_recycle", "net.ipv4.tcp_tw_recycle"},
		N_("Gone since Linux 4.12: the setting does not exist any more. It broke connections of clients "
			"behind address translation."),
		N_("Take it out of sysctl.conf. tcp_tw_reuse is the safe one of the two, and only for connections "
			"that this machine opens."),
		"ports", "state time-wait", {SYSCTL_TCP_TW_REUSE, SYSCTLS}, {COUNTER_TCP_TIME_WAIT, COUNTERS}},
	{{"tcp_tw_reuse", "net.ipv4.tcp_tw_reuse"},
		N_("1: connect() may take a port that is in TIME_WAIT for the same destination after one second; "
			"2, the default: on loopback only. It does nothing for a server's TIME_WAIT, nor for bind()."),
		N_("It helps a client that opens many short connections to one service. To keep connections is better."),
		"ports", "state time-wait", {SYSCTL_TCP_TW_REUSE, SYSCTL_TCP_TW_REUSE_DELAY, SYSCTLS}, {COUNTER_TCP_TIME_WAIT, COUNTERS}},
	{{"tcp_fin_timeout", "net.ipv4.tcp_fin_timeout"},
		N_("How long FIN_WAIT2 lasts without a process. It does not shorten TIME_WAIT, which is always 60 "
			"seconds, whatever the internet says, and does nothing for FIN_WAIT2 that a process holds."),
		N_("Leave it. Against many TIME_WAIT keep connections open and use them again."),
		"fin-wait-2", "state fin-wait-2", {SYSCTL_TCP_FIN_TIMEOUT, SYSCTLS}, {COUNTER_TCP_TIME_WAIT, COUNTER_TCP_ORPHAN, COUNTERS}},
	{{"keepalive", "SO_KEEPALIVE", "tcp_keepalive_time", "net.ipv4.tcp_keepalive_time"},
		N_("Finds peers that have vanished without a word, of programs that set SO_KEEPALIVE. It does not "
			"end CLOSE_WAIT: there the peer answers, and only this program's close() helps."),
		N_("Let the program set it, with TCP_KEEPIDLE below the time after which firewalls on the way "
			"forget (often 5 to 60 minutes; the default is two hours)."),
		"half-open", "state established and not timer_name = keepalive", {SYSCTL_TCP_KEEPALIVE_TIME, SYSCTL_TCP_KEEPALIVE_INTVL, SYSCTL_TCP_KEEPALIVE_PROBES, SYSCTLS}, {COUNTERS}},
	{{"somaxconn", "net.core.somaxconn", "backlog"},
		N_("The longest accept queue that a program can get; its own number in listen() counts as well, "
			"and only for listeners that are opened afterwards."),
		N_("Raise both, and start the service again. A longer queue helps against rushes only: a program "
			"that is too slow fills any."),
		"accept-queue", "state listen", {SYSCTL_SOMAXCONN, SYSCTLS}, {COUNTER_LISTEN_OVERFLOWS, COUNTER_LISTEN_DROPS, COUNTERS}},
	{{"tcp_max_syn_backlog", "net.ipv4.tcp_max_syn_backlog"},
		N_("Limits half-open connections of a listener only where SYN cookies are off; else its accept "
			"queue's length does (listen(), somaxconn)."),
		N_("Leave it, and leave tcp_syncookies on."),
		"syn-recv", "state syn-recv", {SYSCTL_TCP_MAX_SYN_BACKLOG, SYSCTL_TCP_SYNCOOKIES, SYSCTL_SOMAXCONN, SYSCTLS}, {COUNTER_SYNCOOKIES_SENT, COUNTER_SYN_DROPPED, COUNTERS}},
	{{"tcp_syncookies", "net.ipv4.tcp_syncookies"},
		N_("1: when a listener's queue of half-open connections is full, the kernel answers with cookies "
			"and keeps nothing; 2: always; 0: never, and then SYNs are dropped."),
		N_("Leave it at 1. With 0 a small flood shuts out everybody."),
		"syn-cookies", "state syn-recv", {SYSCTL_TCP_SYNCOOKIES, SYSCTLS}, {COUNTER_SYNCOOKIES_SENT, COUNTER_SYN_DROPPED, COUNTERS}},
	{{"SYN_flooding", "possible SYN flooding on port", "Sending cookies"},
		N_("The kernel's message when a listener's queue of half-open connections was full for the first "
			"time. Often it is no attack but a program that accepts too slowly, or a short backlog."),
		N_("Compare RECV-Q and SEND-Q of that listener, and see where the SYNs come from."),
		"syn-cookies", "state syn-recv or state listen", {SYSCTL_TCP_SYNCOOKIES, SYSCTL_SOMAXCONN, SYSCTLS}, {COUNTER_SYNCOOKIES_SENT, COUNTER_LISTEN_OVERFLOWS, COUNTERS}},
	{{"ip_local_port_range", "net.ipv4.ip_local_port_range", "ephemeral ports", "local port range"},
		N_("The ports that connect() and bind() to port 0 choose from: as many connections as that are "
			"possible from one address to one address and port at a time, TIME_WAIT included."),
		N_("Widen it (1024 65535), and name the ports of your own services in ip_local_reserved_ports."),
		"ports", "state connected", {SYSCTL_IP_LOCAL_PORT_RANGE, SYSCTL_IP_LOCAL_RESERVED_PORTS, SYSCTLS}, {COUNTER_TCP_TIME_WAIT, COUNTERS}},
	{{"IP_BIND_ADDRESS_NO_PORT"},
		N_("An option of a client that has to choose its source address: bind() then takes no port, and "
			"connect() takes one for its destination only."),
		N_("Set it before bind() wherever a program binds an address and connects (proxies: nginx and "
			"HAProxy do so by themselves)."),
		"ports", "state bound", {SYSCTL_IP_LOCAL_PORT_RANGE, SYSCTLS}, {COUNTERS}},
	{{"SO_LINGER", "SO_LINGER 0", "linger"},
		N_("With a time of 0 close() resets the connection: no TIME_WAIT, but data under way are lost, "
			"and the peer sees ECONNRESET."),
		N_("Not as a remedy for TIME_WAIT, which is harmless. It is right only to throw a connection away."),
		NULL, "state time-wait", {SYSCTLS}, {COUNTER_TCP_TIME_WAIT, COUNTERS}},
	{{"SO_REUSEADDR"},
		N_("Lets bind() take a port whose old connections are still in TIME_WAIT. It does not let two "
			"listeners share a port."),
		N_("Every server should set it before bind()."),
		NULL, "state time-wait", {SYSCTLS}, {COUNTERS}},
	{{"SO_REUSEPORT"},
		N_("Several listeners of one user share a port, each with an accept queue of its own: if one "
			"worker is stuck, the connections in its queue wait, though others are idle."),
		N_("Look at each listener's RECV-Q, not at one of them."),
		"accept-stalled", "state listen", {SYSCTLS}, {COUNTERS}},
	{{"tcp_max_tw_buckets", "net.ipv4.tcp_max_tw_buckets", "time wait bucket table overflow"},
		N_("At most so many sockets in TIME_WAIT; beyond it connections end without it, which dmesg "
			"tells as 'time wait bucket table overflow'."),
		N_("Do not lower it to get rid of TIME_WAIT: late segments may then reach a new connection."),
		"time-wait", "state time-wait", {SYSCTL_TCP_MAX_TW_BUCKETS, SYSCTLS}, {COUNTER_TCP_TIME_WAIT, COUNTER_TIME_WAIT_OVERFLOW, COUNTERS}},
	{{"tcp_abort_on_overflow", "net.ipv4.tcp_abort_on_overflow"},
		N_("1: a connection that finds the accept queue full is reset, so that clients see it at once; 0, "
			"the default: its ACK is dropped, and it may come in with a later try."),
		N_("Leave it at 0, and see why the program does not accept."),
		"accept-queue", "state listen and recvq > 0", {SYSCTL_TCP_ABORT_ON_OVERFLOW, SYSCTL_SOMAXCONN, SYSCTLS}, {COUNTER_LISTEN_OVERFLOWS, COUNTERS}},
	{{"tcp_max_orphans", "net.ipv4.tcp_max_orphans", "too many orphaned sockets"},
		N_("At most so many connections that no process holds any more; beyond it they are reset."),
		N_("See to which peers they are; a lower tcp_orphan_retries ends them earlier."),
		"orphans", "state fin-wait-1 or state last-ack", {SYSCTL_TCP_MAX_ORPHANS, SYSCTL_TCP_ORPHAN_RETRIES, SYSCTLS}, {COUNTER_TCP_ORPHAN, COUNTERS}},
	{{"tcp_orphan_retries", "net.ipv4.tcp_orphan_retries"},
		N_("How often the kernel tries to send for a connection that its process has closed; 0 stands for 8."),
		N_("Lower it (2 or 3) where many orphans wait for peers that have vanished."),
		"orphans", "state fin-wait-1", {SYSCTL_TCP_ORPHAN_RETRIES, SYSCTLS}, {COUNTER_TCP_ORPHAN, COUNTERS}},
	{{"tcp_retries2", "net.ipv4.tcp_retries2", "TCP_USER_TIMEOUT"},
		N_("How often data are sent again before an open connection is given up: 15 are about a quarter "
			"of an hour, in which the program notices nothing."),
		N_("8 give up after about two minutes. Better is TCP_USER_TIMEOUT in the program, which only "
			"concerns its own connections."),
		"retransmission", "timer_retransmits >= 3", {SYSCTL_TCP_RETRIES2, SYSCTLS}, {COUNTER_TCP_RETRANSMITTED_SEGMENTS, COUNTERS}},
	{{"tcp_syn_retries", "net.ipv4.tcp_syn_retries", "connect timeout"},
		N_("How often connect() sends its SYN again: 6 are about two minutes until ETIMEDOUT."),
		N_("Let programs use a time limit of their own rather than change it for all."),
		"retransmission", "state syn-sent", {SYSCTL_TCP_SYN_RETRIES, SYSCTLS}, {COUNTERS}},
	{{"tcp_timestamps", "net.ipv4.tcp_timestamps"},
		N_("On by default. Without them tcp_tw_reuse does nothing, and fast connections are less safe "
			"against old segments."),
		N_("Leave them on."),
		NULL, "state time-wait", {SYSCTL_TCP_TW_REUSE, SYSCTLS}, {COUNTERS}},
	{{"nf_conntrack_max", "net.netfilter.nf_conntrack_max", "nf_conntrack: table full", "table full, dropping packet"},
		N_("The firewall follows at most so many connections; when its table is full, packets of new ones "
			"are dropped: clients see time limits, and sockets tell nothing."),
		N_("Raise it, shorten nf_conntrack_tcp_timeout_established, or exempt busy traffic (notrack)."),
		"conntrack", NULL, {SYSCTL_CONNTRACK_COUNT, SYSCTL_CONNTRACK_MAX, SYSCTLS}, {COUNTER_CONNTRACK_DROPPED, COUNTERS}},
	{{"RLIMIT_NOFILE", "ulimit -n", "LimitNOFILE", "ulimit"},
		N_("How many descriptors one process may have open, of which each connection takes one. It is set "
			"where the process is started; changing it in a shell does not reach a running service."),
		N_("LimitNOFILE= in the unit, or prlimit --nofile --pid PID for a process that runs."),
		"descriptors", NULL, {SYSCTL_FILE_NR, SYSCTLS}, {COUNTERS}},
	{{"tcp_mem", "net.ipv4.tcp_mem", "consider tuning tcp_mem"},
		N_("Memory of all TCP sockets together, in pages: above the second number buffers shrink, above "
			"the third data are dropped and connections ended."),
		N_("Find the sockets with long queues first: a program or peer that does not read."),
		"tcp-memory", "recvq > 0 or sendq > 0", {SYSCTL_TCP_MEM, SYSCTLS}, {COUNTER_TCP_MEM, COUNTER_TCP_MEMORY_PRESSURES, COUNTERS}},
	{{"tcp_rmem", "net.ipv4.tcp_rmem", "SO_RCVBUF", "rmem_max", "net.core.rmem_max"},
		N_("The receive buffer: TCP grows it by itself up to the third number of tcp_rmem. A program that "
			"sets SO_RCVBUF turns that off, and gets at most rmem_max."),
		N_("For TCP raise the third number only for fast and far connections; for UDP that drops, "
			"SO_RCVBUF and rmem_max."),
		"udp-drops", "recvq > 0", {SYSCTL_TCP_RMEM, SYSCTL_RMEM_MAX, SYSCTL_RMEM_DEFAULT, SYSCTLS}, {COUNTER_UDP_RCVBUF_ERRORS, COUNTERS}},
	{{"tcp_wmem", "net.ipv4.tcp_wmem", "SO_SNDBUF"},
		N_("The send buffer: TCP grows it by itself up to the third number. Where it is too small, the way "
			"stays empty: the details of a connection say so."),
		N_("Raise the third number for fast and far connections, and let programs not set SO_SNDBUF."),
		NULL, "sendq > 0", {SYSCTL_TCP_WMEM, SYSCTLS}, {COUNTERS}},
};
/* clang-format on */
const size_t explain_recipe_count = sizeof(explain_recipes) / sizeof(explain_recipes[0]);
