#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each promise of SECURITY.md names a test that holds it, and there is that test, and "make check" runs
# it. Before it judges SECURITY.md it proves that it can refuse one.
set -eu
top=${srcdir:-$(dirname "$0")/..}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# promises FILE: a line for each, with what stands in its last column
promises() {
	awk -F '|' '/^## / { promised = /What is promised/ } promised && /^\| .*\|$/ { print $(NF - 1) }' "$1" |
		sed -n '2,$p'
}

# broken FILE: what is wrong with it, a line each
broken() {
	promises "$1" | while read -r holders; do
		case $holders in
		*'`'*'`'*) ;;
		*) echo "a promise that no test holds: $holders" ;;
		esac
		# every second piece between the signs
		printf '%s\n' "$holders" | tr '\140' '\n' | sed -n 'n;p' | while read -r name; do
			if [ ! -f "$top/tests/$name" ] && [ ! -f "$top/tests/$name.c" ]; then
				echo "no such test: $name"
			elif ! grep -qE "tests/$name( |\$)" "$top/tests/tests.am"; then
				echo "not run by make check: $name"
			fi
		done
	done
}

cat >"$work/good" <<'END'
## What is promised

| promise | held by |
|---|---|
| This. | `check-security.sh` (itself), `unit/base/test-text` |

## Something else

| a table | of |
|---|---|
| other | things |
END
sed 's/test-text/test-nothing/' "$work/good" >"$work/gone"
sed 's/| `check.* |/| nobody |/' "$work/good" >"$work/unheld"
sed 's,unit/base/test-text,support/tree,' "$work/good" >"$work/unrun"
[ -z "$(broken "$work/good")" ] || {
	echo "check-security: refused without reason: $(broken "$work/good")"
	exit 1
}
for bad in gone unheld unrun; do
	[ -n "$(broken "$work/$bad")" ] || {
		echo "check-security: not noticed: $bad"
		exit 1
	}
done

found=$(broken "$top/SECURITY.md")
if [ -n "$found" ]; then
	printf '%s\n' "$found"
	exit 1
fi
count=$(promises "$top/SECURITY.md" | grep -c .)
echo "$count promises"
[ "$count" -gt 10 ]
