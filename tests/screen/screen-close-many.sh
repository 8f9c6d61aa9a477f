#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tags, and F9 for more than one socket, in a real terminal on the real kernel: what is meant is
# closed and nothing else, and the results say so.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
hands listen listener 127.0.0.1 7001
for i in 1 2 3 4 5 6; do
	hands connect "client$i" 127.0.0.1 7001
	hands accept "server$i" listener
done
open_terminal 110 30

# closed_clients: how many of the clients were closed
closed_clients() {
	count=0
	for i in 1 2 3 4 5 6; do
		hands look "client$i"
		[ "$answer" = open ] || count=$((count + 1))
	done
	echo "$count"
}

# number RESULT: of the sockets that have it, without commas
number() {
	screen | sed -n "s/^ \([0-9,]*\)  $1\$/\1/p" | tr -d ,
}

# type_number: what the dialog wants
type_number() {
	until_true shows "Type "
	wanted=$(screen | sed -n 's/.*Type \([0-9]*\) to close.*/\1/p')
	answer "$wanted" Enter
}

# ---- three are tagged
start_program '"dst :7001"'
until_true shows "6 of "
keys Space Space Space
until_true shows "3 tagged"
keys F9
until_true shows "Close the tagged connections"
shows "3 sockets: tcp ESTABLISHED 3" || fail "it does not say how many: $(screen)"
answer 4 Enter
until_true shows "nothing is closed: '4' is not 3"
keys F9
until_true shows "Close the tagged connections"
answer 3 Escape
until_true hides "Close the tagged connections"
keys F9
until_true shows "Close the tagged connections"
keys Enter
until_true hides "Close the tagged connections"
[ "$(closed_clients)" = 0 ] || fail "$(closed_clients) are closed after a No"
keys F9
type_number
until_true shows "Results"
until_true shows "3  closed"
shows "holds 3 descriptors of closed sockets" || fail "it does not name who holds them"
[ "$(closed_clients)" = 3 ] || fail "$(closed_clients) are closed, not 3"
keys Escape
until_true hides "Results"
until_true hides " tagged"

# ---- all of one process, but its listener
until_true shows "3 of "
keys F9
until_true shows "all of this process: hands ("
answer p
until_true shows "Close all of this process"
shows "1 listener is left out" || fail "the listener is not spoken of"
shows "3 of them are hidden by the filter" || fail "what is hidden is not spoken of"
type_number
[ "$wanted" = 6 ] || fail "of the process are $wanted, not 6"
until_true shows "Results"
until_true shows "closed or gone"
[ "$(closed_clients)" = 6 ] || fail "$(closed_clients) are closed, not 6"
hands connect again 127.0.0.1 7001
keys Escape
until_true hides "Results"
keys q
has_ended 0

# ---- many: cancelled, and gone on with
mkfifo "$work/end"
"$support/populate" --repair=20000 <"$work/end" >"$work/ready" 3>&- 4<&- &
jobs_to_end="$jobs_to_end $!"
exec 5>"$work/end"
until_true grep -q ready "$work/ready"
start_program '"dst :443"' --linger=1
until_true shows "20,000 of "
keys F9
until_true shows "all that are shown"
answer a
until_true shows "Type 20000 to close them:"
answer 20000 Enter Escape
until_true shows "Results"
closed=$(number closed)
untried=$(number "not tried")
[ $((${closed:-0} + ${untried:-0})) = 20000 ] || fail "$closed are closed, $untried not tried"
[ "${untried:-0}" -gt 0 ] || fail "it was not cancelled"
keys Escape
until_true hides "Results"
keys r
until_true shows "($(printf "%s" "$untried" | sed 's/\([0-9]\{3\}\)$/,\1/') of "

# ---- a signal, to the process that the dialog names
# the first row may be one that was closed a moment ago
asks_about_first() {
	keys Home F9
	sleep 0.2
	shows "SIGKILL to populate ("
}
until_true asks_about_first
answer k
until_true shows "Send SIGKILL to populate ("
victim=$(screen | sed -n 's/.*Send SIGKILL to populate (\([0-9]*\)).*/\1/p')
keys Enter
until_true hides "Send SIGKILL"
kill -0 "$victim" || fail "it has ended after a No"
until_true asks_about_first
answer k
until_true shows "Send SIGKILL to populate ($victim)"
answer y
until_true shows "populate ($victim): sent SIGKILL"
has_gone() { ! kill -0 "$victim" 2>/dev/null || grep -q '^State:.Z' "/proc/$victim/status"; }
until_true has_gone
keys q
has_ended 0

# ---- read-only: tags, but nothing else
start_program --read-only
until_true shows "[read only]"
until_true shows 127.0.0.1:7001
keys Space F9 k
until_true shows "1 tagged"
keys q
has_ended 0
