#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Where the program finds its settings, what it makes of strange ones, and that data do not depend
# on them.
set -u
. "${srcdir:-.}/tests/support/live.sh"

start_hands
hands listen first 127.0.0.1 7001
hands listen second 127.0.0.1 7002

home=$work/home
config=$home/.config/sockview/config
mkdir -p "$home/.config/sockview" "$work/xdg/sockview"

# sv OPTION...: at home, without other variables
sv() {
	run env -u XDG_CONFIG_HOME -u XDG_STATE_HOME HOME="$home" LC_ALL=C.UTF-8 "$sockview" "$@"
}

# headed WORDS: the table has these columns and no others
headed() {
	[ "$(head -n 1 "$work/out" | tr -s ' ' | sed 's/ $//')" = "$1" ] ||
		fail "headed: $(head -n 1 "$work/out"), not: $1"
}

silent() {
	[ "$status" = 0 ] || fail "status $status: $(cat "$work/err")"
	grep -v 'owners hidden' "$work/err" >"$work/said"
	[ ! -s "$work/said" ] || fail "says: $(cat "$work/said")"
}

says() {
	grep -qF -- "$1" "$work/err" || fail "does not say: $1: $(cat "$work/err")"
}

# ---- none at all
sv --once
silent
head -n 1 "$work/out" | grep -q 'PROCESS.*LOCAL.*REMOTE' || fail "headed: $(cat "$work/out")"
run env -u XDG_CONFIG_HOME -u HOME LC_ALL=C.UTF-8 "$sockview" --once --columns=state
silent
run env -u XDG_CONFIG_HOME HOME=/dev/null LC_ALL=C.UTF-8 "$sockview" --once --columns=state
silent

# ---- at home; in XDG_CONFIG_HOME; the command line is over them
printf '# mine\ncolumns = lport,state\nsort = -lport\n' >"$config"
chmod 600 "$config"
sv --once -l
silent
headed 'LPORT STATE'
[ "$(sed -n '2p' "$work/out" | tr -s ' ' | sed 's/^ //')" = '7002 LISTEN' ] || fail "order: $(cat "$work/out")"
sv --once --columns=state
headed STATE
sv --once --columns=+proto
headed 'LPORT STATE PROTO'
sv --once --no-config --columns=-user
grep -q LOCAL "$work/out" || fail 'settings with --no-config'
echo 'columns = proto' >"$work/xdg/sockview/config"
chmod 600 "$work/xdg/sockview/config"
run env XDG_CONFIG_HOME="$work/xdg" HOME="$home" LC_ALL=C.UTF-8 "$sockview" --once
headed PROTO

# ---- a file that is named
sv --config="$work/xdg/sockview/config" --once
silent
headed PROTO
sv --config="$work/xdg/sockview/config" --no-config --once --columns=state
silent
sv --config="$work/nowhere" --once
[ "$status" = 2 ] || fail "a file that is not there: status $status"
says "cannot read the settings in '$work/nowhere': No such file or directory"
[ ! -s "$work/out" ] || fail 'prints in spite of that'

# ---- data are the same with settings and without
sv --once --csv -l
cut -d, -f1-6 "$work/out" >"$work/with"
sv --once --csv -l --no-config
cut -d, -f1-6 "$work/out" >"$work/without"
cmp -s "$work/with" "$work/without" || fail 'settings change data'

# ---- lines that are not understood
printf 'interval = soon\nnonsense\nfoo = bar\ncolumns = lport\n' >"$config"
sv --once
[ "$status" = 0 ] || fail "status $status"
headed LPORT
says "$config:1: invalid interval 'soon': seconds from 0.1 to 3600"
says "$config:2: neither 'key = value' nor a comment"
says "$config:3: unknown setting 'foo'"
printf 'x\033[31m\342\200\256 = 1\n' >"$config"
sv --once
! grep -q "$(printf '\033')" "$work/err" || fail 'a control sequence of the file gets through'

# ---- files that are none: one message, and the table as it comes
ignored() {
	sv --once
	[ "$status" = 0 ] || fail "$1: status $status"
	says "$config: $2; ignored"
	grep -q LOCAL "$work/out" || fail "$1: not ignored"
	rm -rf "$config"
}
rm "$config"
mkfifo "$config"
ignored 'a pipe' 'not a regular file'
mkdir "$config"
ignored 'a directory' 'not a regular file'
head -c 1048576 /dev/zero | tr '\0' x >"$config"
ignored 'a megabyte' 'it is too large'
printf 'columns = lport\n\0\n' >"$config"
ignored 'a NUL' 'it is no text'
echo 'columns = lport' >"$config"
chmod 666 "$config"
ignored 'writable by others' 'it belongs to somebody else, or others may write to it'

# ---- links are followed
echo 'columns = lport' >"$home/dotfile"
chmod 600 "$home/dotfile"
ln -s ../../dotfile "$config"
sv --once
silent
headed LPORT

# ---- what there is
sv --config=help
silent
grep -q '^interval ' "$work/out" || fail "help: $(cat "$work/out")"
grep -q '^key.close ' "$work/out" || fail "help: $(cat "$work/out")"
