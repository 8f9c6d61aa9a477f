#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# space.sh OPTIONS COMMAND [ARGUMENT]...: runs it in the namespaces of unshare's OPTIONS (-Urn) and,
# where this machine allows that, among processes of its own with their own /proc: those of others
# with all their sockets are then neither read nor signalled. The command is not process 1, which is
# the parent of whoever has lost his.
options=$1
shift
if unshare "${options}pf" --mount-proc --kill-child true 2>/dev/null; then
	exec unshare "${options}pf" --mount-proc --kill-child sh -c '"$@"; exit $?' space "$@"
fi
echo "no PID namespace of our own here: all processes of the machine are read" >&2
exec unshare "$options" "$@"
