#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Printed outputs: where they cannot be written, without rights, without descriptors, one after the
# other; and what the program may do while it prints.
set -u
. "${srcdir:-.}/tests/support/live.sh"

start_hands
hands listen l 127.0.0.1 7001
hands connect c 127.0.0.1 7001
hands accept s l

one_line() {
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$1: not one line on stderr: $(cat "$work/err")"
}

# ---- what can be printed
for what in --once "--once --json" "--once --csv" --count-only --summary "--summary --json" "-b -c 1" --help \
	--version --sort=help; do
	# shellcheck disable=SC2086
	run "$sockview" $what
	[ "$status" = 0 ] || fail "$what: status $status"
	[ -s "$work/out" ] || fail "$what prints nothing"
	[ ! -s "$work/err" ] || fail "$what complains: $(cat "$work/err")"

	status=0
	# shellcheck disable=SC2086
	"$sockview" $what >/dev/full 2>"$work/err" </dev/null || status=$?
	[ "$status" = 1 ] || fail "$what on a full disk: status $status"
	one_line "$what on a full disk"

	status=0
	# shellcheck disable=SC2086
	"$sockview" $what >&- 2>"$work/err" </dev/null || status=$?
	[ "$status" = 1 ] || fail "$what without stdout: status $status"
	one_line "$what without stdout"

	status=0
	# shellcheck disable=SC2086
	"$sockview" $what <&- 2>&- >"$work/out" || status=$?
	[ "$status" = 0 ] || fail "$what without stdin and stderr: status $status"
	[ -s "$work/out" ] || fail "$what without stdin and stderr prints nothing"
done
# no descriptor of the program's own takes the place of a closed one
[ "$("$sockview" --once -H <&- 2>&- | wc -l)" = 3 ] || fail "not 3 sockets with all closed"

# ---- a reader that has enough
i=0
while [ "$i" -lt 300 ]; do
	echo "listen x$i 127.0.0.1 0" >&3
	read -r word _ <&4
	[ "$word" = ok ] || fail "listeners"
	i=$((i + 1))
done
"$sockview" -b -d 0.1 2>"$work/err" | head -n 1 >/dev/null
[ ! -s "$work/err" ] || fail "head: $(cat "$work/err")"
(
	trap '' PIPE
	"$sockview" -b -d 0.1 2>"$work/err"
	echo $? >"$work/status"
) | head -n 1 >/dev/null
[ "$(cat "$work/status")" = 1 ] || fail "SIGPIPE ignored: status $(cat "$work/status")"
one_line "SIGPIPE ignored"

# ---- without a terminal it prints one snapshot
run "$sockview" -t
[ "$status" = 0 ] || fail "no terminal: status $status"
grep -q "^PROCESS\|STATE" "$work/out" || fail "no terminal: $(head -n 1 "$work/out")"
run "$sockview" --json
"$support/flatten" <"$work/out" >/dev/null || fail "--json into a file is no JSON"
run env TERM=dumb "$sockview" --csv
[ "$status" = 0 ] || fail "--csv on a dumb terminal's pipe: status $status"

# ---- several snapshots
run "$sockview" -b -c 3 -d 0.1
[ "$status" = 0 ] || fail "-c 3: status $status"
[ "$(grep -c "STATE" "$work/out")" = 3 ] || fail "-c 3 has not 3 headings"
[ "$(grep -c '^$' "$work/out")" = 2 ] || fail "-c 3 does not part its snapshots"
run "$sockview" -b -c 3 -d 0.1 --json
[ "$(wc -l <"$work/out")" = 3 ] || fail "-c 3 --json has not 3 lines"
"$support/flatten" <"$work/out" | grep -c "\.schema	1$" | grep -qx 3 || fail "not 3 objects"
run "$sockview" -b -c 3 -d 0.1 --csv
[ "$(grep -c "^proto," "$work/out")" = 1 ] || fail "-c 3 --csv has not one heading"

# ---- the first of them, and how many there are
[ "$("$sockview" -H --top=2 | wc -l)" = 2 ] || fail "--top=2 does not print 2 lines"
[ "$("$sockview" --once --csv -H --top=3 | wc -l)" = 3 ] || fail "--top=3 --csv does not print 3 lines"
[ "$("$sockview" -H --sort=-lport --columns=lport | head -n 5)" = \
	"$("$sockview" -H --sort=-lport --columns=lport --top=5)" ] || fail "--top prints others"
