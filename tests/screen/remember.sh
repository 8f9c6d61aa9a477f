#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What keys have chosen, quit and started again: order, group, what is hidden, names, a view; a FILTER
# on the command line wins, and a damaged line of the file does not take the others along.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
hands listen first 127.0.0.1 7001
hands listen second 127.0.0.1 7002
open_terminal 100 29

home=$work/home
choices=$home/.local/state/sockview/choices
mkdir "$home"

at_home() {
	start_program XDG_CONFIG_HOME= XDG_STATE_HOME= HOME="$home" "$@"
	until_true shows 'F10Quit'
}

leave() {
	keys q
	has_ended 0
}

titles() {
	screen | sed -n '3p' | tr -s ' '
}

titles_have() {
	case $(titles) in
	*"$1"*) true ;;
	*) false ;;
	esac
}

# ---- UDP hidden, ordered by PID, the greatest first, grouped by port
at_home
until_true shows 127.0.0.1:7002
keys D
until_true shows '[no UDP]'
keys F6
until_true shows 'Sort by'
keys Home Enter
until_true titles_have 'PROCESS▴'
keys I
until_true titles_have 'PROCESS▾'
keys F5
until_true shows 'Group by'
keys End
keys p Enter
until_true titles_have ' PROCESS '
keys F5
until_true shows 'Group by'
keys p p Enter
until_true titles_have ' PORT '
until_true shows '7002'
leave
[ "$(stat -c %a "$choices")" = 600 ] || fail "mode $(stat -c %a "$choices")"

at_home
until_true shows '[no UDP]'
until_true titles_have ' PORT '
keys F5
until_true shows 'Group by'
keys Home Enter
until_true titles_have 'PROCESS▾'
leave

# ---- a view, which a FILTER on the command line does not bring along
at_home
until_true titles_have 'PROCESS▾'
keys V
until_true shows '2 services'
keys 2
until_true shows 'view: services'
leave
at_home
until_true shows 'filter: state listen'
leave
at_home sport :7001
until_true shows 'filter: sport :7001'
until_true shows 127.0.0.1:7001
hides 127.0.0.1:7002 || fail 'the filter of the command line does not hold'
leave

# ---- what cannot be read is left out, the rest holds
printf 'hidden = udp/ipv4 udp/ipv6\nsort = nonsense\ngroup = state\nnames = no\n' >"$choices"
at_home
until_true shows '[no UDP]'
until_true titles_have ' STATE '
leave
