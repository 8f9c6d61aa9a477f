#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A file includes headers of its own room and of the rooms that src/rooms.am lets this one call, and
# what belongs to one place (curses, netlink, clocks, signals, the locale, what is special about one
# kind of socket) stays there. The linker forbids calls upward; this looks at the rest. Before it
# judges the tree it proves, on trees made for that, that every rule can fail.

set -eu
top=${1-${srcdir:-$(dirname "$0")/..}}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# code_of ROOT: the code below ROOT/src, as FILE:LINE:CODE, without comments; strings stay (includes
# are strings).
code_of() {
	# shellcheck disable=SC2016
	(cd "$1" && find src -name '*.[ch]' | sort | xargs awk '
	FNR == 1 { comment = 0 }
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
		if (code ~ /[^ \t]/) print FILENAME ":" FNR ":" code
	}')
}

# includes: the lines of $work/code that include a header of a room which theirs may not call, or are
# in no room. src/app/main.c, which puts all together, may call every room.
includes() {
	awk '
	function room(path) { sub(/\/[^\/]*$/, "", path); return path }
	FNR == NR {
		if ($1 !~ /^UP_TO_/) next
		lib = $3; sub(/^lib/, "", lib); sub(/\.a$/, "", lib); gsub(/-/, "/", lib)
		above = $4; gsub(/[$()]/, "", above)
		path[$1] = lib; next_of[lib] = above; known[lib] = 1
		next
	}
	{
		split($0, part, ":")
		file = part[1]; sub(/^src\//, "", file)
		own = room(file)
		if (own != "app" && !(own in known)) { if (!told[own]++) print $0 "    <- in no room"; next }
		if (!match($0, /^[^:]*:[0-9]*: *# *include *"[^"]*"/)) next
		header = substr($0, RSTART, RLENGTH); sub(/^[^"]*"/, "", header); sub(/"$/, "", header)
		wanted = room(header)
		for (at = own; at != wanted && at != ""; at = path[next_of[at]]) ;
		if (own == "app" ? !(wanted in known) : at == "")
			print $0 "    <- " own " may not include " wanted
	}' "$top/src/rooms.am" "$work/code"
}

# only PLACE PATTERN WHY: the lines that match, but for those of files whose path begins so. The
# pattern stands behind FILE:LINE:, of which the last colon is no letter.
only() {
	grep -E "$2" "$work/code" | grep -vE "^($1)" | sed "s|\$|    <- $3|" || true
}

# call NAMES: an expression for a call of one of these functions (not of a member of that name).
call() {
	printf '[^A-Za-z0-9_.>](%s) *\(' "$1"
}

include='^[^:]*:[0-9]*: *# *include *'

# A comparison with a certain kind of socket, of its number or its name, or with "the first one".
name='[^A-Za-z0-9_]'
proto='([A-Za-z0-9_]+(->|\.))*proto'
one_kind="(==|!=|[<>?]=?|${name}case) *(\\([^()]*\\) *)?CONN_(TCP|UDP)(\$|$name)"
one_kind=$one_kind'|CONN_(TCP|UDP) *(==|!=|[<>?])|^[^:]*:[0-9]*:[[:space:]]*CONN_(TCP|UDP) *(\)|&&|\|\|)'
one_kind=$one_kind"|proto *(==|!=|>) *[0-9]|! *$proto(\$|$name)"
one_kind=$one_kind"|([(]|&&|\\|\\||[^=!<>]=|return) *$proto *(&&|\\|\\||[?])"
one_kind=$one_kind"|(if|while) *[(] *$proto *[)]|(&&|\\|\\|) *$proto *[)]"
one_kind=$one_kind"|${name}kind_(tcp|udp)(\$|$name)"
one_kind=$one_kind'|cmp *\([^;]*"(tcp|udp|TCP|UDP)"|[?] *"(tcp|udp|TCP|UDP)[^A-Za-z]'

# offences ROOT: a line for each offence in ROOT/src.
offences() {
	code_of "$1" >"$work/code"
	includes
	only src/ui/term/term-curses "$include<(n?curses[^>]*|ncursesw?/.*|term|panel|menu|form)(\.h)?>" \
		'curses: ui/term/term-curses*'
	only src/sock/ "$include<(libmnl/.*|linux/[a-z_]*diag\.h)>" 'netlink: sock'
	only src/sock/ "$one_kind" 'one kind of socket: ask the record, sock/conn/kind.h'
	only src/app/ "$include<(getopt|signal|poll|sys/(signalfd|epoll|poll|select|timerfd))\.h>" \
		'options, signals, waiting: app'
	only src/app/ "$(call 'getopt|getopt_long|p?poll|p?select|epoll_wait|signal|sigaction')" \
		'options, signals, waiting: app'
	only src/app/ "$(call 'clock_gettime|gettimeofday|time|clock|timespec_get|ftime')" 'the clock: app'
	# the rescue runs in signal handlers, where nobody else can wait for it
	only 'src/app/|src/ui/term/term-rescue.c' "$(call 'u?sleep|nanosleep|clock_nanosleep')" 'sleeping: app'
	only src/app/ "$(call 'setlocale|newlocale|uselocale|(bind)?textdomain')" 'the locale: app'
	only 'src/[avu]|src/base/i18n.h' "$(call '_|P_|n?gettext')" 'translating: view, ui, app'
	only 'src/[ab]' "$(call 'v?printf|puts|putchar|perror')" 'printing: app'
	only 'nowhere' "$(call 'f?exec[lv]p?e?|execveat|posix_spawnp?|system|popen')" 'executing a program: nowhere'
}

# must_offend FILE LINE: a tree with this line in this file is refused. Each gets a file of its own, so
# that all of them are one tree, which is looked at once.
must_offend() {
	count=$((count + 1))
	file=$1
	[ "${file##*/}" = main.c ] || file=${1%.[ch]}$count.${1##*.}
	mkdir -p "$work/bad/${file%/*}"
	printf '/* a comment\n * of two lines */ int before;\n%s\n' "$2" >"$work/bad/$file"
	printf '%s:3: %s\n' "$file" "$2" >>"$work/wanted"
}

# must_pass FILE LINE: and this one is not.
must_pass() {
	mkdir -p "$work/good/${1%/*}"
	printf '%s\n' "$2" >>"$work/good/$1"
}

count=0
must_offend src/base/a.c '#include "sock/conn/conn.h"'
must_offend src/sock/conn/a.h '#include "sock/diag/diag.h"'
must_offend src/sock/rows/a.h '#include "view/column/column.h"'
must_offend src/view/table/a.c '# include "ui/cell/grid.h"'
must_offend src/ui/draw/a.c '#include "app/screen/loop.h"'
must_offend src/ui/draw/a.c '#include "../app/loop.h"'
must_offend src/ui/draw/a.c '#include "beside.h"'
must_offend src/app/print/a.c '#include "app/screen/loop.h"'
must_offend src/app/screen/a.c '#include "app/print/output.h"'
must_offend src/app/main.c '#include "else/where.h"'
must_offend src/else/a.c 'int x;'
must_offend src/app/system/a.c '	execvp(argv[0], argv);'
must_offend src/app/system/a.c '	FILE *pipe = popen(text, "re");'
must_offend src/sock/a.c 'int x;'
must_offend src/ui/draw/draw.c '#include <ncurses.h>'
must_offend src/app/screen/a.c '#include <curses.h>'
must_offend src/view/table/a.c '#include <ncursesw/curses.h>'
must_offend src/app/engine/a.c '#include <libmnl/libmnl.h>'
must_offend src/view/table/a.c '#include <linux/inet_diag.h>'
must_offend src/ui/term/a.c '#include <signal.h>'
must_offend src/sock/diag/a.c '#include <poll.h>'
must_offend src/base/a.c '#include <getopt.h>'
must_offend src/sock/diag/a.c 'if (poll(fds, 1, -1) < 0)'
must_offend src/sock/diag/a.c 'clock_gettime(CLOCK_MONOTONIC, &now);'
must_offend src/view/table/a.c 'return time(NULL);'
must_offend src/sock/diag/a.c 'usleep(1);'
must_offend src/ui/term/a.c 'nanosleep(&time, NULL);'
must_offend src/ui/term/a.c 'setlocale(LC_ALL, "");'
must_offend src/sock/diag/a.c 'return _("kernel");'
must_offend src/sock/diag/a.c 'printf("%d", x);'
must_offend src/view/table/a.c 'if (conn->proto == CONN_TCP)'
must_offend src/app/print/a.c 'if (CONN_UDP != conn->proto)'
must_offend src/ui/draw/a.c 'case CONN_TCP:'
must_offend src/view/table/a.c '	CONN_UDP && conn->state == CONN_LISTEN)'
must_offend src/view/table/a.c 'return proto == (enum conn_proto)CONN_UDP;'
must_offend src/app/print/a.c 'int proto = is_tcp ? CONN_TCP : CONN_UDP;'
must_offend src/app/print/a.c 'x = conn->proto ? "udp" : name;'
must_offend src/view/table/a.c 'if (!row->conn.proto)'
must_offend src/view/table/a.c 'if (a && conn->proto)'
must_offend src/view/table/a.c 'if (conn->proto)'
must_offend src/view/table/a.c 'return conn->proto == 0;'
must_offend src/app/print/a.c 'if (strcmp(service->s_proto, "tcp") == 0)'
must_offend src/app/print/a.c 'word = first ? "tcp" : other;'
must_offend src/view/table/a.c 'if (conn_kind(conn) == &kind_tcp)'
must_offend src/view/table/a.c 'int x; /* here */ int y = time(NULL);'
must_offend src/view/table/a.c 'text("/*"); time(NULL); text("*/");'

must_pass src/app/screen/a.c '#include "base/alloc.h"'
must_pass src/app/screen/a.c '#include "app/screen/b.h"'
must_pass src/app/main.c '#include "app/screen/loop.h"'
must_pass src/app/main.c '#include "app/print/output.h"'
must_pass src/app/system/a.c 'time(NULL);'
must_pass src/ui/term/term-curses.c '#include <ncurses.h>'
must_pass src/ui/term/term-curses-start.c '#include <curses.h>'
must_pass src/ui/term/term-rescue.c 'nanosleep(&time, NULL);'
must_pass src/sock/diag/a.c '#include <linux/inet_diag.h>'
must_pass src/view/table/a.c '/* as poll() and time() do, and "app/loop.h" */'
must_pass src/view/table/a.c 'next_time(row); wire->poll(wire); column.time(row); _("x");'
must_pass src/sock/diag/a.c 'if (conn->proto == CONN_TCP)'
must_pass src/view/table/a.c 'if (one->proto == other->proto && node->number == proto)'
must_pass src/view/table/a.c '.states = {[CONN_TCP] = ALL, [CONN_UDP] = ALL}, .proto = CONN_TCP,'
must_pass src/view/table/a.c 'return tcp->has == CONN_TCP_HAS_SENT ? CONN_TCP_HAS_BYTES : 0;'
must_pass src/app/print/a.c 'toggle(app, CONN_UDP); names[conn->proto] = x; (enum conn_proto)conn->proto)'
must_pass src/app/print/a.c '{"tcp", "T", NULL, N_("show or hide TCP")},'
must_pass src/sock/diag/a.c 'snprintf(text, sizeof(text), "%s", name);'

offences "$work/bad" >"$work/noticed"
awk -F: '
FNR == NR { noticed[$1] = 1; next }
!($1 in noticed) { print "check-layers: not noticed in " $0; missed = 1 }
END { exit missed }' "$work/noticed" "$work/wanted"
found=$(offences "$work/good")
if [ -n "$found" ]; then
	echo "check-layers: refused without reason: $found"
	exit 1
fi

# unlisted ROOT: sources that no library holds
unlisted() {
	(cd "$1" && find src -name '*.[ch]' | sort) >"$work/sources"
	cat "$1/Makefile.am" "$1/src/rooms.am" | tr -s '[:space:]' '\n' >"$work/listed"
	grep -vxFf "$work/listed" "$work/sources" | sed 's|$|: not in src/rooms.am|' || true
}

mkdir -p "$work/bad/src"
echo 'libbase_a_SOURCES = src/base/b.c' >"$work/bad/src/rooms.am"
: >"$work/bad/Makefile.am"
[ -n "$(unlisted "$work/bad")" ] || {
	echo 'check-layers: a file that is never built is not noticed'
	exit 1
}

found=$(offences "$top" && unlisted "$top")
if [ -n "$found" ]; then
	printf '%s\n' "$found"
	exit 1
fi
echo "$(grep -c . "$work/sources") files in $(grep -c '^UP_TO_' "$top/src/rooms.am") rooms"
[ -s "$work/code" ]
