/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "app/system/resolve.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <net/if.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/system/environment.h"
#include "app/system/patience.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "sock/machine/cgroup.h"
#include "sock/machine/sysctls.h"
#include "sock/place/place.h"

/* Names come from files, a directory service or a name server, and these may be slow or dead. */
#define WAIT_US INT64_C(2000000)
#define TYPING_US INT64_C(200000)

/* What is asked, and the answer. */
struct question {
	char name[FILTER_LENGTH_MAX + 1];
	enum conn_proto proto;
	bool found;
	uint32_t number; /* a port or uid */
	struct addrinfo *hosts;
};

static struct question *new_question(const char *name)
{
	struct question *question = alloc_zero(1, sizeof(*question));

	snprintf(question->name, sizeof(question->name), "%s", name);
	return question;
}

static void free_question(void *job)
{
	struct question *question = job;

	if (question->hosts)
		freeaddrinfo(question->hosts);
	free(question);
}

/* Asks, and waits for as long as there is time; NULL: too late. */
static struct question *wait_for(
	struct resolve_time *time, void (*ask)(void *job), struct question *question)
{
	if (patience_run(ask, free_question, question, &time->left_us))
		return question;
	time->late = true;
	return NULL;
}

/* The answer is a number. */
static bool wait_for_number(struct resolve_time *time, void (*ask)(void *job),
	struct question *question, uint32_t *ret_number)
{
	bool found;

	question = wait_for(time, ask, question);
	if (!question)
		return false;
	found = question->found;
	if (found)
		*ret_number = question->number;
	free_question(question);
	return found;
}

static void ask_service(void *job)
{
	struct question *question = job;
	struct servent entry, *found = NULL;
	char text[4096];

	if (getservbyname_r(question->name, conn_proto_name(question->proto), &entry, text,
		    sizeof(text), &found) == 0 &&
		found)
		question->number = ntohs((uint16_t)found->s_port);
	question->found = found != NULL;
}

static bool find_service(void *context, enum conn_proto proto, const char *name, uint16_t *ret_port)
{
	struct question *question = new_question(name);
	uint32_t port;

	question->proto = proto;
	if (!wait_for_number(context, ask_service, question, &port))
		return false;
	*ret_port = (uint16_t)port;
	return true;
}

static void ask_user(void *job)
{
	struct question *question = job;
	struct passwd entry, *found = NULL;
	char text[4096];

	if (getpwnam_r(question->name, &entry, text, sizeof(text), &found) == 0 && found)
		question->number = found->pw_uid;
	question->found = found != NULL;
}

static bool find_user(void *context, const char *name, uint32_t *ret_uid)
{
	return wait_for_number(context, ask_user, new_question(name), ret_uid);
}

static bool find_interface(void *context, const char *name, uint32_t *ret_index)
{
	(void)context;
	*ret_index = if_nametoindex(name);
	return *ret_index != 0;
}

static bool find_cgroup(void *context, const char *path, uint64_t *ret_id)
{
	(void)context;
	return cgroup_find_id(PLACE_ROOT, path, ret_id);
}

static void ask_hosts(void *job)
{
	static const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct question *question = job;

	if (getaddrinfo(question->name, NULL, &hints, &question->hosts) != 0)
		question->hosts = NULL;
}

static size_t find_host(
	void *context, const char *name, struct filter_address *ret_addresses, size_t most)
{
	struct question *question = wait_for(context, ask_hosts, new_question(name));
	const struct addrinfo *at;
	size_t count = 0;

	if (!question)
		return 0;
	for (at = question->hosts; at && count < most; at = at->ai_next) {
		struct filter_address *address = &ret_addresses[count];

		memset(address, 0, sizeof(*address));
		if (at->ai_family == AF_INET) {
			const struct sockaddr_in *v4 = (const struct sockaddr_in *)at->ai_addr;

			memcpy(address->bytes, &v4->sin_addr, 4);
			address->family = CONN_IPV4;
			count++;
		} else if (at->ai_family == AF_INET6) {
			const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)at->ai_addr;

			memcpy(address->bytes, &v6->sin6_addr, 16);
			address->family = CONN_IPV6;
			count++;
		}
	}
	free_question(question);
	return count;
}

