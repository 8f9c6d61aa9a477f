/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Peers that misbehave, at the far end of a TUN device: this end, 10.77.0.1, is the kernel's; all
 * of the others of 10.77.0.0/24 are played here.
 *
 *	tunnel flood PORT BACKLOG    a listener, and SYNs to it from ever new peers that never
 *	                             answer: at once 19 of 20 that its backlog holds; after a
 *	                             line on standard input, one every 50 ms
 *	tunnel deaf PORT             a connection to a peer that accepts it, and to which data are
 *	                             sent that it never acknowledges
 *	tunnel both PORT             a connection that both ends open at the same time, and close
 *	                             at the same time: SYN_SENT, and with each line on standard
 *	                             input SYN_RECV, ESTABLISHED, FIN_WAIT1, CLOSING, TIME_WAIT
 *
 * Says "ready", and ends when standard input does; with 77 where there are no TUN devices.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct segment {
	struct iphdr ip;
	struct tcphdr tcp;
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* -------- the device -------- */

static void set_address(const char *name, const char *address, unsigned long request)
{
	struct ifreq config = {0};
	struct sockaddr_in *in = (struct sockaddr_in *)&config.ifr_addr;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(config.ifr_name, sizeof(config.ifr_name), "%s", name);
	in->sin_family = AF_INET;
	inet_pton(AF_INET, address, &in->sin_addr);
	if (ioctl(fd, request, &config) < 0)
		die(address);
	close(fd);
}

static void raise_device(const char *name)
{
	struct ifreq config = {0};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(config.ifr_name, sizeof(config.ifr_name), "%s", name);
	config.ifr_flags = IFF_UP | IFF_RUNNING;
	if (ioctl(fd, SIOCSIFFLAGS, &config) < 0)
		die("up");
	close(fd);
}

static int open_device(void)
{
	struct ifreq config = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int fd = open("/dev/net/tun", O_RDWR);

	if (fd < 0 || ioctl(fd, TUNSETIFF, &config) < 0) {
		perror("/dev/net/tun");
		exit(77);
	}
	set_address(config.ifr_name, "10.77.0.1", SIOCSIFADDR);
	set_address(config.ifr_name, "255.255.255.0", SIOCSIFNETMASK);
	raise_device(config.ifr_name);
	return fd;
}

/* -------- segments -------- */

static uint32_t add_words(const void *data, size_t length, uint32_t sum)
{
	const unsigned char *at = data;

	for (size_t i = 0; i < length; i += 2)
		sum += (uint32_t)at[i] << 8 | at[i + 1];
	return sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

static void send_segment(int device, struct segment *segment)
{
	uint32_t sum = IPPROTO_TCP + sizeof(segment->tcp);

	segment->ip.version = 4;
	segment->ip.ihl = 5;
	segment->ip.tot_len = htons(sizeof(*segment));
	segment->ip.ttl = 64;
	segment->ip.protocol = IPPROTO_TCP;
	segment->ip.check = 0;
	segment->ip.check = fold(add_words(&segment->ip, sizeof(segment->ip), 0));
	segment->tcp.doff = 5;
	segment->tcp.window = htons(65535);
	segment->tcp.check = 0;
	sum = add_words(&segment->ip.saddr, 8, sum);
	segment->tcp.check = fold(add_words(&segment->tcp, sizeof(segment->tcp), sum));
	if (write(device, segment, sizeof(*segment)) != sizeof(*segment))
		die("write");
}

/* -------- flood -------- */

static int listen_at(uint16_t port, int backlog)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	inet_pton(AF_INET, "10.77.0.1", &address.sin_addr);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, backlog) < 0)
		die("listen");
	return fd;
}

static void send_syn(int device, uint16_t port, unsigned number)
{
	struct segment syn = {
		.ip.saddr = htonl(0x0a4d0002 + number % 200),
		.ip.daddr = htonl(0x0a4d0001),
		.tcp.source = htons((uint16_t)(1024 + number)),
		.tcp.dest = htons(port),
		.tcp.seq = htonl(number),
		.tcp.syn = 1,
	};

	send_segment(device, &syn);
}

