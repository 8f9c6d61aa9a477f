/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/filter/filter-internal.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "base/nearest.h"

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* The value of a digit in any base up to 16; 16 if it is not a digit. */
static unsigned digit_value(char byte)
{
	if (is_digit(byte))
		return (unsigned)(byte - '0');
	byte = ascii_lower(byte);
	return byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a') + 10 : 16;
}

bool filter_read_number(const char *text, uint64_t most, uint64_t *ret_number)
{
	uint64_t number = 0;
	unsigned base = 10;

	if (text[0] == '0' && ascii_lower(text[1]) == 'x') {
		base = 16;
		text += 2;
	} else if (text[0] == '0' && text[1]) {
		base = 8;
	}
	if (!*text)
		return false;
	for (; *text; text++) {
		unsigned digit = digit_value(*text);

		if (digit >= base || number > (most - digit) / base)
			return false;
		number = number * base + digit;
	}
	if (number > most)
		return false;
	*ret_number = number;
	return true;
}

/* -------- quantities -------- */

struct unit {
	const char *name;
	uint64_t size;
};

static const struct unit byte_units[] = {
	{"k", UINT64_C(1) << 10},
	{"m", UINT64_C(1) << 20},
	{"g", UINT64_C(1) << 30},
	{"t", UINT64_C(1) << 40},
	{"p", UINT64_C(1) << 50},
};

/* In microseconds; a unit comes before the units that are its beginnings. */
static const struct unit time_units[] = {
	{"usec", 1},
	{"us", 1},
	{"\302\265s", 1}, /* the micro sign, and the Greek letter that looks like it */
	{"\316\274s", 1},
	{"msec", 1000},
	{"ms", 1000},
	{"sec", 1000000},
	{"s", 1000000},
	{"min", UINT64_C(60) * 1000000},
	{"m", UINT64_C(60) * 1000000},
	{"h", UINT64_C(3600) * 1000000},
	{"d", UINT64_C(86400) * 1000000},
};

/* Reads the unit at *at and moves *at after it; NULL if there is none. */
static const struct unit *take_unit(const char **at, const struct unit *units, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = 0;

		while (units[i].name[length] && ascii_lower((*at)[length]) == units[i].name[length])
			length++;
		if (!units[i].name[length]) {
			*at += length;
			return &units[i];
		}
	}
	return NULL;
}

/* Reads a decimal number with at most three digits after the point; these in thousandths. */
static bool take_decimal(const char **at, uint64_t *ret_whole, unsigned *ret_thousandths)
{
	uint64_t whole = 0;
	unsigned thousandths = 0;

	if (!is_digit(**at))
		return false;
	for (; is_digit(**at); ++*at) {
		if (whole > (UINT64_MAX - 9) / 10)
			return false;
		whole = whole * 10 + (uint64_t)(**at - '0');
	}
	if (**at == '.') {
		unsigned scale = 100;

		++*at;
		if (!is_digit(**at))
			return false;
		for (; is_digit(**at); ++*at) {
			if (!scale)
				return false;
			thousandths += (unsigned)(**at - '0') * scale;
			scale /= 10;
		}
	}
	*ret_whole = whole;
	*ret_thousandths = thousandths;
	return true;
}

/* (`whole` + `thousandths` / 1000) * `size`; false if the product is too large. */
static bool multiply(uint64_t whole, unsigned thousandths, uint64_t size, uint64_t *ret_product)
{
	uint64_t product, part = (thousandths * size + 500) / 1000;

	return !__builtin_mul_overflow(whole, size, &product) &&
	       !__builtin_add_overflow(product, part, ret_product);
}

/* "KiB", "MB/s": what may follow the unit's letter. */
static const char *skip_byte_word(const char *at)
{
	if (ascii_lower(at[0]) == 'i' && ascii_lower(at[1]) == 'b')
		at++;
	if (ascii_lower(*at) == 'b')
		at++;
	if (at[0] == '/' && ascii_lower(at[1]) == 's')
		at += 2;
	return at;
}

