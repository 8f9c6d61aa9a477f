#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	packaging/same-tarball.sh [TARBALL]
#
# Packs the last commit twice, in folders, time zones and with umasks that differ, and says whether both
# tarballs have the same bytes. With TARBALL, which was packed from this very commit, only once more.

set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# pack FOLDER UMASK ZONE
pack() {
	(
		umask "$2"
		export TZ="$3"
		unset SOURCE_DATE_EPOCH
		git clone -q "$top" "$1"
		cd "$1"
		./bootstrap
		./configure --without-bpf
		make dist
	) >"$work/log" 2>&1 || { tail -n 50 "$work/log"; exit 1; }
}
pack "$work/the other" 077 Asia/Shanghai
other=$(echo "$work/the other"/sockview-*.tar.xz)
name=${other##*/}
if [ $# -gt 0 ]; then
	one=$1
else
	pack "$work/one" 022 UTC
	one=$work/one/$name
fi
if cmp "$one" "$other"; then
	sha256sum "$one" | sed "s, .*,  $name, "
else
	mkdir "$work/a" "$work/b"
	tar -xf "$one" -C "$work/a"
	tar -xf "$other" -C "$work/b"
	diff -r "$work/a" "$work/b" | head -n 40
	exit 1
fi
