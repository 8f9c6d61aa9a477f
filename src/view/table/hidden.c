/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view/table/hidden.h"

#include "base/i18n.h"

static const char *const family_titles[CONN_FAMILIES] = {"IPv4", "IPv6"};

static void add_words(struct buffer *out, const char *format, const char *name)
	__attribute__((format(printf, 2, 0)));

static void add_words(struct buffer *out, const char *format, const char *name)
{
	if (out->length)
		buffer_char(out, ' ');
	buffer_char(out, '[');
	buffer_printf(out, format, name);
	buffer_char(out, ']');
}

static void add_kinds(struct parts parts, struct buffer *out)
{
	for (size_t i = 0; i < kind_count; i++)
		if (!parts_meet(parts, parts_of_kind((unsigned)i)))
			add_words(out, _("no %s"), kind_table[i]->title);
}

static void add_families(struct parts parts, struct buffer *out)
{
	int shown = 0, last = 0;

	for (int family = 0; family < CONN_FAMILIES; family++)
		if (parts_meet(parts, parts_of_family((unsigned)family))) {
			last = family;
			shown++;
		}
	if (shown == 1)
		add_words(out, _("%s only"), family_titles[last]);
}

void hidden_add_text(const struct table_pick *pick, struct buffer *out)
{
	add_kinds(pick->parts, out);
	add_families(pick->parts, out);
	if (pick->listening)
		add_words(out, "%s", _("listeners"));
}
