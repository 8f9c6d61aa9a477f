/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes a track from a readable listing: what the kernel would list in one refresh, one socket on
 * each line.
 *
 *	7 tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50112 recv=3 uid=33
 *	8 tcp LISTEN [::]:8080 [::]:0 send=128 v6only
 *	9 udp UNCONN 127.0.0.1:53 0.0.0.0:0 if=1
 *
 * A line has the cookie, protocol, state and the two ends, and then optional words: recv= send=
 * uid= inode= if= timer=NAME/MS/RETRANSMITS drops=, and of the tcp part sent= got= rtt= cwnd=
 * cc=NAME idle=MS. Leading blanks and empty lines are ignored. A socket has a uid and an inode
 * (1000 and more) unless the line says uid=- or inode=-.
 *
 * Marks are not written: they result from one refresh after another.
 */
#ifndef SOCKVIEW_TESTS_SUPPORT_ROWS_H
#define SOCKVIEW_TESTS_SUPPORT_ROWS_H

#include <stdint.h>

#include "sock/owner/row-owners.h"
#include "sock/rows/track.h"
#include "view/column/column.h"

struct rows {
	struct track track;
	struct column_context context; /* with rows_names; services are shown as numbers */
	char *root; /* of the tree with the processes' /proc; NULL: owners are not looked for */
	struct row_owners row_owners;
};

/* Gone rows stay for `linger_ms`; the clocks start at 1,000 seconds. */
void rows_init(struct rows *rows, uint64_t linger_ms);
void rows_done(struct rows *rows);

/* Makes a process that holds the socket with this inode; to be called before the first refresh. */
void rows_process(struct rows *rows, unsigned pid, const char *name, unsigned fd, unsigned inode);

/* Does a refresh `later_ms` after the last one. Ends the test if the listing cannot be read. */
void rows_refresh(struct rows *rows, uint64_t later_ms, const char *listing);

/* Returns the row with this cookie, which has to exist. */
uint32_t rows_find(const struct rows *rows, uint64_t cookie);

/*
 * Interfaces: 1 "lo", 2 "eth0", and hostile ones: 3 with escapes, 4 with a right-to-left override,
 * 5 with wide characters, 6 not UTF-8. Users: 0 "root", 33 "www-data", 1000 "alice". Services:
 * ports 22, 80, 443 and 8080. There are no other names.
 */
extern const struct names rows_names;

#endif
