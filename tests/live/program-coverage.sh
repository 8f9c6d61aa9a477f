#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# How many of the connections that are made are seen: in snapshots of --batch, beside the kernel's
# own count.
set -u
. "${srcdir:-.}/tests/support/live.sh"

start_hands
hands listen l 127.0.0.1 7001

# The members of the coverage, a line a snapshot.
coverages() {
	sed 's/.*"coverage":\(null\|{[^}]*}\).*/\1/' "$1"
}

has_lines() { # FILE COUNT
	[ -f "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]
}

# ---- sockets that stay are seen, both ends
"$sockview" -b -d 0.2 --json >"$work/stay" 2>"$work/err" &
viewer=$!
until_true has_lines "$work/stay" 2
for i in 1 2 3 4 5; do
	hands connect "c$i" 127.0.0.1 7001
	hands accept "s$i" l
done
until_true has_lines "$work/stay" $(($(wc -l <"$work/stay") + 3))
kill "$viewer"
wait "$viewer" 2>/dev/null
[ "$(coverages "$work/stay" | head -n 1)" = null ] || fail "the first snapshot has a coverage"
sums=$(coverages "$work/stay" | sed '/null/d; s/[^0-9,]//g' |
	awk -F, '{ seen += $1; made += $2 } END { print seen + 0, made + 0 }')
[ "$sums" = "10 10" ] || fail "5 connections, seen and made: $sums"

# ---- sockets that are gone before the next snapshot are made all the same
"$sockview" -b -d 2 -c 2 --json >"$work/short" 2>"$work/err" &
viewer=$!
until_true has_lines "$work/short" 1
for i in 1 2 3 4 5 6 7; do
	hands connect "d$i" 127.0.0.1 7001
	hands accept "t$i" l
	hands reset "d$i"
	hands close "t$i"
done
wait "$viewer"
[ "$(coverages "$work/short" | tail -n 1)" = '{"seen":0,"made":14}' ] ||
	fail "7 connections that were reset: $(coverages "$work/short")"

# ---- where not every TCP socket is listed there is nothing to compare
for what in -u -l -4 "state established" "sport = :7001"; do
	# shellcheck disable=SC2086
	run "$sockview" -b -d 0.1 -c 2 --json $what
	[ "$(coverages "$work/out" | sort -u)" = null ] || fail "$what has a coverage"
done
run "$sockview" -b -d 0.1 -c 2 --json -t
[ "$(coverages "$work/out" | tail -n 1)" = '{"seen":0,"made":0}' ] || fail "-t has no coverage"
run "$sockview" -b -d 0.1 -c 2 --json --group=state
[ "$(coverages "$work/out" | tail -n 1)" = '{"seen":0,"made":0}' ] || fail "groups have none"
run "$sockview" --once --json
grep -q coverage "$work/out" && fail "--once has a coverage"
exit 0
