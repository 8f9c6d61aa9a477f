/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets of parts. A part is one table of the kernel that is listed separately: the sockets of one
 * kind and one family. The parts that are asked for, that were read, and that are shown are such
 * sets.
 *
 * No other file depends on how a set is stored, because there will be more kinds, and sockets of
 * other places.
 */
#ifndef SOCKVIEW_SOCK_CONN_PARTS_H
#define SOCKVIEW_SOCK_CONN_PARTS_H

#include "sock/conn/conn.h"

struct parts {
	uint32_t bits; /* one bit per part, the families of a kind next to each other */
};

struct part {
	enum conn_proto proto;
	enum conn_family family;
};

_Static_assert(CONN_PROTOS *CONN_FAMILIES < 32, "a bit for each part");

/* -------- making sets -------- */

static inline struct parts parts_none(void)
{
	return (struct parts){0};
}

static inline struct parts parts_all(void)
{
	return (struct parts){(1U << CONN_PROTOS * CONN_FAMILIES) - 1};
}

static inline struct parts parts_one(unsigned proto, unsigned family)
{
	return (struct parts){1U << (proto * CONN_FAMILIES + family)};
}

/* The part in which the kernel lists this socket. */
static inline struct parts parts_of_conn(const struct conn *conn)
{
	return parts_one(conn->proto, conn->family);
}

/* -------- changing a set -------- */

static inline void parts_add(struct parts *parts, struct parts others)
{
	parts->bits |= others.bits;
}

static inline void parts_remove(struct parts *parts, struct parts others)
{
	parts->bits &= ~others.bits;
}

static inline void parts_keep(struct parts *parts, struct parts others)
{
	parts->bits &= others.bits;
}

/* Removes one part from the set, in the order of the kinds' numbers. False if the set is empty. */
static inline bool parts_take(struct parts *parts, struct part *ret_part)
{
	unsigned number;

	if (!parts->bits)
		return false;
	number = (unsigned)__builtin_ctz(parts->bits);
	parts->bits &= parts->bits - 1;
	ret_part->proto = (enum conn_proto)(number / CONN_FAMILIES);
	ret_part->family = (enum conn_family)(number % CONN_FAMILIES);
	return true;
}

/* -------- both families of a kind, all kinds of a family -------- */

static inline struct parts parts_of_kind(unsigned proto)
{
	struct parts parts = parts_none();

	for (unsigned family = 0; family < CONN_FAMILIES; family++)
		parts_add(&parts, parts_one(proto, family));
	return parts;
}

static inline struct parts parts_of_family(unsigned family)
{
	struct parts parts = parts_none();

	for (unsigned proto = 0; proto < CONN_PROTOS; proto++)
		parts_add(&parts, parts_one(proto, family));
	return parts;
}

/* -------- questions -------- */

static inline bool parts_are_none(struct parts parts)
{
	return !parts.bits;
}

/* True if `parts` contains every part of `others`. */
static inline bool parts_have(struct parts parts, struct parts others)
{
	return !(others.bits & ~parts.bits);
}

static inline bool parts_are_same(struct parts left, struct parts right)
{
	return left.bits == right.bits;
}

/* True if the two sets have a part in common. */
static inline bool parts_meet(struct parts parts, struct parts others)
{
	return parts.bits & others.bits;
}

static inline bool parts_are_all(struct parts parts)
{
	return parts_have(parts, parts_all());
}

static inline bool parts_have_conn(struct parts parts, const struct conn *conn)
{
	return parts_meet(parts, parts_of_conn(conn));
}

#endif
