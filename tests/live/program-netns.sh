#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Other network namespaces, in which the same addresses and ports mean other sockets: which are shown,
# how they are called, and that one is closed where it was meant.
set -u
. "${srcdir:-.}/tests/support/live.sh"

# guest NUMBER: a process in a namespace of its own with a connection to itself, always over the
# same port; its number is in $work/NUMBER.pid.
guest() {
	mkfifo "$work/$1.in"
	unshare -n sh -c "echo \$\$ >'$work/$1.pid'; exec '$support/hands'" \
		<"$work/$1.in" >"$work/$1.out" &
	jobs_to_end="$jobs_to_end $!"
	exec 5>"$work/$1.in"
	# The guest reads from what stays open in a process that ends with this script.
	sleep 1000 5>&5 &
	jobs_to_end="$jobs_to_end $!"
	echo 'listen l 127.0.0.1 7000
connect c 127.0.0.1 7000
accept s l' >&5
	exec 5>&-
}

answers() {
	[ "$(grep -c '^ok' "$work/$1.out")" = "$2" ]
}

# lists EXPECTED OPTION...: so many sockets
lists() {
	expected=$1
	shift
	run "$sockview" --once --no-header "$@"
	[ "$status" = 0 ] || fail "sockview --once $*: status $status: $(cat "$work/err")"
	count=$(grep -c . "$work/out")
	[ "$count" = "$expected" ] || fail "sockview --once $*: $count: $(cat "$work/out")"
}

start_hands
hands listen own 127.0.0.1 7000
for number in 1 2 3; do
	guest "$number"
done
for number in 1 2 3; do
	until_true answers "$number" 3
done
second=$(cat "$work/2.pid")
inode=$(readlink "/proc/$second/ns/net" | tr -dc 0-9)

# Without the option, only our own; with it, those that are asked for.
lists 1
lists 1 -N here
lists 10 -N all
lists 3 -N "$second"
lists 9 -N all 'state != LISTEN or netns != here'
lists 3 -N all "netns = $inode"
run "$sockview" --once -N no-such-namespace
if [ "$status" = 0 ] || [ ! -s "$work/err" ]; then
	fail "a namespace that there is not: status $status"
fi

# What happens in another namespace between two refreshes is seen in the next one.
received() {
	awk -v port=127.0.0.1:7000 '$1 == port && $2 == 100 { found = 1 } END { exit !found }' "$work/batch"
}
"$sockview" --batch --interval=0.2 --no-header -N "$second" --columns=local,recvq \
	>"$work/batch" </dev/null &
batch=$!
jobs_to_end="$jobs_to_end $batch"
until_true test -s "$work/batch"
received && fail "received before it was sent: $(cat "$work/batch")"
echo 'write c 100' >"$work/2.in"
until_true received
kill "$batch"

# A socket is closed in its own namespace; equal ones in others are not.
run "$sockview" -K --yes -N all "netns = $inode" state = ESTABLISHED
lists 8 -N all
grep -q "$inode.*ESTAB" "$work/out" && fail "it lives: $(cat "$work/out")"

# Without the option -K does not leave our own.
run "$sockview" -K --yes state = ESTABLISHED
lists 8 -N all

# One that ends is not listed any more.
kill "$(cat "$work/3.pid")"
until_true test ! -d "/proc/$(cat "$work/3.pid")"
lists 5 -N all
