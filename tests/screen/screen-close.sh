#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# F9 in a real terminal, on the real kernel: the selected connection is closed, and no other.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
hands listen listener 127.0.0.1 7001
hands connect one 127.0.0.1 7001
port_one=$answer
hands accept server_one listener
hands connect two 127.0.0.1 7001
port_two=$answer
hands accept server_two listener
open_terminal 120 30

# is ANSWER NAME: how a socket looks to its program
is() {
	hands look "$2"
	[ "$answer" = "$1" ]
}

# ask_about TEXT: opens the dialog of the row that TEXT is in
ask_about() {
	keys Home
	for _ in 1 2 3 4 5 6 7 8; do
		keys F9
		until_true shows "Close this "
		if shows "$1"; then return; fi
		keys Escape
		until_true hides "Close this "
		keys Down
	done
	fail "no row has $1: $(screen)"
}

start_program
until_true shows "127.0.0.1:$port_one"
ask_about "127.0.0.1:$port_one → 127.0.0.1:7001"
shows "RST" || fail "it does not say what will happen"
keys Enter
until_true hides "Close this "
for name in one two server_one server_two; do
	is open "$name" || fail "$name is $answer after a No"
done

ask_about "127.0.0.1:$port_one → 127.0.0.1:7001"
answer y
until_true shows ": closed"
is ECONNABORTED one || fail "closed, it is $answer"
until_true is ECONNRESET server_one
for name in two server_two; do
	is open "$name" || fail "$name is $answer"
done
gone_is_marked() { screen | grep -q "^-.*127\.0\.0\.1:$port_one.*127\.0\.0\.1:7001"; }
until_true gone_is_marked
shows "127.0.0.1:$port_two" || fail "the other one is gone from the screen"

# ---- a listener wants its port
gone_has_left() { ! gone_is_marked; }
until_true gone_has_left
ask_about "LISTEN  127.0.0.1:7001"
answer y Enter
until_true shows "not closed"
hands connect three 127.0.0.1 7001
ask_about "LISTEN  127.0.0.1:7001"
answer 7 0 0 1 Enter
until_true shows "127.0.0.1:7001: closed"
is open two || fail "with the listener went a connection"
keys q
has_ended 0

# ---- read-only
start_program --read-only
until_true shows "127.0.0.1:$port_two"
shows F9 && fail "read-only, it offers to close"
keys k F9
keys '?'
until_true shows "Marks and"
shows "close the selected" && fail "read-only, it helps to close"
keys Escape
until_true hides "Marks and"
keys q
has_ended 0
is open two || fail "read-only, it closed"
