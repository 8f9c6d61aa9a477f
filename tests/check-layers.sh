#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# base <- sock <- view <- ui <- app: a file includes headers of its own folder and of those to its
# left, and what belongs to one layer (curses, netlink, clocks, signals, the locale) stays there.
# The linker forbids calls upward; this looks at the rest. Before it judges the tree it proves, on
# trees made for that, that every rule can fail.

set -eu
top=${1-${srcdir:-$(dirname "$0")/..}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The code of a C file: line numbers kept, comments gone, strings kept (includes are strings).
code_of() {
	awk '
	{
		line = $0; code = ""
		while (line != "") {
			if (comment) {
				end = index(line, "*/")
				if (!end) break
				line = substr(line, end + 2); comment = 0
			} else if (match(line, /\/\*|\/\/|"([^"\\]|\\.)*"/)) {
				code = code substr(line, 1, RSTART - 1)
				found = substr(line, RSTART, RLENGTH)
				line = substr(line, RSTART + RLENGTH)
				if (found == "//") break
				if (found == "/*") { comment = 1; code = code " " }
				else code = code found
			} else {
				code = code line; break
			}
		}
		print code
	}' "$1"
}

# only ALLOWED PATTERN WHY: an offence in every file that matches, unless its path begins so.
only() {
	# shellcheck disable=SC2254
	case $file in
	$1) return ;;
	esac
	printf '%s\n' "$code" | grep -nE "$2" | sed "s|^|$file:|; s|\$|    <- $3|"
}

# call NAMES: an expression for a call of one of these functions (not of a member of that name).
call() {
	printf '(^|[^A-Za-z0-9_.>])(%s) *\(' "$1"
}

# offences ROOT: a line for each offence in ROOT/src.
offences() {
	(cd "$1" && find src -name '*.[ch]' | sort) | while read -r file; do
		code=$(code_of "$1/$file")
		case $file in
		src/base/*) left='base' ;;
		src/sock/*) left='base|sock' ;;
		src/view/*) left='base|sock|view' ;;
		src/ui/*) left='base|sock|view|ui' ;;
		src/app/*) left='base|sock|view|ui|app' ;;
		*) echo "$file: in no layer" && continue ;;
		esac
		printf '%s\n' "$code" | grep -nE '^ *# *include *"' | grep -vE "\"($left)/[^\"]+\"" |
			sed "s|^|$file:|; s|\$|    <- includes what is not its own or to its left|"

		only 'src/ui/term/term-curses*' '# *include *<(n?curses[^>]*|ncursesw?/.*|term|panel|menu|form)(\.h)?>' \
			'curses: ui/term/term-curses*'
		only 'src/sock/*' '# *include *<(libmnl/.*|linux/[a-z_]*diag\.h)>' 'netlink: sock'
		only 'src/app/*' '# *include *<(getopt|signal|poll|sys/(signalfd|epoll|poll|select|timerfd))\.h>' \
			'options, signals, waiting: app'
		only 'src/app/*' "$(call 'getopt|getopt_long|p?poll|p?select|epoll_wait|signal|sigaction')" \
			'options, signals, waiting: app'
		only 'src/app/*' "$(call 'clock_gettime|gettimeofday|time|clock|timespec_get|ftime')" \
			'the clock: app'
		# the rescue runs in signal handlers, where nobody else can wait for it
		[ "$file" = src/ui/term-rescue.c ] ||
			only 'src/app/*' "$(call 'u?sleep|nanosleep|clock_nanosleep')" 'sleeping: app'
		only 'src/app/*' "$(call 'setlocale|newlocale|uselocale|(bind)?textdomain')" 'the locale: app'
		[ "$file" = src/base/i18n.h ] ||
			only 'src/[avu]*' "$(call '_|P_|n?gettext')" 'translating: view, ui, app'
		only 'src/[ab]*' "$(call 'v?printf|puts|putchar|perror')" 'printing: app'
	done || true
}

# must_offend FILE LINE: a tree with just this line in this file is refused.
must_offend() {
	rm -rf "$work/bad"
	mkdir -p "$work/bad/$(dirname "$1")"
	printf '/* a comment\n * of two lines */ int before;\n%s\n' "$2" >"$work/bad/$1"
	if [ -z "$(offences "$work/bad")" ]; then
		echo "check-layers: not noticed in $1: $2"
		exit 1
	fi
}

