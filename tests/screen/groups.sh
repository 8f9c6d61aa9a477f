#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Groups on a real terminal: from key to key, opened and closed in place, sorted, filtered, small.

. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
hands listen l 127.0.0.1 7000
for n in 1 2 3; do
	hands connect c$n 127.0.0.1 7000
	hands accept a$n l
done
hands close c1
open_terminal
start_program --no-config

until_true shows 'tcp   LISTEN'
keys F5
until_true shows 'Group by'
keys F5 Enter
until_true shows 'grouped by process'
until_true shows '▸ hands '
shows 7000 && fail 'sockets between closed groups'
keys t
until_true shows 'Group by'
keys r Enter
until_true shows 'grouped by remote host'
until_true shows '▸ 127.0.0.1 '
keys q
has_ended 0
start_program --no-config --group=port
until_true shows '▸ 7000 '

# the first of all groups is the one with the most sockets
keys Home Right
until_true shows '▾ 7000 '
until_true shows '0.0.0.0:*'
keys Down
until_true shows 'REMOTE'
keys Left
until_true shows 'CLOSE_WAIT'
hands connect c4 127.0.0.1 7000
hands accept a4 l
until_true sh -c "TMUX_TMPDIR='$work' tmux -L screen capture-pane -p -t s | grep -q '▾ 7000  *5 '"
keys Enter
until_true shows '▸ 7000 '
until_true hides '0.0.0.0:*'

# sorted by what is asked for
keys '>' '>'
until_true shows 'groups sorted by CLOSE_WAIT, descending'
keys Home
until_true sh -c "TMUX_TMPDIR='$work' tmux -L screen capture-pane -p -t s | sed -n 4p | grep -q '7000 '"

# filtered, and small
keys F4
tmux_do send-keys -t s -l 'state close-wait'
keys Enter
until_true shows '(1 of '
resize 40 10
until_true shows '▸ 7000 '
resize 1 1
resize 132 24
until_true shows RECEIVED
keys Enter
until_true shows '▾ 7000 '

# back to sockets
keys t
until_true shows 'Group by'
keys Home Enter
until_true shows 'grouped by nothing'
keys q
has_ended 0

# from the start, in a locale that has no triangles
start_program --no-config --ascii --group=user
until_true shows 'USER '
keys Enter
until_true shows ' v '
keys q
has_ended 0
