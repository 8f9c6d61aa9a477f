#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A manual page in another language follows the English one: the same sections with the same lists,
# items, paragraphs and examples, and in each section the same names. A title that the program
# translates is the one of its catalogue.

set -eu
LC_ALL=C
export LC_ALL
top=${1-${srcdir:-$(dirname "$0")/..}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# outline PAGE TITLES: what a translation has to have too, one fact a line, under the section titles
# of TITLES, the English page
outline() {
	awk -v titles="$2" '
	BEGIN {
		while ((getline line < titles) > 0)
			if (line ~ /^\.Sh /)
				title[++known] = substr(line, 5)
		named = "^(Xr|Va|Ev|Pa|Dv|Er|Fl|Cm|Ic|Vt|Ql|So)$"
		macro = "^(Ar|Li|Nm|No|Ns|Pc|Pf|Po|Pq|Sc|Sx|Sy)$"
	}
	function is_prose(text) { return text ~ /[a-z][a-z]/ || text ~ /[^ -~]/ }
	function tell(fact) { print section ": " fact }
	# the item without its prose: words without a macro, and the titles that are translated
	function item(line,  start, end, words) {
		if (line !~ /^\.It ([A-Z][a-z] |[0-9]|$)/)
			return ".It (in words)"
		sub(/No [^ ]* Dv/, "No (word) Dv", line)
		start = index(line, "Po Sy ")
		end = index(line, " Pc")
		words = start ? substr(line, start + 6, end - start - 6) : ""
		return is_prose(words) ? substr(line, 1, start + 5) "(title)" substr(line, end) : line
	}
	function names(line,  i, count, word, kind) {
		count = split(substr(line, 2), word, " ")
		for (i = 1; i <= count; i++)
			if (word[i] ~ named)
				kind = word[i] == "So" ? "Ql" : word[i]
			else if (word[i] ~ macro)
				kind = ""
			else if (kind && word[i] !~ /^[].,:;()]$/ && word[i] !~ /[^ -~]/)
				name[kind " " word[i]] = 1
	}
	function tell_names(  each) {
		for (each in name)
			print section ": in its text ." each
		split("", name)
	}
	/^\.\\"/ { next }
	/^\.Sh / {
		tell_names()
		section = title[++sections]
		tell("section " sections)
		next
	}
	/^\.Ed/ { literal = 0 }
	literal || /^\.Dl / { tell($0); next }
	/^\.Bd/ { literal = 1 }
	/^\.It( |$)/ { last = item($0); tell(last); next }
	/^\.Ss / { tell("a subsection behind " last); next }
	/^\.Pp/ { tell("a paragraph behind " last); next }
	/^\.(Bl|El|Bd|Ed|Rs|Re|%)/ { tell($1 " behind " last); next }
	/^\./ { names($0) }
	END { tell_names() }' "$1" >"$work/facts"
	# names by the alphabet, behind all that stands in an order
	grep -v ': in its text ' "$work/facts" || true
	grep ': in its text ' "$work/facts" | sort || true
}

# follows PAGE ENGLISH: says what differs, and fails if anything does
follows() {
	outline "$2" "$2" >"$work/english"
	outline "$1" "$2" >"$work/translation"
	[ -s "$work/english" ] || return 1
	diff "$work/english" "$work/translation" |
		sed -n "s/^< /lacks	/p; s/^> /has besides	/p" >"$work/differences"
	[ ! -s "$work/differences" ]
}

# titles PAGE: the words in brackets of its items, one a line
titles() {
	sed -n 's/^\.It Cm \([^ ]*\) Po Sy \(.*\) Pc.*/\1	\2/p' "$1"
}

# agrees PAGE ENGLISH CATALOGUE: each title of the page is the catalogue's translation of the English
agrees() {
	titles "$2" >"$work/english"
	titles "$1" >"$work/translation"
	awk -F'	' '
	FILENAME ~ /\.po$/ {
		if ($0 ~ /^msgid "/)
			id = substr($0, 8, length($0) - 8)
		else if ($0 ~ /^msgstr "./)
			said[id] = substr($0, 9, length($0) - 9)
		next
	}
	FILENAME ~ /english$/ { english[$1] = $2; next }
	{ wanted = english[$1] in said ? said[english[$1]] : english[$1] }
	$2 != wanted { print $1 " is called \"" $2 "\", by the program \"" wanted "\"" }
	' "$3" "$work/english" "$work/translation" >"$work/differences"
	[ ! -s "$work/differences" ]
}

bad=0
say() {
	echo "$1: $2"
	sed 's/^/    /' "$work/differences"
	bad=1
}

# must_fail PAGE ENGLISH SED: the page, spoiled so, must not pass
must_fail() {
	sed "$3" "$1" >"$work/spoiled"
	if cmp -s "$1" "$work/spoiled" || follows "$work/spoiled" "$2"; then
		echo "check-man-languages: '$3' in $1 goes unnoticed"
		bad=1
	fi
}

found=0
for page in "$top"/man/*/*.8; do
	[ -f "$page" ] || continue
	found=1
	english=$top/man/${page##*/}
	language=${page%/*}
	language=${language##*/}
	follows "$page" "$english" || say "$page" 'does not follow the English page'
	agrees "$page" "$english" "$top/po/$language.po" || say "$page" "does not follow po/$language.po"
	must_fail "$page" "$english" '/^\.It Ic F9/d'
	must_fail "$page" "$english" '/^\.It Fl -once$/s/once/twice/'
	must_fail "$page" "$english" 's/^\.Va notes/.Va nonsense/'
	must_fail "$page" "$english" '/^\.It Cm closed$/i\
.It Cm nonsense'
	must_fail "$page" "$english" '/^\.Dl sockview -tl/d'
done
[ $found = 1 ] || {
	echo 'check-man-languages: no page in any other language'
	exit 1
}
exit $bad
