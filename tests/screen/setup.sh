#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The setup on a real terminal: a column moved, another one hidden, a theme; all of it there again
# at the next start. Keys bound in the file; filters recalled; a home that cannot be written to.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
hands listen first 127.0.0.1 7001
open_terminal 100 29

home=$work/home
config=$home/.config/sockview/config
mkdir "$home"

at_home() {
	start_program XDG_CONFIG_HOME= XDG_STATE_HOME= HOME="$home"
	until_true shows 127.0.0.1:7001
}

titles() {
	screen | sed -n '3p' | tr -s ' '
}

begins_with() {
	case $(titles) in
	" $1"*) true ;;
	*) false ;;
	esac
}

# ---- PROCESS behind PID, USER hidden, at once
at_home
until_true begins_with 'PROCESS PID USER PROTO'
keys F2
until_true shows 'Columns  Appearance  Behaviour'
keys F8
until_true begins_with 'PID PROCESS USER PROTO'
keys Down Space
until_true begins_with 'PID PROCESS PROTO'
[ ! -e "$config" ] || fail 'saved before it is closed'
keys Tab Right
until_true shows 'light'
keys Escape
until_true shows 'settings saved'
until_true begins_with 'PID PROCESS PROTO'
grep -q '^columns = pid,process,proto,state' "$config" || fail "$(cat "$config")"
grep -qx 'theme = light' "$config" || fail "$(cat "$config")"
[ "$(stat -c %a "$config" "$home/.config/sockview" | tr '\n' ' ')" = '600 700 ' ] ||
	fail "modes: $(stat -c %a "$config" "$home/.config/sockview")"
keys F4
until_true shows 'Filter:'
tmux_do send-keys -t s -l 'lport = 7001'
keys Enter
until_true shows 'filter: lport = 7001'
keys q
has_ended 0

# ---- again, with other keys, and lines of another program's
printf '# mine\nfoo = bar\nkey.setup = x\nkey.quit = F12\n' >>"$config"
at_home
until_true begins_with 'PID PROCESS PROTO'
shows "unknown setting 'foo'" || fail "does not warn: $(screen)"
until_true shows xSetup
keys q
keys F4
until_true shows 'Filter:'
keys Up
until_true shows 'Filter: lport = 7001'
keys Escape
until_true hides 'Filter:'
keys x
until_true shows 'Columns  Appearance  Behaviour'
keys Tab Tab Right
keys Escape
until_true shows 'settings saved'
grep -qx 'interval = 2' "$config" || fail "$(cat "$config")"
[ "$(sed -n '/# mine/,/key.quit/p' "$config" | tr '\n' ' ')" = '# mine foo = bar key.setup = x key.quit = F12 ' ] ||
	fail "other lines: $(cat "$config")"
keys F12
has_ended 0

# ---- where nothing can be written
rm -rf "$home"
: >"$home"
start_program XDG_CONFIG_HOME= XDG_STATE_HOME= HOME="$home"
until_true shows 127.0.0.1:7001
keys F2
until_true shows 'Columns  Appearance  Behaviour'
keys Space Escape
until_true shows 'settings not saved'
keys q
has_ended 0
