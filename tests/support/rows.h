/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A track from a listing that people can read: what the kernel would list in one refresh, a socket
 * a line.
 *
 *	7 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 recv=3 uid=33
 *	8 tcp LISTEN [::]:8080 [::]:0 send=128 v6only
 *	9 udp UNCONN 127.0.0.1:53 0.0.0.0:0 if=1
 *
 * Cookie, protocol, state, the two ends, and then whatever there is to say: recv= send= uid= inode=
 * if= timer=NAME/MS/RETRANSMITS drops=, and of the tcp part sent= got= rtt= cwnd= cc=NAME idle=MS.
 * Blanks before a line do not count, nor do empty lines. A socket has a uid and an inode (1000 and
 * more) unless it says uid=- or inode=-.
 *
 * Marks are not written down: they come of listing one refresh after another.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_ROWS_H
#define SOCKVIEW_TESTS_SUPPORT_ROWS_H

#include <stdint.h>

#include "sock/owner/row-owners.h"
#include "sock/rows/track.h"
#include "view/column/column.h"

struct rows {
	struct track track;
	struct column_context context; /* with rows_names, services off */
	char *root;                    /* of the processes' /proc; NULL: nobody looks for owners */
	struct row_owners row_owners;
};

/* Gone rows stay for `linger_ms`; the clocks stand at 1,000 seconds. */
void rows_init(struct rows *rows, uint64_t linger_ms);
void rows_done(struct rows *rows);

/* Makes a process that holds the socket of this inode; before the first refresh. */
void rows_process(struct rows *rows, unsigned pid, const char *name, unsigned fd, unsigned inode);

/* A refresh `later_ms` after the last one. Ends the test where the listing is none. */
void rows_refresh(struct rows *rows, uint64_t later_ms, const char *listing);

/* The row with this cookie, which there must be. */
uint32_t rows_find(const struct rows *rows, uint64_t cookie);

/*
 * Interfaces 1 "lo", 2 "eth0", and hostile ones: 3 escapes, 4 a right-to-left override, 5 wide
 * characters, 6 no UTF-8; users 0 "root", 33 "www-data", 1000 "alice"; services of ports 22, 80,
 * 443 and 8080. No others.
 */
extern const struct names rows_names;

#endif
