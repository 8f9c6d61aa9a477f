/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decodes the datagrams of the groups SKNLGRP_*_DESTROY. Pure: a buffer in, values out. */
#ifndef SOCKVIEW_SOCK_EVENT_EVENT_MESSAGE_H
#define SOCKVIEW_SOCK_EVENT_EVENT_MESSAGE_H

#include <stddef.h>

#include "sock/event/event.h"

/* Longer than any event: a tcp_info of 280 bytes makes it 380. */
#define EVENT_MESSAGE_MAX 2048

/*
 * Passes on each event of a datagram, with the place and the time. Sockets of kinds that are not
 * known here are skipped. Returns how many events there were; -EBADMSG: the datagram is broken, and
 * what came before that was passed on.
 */
int event_message_read(const void *datagram, size_t length, uint16_t place, int64_t at_us,
	event_take_fn *take, void *context);

#endif
