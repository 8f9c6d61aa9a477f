/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of a socket's queues in a message of the kernel (SK_MEMINFO). */
#ifndef SOCKVIEW_SOCK_DIAG_DIAGMSG_MEMORY_H
#define SOCKVIEW_SOCK_DIAG_DIAGMSG_MEMORY_H

#include <stdbool.h>

#include "sock/conn/memory.h"
#include "sock/diag/diagmsg.h"

/*
 * Finds the memory of the queues in a DIAGMSG_SOCKET message. False if the message has none: it was
 * not asked for (DIAGMSG_MEMORY), or the kernel keeps only a stub of the socket (SYN_RECV,
 * TIME_WAIT).
 */
bool diagmsg_decode_memory(const struct diagmsg *message, struct conn_memory *ret_memory);

#endif
