#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# --report: a stranger who has nothing but the report of a machine with a leak can answer six
# questions about it.
set -u
. "${srcdir:-.}/tests/support/live.sh"

on_failure() { cat "$work/report" "$work/err" 2>/dev/null; }

# ---- a program that never closes what its peers have closed, more of them all the time
pairs() { # FIRST LAST
	for i in $(seq "$1" "$2"); do
		hands connect "c$i" 127.0.0.9 7002
		hands accept "s$i" l
		hands close "c$i"
	done
}
# shellcheck disable=SC3045
ulimit -n 200 # which it comes to within minutes
start_hands
hands listen l 127.0.0.9 7002
pairs 1 15
"$sockview" --report --count=5 --interval=0.6 >"$work/report" 2>"$work/err" </dev/null 3>&- 4<&- &
report=$!
# They go on as long as it looks, however long that takes; the limit would end them at 190.
i=16
while kill -0 "$report" 2>/dev/null && [ "$i" -le 90 ]; do
	pairs "$i" "$i"
	sleep 0.1
	i=$((i + 1))
done
status=0
wait "$report" || status=$?
[ "$status" = 0 ] || fail "status $status"

# part HEADING: the lines below it
part() {
	awk -v heading="## $1" '$0 == heading { on = 1; next } /^## / { on = 0 } on' "$work/report"
}

# answers QUESTION HEADING REGEX: this part of the report has the answer
answers() {
	part "$2" | grep -Eq -- "$3" || fail "the report does not answer: $1"
}

answers 'who leaks?' Findings 'hands'
answers 'since when?' Findings 'oldest'
answers 'how fast?' Findings 'minute'
answers 'which peer?' 'Remote hosts' '^127\.0\.0\.1 '
answers 'what limit?' Findings '200'
answers 'what was done?' 'Closed meanwhile' 'closes nothing'

for heading in Machine Findings Summary Services Processes 'Remote hosts' 'Sockets to look at' \
	Counters 'Settings of the kernel' 'Closed meanwhile'; do
	[ -n "$(part "$heading")" ] || fail "no part '$heading'"
done
part Summary | grep -q CLOSE_WAIT || fail 'the summary'
part Services | grep -q 7002 || fail 'the services'
part Counters | grep -Eq '^Tcp:PassiveOpens [0-9]+ \(\+[0-9]+\)$' || fail 'the counters'
part 'Settings of the kernel' | grep -Eq '^net\.ipv4\.tcp_fin_timeout = [0-9]+$' || fail 'the sysctls'
[ "$(grep -c '^~~~~$' "$work/report")" = 18 ] || fail 'fences that are not closed'

# ---- the same as data: one object on one line, each part as its own option prints it
"$sockview" --report --json --count=2 --interval=0.2 >"$work/report" 2>"$work/err" \
	</dev/null 3>&- 4<&- || fail "--json: status $?"
[ "$(wc -l <"$work/report")" = 1 ] || fail '--json: not one line'
"$support/flatten" <"$work/report" >"$work/flat" || fail '--json: no JSON'
for leaf in schema host kernel health.status summary.tcp.ipv4.CLOSE_WAIT services.services.0.clients \
	processes.groups.0.process remotes.groups.0.remote worst.schema \
	'counters.Tcp:PassiveOpens' 'sysctls.net.ipv4.tcp_fin_timeout' ended.schema; do
	grep -qF "0.$leaf	" "$work/flat" || fail "--json: no $leaf"
done

# ---- masked: nothing is left of names and addresses, and what is the same stays the same
for format in table json; do
	"$sockview" --report --mask --format="$format" --count=2 --interval=0.2 >"$work/report" \
		2>"$work/err" </dev/null 3>&- 4<&- || fail "--mask: status $?"
	! grep -Eq '127\.0\.0|hands' "$work/report" || fail "--mask: $format tells names"
	grep -q 'process-1' "$work/report" || fail "--mask: $format has no masks"
done
"$support/flatten" <"$work/report" >"$work/flat" || fail '--mask: no JSON'
grep -q 'services.services.0.process	process-1$' "$work/flat" || fail '--mask: the service'
grep -q 'processes.groups.0.process	process-1$' "$work/flat" || fail '--mask: its process'

# ---- a file, and wrong use in a line
"$sockview" --report --count=2 --interval=0.1 --output="$work/file.md" >"$work/out" 2>"$work/err" \
	</dev/null 3>&- 4<&- || fail "--output: status $?"
[ ! -s "$work/out" ] || fail '--output: standard output'
grep -q '^## Counters$' "$work/file.md" || fail '--output'
refused() { # MESSAGE OPTION...
	message=$1
	shift
	run "$sockview" "$@"
	[ "$status" = 2 ] || fail "$*: status $status"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$*: $(cat "$work/err")"
	grep -q -- "$message" "$work/err" || fail "$*: $(cat "$work/err")"
}
refused '--mask goes with --report' --once --mask
refused 'takes no FILTER' --report 'sport = :1'
refused 'takes no -t' --report -t
refused 'count from 2' --report --count=1
refused 'is printed as table or json' --report --csv
refused 'does not go with -b' -b --report
exit 0
