#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# --wait-for: ends when a socket matches, with --gone when none does any more, or when the time is
# over.
set -u
. "${srcdir:-.}/tests/support/live.sh"

start_hands
hands listen l 127.0.0.1 7001

# waits OPTION...: begins to wait; its status goes to $work/status
waits() {
	rm -f "$work/status"
	{
		"$sockview" --wait-for "$@" >"$work/out" 2>"$work/err"
		echo $? >"$work/status.new"
		mv "$work/status.new" "$work/status"
	} 3>&- 4<&- </dev/null &
	jobs_to_end="$jobs_to_end $!"
}
ended() { [ -f "$work/status" ]; }
status_is() { # STATUS WHAT
	until_true ended
	[ "$(cat "$work/status")" = "$1" ] || fail "$2: status $(cat "$work/status"): $(cat "$work/err")"
}
silent() {
	if [ -s "$work/out" ] || [ -s "$work/err" ]; then
		fail "$1: it prints $(cat "$work/out" "$work/err")"
	fi
}

# ---- what is there already
waits -tl 'sport = :7001'
status_is 0 'a listener that is there'
silent 'a listener that is there'
waits -t --gone 'dport = :7001'
status_is 0 'no connection'
silent 'no connection'

# ---- what comes, and goes
waits -t 'state established and dport = :7001'
sleep 0.5
ended && fail 'a connection before there is one'
hands connect c 127.0.0.1 7001
hands accept s l
status_is 0 'a connection'
silent 'a connection'
waits -t --gone -d 0.1 'state established and port = 7001'
sleep 0.5
ended && fail 'gone before it has'
hands reset c
hands close s
status_is 0 'a connection that goes'
waits -t 'process = hands and state listen and sport = :7002'
sleep 0.3
hands listen l2 127.0.0.1 7002
status_is 0 'a listener, by its process'
silent 'a listener, by its process'

# ---- the time
waits --timeout=0.3 'sport = :9'
status_is 3 'what does not come'
grep -qx 'sockview: no socket has matched in 0.3 s' "$work/err" || fail "the message: $(cat "$work/err")"
waits --timeout=0.3s --gone 'sport = :7001'
status_is 3 'what does not go'
grep -qx 'sockview: sockets still match after 0.3 s' "$work/err" || fail "the message: $(cat "$work/err")"
[ ! -s "$work/out" ] || fail 'standard output'

# ---- owners that may not be read have not gone
run "$support/kin" powerless "$sockview" --once --count-only 'process = nothing'
if grep -q 'owners hidden' "$work/err"; then
	run "$support/kin" powerless "$sockview" --wait-for --gone --timeout=0.3 'process = nothing'
	[ "$status" = 3 ] || fail "owners are hidden: status $status: $(cat "$work/err")"
	grep -q 'owners hidden' "$work/err" || fail "owners are hidden, not said: $(cat "$work/err")"
fi

# ---- wrong use, in a line
refused() { # MESSAGE OPTION...
	message=$1
	shift
	run "$sockview" "$@"
	[ "$status" = 2 ] || fail "$*: status $status"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$*: $(cat "$work/err")"
	grep -q -- "$message" "$work/err" || fail "$*: $(cat "$work/err")"
}
refused '--wait-for needs a FILTER' --wait-for
refused '--wait-for needs a FILTER' --wait-for ''
refused '--gone goes with --wait-for' --gone 'sport = :1'
refused '--timeout goes with --wait-for' --once --timeout=1
refused '--wait-for does not go with --once' --once --wait-for 'sport = :1'
refused 'invalid time' --wait-for --timeout=soon 'sport = :1'
refused 'goes with --once or --batch' --wait-for --json 'sport = :1'
exit 0
