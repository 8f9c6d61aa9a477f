#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A connection's life, as the program tells it: listening on 6666, connected, closed by one side, by
# both.
set -u
. "${srcdir:-.}/tests/support/live.sh"

# states: the states of all sockets with port 6666 at either end, sorted, in one line
states() {
	"$sockview" --once --json >"$work/json" || fail "status $?"
	"$support/flatten" <"$work/json" >"$work/leaves" || fail "no JSON"
	awk -F '\t' '
	match($1, /sockets\.[0-9]+\./) {
		number = substr($1, 1, RSTART + RLENGTH - 1)
		key = substr($1, RSTART + RLENGTH)
		if (key == "state") state[number] = $2
		if ((key == "local.port" || key == "remote.port") && $2 == 6666) wanted[number] = 1
	}
	END { for (number in wanted) print state[number] }' "$work/leaves" | sort | tr '\n' ' '
}

# expect STATE...: the states, sooner or later; a FIN needs its time
expect() {
	wanted="$* "
	until_true sees "$wanted"
	echo "seen: $wanted"
	grep -q "0.complete	true" "$work/leaves" || fail "not complete: $(cat "$work/json")"
}

sees() {
	[ "$(states)" = "$1" ]
}

# leaf STATE KEY: the value of the socket in that state
leaf() {
	number=$(sed -n "s/^\(0\.sockets\.[0-9]*\.\)state	$1\$/\1/p" "$work/leaves" | head -n 1)
	sed -n "s/^$number$2	//p" "$work/leaves"
}

start_hands
[ -z "$(states)" ] || fail "6666 is in use in a new namespace"
hands listen listener 127.0.0.1 6666
expect LISTEN
cookie=$(leaf LISTEN cookie)
hands connect client 127.0.0.1 6666
port=$answer
expect ESTABLISHED ESTABLISHED LISTEN
[ "$(leaf LISTEN recv_q)" = 1 ] || fail "the accept queue is $(leaf LISTEN recv_q)"
hands accept server listener
hands write client 100
expect ESTABLISHED ESTABLISHED LISTEN
[ "$(leaf LISTEN recv_q)" = 0 ] || fail "the accept queue is $(leaf LISTEN recv_q)"
[ "$(leaf LISTEN cookie)" = "$cookie" ] || fail "the listener has another cookie"
grep -q "recv_q	100$" "$work/leaves" || fail "100 bytes are nowhere"
hands close client
expect CLOSE_WAIT FIN_WAIT2 LISTEN
[ "$(leaf FIN_WAIT2 uid)" = null ] || fail "FIN_WAIT2 has a uid: $(leaf FIN_WAIT2 uid)"
[ "$(leaf FIN_WAIT2 inode)" = null ] || fail "FIN_WAIT2 has an inode"
[ "$(leaf CLOSE_WAIT recv_q)" = 101 ] || fail "CLOSE_WAIT holds $(leaf CLOSE_WAIT recv_q)"
hands close server
# closed with 100 bytes unread: a reset, nothing stays
expect LISTEN

hands connect client 127.0.0.1 6666
hands accept server listener
hands shut client
expect CLOSE_WAIT FIN_WAIT2 LISTEN
[ "$(leaf FIN_WAIT2 uid)" = 0 ] || fail "FIN_WAIT2 with its process has no uid"
hands close server
hands close client
expect LISTEN TIME_WAIT
[ "$(leaf TIME_WAIT uid)" = null ] || fail "TIME_WAIT has a uid"
[ "$(leaf TIME_WAIT timer.name)" = timewait ] || fail "TIME_WAIT: $(leaf TIME_WAIT timer.name)"
hands close listener
expect TIME_WAIT

# half a connection: nobody answers
hands listen deaf ::1 6666
expect LISTEN TIME_WAIT
[ "$(leaf LISTEN local.addr)" = ::1 ] || fail "::1 is $(leaf LISTEN local.addr)"
[ -n "$port" ]
