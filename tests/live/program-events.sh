#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Connections that no refresh sees are in the history all the same, with the bytes that they moved
# and with the process that listened; and --events tells of all that happens, as it happens.
set -u
. "${srcdir:-.}/tests/support/live.sh"

start_hands
hands listen l 127.0.0.1 7001
hands listen p 127.0.0.1 7009

wait_for() { # FILE PATTERN
	until_true grep -q "$2" "$1"
}

# True while a viewer listens to the groups of sockets that die.
is_heard() {
	awk '$2 == 4 && $4 !~ /^0*$/ { heard = 1 } END { exit !heard }' /proc/net/netlink
}

is_not_heard() {
	! is_heard
}

# The first refresh tells of nothing: probes until one is told of.
is_told() {
	grep -q "127.0.0.1:7009 .*" "$work/lines" && return
	hands connect probe 127.0.0.1 7009
	hands accept probed p
	sleep 0.1
	hands close probe
	hands close probed
	return 1
}

# short NUMBER HOW: a connection of some milliseconds, closed by FIN or reset
short() {
	hands connect "c$1" 127.0.0.1 7001
	hands accept "s$1" l
	hands write "c$1" 100
	hands write "s$1" 50
	hands read "s$1" 100
	hands read "c$1" 50
	hands "$2" "c$1"
	hands close "s$1"
}

# ---- events, a line each
"$sockview" --events -d 0.5 >"$work/lines" 2>"$work/err" &
viewer=$!
until_true is_told
hands connect c 127.0.0.1 7001
hands accept s l
wait_for "$work/lines" "opened .* 127.0.0.1:7001 .*ESTABLISHED"
hands close c
wait_for "$work/lines" "CLOSE_WAIT .* 127.0.0.1:7001 .* before=ESTABLISHED"
wait_for "$work/lines" "closed .* reason=fin by us"
hands close s
wait_for "$work/lines" "closed .* 127.0.0.1:7001 .* reason=fin by peer"
hands listen l2 127.0.0.1 7002
wait_for "$work/lines" "opened .* 127.0.0.1:7002 .*LISTEN"
hands close l2
wait_for "$work/lines" "closed .* 127.0.0.1:7002 "
kill "$viewer"
wait "$viewer" 2>/dev/null
[ "$(grep -c "closed .* 127.0.0.1:7001 .* reason=fin by" "$work/lines")" = 2 ] || fail "not two ends: $(cat "$work/lines")"
[ ! -s "$work/err" ] || fail "events complain: $(cat "$work/err")"

# ---- objects, a filter, a time
"$sockview" --events --json -d 0.3 --for=5 'sport = :7001' >"$work/objects" 2>"$work/err" &
viewer=$!
until_true is_heard
short a close
wait "$viewer" || fail "--events --for: status $?"
grep -q '"event":"closed","state_before":null,.*"bytes_sent":50,"bytes_received":100,"socket":{' "$work/objects" ||
	fail "no object of a short one: $(cat "$work/objects")"
grep -q '"port":7001},"remote"' "$work/objects" || fail "not of port 7001"
[ "$(grep -c '"event":"closed"' "$work/objects")" = 1 ] || fail "the filter: $(cat "$work/objects")"

# ---- a reader that has enough
"$sockview" --events -d 0.1 --for=20 2>"$work/err" | head -n 1 >"$work/out" &
reader=$!
until_true is_heard
number=0
goes_on() {
	number=$((number + 1))
	short "b$number" close
	sleep 0.1
	is_not_heard
}
until_true goes_on
wait "$reader"
[ ! -s "$work/err" ] || fail "a closed pipe: $(cat "$work/err")"

# ---- the history
"$sockview" --history --for=6 -d 1 --json >"$work/history" 2>"$work/err" &
viewer=$!
until_true is_heard
i=0
while [ "$i" -lt 40 ]; do
	short "h$i" close
	i=$((i + 1))
done
short r reset
wait "$viewer" || fail "--history: status $?"
tr '{' '\n' <"$work/history" | grep -c '^"time".*"event":"closed".*"bytes_sent":50,"bytes_received":100' >"$work/count"
[ "$(cat "$work/count")" = 41 ] || fail "servers in the history: $(cat "$work/count")"
tr '{' '\n' <"$work/history" | grep -c '^"time".*"bytes_sent":100,"bytes_received":50' >"$work/count"
[ "$(cat "$work/count")" -ge 40 ] || fail "clients in the history: $(cat "$work/count")"
grep -q '"reason":"fin by us"' "$work/history" || fail "nobody closed first"
grep -q '"process":"hands"' "$work/history" || fail "no listener is named"

for format in "" --csv "--group=process" "--count-only" "--sort=-received --top=3"; do
	# shellcheck disable=SC2086
	"$sockview" --history --for=0.5 $format >"$work/out" 2>"$work/err" || fail "--history $format"
	[ ! -s "$work/err" ] || fail "--history $format complains: $(cat "$work/err")"
done

# ---- what is wrong
for wrong in "--events --csv" "--events --once" "--for=3" "--events --for=abc" "--events --for=0" \
	"--history --for=3x" "--events -K sport = :1" "--history --events"; do
	# shellcheck disable=SC2086
	run "$sockview" $wrong
	[ "$status" = 2 ] || fail "$wrong: status $status"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$wrong: $(cat "$work/err")"
done
exit 0
