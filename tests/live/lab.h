/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The real kernel, with a network of our own: a private network namespace where the test may do
 * what it likes, sockets in every state that loopback can make, and the program's own eyes on them.
 */
#ifndef SOCKVIEW_TESTS_LIVE_LAB_H
#define SOCKVIEW_TESTS_LIVE_LAB_H

#include <stdbool.h>
#include <stdint.h>

#include "sock/close/close-many.h"
#include "sock/rows/refresh.h"

/*
 * Moves the program into namespaces of its own, where it is root, and brings the loopback device
 * up. 0, or 77 (which a test ends with to be skipped) having said why.
 */
int lab_enter(void);

/* Another, empty, network namespace for what is opened from now on. 0 or -errno. */
int lab_enter_new_network(void);

/* Writes a file below /proc/sys. 0 or -errno. */
int lab_set_sysctl(const char *name, const char *value);

/* Takes CAP_NET_ADMIN out of the effective set, or puts it back. Ends the program if it cannot. */
void lab_set_net_admin(bool on);

/* -------- sockets; all end the program with a message where they fail -------- */

/* Whether the kernel has IPv6. */
bool lab_has_ipv6(void);

int lab_socket(int family, int type);
void lab_bind(int fd, int family, const char *address, uint16_t port);
int lab_listen(int family, const char *address, uint16_t port, int backlog);
int lab_connect(int fd, int family, const char *address, uint16_t port);

/* Begins to connect and does not wait for it. */
int lab_start_connecting(int fd, int family, const char *address, uint16_t port);
int lab_accept(int listener);
uint64_t lab_cookie(int fd); /* getsockopt(SO_COOKIE) */
void lab_sleep_ms(unsigned milliseconds);

/* A connection over loopback. */
struct lab_pair {
	int listener, client, server;
	uint64_t client_cookie, server_cookie;
};

struct lab_pair lab_pair_open(int family, const char *address, uint16_t port);
void lab_pair_close(struct lab_pair *pair);

/* -------- what the program sees -------- */

struct lab {
	struct place here;
	struct refresh sweep;
	struct track track;
	struct source_plan plan;
	struct wire *closes;
	struct close_kernel kernel;
	void *buffer;
};

void lab_open(struct lab *lab);
void lab_close(struct lab *lab);

/* One whole refresh. */
void lab_refresh(struct lab *lab);

/* Whether the kernel dumps UDP, after a refresh: what is read from /proc/net has no cookie of its
 * own. */
bool lab_dumps_udp(struct lab *lab);

/* The living socket with this cookie after a refresh; false where there is none. */
bool lab_find(struct lab *lab, uint64_t cookie, struct conn *ret_conn);

/* Refreshes until the socket is in this state, for some seconds at most. */
bool lab_wait_for(struct lab *lab, uint64_t cookie, enum conn_state state, struct conn *ret_conn);

/* The same for any TCP socket in this state with this local port. */
bool lab_wait_for_port(
	struct lab *lab, uint16_t port, enum conn_state state, struct conn *ret_conn);

/* What an exact query says of `conn`: 0 with the socket, or -errno. */
int lab_query(struct lab *lab, const struct conn *conn, struct conn *ret_conn);

/* Closes as the program does. */
struct close_outcome lab_destroy(struct lab *lab, const struct conn *conn);

#endif