"$sockview" --json --top=2 | "$support/flatten" | grep -c '\.state	' | grep -qx 2 || fail "--json --top=2"
[ "$("$sockview" -H --group=state --top=1 | wc -l)" = 1 ] ||
	fail "--group --top=1 does not print 1 line"
[ "$("$sockview" --count-only)" = "$("$sockview" --once -H | wc -l)" ] || fail "--count-only"
[ "$("$sockview" --count-only sport = :7001 or dport = :7001)" = 3 ] || fail "--count-only FILTER"
[ "$("$sockview" --count-only sport = :1)" = 0 ] || fail "--count-only of nothing"
[ "$("$sockview" -b -c 2 -d 0.1 --count-only state listen sport = :7001 | tr '\n' ' ')" = "1 1 " ] ||
	fail "-b --count-only"
[ "$("$sockview" --group=state --count-only)" = "$("$sockview" -H --group=state | wc -l)" ] ||
	fail "--group --count-only"

# ---- a summary counts what the filter picks, and the kernel all
run "$sockview" -s port = :7001
grep -q "^  LISTEN  *1  *0  *1$" "$work/out" || fail "-s FILTER: LISTEN: $(cat "$work/out")"
grep -q "^  ESTABLISHED  *2  *0  *2$" "$work/out" || fail "-s FILTER: ESTABLISHED"
grep -q "kernel: inuse 30[0-9] " "$work/out" || fail "-s FILTER: the kernel's: $(cat "$work/out")"
run "$sockview" -s -l --json
[ ! -s "$work/err" ] || fail "-s -l --json: $(cat "$work/err")"
grep -q '"tcp":{"ipv4":{"LISTEN":301},' "$work/out" || fail "-s -l: $(cat "$work/out")"

# ---- letters of ss and columns by name: what one snapshot cannot fill is left out unless named
run "$sockview" -tnpeoimO
head -n 1 "$work/out" | grep -q "REMOTE.*TIMER.*UID.*INODE.*COOKIE.*CGROUP.*RMEM.*BLMEM.*DROPS.*RTT.*CWND.*CC.*RETRANS" ||
	fail "-tnpeoimO: $(head -n 1 "$work/out")"
run "$sockview" --once --columns=+rtt
if head -n 1 "$work/out" | grep -q "IN STATE\|TX/s"; then fail "+rtt: $(head -n 1 "$work/out")"; fi
run "$sockview" --once --columns=+rtt,IN_STATE
head -n 1 "$work/out" | grep -q "RTT *IN STATE$" || fail "+rtt,IN_STATE: $(head -n 1 "$work/out")"

# ---- the memory of the queues is what ss says, in the same order
hands write c 50000
if command -v ss >/dev/null 2>&1; then
	# The kernel still moves segments from one queue to the other when write() has returned: the two
	# are compared until both looks fall behind that.
	same_memory() {
		"$sockview" --json state established sport = :7001 | "$support/flatten" |
			sed -n 's/^0\.sockets\.0\.\(memory\.[a-z_]*\|drops\)\t//p' | sort >"$work/ours"
		ss -Htnm state established sport = :7001 |
			sed -n 's/.*skmem:(r\([0-9]*\),rb\([0-9]*\),t\([0-9]*\),tb\([0-9]*\),f\([0-9]*\),w\([0-9]*\),o\([0-9]*\),bl\([0-9]*\),d\([0-9]*\)).*/\1 \2 \3 \4 \5 \6 \7 \8 \9/p' |
			tr ' ' '\n' | sort >"$work/ss"
		[ "$(wc -l <"$work/ss")" = 9 ] && cmp -s "$work/ours" "$work/ss"
	}
	on_failure() { paste "$work/ours" "$work/ss"; }
	until_true same_memory
	on_failure() { :; }