struct filter_names resolve_names(bool wait, struct resolve_time *time)
{
	/* With raised rights, the program asks nothing over the network. */
	bool raised = environment_is_raised();
	struct filter_names names = {
		.context = time,
		.service = find_service,
		.interface = find_interface,
		.cgroup = find_cgroup,
		.user = wait ? find_user : NULL,
		.host = wait && !raised ? find_host : NULL,
	};

	*time = (struct resolve_time){.left_us = wait ? WAIT_US : TYPING_US};
	/* of `autobound` */
	sysctls_read_port_range(PLACE_ROOT, &names.ephemeral_first, &names.ephemeral_last);
	return names;
}

/* Of a long filter, so many bytes are shown before and behind the place of an error. */
#define EXCERPT_BEFORE 40
#define EXCERPT_BEHIND 30
#define EXCERPT_ALL 76 /* a filter up to this length is shown whole */

#define WRONG_PART_MAX 40

/* The byte at or before `at` that begins a character. */
static size_t begin_of_character(const char *text, size_t at)
{
	while (at && ((unsigned char)text[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* Appends a part of the text, made safe, and returns its width in cells. */
static size_t add_part(struct buffer *out, const char *text, size_t start, size_t end)
{
	struct buffer part = {0};
	size_t cells;

	buffer_add(&part, text + start, end - start);
	text_add_shown(out, buffer_get(&part), TEXT_UTF8);
	cells = text_width(buffer_get(&part), TEXT_UTF8);
	buffer_done(&part);
	return cells;
}

/* Appends a line with the text around the error, and one with a caret below its first byte. */
static void add_excerpt(struct buffer *out, const char *text, size_t offset)
{
	size_t length = strlen(text), start = 0, end = length, cells;
	const char *before = "", *behind = "";

	if (length > EXCERPT_ALL && offset > EXCERPT_BEFORE) {
		start = begin_of_character(text, offset - EXCERPT_BEFORE);
		before = "...";
	}
	if (length > EXCERPT_ALL && length - offset > EXCERPT_BEHIND) {
		end = begin_of_character(text, offset + EXCERPT_BEHIND);
		behind = "...";
	}
	buffer_printf(out, "\n  %s", before);
	cells = strlen(before) + add_part(out, text, start, offset);
	add_part(out, text, offset, end);
	buffer_printf(out, "%s\n  ", behind);
	buffer_repeat(out, ' ', cells);
	buffer_char(out, '^');
}

static bool has_letter(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (isalnum((unsigned char)text[i]) || (unsigned char)text[i] >= 0x80)
			return true;
	return false;
}

/* Appends the wrong part of the text, if it is a word and no sign. */
static void add_wrong_part(struct buffer *out, const char *text, const struct filter_error *error)
{
	size_t end = error->offset + error->length;
	bool cut = error->length > WRONG_PART_MAX;

	if (!has_letter(text + error->offset, error->length))
		return;
	if (cut)
		end = begin_of_character(text, error->offset + WRONG_PART_MAX);
	buffer_text(out, ": '");
	add_part(out, text, error->offset, end);
	buffer_text(out, cut ? "...'" : "'");
}

void resolve_add_error(
	struct buffer *out, const char *text, const struct filter_error *error, bool caret)
{
	buffer_text(out, _(error->message));
	add_wrong_part(out, text, error);
	if (error->nearest)
		buffer_printf(out, _("; is '%s' meant?"), error->nearest);
	else if (error->expected)
		buffer_printf(out, _("; expected: %s"), _(error->expected));
	if (!caret)
		return;
	buffer_printf(out, _(" (offset %zu)"), error->offset);
	add_excerpt(out, text, error->offset);
}
