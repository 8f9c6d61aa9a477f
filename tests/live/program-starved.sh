#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each allocation fails once, alone and with all that follow: no crash, and either all is said or what
# is missing is.
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
