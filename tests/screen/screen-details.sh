#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The details of real sockets on a real terminal: opened, watched, scrolled, resized, left; a receiver
# that does not read; a socket that closes meanwhile; each end of a connection with the other's process.
set -u
. "${srcdir:-.}/tests/support/live.sh"
. "${srcdir:-.}/tests/support/tmux.sh"

start_hands
hands listen server 127.0.0.1 7001
hands connect client 127.0.0.1 7001
port=$answer
hands accept accepted server
hands write client 3000
open_terminal

# ---- the end that does not read
start_program -t "'sport = :7001 and state established'"
until_true shows "127.0.0.1:$port"
keys Enter
until_true shows "Details  tcp ESTABLISHED  127.0.0.1:7001"
until_true shows "The receiver is not reading"
shows "2.9k wait for it" || fail "no figure: $(screen)"
shows "process     hands" || fail "no owner: $(screen)"
shows "Recv-Q 2.9k" || fail "no plot: $(screen)"
keys PgDn
until_true shows "The other end, on this machine"
keys End
until_true shows "wireshark"
keys Home
until_true shows "The receiver is not reading"

# ---- sizes
for size in "20 5" "1 1" "200 60" "2 2" "80 3" "3 24" "40 10"; do
	# shellcheck disable=SC2086
	resize $size
	kill -0 "$program" || fail "gone at $size"
done
resize 132 50
until_true shows "Window and congestion"
until_true shows "slow start until"
resize 80 24

# ---- it closes meanwhile
hands reset client
until_true shows "Closed "
shows "its last state was ESTABLISHED" || fail "not told: $(screen)"
keys k
until_true shows "already gone"
keys Escape
until_true hides "Details"
keys q
until_true tells alternate_on 0

# ---- without UTF-8
hands connect again 127.0.0.1 7001
start_program --ascii "'dport = :7001 and state established'"
until_true shows " 127.0.0.1:7001"
keys Enter
until_true shows "-> 127.0.0.1:7001"
until_true shows "0..0"
screen | LC_ALL=C grep -q '[^ -~]' && fail "not ASCII: $(screen)"
keys q
until_true hides "Details"
keys q
until_true tells alternate_on 0
