#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each finding, on a real kernel that is really in that condition, each in a network of its own; and
# one that is well. program-health.sh NAME tries one of them.
set -u
. "${srcdir:-.}/tests/support/live.sh"

on_failure() { cat "$work/out" "$work/err" 2>/dev/null; }

# Looks a few times; begin_health and end_health where something has to happen meanwhile.
begin_health() {
	"$sockview" --health --json --count=5 --interval=0.6 >"$work/out" 2>"$work/err" \
		</dev/null 3>&- 4<&- &
	health=$!
}

end_health() {
	status=0
	wait "$health" || status=$?
	"$support/flatten" <"$work/out" >"$work/flat" || fail "no JSON, status $status"
}

health() {
	begin_health
	end_health
}

# leaf PATH: its value
leaf() {
	sed -n "s/^0\\.$1	//p" "$work/flat"
}

# expect ID SEVERITY: it is found, its filter shows sockets, and the status is no better than that
expect() {
	number=$(sed -n "s/^0\\.findings\\.\\([0-9]*\\)\\.id	$1\$/\\1/p" "$work/flat" | head -n 1)
	[ -n "$number" ] || fail "$1: not found"
	[ "$(leaf "findings.$number.severity")" = "$2" ] || fail "$1: not a $2"
	filter=$(leaf "findings.$number.filter")
	"$sockview" --once -H "$filter" >"$work/shown" 2>"$work/err" </dev/null 3>&- 4<&- ||
		fail "$1: filter '$filter'"
	[ -s "$work/shown" ] || fail "$1: '$filter' shows nothing"
	case $2-$status in
	info-[045] | warning-[45] | problem-5) ;;
	*) fail "$1: $2, but status $status" ;;
	esac
}

# expect_told ID: it is told together with another finding
expect_told() {
	grep -q "^0\\.findings\\.[0-9]*\\.includes\\.[0-9]*	$1\$" "$work/flat" ||
		fail "$1: not told"
}

sysctl() {
	echo "$2" >"/proc/sys/net/$1" 2>/dev/null && return
	echo "$1 cannot be set here"
	exit 77
}

# pairs COUNT: connections c1, c2... to the listener l, accepted as s1, s2...
pairs() {
	for i in $(seq "${2:-1}" "$1"); do
		hands connect "c$i" 127.0.0.1 7001
		hands accept "s$i" l
	done
}

# -------- conditions --------

a_leaking_program() {
	# shellcheck disable=SC3045
	ulimit -n 200 # which it comes to within minutes
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 15
	for i in $(seq 15); do hands close "c$i"; done
	begin_health
	for i in $(seq 16 40); do
		pairs "$i" "$i"
		hands close "c$i"
		sleep 0.1
	done
	end_health
	expect close-wait problem
}

# serve_late FIRST LAST: clients end their half; each time, who did so 30 clients ago is answered
serve_late() {
	for i in $(seq "$1" "$2"); do
		pairs "$i" "$i"
		hands shut "c$i"
		[ "$i" -le 30 ] || {
			hands close "s$((i - 30))"
			hands close "c$((i - 30))"
		}
		sleep 0.15
	done
}

half_closed_clients_that_wait() {
	start_hands
	hands listen l 127.0.0.1 7001
	serve_late 1 35
	begin_health
	serve_late 36 70
	end_health
	! grep -q 'id	close-wait$' "$work/flat" || fail "slow is no leak, status $status"
}

a_full_accept_queue() {
	sysctl core/somaxconn 4
	start_hands
	hands listen l 127.0.0.1 7001
	for i in 1 2 3 4 5; do hands connect "c$i" 127.0.0.1 7001; done
	begin_health
	for i in 6 7 8; do
		hands start "c$i" 127.0.0.1 7001
		sleep 0.5
	done
	end_health
	expect accept-queue problem
	expect_told listen-overflow
	expect_told listener-drops
}

a_listener_that_accepts_nothing() {
	start_hands
	hands listen l 127.0.0.1 7001
	for i in $(seq 12); do hands connect "c$i" 127.0.0.1 7001; done
	health
	expect accept-stalled warning
}

half_closed_connections_that_nobody_ends() {
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 15
	for i in $(seq 15); do hands shut "s$i"; done
	health
	expect fin-wait-2 info
	# what was not looked at for long enough is not said to be well
	"$sockview" --health --json --count=2 --interval=0.1 </dev/null >"$work/out" 3>&- 4<&- ||
		fail "status $?"
	"$support/flatten" <"$work/out" >"$work/flat"
	grep -q '^0\.not_checked\.[0-9]*	fin-wait-2$' "$work/flat" || fail 'said to be checked'
	grep -q '^0\.checked\.[0-9]*	accept-queue$' "$work/flat" || fail 'said not to be checked'
}

ports_of_udp_used_up() {
	sysctl ipv4/ip_local_port_range '40000 40019'
	start_hands
	for i in $(seq 0 11); do hands udp "u$i" 127.0.0.1 $((40000 + i)); done
	for i in $(seq 12 18); do hands udp "u$i" ::1 $((40000 + i)); done
	health
	expect ports problem
}

descriptors_used_up_by_connections() {
	# shellcheck disable=SC3045
	ulimit -n 60
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 25
	health
	expect descriptors warning
}

ports_used_up() {
	sysctl ipv4/ip_local_port_range '40000 40019'
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 17
	hands close c1
	hands close s1
	health
	expect ports warning
	pairs 19 18
	hands connect c20 127.0.0.1 7001
	health
	expect ports problem
}

