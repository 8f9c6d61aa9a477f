#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What clang-format cannot say: functions of at most 80 lines, sources of at most 450 (their tests may
# be longer), the licence on the first line (below #!, if any), nothing left open.

set -eu
top=${1-${srcdir:-$(dirname "$0")/..}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# style_of ROOT LIST: a line for each offence in the files below ROOT that LIST names.
style_of() {
	# shellcheck disable=SC2016
	(cd "$1" && xargs awk -v open='(^|[^A-Za-z])(TO''DO|FIX''ME|XX''X)([^A-Za-z]|$)' '
	function finish() {
		if (name == "") return
		if (!licence) print name ":1: no SPDX line"
		if (lines > 450 && name ~ /^src\//) print name ": " lines " lines"
	}
	FNR == 1 { finish(); name = FILENAME; licence = script = start = head = 0 }
	{ lines = FNR }
	FNR == 1 { script = /^#!/ }
	FNR <= 2 && /SPDX-License-Identifier: GPL-2\.0-or-later/ && (FNR == 1 || script) { licence = 1 }
	$0 ~ open { print name ":" FNR ": left open: " $0 }
	length($0) && /[ \t]$/ { print name ":" FNR ": blanks at the end of the line" }
	# the house brace: a body stands between two braces in the first column
	/^[a-z].*\(/ { head = FNR }
	/^\{/ { start = head ? head : FNR }
	/^\}/ {
		if (start && FNR - start + 1 > 80)
			print name ":" start ": a function of " FNR - start + 1 " lines"
		start = head = 0
	}
	END { finish() }') <"$2"
}

mkdir "$work/src"
echo src/bad.c >"$work/bad"

# style_of must notice each of these
must_offend() {
	if [ -z "$(style_of "$work" "$work/bad")" ]; then
		echo "check-style: not noticed: $1"
		exit 1
	fi
}
spdx='/* SPDX-License-Identifier: GPL-2.0-or-later */'
lines() { awk -v n="$1" 'BEGIN { while (n--) print "\tx();" }'; }

echo 'int x;' >"$work/src/bad.c"
must_offend 'no SPDX line'
{ echo "$spdx" && echo "/* TO""DO */"; } >"$work/src/bad.c"
must_offend 'left open'
{ echo "$spdx" && lines 450; } >"$work/src/bad.c"
must_offend '451 lines'
{ echo "$spdx" && echo 'void f(void)' && echo '{' && lines 78 && echo '}'; } >"$work/src/bad.c"
must_offend 'a function of 81 lines'
{ echo "$spdx" && echo 'void f(void)' && echo '{' && lines 77 && echo '}'; } >"$work/src/bad.c"
if [ -n "$(style_of "$work" "$work/bad")" ]; then
	echo 'check-style: refused without reason: a function of 80 lines'
	exit 1
fi

(cd "$top" && find src tests -name '*.[ch]' && find tests bootstrap completions \
	-name '*.sh' -o -name bootstrap -o -name '*.bash') | sort >"$work/files"
style_of "$top" "$work/files" >"$work/found"
if [ -s "$work/found" ]; then
	cat "$work/found"
	exit 1
fi
echo "$(wc -l <"$work/files") files in style"
grep -q '^src/' "$work/files"
