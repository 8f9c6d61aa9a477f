#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# No two modules include each other, not even by a third one. A module is x.c and x.h with its parts
# x-*.c, x-*.h in the same folder. Before it judges the tree it proves, on trees made for that, that
# a circle is found.

set -eu
top=${1-${srcdir:-$(dirname "$0")/..}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# arrows ROOT: "A B" where module A includes module B
arrows() {
	(cd "$1/src" && find . -name '*.[ch]' | sed 's|^\./||' | sort) >"$work/files"
	(cd "$1/src" && xargs grep -H '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' <"$work/files") | awk '
	# the longest beginning that is a module of its own folder
	function module(path,    folder, name, parts, n, i, whole) {
		sub(/\.[ch]$/, "", path)
		folder = path; sub(/[^\/]*$/, "", folder)
		name = substr(path, length(folder) + 1)
		n = split(name, parts, "-")
		whole = folder parts[1]
		for (i = 2; i <= n; i++) {
			if (whole in stems) return whole
			whole = whole "-" parts[i]
		}
		return path
	}
	FNR == NR { stem = $0; sub(/\.[ch]$/, "", stem); stems[stem] = 1; next }
	{
		file = $0; sub(/:.*/, "", file)
		header = $0; sub(/^[^"]*"/, "", header); sub(/".*/, "", header)
		stem = header; sub(/\.[ch]$/, "", stem)
		if (stem in stems && module(file) != module(header)) print module(file), module(header)
	}' "$work/files" -
}

# circles ROOT: modules that stand in one, a line each; nothing where there is none
circles() {
	arrows "$1" | sort -u >"$work/arrows"
	tsort <"$work/arrows" 2>&1 >/dev/null | sed -n 's/^tsort: //p' | grep -v ': input contains a loop:' | sort -u || true
}

# tree FILE INCLUDES...: makes a source in the tree of a proof
tree() {
	mkdir -p "$work/proof/src/$(dirname "$1")"
	file=$1
	shift
	for header in "$@"; do
		printf '#include "%s"\n' "$header"
	done >"$work/proof/src/$file"
}

tree a/one.h
tree a/one.c a/one.h a/two.h
tree a/two.h a/three.h
tree a/three-part.c a/one-part.h
tree a/three.h
tree a/one-part.h
if ! circles "$work/proof" | grep -q a/three; then
	echo 'check-circles: a circle over three modules and their parts is not found'
	exit 1
fi
tree a/three-part.c a/three.h
if [ -n "$(circles "$work/proof")" ]; then
	echo 'check-circles: a circle is found where there is none'
	exit 1
fi

found=$(circles "$top")
if [ -n "$found" ]; then
	echo 'these modules include each other in a circle:'
	printf '%s\n' "$found"
	exit 1
fi
echo "$(tr ' ' '\n' <"$work/arrows" | sort -u | grep -c .) modules, no circle"
