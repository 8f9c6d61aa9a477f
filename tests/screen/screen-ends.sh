#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Whatever ends the program in a real terminal, the terminal is as it was before, and the status says
# what it was.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

open_terminal
type_line "ulimit -c 0"
for signal in TERM:143 HUP:129 INT:130 QUIT:131 SEGV:139 ABRT:134; do
	start_program
	until_true shows "no sockets"
	kill -s "${signal%:*}" "$program"
	has_ended "${signal#*:}"
done
start_program
until_true shows "no sockets"
keys C-c
has_ended 0
for variable in TERM= TERM=dumb TERM=nonsense-42; do
	start_program "$variable"
	has_ended 1
	until_true shows "--once"
done
