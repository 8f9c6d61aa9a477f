# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A real terminal for the program: tmux, with a shell in it that has job control. To be sourced after
# live.sh.

need tmux

# The shell's prompt; what is typed into it never looks like it.
prompt='ready:'

tmux_do() {
	TMUX_TMPDIR=$work tmux -L screen -f /dev/null "$@"
}

# open_terminal [COLUMNS ROWS]
open_terminal() {
	if command -v bash >/dev/null 2>&1; then
		shell='bash --norc --noprofile -i'
	else
		shell='sh -i'
	fi
	# nothing of tmux of whoever runs the test
	unset TMUX TMUX_PANE
	tmux_do -u new-session -d -s s -x "${1-80}" -y "${2-24}" \
		"env PS1='$prompt' ENV= HISTFILE= LC_ALL=C.UTF-8 $shell" 3>&- 4<&- || {
		echo "tmux does not work here"
		exit 77
	}
	trap 'tmux_do kill-server; for job in $jobs_to_end; do kill "$job" 2>/dev/null; done; rm -rf "$work"' EXIT
	until_true shows "$prompt"
	type_line "stty -g >'$work/modes'"
	until_true test -s "$work/modes"
}

# Behind Esc comes a pause, as from hands: what follows at once is Alt with that key.
keys() {
	tmux_do send-keys -t s "$@"
	case $* in
	*Escape) sleep 0.1 ;;
	esac
}

# answer KEY...: to a question that has been read; what comes with it is none
answer() {
	sleep 0.4
	keys "$@"
}

# What is on the screen when a test fails.
on_failure() {
	screen | sed 's/^/| /'
}

# type_line LINE: types it and presses Enter
type_line() {
	tmux_do send-keys -t s -l "$1"
	keys Enter
}

screen() {
	tmux_do capture-pane -p -t s
}

shows() {
	screen | grep -qF -- "$1"
}

hides() {
	! shows "$1"
}

tells() {
	[ "$(tmux_do display-message -p -t s "#{$1}")" = "$2" ]
}

resize() {
	tmux_do resize-window -t s -x "$1" -y "$2"
	until_true tells window_width "$1"
	until_true tells window_height "$2"
}

# start_program [VARIABLE=VALUE...] [OPTION...]: its process number is in $program
start_program() {
	rm -f "$work/pid" "$work/status"
	cat >"$work/start" <<-'END'
		echo $$ >"$1.new"
		mv "$1.new" "$1"
		shift
		exec env "$@"
	END
	variables=
	while case ${1-} in *=*) true ;; *) false ;; esac; do
		variables="$variables $1"
		shift
	done
	type_line "clear; sh '$work/start' '$work/pid'$variables '$sockview' $*; echo \$? >'$work/status'"
	until_true test -s "$work/pid"
	program=$(cat "$work/pid")
}

# has_ended STATUS: the program has, with this status, and the shell has got its terminal back
has_ended() {
	until_true test -s "$work/status"
	[ "$(cat "$work/status")" = "$1" ] || fail "status $(cat "$work/status"), not $1"
	terminal_is_restored
}

terminal_is_restored() {
	until_true tells alternate_on 0
	tells cursor_flag 1 || fail "the cursor is hidden"
	tells mouse_any_flag 0 || fail "the mouse is still taken"
	rm -f "$work/modes.now"
	type_line "stty -g >'$work/modes.new' && mv '$work/modes.new' '$work/modes.now'"
	until_true test -s "$work/modes.now"
	cmp -s "$work/modes" "$work/modes.now" ||
		fail "modes $(cat "$work/modes.now"), not $(cat "$work/modes")"
}