static bool read_bytes(const char *at, uint64_t *ret_bytes)
{
	const struct unit *unit;
	unsigned thousandths;
	uint64_t whole;

	if (!take_decimal(&at, &whole, &thousandths))
		return false;
	unit = take_unit(&at, byte_units, sizeof(byte_units) / sizeof(byte_units[0]));
	if (*skip_byte_word(at) || (!unit && thousandths))
		return false;
	return multiply(whole, thousandths, unit ? unit->size : 1, ret_bytes);
}

static bool read_time(const char *at, uint64_t *ret_us)
{
	uint64_t sum = 0;

	if (strcmp(at, "0") == 0) {
		*ret_us = 0;
		return true;
	}
	do {
		const struct unit *unit;
		unsigned thousandths;
		uint64_t whole, part;

		if (!take_decimal(&at, &whole, &thousandths))
			return false;
		unit = take_unit(&at, time_units, sizeof(time_units) / sizeof(time_units[0]));
		if (!unit || !multiply(whole, thousandths, unit->size, &part) ||
			__builtin_add_overflow(sum, part, &sum))
			return false;
	} while (*at);
	*ret_us = sum;
	return true;
}

bool filter_read_quantity(
	struct filter_maker *maker, const struct filter_token *token, bool time, uint64_t *ret)
{
	if (time && !read_time(token->text, ret))
		return filter_fail_token(&maker->lexer, token, N_("this is no length of time"),
			N_("a number with its unit (us, ms, s, m, h, d), such as 100ms or 1h30m"));
	if (!time && !read_bytes(token->text, ret))
		return filter_fail_token(&maker->lexer, token, N_("this is no number"),
			N_("a whole number, or one with k, M, G or T behind it, such as 64k"));
	return true;
}

/* -------- states -------- */

#define ALL ((1U << CONN_STATES) - 1)
#define UNCONNECTED (1U << CONN_CLOSED | 1U << CONN_LISTEN | 1U << CONN_BOUND)
#define BUCKET (1U << CONN_SYN_RECV | 1U << CONN_NEW_SYN_RECV | 1U << CONN_TIME_WAIT)

static const struct {
	const char *name;
	uint32_t states;
} state_groups[] = {
	{"all", ALL},
	{"connected", ALL & ~UNCONNECTED},
	{"synchronized", ALL & ~(UNCONNECTED | 1U << CONN_SYN_SENT)},
	{"bucket", BUCKET},
	{"big", ALL & ~BUCKET},
};

uint32_t filter_states_of(const char *name)
{
	enum conn_state state = conn_state_from_name(name);

	for (size_t i = 0; i < sizeof(state_groups) / sizeof(state_groups[0]); i++)
		if (ascii_same_word(name, state_groups[i].name))
			return state_groups[i].states;
	if (state == CONN_STATES)
		return 0;
	/* the kernel has two kinds of SYN_RECV */
	return 1U << state | (state == CONN_SYN_RECV ? 1U << CONN_NEW_SYN_RECV : 0);
}

const char *filter_state_word(size_t index)
{
	const size_t groups = sizeof(state_groups) / sizeof(state_groups[0]);

	if (index >= CONN_NEW_SYN_RECV) /* the kernel's second kind of SYN_RECV has no name */
		index++;
	if (index < CONN_STATES)
		return kind_common_state_name((enum conn_state)index);
	return index < CONN_STATES + groups ? state_groups[index - CONN_STATES].name : NULL;
}

static const char *nearest_state(const char *name)
{
	struct nearest nearest;
	const char *word;

	nearest_begin(&nearest, name);
	for (size_t i = 0; (word = filter_state_word(i)); i++)
		nearest_compare(&nearest, word);
	return nearest.found;
}

/* `at` is the place of the name within the text of its token. */
static bool refuse_state(
	struct filter_maker *maker, const struct filter_token *token, size_t at, const char *name)
{
	bool marked = token->kind != TOKEN_WORD; /* by a quotation mark */
	size_t offset = token->offset + (marked ? 0 : at);

	filter_fail(&maker->lexer, offset, marked ? token->length : strlen(name),
		N_("there is no such state"),
		N_("a state such as established, time-wait or listen; or all, connected, "
		   "synchronized, bucket, big"));
	filter_suggest(&maker->lexer, nearest_state(name));
	return false;
}

bool filter_read_states(
	struct filter_maker *maker, const struct filter_token *token, uint32_t *ret_states)
{
	const char *at = token->text;
	uint32_t states = 0;

