#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The screen records what it refreshes, also what a filter hides, and says so; what it cannot
# record to is told before it opens.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"
need jq

recorded() {
	"$sockview" --no-config --replay="$work/record" --once --count-only "$1" 2>/dev/null
}

start_hands
hands listen first 127.0.0.1 7001
open_terminal 100 24
start_program -n --record="$work/record" state established
until_true shows '[recording]'
hands connect c 127.0.0.1 7001
hands accept s first
until_true shows 127.0.0.1:7001
records_it() {
	[ "$(recorded 'port = 7001 and state listen')" = 1 ] &&
		[ "$(recorded 'port = 7001 and state established')" = 2 ]
}
until_true records_it
"$sockview" --no-config --replay="$work/record" --once --json |
	jq -e '[.sockets[] | select(.state == "ESTABLISHED" and .tcp.cwnd > 0)] | length == 2' >/dev/null ||
	fail "the figures of TCP are missing"
keys F10
has_ended 0

size=$(stat -c %s "$work/record")
start_program -n --record="$work/record"
until_true shows 'File exists'
has_ended 1
[ "$(stat -c %s "$work/record")" = "$size" ] || fail "a recording was written over"
