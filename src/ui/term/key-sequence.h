/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The meaning of escape sequences, in the spellings of all terminals in use: xterm, rxvt, PuTTY,
 * the Linux console, the VT220 and terminals that follow one of them. key-decoder.h finds where a
 * sequence begins and ends.
 */
#ifndef SOCKVIEW_UI_TERM_KEY_SEQUENCE_H
#define SOCKVIEW_UI_TERM_KEY_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/term/keys.h"

/*
 * Reads the `length` (at least 1) bytes after ESC [ (CSI) or ESC O (SS3), including the last one,
 * as a key or a click. False for anything else: answers and reports of the terminal, keys with
 * modifiers that the program has no name for, unknown sequences.
 */
bool key_sequence_read_csi(const char *body, size_t length, struct key_event *ret_event);
bool key_sequence_read_ss3(const char *body, size_t length, struct key_event *ret_event);

#endif
