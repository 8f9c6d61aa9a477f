#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The benchmark runs to its end, on few sockets: every program of it works, and every key that it
# presses reaches the screen. Its figures are not looked at.
set -u
table=$(BENCH_SIZES=200 BENCH_ROUNDS=1 BENCH_KEYS=6 BENCH_SECONDS=1 \
	"${srcdir:-.}/tests/bench/run.sh" "${builddir:-.}")
status=$?
echo "$table"
test "$status" -eq 0 || exit "$status"
echo "$table" | grep -q '^| *200 | key to screen, p99'
