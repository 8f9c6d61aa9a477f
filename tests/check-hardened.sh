#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The program that was built has what configure found that it can have ($HARDENED): a place in memory
# of its own at each start, tables of functions that cannot be written, returns and calls that are
# checked. Where the user's CFLAGS or LDFLAGS leave that out, it is looked for in vain: make check then
# says so, and HARDENED= leaves it out here as well.
set -eu
program=${SOCKVIEW:-./sockview}
if [ -z "${HARDENED-}" ]; then
	echo 'not hardened: this compiler cannot, or ./configure --disable-hardening'
	exit 77
fi
if ! command -v readelf >/dev/null; then
	echo 'no readelf here'
	exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readelf -W -hldn "$program" >"$work/headers"
readelf -W --dyn-syms "$program" >"$work/symbols"

# has PATTERN FILE: or the program lacks $word
has() {
	grep -q -- "$1" "$work/$2" || {
		echo "check-hardened: $program lacks $word: no '$1' in what readelf tells"
		exit 1
	}
}

for word in $HARDENED; do
	case $word in
	pie) has 'Type: *DYN' headers ;;
	relro) has GNU_RELRO headers ;;
	now) has 'BIND_NOW\|NOW' headers ;;
	noexecstack)
		has GNU_STACK headers
		if grep -A 1 GNU_STACK "$work/headers" | grep -q 'RWE'; then
			echo 'check-hardened: the stack can be executed'
			exit 1
		fi
		;;
	cet) has 'IBT.*SHSTK' headers ;;
	stack) has '__stack_chk_\(fail\|guard\)' symbols ;;
	fortified) has '__[a-z]*printf_chk\|__mem[a-z]*_chk' symbols ;;
	*)
		echo "check-hardened: what is '$word'?"
		exit 1
		;;
	esac
done
echo "$program: $HARDENED"
