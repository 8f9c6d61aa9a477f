#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What "make installcheck" asks of an installed sockview, given in the environment:
#   PROGRAM, VERSION, MANPAGE, MANPAGE_ZH, COMPLETION (may be empty), CATALOGUES (may be empty),
#   TRANSLATED: a language whose catalogue the program itself will find, or empty

set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "installcheck: $*" >&2
	[ ! -s "$work/err" ] || cat "$work/err" >&2
	exit 1
}

# ran ARGS: stdout in $work/out; status 0 and nothing on stderr, in an environment with nothing in it
ran() {
	env -i PATH="$PATH" LC_ALL=C.UTF-8 ${language:+LANGUAGE="$language"} \
		"$PROGRAM" "$@" >"$work/out" 2>"$work/err" </dev/null || fail "$* ends with status $?"
}
language=

for file in "$MANPAGE" "$MANPAGE_ZH" $COMPLETION $CATALOGUES; do
	[ -s "$file" ] || fail "not installed: $file"
done

ran --version
grep -qF "sockview $VERSION" "$work/out" || grep -qF "sockview) $VERSION" "$work/out" ||
	fail '--version does not say it'
ran --help
grep -q -- '--once' "$work/out" || fail '--help does not name --once'
mv "$work/out" "$work/help"

ran --once
grep -q 'LOCAL' "$work/out" || fail '--once writes no table'
ran --once --json
grep -q '^{"schema":1,.*}$' "$work/out" || fail '--once --json writes no object'

if [ -n "$TRANSLATED" ]; then
	language=$TRANSLATED
	ran --help
	! cmp -s "$work/out" "$work/help" || fail "--help is not in $TRANSLATED"
fi
echo 'installcheck: well'
