#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each shell's completion offers every option of the program, every column, format, group and theme,
# and no others. The
# shells that are not there are passed over.

set -eu
top=$(cd "${srcdir:-$(dirname "$0")/..}" && pwd)
sockview=$(command -v "${SOCKVIEW:-./sockview}") || {
	echo 'check-completions: no program'
	exit 1
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
LC_ALL=C.UTF-8
export LC_ALL
unset LANGUAGE

mkdir "$work/good" "$work/bad"
ln -s "$(cd "$(dirname "$sockview")" && pwd)/$(basename "$sockview")" "$work/good/sockview"
# a program with another option in one's place, and another column, format, group and theme
cat >"$work/bad/sockview" <<END
#!/bin/sh
'$work/good/sockview' "\$@" | sed 's/--once/--else/; s/^state /nonsense /; s/^csv /nonsense /; s/^mono /nonsense /; s/^CLOS/NOTCLOS/; s/^state listen$/state nonsense/; s/^sport /nonsense /'
END
chmod +x "$work/bad/sockview"

# What the program has, a word a line: long options, then letters; what an option lists.
options() {
	"$work/good/sockview" --help | grep -oE '^  (-.,)? *--[a-z0-9-]+' | grep -oE -- '--[a-z0-9-]+' | sort
	"$work/good/sockview" --help | sed -n 's/^  \(-.\), .*/\1/p' | sort
}
listed() {
	"$work/good/sockview" "--$1=help" | sed 's/ .*//' | sort
}

# offered SHELL WHAT DIRECTORY: what it offers with the program there, options or what one of them
# lists; bash completes no letters
offered() {
	case $1-$2 in
	bash-options) in_bash "$3" sockview -- | sed 's/=$//' | sort && options | grep -v '^--' ;;
	bash-filter) in_bash "$3" sockview '' | sort ;;
	bash-states) in_bash "$3" sockview sport = :22 and state '' | sort ;;
	bash-explain) in_bash "$3" sockview --explain clo | sort ;;
	bash-*) in_bash "$3" sockview "--$2" = '' | sort ;;
	zsh-options)
		in_zsh "$3" "" >"$work/zsh"
		sed -n 's/^([^)]*)\(--[a-z0-9-]*\).*/\1/p' "$work/zsh" | sort
		sed -n 's/^([^)]*)\(-[^-]\).*/\1/p' "$work/zsh" | sort
		;;
	zsh-filter) in_zsh "$3" FILTER sockview '' | sort -u ;;
	zsh-states) in_zsh "$3" FILTER sockview sport = :22 and state '' | sort ;;
	zsh-explain) in_zsh "$3" explain | tr '[:upper:]' '[:lower:]' | grep '^clo' | sort -u ;;
	zsh-*) in_zsh "$3" "$2" | sort ;;
	fish-options)
		in_fish "$3" 'sockview --' | sort
		in_fish "$3" 'sockview -' | grep -v '^--' | sort
		;;
	fish-filter) in_fish "$3" 'sockview ' | grep -v '^-' | sort -u ;;
	fish-states) in_fish "$3" 'sockview sport = :22 and state ' | grep -v '^-' | sort ;;
	fish-explain) in_fish "$3" 'sockview --explain clo' | tr '[:upper:]' '[:lower:]' | sort -u ;;
	fish-*) in_fish "$3" "sockview --$2=" | sed "s/^--$2=//" | sort ;;
	esac
}

in_bash() {
	directory=$1
	shift
	# shellcheck disable=SC2016
	PATH=$directory:$PATH bash -c '
		compopt() { :; } # is not to be called by hand
		. "$0"
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_sockview
		printf "%s\n" "${COMPREPLY[@]}"
	' "$top/completions/sockview.bash" "$@"
}

# zsh completes at a terminal only: what its _arguments and _describe would be given
in_zsh() {
	directory=$1
	shift
	# shellcheck disable=SC2016
	PATH=$directory:$PATH zsh -f -c '
		_call_program() { shift; "$@" }
		_describe() { print -rl -- ${${(P)4}%%:*} }
		compset() { : }
		compadd() { print -rl -- ${(P)@[-1]} }
		what=$2
		_arguments() {
			[[ -n $what ]] || print -rl -- "$@"
			for spec; do
				[[ -z $what || $spec != *")--$what="* && $spec != *":$what:"* ]] ||
					eval ${spec##*:}
			done
		}
		service=sockview
		file=$1
		words=("${@[3,-1]}") CURRENT=$(($# - 2))
		set --
		. $file
	' zsh "$top/completions/_sockview" "$@"
}

in_fish() {
	# shellcheck disable=SC2016
	HOME=$work XDG_CONFIG_HOME=$work XDG_DATA_HOME=$work PATH=$1:$PATH fish --no-config -c '
		source $argv[1]
		complete -C $argv[2]
	' "$top/completions/sockview.fish" "$2" | sed 's/	.*//'
}

options >"$work/options"
lists='columns format group theme'
for what in $lists; do
	listed "$what" >"$work/$what"
done
# words of FILTER, states in it, and what is explained, typed in small letters
{
	"$work/good/sockview" --explain=filter | sed 's/ .*//'
	cat "$work/columns"
	printf '%s\n' and or not
} | sort -u >"$work/filter"
"$work/good/sockview" --explain=filter | sed -n 's/^state \([^ ]*\)$/\1/p' | sort >"$work/states"
"$work/good/sockview" --explain=help | tr '[:upper:]' '[:lower:]' | grep '^clo' | sort -u >"$work/explain"
grep -qx sport "$work/filter"
grep -qx time-wait "$work/states"
lists="$lists filter states explain"
grep -qx -- --once "$work/options"
grep -qx -- -t "$work/options"
grep -qx state "$work/columns"
grep -qx csv "$work/format"

bad=0 seen=
for shell in bash zsh fish; do
	command -v $shell >/dev/null || continue
	seen="$seen $shell"
	for what in options $lists; do
		offered $shell "$what" "$work/good" >"$work/offered" || true
		if ! diff "$work/$what" "$work/offered" >"$work/difference"; then
			echo "$shell: $what (<: of the program, >: offered)"
			cat "$work/difference"
			bad=1
		fi
		offered $shell "$what" "$work/bad" >"$work/offered" || true
		if cmp -s "$work/$what" "$work/offered"; then
			echo "check-completions: in $shell other $what would not be noticed"
			bad=1
		fi
	done
done
if command -v bash >/dev/null; then
	in_bash "$work/good" sockview --explain Clo | sort >"$work/offered"
	cmp -s "$work/explain" "$work/offered" || {
		echo "bash: --explain Clo is not completed as clo is"
		bad=1
	}
fi
if [ -z "$seen" ]; then
	echo 'skipped: no bash, zsh or fish'
	exit 77
fi
echo "completions of:$seen"
exit $bad
