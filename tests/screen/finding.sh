#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Finding things in a real terminal: the column cursor, = and !, the search, two columns of order, the
# clipboard, and the mouse.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
for port in 7001 7002 7003 7004; do
	hands listen "l$port" 127.0.0.1 "$port"
done
hands connect c1 127.0.0.1 7003
open_terminal
tmux_do set -g set-clipboard on

# the row that the cursor rests on
row() {
	screen | sed -n "$(($(tmux_do display-message -p -t s '#{cursor_y}') + 1))p"
}
rests_on() {
	row | grep -qF -- "$1"
}

start_program --columns state,recvq,local,remote --sort local
until_true shows 127.0.0.1:7004

# ---- search: at every letter, on with F3, round and back
keys F3
until_true shows "Search:"
tmux_do send-keys -t s -l ":7003"
keys Enter
until_true rests_on 127.0.0.1:7003
keys /
tmux_do send-keys -t s -l ":7004"
until_true shows "Search: :7004"
keys Escape
until_true hides "Search:"
until_true rests_on 127.0.0.1:7003
keys Home
keys / L I S T Enter
until_true rests_on LISTEN
keys N
until_true shows "goes on at the end"
until_true rests_on 127.0.0.1:7004
keys n
until_true rests_on 127.0.0.1:7001
keys Down Down F3
until_true rests_on 127.0.0.1:7004
keys Escape

# ---- only these and not these, by the column that the cursor is on
keys Home '='
until_true shows "filter: state listen"
until_true hides "ESTABLISHED      0"
keys Right Right '='
until_true shows "and src = 127.0.0.1"
keys Escape
until_true shows "ESTABLISHED      0"
keys Left Left !
until_true shows "not state listen"
until_true hides "LISTEN           0"
keys Escape
until_true shows "filter suspended"

# ---- a filter that is wrong
keys F4 C-u
tmux_do send-keys -t s -l "state nonsense"
until_true shows "nonsense"
keys Escape
until_true hides "Filter:"

# ---- the row on the clipboard, and as filters
keys Home c
until_true shows "ss: src 127.0.0.1:7001"
copied() {
	tmux_do show-buffer 2>/dev/null | grep -qF "LISTEN  0  127.0.0.1:7001"
}
until_true copied

# ---- the mouse: a cell, a heading
# click COLUMN LINE, from 1: pressed and released, as terminals of old tell it
click() {
	at="\\$(printf %03o $((32 + $1)))\\$(printf %03o $((32 + $2)))"
	# shellcheck disable=SC2059
	tmux_do send-keys -t s -l "$(printf "\\033[M $at\\033[M#$at")"
}
line_of() {
	screen | grep -nF -- "$1" | head -n 1 | cut -d: -f1
}
column_of() {
	screen | sed -n 3p | awk -v title="$1" '{ print index($0, title) }'
}
click "$(column_of REMOTE)" "$(line_of 127.0.0.1:7002)"
until_true rests_on 127.0.0.1:7002
keys '='
until_true shows "filter: dst = 0.0.0.0"
keys Escape
until_true shows "filter suspended"
click "$(column_of STATE)" 3
until_true shows "sorted by STATE, ascending"
rests_on 127.0.0.1:7002 || fail "the selection was lost: $(row)"

# ---- narrow: columns come in from the right
heads() {
	screen | sed -n 3p | grep -qF "$1"
}
heads_not() {
	! heads "$1"
}
resize 34 10
until_true heads_not STATE
until_true heads REMOTE
keys Left Left Left
until_true heads STATE
until_true heads_not REMOTE
keys Right Right Right
until_true heads REMOTE

keys q
has_ended 0
