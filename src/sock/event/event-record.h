/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of a connection as the program in the kernel writes it (event-bpf.bpf.c). Pure: a record
 * in, a value out. */
#ifndef SOCKVIEW_SOCK_EVENT_EVENT_RECORD_H
#define SOCKVIEW_SOCK_EVENT_EVENT_RECORD_H

#include <stddef.h>

#include "sock/event/event.h"

struct event_record {
	uint64_t cookie, at_ns, born_ns; /* boot clock; 0: it was there before the program */
	uint64_t bytes_sent, bytes_acked, bytes_received;
	uint8_t local[16], remote[16];
	uint16_t local_port, remote_port; /* network byte order */
	uint16_t family, error;           /* AF_INET or AF_INET6; errno of the socket */
	uint8_t before, fin_received;     /* its last state; whether the peer's FIN has come */
	uint8_t reserved[2];
	uint32_t netns, uid, interface, pid; /* netns: the inode of its network namespace */
	uint32_t bytes_retrans, retransmits, spurious, rtt_us, rtt_var_us, cwnd;
	char process[16]; /* who connected, else who closed it; "": not known */
};

/* Decodes a record into an event, whose place the caller sets. Returns 0, or -EBADMSG. */
int event_record_read(const void *bytes, size_t length, struct event *ret_event);

#endif
