/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors as programs print them: what they mean for sockets, and where it shows here. */
#include "base/i18n.h"
#include "view/states/explain-note.h"

/* clang-format off */
const struct explain_note explain_errors[] = {
	{{"EADDRNOTAVAIL", "Cannot assign requested address", "can't assign requested address", "无法指定被请求的地址"},
		N_("From connect(): every local port that the kernel may choose is taken for this destination. "
			"From bind(): the address is none of this machine's."),
		N_("Keep connections open and use them again; leave out bind() before connect(), or set "
			"IP_BIND_ADDRESS_NO_PORT; then more addresses, tcp_tw_reuse = 1, a wider range of ports."),
		"ports", "state time-wait",
		{SYSCTL_IP_LOCAL_PORT_RANGE, SYSCTL_TCP_TW_REUSE, SYSCTLS}, {COUNTER_TCP_TIME_WAIT, COUNTERS}},
	{{"EADDRINUSE", "Address already in use", "only one usage of each socket address", "地址已在使用"},
		N_("From bind() or listen(): another socket has this address and port, perhaps one in TIME_WAIT "
			"or one that its program has forgotten. From bind() to port 0: no port is free at all."),
		N_("See who has the port. A server that is started again needs SO_REUSEADDR against its own "
			"TIME_WAIT; two processes for one port need SO_REUSEPORT."),
		"ports", "state all", {SYSCTL_IP_LOCAL_PORT_RANGE, SYSCTLS}, {COUNTERS}},
	{{"ECONNREFUSED", "Connection refused", "拒绝连接"},
		N_("The peer has answered with a reset: nothing listens at this address and port, or a firewall "
			"says so. With UDP: an ICMP message has told it after the last datagram."),
		N_("See whether the service listens, and at which address: 127.0.0.1 is not reached from other "
			"machines, and an IPv6-only listener not by IPv4."),
		NULL, "state listen", {SYSCTL_TCP_ABORT_ON_OVERFLOW, SYSCTLS}, {COUNTERS}},
	{{"ECONNRESET", "Connection reset by peer", "Connection reset", "连接被对方重置", "连接被对方重设"},
		N_("The peer, or something on the way, has sent a reset: its program has ended, has closed with "
			"data unread or with SO_LINGER 0, or does not know the connection any more."),
		N_("Look at the peer's log for that moment. If it comes after a fixed time of silence, a firewall "
			"or load balancer has forgotten the connection: keepalive below that time helps."),
		"half-open", "state established", {SYSCTL_TCP_KEEPALIVE_TIME, SYSCTLS}, {COUNTER_TCP_ESTABLISHED_RESETS, COUNTERS}},
	{{"ECONNABORTED", "Software caused connection abort", "connection aborted", "软件导致连接中止"},
		N_("From accept(): the connection was reset before the program took it. Else it was ended on "
			"this machine, as by closing it in this program or ss -K."),
		N_("In accept() it is no fault: go on with the next one. If there are many, the clients lose "
			"patience: see how long connections wait to be accepted."),
		"accept-stalled", "state listen", {SYSCTLS}, {COUNTER_LISTEN_OVERFLOWS, COUNTERS}},
	{{"ETIMEDOUT", "Connection timed out", "Operation timed out", "i/o timeout", "连接超时"},
		N_("No answer came: to the SYN of connect(), or to data that were sent again and again, or to "
			"keepalive probes. A port that is merely closed would have answered at once."),
		N_("See the TIMER of such sockets. A firewall drops without a word, the host is down, the way "
			"back is missing, or the accept queue there is full."),
		"retransmission", "state syn-sent", {SYSCTL_TCP_SYN_RETRIES, SYSCTL_TCP_RETRIES2, SYSCTLS}, {COUNTER_TCP_RETRANSMITTED_SEGMENTS, COUNTERS}},
	{{"EPIPE", "Broken pipe", "断开的管道", "断开的管线"},
		N_("The program writes to a connection that is already reset, or whose sending half it has "
			"closed itself. The first write after the peer's end is answered by a reset, the second gives this."),
		N_("The peer has gone before: see why it closes so early (its time limit, its error). Servers "
			"ignore SIGPIPE and treat this as the end of the connection."),
		"close-wait", "state close-wait", {SYSCTLS}, {COUNTERS}},
	{{"EHOSTUNREACH", "No route to host", "没有到主机的路由"},
		N_("A router or this machine says that the host is not there: no answer to ARP or neighbour "
			"discovery, or a firewall that rejects with host-prohibited."),
		N_("'ip route get ADDRESS' and 'ip neigh' tell the way and whether the next hop answers; look "
			"at REJECT rules, too."),
		"retransmission", "state syn-sent", {SYSCTL_TCP_SYN_RETRIES, SYSCTLS}, {COUNTERS}},
	{{"ENETUNREACH", "Network is unreachable", "网络不可达"},
		N_("This machine has no route to the address: the default route is missing, or there is no "
			"IPv6 although the name has an IPv6 address."),
		N_("'ip route' and 'ip -6 route' show it; a program should then try the next address of the name."),
		NULL, "state syn-sent", {SYSCTLS}, {COUNTERS}},
	{{"EMFILE", "Too many open files", "打开的文件过多", "打开文件过多"},
		N_("The process has as many descriptors open as it may (RLIMIT_NOFILE): accept() and socket() "
			"fail, and connections wait in the accept queue."),
		N_("See what it holds: CLOSE_WAIT that grows is a leak, which a higher limit only puts off. Else "
			"raise LimitNOFILE= of its unit, or ulimit -n."),
		"descriptors", "state close-wait", {SYSCTL_FILE_NR, SYSCTLS}, {COUNTERS}},
	{{"ENFILE", "Too many open files in system", "系统中打开的文件过多"},
		N_("The whole machine has as many open files as fs.file-max allows."),
		N_("Find the process with most of them (group by process), and raise fs.file-max."),
		"descriptors", NULL, {SYSCTL_FILE_NR, SYSCTLS}, {COUNTERS}},
	{{"ENOBUFS", "No buffer space available", "没有可用的缓冲区空间"},
		N_("The kernel has no memory, or no room in a queue, for this: a full neighbour table, a full "
			"queue of a device, a limit of socket memory."),
		N_("See the memory of TCP and UDP against their limits, and 'dmesg' for 'neighbour table overflow'."),
		"tcp-memory", "recvq > 0 or sendq > 0", {SYSCTL_TCP_MEM, SYSCTL_UDP_MEM, SYSCTLS}, {COUNTER_TCP_MEM, COUNTER_UDP_MEM, COUNTERS}},
	{{"ENOMEM", "Cannot allocate memory", "Out of socket memory", "无法分配内存"},
		N_("The kernel has no memory for the socket; 'Out of socket memory' in dmesg: TCP as a whole has "
			"come to tcp_mem, or there are too many orphans."),
		N_("Find the sockets with long queues: who does not read? Only then raise tcp_mem."),
		"tcp-memory", "recvq > 0 or sendq > 0", {SYSCTL_TCP_MEM, SYSCTL_TCP_MAX_ORPHANS, SYSCTLS}, {COUNTER_TCP_MEM, COUNTER_TCP_ORPHAN, COUNTERS}},
	{{"EAGAIN", "Resource temporarily unavailable", "EWOULDBLOCK", "Operation would block", "资源暂时不可用"},
		N_("Nothing to read, or no room to send, at this moment: usual with non-blocking sockets, and with "
			"SO_RCVTIMEO it is the time limit. From connect() or sendto() of UDP: no local port is free."),
		N_("Where it comes from send() again and again, the peer does not read: see SEND-Q. For UDP count "
			"the ports that are taken."),
		"ports", "sendq > 0", {SYSCTL_IP_LOCAL_PORT_RANGE, SYSCTLS}, {COUNTER_UDP_INUSE, COUNTERS}},
	{{"ENOTCONN", "Transport endpoint is not connected", "socket is not connected", "传输端点尚未连接"},
		N_("The socket has no connection: connect() was not called or has failed, or a reset has "
			"already taken the connection away."),
		N_("From shutdown() or getpeername() after a reset it is usual; else the program uses the wrong "
			"socket."),
		NULL, "state established", {SYSCTLS}, {COUNTERS}},
	{{"EINPROGRESS", "Operation now in progress", "操作现在正在进行"},
		N_("connect() of a non-blocking socket has begun: no fault. It is over when the socket can be "
			"written to; SO_ERROR then tells how it ended."),
		N_("Where it never ends, the SYN is not answered: see the sockets in SYN_SENT."),
		"retransmission", "state syn-sent", {SYSCTL_TCP_SYN_RETRIES, SYSCTLS}, {COUNTERS}},
	{{"EMSGSIZE", "Message too long", "消息过长", "信息过长"},
		N_("A datagram is larger than UDP can carry, or than the way takes where fragments are forbidden."),
		N_("Send less in one datagram: 1,232 bytes pass nearly everywhere, 65,507 are the most of IPv4."),
		NULL, "proto = udp", {SYSCTLS}, {COUNTERS}},
	{{"EACCES", "Permission denied", "权限不够"},
		N_("From bind(): a port below net.ipv4.ip_unprivileged_port_start (1024) without "
			"CAP_NET_BIND_SERVICE. From connect() or sendto(): a firewall or SELinux rule, or a "
			"broadcast address without SO_BROADCAST."),
		N_("Give the service CAP_NET_BIND_SERVICE (AmbientCapabilities= of its unit), or a higher port."),
		NULL, "state listen", {SYSCTLS}, {COUNTERS}},
	{{"EPERM", "Operation not permitted", "不允许的操作"},
		N_("From sendto() or connect(): a firewall rule of this machine drops the packet (netfilter), or "
			"the table of connection tracking is full."),
		N_("See 'nft list ruleset' or 'iptables -L OUTPUT', and 'dmesg' for nf_conntrack."),
		"conntrack", NULL, {SYSCTL_CONNTRACK_COUNT, SYSCTL_CONNTRACK_MAX, SYSCTLS}, {COUNTER_CONNTRACK_DROPPED, COUNTERS}},
};
/* clang-format on */
const size_t explain_error_count = sizeof(explain_errors) / sizeof(explain_errors[0]);
