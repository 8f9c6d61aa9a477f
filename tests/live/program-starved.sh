#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each allocation fails once, alone and with all that follow: no crash, and either all is said or what
# is missing is. In the modes beside --once, some allocations (all with STARVE_STEP=1).
set -u
. "${srcdir:-.}/tests/support/live.sh"
starved=$support/starved
if ! [ -x "$starved" ]; then
	echo "not built with sanitizers"
	exit 77
fi
if STARVE=-1 "$starved" --once >/dev/null 2>&1; then
	echo "allocations cannot be made to fail here"
	exit 77
fi

start_hands
i=0
while [ "$i" -lt 40 ]; do
	hands listen "x$i" 127.0.0.1 0
	i=$((i + 1))
done

failed=0 done=0
for number in $(seq 1 300); do
	for sign in "" -; do
		run env STARVE="$sign$number" "$starved" --once --json
		case $status in
		0)
			done=$((done + 1))
			"$support/flatten" <"$work/out" >"$work/leaves" || fail "$sign$number: no JSON"
			if grep -q "^0\.complete	true$" "$work/leaves"; then
				[ "$(grep -c '\.proto	tcp$' "$work/leaves")" = 40 ] ||
					fail "$sign$number: sockets are missing, and it is not said"
			fi
			;;
		1)
			failed=$((failed + 1))
			[ -s "$work/err" ] || grep -q '"complete":false' "$work/out" ||
				fail "$sign$number: not a word"
			;;
		*) fail "$sign$number: status $status: $(cat "$work/err")" ;;
		esac
	done
done
echo "$failed ended, $done went on"
[ "$failed" -gt 0 ] || fail "no allocation failed"

# ---- the other modes: every allocation with STARVE_STEP=1, else some, other ones at each start
step=${STARVE_STEP-61}
first=$(($$ % step + 1))

# starve_mode STATUSES OPTION...: ends with one of these, or with 1 and a word
starve_mode() {
	fine=$1
	shift
	failed=0 tries=0
	for number in $(seq "$first" "$step" 400); do
		for sign in "" -; do
			tries=$((tries + 1))
			run env STARVE="$sign$number" "$starved" "$@"
			case " $fine " in
			*" $status "*) continue ;;
			esac
			[ "$status" = 1 ] || fail "$sign$number $*: status $status: $(cat "$work/err")"
			failed=$((failed + 1))
			[ -s "$work/err" ] || grep -q 'complete":false' "$work/out" || fail "$sign$number $*: not a word"
		done
	done
	echo "$*: $failed of $tries ended"
	[ "$failed" -gt 0 ] || fail "$*: no allocation failed"
}

starve_mode "0 4 5" --health -d 0.1
starve_mode "0 4 5" --health -d 0.1 --json
starve_mode 0 --services -d 0.1
starve_mode 0 --summary
starve_mode 0 --once --format=prometheus
starve_mode 0 -K --dry-run 'state listen'

# a question that is answered with no: nothing is closed, whatever failed
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1; then
	starve_refused() {
		echo n | STARVE=$1 script -qec "'$starved' -K 'state listen'" /dev/null >"$work/out" 2>&1
	}
	for number in $(seq "$first" "$((step * 2))" 400); do
		for sign in "" -; do
			status=0
			starve_refused "$sign$number" || status=$?
			[ "$status" -le 3 ] || fail "$sign$number -K: status $status: $(cat "$work/out")"
		done
	done
	run "$sockview" --once --count-only -l
	[ "$(cat "$work/out")" = 40 ] || fail "-K and no: closed all the same: $(cat "$work/out") are left"
fi
