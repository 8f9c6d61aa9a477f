/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings whose limits belong to the whole machine, and can be neither seen nor set in a private
 * namespace: what is counted is the kernel's, of sockets and connections that there really are, and
 * only the limits are files of ours.
 */
#include "support/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "live/lab.h"
#include "support/tree.h"
#include "view/filter/filter.h"
#include "view/health/health.h"

enum { PORT = 6900, ORPHANS = 6, FLOWS = 9 };

static struct bench {
	struct lab lab;
	struct health health;
	char *root; /* of /proc: the kernel's figures, our limits */
} bench;

static void link_kernel(const char *path)
{
	char place[256];

	snprintf(place, sizeof(place), "%s%s", bench.root, path);
	assert_int_equal(symlink(path, place), 0);
}

/* A fresh one of each: what limits there are is read with the first look. */
static void look(int times)
{
	struct column_context context = {.track = &bench.lab.track, .ascii = true};
	struct counters counters;

	health_done(&bench.health);
	health_init(&bench.health, bench.root, false);
	while (times--) {
		lab_refresh(&bench.lab);
		context.now = bench.lab.track.now;
		counters_read(&counters, bench.root);
		health_begin(&bench.health, &context, &counters);
		while (health_step(&bench.health, 100))
			;
	}
}

static const struct health_finding *find(const char *id)
{
	for (size_t i = 0; i < bench.health.finding_count; i++)
		if (strcmp(bench.health.findings[i].kind->id, id) == 0)
			return &bench.health.findings[i];
	return NULL;
}

static const struct health_finding *assert_found(const char *id, enum health_severity severity)
{
	const struct health_finding *finding = find(id);

	if (!finding)
		fail_msg("not found: %s", id);
	if (finding->severity != severity)
		fail_msg("%s is a %s", id, health_severity_name(finding->severity));
	return finding;
}

/* -------- orphans, memory -------- */

/* Its data has nowhere to go, and then its process has closed it. */
static void abandon(int *ret_peer, uint16_t port)
{
	static const char data[65536];
	struct lab_pair pair = lab_pair_open(AF_INET, "127.0.0.1", port);

	assert_int_equal(fcntl(pair.client, F_SETFL, O_NONBLOCK), 0);
	for (int idle = 0; idle < 3;) {
		if (write(pair.client, data, sizeof(data)) > 0) {
			idle = 0;
			continue;
		}
		assert_int_equal(errno, EAGAIN);
		idle++;
		lab_sleep_ms(5);
	}
	close(pair.client);
	close(pair.listener);
	*ret_peer = pair.server;
}

static unsigned shown_by(const struct health_finding *finding)
{
	struct column_context context = {
		.track = &bench.lab.track, .now = bench.lab.track.now, .ascii = true};
	struct filter_error error;
	struct buffer scratch = {0};
	struct filter *filter;
	unsigned count = 0;

	if (filter_parse(buffer_get(&finding->filter), &(struct filter_names){0}, &filter, &error))
		fail_msg("no filter: %s", buffer_get(&finding->filter));
	for (uint32_t row = 0; row < bench.lab.track.row_count; row++)
		count += bench.lab.track.rows[row].life != ROW_FREE &&
			 bench.lab.track.rows[row].life != ROW_GONE &&
			 filter_matches(filter, &context, row, &scratch);
	filter_free(filter);
	buffer_done(&scratch);
	return count;
}

/* They are counted for the whole machine, where others may have some, too. */
static void orphans_near_their_limit_are_found(void **state)
{
	const struct health_finding *finding;
	int peers[ORPHANS];
	char limit[32];

	(void)state;
	tree_write(bench.root, "/proc/sys/net/ipv4/tcp_max_orphans", "1000000\n");
	look(3);
	assert_null(find("orphans"));
	for (int i = 0; i < ORPHANS; i++)
		abandon(&peers[i], (uint16_t)(PORT + i));
	snprintf(limit, sizeof(limit), "%d\n", ORPHANS + 2);
	tree_write(bench.root, "/proc/sys/net/ipv4/tcp_max_orphans", limit);
	look(3);
	finding = find("orphans");
	assert_non_null(finding);
	assert_true(finding->value >= ORPHANS);
	assert_int_equal(shown_by(finding), ORPHANS);
	for (int i = 0; i < ORPHANS; i++)
		close(peers[i]);
}

/* Of the memory the whole machine's is counted: this pair alone has more than a page or two. */
static void memory_near_its_limit_is_found(void **state)
{
	int peer;

	(void)state;
	abandon(&peer, PORT + 50);
	tree_write(bench.root, "/proc/sys/net/ipv4/tcp_mem", "1 2 3\n");
	look(3);
	assert_found("tcp-memory", HEALTH_PROBLEM);
	tree_write(bench.root, "/proc/sys/net/ipv4/tcp_mem", "100000000 200000000 300000000\n");
	look(3);
	assert_null(find("tcp-memory"));
	close(peer);
}