fi
[ "$("$sockview" --count-only 'rmem > 50000 and rmem < 1M and sport = :7001')" = 1 ] || fail "rmem > 50000"
[ "$("$sockview" --count-only 'rmem > 50000 or drops > 0')" = 1 ] || fail "drops > 0"
[ "$("$sockview" -H --columns=local --sort=-rmem --top=1)" = "127.0.0.1:7001" ] || fail "--sort=-rmem"

# ---- every line of CSV has the same number of fields, and ends as RFC 4180 wants it
run "$sockview" --once --csv
[ "$(grep -c "$(printf '\r')\$" "$work/out")" = "$(wc -l <"$work/out")" ] || fail "CSV: no CRLF"
run "$sockview" --once --csv -H
if grep -q "^proto," "$work/out"; then fail "-H prints a heading"; fi

# ---- few descriptors
run sh -c "ulimit -n 16; exec '$sockview' --once --json"
[ "$status" = 0 ] || fail "16 descriptors: status $status"
grep -q '"complete":true' "$work/out" || fail "16 descriptors: not complete"
run sh -c "ulimit -n 4; exec '$sockview' --once"
[ "$status" = 1 ] || fail "4 descriptors: status $status"
one_line "4 descriptors"
grep -q "Too many open files\|No file descriptors" "$work/err" || fail "4 descriptors: $(cat "$work/err")"
if grep -q ":7001" "$work/out"; then fail "4 descriptors: sockets?"; fi
run sh -c "ulimit -n 5; exec '$sockview' --once --json"
grep -q '"complete":false,"notes":\["owners hidden: too many open files' "$work/out" ||
	fail "5 descriptors: $(head -c 300 "$work/out")"

# ---- little memory
run sh -c "ulimit -v 20000; exec '$sockview' --once --json"
case $status in
0) grep -q '"complete":true' "$work/out" || fail "little memory: not complete, and not said" ;;
1 | 127) ;; # it cannot even be loaded
*) fail "little memory: status $status" ;;
esac

# ---- nobody, who may do nothing
if command -v setpriv >/dev/null 2>&1; then
	run setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$sockview" --once --json
	[ "$status" = 0 ] || fail "without rights: status $status"
	grep -q '"port":7001' "$work/out" || fail "without rights: no sockets"
fi

# ---- what it keeps for itself
"$sockview" -b -d 0.1 --json >"$work/stream" 2>"$work/err" &
pid=$!
jobs_to_end="$jobs_to_end $pid"
until_true test -s "$work/stream"
grep -q "^NoNewPrivs:	1$" "/proc/$pid/status" || fail "NoNewPrivs is not set"
for set in CapPrm CapEff; do
	value=$(sed -n "s/^$set:	//p" "/proc/$pid/status")
	# CAP_DAC_READ_SEARCH is 2, CAP_SYS_PTRACE is 19
	case $value in
	*[!0]*)
		[ "$((0x$value & ~0x80004))" = 0 ] || fail "$set is $value"
		;;
	esac
done
grep -q "^CapInh:	0*$" "/proc/$pid/status" || fail "inheritable rights"
grep -q "^CapAmb:	0*$" "/proc/$pid/status" || fail "ambient rights"

# ---- stopped for a while, it does not make up for what it missed
lines() { wc -l <"$work/stream"; }
more_than() { [ "$(lines)" -gt "$1" ]; }
until_true more_than 3
kill -STOP "$pid"
sleep 2
before=$(lines)
kill -CONT "$pid"
until_true more_than "$((before + 4))"
kill "$pid"
wait "$pid"
[ $? = 143 ] || fail "SIGTERM: not 143"
# times of the snapshots in ms since midnight; two that are closer than half an interval are a burst
sed -n 's/.*"time":"[^T]*T\([0-9]*\):\([0-9]*\):\([0-9]*\)\.\([0-9]*\)Z.*/\1 \2 \3 \4/p' "$work/stream" |
	awk '
	{ now = (($1 * 60 + $2) * 60 + $3) * 1000 + $4 }
	NR > 1 && now >= last && now - last < 50 { close_ones++ }
	NR > 1 && now - last > 1500 { gap = 1 }
	{ last = now }
	END { if (!gap) print "no gap"; if (close_ones > 1) print close_ones " snapshots in a burst" }
	' >"$work/burst"
[ ! -s "$work/burst" ] || fail "$(cat "$work/burst")"
