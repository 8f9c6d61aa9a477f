/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the user has chosen by keys, kept from one start to the next in a file of its own
 * (user_file_choices()): lines "key = value". Only what a key has changed is written: what the
 * command line chooses for one start is not there at the next one.
 */
#ifndef SOCKVIEW_APP_CONFIG_CHOICES_H
#define SOCKVIEW_APP_CONFIG_CHOICES_H

#include "sock/conn/parts.h"

struct options;

enum choice {
	CHOICE_HIDDEN, /* the parts that are hidden: "udp/ipv4 udp/ipv6" */
	CHOICE_LISTENERS,
	CHOICE_NAMES,
	CHOICE_STRIP,
	CHOICE_NAMESPACES, /* sockets of other network namespaces are shown */
	CHOICE_VIEW,       /* the name of the view that is shown unchanged; "": none */
	/* Without a view: */
	CHOICE_SORT,
	CHOICE_GROUPS,
	CHOICE_GROUP,
	CHOICES
};

/* Each is NULL (nothing was chosen) or allocated. */
struct choices {
	char *values[CHOICES];
};

void choices_done(struct choices *choices);
void choices_set(struct choices *choices, enum choice choice, const char *value);

/* Reads the file. Nothing is chosen if it cannot be read, if the settings say "remember = no", or
 * with --no-config. */
void choices_load(const struct options *options, struct choices *ret_choices);

/*
 * Writes what differs between `start` and `now` into the file. If the view differs, the order and
 * the group are also written, since they may have come from the view. Does nothing if the file
 * cannot be written.
 */
void choices_save(
	const struct options *options, const struct choices *start, const struct choices *now);

/* Convert between a value of CHOICE_HIDDEN and the parts that it names; unknown names are left
 * out. */
struct parts choices_read_parts(const char *value);
void choices_set_parts(struct choices *choices, struct parts hidden);

#endif
