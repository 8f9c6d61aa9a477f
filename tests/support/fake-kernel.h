/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A fake kernel with a table of sockets behind a scripted wire. It answers dumps, exact queries and
 * closes as sock_diag does, and fails where a test wants it to. */
#ifndef SOCKVIEW_TESTS_SUPPORT_FAKE_KERNEL_H
#define SOCKVIEW_TESTS_SUPPORT_FAKE_KERNEL_H

#include <stdbool.h>

#include "sock/diag/diagmsg.h"
#include "support/script-wire.h"

enum { FAKE_SOCKETS_MAX = 10000, FAKE_FAULTS_MAX = 16 };

struct fake_socket {
	struct conn conn;
	bool unlisted;  /* dumps miss it */
	bool unfound;   /* queries and closes by its addresses find another socket */
	bool tough;     /* a close does not remove it */
	bool subflow;   /* a subflow of MPTCP */
	uint32_t token; /* of its MPTCP connection */
	uint16_t aim;   /* requests with this remote port find it although `unfound`; 0: none do */
};

/* A connection of MPTCP. */
struct fake_connection {
	uint32_t token, inode;
	uint8_t state; /* number of the state in the kernel: 7 is closed */
};

enum fake_way {
	FAKE_ERROR,       /* NLMSG_ERROR */
	FAKE_DONE,        /* hidden in NLMSG_DONE, after all sockets */
	FAKE_HALFWAY,     /* NLMSG_ERROR after the first socket */
	FAKE_SEND,        /* the request cannot be sent */
	FAKE_RECEIVE,     /* receiving fails after the first socket */
	FAKE_INTERRUPTED, /* NLM_F_DUMP_INTR */
	FAKE_SILENT,      /* no answer at all */
};

/* A fault in the next `times` dumps of a protocol and family (or DIAGMSG_BOTH_FAMILIES). */
struct fake_fault {
	enum conn_proto proto;
	unsigned family;
	enum fake_way way;
	int error;
	unsigned times;
};

struct fake_kernel {
	struct script_wire dumps, queries;
	struct fake_socket *sockets; /* FAKE_SOCKETS_MAX of them: they stay where they are */
	size_t socket_count;
	struct fake_fault faults[FAKE_FAULTS_MAX];
	size_t fault_count;
	struct fake_connection connections[8];
	size_t connection_count;
	bool no_mptcp;     /* it does not list connections of MPTCP */
	bool hides_tokens; /* it does not show the tokens of MPTCP connections */
	int destroy_error; /* of closes of sockets that are found; -EOPNOTSUPP: of all */
	bool before_4_5;   /* it knows no close: EINVAL to all */
	int query_error;   /* of all queries; 0: none */
	unsigned dump_count, query_count, destroy_count;
	uint32_t last_states;     /* of the last dump */
	unsigned last_extensions; /* idiag_ext of the last dump */
};

void fake_init(struct fake_kernel *kernel);
void fake_done(struct fake_kernel *kernel);

struct fake_socket *fake_add(struct fake_kernel *kernel, const struct conn *conn);
struct fake_socket *fake_find(struct fake_kernel *kernel, uint64_t cookie);
void fake_remove(struct fake_kernel *kernel, uint64_t cookie);
void fake_fail(struct fake_kernel *kernel, struct fake_fault fault);

#endif
