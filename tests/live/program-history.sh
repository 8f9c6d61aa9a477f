#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Nothing is missed where much ends: thousands of connections that no refresh sees are in the history
# with their last bytes and the process that listened; of tens of thousands that end at once each is
# there once, and where the kernel lost events of them, that is said.
#
# Runs as the root of a namespace of users, where the kernel's groups tell of the ends; by hand as
# root of the machine, with IN_SPACE=1 in `unshare -n`, where a program in the kernel tells.
set -u
. "${srcdir:-.}/tests/support/live.sh"

# True while a viewer listens to the groups of sockets that die, also where they tell of UDP only.
is_heard() {
	awk '$2 == 4 && $4 !~ /^0*$/ { heard = 1 } END { exit !heard }' /proc/net/netlink
}

# columns FILE NAME...: these fields of each line of a CSV file
columns() {
	file=$1
	shift
	# Owners are quoted, with commas in them: fields are taken by the quotes.
	awk -v names="$*" '
	function split_line(line,    n, field, quoted, i, c) {
		n = 1; field = ""; quoted = 0
		for (i = 1; i <= length(line); i++) {
			c = substr(line, i, 1)
			if (c == "\"") quoted = !quoted
			else if (c == "," && !quoted) { fields[n++] = field; field = "" }
			else field = field c
		}
		fields[n] = field
	}
	{ sub(/\r$/, ""); split_line($0) }
	NR == 1 { for (i in fields) at[fields[i]] = i; count = split(names, wanted, " "); next }
	{ for (i = 1; i <= count; i++) printf "%s%s", fields[at[wanted[i]]], i < count ? " " : "\n" }
	' "$file"
}

# ---- thousands of a fraction of a millisecond, with a listener that refreshes have seen
SHORT=10000
start_hands
hands listen l 127.0.0.1 7001
"$sockview" -t --events -d 1 'sport = :7001' >"$work/lines" 2>"$work/err" 3>&- 4<&- &
viewer=$!
jobs_to_end="$jobs_to_end $viewer"
until_true is_heard
sleep 1.5 # a refresh sees the listener, and who has it
hands burst l "$SHORT"

# ends HOW-MANY: whether so many are told with their bytes and their listener
ends() {
	told=$(grep -c 'closed  *tcp  *127.0.0.1:7001 .* hands pid=[0-9]* .*sent=50 received=100' "$work/lines")
	[ "$told" -ge "$1" ]
}
until_true ends $((SHORT * 999 / 1000))
sleep 1.5
ends 0
kill "$viewer"
wait "$viewer" 2>/dev/null
echo "$told of $SHORT are told with their bytes and their listener"
[ "$(grep -c 'closed .* 127.0.0.1:7001 ' "$work/lines")" -le "$SHORT" ] || fail 'one has ended twice'
[ ! -s "$work/err" ] || fail "$(cat "$work/err")"

# ---- tens of thousands at once
mkfifo "$work/hold" "$work/ready"
"$support/populate" --pairs=25000 <"$work/hold" >"$work/ready" 3>&- 4<&- &
jobs_to_end="$jobs_to_end $!"
exec 5>"$work/hold"
read -r said _ <"$work/ready"
# Sanitizers make a refresh of so many sockets several times as long.
slow=1
grep -q __asan_init "$sockview" && slow=3
if [ "$said" = ready ]; then
	"$sockview" -t --history --for=$((20 * slow)) -d 1 --csv 'port = 8080' >"$work/history" 2>"$work/err" \
		3>&- 4<&- 5>&- &
	viewer=$!
	jobs_to_end="$jobs_to_end $viewer"
	until_true is_heard
	sleep $((5 * slow)) # a refresh sees them all
	exec 5>&-
	wait "$viewer" || fail "--history: status $?"
	columns "$work/history" local_addr local_port remote_addr remote_port reason >"$work/ends"
	cut -d' ' -f1-4 "$work/ends" | sort | uniq -c | awk '{ n++; twice += $1 > 1 } END { print n, twice + 0 }' >"$work/sums"
	echo "$(cat "$work/sums"): ends, and those that came twice"
	[ "$(cat "$work/sums")" = "50000 0" ] || fail "ends: $(cat "$work/sums")"
	# Whose event came has a reason where the groups can know it; a loss is said.
	cat "$work/err"
	if [ -s "$work/err" ] && ! grep -q 'events were lost' "$work/err"; then
		fail "$(cat "$work/err")"
	fi
fi
