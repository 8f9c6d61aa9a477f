#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every source with a message is listed in po/POTFILES.in, every catalogue is well formed, and the
# Chinese one is complete against the sources as they are now, and set as Chinese is.

set -eu
top=$(cd "${1-${srcdir:-$(dirname "$0")/..}}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for tool in xgettext msgfmt msgmerge msgattrib; do
	if ! command -v $tool >/dev/null; then
		echo "skipped: no $tool"
		exit 77
	fi
done

# the options of the build itself
options=$(sed -n '/^XGETTEXT_OPTIONS *=/,/[^\\]$/p' "$top/po/Makevars" |
	sed 's/^XGETTEXT_OPTIONS *=//; s/\\$//' | tr '\n\t' '  ')

# messages_of FILES-LIST POT [OPTION...]: its messages, if any
messages_of() {
	list=$1
	pot=$2
	shift 2
	# shellcheck disable=SC2086
	xgettext $options --directory="$top" --files-from="$list" --output="$pot" \
		--package-name=sockview "$@"
}

bad=0
say() {
	echo "$*"
	bad=1
}

grep -v '^#' "$top/po/POTFILES.in" | sed '/^$/d' >"$work/listed"
while read -r file; do
	[ -f "$top/$file" ] || say "POTFILES.in names $file, which is not there"
done <"$work/listed"

(cd "$top" && find src -name '*.[ch]' | sort) >"$work/sources"
messages_of "$work/sources" "$work/sources.pot" --add-location=file
sed -n 's/^#: //p' "$work/sources.pot" | tr ' ' '\n' | sort -u >"$work/speaking"
[ -s "$work/speaking" ] || say 'check-po: cannot tell which sources have messages'
grep -vxFf "$work/listed" "$work/speaking" >"$work/lacking" || true
while read -r file; do
	say "POTFILES.in lacks $file"
done <"$work/lacking"
[ $bad = 0 ] || exit 1

messages_of "$work/listed" "$work/all.pot"
if [ ! -f "$work/all.pot" ]; then
	say 'no source holds a message'
	exit 1
fi

while read -r language; do
	msgfmt --check --output-file=/dev/null "$top/po/$language.po" || say "$language.po: see above"
done <"$top/po/LINGUAS"

# incomplete CATALOGUE: the messages of the sources that it does not translate, or is not sure of
incomplete() {
	msgmerge --quiet --no-fuzzy-matching --output-file="$work/merged.po" "$1" "$work/all.pot"
	msgattrib --untranslated --no-obsolete "$work/merged.po"
	msgattrib --only-fuzzy --no-obsolete "$work/merged.po"
}

# a catalogue with nothing but a header must not pass for complete
sed '/^$/q' "$top/po/zh_CN.po" >"$work/empty.po"
[ -n "$(incomplete "$work/empty.po")" ] || say 'check-po: cannot tell an empty catalogue'

rest=$(incomplete "$top/po/zh_CN.po")
if [ -n "$rest" ]; then
	printf '%s\n' "$rest"
	say 'zh_CN.po: not translated, or not sure, as above (make -C po update-po)'
fi

# Chinese words have their own colons and commas, and stand off from what is put in between: on
# both sides, or on none where that is a Chinese word, too.
han='[\x{4e00}-\x{9fff}]' number='%(\d\$)?z?[ud]' text='%(\d\$)?s'
bad_setting="$han([:,;]|$number)|$number$han| $text$han"
# glued FILE: the lines of translations that are otherwise
glued() {
	msgcat --no-wrap "$1" | awk '/^msgstr/ { on = 1 } /^(msgid|#|$)/ { on = 0 } on' |
		LC_ALL=C.UTF-8 grep -P "$bad_setting"
}
cat >"$work/glued.po" <<'END'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "reached in %s"
msgstr "将在 %s后达到"
END
if echo 后 | LC_ALL=C.UTF-8 grep -qP "^$han\$" 2>/dev/null; then
	glued "$work/glued.po" >"$work/found" || say 'check-po: cannot tell a glued text'
	if glued "$top/po/zh_CN.po"; then
		say 'zh_CN.po: glued, or with an ASCII sign, as above'
	fi
fi

# A program in its build tree finds the catalogues that were made there.
program=${builddir-}/sockview
if [ -x "$program" ] && [ -d "${builddir-}/po/locale" ]; then
	LANGUAGE=zh_CN LC_ALL=C.UTF-8 "$program" --help | grep -q 用法 ||
		say 'the program in its build tree does not speak Chinese'
fi
exit $bad
