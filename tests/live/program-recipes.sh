#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every command that doc/recipes.md recommends is one that works, on sockets that give most of them
# something to say, and the Chinese README has the same.

. "${srcdir:-.}/tests/support/live.sh"

# commands FILE: the last code of each line of the table
# shellcheck disable=SC2016
commands() {
	sed -n 's/^| [0-9]* | .* | `\(sockview .*\)` |$/\1/p' "$1"
}

commands "${srcdir:-.}/doc/recipes.md" >"$work/recipes"
[ "$(wc -l <"$work/recipes")" = 24 ] || fail "$(wc -l <"$work/recipes") recipes, not 24"
commands "${srcdir:-.}/README.zh-CN.md" >"$work/chinese"
cmp "$work/recipes" "$work/chinese" || fail "README.zh-CN.md has other recipes than doc/recipes.md"

start_hands
hands listen web 127.0.0.1 80
hands connect user 127.0.0.1 80
hands accept accepted web
hands listen eighty 127.0.0.1 8080
hands connect gone 127.0.0.1 8080
hands accept left eighty
hands close gone
until_true sh -c "[ \"\$('$sockview' --once --count-only state close-wait)\" = 1 ]"

# answers COMMAND STATUS TEXT: a recipe, as it stands, says so
answers() {
	grep -qxF "sockview $1" "$work/recipes" || fail "no recipe any more: $1"
	eval "run '$sockview' $1"
	[ "$status" = "$2" ] || fail "$1: status $status: $(cat "$work/err")"
	grep -q -- "$3" "$work/out" || fail "$1: no '$3' in: $(cat "$work/out")"
}
answers '-s' 0 'CLOSE_WAIT'
answers '-s sport = :80' 0 'ESTABLISHED'
answers '--once --count-only sport = :80 and state established' 0 '^1$'
answers '--once --group=process --sort=-close_wait' 0 'hands'
answers '--once --group=service state close-wait' 0 '127.0.0.1:[0-9]'
answers '--once -l port = 8080' 0 'hands'
answers '--explain tcp_tw_recycle' 0 '4\.12'

# the others are at least understood; what would close or signal only says what it would do
while read -r line; do
	line=${line#sockview }
	case $line in
	-K*) eval "run '$sockview' --dry-run $line" ;;
	*) eval "run '$sockview' $line" ;;
	esac
	case "$status $line" in
	"0 "*) ;;
	"3 -K"*) grep -q 'no socket matches' "$work/err" || fail "$line: $(cat "$work/err")" ;;
	*) fail "$line: status $status: $(cat "$work/err")" ;;
	esac
done <"$work/recipes"
