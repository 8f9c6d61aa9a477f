#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A connection that both ends open at the same time, and close at the same time: each of its states
# in JSON and in the diagram, and the ways between them in the diagram as seen, not as inferred.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

mkfifo "$work/tunnel.in"
"$support/tunnel" both 7001 <"$work/tunnel.in" >"$work/tunnel" &
tunnel=$!
jobs_to_end="$jobs_to_end $tunnel"
exec 5>"$work/tunnel.in"
until_true sh -c "grep -q ready '$work/tunnel' || ! kill -0 $tunnel 2>/dev/null"
grep -q ready "$work/tunnel" || {
	echo "no TUN devices here"
	exit 77
}

is_in() {
	"$sockview" --no-config --once --json -t 'dport = :7001' </dev/null 5>&- >"$work/json" &&
		grep -q "\"state\":\"$1\"" "$work/json"
}

# next STATE: the connection goes there
next() {
	echo >&5
	until_true is_in "$1"
}

# told WAY HOW: what the diagram says of a way from or to the chosen state
told() {
	until_true shows "$1"
	line=$(screen | grep -F "$1")
	case $line in
	*inferred*) fail "inferred: $line" ;;
	*"$2"*) ;;
	*) fail "not '$2': $line" ;;
	esac
}

open_terminal 132 60
until_true is_in SYN_SENT
start_program -t -d 0.2 "'dport = :7001'" 5>&-
until_true shows SYN_SENT
keys F7
until_true shows 'SYN_SENT 1 '
next SYN_RECV
told 'to   SYN_RECV' 'simultaneous open'
keys Up
until_true shows 'SYN_RECV 1 '
next ESTABLISHED
told 'to   ESTABLISHED' 'ACK received'
keys Right
until_true shows 'ESTABLISHED 1 '
next FIN_WAIT1
told 'to   FIN_WAIT1' close
keys Right Up
until_true shows 'FIN_WAIT1 1 '
next CLOSING
told 'to   CLOSING' 'FIN'
keys Down
until_true shows 'CLOSING 1 '
next TIME_WAIT
told 'to   TIME_WAIT' 'ACK of our FIN received'
keys q
until_true hides 'CLOSED'
keys q
has_ended 0
