#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sockview -K on a real kernel, in a network of its own: what it closes, what it leaves, what it says
# and with which status it ends. What is left is looked at with ss.
#
# Numbers need no quotes, builddir is handed in by make, and finish() is called by a trap:
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
hands='' populate=''
end() {
	exec 5>&- 6<&- 7>&-
	[ -z "$hands" ] || kill "$hands"
	[ -z "$populate" ] || kill "$populate"
	wait
	rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM HUP

bad=0
fault() {
	echo "FAILED: $what: $*"
	sed 's/^/    out: /' "$work/out" | head -5
	sed 's/^/    err: /' "$work/err" | head -8
	bad=1
}
what=''
say() { what=$*; }

# try STATUS COMMAND...: its output goes to $work/out and $work/err, its status is this.
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
is() { [ "$1" = "$2" ] || fault "$1, not $2${3+: $3}"; }
count() { ss -Htuan "$@" | wc -l; }

# ---- sockets that do as they are told ----
mkfifo "$work/orders" "$work/answers"
"$support/hands" <"$work/orders" >"$work/answers" &
hands=$!
exec 5>"$work/orders" 6<"$work/answers"
hand() {
	echo "$*" >&5
	read -r word reply <&6
	[ "$word" = ok ] || fault "hands: $*: $word $reply"
}
# pair NAME ADDRESS: a connection to that listener, NAMEc and NAMEs; its port is in $port
pair() {
	hand connect "$1c" "$2" "$server"
	port=$reply
	hand accept "$1s" "$3"
}
is_open() { hand look "$1" && is "$reply" open "$1"; }

# populate OPTION...: $populate holds these; the former ones go
crowd() {
	[ -z "$populate" ] || { kill "$populate" && wait "$populate"; }
	exec 7>&-
	rm -f "$work/end" "$work/ready"
	mkfifo "$work/end"
	"$support/populate" "$@" <"$work/end" >"$work/ready" &
	populate=$!
	exec 7>"$work/end"
	until [ -s "$work/ready" ]; do
		kill -0 "$populate" 2>/dev/null || fault 'populate has ended'
		sleep 0.05
	done
}

hand listen four 127.0.0.1 0
server=$reply
hand listen six ::1 "$server"
pair a 127.0.0.1 four
pair b 127.0.0.1 four
middle=$port
pair c 127.0.0.1 four

# ---- the command line: nothing is done ----
say 'what is missing or does not go together'
try 2 $K --yes && says FILTER
try 2 $K --yes '' && says FILTER
try 2 $K --yes '  ' && says FILTER
try 2 $K --yes -- state nonsense && says '^ *^$'
try 2 $K --yes --read-only sport = ":$server" && says read-only
try 2 $K --yes --csv sport = ":$server" && says 'table or json'
try 2 $K --yes --count=2 sport = ":$server" && says '--batch'
say 'without a terminal'
try 2 $K sport = ":$server" && says '--yes'
lines 0
say 'with a terminal, but a question that nobody would see'
try 2 "$support/stage" answer '' '' /bin/sh -c "$K sport = :$server 2>'$work/hidden'"
grep -q -- --yes "$work/hidden" || fault 'does not name --yes'
say 'no match'
try 3 $K --yes sport = :1 && says 'no socket matches'
try 3 $K --dry-run sport = :1 && says 'no socket matches'
say 'dry run'
try 0 $K --dry-run sport = ":$server" and state established
lines 3
tells 'would be closed'
is "$(count state established)" 6

# ---- exactly what matches ----
say 'the middle one of three'
try 0 $K --yes sport = ":$server" and dport = ":$middle"
lines 1
tells "^tcp ESTABLISHED 127.0.0.1:$server -> 127.0.0.1:$middle hands: closed$"
says '^sockview: 1 closed or gone, 0 not closed, 0 kept$'
hand look bs
is "$reply" ECONNABORTED
hand look bc
is "$reply" ECONNRESET
for name in as ac cs cc; do is_open $name; done
hand write as 5
is "$(count state established)" 4
is "$(count state listening "( sport = :$server )")" 2

say 'a listener is kept'
try 0 $K --yes sport = ":$server" and not state established
lines 2
tells 'LISTEN.*kept'
says '^sockview: 0 closed or gone, 0 not closed, 2 kept$'
is "$(count state listening "( sport = :$server )")" 2
try 0 $K --yes --json not state established and sport = ":$server"
"$support/flatten" <"$work/out" >"$work/flat" || fault 'no JSON'
is "$(grep -c '^[0-9]*\.result	kept$' "$work/flat")" 2
say 'a listener that is meant'
try 0 $K --yes state listen and src '[::1]'
lines 1
tells '^tcp LISTEN \[::1\]:[0-9]* hands pid=[0-9]*,fd=[0-9]*: closed$'
hand listen extra 127.0.0.1 0
extra=$reply
try 0 $K --yes -l sport = ":$extra"
tells 'closed$'
is "$(count state listening)" 1
for name in as ac cs cc; do is_open $name; done
hand close six

# ---- all families ----
say 'IPv4, IPv6 and mapped in one go'
hand listen plain 127.0.0.1 0
server=$reply
hand listen six ::1 "$server"
pair p4 127.0.0.1 plain
pair p6 ::1 six
hand listen both :: 0
dual=$reply
hand connect mc 127.0.0.1 "$dual"
hand accept ms both
try 0 $K --yes state established and '(' sport = ":$server" or sport = ":$dual" ')'
lines 3
tells "^tcp ESTABLISHED \[::1\]:$server -> \[::1\]:[0-9]* hands: closed$"
tells "^tcp ESTABLISHED 127.0.0.1:$dual -> 127.0.0.1:[0-9]* hands: closed$"
for name in p4s p6s ms; do
	hand look $name
	is "$reply" ECONNABORTED $name
done
for name in as ac cs cc; do is_open $name; done

say 'both ends of a connection'
pair p4 127.0.0.1 plain
try 0 $K --yes state established and port = ":$port"
lines 2
tells 'already gone$'

say 'UDP is reset, and goes on'
udp=15353
hand udp dns 127.0.0.1 $udp
try 0 $K --yes --json -u sport = ":$udp"
"$support/flatten" <"$work/out" >"$work/flat" || fault 'no JSON'
grep -qx '0.result	reset' "$work/flat" || fault 'not reset'
says '^sockview: 0 closed or gone, 1 reset, 0 not closed, 0 kept$'
is "$(count -u "( sport = :$udp )")" 1
hand look dns
is "$reply" ECONNABORTED

say 'UDP on an interface loses that'
hand udp bound 127.0.0.1 15354
hand device bound lo
asked() { try "$1" "$support/stage" answer "$2" "$3" $K "$4" sport = ":$5"; }
asked 1 'y/N' 'n\n' -u 15354
says 'goes on working, but on every interface'
try 0 $K --yes -u sport = :15354
tells '^udp UNCONN 127.0.0.1%lo:15354 hands pid=[0-9]*,fd=[0-9]*: reset: .* no longer bound to its interface$'
hand device bound lo
try 0 $K --dry-run -u sport = :15354
tells ': would be reset: .* no longer bound to its interface$'
says '^sockview: 1 would be closed or reset, 0 would not, 0 kept$'
try 0 $K --yes --json -u sport = :15354
"$support/flatten" <"$work/out" >"$work/flat" || fault 'no JSON'
grep -q '0.note	reset: .*interface' "$work/flat" || fault 'no note'

say 'a lone listener is closed by its port'
hand listen alone 127.0.0.1 15355
for keys in 'y\n' '\n' '1\n' '15354\n'; do
	asked 1 'Type its port' "$keys" -l 15355
	says 'nothing was closed'
done
asked 0 'Type its port' '15355\n' -l 15355
is "$(count state listening '( sport = :15355 )')" 0

say 'a socket that nothing but its process can close'
hand bind idle 127.0.0.1 0
try 1 $K --dry-run state bound and sport = ":$reply"
tells 'BOUND.*cannot close'
try 1 $K --yes state bound and sport = ":$reply"
tells 'BOUND.*cannot close'

# ---- results as data ----
say '--json'
pair j 127.0.0.1 plain
try 0 $K --yes --json state established and sport = ":$server"
"$support/flatten" <"$work/out" >"$work/flat" || fault 'no JSON'
lines 1
for leaf in '0.result	closed' '0.error	null' '0.socket.state	ESTABLISHED' \
	'0.socket.local.addr	127.0.0.1' "0.socket.local.port	$server" \
	"0.socket.remote.port	$port" '0.socket.owners.0.process	hands'; do
	grep -qxF "$leaf" "$work/flat" || fault "lacks $leaf"
done
try 0 $K --dry-run --json sport = ":$server"
"$support/flatten" <"$work/out" >"$work/flat" || fault 'no JSON'
grep -qx '0.result	kept' "$work/flat" || fault 'the listener is not kept'
grep -q '^0.error	a listener' "$work/flat" || fault 'kept without a reason'

say 'without CAP_NET_ADMIN'
pair q 127.0.0.1 plain
pair r 127.0.0.1 plain
for filter in "state established and sport = :$server" 'sport = :15354'; do
	try 1 "$support/stage" powerless $K --dry-run $filter
	tells ': not permitted (needs CAP_NET_ADMIN'
	grep -q 'would' "$work/out" && fault 'promises what it may not do'
done
try 1 "$support/stage" powerless $K --dry-run --json state established and sport = ":$server"
"$support/flatten" <"$work/out" >"$work/flat" || fault 'no JSON'
is "$(grep -c '^[01]\.result	not-permitted$' "$work/flat")" 2
is "$(grep -c '^[01]\.error	not permitted' "$work/flat")" 2
try 1 "$support/stage" powerless $K --yes state established and sport = ":$server"
lines 2
is "$(grep -c ': not permitted (needs CAP_NET_ADMIN' "$work/out")" 2
says '^sockview: 0 closed or gone, 2 not closed, 0 kept$'
try 1 "$support/stage" powerless $K --yes --json state established and sport = ":$server"
"$support/flatten" <"$work/out" >"$work/flat" || fault 'no JSON'
is "$(grep -c '^[01]\.result	not-permitted$' "$work/flat")" 2
is "$(grep -c '^[01]\.error	not permitted' "$work/flat")" 2
for name in qs qc rs rc; do is_open $name; done

say 'a descriptor that only a thread has, in a table of its own'
pair t 127.0.0.1 plain
thread_port=$port
hand alone tc
try 1 "$support/stage" powerless $K --yes state established and sport = ":$thread_port"
tells ': not permitted (needs CAP_NET_ADMIN'
if "$SOCKVIEW" --json sport = ":$thread_port" | grep -q '"fd":[0-9]*,"thread":[0-9]'; then
	try 0 "$support/stage" powerless $K --yes --by-descriptor state established and \
		sport = ":$thread_port"
	tells ": closed by its process's own descriptor$"
	is "$(count state established "( sport = :$thread_port )")" 0
else
	fault 'the table of the thread is not named'
fi

say 'a name that ASCII does not have'
cp "$support/hands" "$work/händ"
hand listen far 127.0.0.1 0
far=$reply
printf 'connect x 127.0.0.1 %s\n' "$far" >"$work/order"
mkfifo "$work/later"
"$work/händ" <"$work/later" >"$work/said" &
other=$!
exec 8>"$work/later"
cat "$work/order" >&8
until grep -q ok "$work/said"; do kill -0 $other || break; sleep 0.05; done
try 0 $K --dry-run dport = ":$far"
tells ' händ: '
try 0 $K --ascii --dry-run dport = ":$far"
LC_ALL=C grep -q '[^ -~]' "$work/out" && fault 'no ASCII'
try 0 env LC_ALL=C $K --dry-run dport = ":$far"
LC_ALL=C grep -q '[^ -~]' "$work/out" && fault 'no ASCII'
exec 8>&-
wait $other

# ---- MPTCP: the kernel closes but a subflow ----
living() { ss -HtanM state established "( sport = :$m )" 2>/dev/null | grep -c '^mptcp'; }
echo 'kind mptcp' >&5
read -r word reply <&6
if [ "$word" = ok ] && ss -HtanM >/dev/null 2>&1; then
	hand listen mptcp 127.0.0.1 0
	m=$reply former=$server server=$reply
	pair m 127.0.0.1 mptcp
	pair n 127.0.0.1 mptcp
	kept=$port
	hand write mc 2
	hand write nc 2
	say 'what a closing would do to MPTCP is foretold'
	try 1 $K --dry-run state established and sport = ":$m" and dport = ":$kept"
	tells 'only a subflow of it would be closed, the MPTCP connection would live on$'
	try 0 $K --dry-run --by-descriptor state established and sport = ":$m" and dport = ":$kept"
	tells "would be closed by its process's own descriptor$"
	try 1 $K --dry-run state listen and sport = ":$m"
	tells 'the kernel cannot close a socket of this kind$'
	say 'an MPTCP connection that lives on is not called closed'
	is "$(living)" 2
	try 1 $K --yes state established and sport = ":$m" and dport != ":$kept"
	tells 'still there: only a subflow ended, the MPTCP connection lives on$'
	says '^sockview: 0 closed or gone, 1 not closed, 0 kept$'
	says 'by-descriptor'
	is "$(living)" 2
	is_open ms
	say 'by its descriptor it is closed whole, and its peer is told'
	try 0 $K --yes --by-descriptor state established and sport = ":$m"
	lines 1
	tells ": closed by its process's own descriptor$"
	says '^sockview: 1 closed or gone, 0 not closed, 0 kept$'
	is "$(living)" 1
	hand look nc
	[ "$reply" = open ] && fault 'the peer knows of nothing'
	say 'the kernel closes no listener of MPTCP, its descriptor does'
	try 1 $K --yes state listen and sport = ":$m"
	says 'by-descriptor'
	try 0 $K --yes --by-descriptor --json state listen and sport = ":$m"
	tells '^{"result":"closed-by-descriptor","error":null,'
	is "$(count state listening "( sport = :$m )")" 0
	say 'what is no MPTCP is closed by the kernel all the same'
	hand kind tcp
	server=$former
	pair p 127.0.0.1 plain
	try 0 $K --yes --by-descriptor sport = ":$server" and dport = ":$port"
	tells ': closed$'
	say 'an MPTCP connection that has become one of TCP is closed with it'
	hand kind mptcp
	pair f 127.0.0.1 plain
	try 0 $K --yes sport = ":$port" and dport = ":$server"
	tells ': closed$'
	hand look fc
	is "$reply" ECONNABORTED
	hand kind tcp
else
	echo 'kind tcp' >&5
	read -r word reply <&6
	echo 'no MPTCP here: not checked'
fi

# ---- one's own session ----
say 'a connection of a process above us is kept on a terminal'
try 1 "$support/stage" answer '' '' "$support/stage" hold 127.0.0.1 "$far" $K --yes dport = ":$far" and process = stage
lines 1
tells 'ESTABLISHED.*stage: of your own session: kept$'
say 'and where there is no terminal it is not'
try 0 setsid -w "$support/stage" hold 127.0.0.1 "$far" $K --yes dport = ":$far" and process = stage
tells 'stage: closed$'
say 'a connection of nobody above us is not'
pair s 127.0.0.1 plain
try 0 $K --dry-run sport = ":$server" and dport = ":$port"
tells 'would be closed$'
say 'the SSH session is kept, either end'
SSH_CONNECTION="127.0.0.1 $port 127.0.0.1 $server"
export SSH_CONNECTION
try 1 $K --yes state established and port = ":$port"
lines 2
is "$(grep -c 'of your own session: kept$' "$work/out")" 2
try 1 $K --dry-run state established and port = ":$port"
is "$(grep -c 'of your own session: kept$' "$work/out")" 2
say 'one alone may be closed by its port'
is "$(count state established "( sport = :$server and dport = :$port )")" 1
try 1 $K --yes sport = ":$server" and dport = ":$port"
tells 'of your own session: kept$'
for keys in 'y\n' "$port\n"; do
	try 1 "$support/stage" answer 'Type its port' "$keys" $K sport = ":$server" and dport = ":$port"
	says 'Your own session (SSH) hangs on it'
	says 'nothing was closed'
done
is_open ss
say 'and where only the shell above knows of it'
try 1 sh -c 'env -u SSH_CONNECTION "$@"; exit $?' sh $K --yes state established and port = ":$port"
is "$(grep -c 'of your own session: kept$' "$work/out")" 2
unset SSH_CONNECTION
for name in ss sc; do is_open $name; done

say 'its port closes it'
middle=$port
pair own 127.0.0.1 plain
SSH_CONNECTION="127.0.0.1 $port 127.0.0.1 $server"
export SSH_CONNECTION
try 0 "$support/stage" answer 'Type its port' "$server\n" $K sport = ":$server" and dport = ":$port"
tells 'hands: closed$'
unset SSH_CONNECTION
is "$(count state established "( sport = :$server and dport = :$port )")" 0
port=$middle

# ---- the question ----
# ask STATUS PROMPT KEYS FILTER...
ask() {
	wanted=$1 prompt=$2 keys=$3
	shift 3
	try "$wanted" "$support/stage" answer "$prompt" "$keys" $K "$@"
}
one() { ask "$1" 'y/N' "$2" sport = ":$server" and dport = ":$port"; }
say 'one socket: Enter, n, another word and the end of input leave it'
for keys in '\n' 'n\n' 'yes please\n' '1\n' '\004'; do
	one 1 "$keys"
	says 'nothing was closed'
	lines 0
done
is_open ss
says "^tcp ESTABLISHED 127.0.0.1:$server -> 127.0.0.1:$port hands"
says 'RST'
say 'one socket: y closes it'
one 0 'y\n'
lines 1
hand look ss
is "$reply" ECONNABORTED

say 'several: only their number closes them'
pair t 127.0.0.1 plain
several() { ask "$1" 'Type 3' "$2" sport = ":$server"; }
is "$(count state established "( sport = :$server )")" 3
for keys in '\n' 'y\n' '2\n' '33\n' '3 \n' '03\n' '\004'; do
	several 1 "$keys"
	says 'nothing was closed'
done
is "$(count state established "( sport = :$server )")" 3
tells 'LISTEN.*kept'
several 0 '3\n'
lines 5
is "$(count state established "( sport = :$server )")" 0
is "$(count state listening "( sport = :$server )")" 2
for name in as ac cs cc; do is_open $name; done

hand close far

# ---- many ----
many=5000
say "$many in CLOSE_WAIT"
crowd --close-wait=$many --pairs=3
others=$(count state established)
is "$(count state close-wait)" $many
ask 1 "Type $many" '20\n' state close-wait
says "^... and $((many - 20)) more"
says "^tcp CLOSE_WAIT $many.\?$"
is "$(count state close-wait)" $many
try 0 $K --yes state close-wait process = populate
lines $many
is "$(grep -c ' CLOSE_WAIT .* populate: closed$' "$work/out")" $many
says "^sockview: $many closed or gone, 0 not closed, 0 kept$"
is "$(count state close-wait)" 0
is "$(count state established)" "$others"

say 'a full disk'
crowd --close-wait=$many
$K --yes state close-wait >/dev/full 2>"$work/err" </dev/null
is $? 1
says "^sockview: $many closed or gone, 0 not closed, 0 kept$"
says 'cannot write'
is "$(count state close-wait)" 0
say 'no standard output at all'
crowd --close-wait=20
$K --yes state close-wait >&- 2>"$work/err" </dev/null
is $? 1
says '^sockview: 20 closed or gone'
is "$(count state close-wait)" 0

say 'a closed pipe'
crowd --close-wait=$many
{
	$K --yes state close-wait 2>"$work/err" </dev/null
	echo $? >"$work/status"
} | head -n 1 >"$work/out"
lines 1
is "$(cat "$work/status")" 1
says "^sockview: $many closed or gone, 0 not closed, 0 kept$"
is "$(count state close-wait)" 0

# A reader that does not read stops it half-way.
stall() {
	crowd --close-wait=$many
	rm -f "$work/pipe"
	mkfifo "$work/pipe"
	$K --yes state close-wait >"$work/pipe" 2>"$work/err" </dev/null &
	killer=$!
	exec 9<"$work/pipe"
	left=$many before=0
	until [ "$left" != $many ] && [ "$left" = $before ]; do
		before=$left
		sleep 0.2
		left=$(count state close-wait)
		kill -0 $killer || break
	done
}
say 'SIGTERM half-way: what was done is told, the rest left'
stall
kill -TERM $killer
cat <&9 >"$work/out"
wait $killer
is $? 143
left=$(count state close-wait)
[ "$left" -gt 0 ] || fault 'all were closed'
lines $((many - left))
is "$(grep -c ': closed$' "$work/out")" $((many - left))
says "^sockview: $((many - left)) closed or gone, 0 not closed, 0 kept$"
says "^sockview: interrupted, $left more were not tried$"
say 'a second signal does not wait for the reader'
stall
while kill -TERM $killer 2>/dev/null; do sleep 0.1; done
wait $killer
is $? 143
exec 9<&-

[ $bad = 0 ] && echo 'all is as it should be'
exit $bad
