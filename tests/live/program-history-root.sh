#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The same as root of the machine, where a program of ours in the kernel tells of the ends (built with
# BPF), or the groups have all the room that they want.
if ! unshare -n true 2>/dev/null; then
	echo "not root of the machine"
	exit 77
fi
IN_SPACE=1 exec unshare -n sh "${srcdir:-.}/tests/live/program-history.sh" "$@"
