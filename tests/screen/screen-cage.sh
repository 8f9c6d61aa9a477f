#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# While the screen is open, each thread of it and each of its children has given up the system calls
# that it never makes; its pages, names, files and closes work all the same.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"
if ! "$support/last-look"; then
	echo "no cage in this build, or on this kernel"
	exit 77
fi

# all_are_shut_in: the program, its threads, and its children, by what /proc says
all_are_shut_in() {
	for status in "/proc/$program"/task/*/status $(children "$program"); do
		grep -q '^NoNewPrivs:[[:space:]]*1$' "$status" &&
			grep -q '^Seccomp:[[:space:]]*2$' "$status" || return 1
	done
}

children() {
	for stat in /proc/[0-9]*/stat; do
		parent=$(sed 's/.*) [A-Z] \([0-9]*\) .*/\1/' "$stat" 2>/dev/null)
		[ "$parent" != "$1" ] || echo "${stat%/stat}/status"
	done
}

start_hands
hands listen first 127.0.0.1 7001
hands connect c 127.0.0.1 7001
hands accept s first
mkdir -p "$work/home/.config/sockview"
open_terminal 120 30
start_program "XDG_CONFIG_HOME=$work/home/.config" -r
until_true shows localhost:7001
until_true all_are_shut_in

# ---- pages; a setting is written, a name looked up
for page in 's:CLIENTS' 'F7:ESTABLISHED' 'F8:ealth' 'H:Closed connections' 'F1:Marks and colors'; do
	keys "${page%%:*}"
	until_true shows "${page#*:}"
	keys Escape
	until_true shows F10Quit
done
keys F2
until_true shows "Columns"
keys Escape
until_true shows F10Quit
all_are_shut_in || fail "not shut in: $(grep -H Seccomp "/proc/$program"/task/*/status)"
keys F10
has_ended 0
