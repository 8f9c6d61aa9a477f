#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Services on a real kernel: the listener that overflows is named with the drops that ss tells, and
# the clients of all are those of the table.

. "${srcdir:-.}/tests/support/live.sh"

# field CSV-FILE PORT NAME: of the last line of the service on this port
field() {
	awk -F, -v port="$2" -v name="$3" '
	{ sub(/\r$/, "") }
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$(at["local_port"]) == port { value = $(at[name]) }
	END { print value }' "$1"
}

services() {
	run "$sockview" --services --csv --interval=0.3
	[ "$status" = 0 ] || fail "--services: status $status: $(cat "$work/err")"
	cp "$work/out" "$work/services"
}

# what ss says that the listener on this port has dropped
ss_drops() {
	ss -Hltnm "sport = :$1" | sed -n 's/.*skmem:(.*,d\([0-9]*\)).*/\1/p'
}

echo 2 >/proc/sys/net/core/somaxconn 2>/dev/null || {
	echo "somaxconn cannot be set here"
	exit 77
}
start_hands
hands listen full 127.0.0.1 7001
echo 128 >/proc/sys/net/core/somaxconn
hands listen idle 127.0.0.1 7002
hands listen six ::1 7003
for n in 1 2 3; do
	hands connect i$n 127.0.0.1 7002
	hands accept a$n idle
	hands connect f$n 127.0.0.1 7001
done
hands connect s1 ::1 7003
hands write i1 1000
hands close i3

# ---- what comes is counted, and what is in the table ----
services
[ "$(field "$work/services" 7002 clients)" = 2 ] || fail "clients: $(cat "$work/services")"
[ "$(field "$work/services" 7002 close_wait)" = 1 ] || fail 'CLOSE_WAIT is not counted'
[ "$(field "$work/services" 7002 drops)" = 0 ] || fail 'an idle listener drops'
[ "$(field "$work/services" 7001 queue)" = 3 ] || fail 'the queue is not told'
[ "$(field "$work/services" 7001 queue_limit)" = 2 ] || fail 'the limit is not told'
[ "$(field "$work/services" 7001 accept_wait_ms_p50)" -gt 0 ] || fail 'nobody has waited'
[ "$(field "$work/services" 7001 accept_wait_ms_p99)" -gt 0 ] || fail 'nobody has waited'
[ -z "$(field "$work/services" 7002 accept_wait_ms_p50)" ] || fail 'an empty queue waits'
[ "$(field "$work/services" 7003 scope)" = loop ] || fail 'the scope is not told'
in_table=$("$sockview" --once --count-only 'state established and (lport = 7001,7002,7003)' </dev/null)
in_services=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ sum += $(at["clients"]) } END { print sum }' "$work/services")
[ "$in_table" = "$in_services" ] || fail "$in_services clients, $in_table in the table"
"$sockview" --services --batch --count=2 --csv --interval=2 'lport = 7002' </dev/null \
	>"$work/batch" 2>"$work/err" 3>&- 4<&- &
job=$!
sleep 1
for n in 4 5; do
	hands connect i$n 127.0.0.1 7002
	hands accept a$n idle
done
wait "$job" || fail "status $?"
case $(field "$work/batch" 7002 accepts_per_s) in
'' | 0.0) fail "what came is not counted: $(cat "$work/batch")" ;;
esac
[ "$(field "$work/batch" 7002 clients)" = 4 ] || fail 'the second snapshot is as the first'
[ "$(wc -l <"$work/batch")" = 3 ] || fail 'not a line a snapshot below one heading'

