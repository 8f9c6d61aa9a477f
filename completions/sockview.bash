# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion for bash. The options are read from "sockview --help", the columns from
# "sockview --columns=help": nothing here has to follow the program.

# What is explained, as far as $2 is typed, in any case: what has a small letter is completed in small
# letters.
_sockview_names() {
	local names word=$2

	names=$(LC_ALL=C "$1" --explain=help 2>/dev/null)
	[[ $word != *[a-z]* ]] || names="${names,,}" word="${word,,}"
	mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word" | LC_ALL=C sort -u)
}

# A word of FILTER, as far as $2 is typed: a state behind `state`, nothing behind an operator,
# otherwise a condition or a column.
_sockview_filter() {
	local before=${COMP_WORDS[COMP_CWORD - 1]} choices

	case $before in
	state | exclude | excl)
		choices=$(LC_ALL=C "$1" --explain=filter 2>/dev/null |
			sed -n 's/^state \([^ ]*\)$/\1/p')
		;;
	*[=~\<\>] | eq | ne | neq | lt | gt | le | leq | ge | geq) return ;;
	*)
		choices=$(LC_ALL=C "$1" --explain=filter 2>/dev/null | awk '{ print $1 }')
		choices="$choices $(LC_ALL=C "$1" --columns=help 2>/dev/null | awk '{ print $1 }')"
		choices="$choices and or not"
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$2" | LC_ALL=C sort -u)
}

# The values of option $2 of program $1, as far as $3 is typed, into COMPREPLY.
_sockview_values() {
	local choices before=''

	case $2 in
	--sort | --columns)
		choices=$(LC_ALL=C "$1" "$2=help" 2>/dev/null | awk '{ print $1 }')
		# a sort may be turned round; of a list, the last name is being typed
		before=${3%"${3##*[,+-]}"}
		[[ $2 == --sort ]] || compopt -o nospace # another name may follow
		;;
	--explain)
		_sockview_names "$1" "$3"
		return
		;;
	--group | --format | --theme) choices=$(LC_ALL=C "$1" "$2=help" 2>/dev/null | awk '{ print $1 }') ;;
	--config | --mark | --compare)
		mapfile -t COMPREPLY < <(compgen -f -- "$3")
		return
		;;
	--color) choices='auto always never' ;;
	--signal) choices='TERM KILL HUP INT QUIT STOP CONT USR1 USR2' ;;
	*) return ;;
	esac
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$choices" -- "${3#"$before"}")
}

# Whether $2 is an option of program $1 whose value is the next word.
_sockview_takes_value() {
	local takers

	takers=$(LC_ALL=C "$1" --help 2>/dev/null |
		sed -n 's/^  \(-.\), \(--[^ =]*\)=.*/\1 \2/p; s/^      \(--[^ =]*\)=.*/\1/p' | tr '\n' ' ')
	[[ " $takers" == *" $2 "* ]]
}

_sockview() {
	local word=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]}
	local previous=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	# bash takes --option=value apart at the "="
	if [[ $word == = ]]; then
		_sockview_values "$program" "$previous" ''
	elif [[ $previous == = && $COMP_CWORD -ge 2 ]]; then
		_sockview_values "$program" "${COMP_WORDS[COMP_CWORD - 2]}" "$word"
	elif [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(LC_ALL=C "$program" --help 2>/dev/null |
			sed -n 's/^  [^ ]*,\{0,1\} *\(--[a-z0-9-]*=\{0,1\}\).*/\1/p')" -- "$word")
		[[ ${COMPREPLY[0]-} != *= || ${#COMPREPLY[@]} -gt 1 ]] || compopt -o nospace
	elif _sockview_takes_value "$program" "$previous"; then
		_sockview_values "$program" "$previous" "$word"
	else
		_sockview_filter "$program" "$word"
	fi
}
complete -F _sockview sockview
