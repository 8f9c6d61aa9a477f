#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sockview -K on a real kernel, the rest of it: signals in the place of closing, the circumstances of
# a cron job, users without the right to close, an end half-way, and what is said of descriptors that
# stay open. In a network of its own.
#
# Numbers need no quotes, builddir is handed in by make:
# shellcheck disable=SC2086,SC2154,SC2317

set -u
if [ "${1-}" != inside ]; then
	for tool in unshare ip ss mkfifo; do
		command -v $tool >/dev/null || {
			echo "skipped: no $tool"
			exit 77
		}
	done
	unshare -Urn ip link set lo up 2>/dev/null || {
		echo 'skipped: no namespaces of our own here'
		exit 77
	}
	exec sh "${srcdir:-.}/tests/support/space.sh" -Urn "$0" inside
fi
ip link set lo up || exit 77
LC_ALL=C.UTF-8
export LC_ALL
unset LANGUAGE SSH_CONNECTION

K="$SOCKVIEW -K"
support=$builddir/tests/support
work=$(mktemp -d)
crowds=''
end() {
	exec 4>&- 5>&-
	for pid in $crowds; do kill $pid 2>/dev/null; done
	wait
	rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM HUP

bad=0 what=''
say() { what=$*; }
fault() {
	echo "FAILED: $what: $*"
	sed 's/^/    out: /' "$work/out" | head -5
	sed 's/^/    err: /' "$work/err" | head -8
	bad=1
}
# try STATUS COMMAND...
try() {
	wanted=$1
	shift
	"$@" >"$work/out" 2>"$work/err" </dev/null
	status=$?
	[ $status = "$wanted" ] || fault "status $status, not $wanted: $*"
}
says() { grep -q -- "$1" "$work/err" || fault "stderr lacks '$1'"; }
tells() { grep -q -- "$1" "$work/out" || fault "stdout lacks '$1'"; }
lines() { [ "$(wc -l <"$work/out")" = "$1" ] || fault "$(wc -l <"$work/out") lines, not $1"; }
# The process that holds the sockets is populate's child.
holder() { tr -d ' ' <"/proc/$crowd/task/$crowd/children"; }
is() { [ "$1" = "$2" ] || fault "$1, not $2"; }
count() { ss -Htuan "$@" | wc -l; }
runs() { kill -0 "$1" 2>/dev/null; }

# It may wait for its parent to take notice.
ended() { ! runs "$1" || grep -q '^State:.Z' "/proc/$1/status"; }

# crowd OPTION...: a process, $crowd, that holds these, in the place of the one before; it listens on
# $server
server=127.1.0.1:8080
crowd=''
crowd() {
	[ -z "$crowd" ] || { kill "$crowd" 2>/dev/null; wait "$crowd"; }
	rm -f "$work/ready"
	"$support/populate" "$@" <"$work/hold" >"$work/ready" &
	crowd=$!
	crowds="$crowds $crowd"
	until [ -s "$work/ready" ]; do
		runs $crowd || { fault 'populate has ended' && exit 1; }
		sleep 0.05
	done
}
mkfifo "$work/hold"
exec 4<>"$work/hold"

# ---- signals ----
say 'what is no signal'
for name in FOO -1 64000 '' SIG SIGTERMS; do
	try 2 $K --yes --signal="$name" state close-wait && says 'unknown signal'
done
try 2 $SOCKVIEW --signal=TERM && says 'goes with --kill'
lines 0

say 'each owner once, with its number of sockets'
crowd --close-wait=30
first=$(holder)
"$support/stage" hold 127.1.0.1 8080 sleep 30 </dev/null >/dev/null 2>&1 &
second=$!
crowds="$crowds $second"
until [ "$(count state established)" = 2 ]; do sleep 0.05; done
set -- state close-wait or '(' process = stage and dst $server ')'
try 0 $K --dry-run --signal=TERM "$@"
lines 2
tells "^$first populate: 30 sockets: would be signalled$"
tells "^$second stage: 1 socket: would be signalled$"
runs $first || fault 'a dry run has ended one'
say 'one that goes on'
try 0 $K --yes --signal=CONT --json state close-wait pid = $first
lines 1
"$support/flatten" <"$work/out" >"$work/flat" || fault 'no JSON'
for leaf in '0.result	signalled' '0.error	null' '0.signal	SIGCONT' "0.pid	$first" \
	'0.process	populate' '0.sockets	30'; do
	grep -qxF "$leaf" "$work/flat" || fault "lacks $leaf"
done
say 'the question names the processes, and their number answers it'
for keys in '\n' 'y\n' '31\n'; do
	try 1 "$support/stage" answer 'Type 2' "$keys" $K --signal=9 "$@"
	says 'nothing was signalled'
done
says "^$first populate: 30 sockets"
runs $first || fault 'it has ended'
runs $second || fault 'it has ended'
try 0 "$support/stage" answer 'Type 2' '2\n' $K --signal=9 "$@"
tells "^$first populate: 30 sockets: sent SIGKILL$"
tells "^$second stage: 1 socket: sent SIGKILL$"
wait $second
is $? 137
left=50
until ended $first || [ $left = 0 ]; do left=$((left - 1)) && sleep 0.1; done
ended $first || fault 'it has not ended'
say 'one alone by y'
crowd --close-wait=5
try 0 "$support/stage" answer 'SIGKILL' 'y\n' $K --signal=sigkill state close-wait
left=50
while [ "$(count state close-wait)" != 0 ] && [ $left -gt 0 ]; do left=$((left - 1)) && sleep 0.1; done
is "$(count state close-wait)" 0

say 'who carries the SSH session gets no signal for another socket, also where it is not above us'
crowd --close-wait=5 --pairs=1
pair=$(ss -Htn state established src 127.1.0.1 | awk '{ print $4, $3 }' | tr : ' ')
SSH_CONNECTION=$pair
export SSH_CONNECTION
try 1 $K --dry-run --signal=TERM state close-wait
tells ' populate: 5 sockets: of your own session: kept$'
try 1 $K --yes --signal=KILL -4 state close-wait
says ' 0 signalled or gone, 0 not signalled, 1 kept$'
runs "$(holder)" || fault 'it has ended'
unset SSH_CONNECTION
say 'a listener is not told to be kept where its process gets the signal'
try 0 $K --dry-run --signal=TERM sport = ":${server#*:}"
lines 1
tells ' populate: 6 sockets: would be signalled$'

say 'a process above us is kept, and on a terminal its socket too'
try 3 $K --yes --signal=KILL sport = :47999
crowd --close-wait=3
try 1 "$support/stage" answer '' '' "$support/stage" hold 127.1.0.1 8080 \
	$K --yes --signal=KILL dst $server and process = stage
tells 'stage: of your own session: kept$'
says ' 1 kept'

say 'sockets that nobody holds'
"$support/stage" hold 127.1.0.1 8080 true
# its end is closed by now, as is that of the one before; the others wait to be accepted, which populate does not do
try 1 $K --yes --signal=CONT state close-wait
is "$(grep -c ': no process is known that holds it$' "$work/out")" 2
says '^sockview: 1 signalled or gone, 2 not signalled, 0 kept$'
runs "$(holder)" || fault 'it has ended'

# ---- as a cron job does ----
say 'from an empty environment, without a terminal'
crowd --close-wait=40
try 0 env -i $K --yes state close-wait process = populate
lines 40
says '^sockview: 40 closed or gone, 0 not closed, 0 kept$'
say 'the descriptors that stay open are counted'
says "^sockview: populate ($(holder)) still holds 40 descriptors of closed sockets"
crowd --close-wait=7
try 3 env -i $K --yes state close-wait process = nobody
try 2 env -i $K state close-wait && says '--yes'
is "$(count state close-wait)" 7

say 'results that go nowhere'
$K --yes --signal=CONT state close-wait >/dev/full 2>"$work/err" </dev/null
is $? 1
says 'cannot write'

# ---- without the right ----
say 'a user namespace that does not own the network'
try 1 unshare -U $K --yes state close-wait
is "$(grep -c ': not permitted (needs CAP_NET_ADMIN' "$work/out")" 7
is "$(count state close-wait)" 7
try 1 unshare -Ur $K --yes state close-wait
is "$(grep -c ': not permitted (needs CAP_NET_ADMIN' "$work/out")" 7
is "$(count state close-wait)" 7
say 'and is told so before'
for space in -U -Ur; do
	try 1 unshare $space $K --dry-run state close-wait
	is "$(grep -c ': not permitted (needs CAP_NET_ADMIN' "$work/out")" 7
	says '^sockview: 0 would be closed or reset, 7 would not, 0 kept$'
done
say 'a socket without a process gets no signal, also on paper'
crowd --pairs=1
kill $crowd && wait $crowd
crowd=''
until [ "$(count state time-wait)" != 0 ]; do sleep 0.05; done
for way in --dry-run --yes; do
	try 1 $K $way --signal=TERM state time-wait
	tells 'TIME_WAIT.*: no process is known that holds it$'
done
crowd --close-wait=7

# ---- an end half-way ----
many=3000
say 'SIGKILL half-way: all but what was in hand is told'
crowd --close-wait=$many
all=$(count state close-wait)
mkfifo "$work/pipe"
$K --yes state close-wait >"$work/pipe" 2>"$work/err" </dev/null &
killer=$!
exec 5<"$work/pipe"
left=$all before=0
until [ "$left" != "$all" ] && [ "$left" = $before ]; do # the reader does not read
	before=$left
	sleep 0.2
	left=$(count state close-wait)
	runs $killer || break
done
kill -KILL $killer
cat <&5 >"$work/out"
exec 5<&-
wait $killer
is $? 137
left=$(count state close-wait)
done=$((all - left))
told=$(grep -c ': closed$' "$work/out")
[ $left -gt 0 ] || fault 'all were closed'
# the last line may be cut off in the middle
[ $told -le $done ] || fault "$done closed, $told told"
[ $told -ge $((done - 65)) ] || fault "$done closed, $told told"

[ $bad = 0 ] && echo 'all is as it should be'
exit $bad
