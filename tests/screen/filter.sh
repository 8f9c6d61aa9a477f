#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The filter on a real terminal: typed on F4 with its effect in sight, refused, kept, suspended,
# brought back, recalled, given on the command line. The sockets are those of tests/support/crowd.

crowd="${builddir:?}/tests/support/crowd"

skip()
{
	echo "SKIP: $1"
	exit 77
}

if [ -z "$FILTER_INSIDE" ]; then
	tmux -V >/dev/null 2>&1 || skip "there is no tmux"
	unshare -Urn true 2>/dev/null || skip "no private network namespace can be had"
	FILTER_INSIDE=yes exec sh "${srcdir:-.}/tests/support/space.sh" -Urn "$0"
fi

ip link set lo up || skip "the loopback interface cannot be used"
room=$(mktemp -d) || exit 1
crowd_pid=
terminals=0

on_terminal()
{
	tmux -f /dev/null -S "$room/terminal$terminals" "$@"
}

end()
{
	on_terminal kill-server 2>/dev/null
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

# Starts the program with these words on a terminal of 100 columns and 40 lines. Its status goes
# into a file; what it leaves on the terminal stays to be seen.
start()
{
	[ "$terminals" -gt 0 ] && on_terminal kill-server
	terminals=$((terminals + 1))
	rm -f "$room/status"
	words=
	for word in "$@"; do
		words="$words '$word'"
	done
	on_terminal new-session -d -x 100 -y 40 \
		"'$SOCKVIEW'$words; echo \$? >'$room/status'; exec cat" 3>&- || exit 1
}

press()
{
	on_terminal send-keys "$@"
}

typed()
{
	on_terminal send-keys -l "$1"
}

screen()
{
	on_terminal capture-pane -p
}

fail()
{
	echo "$1; the screen:"
	screen
	exit 1
}

# Waits until a line of the screen has this in it; or none, where the first word is "no".
see()
{
	for _ in $(seq 200); do
		screen >"$room/screen"
		if [ "$1" = no ]; then
			grep -qF -- "$2" "$room/screen" || return 0
		else
			grep -qF -- "$1" "$room/screen" && return 0
		fi
		sleep 0.1
	done
	fail "waited in vain for: $*"
}

# The rows of the table: every line with the two ends of a socket.
rows()
{
	screen | grep -cE '(tcp|udp) +[A-Z_0-9]+ '
}

# So many; or all, but for those that their time may have ended.
see_rows()
{
	for _ in $(seq 200); do
		if [ "$1" = all ]; then
			[ "$(rows)" -gt 20 ] && return 0
		else
			[ "$(rows)" -eq "$1" ] && return 0
		fi
		sleep 0.1
	done
	fail "$(rows) rows, not $1"
}

# Waits for the end, which must have this status.
ends_with()
{
	for _ in $(seq 200); do
		[ -s "$room/status" ] && break
		sleep 0.1
	done
	[ "$(cat "$room/status")" = "$1" ] || fail "it ends with $(cat "$room/status"), not $1"
}

start
see_rows all

# typing: the table follows, what cannot be read changes nothing and is not taken
press F4
see "Filter:"
typed "state close-wait"
see_rows 2
typed " ("
see "a condition is missing here"
see_rows 2
press Enter
see "Filter: state close-wait ("
press BSpace BSpace
see no "a condition is missing here"
press Enter
see "filter: state close-wait  (2 of "
see_rows 2

# suspended and brought back
press Escape
see "filter suspended: F4 brings it back"
see_rows all
press F4
see "Filter: state close-wait"
see_rows 2
press Escape
see no "Filter:"
see_rows all

# another one, and the earlier one again
press F4 C-u
typed "proto = udp"
press Enter
see "filter: proto = udp  (3 of "
see_rows 3
press F4 Up
see "Filter: state close-wait"
see_rows 2
press Enter
see "filter: state close-wait  (2 of "

# the line is there on the smallest terminal, and the table comes back behind it
press F4
on_terminal resize-window -x 20 -y 3
see "Filter:"
on_terminal resize-window -x 100 -y 40
see "Filter: state close-wait"
press C-u Enter
see_rows all
press q
ends_with 0

# on the command line
start "sport = :6666" or sport = :5353
see "filter: sport = :6666 or sport = :5353  (6 of "
see_rows 6
press Escape
see_rows all
press q
ends_with 0

start state nowhere
ends_with 2
see "sockview: there is no such state: 'nowhere'; expected: "
see "(offset 6)"
see "  state nowhere"
grep -qxF "        ^" "$room/screen" || fail "there is no caret"
