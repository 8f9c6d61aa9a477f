#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints the time that all files of a release bear, in seconds since 1970: SOURCE_DATE_EPOCH if that is
# set, else that of the last commit, else (in a tarball) that of NEWS.

top=$(cd "$(dirname "$0")/.." && pwd)
if [ -n "${SOURCE_DATE_EPOCH-}" ]; then
	echo "$SOURCE_DATE_EPOCH"
elif [ ! -e "$top/.git" ] || ! git -C "$top" log -1 --format=%ct 2>/dev/null; then
	stat -c %Y "$top/NEWS"
fi