/* True at the end of standard input; false after `milliseconds`, or a line. */
static bool has_ended(int milliseconds, bool *ret_line)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	char line[64];

	*ret_line = false;
	if (poll(&input, 1, milliseconds) <= 0)
		return false;
	*ret_line = true;
	return read(STDIN_FILENO, line, sizeof(line)) <= 0;
}

static void flood(int device, uint16_t port, int backlog)
{
	int listener = listen_at(port, backlog);
	unsigned number = 0;
	bool going = false, line;

	while (number < (unsigned)backlog * 19 / 20)
		send_syn(device, port, number++);
	puts("ready");
	fflush(stdout);
	while (!has_ended(going ? 50 : -1, &line)) {
		going |= line;
		if (going)
			send_syn(device, port, number++);
	}
	close(listener);
}

/* -------- deaf -------- */

/* Waits for the SYN that the kernel sends; returns the bare way back, its first number being 1. */
static struct segment await_syn(int device)
{
	struct segment answer = {0};
	union {
		struct segment segment;
		char bytes[2048];
	} got;

	do {
		if (read(device, &got, sizeof(got)) < (ssize_t)sizeof(got.segment))
			continue;
	} while (got.segment.ip.version != 4 || !got.segment.tcp.syn);
	answer.ip.saddr = got.segment.ip.daddr;
	answer.ip.daddr = got.segment.ip.saddr;
	answer.tcp.source = got.segment.tcp.dest;
	answer.tcp.dest = got.segment.tcp.source;
	answer.tcp.seq = htonl(1);
	answer.tcp.ack_seq = htonl(ntohl(got.segment.tcp.seq) + 1);
	return answer;
}

static void accept_one(int device)
{
	struct segment answer = await_syn(device);

	answer.tcp.syn = answer.tcp.ack = 1;
	send_segment(device, &answer);
}

static int start_connecting(uint16_t port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	inet_pton(AF_INET, "10.77.0.2", &address.sin_addr);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0 || errno != EINPROGRESS)
		die("connect");
	return fd;
}

static void deaf(int device, uint16_t port)
{
	int fd = start_connecting(port);
	struct pollfd connected = {.fd = fd, .events = POLLOUT};
	bool line;

	accept_one(device);
	if (poll(&connected, 1, 10000) != 1 || send(fd, "hello", 5, 0) != 5)
		die("send");
	puts("ready");
	fflush(stdout);
	while (!has_ended(-1, &line))
		;
	close(fd);
}

/* -------- both at the same time -------- */

/* What the peer sends is numbered from 1; what it acknowledges, from our SYN on. */
static void say(int device, struct segment segment, uint32_t sent, uint32_t acknowledged)
{
	segment.tcp.seq = htonl(1 + sent);
	segment.tcp.ack_seq = htonl(ntohl(segment.tcp.ack_seq) + acknowledged);
	send_segment(device, &segment);
}

static void both(int device, uint16_t port)
{
	int fd = start_connecting(port);
	struct segment syn = await_syn(device), ack = syn, fin;
	bool line;

	syn.tcp.ack_seq = 0;
	syn.tcp.syn = ack.tcp.ack = 1;
	fin = ack;
	fin.tcp.fin = 1;
	puts("ready");
	fflush(stdout);
	for (int step = 1; !has_ended(-1, &line); step++)
		switch (step) {
		case 1:
			send_segment(device, &syn);
			break;
		case 2:
			say(device, ack, 1, 0);
			break;
		case 3:
			if (shutdown(fd, SHUT_WR) < 0)
				die("shutdown");
			break;
		case 4:
			say(device, fin, 1, 0); /* and ours is not acknowledged */
			break;
		case 5:
			say(device, ack, 2, 1);
		}
	close(fd);
}

int main(int argc, char **argv)
{
	int device;

	if (argc < 3)
		return 2;
	device = open_device();
	if (strcmp(argv[1], "flood") == 0 && argc == 4)
		flood(device, (uint16_t)atoi(argv[2]), atoi(argv[3]));
	else if (strcmp(argv[1], "deaf") == 0)
		deaf(device, (uint16_t)atoi(argv[2]));
	else if (strcmp(argv[1], "both") == 0)
		both(device, (uint16_t)atoi(argv[2]));
	else
		return 2;
	return 0;
}
