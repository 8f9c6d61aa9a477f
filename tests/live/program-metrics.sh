#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Metrics of real sockets: they equal what the program prints otherwise, promtool likes them where it
# is installed, a file is replaced whole, and a request is answered.

. "${srcdir:-.}/tests/support/live.sh"

start_hands
hands listen web 127.0.0.1 8080
for n in 1 2 3; do
	hands connect user$n 127.0.0.1 8080
done
hands accept accepted web
hands udp u 127.0.0.1 7002

# metric NAME: its value in $work/metrics
metric() {
	awk -v name="$1" '$1 == name { print $2 }' "$work/metrics"
}

is() {
	[ "$(metric "$1")" = "$2" ] || fail "$1 is $(metric "$1"), not $2: $(cat "$work/metrics")"
}

run "$sockview" --once --format=prometheus
[ "$status" = 0 ] || fail "status $status: $(cat "$work/err")"
cp "$work/out" "$work/metrics"
is 'sockview_sockets{proto="tcp",family="ipv4",state="ESTABLISHED"}' 6
is 'sockview_sockets{proto="tcp",family="ipv4",state="CLOSE_WAIT"}' 0
is 'sockview_sockets{proto="udp",family="ipv4",state="UNCONN"}' 1
is 'sockview_snapshot_complete' 1
is 'sockview_tcp_passive_opens_total' 3
is 'sockview_tcp_rtt_seconds_count' 6
[ "$(grep -c '^sockview_listener_accept_queue_sockets{.*port="8080"} 2$' "$work/metrics")" = 1 ] ||
	fail "the queue of 8080: $(grep listener_accept "$work/metrics")"
[ "$(grep -c '^sockview_listener_drops_total{.*port="8080"} 0$' "$work/metrics")" = 1 ] ||
	fail "the drops of 8080: $(grep listener_drops "$work/metrics")"
! grep -E '(addr|remote|pid|inode|cookie)=' "$work/metrics" || fail "a label that makes series without end"
if command -v promtool >/dev/null; then
	promtool check metrics <"$work/metrics" >"$work/promtool" 2>&1 || fail "$(cat "$work/promtool")"
fi

# a filter narrows what is counted
run "$sockview" --once --format=prometheus sport = :8080
cp "$work/out" "$work/metrics"
is 'sockview_sockets{proto="tcp",family="ipv4",state="ESTABLISHED"}' 3

# ended STATUS TEXT: so did the last run, with this on stderr
ended() {
	if [ "$status" != "$1" ] || ! grep -q "$2" "$work/err"; then
		fail "not $1 with '$2' but $status: $(cat "$work/err")"
	fi
}

# ---- a file ----
echo before >"$work/file"
run "$sockview" --once --format=prometheus --output="$work/file"
[ "$status" = 0 ] || fail "--output: status $status: $(cat "$work/err")"
[ ! -s "$work/out" ] || fail "--output, and still on stdout: $(cat "$work/out")"
cp "$work/file" "$work/metrics"
is 'sockview_sockets{proto="tcp",family="ipv4",state="ESTABLISHED"}' 6
run "$sockview" -b -c 2 -d 0.1 --json --output="$work/file"
[ "$(wc -l <"$work/file")" = 1 ] || fail "not the last snapshot alone: $(cat "$work/file")"
[ "$(find "$work" -name 'file*' | wc -l)" = 1 ] || fail "left behind: $(find "$work" -name 'file*')"
run "$sockview" --once --output=/dev/full
ended 1 '/dev/full: No space left'
run "$sockview" --once --output="$work/none/file"
ended 1 'none/file: No such file'
run "$sockview" --health --output="$work/file" --json
grep -q '"findings"' "$work/file" || fail "--health --output: $(cat "$work/file")"

# ---- a scraper ----
# scrape REQUEST
scrape() {
	printf '%b' "$1" >"$work/request"
	status=0
	"$sockview" --scrape <"$work/request" >"$work/out" 2>"$work/err" || status=$?
}
scrape 'GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'
[ "$status" = 0 ] || fail "--scrape: status $status: $(cat "$work/err")"
head -n 1 "$work/out" | grep -q '^HTTP/1.0 200 OK' || fail "--scrape: $(head -n 1 "$work/out")"
sed '1,/^\r$/d' "$work/out" >"$work/metrics"
is 'sockview_sockets{proto="tcp",family="ipv4",state="ESTABLISHED"}' 6
length=$(sed -n 's/^Content-Length: \([0-9]*\)\r$/\1/p' "$work/out")
[ "$length" = "$(wc -c <"$work/metrics")" ] || fail "Content-Length: $length"
scrape 'GET /other HTTP/1.1\r\n\r\n'
head -n 1 "$work/out" | grep -q '^HTTP/1.0 404 ' || fail "another path: $(cat "$work/out")"
scrape 'nonsense'
head -n 1 "$work/out" | grep -q '^HTTP/1.0 400 ' || fail "no request: $(cat "$work/out")"

# ---- what makes no sense ----
for word in --group=process --top=3 --sort=pid -H --count-only --columns=pid; do
	run "$sockview" --once --format=prometheus "$word"
	[ "$status" = 2 ] || fail "$word: status $status"
done
run "$sockview" --summary --format=prometheus
[ "$status" = 2 ] || fail "--summary: status $status"
