/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/states/explain.h"

#include "base/i18n.h"

/* clang-format off */
const struct explain_column explain_columns[] = {
	{"process", N_("Where several processes hold the socket, as workers after fork() do, the first "
		"one and their number: nginx x9. Where none does, the reason stands here: waiting in "
		"NAME:PORT (not accepted yet), orphan (closed by its process, and the kernel ends it), "
		"TIME_WAIT and SYN_RECV have none. The name is what the process calls itself, at most "
		"15 bytes.")},
	{"fd", N_("To be found as a link in /proc/PID/fd. A socket that the process has closed has "
		"none any more.")},
	{"holders", N_("More than one after fork(), or where a descriptor was passed on. The connection "
		"ends only when all of them have closed it: a CLOSE_WAIT that stays although one "
		"process has closed is often held by another.")},
	{"state", N_("'sockview --explain close-wait' explains one, --explain help lists them. F7 "
		"shows how they follow one another.")},
	{"local", N_("* stands for all addresses of both families, 0.0.0.0 for those of IPv4. An IPv4 "
		"address of an IPv6 socket is written as IPv4.")},
	{"remote", N_("* where there is no peer. Behind a proxy or address translation it is that "
		"one's address, not the client's.")},
	{"lport", N_("Of a client, chosen by the kernel from net.ipv4.ip_local_port_range.")},
	{"interface", N_("Only of sockets that were bound to one (SO_BINDTODEVICE) or whose address is "
		"link-local; which way packets take is the routing's decision.")},
	{"uid", N_("The kernel keeps none for TIME_WAIT, SYN_RECV, and FIN_WAIT2 after close(): "
		"that is told as ?, never as 0 or root.")},
	{"user", N_("The kernel keeps none for TIME_WAIT, SYN_RECV, and FIN_WAIT2 after close(): "
		"that is told as ?, never as root. In another user namespace the same number may "
		"have another name.")},
	{"inode", N_("0 in the kernel's answer means that no process holds the socket: not yet "
		"accepted, an orphan, SYN_RECV or TIME_WAIT.")},
	{"cookie", N_("It stays the same from SYN_RECV to TIME_WAIT; by it a row is known, and by it a "
		"socket is closed, so that a successor with the same addresses is never hit.")},
	{"unit", N_("From the number of the control group that the kernel gives for each socket: known "
		"for the sockets of all users, without rights.")},
	{"recvq", N_("0 where the program keeps up. What stays here was received and acknowledged: the "
		"fault is in the program, not in the network. In CLOSE_WAIT the peer's end counts "
		"as one byte. LISTEN: near the value of SEND-Q, connections are about to be dropped.")},
	{"sendq", N_("Bytes under way, and bytes that may not be sent yet. A number that stays, with a "
		"TIMER of retransmission: the way loses; with a TIMER of probe: the peer does not "
		"read. It cannot grow beyond the send buffer, where write() blocks.")},
	{"backlog", N_("The number of the program's listen(), but never above net.core.somaxconn.")},
	{"timer", N_("retransmit: an answer is missing; probe: the peer's window is shut; keepalive: "
		"silence is measured; timewait: until it is forgotten. In brackets how often it has "
		"expired in a row; those of retransmission and probe run twice as long each time. - on a connection without "
		"keepalive: a dead peer would not be noticed.")},
	{"timer_retransmits", N_("Above 3 something is wrong; at net.ipv4.tcp_retries2 the connection "
		"is given up.")},
	{"age", N_("Measured from refresh to refresh, so by an interval too short. What was there when "
		"the program began has > before it: the kernel does not say how old it is.")},
	{"instate", N_("Measured from refresh to refresh. > before it: it was in this state when the "
		"program began. Of a vanished row: the time since it was found gone. What is normal "
		"differs from state to state: explain the state.")},
	{"txrate", N_("From one refresh to the next; what was sent again does not count.")},
	{"rxrate", N_("From one refresh to the next, as the kernel took it, whether it was read or not.")},
	{"rtt", N_("The kernel's own estimate, from acknowledgements of data that this side has sent: "
		"old where little is sent, and with the peer's delay in it. Below 1 ms: the same "
		"room; 10 to 50: the same continent; above 100: an ocean, or full queues on the way.")},
	{"rttvar", N_("Much of it in comparison with RTT: queues on the way fill and empty. The time "
		"before a segment is sent again is RTT plus four times this, but never less than RTT "
		"plus 200 ms.")},
	{"cwnd", N_("So many segments may be under way without an acknowledgement: about CWND times "
		"1448 bytes each RTT. It begins with 10, grows with success and falls with losses.")},
	{"congestion", N_("net.ipv4.tcp_congestion_control sets it for new sockets.")},
	{"sent", N_("Counts what was sent again, too: where SEND-Q is 0, SENT minus ACKED is about how "
		"much.")},
	{"retrans", N_("Losses on the way, as this side has met with them. In comparison with what was "
		"sent: below one in a thousand is normal, one in a hundred slows down.")},
	{"lost", N_("Not a sum, but how many of those under way are missing at this moment: 0 where "
		"all is well.")},
	{"lastsent", N_("Data only, no bare acknowledgements.")},
	{"lastreceived", N_("Data only: a peer that only acknowledges grows old here.")},
	{"busy", N_("Together with RCV LIM and SND LIM it tells what holds a transfer up: most of it in "
		"RCV LIM: the peer reads too slowly; in SND LIM: the send buffer (tcp_wmem) is too "
		"small; neither: the network. Far below the AGE: this program has little to send.")},
	{"rcvlimited", N_("A part of BUSY. Large: the program at the other end does not read fast "
		"enough, or its receive buffer is small.")},
	{"sndlimited", N_("A part of BUSY. Large: a larger send buffer (net.ipv4.tcp_wmem, or the "
		"program's SO_SNDBUF) would make it faster.")},
};
/* clang-format on */
const size_t explain_column_count = sizeof(explain_columns) / sizeof(explain_columns[0]);