	for (;;) {
		size_t length = strcspn(at, ",");
		char name[32];
		uint32_t named;

		snprintf(name, sizeof(name), "%.*s", length < sizeof(name) ? (int)length : 31, at);
		named = length < sizeof(name) ? filter_states_of(name) : 0;
		if (!named)
			return refuse_state(maker, token, (size_t)(at - token->text), name);
		states |= named;
		if (!at[length])
			break;
		at += length + 1;
	}
	*ret_states = states;
	return true;
}

/* -------- ports -------- */

static bool ask_service(struct filter_maker *maker, const struct filter_token *token,
	const char *name, uint16_t *ret_port)
{
	const struct filter_names *names = maker->names;
	bool found = false;

	for (size_t proto = 0; proto < kind_count; proto++) {
		uint16_t port;

		if (!names->service ||
			!names->service(names->context, (enum conn_proto)proto, name, &port))
			continue;
		if (found && *ret_port != port)
			return filter_fail_token(&maker->lexer, token,
				N_("the service has different ports for TCP and UDP"),
				N_("the number of the port"));
		*ret_port = port;
		found = true;
	}
	if (!found)
		return filter_fail_token(&maker->lexer, token,
			N_("there is no such port or service"),
			N_("a number from 0 to 65535, or the name of a service, such as :443 or "
			   ":https"));
	return true;
}

bool filter_read_port(struct filter_maker *maker, const struct filter_token *token,
	const char *text, bool *ret_any, uint16_t *ret_port)
{
	uint64_t number;

	if (*text == ':')
		text++;
	*ret_any = !*text || strcmp(text, "*") == 0;
	if (*ret_any)
		return true;
	if (filter_read_number(text, UINT16_MAX, &number)) {
		*ret_port = (uint16_t)number;
		return true;
	}
	return ask_service(maker, token, text, ret_port);
}

/* -------- addresses -------- */

/*
 * 10.0.0.5; or only its first parts, as in ss: 193.233.7. A leading zero is refused: some programs
 * read such a number as octal, others as decimal.
 */
static bool read_ipv4(const char *text, uint8_t ret_bytes[16])
{
	memset(ret_bytes, 0, 16);
	for (int i = 0; i < 4; i++) {
		unsigned part = 0, digits = 0;

		if (text[0] == '0' && is_digit(text[1]))
			return false;
		for (; is_digit(*text) && digits < 4; text++, digits++)
			part = part * 10 + (unsigned)(*text - '0');
		if (!digits || part > 255)
			return false;
		ret_bytes[i] = (uint8_t)part;
		if (!*text)
			return true;
		if (*text++ != '.')
			return false;
	}
	return false;
}

/* /24, or /255.255.255.0. */
static bool read_prefix_length(const char *text, struct filter_host *host)
{
	uint64_t number;
	uint8_t mask[16];
	uint32_t bits;

	if (filter_read_number(text, host->family == CONN_IPV4 ? 32 : 128, &number)) {
		host->prefix = (uint8_t)number;
		return true;
	}
	if (host->family != CONN_IPV4 || !strchr(text, '.') || !read_ipv4(text, mask))
		return false;
	bits = (uint32_t)mask[0] << 24 | (uint32_t)mask[1] << 16 | (uint32_t)mask[2] << 8 | mask[3];
	if (~bits & (~bits + 1)) /* the set bits must come first */
		return false;
	host->prefix = (uint8_t)__builtin_popcount(bits);
	return true;
}

static void clear_behind_prefix(struct filter_host *host)
{
	for (unsigned bit = host->prefix; bit < 128; bit++)
		host->bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
}

bool filter_read_prefix(const char *text, size_t length, struct filter_host *host)
{
	char copy[64], *slash;

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	slash = strchr(copy, '/');
	if (slash)
		*slash = '\0';
	if (strchr(copy, ':')) {
		if (inet_pton(AF_INET6, copy, host->bytes) != 1)
			return false;
		host->family = CONN_IPV6;
		host->prefix = 128;
	} else {
		if (!read_ipv4(copy, host->bytes))
			return false;
		host->family = CONN_IPV4;
		host->prefix = 32;
	}
	if (slash && !read_prefix_length(slash + 1, host))
		return false;
	clear_behind_prefix(host);
	return true;
}
