#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Keys of many terminals, sequences that are none, and pasted text, in a real terminal.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
hands listen listener 127.0.0.1 7001
hands listen other ::1 7002
hands connect one 127.0.0.1 7001
port_one=$answer
hands accept server_one listener
open_terminal 110 24
# what is sent in pieces shall come in pieces
tmux_do set -g escape-time 0

escape=$(printf '\033')

# send TEXT: its bytes, as they are
send() {
	tmux_do send-keys -t s -l "$1"
}

# is ANSWER NAME: how a socket looks to its program
is() {
	hands look "$2"
	[ "$answer" = "$1" ]
}

table_is_whole() {
	shows "127.0.0.1:7001" && shows "[::1]:7002" && shows "127.0.0.1:$port_one" && hides "┌"
}


# does_nothing TEXT...: none of them does, alone or cut after its first byte or in its middle
does_nothing() {
	for text in "$@"; do
		rest=${text#?}
		send "$text"
		send "$escape"
		sleep 0.1
		send "$rest"
		send "${escape}[1"
		sleep 0.1
		send ";5D"
	done
	send d
	until_true shows "Seconds:"
	keys Escape
	until_true hides "Seconds:"
	table_is_whole || fail "one of these did something: $*"
}

# opens TEXT KEY...: each of these is that key
opens() {
	what=$1
	shift
	for key in "$@"; do
		send "$key"
		until_true shows "$what"
		keys Escape
		until_true hides "$what"
	done
}

for term in xterm xterm-256color screen tmux linux vt220 rxvt vt100; do
	infocmp "$term" >/dev/null 2>&1 || continue
	start_program "TERM=$term" --no-config
	until_true table_is_whole
	opens "Marks and colors" "${escape}[11~" "${escape}[[A" "${escape}OP"
	opens "Filter:" "${escape}[14~" "${escape}[[D" "${escape}OS"
	opens "Sort by" "${escape}[17~"
	case $term in
	xterm | vt220 | linux) ;;
	*)
		keys q
		has_ended 0
		continue
		;;
	esac
	does_nothing "${escape}[1;5D" "${escape}[I" "${escape}[O" "${escape}[12;40R" "${escape}[?64;4;6c" \
		"${escape}Oa" "${escape}[44~" "${escape}[4\$" "${escape}[T"
	send "d"
	until_true shows "Seconds:"
	send "${escape}Or${escape}On${escape}Ou"
	until_true shows "2.5"
	keys Escape
	until_true hides "Seconds:"
	keys q
	has_ended 0
done

# ---- pasted text
start_program --no-config
until_true table_is_whole
tmux_do set-buffer 'risky business sky 46TDL'
tmux_do paste-buffer -p -t s
until_true shows "pasted text counts only where a line is typed"
table_is_whole || fail "a paste did something"
send "${escape}[14~"
until_true shows "Filter:"
tmux_do set-buffer "sport = 7001
"
tmux_do paste-buffer -p -r -t s
until_true shows "Filter: sport = 7001"
keys Escape
until_true hides "Filter:"

# a terminal that does not mark it
keys End
tmux_do set-buffer 'zky'
tmux_do paste-buffer -t s
until_true shows "too soon after the question"
for name in one server_one; do
	is open "$name" || fail "$name is $answer after a paste"
done
keys Escape
until_true hides "Close this"

# ---- who has the terminal next is not told of pastes
keys C-z
until_true shows "$prompt"
type_line "printf 'mode:%s\n' shell"
until_true shows "mode:shell"
type_line fg
until_true table_is_whole
tmux_do set-buffer 'zky'
tmux_do paste-buffer -p -t s
until_true shows "pasted text counts only where a line is typed"
keys q
terminal_is_restored
