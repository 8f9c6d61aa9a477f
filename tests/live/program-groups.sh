#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Groups as the program prints them, on a real kernel: who leaks CLOSE_WAIT, as a script would ask.

. "${srcdir:-.}/tests/support/live.sh"

start_hands
hands listen l 127.0.0.1 7000
hands listen six ::1 7001
for n in 1 2 3; do
	hands connect c$n 127.0.0.1 7000
	hands accept a$n l
done
hands udp u 127.0.0.1 7002
hands write c3 5
hands close c1
hands close c2

# groups KEY OPTION...: what the program prints of these sockets
groups() {
	key=$1
	shift
	run "$sockview" --once --group="$key" "$@"
	[ "$status" = 0 ] || fail "--group=$key $*: status $status: $(cat "$work/err")"
}

says() {
	grep -qF -- "$1" "$work/out" || fail "no '$1' in: $(cat "$work/out")"
}

# the second ends of c1 and c2 have been told that the first ones are closed
until_true sh -c "'$sockview' --once --group=state --csv | grep -q '^CLOSE_WAIT,,2,0,2,'"

# ---- JSON ----
groups process --json
says '"group":"process","groups":[{"process":"hands","note":null,"sockets":7,"established":2,"close_wait":2,"time_wait":0,"other":3,"recv_q":7,"send_q":0,'
says '"tx_rate":null,"rx_rate":null,'
says '"bytes_sent":5,"bytes_received":'
says '"oldest_at_least":true}'
says '{"process":null,"note":'
groups port --json
says '{"port":7000,"note":null,"sockets":4,'
groups remote --json
says '{"remote":"127.0.0.1","note":null,'
says '{"remote":null,"note":"listening","sockets":3,'
groups network --json
says '{"network":"127.0.0.0/24",'
groups service --json
says '{"service":"127.0.0.1:7000","note":null,"sockets":'
says '{"service":null,"note":"listening","sockets":3,'
groups rport --json
says '{"rport":7000,"note":null,"sockets":'
groups pid --json
says '{"pid":'
groups command --json
says '{"command":"'
groups container --json
says '"group":"container"'
[ "$(wc -l <"$work/out")" = 1 ] || fail 'a snapshot is not one line'

# ---- CSV, table ----
groups state --csv --sort=group
head -n 1 "$work/out" | tr -d '\r' | grep -qx 'state,note,sockets,established,close_wait,time_wait,other,recv_q,send_q,tx_rate,rx_rate,bytes_sent,bytes_received,oldest_ms,oldest_at_least' ||
	fail "the header: $(head -n 1 "$work/out")"
[ "$(cut -d, -f1 "$work/out" | tr '\r\n' '  ')" = 'state CLOSE_WAIT ESTABLISHED FIN_WAIT2 LISTEN UNCONN ' ] ||
	fail "the order: $(cat "$work/out")"
groups process
head -n 1 "$work/out" | grep -q '^PROCESS *SOCKETS ESTAB CLOSE_WAIT TIME_WAIT OTHER RECV-Q SEND-Q SENT RECEIVED$' ||
	fail "the heading: $(cat "$work/out")"
sed -n 2p "$work/out" | grep -q '^hands  *7  *2  *2  *0  *3  *7  *0 ' || fail "the first line: $(cat "$work/out")"

# ---- sorted, filtered, more than once ----
groups port --sort=-close_wait -H
head -n 1 "$work/out" | grep -q '^7000 ' || fail "most CLOSE_WAIT: $(cat "$work/out")"
groups port --sort=close_wait -H
head -n 1 "$work/out" | grep -q '^7000 ' && fail "least CLOSE_WAIT: $(cat "$work/out")"
groups process --csv -H state close-wait
[ "$(wc -l <"$work/out")" = 1 ] || fail "a filter: $(cat "$work/out")"
says 'hands,,2,0,2,0,0,'
groups none --json
says '"sockets":[{"proto":'
run "$sockview" -b -c 2 -d 0.1 --group=process --json
[ "$(grep -c '"groups":\[' "$work/out")" = 2 ] || fail "two snapshots: $(cat "$work/out")"

# ---- refused ----
run "$sockview" --once --group=colour
[ "$status" = 2 ] || fail "an unknown key: status $status"
grep -q "'colour'" "$work/err" || fail "an unknown key says: $(cat "$work/err")"
run "$sockview" --group=help
[ "$status" = 0 ] || fail "--group=help: status $status"
says 'network  '
