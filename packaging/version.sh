#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	packaging/version.sh [--set]
#
# configure.ac is the one place that says which version this is. The recipes of packages have to
# repeat it: this says which of them do not, or, with --set, makes them.

set -eu
cd "$(dirname "$0")/.."
version=$(sed -n 's/^AC_INIT(\[sockview\], \[\([^]]*\)\].*/\1/p' configure.ac)
[ -n "$version" ] || { echo "configure.ac tells no version"; exit 1; }

# FILE, a colon, and what sed makes of the line that bears the version
recipes='
packaging/alpine/APKBUILD:s/^pkgver=.*/pkgver=VERSION/
packaging/arch/PKGBUILD:s/^pkgver=.*/pkgver=VERSION/
packaging/rpm/sockview.spec:s/^Version:\( *\).*/Version:\1VERSION/
packaging/nix/flake.nix:s/version = "[^"]*";/version = "VERSION";/
packaging/desktop/sockview.metainfo.xml:s/<release version="[^"]*"/<release version="VERSION"/
'
bad=0
while IFS=: read -r file edit; do
	[ -n "$file" ] || continue
	edit=$(printf '%s\n' "$edit" | sed "s/VERSION/$version/")
	sed "$edit" "$file" >"$file.new"
	if cmp -s "$file" "$file.new"; then
		:
	elif [ "${1-}" = --set ]; then
		cat "$file.new" >"$file"
		echo "$file: now $version"
	else
		echo "$file: not $version, as configure.ac says"
		bad=1
	fi
	rm "$file.new"
done <<END
$recipes
END
# these are written by hand, for what has changed is in them
head -n 1 NEWS | grep -qF "sockview $version" || { echo "NEWS: does not begin with $version"; bad=1; }
[ ! -f debian/changelog ] || head -n 1 debian/changelog | grep -qF "($version-" ||
	{ echo "debian/changelog: does not begin with $version"; bad=1; }
exit $bad
