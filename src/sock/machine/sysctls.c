/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sock/machine/sysctls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/readfile.h"

#define ROOT "/proc/sys/"

/* clang-format off */
static const struct {
	const char *name; /* the path has a / for each dot */
	enum sysctl_unit unit;
} records[SYSCTLS] = {
	[SYSCTL_TCP_FIN_TIMEOUT] = {"net.ipv4.tcp_fin_timeout", SYSCTL_SECONDS},
	[SYSCTL_TCP_MAX_TW_BUCKETS] = {"net.ipv4.tcp_max_tw_buckets", SYSCTL_PLAIN},
	[SYSCTL_TCP_TW_REUSE] = {"net.ipv4.tcp_tw_reuse", SYSCTL_PLAIN},
	[SYSCTL_TCP_TW_REUSE_DELAY] = {"net.ipv4.tcp_tw_reuse_delay", SYSCTL_MILLISECONDS},
	[SYSCTL_TCP_SYNACK_RETRIES] = {"net.ipv4.tcp_synack_retries", SYSCTL_PLAIN},
	[SYSCTL_TCP_SYN_RETRIES] = {"net.ipv4.tcp_syn_retries", SYSCTL_PLAIN},
	[SYSCTL_TCP_RETRIES1] = {"net.ipv4.tcp_retries1", SYSCTL_PLAIN},
	[SYSCTL_TCP_RETRIES2] = {"net.ipv4.tcp_retries2", SYSCTL_PLAIN},
	[SYSCTL_TCP_RTO_MAX] = {"net.ipv4.tcp_rto_max_ms", SYSCTL_MILLISECONDS},
	[SYSCTL_TCP_KEEPALIVE_TIME] = {"net.ipv4.tcp_keepalive_time", SYSCTL_SECONDS},
	[SYSCTL_TCP_KEEPALIVE_INTVL] = {"net.ipv4.tcp_keepalive_intvl", SYSCTL_SECONDS},
	[SYSCTL_TCP_KEEPALIVE_PROBES] = {"net.ipv4.tcp_keepalive_probes", SYSCTL_PLAIN},
	[SYSCTL_TCP_ORPHAN_RETRIES] = {"net.ipv4.tcp_orphan_retries", SYSCTL_PLAIN},
	[SYSCTL_TCP_MAX_ORPHANS] = {"net.ipv4.tcp_max_orphans", SYSCTL_PLAIN},
	[SYSCTL_TCP_MAX_SYN_BACKLOG] = {"net.ipv4.tcp_max_syn_backlog", SYSCTL_PLAIN},
	[SYSCTL_TCP_SYNCOOKIES] = {"net.ipv4.tcp_syncookies", SYSCTL_PLAIN},
	[SYSCTL_TCP_ABORT_ON_OVERFLOW] = {"net.ipv4.tcp_abort_on_overflow", SYSCTL_PLAIN},
	[SYSCTL_SOMAXCONN] = {"net.core.somaxconn", SYSCTL_PLAIN},
	[SYSCTL_IP_LOCAL_PORT_RANGE] = {"net.ipv4.ip_local_port_range", SYSCTL_PLAIN},
	[SYSCTL_IP_LOCAL_RESERVED_PORTS] = {"net.ipv4.ip_local_reserved_ports", SYSCTL_PORTS},
	[SYSCTL_TCP_MEM] = {"net.ipv4.tcp_mem", SYSCTL_PAGES},
	[SYSCTL_TCP_RMEM] = {"net.ipv4.tcp_rmem", SYSCTL_BYTES},
	[SYSCTL_TCP_WMEM] = {"net.ipv4.tcp_wmem", SYSCTL_BYTES},
	[SYSCTL_UDP_MEM] = {"net.ipv4.udp_mem", SYSCTL_PAGES},
	[SYSCTL_RMEM_MAX] = {"net.core.rmem_max", SYSCTL_BYTES},
	[SYSCTL_RMEM_DEFAULT] = {"net.core.rmem_default", SYSCTL_BYTES},
	[SYSCTL_CONNTRACK_MAX] = {"net.netfilter.nf_conntrack_max", SYSCTL_PLAIN},
	[SYSCTL_CONNTRACK_COUNT] = {"net.netfilter.nf_conntrack_count", SYSCTL_PLAIN},
	[SYSCTL_FILE_NR] = {"fs.file-nr", SYSCTL_PLAIN},
};
/* clang-format on */