# must_pass FILE LINE: and this one is not.
must_pass() {
	rm -rf "$work/good"
	mkdir -p "$work/good/$(dirname "$1")"
	printf '%s\n' "$2" >"$work/good/$1"
	found=$(offences "$work/good")
	if [ -n "$found" ]; then
		echo "check-layers: refused without reason: $found"
		exit 1
	fi
}

must_offend src/base/a.c '#include "sock/conn.h"'
must_offend src/sock/a.h '#include "view/column.h"'
must_offend src/view/a.c '# include "ui/grid.h"'
must_offend src/ui/a.c '#include "app/loop.h"'
must_offend src/ui/a.c '#include "../app/loop.h"'
must_offend src/else/a.c 'int x;'
must_offend src/ui/draw.c '#include <ncurses.h>'
must_offend src/app/a.c '#include <curses.h>'
must_offend src/view/a.c '#include <ncursesw/curses.h>'
must_offend src/app/a.c '#include <libmnl/libmnl.h>'
must_offend src/view/a.c '#include <linux/inet_diag.h>'
must_offend src/ui/a.c '#include <signal.h>'
must_offend src/sock/a.c '#include <poll.h>'
must_offend src/base/a.c '#include <getopt.h>'
must_offend src/sock/a.c 'if (poll(fds, 1, -1) < 0)'
must_offend src/sock/a.c 'clock_gettime(CLOCK_MONOTONIC, &now);'
must_offend src/view/a.c 'return time(NULL);'
must_offend src/sock/a.c 'usleep(1);'
must_offend src/ui/term.c 'nanosleep(&time, NULL);'
must_offend src/ui/a.c 'setlocale(LC_ALL, "");'
must_offend src/sock/a.c 'return _("kernel");'
must_offend src/sock/a.c 'printf("%d", x);'
must_offend src/view/a.c 'int x; /* here */ int y = time(NULL);'
must_offend src/view/a.c 'text("/*"); time(NULL); text("*/");'

must_pass src/app/a.c '#include "base/alloc.h"'
must_pass src/app/a.c 'time(NULL);'
must_pass src/ui/term/term-curses.c '#include <ncurses.h>'
must_pass src/ui/term/term-curses-start.c '#include <curses.h>'
must_pass src/ui/term-rescue.c 'nanosleep(&time, NULL);'
must_pass src/sock/a.c '#include <linux/inet_diag.h>'
must_pass src/view/a.c '/* as poll() and time() do, and "app/loop.h" */'
must_pass src/view/a.c 'next_time(row); wire->poll(wire); column.time(row); _("x");'
must_pass src/sock/a.c 'snprintf(text, sizeof(text), "%s", name);'

# unlisted ROOT: sources that no library of ROOT/Makefile.am holds
unlisted() {
	(cd "$1" && find src -name '*.[ch]' | sort) | while read -r file; do
		cat "$1/Makefile.am" "$1/src/rooms.am" | tr '[:space:]' '\n' | grep -qxF "$file" ||
			echo "$file: not in src/rooms.am"
	done
}

echo 'libbase_a_SOURCES = src/base/b.c' >"$work/bad/src/rooms.am"; : >"$work/bad/Makefile.am"
[ -n "$(unlisted "$work/bad")" ] || {
	echo 'check-layers: a file that is never built is not noticed'
	exit 1
}

found=$(offences "$top" && unlisted "$top")
if [ -n "$found" ]; then
	printf '%s\n' "$found"
	exit 1
fi
count=$(find "$top/src" -name '*.[ch]' | wc -l)
echo "$count files in layers"
[ "$count" -gt 0 ]
