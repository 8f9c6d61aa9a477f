#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
#	packaging/dist-po.sh DIR
#
# DIR is the folder po of a tarball that is being made: what gettext writes there bears the time of the
# build; from here on that of the release.

set -eu
date=$(date -u -d "@$(sh "$(dirname "$0")/dist-date.sh")" '+%Y-%m-%d %H:%M+0000')
cd "$1"
for pot in *.pot; do
	[ -f "$pot" ] || exit 0 # no gettext here: "make dist" has said so
	sed "s/^\"POT-Creation-Date: .*/\"POT-Creation-Date: $date\\\\n\"/" "$pot" >"$pot.new"
	mv -f "$pot.new" "$pot"
	for po in *.po; do
		msgmerge --quiet --for-msgfmt -o "$po.new" "$po" "$pot"
		msgfmt -o "${po%.po}.gmo.new" "$po.new"
		mv -f "${po%.po}.gmo.new" "${po%.po}.gmo"
		rm "$po.new"
	done
done
