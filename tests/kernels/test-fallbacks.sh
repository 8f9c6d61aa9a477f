#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What sockview does on a kernel that lacks what newer ones have: UDP from /proc/net, closing by the
# process's own descriptor, no word about an IPv6 that is not there.

set -u
# shellcheck source=/dev/null
. "${srcdir:-.}/tests/support/live.sh"
ip link set lo up
start_hands

echo "UDP that the kernel does not dump is read from /proc/net, with its owner"
hands udp u 127.0.0.1 5301
run "$sockview" --once -u --json
[ "$status" = 0 ] || fail "-u ends with $status: $(cat "$work/err")"
grep -q '"port":5301' "$work/out" || fail "no UDP socket: $(cat "$work/out")"
grep -q '"process":"hands"' "$work/out" || fail "the UDP socket has no owner: $(cat "$work/out")"
grep -q 'read from /proc/net' "$work/err" || grep -q 'read from /proc/net' "$work/out" || fail "nothing tells where UDP comes from"

echo "IPv6 that is not there is no gap"
! grep -q 'ipv6' "$work/err" || fail "IPv6 is missed: $(cat "$work/err")"
run "$sockview" --once -t
[ "$status" = 0 ] || fail "-t ends with $status"
[ ! -s "$work/err" ] || fail "-t says: $(cat "$work/err")"

echo "a connection is closed by its process's own descriptor, and its peer is reset"
hands listen l 127.0.0.1 5302
hands connect c 127.0.0.1 5302
hands accept a l
run "$sockview" -K -y -t state established and sport = :5302
[ "$status" = 0 ] || fail "-K ends with $status: $(cat "$work/out" "$work/err")"
grep -q "closed by its process's own descriptor" "$work/out" || fail "-K says: $(cat "$work/out")"
gone() {
	[ "$("$sockview" --once -H -t --count-only state established)" = 0 ]
}
until_true gone

echo "nothing matches: that is what it says"
run "$sockview" -K -y -t sport = :1
[ "$status" = 3 ] || fail "-K without a match ends with $status: $(cat "$work/err")"

echo "every other mode ends well"
for mode in --summary --services "--once --group=state" "--format=prometheus --once"; do
	# shellcheck disable=SC2086 # two words
	run "$sockview" $mode
	[ "$status" = 0 ] || fail "$mode ends with $status: $(cat "$work/err")"
	[ -s "$work/out" ] || fail "$mode says nothing"
done
run "$sockview" --health
case $status in 0 | 4 | 5) ;; *) fail "--health ends with $status: $(cat "$work/err")" ;; esac
exit 0
