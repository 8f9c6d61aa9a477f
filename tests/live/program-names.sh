#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Names of hosts: from the machine's own table, hostile ones among them, and with a name server that
# takes every question and answers none.
set -u
. "${srcdir:-.}/tests/support/live.sh"

printf '%s\n' '127.0.0.2 web1.example.org web1' '127.0.0.3 127.0.0.1' >"$work/hosts"
printf '127.0.0.4 e\033[31mvil\n127.0.0.6 \342\200\256gro.elpmaxe\n' >>"$work/hosts"
echo 'nameserver 127.0.0.1' >"$work/resolv.conf"
printf '%s\n' 'hosts: files dns' 'services: files' 'passwd: files' >"$work/nsswitch.conf"

# named COMMAND...: where these files are the machine's
named() {
	# shellcheck disable=SC2016
	unshare -m sh -c '
		work=$1
		shift
		for file in hosts resolv.conf nsswitch.conf; do
			test -e "/etc/$file" && mount --bind "$work/$file" "/etc/$file" || exit 77
		done
		exec "$@"' sh "$work" "$@"
}
named true
case $? in
0) ;;
*) echo "no mounting here"; exit 77 ;;
esac

start_hands
hands udp silent 127.0.0.1 53
for number in 2 3 4 5 6; do
	hands listen "l$number" "127.0.0.$number" 7001
done

named "$sockview" --once -r -t >"$work/table" || fail "status $?"
grep -qF 'web1.example.org:7001' "$work/table" || fail "no name: $(cat "$work/table")"
# what is no name, and what nobody tells the name of, is an address
for number in 3 4 5 6; do
	grep -qF "127.0.0.$number:7001" "$work/table" || fail "not 127.0.0.$number: $(cat "$work/table")"
done
! LC_ALL=C grep -q "$(printf '[\001-\010\033\177]')" "$work/table" || fail "a control character"

named "$sockview" --once -r --json -t >"$work/json" || fail "status $?"
grep -qF '"addr":"127.0.0.2"' "$work/json" || fail "data have addresses: $(cat "$work/json")"
! grep -qF 'web1' "$work/json" || fail "a name in the data"

# groups of a host have its name, and are asked for by it
hands connect c2 127.0.0.2 7001
named "$sockview" --once -r --group=remote -t >"$work/table" || fail "status $?"
grep -q '^web1.example.org  *1 ' "$work/table" || fail "no name of a group: $(cat "$work/table")"
named "$sockview" --once -r --group=remote --csv -t >"$work/csv" || fail "status $?"
grep -q '^127.0.0.2,' "$work/csv" || fail "data have addresses: $(cat "$work/csv")"

"$sockview" --once -t >"$work/table" || fail "status $?"
! grep -qF 'localhost' "$work/table" || fail "names without -r"
