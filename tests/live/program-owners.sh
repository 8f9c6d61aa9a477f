#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Whose sockets are, told by the program on a real kernel, in a network of its own: sockets that are
# shared, passed on, left behind, not yet accepted, hidden; processes that are called what no
# terminal should see; and the same answers as ss. Parts that this machine does not allow are
# skipped, and said so.
#
# Numbers need no quotes, formats are made up here, and every sh of Linux has ulimit -n:
# shellcheck disable=SC2059,SC2086,SC3045

set -u
kin=$builddir/tests/support/kin
flatten=$builddir/tests/support/flatten
LC_ALL=C.UTF-8
export LC_ALL
unset LANGUAGE

# ---- three networks of our own, one after the other ----
space=${srcdir:-.}/tests/support/space.sh
if [ $# = 0 ]; then
	for tool in unshare ip mkfifo; do
		command -v $tool >/dev/null || {
			echo "skipped: no $tool"
			exit 77
		}
	done
	unshare -Urn ip link set lo up 2>/dev/null || {
		echo 'skipped: no namespaces of our own here'
		exit 77
	}
	sh "$space" -Urn "$0" family || exit
	sh "$space" -Urn "$0" names || exit
	if [ "$(id -u)" != 0 ] || ! command -v setpriv >/dev/null; then
		echo 'skipped: another user, for which root and setpriv are needed'
	else
		sh "$space" -n "$0" stranger || exit
	fi
	exit 0
fi
ip link set lo up || exit 77

work=$(mktemp -d)
chmod 755 "$work"
crowd='' watcher=''
end() {
	exec 5>&- 6<&-
	[ -z "$watcher" ] || kill "$watcher" 2>/dev/null
	[ -z "$crowd" ] || kill "$crowd" 2>/dev/null
	wait
	rm -rf "$work"
}
trap end EXIT
trap 'exit 1' INT TERM HUP

bad=0
what=''
say() { what=$*; }
fault() {
	echo "FAILED: $what: $*"
	bad=1
}
is() { [ "$1" = "$2" ] || fault "${3-} is '$1', not '$2'"; }

# ---- the crowd: tests/support/kin.c ----
start() {
	mkfifo "$work/orders" "$work/answers"
	"$kin" "$@" <"$work/orders" >"$work/answers" &
	crowd=$!
	exec 5>"$work/orders" 6<"$work/answers"
	read -r word count <&6
	[ "$word" = ready ] || {
		echo 'FAILED: the crowd does not come together'
		exit 1
	}
}
tell() {
	echo "$1" >&5
	read -r word <&6
	is "$word" "done" "the answer of $1"
}

# ---- what the program says ----
# rows: a line for each socket of a snapshot in JSON:
#     LPORT RPORT STATE NOTE UID OWNERS LISTENERS
# OWNERS and LISTENERS are NAME/FD,..., or -
rows() {
	"$flatten" | awk -F '\t' '
	function out() {
		if (socket != "")
			print lport, rport, state, note, uid, owners, listeners
		owners = listeners = "-"
	}
	function add(list, text) { return list == "-" ? text : list "," text }
	{
		split($1, part, ".")
		if (part[2] != "sockets") next
		if (part[3] "" != socket "") { out(); socket = part[3] }
		key = part[4] (part[5] != "" && part[5] !~ /[0-9]/ ? "." part[5] : "")
		if (key == "local.port") lport = $2
		else if (key == "remote.port") rport = $2
		else if (key == "state") state = $2
		else if (key == "owner_note") note = $2
		else if (key == "uid") uid = $2
		else if (key == "owners" && part[6] == "process") name = $2
		else if (key == "owners" && part[6] == "fd") owners = add(owners, name "/" $2)
		else if (key == "listener_owners" && part[6] == "process") name = $2
		else if (key == "listener_owners" && part[6] == "fd") listeners = add(listeners, name "/" $2)
	}
	END { out() }'
}
once() {
	"$@" --once --json >"$work/json" 2>"$work/err" || fault "status $?: $*"
	rows <"$work/json" >"$work/rows" || fault 'no JSON'
}
# has PATTERN: a row matches it from end to end, where "#" stands for a number
has() {
	pattern=$(echo "$1" | sed 's/#/[0-9]*/g')
	grep -qx "$pattern" "$work/rows" || {
		fault "no row '$1' in"
		grep "^${1%% *} " "$work/rows" | sed 's/^/    /'
	}
}
# once, when all that was closed has been acknowledged
settle() {
	tries=100
	while once "$SOCKVIEW" && grep -q FIN_WAIT1 "$work/rows" && [ "$tries" -gt 0 ]; do
		tries=$((tries - 1))
		sleep 0.1
	done
}
notes() { "$flatten" <"$work/json" | grep '^0\.notes'; }

# ---- a program that goes on: its last snapshot, when it shows what is waited for ----
watch() {
	"$SOCKVIEW" --batch --interval=0.1 --json >"$work/stream" 2>"$work/err" &
	watcher=$!
}
# await PATTERN, as for has; at most half a minute
await() {
	pattern=$(echo "$1" | sed 's/#/[0-9]*/g')
	tries=300
	while [ "$tries" -gt 0 ]; do
		# the last line may not be whole
		tail -n 2 "$work/stream" | grep '}$' | tail -n 1 | rows 2>/dev/null >"$work/rows"
		! grep -qx "$pattern" "$work/rows" || return 0
		kill -0 $watcher 2>/dev/null || break
		tries=$((tries - 1))
		sleep 0.1
	done
	has "$1"
}

family() {
	start powerless "$kin"

	say 'shared by three'
	settle
	has '7001 0 LISTEN null 0 shared/#,shared/#,shared/# -'
	"$SOCKVIEW" --once -H --columns=lport,process,holders >"$work/table"
	grep -q '^ *7001 shared ×3 *3$' "$work/table" || fault 'not shared ×3'
	"$SOCKVIEW" --once -H --ascii --columns=lport,process sport = :7001 >"$work/table"
	grep -q '^ *7001 shared x3$' "$work/table" || fault 'not shared x3'
	is "$(notes)" '0.notes	[]' 'what is to be noted'

	say 'not yet accepted'
	has '7003 17010 ESTABLISHED accept-queue 0 - waiter/#'
	has '7003 17011 ESTABLISHED accept-queue 0 - waiter/#'
	has '7003 17012 CLOSE_WAIT accept-queue 0 - waiter/#'
	has '17010 7003 ESTABLISHED null 0 client/# -'
	"$SOCKVIEW" --once -H --columns=rport,process sport = :7003 and not state listen >"$work/table"
	is "$(grep -c '^ *170.* waiting in waiter:7003$' "$work/table")" 3 'the number that wait'

	say 'left behind before anybody looked'
	has '17003 7004 FIN_WAIT2 orphan null - -'
	has '17012 7003 FIN_WAIT2 orphan null - -'
	has '7004 17003 CLOSE_WAIT null 0 keeper/# -'
	"$SOCKVIEW" --once -H --columns=lport,process,user sport = :17003 >"$work/table"
	grep -q '^ *17003 (orphan) *-$' "$work/table" || fault 'not (orphan), without a user'

	say 'all that there is'
	has '7200 0 LISTEN null 0 mixed/# -'
	has '7201 # ESTABLISHED null 0 mixed/# -'
	has '7202 0 UNCONN null 0 mixed/# -'
	has '7203 7202 ESTABLISHED null 0 mixed/# -'
	has '7204 0 LISTEN null 0 mixed/#,mixed/100 -'
	has '7300 0 LISTEN null 0 hidden/# -'
	"$SOCKVIEW" --once -H --columns=lport,process,holders sport = :7204 >"$work/table"
	grep -q '^ *7204 mixed *1$' "$work/table" || fault 'one process that has it twice is one'
	compare

	say 'with sixteen descriptors'
	sort "$work/rows" >"$work/before"
	(ulimit -n 16 && exec "$SOCKVIEW" --once --json) >"$work/json" 2>"$work/err" || fault "status $?"
	rows <"$work/json" | sort | cmp -s - "$work/before" || fault 'other answers'
	"$flatten" <"$work/json" | grep -q '^0.complete	true$' || fault 'not complete'

	powerless
	leave
}

# inode, pid and descriptor of every holder: the same as ss has found
compare() {
	say 'as ss says'
	command -v ss >/dev/null || {
		echo 'skipped: no ss to compare with'
		return
	}
	{ ss -Htanpe && ss -Huanpe; } | awk '
	match($0, /ino:[0-9]+/) {
		inode = substr($0, RSTART + 4, RLENGTH - 4)
		while (match($0, /pid=[0-9]+,fd=[0-9]+/)) {
			split(substr($0, RSTART, RLENGTH), part, /[=,]/)
			print inode, part[2], part[4]
			$0 = substr($0, RSTART + RLENGTH)
		}
	}' | sort >"$work/theirs"
	"$flatten" <"$work/json" | awk -F '\t' '
	$1 ~ /\.inode$/ { inode = $2 }
	$1 ~ /\.owners\.[0-9]+\.pid$/ { pid = $2 }
	$1 ~ /\.owners\.[0-9]+\.fd$/ { print inode, pid, $2 }' | sort >"$work/ours"
	is "$(wc -l <"$work/ours")" 23 "the number of holders"
	diff "$work/theirs" "$work/ours" >"$work/diff" || {
		fault 'holders differ (< ss, > sockview):'
		cat "$work/diff"
	}
}

# Not root's rights, though root by number: what may not be looked into is hidden, and said to be.
powerless() {
	say 'without the rights to look'
	once "$kin" powerless "$SOCKVIEW"
	has '7300 0 LISTEN not-permitted 0 - -'
	has '7001 0 LISTEN null 0 shared/#,shared/#,shared/# -'
	has '7003 17010 ESTABLISHED accept-queue 0 - waiter/#'
	has '17003 7004 FIN_WAIT2 orphan null - -'
	told_once "$kin" powerless "$SOCKVIEW"
}

# The powers that are missing are named: on standard error, or in the data.
told_once() {
	notes | grep CAP_SYS_PTRACE | grep -q CAP_DAC_READ_SEARCH || fault "notes: $(notes)"
	is "$(cat "$work/err")" '' 'standard error beside JSON'
	"$@" --once >"$work/table" 2>"$work/err"
	is "$?" 0 'the status'
	is "$(grep CAP_SYS_PTRACE "$work/err" | grep -c CAP_DAC_READ_SEARCH)" 1 'lines that name them'
	is "$(wc -l <"$work/err")" 1 'lines on standard error'
	"$@" --batch --interval=0.1 --count=3 >"$work/table" 2>"$work/err"
	is "$(wc -l <"$work/err")" 1 'lines on standard error after three snapshots'
	# where nothing is asked that is hidden, nothing is said
	"$@" --once --columns=state,local >"$work/table" 2>"$work/err"
	is "$(cat "$work/err")" '' 'standard error without owners'
}

# What happens while the program looks.
leave() {
	say 'passed on'
	watch
	await '7002 0 LISTEN null 0 giver/#,taker/# -'
	await '17001 7004 ESTABLISHED null 0 leaver/# -'
	tell giver
	await '7002 0 LISTEN null 0 taker/# -'
	once "$SOCKVIEW"
	has '7002 0 LISTEN null 0 taker/# -'

	say 'an orphan keeps its owner'
	tell leaver
	await '17001 7004 FIN_WAIT2 null null leaver/null -'
	await '17002 7004 FIN_WAIT2 null null leaver/null -'
	say 'TIME_WAIT keeps its owner'
	tell keeper
	await '17002 7004 TIME_WAIT null null leaver/null -'
	has '17001 7004 FIN_WAIT2 null null leaver/null -'
	# and who has not seen it before says why it has none
	once "$SOCKVIEW"
	has '17002 7004 TIME_WAIT time-wait null - -'
	has '17001 7004 FIN_WAIT2 orphan null - -'
	is "$(cat "$work/err")" '' 'standard error'
}

# ---- names ----
# dirt FILE: what is in it that must not leave: C0 but newlines, DEL, C1, bidi, no width, no UTF-8
dirt() {
	LC_ALL=C tr -d '\n' <"$1" | LC_ALL=C grep -q '[[:cntrl:]]' && echo 'a control byte'
	for bytes in '\302[\200-\237]' '\342\200[\213-\217\252-\256]' '\342\201[\246-\251]' \
		'\357\273\277'; do
		LC_ALL=C grep -q "$(printf "$bytes")" "$1" && echo "$bytes"
	done
	if command -v iconv >/dev/null; then
		iconv -f UTF-8 -t UTF-8 <"$1" >/dev/null 2>&1 || echo 'no UTF-8'
	fi
}
clean() { is "$(dirt "$1")" '' "what is in $1"; }
prove_dirt() {
	for bytes in '\033' '\177' '\010' '\302\233' '\342\200\256' '\342\201\246' '\357\273\277'; do
		printf "a${bytes}b\n" >"$work/dirty"
		[ -n "$(dirt "$work/dirty")" ] || fault "dirt is not noticed: $bytes"
	done
}

names() {
	say 'what must not leave'
	prove_dirt
	start names
	for charset in C.UTF-8 C; do
		say "names in $charset"
		LC_ALL=$charset "$SOCKVIEW" --once -H --columns=lport,process,proto,state \
			>"$work/table" 2>"$work/err" || fault "status $?"
		clean "$work/table"
		is "$(wc -l <"$work/table")" "$count" lines
		# wide letters take two cells, what stands for a byte takes one, accents none
		sed 's/网\|络\|服\|务/xx/g; s/�/x/g; s/́//g' "$work/table" >"$work/cells"
		LC_ALL=C grep -n '[^ -~]' "$work/cells" && fault 'letters of unknown width'
		is "$(awk '{ print index($0, " tcp   LISTEN") }' "$work/cells" | sort -u | wc -l)" 1 \
			'different places of a column'
		LC_ALL=$charset "$SOCKVIEW" --once --columns=lport,command >"$work/table"
		clean "$work/table"
	done
	! LC_ALL=C grep -q '[^ -~]' "$work/table" || fault 'not ASCII'

	say 'names in JSON'
	once "$SOCKVIEW"
	clean "$work/json"
	is "$(wc -l <"$work/json")" 1 lines
	is "$(grep -c ' LISTEN null 0 .*/[0-9]* -$' "$work/rows")" "$count" owners
	has '7106 0 LISTEN null 0 网络服务/# -'

	say 'names in CSV'
	"$SOCKVIEW" --once --csv >"$work/csv" || fault "status $?"
	is "$(grep -c "$(printf '\r')\$" "$work/csv")" $((count + 1)) lines
	is "$(wc -l <"$work/csv")" $((count + 1)) 'lines of whatever end'
	sed "s/$(printf '\r')\$//" "$work/csv" >"$work/table"
	clean "$work/table"

	# however they are called, they are found by their number
	say 'by number'
	pid=$("$SOCKVIEW" --once -H --columns=pid sport = :7100 | tr -d ' ')
	is "$("$SOCKVIEW" --once -H --columns=lport pid = "$pid" | tr -d ' ')" 7100 'the port'

	say 'no process on /proc'
	# shellcheck disable=SC2016 # $0 is for the inner shell
	unshare -m sh -c 'mount -t tmpfs none /proc && exec "$0" --once --json' "$SOCKVIEW" >"$work/json" || {
		echo 'skipped: nothing on /proc, for which another file system has to be mounted'
		return
	}
	grep -q '"owner_note":"not-permitted"' "$work/json" || fault 'no owner is hidden'
	! grep -q '"owner_note":"kernel"' "$work/json" || fault 'called the kernel'"'"'s own'
	grep -q '"notes":\["owners hidden: /proc shows no process' "$work/json" || fault 'no note'
}

# ---- another user: nothing of root's processes is to be seen ----
stranger() {
	# the build may lie where nobody else gets to
	cp "$SOCKVIEW" "$work/program"
	setpriv --reuid 65534 --clear-groups "$work/program" --version >"$work/out" 2>&1 || {
		echo 'skipped: another user, who may not run the program here'
		return
	}
	start
	settle
	say 'another user'
	once setpriv --reuid 65534 --clear-groups "$work/program"
	for port in 7001 7002 7003 7004 7200 7202 7300; do
		has "$port 0 [A-Z]* not-permitted 0 - -"
	done
	has '7003 17010 ESTABLISHED accept-queue 0 - -'
	has '17003 7004 FIN_WAIT2 orphan null - -'
	! grep -q / "$work/rows" || fault "an owner: $(grep / "$work/rows")"
	told_once setpriv --reuid 65534 --clear-groups "$work/program"
	"$SOCKVIEW" --once --json >"$work/json"
	compare
}

"$1"
[ $bad = 0 ] && echo "$1: as it should be"
exit $bad
