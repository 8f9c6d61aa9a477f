# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# Completion for bash. The options are read from "sockview --help", the columns from
# "sockview --sort=help": nothing here has to follow the program.

_sockview() {
	local word=${COMP_WORDS[COMP_CWORD]} option='' value='' choices
	local program=${COMP_WORDS[0]}

	# bash takes --option=value apart at the "="
	if [[ $word == = ]]; then
		option=${COMP_WORDS[COMP_CWORD - 1]}
	elif [[ $COMP_CWORD -ge 2 && ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
		option=${COMP_WORDS[COMP_CWORD - 2]} value=$word
	fi

	case $option in
	--sort | --columns)
		choices=$(LC_ALL=C "$program" "$option=help" 2>/dev/null | awk '{ print $1 }')
		# a sort may be turned round; of a list, the last name is being typed
		local before=${value%"${value##*[,+-]}"}
		mapfile -t COMPREPLY < <(compgen -P "$before" -W "$choices" -- "${value#"$before"}")
		return
		;;
	--format) choices='table json csv' ;;
	--color) choices='auto always never' ;;
	--config)
		mapfile -t COMPREPLY < <(compgen -f -- "$value")
		return
		;;
	'')
		[[ $word == -* ]] || return
		choices=$(LC_ALL=C "$program" --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*=?')
		value=$word
		;;
	*) return ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$value")
	[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
}
complete -F _sockview sockview
