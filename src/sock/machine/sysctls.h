/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's settings and limits for sockets, from /proc/sys: those of the network namespace of
 * the process that reads them. Any of them may be missing: the kernel is too old, a module is not
 * loaded, or only the first network namespace has it (tcp_mem).
 */
#ifndef SOCKVIEW_SOCK_MACHINE_SYSCTLS_H
#define SOCKVIEW_SOCK_MACHINE_SYSCTLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* sysctls.c has one record for each, with the name. */
enum sysctl {
	SYSCTL_TCP_FIN_TIMEOUT,
	SYSCTL_TCP_MAX_TW_BUCKETS,
	SYSCTL_TCP_TW_REUSE,
	SYSCTL_TCP_TW_REUSE_DELAY,
	SYSCTL_TCP_SYNACK_RETRIES,
	SYSCTL_TCP_SYN_RETRIES,
	SYSCTL_TCP_RETRIES1,
	SYSCTL_TCP_RETRIES2,
	SYSCTL_TCP_RTO_MAX,
	SYSCTL_TCP_KEEPALIVE_TIME,
	SYSCTL_TCP_KEEPALIVE_INTVL,
	SYSCTL_TCP_KEEPALIVE_PROBES,
	SYSCTL_TCP_ORPHAN_RETRIES,
	SYSCTL_TCP_MAX_ORPHANS,
	SYSCTL_TCP_MAX_SYN_BACKLOG,
	SYSCTL_TCP_SYNCOOKIES,
	SYSCTL_TCP_ABORT_ON_OVERFLOW,
	SYSCTL_SOMAXCONN,
	SYSCTL_IP_LOCAL_PORT_RANGE,     /* first, last */
	SYSCTL_IP_LOCAL_RESERVED_PORTS, /* the number of ports; for a port: sysctls_is_reserved() */
	SYSCTL_TCP_MEM,                 /* low, pressure, high */
	SYSCTL_TCP_RMEM,                /* minimum, default, maximum */
	SYSCTL_TCP_WMEM,
	SYSCTL_UDP_MEM,
	SYSCTL_RMEM_MAX,
	SYSCTL_RMEM_DEFAULT,
	SYSCTL_CONNTRACK_MAX,
	SYSCTL_CONNTRACK_COUNT,
	SYSCTL_FILE_NR, /* open, free, maximum */
	SYSCTLS
};

enum sysctl_unit {
	SYSCTL_PLAIN,
	SYSCTL_SECONDS,
	SYSCTL_MILLISECONDS,
	SYSCTL_BYTES,
	SYSCTL_PAGES,
	SYSCTL_PORTS, /* a list of ports and port ranges */
};

#define SYSCTL_NUMBERS_MAX 3

struct sysctls {
	uint64_t value[SYSCTLS][SYSCTL_NUMBERS_MAX];
	uint8_t count[SYSCTLS];      /* how many numbers were read; 0: not known */
	uint8_t reserved[65536 / 8]; /* one bit per port */
};

/* Reads all that exist below `root` (prefix of /proc), about 5 microseconds each. */
void sysctls_read(struct sysctls *ret_sysctls, const char *root);

static inline bool sysctls_has(const struct sysctls *sysctls, enum sysctl sysctl)
{
	return sysctls->count[sysctl] > 0;
}

/* Returns the first number of a sysctl, or `otherwise` if it is not known. */
static inline uint64_t sysctls_get(
	const struct sysctls *sysctls, enum sysctl sysctl, uint64_t otherwise)
{
	return sysctls_has(sysctls, sysctl) ? sysctls->value[sysctl][0] : otherwise;
}

/* True if the kernel never chooses this port by itself (ip_local_reserved_ports). */
static inline bool sysctls_is_reserved(const struct sysctls *sysctls, uint16_t port)
{
	return sysctls->reserved[port / 8] >> (port % 8) & 1;
}

/* Linux's default for net.ipv4.ip_local_port_range. */
#define SYSCTL_PORTS_FIRST 32768
#define SYSCTL_PORTS_LAST 60999

/* Reads only the local port range; if it cannot be read, returns the kernel's default. */
void sysctls_read_port_range(const char *root, uint16_t *ret_first, uint16_t *ret_last);

/*
 * The ports from which connect() chooses: the local port range without the reserved ports. Returns
 * how many they are, and the range in *ret_first and *ret_last; if the range is not known, the
 * kernel's default.
 */
unsigned sysctls_ephemeral_ports(
	const struct sysctls *sysctls, uint16_t *ret_first, uint16_t *ret_last);

/* True if connect() may choose this port, of the range that sysctls_ephemeral_ports() returned. */
static inline bool sysctls_may_choose(
	const struct sysctls *sysctls, uint16_t first, uint16_t last, uint16_t port)
{
	return port >= first && port <= last && !sysctls_is_reserved(sysctls, port);
}

/* The name as users write it: "net.ipv4.tcp_fin_timeout". */
const char *sysctl_name(enum sysctl sysctl);
enum sysctl_unit sysctl_unit(enum sysctl sysctl);

/*
 * Appends the value as the kernel writes it: "60", "4096 131072 6291456"; for a list of ports, how
 * many they are; "?" if it is not known.
 */
void sysctls_add_value(const struct sysctls *sysctls, enum sysctl sysctl, struct buffer *out);

#endif
