/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What escape sequences mean, as all terminals spell their keys that are in use: xterm, rxvt,
 * PuTTY, the Linux console, the VT220 and those that follow one of them. Where a sequence begins
 * and ends, key-decoder.h knows.
 */
#ifndef SOCKVIEW_UI_TERM_KEY_SEQUENCE_H
#define SOCKVIEW_UI_TERM_KEY_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/term/keys.h"

/*
 * Takes the `length` (at least 1) bytes behind ESC [ (CSI) or ESC O (SS3), the last one included,
 * for a key or a click. False for all that is neither: answers and reports of the terminal, keys
 * with modifiers for which the program has no name, whatever is not known.
 */
bool key_sequence_read_csi(const char *body, size_t length, struct key_event *ret_event);
bool key_sequence_read_ss3(const char *body, size_t length, struct key_event *ret_event);

#endif
