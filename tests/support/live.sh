# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What scripts with the real program share; to be sourced first, with the script's arguments:
#
#	. "${srcdir:-.}/tests/support/live.sh"
#
# From there on the script runs in a network namespace of its own, as its root, and where possible
# among processes of its own; where there are no namespaces, it is skipped. $work is a directory for its files.

if [ -z "${IN_SPACE-}" ]; then
	if ! unshare -Urn true 2>/dev/null; then
		echo "no namespaces here"
		exit 77
	fi
	exec sh "${srcdir:-.}/tests/support/space.sh" -Urn env IN_SPACE=1 sh "$0" "$@"
fi

sockview=${SOCKVIEW:-./sockview}
support=${builddir:-.}/tests/support
work=$(mktemp -d)
jobs_to_end=
trap 'for job in $jobs_to_end; do kill "$job" 2>/dev/null; done; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

on_failure() { :; }

fail() {
	echo "FAILED: $*" >&2
	on_failure >&2
	exit 1
}

# need COMMAND: skips the test where there is no such command.
need() {
	command -v "$1" >/dev/null 2>&1 && return
	echo "no $1 here"
	exit 77
}

# until_true COMMAND...: waits for it to succeed, as long as a slow machine may need.
until_true() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ "$tries" -lt 600 ] || fail "never true: $*"
		sleep 0.05
	done
}

# start_hands: sockets that obey; then: hands VERB NAME..., whose answer is in $answer.
start_hands() {
	mkfifo "$work/hands.in" "$work/hands.out"
	"$support/hands" <"$work/hands.in" >"$work/hands.out" &
	jobs_to_end="$jobs_to_end $!"
	exec 3>"$work/hands.in" 4<"$work/hands.out"
}

hands() {
	echo "$*" >&3
	read -r word answer <&4 || fail "hands $*: gone"
	[ "$word" = ok ] || fail "hands $*: $word $answer"
}

# run COMMAND...: its status is in $status, what it printed in $work/out and $work/err.
run() {
	status=0
	"$@" >"$work/out" 2>"$work/err" </dev/null 3>&- 4<&- || status=$?
}