# ---- the listener that overflows ----
for n in 4 5 6 7 8 9; do hands start f$n 127.0.0.1 7001; done
if command -v ss >/dev/null 2>&1; then
	before='' drops=x
	until [ "$before" = "$drops" ] && [ -n "$before" ]; do # clients try again meanwhile
		before=$(ss_drops 7001)
		services
		drops=$(field "$work/services" 7001 drops)
		[ "$before" = "$(ss_drops 7001)" ] || before=''
	done
	[ "$drops" -gt 0 ] || fail 'nothing was dropped'
	[ "$(field "$work/services" 7002 drops)" = 0 ] || fail 'another listener drops'
	run "$sockview" --once --json 'lport = 7001 and state listen'
	grep -q "\"drops\":${drops}[,}]" "$work/out" || fail 'no drops in JSON'
fi

# ---- of twenty that overflow, each by another number, each is named with its own ----
all_ss_drops() {
	ss -HltnmO 'sport >= :7101 and sport <= :7120' |
		sed -n 's/.*:\(71[0-9][0-9]\) .*skmem:(.*,d\([0-9]*\)).*/\1 \2/p' | sort
}
if command -v ss >/dev/null 2>&1; then
	echo 2 >/proc/sys/net/core/somaxconn
	for n in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20; do
		hands listen o$n 127.0.0.1 71$n
		for k in 1 2 3; do hands connect o$n.$k 127.0.0.1 71$n; done
		for k in 4 5 6 7; do
			[ "$k" -gt $((4 + ${n#0} % 4)) ] || hands start o$n.$k 127.0.0.1 71$n
		done
	done
	echo 128 >/proc/sys/net/core/somaxconn
	before='' after=x
	until [ "$before" = "$after" ] && [ -n "$before" ]; do # clients try again meanwhile
		before=$(all_ss_drops)
		services
		after=$(all_ss_drops)
	done
	awk -F, '{ sub(/\r$/, "") }
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$(at["local_port"]) >= 7101 { print $(at["local_port"]), $(at["drops"]) }' \
		"$work/services" | sort >"$work/named"
	[ "$(wc -l <"$work/named")" = 20 ] || fail "not twenty: $(cat "$work/named")"
	! grep -q ' 0$' "$work/named" || fail "one is not named: $(cat "$work/named")"
	[ "$(cat "$work/named")" = "$after" ] || fail "$(cat "$work/named"), ss: $after"
fi

# ---- as data and as a table ----
run "$sockview" --services --json --interval=0.1 'lport = 7001'
grep -q '"services":\[{"kind":"tcp","family":"ipv4","local":{"addr":"127.0.0.1","port":7001},"path":null,"scope":"loop","process":"hands","pids":\[[0-9]*\],' \
	"$work/out" || fail "JSON: $(cat "$work/out")"
[ "$(wc -l <"$work/out")" = 1 ] || fail 'a snapshot is not one line'
run "$sockview" --services --interval=0.1 --sort=-queue --top=1
grep -q '127.0.0.1:7001' "$work/out" || fail "table: $(cat "$work/out")"

# ---- the budget of ports ----
run "$sockview" --ports --csv --interval=0.1 'dport = 7002'
[ "$status" = 0 ] || fail "--ports: status $status: $(cat "$work/err")"
awk -F, '{ sub(/\r$/, "") }
	NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ print $(at["remote_port"]), $(at["used"]), $(at["ports"]) - $(at["free"]) }' \
	"$work/out" >"$work/ports"
in_table=$("$sockview" --once --count-only 'dport = 7002' </dev/null)
[ "$(cat "$work/ports")" = "7002 $in_table $in_table" ] ||
	fail "$in_table in the table, ports: $(cat "$work/out")"
run "$sockview" --ports --json --interval=0.1 'dport = 7002'
grep -q '"ports":\[{"kind":"tcp","family":"ipv4",.*"source":"127.0.0.1","remote":{"addr":"127.0.0.1","port":7002},"used":' \
	"$work/out" || fail "JSON: $(cat "$work/out")"
run "$sockview" --ports --services
[ "$status" = 2 ] || fail 'ports and services at once'
run "$sockview" --services --group=process
[ "$status" = 2 ] || fail 'groups of services'
