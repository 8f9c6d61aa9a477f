#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The real program in a real terminal: keys, sizes, Ctrl-Z and back, quitting.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
hands listen first 127.0.0.1 7001
hands listen second 127.0.0.1 7002
open_terminal

start_program
until_true shows 127.0.0.1:7001
until_true shows 127.0.0.1:7002
tells alternate_on 1 || fail "not on the alternate screen"
shows "ESTABLISHED 0" || fail "no counts: $(screen)"
shows F10Quit || fail "no bar of keys"

# ---- keys
keys '?'
until_true shows "Marks and colors"
keys Escape
until_true hides "Marks and colors"
keys F1
until_true shows "Marks and colors"
keys q
until_true hides "Marks and colors"
keys p
until_true shows "[paused]"
keys p
until_true hides "[paused]"
keys I
until_true shows "descending"
keys F6
until_true shows "Sort by"
keys Escape
until_true hides "Sort by"
# the cursor rests on the selected row
cursor_row=$(tmux_do display-message -p -t s '#{cursor_y}')
keys Down
until_true tells cursor_y "$((cursor_row + 1))"
keys M-k
until_true tells cursor_y "$cursor_row"

# ---- what comes and goes
hands listen third 127.0.0.1 7003
until_true shows 127.0.0.1:7003
hands close third
gone_is_marked() { screen | grep -q '^-.*127\.0\.0\.1:7003'; }
until_true gone_is_marked
until_true hides 127.0.0.1:7003

# ---- sizes
for size in "20 5" "1 1" "200 60" "2 2" "80 3" "3 24" "40 10"; do
	# shellcheck disable=SC2086
	resize $size
	kill -0 "$program" || fail "gone at $size"
done
resize 200 60
until_true shows 127.0.0.1:7002
resize 80 24
until_true shows F10Quit
until_true shows 127.0.0.1:7001

# ---- Ctrl-Z, and back
keys C-z
until_true tells alternate_on 0
terminal_is_restored
# not by itself
type_line "fg"
until_true tells alternate_on 1
until_true shows 127.0.0.1:7002
keys '?'
until_true shows "Marks and colors"
keys Escape
until_true hides "Marks and colors"
# a stop that comes while it paints is not lost (the terminal may flush the key before Ctrl-Z)
keys r
keys C-z
terminal_is_restored
type_line "bg"
type_line "echo still \$((40 + 2))"
until_true shows "still 42"
tells alternate_on 0 || fail "in the background it takes the terminal"
rm -f "$work/status" # of the stop
type_line "fg; echo \$? >'$work/status'"
until_true tells alternate_on 1
# (SIGSTOP from outside is not tried here: the shell may see it, and take the terminal for itself)
until_true shows 127.0.0.1:7002
keys '?'
until_true shows "Marks and colors"
keys Escape
until_true hides "Marks and colors"

# ---- q
keys q
has_ended 0

# ---- stopped, then killed
start_program
until_true shows 127.0.0.1:7001
keys C-z
terminal_is_restored
type_line "kill %1"
# (the shell may be late to collect what has ended)
is_gone() { ! grep -q '^State:.[^Z]' "/proc/$program/status" 2>/dev/null; }
until_true is_gone
terminal_is_restored

# ---- other terminals
for term in linux vt100 xterm-256color screen tmux; do
	if ! infocmp "$term" >/dev/null 2>&1; then
		echo "$term is not known here"
		continue
	fi
	# the library for the mouse of TERM=linux loses a few bytes
	start_program "TERM=$term" ASAN_OPTIONS=detect_leaks=0
	until_true shows 127.0.0.1:7001
	until_true shows "every 1.0s"
	screen | grep -qE '^(  |[-+~* ] )\S* .*LISTEN .*127\.0\.0\.1:7002' || fail "$term: $(screen)"
	keys '?'
	until_true shows "Marks and colors"
	keys Escape
	until_true hides "Marks and colors"
	shows 127.0.0.1:7002 || fail "$term: $(screen)"
	keys q
	has_ended 0
done