/*
 * Takes a number without a sign from *at. If there is none, returns false and leaves *at unchanged.
 */
static bool take_number(const char **at, uint64_t *ret_number)
{
	char *end;

	if (**at < '0' || **at > '9') /* strtoull() would accept -1 as a huge number */
		return false;
	*ret_number = strtoull(*at, &end, 10);
	*at = end;
	return true;
}

static void take_numbers(struct sysctls *sysctls, enum sysctl sysctl, const char *text)
{
	uint64_t numbers[SYSCTL_NUMBERS_MAX];
	uint8_t count = 0;

	text += strspn(text, " \t");
	while (count < SYSCTL_NUMBERS_MAX && take_number(&text, &numbers[count])) {
		count++;
		text += strspn(text, " \t\n");
	}
	if (*text) /* text after the numbers: unknown is better than half a value */
		return;
	memcpy(sysctls->value[sysctl], numbers, count * sizeof(numbers[0]));
	sysctls->count[sysctl] = count;
}

/* Parses "8080,9148-9150"; the list may be empty. */
static void take_ports(struct sysctls *sysctls, enum sysctl sysctl, const char *text)
{
	uint64_t first, last, ports = 0;

	while (take_number(&text, &first)) {
		last = first;
		if (*text == '-') {
			text++;
			take_number(&text, &last);
		}
		for (uint64_t port = first; port <= last && port < 65536; port++, ports++)
			sysctls->reserved[port / 8] |= (uint8_t)(1U << (port % 8));
		text += *text == ',';
	}
	sysctls->value[sysctl][0] = ports;
	sysctls->count[sysctl] = 1;
}

static void make_path(const char *name, char *ret_path, size_t size)
{
	snprintf(ret_path, size, ROOT "%s", name);
	for (char *at = ret_path + strlen(ROOT); *at; at++)
		if (*at == '.')
			*at = '/';
}

static void read_one(struct sysctls *sysctls, const char *root, enum sysctl sysctl)
{
	char path[128], text[16384];

	make_path(records[sysctl].name, path, sizeof(path));
	if (!readfile(root, path, text, sizeof(text)))
		return;
	if (records[sysctl].unit == SYSCTL_PORTS)
		take_ports(sysctls, sysctl, text);
	else
		take_numbers(sysctls, sysctl, text);
}

void sysctls_read(struct sysctls *ret_sysctls, const char *root)
{
	*ret_sysctls = (struct sysctls){0};
	for (int i = 0; i < SYSCTLS; i++)
		read_one(ret_sysctls, root, (enum sysctl)i);
}

static void take_port_range(const struct sysctls *sysctls, uint16_t *ret_first, uint16_t *ret_last)
{
	const uint64_t *range = sysctls->value[SYSCTL_IP_LOCAL_PORT_RANGE];
	bool known = sysctls->count[SYSCTL_IP_LOCAL_PORT_RANGE] == 2 && range[0] <= range[1] &&
		     range[1] < 65536;

	*ret_first = known ? (uint16_t)range[0] : SYSCTL_PORTS_FIRST;
	*ret_last = known ? (uint16_t)range[1] : SYSCTL_PORTS_LAST;
}

void sysctls_read_port_range(const char *root, uint16_t *ret_first, uint16_t *ret_last)
{
	struct sysctls sysctls = {0};

	read_one(&sysctls, root, SYSCTL_IP_LOCAL_PORT_RANGE);
	take_port_range(&sysctls, ret_first, ret_last);
}

unsigned sysctls_ephemeral_ports(
	const struct sysctls *sysctls, uint16_t *ret_first, uint16_t *ret_last)
{
	unsigned count = 0;

	take_port_range(sysctls, ret_first, ret_last);
	for (uint32_t port = *ret_first; port <= *ret_last; port++)
		count += !sysctls_is_reserved(sysctls, (uint16_t)port);
	return count;
}

const char *sysctl_name(enum sysctl sysctl)
{
	return records[sysctl].name;
}

enum sysctl_unit sysctl_unit(enum sysctl sysctl)
{
	return records[sysctl].unit;
}

void sysctls_add_value(const struct sysctls *sysctls, enum sysctl sysctl, struct buffer *out)
{
	if (!sysctls_has(sysctls, sysctl))
		buffer_char(out, '?');
	for (uint8_t i = 0; i < sysctls->count[sysctl]; i++) {
		if (i)
			buffer_char(out, ' ');
		buffer_number(out, sysctls->value[sysctl][i]);
	}
}
