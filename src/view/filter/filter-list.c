/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several values behind one operator: port = 22,80. */
#include "view/filter/filter-internal.h"

bool filter_make_list(
	struct filter_maker *maker, const struct filter_list *list, enum filter_sign sign)
{
	uint16_t before = 0;
	size_t count = 0;
	bool made;

	maker->lexer.list = true;
	do {
		made = (count != 1 || filter_check_depth(maker, 3)) && list->make(maker, list) &&
		       (!count || filter_add_join(maker, FILTER_OR, before, filter_last(maker)));
		if (made)
			before = filter_last(maker);
		count++;
	} while (made && filter_lex_comma(&maker->lexer));
	maker->lexer.list = false;
	return made && filter_finish_term(maker, sign == SIGN_NE);
}

static bool make_one_host(struct filter_maker *maker, const struct filter_list *list)
{
	return filter_make_host(maker, list->sides, list->address_only, SIGN_EQ);
}

bool filter_make_hosts(
	struct filter_maker *maker, unsigned sides, bool address_only, enum filter_sign sign)
{
	struct filter_list list = {make_one_host, sides, address_only, NULL};

	return filter_make_list(maker, &list, sign);
}

static bool make_one_port(struct filter_maker *maker, const struct filter_list *list)
{
	return filter_make_port(maker, list->sides, SIGN_EQ);
}

bool filter_make_ports(struct filter_maker *maker, unsigned sides, enum filter_sign sign)
{
	struct filter_list list = {make_one_port, sides, false, NULL};

	return filter_sign_lists(sign) ? filter_make_list(maker, &list, sign)
				       : filter_make_port(maker, sides, sign);
}
