#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The session that the user sits in is guarded behind a tmux that another one made. Two connections
# stand for two SSH sessions: "one" made the tmux, from "two" it is attached.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"
unset SSH_CONNECTION

start_hands
hands listen listener 127.0.0.1 7001
for name in one two three; do
	hands connect $name 127.0.0.1 7001
	eval "port_$name=\$answer"
	hands accept server_$name listener
done
open_terminal 120 30

# ssh PORT: the variable of that session
ssh() { echo "SSH_CONNECTION=127.0.0.1 $1 127.0.0.1 7001"; }

inner() {
	TMUX_TMPDIR=$work tmux -u -L inner -f /dev/null "$@"
}
trap 'inner kill-server; tmux_do kill-server; for job in $jobs_to_end; do kill "$job" 2>/dev/null; done; rm -rf "$work"' EXIT

# make_inner [VARIABLE=VALUE]: a tmux of that session, nobody attached
make_inner() {
	env "$@" TMUX_TMPDIR="$work" tmux -u -L inner -f /dev/null new-session -d -s t -x 118 -y 28 \
		"env PS1='inner:' ENV= sh -i" 3>&- 4<&-
}

# attach PORT: from the session of that port, in the terminal
attach() {
	type_line "clear; env '$(ssh "$1")' TMUX_TMPDIR='$work' tmux -u -L inner attach"
	until_true shows 'inner:'
}

# closing OPTION FILTER: its lines are in $work/out, its status in $work/status
closing() {
	rm -f "$work/status"
	type_line "clear; '$sockview' --no-config -K $1 '$2' >'$work/out' 2>&1; echo \$? >'$work/status.new'; mv '$work/status.new' '$work/status'"
	until_true test -s "$work/status"
}
told() { grep -q "$1" "$work/out" || fail "$2: $(cat "$work/out")"; }

# ---- made by one, attached by two
make_inner "$(ssh "$port_one")"
attach "$port_two"
closing --yes "dport = :7001 and ( sport = :$port_one or sport = :$port_two )"
[ "$(cat "$work/status")" = 1 ] || fail "status $(cat "$work/status") of what was kept"
told ":$port_one -> .*of your own session: kept" 'the session that made it is closed'
told ":$port_two -> .*of your own session: kept" 'the session that is attached is closed'
closing --dry-run "dport = :7001 and sport = :$port_three"
told 'would be closed' 'another connection is kept'

type_line "clear; '$sockview' --no-config 'sport = :$port_two'"
until_true shows "127.0.0.1:$port_two"
keys F9
until_true shows 'Close this connection'
shows 'Your own session (SSH) hangs on it.' || fail 'it is not said to be the own session'
answer y Enter
until_true shows 'not closed'
hands look two
[ "$answer" = open ] || fail "two is $answer"
keys q
until_true shows 'inner:'
type_line exit
until_true shows "$prompt"

# ---- made on the console, attached by two
make_inner
attach "$port_two"
closing --dry-run "dport = :7001 and ( sport = :$port_one or sport = :$port_two )"
told ":$port_one -> .*would be closed" 'a session that is over is kept'
told ":$port_two -> .*of your own session: kept" 'the session that is attached is closed'
