#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every C file is as clang-format leaves it. Releases of clang-format disagree, so only the one the
# house uses judges; another may be named in CLANG_FORMAT.

set -eu
top=${1-${srcdir:-$(dirname "$0")/..}}
house=14
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tool=${CLANG_FORMAT-}
for name in clang-format-$house clang-format; do
	if [ -z "$tool" ] && command -v "$name" >/dev/null &&
		"$name" --version | grep -q "version $house\."; then
		tool=$name
	fi
done
if [ -z "$tool" ]; then
	echo "skipped: no clang-format $house"
	exit 77
fi

# a file out of format is noticed, with the house's own settings
cp "$top/.clang-format" "$work/"
printf 'int main ( ) {return 0 ;}\n' >"$work/bad.c"
if "$tool" --dry-run --Werror "$work/bad.c" 2>/dev/null; then
	echo "check-format: $tool accepts anything"
	exit 1
fi

cd "$top"
find src tests -name '*.[ch]' | sort >"$work/files"
[ -s "$work/files" ]
xargs "$tool" --dry-run --Werror <"$work/files"
echo "$(wc -l <"$work/files") files in format"
