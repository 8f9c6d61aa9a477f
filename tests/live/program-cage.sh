#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Whatever it was started for, when the program ends, it and each of its children has given up what
# it never does: system calls, and programs with more rights. What it prints is not less for it.
set -u
. "${srcdir:-.}/tests/support/live.sh"
if ! "$support/last-look"; then
	echo "no cage in this build, or on this kernel"
	exit 77
fi

start_hands
hands listen l 127.0.0.1 7001
hands connect c 127.0.0.1 7001
hands accept s l

# shut_in STATUS OPTION...: ends with this status, and was shut in: all of it, at its end
shut_in() {
	wanted=$1
	shift
	run "$support/last-look" "$work/looks" "$sockview" "$@"
	if [ "$status" = 77 ]; then
		echo "processes cannot be traced here"
		exit 77
	fi
	[ "$status" = "$wanted" ] || fail "$*: status $status, not $wanted: $(cat "$work/err")"
	grep -q '^process sockview 1 2 ' "$work/looks" || fail "$*: $(cat "$work/looks")"
	# a thread may have ended before: the one that asked what a name in the filter means
	grep '^process' "$work/looks" | grep -v ' 1 2 ' >"$work/free"
	[ ! -s "$work/free" ] || fail "$*: has not given up: $(cat "$work/free")"
}

shut_in 0 --once
grep -q '127.0.0.1:7001.*LISTEN\|LISTEN.*127.0.0.1:7001' "$work/out" || fail "no listener: $(cat "$work/out")"
grep -q hands "$work/out" || fail "no owner: $(cat "$work/out")"
shut_in 0 --once --json -r
grep -q '"hands"' "$work/out" || fail "no owner: $(cat "$work/out")"
shut_in 0 --once --format=csv user=root
shut_in 0 --once --output="$work/file"
grep -q 7001 "$work/file" || fail "nothing in the file"
shut_in 0 --once -N all
shut_in 0 --summary
shut_in 0 --group=process --once
shut_in 0 --services
shut_in 0 --health
shut_in 0 --once --format=prometheus
grep -q '^sockview_' "$work/out" || fail "no metrics: $(cat "$work/out")"
shut_in 0 --events --for=1
shut_in 0 --history --for=1
shut_in 0 --wait-for sport=7001
shut_in 3 --wait-for --timeout=0.3 sport=7999
shut_in 0 -K --dry-run 'dport = 7001'
shut_in 3 -K --yes 'dport = 7999'
shut_in 0 -K --dry-run --signal=CONT 'process = hands'
shut_in 0 -K --yes --signal=CONT 'process = hands'
shut_in 0 -K --yes --by-descriptor 'dport = 7001'
grep -q closed "$work/out" || fail "nothing closed: $(cat "$work/out")"
printf 'GET /metrics HTTP/1.0\r\n\r\n' >"$work/request"
"$support/last-look" "$work/looks" "$sockview" --scrape <"$work/request" >"$work/out" ||
	fail "--scrape: status $?"
grep -q '^process sockview 1 2 ' "$work/looks" || fail "--scrape: $(cat "$work/looks")"
grep -q '^sockview_' "$work/out" || fail "no metrics: $(cat "$work/out")"