# What ended without being closed is in no table, and is found all the same; what is no socket of
# TCP or UDP does not count.
descriptors_that_are_held() {
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 55
	for i in $(seq 55); do hands reset "c$i"; done
	health
	expect held-sockets warning
	number=$(sed -n "s/^0\\.findings\\.\\([0-9]*\\)\\.id	held-sockets\$/\\1/p" "$work/flat")
	[ "$(leaf "findings.$number.value")" = 55 ] || fail "held: $(leaf "findings.$number.value")"
	# it is known only where all sockets are listed
	"$sockview" --once --json </dev/null >"$work/shown" 3>&- 4<&-
	grep -q '"held":55}' "$work/shown" || fail "JSON: $(cat "$work/shown")"
	for i in $(seq 55); do hands close "s$i"; done
	"$sockview" --once --json </dev/null >"$work/shown" 3>&- 4<&-
	grep -q '"held":0}' "$work/shown" || fail "closed: $(cat "$work/shown")"
}

resets_by_their_causes() {
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 3
	begin_health
	sleep 1
	hands write c1 100
	hands close s1 # unread
	hands reset c2 # SO_LINGER 0
	hands close s3
	sleep 0.3
	hands write c3 10 # after the end
	hands start c4 127.0.0.1 7999 # nobody listens
	end_health
	grep -q 'id	resets$' "$work/flat" || fail "resets: not found, status $status"
	for cause in 'TCPAbortOnClose): 1 ' 'TCPAbortOnData): 1 ' 'AttemptFails): 1 ' 'OutRsts): 4 '; do
		grep -qF "$cause" "$work/flat" || fail "$cause: $(grep resets "$work/flat")"
	done
}

half_open_connections_and_cookies() {
	sysctl ipv4/tcp_syncookies 1
	mkfifo "$work/tunnel.in"
	"$support/tunnel" flood 7001 40 <"$work/tunnel.in" >"$work/tunnel" &
	tunnel=$!
	jobs_to_end="$jobs_to_end $tunnel"
	exec 5>"$work/tunnel.in"
	until_ready "$tunnel"
	health
	expect syn-recv warning
	begin_health
	echo go >&5
	end_health
	expect syn-recv problem
	expect_told syn-cookies
}

# until_ready PID: of a tunnel, if there can be one
until_ready() {
	until_true sh -c "grep -q ready '$work/tunnel' || ! kill -0 $1 2>/dev/null"
	grep -q ready "$work/tunnel" && return
	echo "no TUN devices here"
	exit 77
}

a_peer_that_is_deaf() {
	mkfifo "$work/tunnel.in"
	"$support/tunnel" deaf 7001 <"$work/tunnel.in" >"$work/tunnel" &
	tunnel=$!
	jobs_to_end="$jobs_to_end $tunnel"
	exec 5>"$work/tunnel.in"
	until_ready "$tunnel"
	until_true sh -c "'$sockview' --once -H 'timer_retransmits >= 3' | grep -q ."
	health
	expect retransmission info
}

a_receiver_that_does_not_read() {
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 1
	hands fill c1
	until_true sh -c "'$sockview' --once -H 'timer_name = probe' | grep -q ."
	health
	expect receiver warning
	expect zero-window info
}

drops_of_udp() {
	start_hands
	hands udp u 127.0.0.1 7001
	hands udp p 127.0.0.1 7002
	hands peer p 127.0.0.1 7001
	hands write p 2000000
	health
	! grep -q 'id	udp-drops$' "$work/flat" || fail "what was dropped before is no finding"
	expect receiver warning
	begin_health
	for i in $(seq 8); do
		hands write p 200000
		sleep 0.25
	done
	end_health
	expect udp-drops warning
}

many_in_time_wait() {
	sysctl ipv4/tcp_max_tw_buckets 20
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 18
	for i in $(seq 18); do
		hands close "c$i"
		hands close "s$i"
	done
	health
	expect time-wait warning
}

silence() {
	sysctl ipv4/tcp_keepalive_time 1
	start_hands
	hands listen l 127.0.0.1 7001
	pairs 2
	health
	expect half-open info
}

health_itself() {
	start_hands
	hands listen l 127.0.0.1 7001
	hands udp u 127.0.0.1 7002
	pairs 12
	for i in 1 2 3; do
		hands close "c$i"
		hands close "s$i"
	done
	hands close c4
	hands write c5 100
	health
	[ "$status" = 0 ] || fail "status $status"
	[ "$(leaf status)" = well ] || fail "not well: $(leaf status)"
	grep -q '^0\.checked\.[0-9]*	ports$' "$work/flat" || fail 'ports were not looked for'
	"$sockview" --health --count=2 --interval=0.1 </dev/null >"$work/out" 3>&- 4<&- ||
		fail "status $?"
	grep -q '^all is well' "$work/out" || fail 'does not say that all is well'
}

# -------- each in a network of its own --------

conditions='health_itself a_leaking_program half_closed_clients_that_wait a_full_accept_queue
	a_listener_that_accepts_nothing half_closed_connections_that_nobody_ends
	ports_used_up ports_of_udp_used_up descriptors_used_up_by_connections
	half_open_connections_and_cookies a_peer_that_is_deaf a_receiver_that_does_not_read
	drops_of_udp many_in_time_wait silence descriptors_that_are_held resets_by_their_causes'

if [ $# -gt 0 ]; then
	"$1"
	exit 0
fi
for condition in $conditions; do
	result=0
	unshare -n sh "$0" "$condition" || result=$?
	case $result in
	0) echo "ok $condition" ;;
	77) echo "skipped $condition" ;;
	*) fail "$condition" ;;
	esac
done
