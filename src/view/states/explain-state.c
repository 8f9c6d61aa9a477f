/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/states/explain.h"

#include "base/i18n.h"

#define TCP(name) .proto = CONN_TCP, .state = CONN_##name
#define UDP(name) .proto = CONN_UDP, .state = CONN_##name

/* clang-format off */

/* Our FIN is not acknowledged: the same in the states on both sides of a close. */
#define ORPHAN_LIMITS \
	{SYSCTL_TCP_ORPHAN_RETRIES, \
		N_("so often it is sent again for a socket that no process holds; 0 stands for 8")}, \
	{SYSCTL_TCP_MAX_ORPHANS, N_("more sockets without a process than this are reset")}, \
	{SYSCTL_TCP_RETRIES2, N_("so often while a process still holds the socket")}

#define KEEPALIVE_LIMITS \
	{SYSCTL_TCP_KEEPALIVE_TIME, \
		N_("silence before the first probe, where the program has asked for keepalive")}, \
	{SYSCTL_TCP_KEEPALIVE_INTVL, N_("between two probes")}, \
	{SYSCTL_TCP_KEEPALIVE_PROBES, \
		N_("so many without an answer, and the peer is taken for dead")}

const struct explain_state explain_states[] = {
	{TCP(LISTEN),
		N_("A program waits for connections on this port. This is no connection itself: "
			"each one that arrives gets a socket of its own."),
		N_("The program waits for clients. RECV-Q counts connections that are complete and "
			"wait for the program to accept them, SEND-Q is how many may wait."),
		N_("As long as the service runs, with a RECV-Q near 0."),
		N_("Many are many services, or the workers of one with a socket each. Where RECV-Q "
			"reaches SEND-Q, the kernel drops further connections, and clients see "
			"delays of whole seconds: the program has to accept faster. A longer "
			"queue takes both a larger number in its listen() and a larger somaxconn."),
		{{SYSCTL_SOMAXCONN, N_("the queue is never longer than this, whatever the program asks for")},
		 {SYSCTL_TCP_ABORT_ON_OVERFLOW, N_("1: what does not fit is refused; 0: dropped, and tried again")},
		 {SYSCTL_TCP_SYNCOOKIES, N_("1: cookies when too many are half open")},
		 {SYSCTL_TCP_MAX_SYN_BACKLOG, N_("half-open connections, where cookies are off")}}},
	{TCP(SYN_SENT),
		N_("A program here has called connect(): the SYN is out, and nothing has come back."),
		N_("This side waits for the peer's answer. SYN and ACK lead to ESTABLISHED; a reset "
			"ends it at once (connection refused). A SYN of the peer that crosses ours, a "
			"simultaneous open, leads to SYN_RECV."),
		N_("One round trip: less than a second."),
		N_("Nobody answers: a firewall drops the SYN without a word, the host is down, or "
			"the listener's queue there is full. A closed port would have answered. Look "
			"at the remote addresses: one peer is a fault there, all of them a fault of "
			"the way. Each attempt holds a local port until it is given up."),
		{{SYSCTL_TCP_SYN_RETRIES, N_("so often the SYN is sent again; 6 are about two minutes until "
			"connect() fails")},
		 {SYSCTL_IP_LOCAL_PORT_RANGE, N_("the ports that connect() chooses from")}}},
	{TCP(SYN_RECV),
		N_("A SYN has arrived at a listener and was answered; the third segment of the "
			"handshake is missing. No process knows of it yet."),
		N_("The kernel waits for the peer's ACK, which leads to ESTABLISHED. A listener with "
			"TCP_DEFER_ACCEPT keeps connections here until their first data arrive. After "
			"a simultaneous open the same state is that of a socket which a process holds."),
		N_("One round trip. What nobody confirms lasts about a minute."),
		N_("Either the answers do not reach the peers (a fault of the way back, forged "
			"senders, a SYN flood), or the listener's queue is full, so that their ACK is "
			"not taken: compare its RECV-Q and SEND-Q. When the listener's queue of "
			"half-open connections is full too, cookies take over, and connections are "
			"no longer seen here."),
		{{SYSCTL_TCP_SYNACK_RETRIES, N_("so often the answer is sent again; 5 are 63 seconds")},
		 {SYSCTL_TCP_SYNCOOKIES, N_("1: cookies when the queue is full; 2: always; 0: never")},
		 {SYSCTL_SOMAXCONN, N_("half-open connections of one listener are no more than its queue is long")},
		 {SYSCTL_TCP_MAX_SYN_BACKLOG, N_("the same, where cookies are off: strangers get three quarters of it")}}},
	{TCP(ESTABLISHED),
		N_("The connection is open, and data may flow both ways."),
		N_("Nobody, or whoever expects data. Without a process, at the port of a listener: "
			"it waits to be accepted. It ends when one side closes: here first leads to "
			"FIN_WAIT1, the peer first to CLOSE_WAIT, a reset to nothing at once."),
		N_("As long as the programs want it. Where nothing is under way no timer runs at "
			"all (TIMER is -): a peer that has vanished without a word is never noticed, "
			"unless the program asks for keepalive."),
		N_("Look at who holds them (group by process or remote host). Connections that are "
			"old, silent and without a timer may be dead: keepalive or a time limit in the "
			"program helps. A RECV-Q that stays: the program does not read; a SEND-Q that "
			"stays: the peer does not read, or the way loses."),
		{KEEPALIVE_LIMITS,
		 {SYSCTL_TCP_RETRIES2, N_("so often data are sent again before the connection is given up; 15 "
			"are 15 minutes and more")},
		 {SYSCTL_IP_LOCAL_PORT_RANGE, N_("each connection to one and the same service takes one of these ports")}}},
	{TCP(FIN_WAIT1),
		N_("This side has closed first. Its FIN is sent, or waits behind data in SEND-Q that "
			"the peer has not taken yet; the ACK is missing."),
		N_("This side's kernel waits for the peer's ACK, which leads to FIN_WAIT2. A FIN "
			"that crosses ours, a simultaneous close, leads to CLOSING. If the process has "
			"closed its descriptor, the socket is an orphan: the kernel goes on alone."),
		N_("One round trip, and the time that SEND-Q takes to drain."),
		N_("The peers have vanished without a word (mobile clients, a dead firewall entry), "
			"or do not read: SEND-Q says how much is stuck. The kernel gives orphans up "
			"after some retransmissions, and after about as long when the peer's window "
			"stays shut. They cost memory with all that they still hold."),
		{ORPHAN_LIMITS}},
	{TCP(FIN_WAIT2),
		N_("This side has closed, and the peer has acknowledged that; the peer has not "
			"closed yet, and shows CLOSE_WAIT."),
		N_("This side waits for the peer's FIN, which leads to TIME_WAIT. While the program "
			"keeps its descriptor (shutdown() for writing, a half close) it goes on "
			"reading, and there is no time limit. If it has closed it, the kernel waits "
			"for a while and then forgets."),
		N_("As long as the peer needs to finish: usually less than a second. Long where a "
			"half close is meant."),
		N_("The programs over there do not close: see their CLOSE_WAIT. Without an owner "
			"they go by themselves; with one, this program waits for an end that does not "
			"come, and needs a time limit of its own."),
		{{SYSCTL_TCP_FIN_TIMEOUT, N_("so long the kernel waits when no process holds the socket")}}},
	{TCP(CLOSING),
		N_("Both sides have closed at the same time: the FINs have crossed. The peer's is "
			"here, the ACK of our own is missing."),
		N_("This side waits for the peer's ACK, which leads to TIME_WAIT; the peer waits for "
			"ours in the same way."),
		N_("One round trip, and rare."),
		N_("As with FIN_WAIT1: ACKs do not arrive. That both sides close in the same moment "
			"again and again points to a time limit that is the same at both ends."),
		{ORPHAN_LIMITS}},
	{TCP(TIME_WAIT),
		N_("Closed by both, by this side first or at the same time. The kernel remembers "
			"the pair of addresses for 60 seconds, so that a late segment is not taken for one of a new "
			"connection, and the last ACK can be sent again."),
		N_("Nobody waits, and no process is behind it. TIMER tells when it is forgotten. The "
			"60 seconds are fixed in the kernel: tcp_fin_timeout does not change them."),
		N_("60 seconds."),
		N_("Normal, thousands as well: they cost some hundred bytes each, and no "
			"descriptor. Trouble begins when one client opens connections to one and the "
			"same address and port faster than the range of local ports divided by 60 "
			"seconds allows: connect() fails with EADDRNOTAVAIL. Then keep connections open "
			"and use them again; or tcp_tw_reuse, a wider range, more addresses. Closing "
			"them by hand heals nothing."),
		{{SYSCTL_IP_LOCAL_PORT_RANGE, N_("the ports that connect() chooses from")},
		 {SYSCTL_TCP_TW_REUSE, N_("1: connect() may take such a port again after a second; 2: on loopback only")},
		 {SYSCTL_TCP_MAX_TW_BUCKETS, N_("beyond this, connections are closed without TIME_WAIT")}}},
	{TCP(CLOSE_WAIT),
		N_("The peer has closed. This side's kernel has acknowledged that and told the "
			"program: its read() returned 0, or will."),
		N_("Everybody waits for the program on this machine: it has to call close(), which "
			"leads to LAST_ACK. No timer of the kernel ends this, and no setting, as long as "
			"nothing is sent. The peer waits in FIN_WAIT2, and may have given up long ago: "
			"what is sent to it then, a keepalive probe as well, is answered by a reset."),
		N_("Milliseconds; longer while the program is still sending its answer (a half close "
			"of the peer). Minutes are a fault."),
		N_("The program has lost its connections: it does not notice the end, or has "
			"forgotten the descriptor. Each one holds a descriptor until its limit is "
			"reached (too many open files). Restarting the program frees them; only "
			"mending it helps. A RECV-Q above 1 says that it has not even read what came before "
			"the end."),
		{KEEPALIVE_LIMITS}},
	{TCP(LAST_ACK),
		N_("The peer closed first, then the program here did. Our FIN is sent, or waits "
			"behind data in SEND-Q; its ACK is missing."),
		N_("This side's kernel waits for the peer's ACK, and forgets the socket when it "
			"comes: the side that closes second has no TIME_WAIT. Usually no process is left; "
			"after shutdown() one may still hold the descriptor."),
		N_("One round trip, and the time that SEND-Q takes to drain."),
		N_("As with FIN_WAIT1: the peers are gone, or the way back loses. The kernel gives "
			"them up after some retransmissions."),
		{ORPHAN_LIMITS}},
	{TCP(CLOSED),
		N_("No connection. A socket that is listed so was reset or shut down, while a program "
			"still holds its descriptor and perhaps its port."),
		N_("The program has to close the descriptor, or to connect with it again."),
		N_("Not seen at all: what is closed stands in no list of the kernel, and a "
			"connection that ends leaves the table."),
		N_("A program keeps sockets that are of no more use: their port stays taken. A "
			"listener that was closed from outside is one, until its program notices."),
		{{0}}},
	{TCP(BOUND),
		N_("A program has taken a port with bind(), and has neither listened nor connected "
			"since. Listed only when it is asked for: by --bound-inactive, by a filter for "
			"this state, and while the diagram of states is open; from Linux 6.8 on."),
		N_("The program has to go on: listen() leads to LISTEN, connect() to SYN_SENT."),
		N_("Less than a millisecond between two calls of a program; always where a port is "
			"only kept for later."),
		N_("Ports are taken without use. Where connect() fails with EADDRNOTAVAIL although "
			"the table shows free ports, look here: bind() without a port, before "
			"connect(), takes one from everybody."),
		{{SYSCTL_IP_LOCAL_PORT_RANGE, N_("the ports that bind() chooses from where none is named")}}},
	{TCP(UNKNOWN),
		N_("The kernel gave a state that this program does not know: the kernel is newer."),
		N_("Nothing can be said."),
		N_("Never, with the kernels that are known."),
		N_("Look for a newer version of this program."),
		{{0}}},
	{UDP(CLOSED),
		N_("A UDP socket without a peer: it takes datagrams from everybody. UDP has no "
			"connections, and so no handshake and no end."),
		N_("The program waits for datagrams. RECV-Q are the bytes that it has not read."),
		N_("As long as the program wants it: servers for ever, clients for one question."),
		N_("A RECV-Q that stays means that the program is too slow: when the receive buffer "
			"is full, datagrams are dropped without a word to the sender."),
		{{SYSCTL_RMEM_DEFAULT, N_("the receive buffer, unless the program sets another")},
		 {SYSCTL_RMEM_MAX, N_("the largest that a program may set")},
		 {SYSCTL_UDP_MEM, N_("all UDP sockets together: at the last number everything is dropped")}}},
	{UDP(ESTABLISHED),
		N_("A UDP socket that was given a peer with connect(): it takes datagrams from that "
			"one only. Nothing was sent for that, and the peer does not know."),
		N_("The program waits for answers of that peer."),
		N_("As long as the program wants it."),
		N_("Usually clients with a question under way (DNS, QUIC, NTP). Each holds a local "
			"port."),
		{{SYSCTL_RMEM_DEFAULT, N_("the receive buffer, unless the program sets another")},
		 {SYSCTL_IP_LOCAL_PORT_RANGE, N_("the ports that connect() chooses from")}}},
};
/* clang-format on */
const size_t explain_state_count = sizeof(explain_states) / sizeof(explain_states[0]);
