#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The manual pages, in every language, as mandoc (or else groff) judges them. Which section is which
# mandoc knows by English titles only; tests/check-man-languages.sh looks at those of other pages.

set -eu
top=${1-${srcdir:-$(dirname "$0")/..}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if command -v mandoc >/dev/null; then
	lint() { mandoc -Tlint -Wwarning "$1" >"$work/said" 2>&1 || true; }
elif command -v groff >/dev/null; then
	lint() { groff -Tutf8 -mandoc -mzh -ww -z -K utf-8 "$1" >"$work/said" 2>&1 || true; }
else
	echo 'skipped: neither mandoc nor groff'
	exit 77
fi

# without_titles PAGE: what was said of this page, but not of translated titles; fails if nothing
without_titles() {
	case $1 in
	*/*) grep -v -e 'WARNING: first section is not "NAME"' -e 'WARNING: description line outside NAME' ;;
	*) grep . ;;
	esac
}

# a page with an unknown macro must not pass
printf '.Dd November 20, 2026\n.Dt X 8\n.Os\n.Sh NAME\n.Nm x\n.Nd y\n.Nonsense z\n.Bl\n' >"$work/bad.8"
lint "$work/bad.8"
[ -s "$work/said" ] || {
	echo 'check-man: the checker accepts anything'
	exit 1
}

bad=0
for page in "$top"/man/*.8 "$top"/man/*/*.8; do
	[ -f "$page" ] || continue
	lint "$page"
	if without_titles "${page#"$top"/man/}" <"$work/said"; then
		bad=1
	fi
	last=$page
done
[ -n "${last-}" ] || bad=1
exit $bad