/* -------- connection tracking -------- */

struct message {
	struct nlmsghdr header;
	struct nfgenmsg family;
	unsigned char attributes[256];
};

static struct nlattr *begin(struct message *message, uint16_t type)
{
	struct nlattr *attribute = (void *)((char *)message + message->header.nlmsg_len);

	*attribute = (struct nlattr){.nla_len = NLA_HDRLEN, .nla_type = type};
	message->header.nlmsg_len += NLA_HDRLEN;
	return attribute;
}

static void put(struct message *message, uint16_t type, const void *data, uint16_t length)
{
	struct nlattr *attribute = begin(message, type);

	attribute->nla_len = (uint16_t)(attribute->nla_len + length);
	memcpy(attribute + 1, data, length);
	message->header.nlmsg_len += NLA_ALIGN(length);
}

static struct nlattr *nest(struct message *message, uint16_t type)
{
	return begin(message, type | NLA_F_NESTED);
}

static void end(struct message *message, struct nlattr *nested)
{
	nested->nla_len = (uint16_t)((char *)message + message->header.nlmsg_len - (char *)nested);
}

static void put_way(struct message *message, uint16_t type, uint32_t from, uint32_t to)
{
	struct nlattr *way = nest(message, type), *part;
	uint32_t source = htonl(from), target = htonl(to);
	uint16_t port = htons(PORT);
	uint8_t protocol = IPPROTO_UDP;

	part = nest(message, CTA_TUPLE_IP);
	put(message, CTA_IP_V4_SRC, &source, sizeof(source));
	put(message, CTA_IP_V4_DST, &target, sizeof(target));
	end(message, part);
	part = nest(message, CTA_TUPLE_PROTO);
	put(message, CTA_PROTO_NUM, &protocol, sizeof(protocol));
	put(message, CTA_PROTO_SRC_PORT, &port, sizeof(port));
	put(message, CTA_PROTO_DST_PORT, &port, sizeof(port));
	end(message, part);
	end(message, way);
}

/* A connection that the kernel is told of, as conntrack -I does. 0 or -errno. */
static int track_flow(int netlink, uint32_t number)
{
	struct message message = {
		.header = {.nlmsg_len = NLMSG_LENGTH(sizeof(struct nfgenmsg)),
			.nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_NEW,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL},
		.family = {.nfgen_family = AF_INET, .version = NFNETLINK_V0},
	};
	uint32_t there = 0x0a000002 + number, here = 0x0a000001, seconds = htonl(600);
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
		char rest[512];
	} answer;

	put_way(&message, CTA_TUPLE_ORIG, here, there);
	put_way(&message, CTA_TUPLE_REPLY, there, here);
	put(&message, CTA_TIMEOUT, &seconds, sizeof(seconds));
	if (send(netlink, &message, message.header.nlmsg_len, 0) < 0 ||
		recv(netlink, &answer, sizeof(answer), 0) < 0)
		return -errno;
	return answer.error.error;
}

static void a_table_of_tracked_connections_that_is_nearly_full_is_found(void **state)
{
	int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER), error;

	(void)state;
	error = netlink < 0 ? -errno : track_flow(netlink, 0);
	if (error) {
		print_message("connections cannot be tracked here: %s\n", strerror(-error));
		if (netlink >= 0)
			close(netlink);
		return;
	}
	tree_write(bench.root, "/proc/sys/net/netfilter/nf_conntrack_max", "10\n");
	link_kernel("/proc/sys/net/netfilter/nf_conntrack_count");
	look(3);
	assert_null(find("conntrack"));
	for (uint32_t i = 1; i < FLOWS; i++)
		assert_int_equal(track_flow(netlink, i), 0);
	look(3);
	assert_int_equal(assert_found("conntrack", HEALTH_WARNING)->value, FLOWS);
	assert_int_equal(track_flow(netlink, FLOWS), 0);
	look(3);
	assert_found("conntrack", HEALTH_PROBLEM);
	close(netlink);
}

static int set_up(void **state)
{
	(void)state;
	lab_open(&bench.lab);
	bench.root = tree_make();
	tree_write(bench.root, "/proc/none", "");
	assert_int_equal(lab_set_sysctl("net/ipv4/tcp_orphan_retries", "8"), 0);
	link_kernel("/proc/net");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	health_done(&bench.health);
	tree_remove(bench.root);
	lab_close(&bench.lab);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orphans_near_their_limit_are_found),
		cmocka_unit_test(memory_near_its_limit_is_found),
		cmocka_unit_test(a_table_of_tracked_connections_that_is_nearly_full_is_found),
	};
	int skipped = lab_enter();

	return skipped ? skipped : cmocka_run_group_tests(tests, set_up, tear_down);
}
