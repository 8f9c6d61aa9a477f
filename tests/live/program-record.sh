#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What --record writes, --replay shows: the same sockets, with their owners, also after the program
# was killed in the middle.

. "${srcdir:-.}/tests/support/live.sh"
need jq
need python3

ip link set lo up || exit 77

# The identities of the sockets of a snapshot, and what was said of them.
what_of() {
	jq -c '[.sockets[] | {proto, state, local, remote, inode, cookie, recv_q, owners: [.owners[] | {pid, process, fd}]}] | sort_by(.cookie)' "$1"
}

python3 -c '
import socket, time
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
taken, _ = server.accept()
client.send(b"unread")
print("ready", flush=True)
time.sleep(600)
' >"$work/ready" &
jobs_to_end="$jobs_to_end $!"
until_true grep -q ready "$work/ready"

"$sockview" -b -d 0.2 -c 3 --record="$work/record" || fail "recording"
[ "$(stat -c %a "$work/record")" = 600 ] || fail "others may read a recording"
"$sockview" --once --json >"$work/live.json" || fail "no snapshot"
"$sockview" --replay="$work/record" --once --json >"$work/replay.json" || fail "no replay"
what_of "$work/live.json" >"$work/live"
what_of "$work/replay.json" >"$work/replay"
diff "$work/live" "$work/replay" || fail "the recording is not what was there"
grep -q '"process":"python3' "$work/replay" || fail "there is no owner"
[ "$(jq -r .notes[] "$work/replay.json")" = "" ] || fail "a whole recording has a note"

[ "$("$sockview" --replay="$work/record" -b --json | wc -l)" = 3 ] || fail "not three refreshes"
"$sockview" --replay="$work/record" --at=2001-01-01T00:00 --once --json |
	jq -e '.sockets | length > 2' >/dev/null || fail "nothing at the beginning"
"$sockview" --replay="$work/record" 'recvq > 0' | grep -q python3 || fail "no filter"
"$sockview" --replay="$work/record" --once --group=process | grep -q python3 || fail "no groups"

"$sockview" -b -c 1 --record="$work/record" 2>"$work/said" && fail "a recording was overwritten"
grep -q "$work/record" "$work/said" || fail "it is not said which file"
"$sockview" --replay=/dev/null --once 2>"$work/said" && fail "/dev/null is no recording"
[ "$(wc -l <"$work/said")" = 1 ] || fail "not one line"

# A file that ends in the middle opens up to there, and says so.
size=$(stat -c %s "$work/record")
head -c $((size - 5)) "$work/record" >"$work/cut"
[ "$("$sockview" --replay="$work/cut" -b --json 2>/dev/null | wc -l)" = 2 ] || fail "not two of three"
"$sockview" --replay="$work/cut" --once >/dev/null 2>"$work/said" || fail "a cut file"
grep -q "cut off or damaged" "$work/said" || fail "it is not said that it is cut"

# Killed at any moment, it leaves a file with all refreshes but the last.
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	file="$work/killed$try"
	"$sockview" -b -d 0.1 --record="$file" 2>/dev/null &
	pid=$!
	until_true test -s "$file"
	sleep "0.0$((try * 37 % 100))"
	kill -9 "$pid"
	wait "$pid" 2>/dev/null
	"$sockview" --replay="$file" --once --json 2>/dev/null | jq -e '.sockets | length > 2' \
		>/dev/null || fail "killed, try $try: the file does not open"
done
exit 0
