#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Filters pick the same sockets as ss's: every expression of a table is given to both, on a crowd of
# sockets in a network of its own, and the cookies of what they list are compared.
#
# Of what ss itself refuses (older ones know fewer words), nothing can be said; but 60 expressions
# must remain, and most of them must pick some sockets and leave others, or nothing was tested.

table="${srcdir:?}/tests/data/ss-expressions.txt"
crowd="${builddir:?}/tests/support/crowd"
least=60

skip()
{
	echo "SKIP: $1"
	exit 77
}

if [ -z "$FILTER_INSIDE" ]; then
	ss -V >/dev/null 2>&1 || skip "there is no ss"
	unshare -Urn true 2>/dev/null || skip "no private network namespace can be had"
	FILTER_INSIDE=yes exec sh "${srcdir:-.}/tests/support/space.sh" -Urn "$0"
fi

ip link set lo up || skip "the loopback interface cannot be used"
room=$(mktemp -d) || exit 1
crowd_pid=
end()
{
	exec 3>&-
	[ -n "$crowd_pid" ] && wait "$crowd_pid"
	rm -rf "$room"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

mkfifo "$room/input" "$room/output"
"$crowd" <"$room/input" >"$room/output" &
crowd_pid=$!
exec 3>"$room/input"
read -r word <"$room/output"
[ "$word" = ready ] || { echo "the crowd does not stand"; exit 1; }

# The sockets' cookies, a line each, in an order of their own. No socket shows twice.
of_ss()
{
	ss -tuaneH "$@" >"$room/listed" 2>"$room/refused" || return 1
	sed -n 's/.* sk:\([0-9a-f]*\).*/\1/p' "$room/listed" | sort
}

of_sockview()
{
	"$SOCKVIEW" --once --json "$@" >"$room/listed" 2>"$room/refused" || return 1
	sed 's/"netns":{[^}]*}//g; s/"cookie":/\n&/g' "$room/listed" | sed -n 's/^"cookie":"0x\([0-9a-f]*\)".*/\1/p' | sort
}

# States that time ends (TIME_WAIT, SYN_RECV) may change between the two: asked once more, they
# must agree.
agree()
{
	of_ss "$@" >"$room/theirs" || return 2
	of_sockview "$@" >"$room/ours" || { cat "$room/refused"; return 1; }
	cmp -s "$room/theirs" "$room/ours"
}

of_ss >"$room/all"
of_sockview >"$room/all-ours"
if ! cmp -s "$room/all" "$room/all-ours"; then
	echo "without a filter they differ:"
	diff "$room/all" "$room/all-ours"
	exit 1
fi
everything=$(wc -l <"$room/all")
for state in LISTEN ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT2 CLOSE_WAIT TIME_WAIT UNCONN; do
	"$SOCKVIEW" --once | grep -q " $state " || { echo "nothing is in $state"; exit 1; }
done

compared=0 telling=0 refused=0 wrong=0
set -f
while read -r line; do
	case $line in ''|'#'*) continue ;; esac
	# split at blanks, as a shell gives them to ss
	# shellcheck disable=SC2086
	set -- $line
	agree "$@" || agree "$@"
	case $? in
	0)
		compared=$((compared + 1))
		picked=$(wc -l <"$room/ours")
		[ "$picked" -gt 0 ] && [ "$picked" -lt "$everything" ] && telling=$((telling + 1))
		;;
	1)
		wrong=$((wrong + 1))
		echo "'$line': < ss, > sockview"
		diff "$room/theirs" "$room/ours"
		;;
	2)
		refused=$((refused + 1))
		echo "ss does not take '$line': $(head -n 1 "$room/refused")"
		;;
	esac
done <"$table"

echo "$everything sockets; $compared expressions agree, $telling of them tell; $wrong differ;" \
	"ss refuses $refused"
[ "$wrong" -eq 0 ] && [ "$compared" -ge "$least" ] && [ "$telling" -ge $((compared * 2 / 3)) ]
