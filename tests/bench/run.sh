#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The benchmark: fills a private network namespace with sockets and measures refresh, memory and keys,
# beside the bare dump and ss, as described in README.md. Prints one table, in Markdown. Misses of the
# goals are said, and fail nothing; a program that does not work does.
#
#	tests/bench/run.sh [BUILD-DIRECTORY]
#
#	BENCH_SIZES="1000 10000"   these numbers of sockets instead of the usual
#	BENCH_HUGE=1               a million, too: 5 GB of memory, four minutes more
#	BENCH_ROUNDS=7             pairs of runs that a ratio is the median of
#	BENCH_KEYS=300             keys that are timed
#	BENCH_KEY_TIMES=3          how often each kind of key is pressed
#	BENCH_SECONDS=10           how long ticks are watched
set -eu
LC_ALL=C.UTF-8
export LC_ALL

build=$(cd "${1:-.}" && pwd)
bench=$build/tests/bench
sizes=${BENCH_SIZES:-1000 10000 100000${BENCH_HUGE:+ 1000000}}
rounds=${BENCH_ROUNDS:-7}
keys=${BENCH_KEYS:-300}
seconds=${BENCH_SECONDS:-10}
key_times=${BENCH_KEY_TIMES:-3}

if test -z "${BENCH_INSIDE:-}"; then
	if ! unshare -Urn true 2>/dev/null; then
		echo "bench: needs private user and network namespaces (unshare -Urn)" >&2
		exit 77
	fi
	BENCH_INSIDE=1 exec unshare -Urn "$0" "$build"
fi

work=$(mktemp -d)
populate=
finish()
{
	test -z "$populate" || kill "$populate" 2>/dev/null || :
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
export XDG_CONFIG_HOME="$work" # the user's own settings stay out of it
mkfifo "$work/ready" "$work/hold"

# fill SOCKETS [OPTION]: nine in ten of them ends of TCP connections over IPv4
fill()
{
	"$build/tests/support/populate" --pairs=$(($1 * 45 / 100)) --pairs6=$(($1 * 4 / 100)) \
		--udp=$(($1 / 100)) --listeners=$(($1 / 100)) ${2:+"$2"} \
		<"$work/hold" >"$work/ready" &
	populate=$!
	exec 4>"$work/hold"
	read -r said sockets <"$work/ready" && test "$said" = ready
}

empty()
{
	exec 4>&-
	wait "$populate"
	populate=
}

# Median of the numbers in a file; of the quotients of its two columns, where there are two.
median()
{
	awk 'NF == 2 { print $1 / $2 } NF == 1' "$1" | sort -g |
		awk '{ at[NR] = $1 } END { print (at[int((NR + 1) / 2)] + at[int(NR / 2) + 1]) / 2 }'
}

heading()
{
	printf '| %-9s | %-40s | %9s | %9s | %-6s |\n' sockets what figure goal ''
	printf '|%s:|%s|%s:|%s:|%s|\n' ---------- ------------------------------------------ ---------- ---------- --------
}

# row SOCKETS WHAT FIGURE [GOAL]
row()
{
	verdict=
	if test -n "${4:-}"; then
		verdict=$(awk "BEGIN { print $3 <= $4 ? \"ok\" : \"missed\" }")
	fi
	printf '| %9s | %-40s | %9.4g | %9s | %-6s |\n' "$1" "$2" "$3" "${4:+<= $4}" "$verdict"
}

# A goal that holds for some numbers of sockets only: goal GOAL SOCKETS...
goal()
{
	goal=$1
	shift
	for each; do
		if test "$each" -eq "$size"; then
			echo "$goal"
		fi
	done
}

session()
{
	"$bench/session" "$@" >"$work/session"
}

said()
{
	sed -n "s/^$1 //p" "$work/session"
}

# Runs everybody in turn, so that what else the machine does falls on all of them alike.
run_rounds()
{
	rm -f "$work"/*.pair "$work"/*.ms
	round=0
	while test "$round" -lt "$rounds"; do
		for info in '' -i; do
			column=$(test -z "$info" && echo local || echo txrate)
			floor=$("$bench/floor" $info "$times" | cut -d' ' -f1)
			"$bench/refresh" $info -s "$column" "$times" >"$work/refresh"
			read -r ours _ bytes <"$work/refresh"
			ss=$("$bench/spend" "$times" ss "-tan${info#-}")
			echo "$floor" >>"$work/floor$info.ms"
			echo "$ours" >>"$work/ours$info.ms"
			echo "$ours $floor" >>"$work/floor$info.pair"
			echo "$ours $ss" >>"$work/ss$info.pair"
			echo "$bytes" >>"$work/bytes$info.ms"
			set -- --interval=3600
			test -z "$info" || set -- "$@" --sort="-$column"
			session -r "$times" "$build/sockview" "$@"
			echo "$(said refresh_cpu_ms) $floor" >>"$work/screen$info.pair"
			echo "$(said refresh_cpu_ms) $ss" >>"$work/screen-ss$info.pair"
		done
		round=$((round + 1))
	done
}

# ratios INFO WORDS: the rows of the runs without or with tcp_info
ratios()
{
	row "$size" "refresh$2, ms CPU" "$(median "$work/ours$1.ms")"
	row "$size" "refresh$2 / floor" "$(median "$work/floor$1.pair")" "$(goal 1.3 100000)"
	row "$size" "refresh$2 / ss -tan${1#-}" "$(median "$work/ss$1.pair")" \
		"$(test -z "$1" || goal 0.35 100000)"
	row "$size" "on the screen$2 / floor" "$(median "$work/screen$1.pair")" "$(goal 1.3 100000)"
	row "$size" "on the screen$2 / ss -tan${1#-}" "$(median "$work/screen-ss$1.pair")" \
		"$(test -z "$1" || goal 0.35 100000)"
	row "$size" "tables$2, bytes a socket" "$(median "$work/bytes$1.ms")" "$(goal 256 100000 1000000)"
}

measure_small()
{
	session -r 20 -k "$keys" -t "$seconds" "$build/sockview" --interval=1
	small_kib=$(said rss_kib)
	small_sockets=$sockets
	row 100 "a tick, ms CPU" "$(said cpu_ms_per_second)" 2
	row 100 "memory, MiB" "$(awk "BEGIN { print $small_kib / 1024 }")" 8
	row 100 "first screen, ms" "$(said first_paint_ms)" 50
	row 100 "key to screen, p99, ms" "$(said key_p99_ms)"
}

measure()
{
	case $size in
	1000000) times=1 ;;
	100000) times=3 ;;
	*) times=20 ;;
	esac
	run_rounds
	ratios '' ''
	ratios -i ' with tcp_info'
	session -r 5 -k "$keys" "$build/sockview" --interval=3600
	row "$size" "memory on the screen, bytes a socket" \
		"$(awk "BEGIN { print ($(said rss_kib) - $small_kib) * 1024 / ($sockets - $small_sockets) }")" \
		"$(goal 256 100000 1000000)"
	row "$size" "first screen, ms" "$(said first_paint_ms)"
	row "$size" "key to screen, p50, ms" "$(said key_p50_ms)"
	row "$size" "key to screen, p99, ms" "$(said key_p99_ms)" "$(goal 50 100000 1000000)"
	key_lost=$(said key_lost)
	session -r 5 "$build/sockview" --interval=3600 --sort=-txrate
	row "$size" "memory with tcp_info, bytes a socket" \
		"$(awk "BEGIN { print ($(said rss_kib) - $small_kib) * 1024 / ($sockets - $small_sockets) }")" \
		"$(goal 256 100000 1000000)"
	if test "$key_lost" -ne 0; then
		echo "bench: $key_lost keys never reached the screen" >&2
		exit 1
	fi
}

# A filter that the kernel evaluates, beside a refresh of everything.
measure_filter()
{
	rm -f "$work"/*.pair
	round=0
	while test "$round" -lt "$rounds"; do
		echo "$("$bench/spend" "$times" "$build/sockview" --once --columns=state,local,remote sport = 40000)" \
			"$("$bench/refresh" -s local "$times" | cut -d' ' -f1)" >>"$work/filter.pair"
		round=$((round + 1))
	done
	row "$size" "--once, filtered by one port / refresh" "$(median "$work/filter.pair")" "$(goal 0.3 100000)"
}

# From one grouping to the next, the window in order: process has names to look up, remote the most
# groups.
measure_groups()
{
	for key in process remote network port state; do
		"$bench/refresh" -i -s local -g "$key" 5 >"$work/groups"
		read -r ours _ <"$work/groups"
		row "$size" "grouped by $key, ms CPU" "$ours" "$(goal 100 100000)$(goal 1000 1000000)"
	done
}

# From a key that changes what is seen to the last of it on the screen.
measure_gestures()
{
	session -g 7 "$build/sockview" --interval=3600 --no-config
	row "$size" "filter, a number, key to screen, ms" "$(said filter_number_ms)" "$(goal 30 100000)"
	row "$size" "filter, a word, key to screen, ms" "$(said filter_word_ms)" "$(goal 30 100000)"
	row "$size" "filter, a regex, key to screen, ms" "$(said filter_regex_ms)" "$(goal 100 100000)"
	row "$size" "sort, key to screen, ms" "$(said sort_ms)" "$(goal 100 100000)"
	row "$size" "sort inverted, key to screen, ms" "$(said sort_inverted_ms)" "$(goal 100 100000)"
	row "$size" "search, found, key to screen, ms" "$(said search_near_ms)"
	row "$size" "search, not found, key to screen, ms" "$(said search_nowhere_ms)"
}

# Keys of all kinds: to what is drawn first, how long the next key waits, and both in refreshes.
measure_keys()
{
	session -a "$key_times" "$build/sockview" --interval=3600 --no-config
	for key in sort invert end page_down filter_word close group_remote group_port \
		open_small_group open_large_group tag_group; do
		row "$size" "key $key, first drawn, ms" "$(said ${key}_first_ms)" \
			"$(goal 50 100000 1000000)"
		row "$size" "key $key, others wait, ms" "$(said ${key}_frozen_ms)" \
			"$(goal 50 100000 1000000)"
	done
	row "$size" "keys of all kinds in refreshes, p50, ms" "$(said busy_p50_ms)"
	row "$size" "keys of all kinds in refreshes, p99, ms" "$(said busy_p99_ms)" \
		"$(goal 50 100000 1000000)"
}

# Refreshes with owners and tcp_info for everybody: owners FILE TIMES
owners()
{
	session -r "$2" "$build/sockview" --interval=3600 --sort=-txrate
	echo "$(said refresh_cpu_ms) $("$bench/spend" 1 ss -tanpi)" >>"$work/$1.pair"
}

# Who holds each socket: beside ss -p, whose price grows with the square of the number of sockets.
measure_owners()
{
	rm -f "$work"/*.pair
	round=0
	while test "$round" -lt 3; do
		owners steady 5
		echo "$("$bench/spend" 1 "$build/sockview" --once --columns=process,pid,state,local,remote)" \
			"$("$bench/spend" 1 ss -tanp)" >>"$work/first.pair"
		round=$((round + 1))
	done
	row "$size" "with owners and tcp_info / ss -tanpi" "$(median "$work/steady.pair")" "$(goal 0.06 100000)"
	row "$size" "first map, --once / ss -tanp" "$(median "$work/first.pair")" "$(goal 0.25 100000)"
}

# The same while five thousand sockets a second come, and as many go.
measure_churn()
{
	fill "$size" --churn=5000
	rm -f "$work"/*.pair
	round=0
	while test "$round" -lt 3; do
		owners churn 5
		round=$((round + 1))
	done
	row "$size" "with owners, 5,000 new a second / ss -tanpi" "$(median "$work/churn.pair")" \
		"$(goal 0.15 100000)"
	empty
}

# As many sockets in CLOSE_WAIT, and no others, for one run of a command: closing COMMAND...
closing()
{
	"$build/tests/support/populate" --close-wait="$size" <"$work/hold" >"$work/ready" &
	populate=$!
	exec 4>"$work/hold"
	read -r said sockets <"$work/ready" && test "$said" = ready
	"$bench/spend" 1 "$@" 2>"$work/spent"
	left=$(ss -Htan state close-wait | wc -l)
	empty
	if test "$left" -ne 0; then
		echo "bench: $left sockets were not closed by $*" >&2
		exit 1
	fi
}

# Sockets that are closed, each asked for afterwards, told with its process, beside ss -K, which
# closes and tells. Of ss both ways: by itself it looks up the name of each port.
measure_closing()
{
	rm -f "$work"/*.pair
	round=0
	while test "$round" -lt 5; do
		ours=$(closing "$build/sockview" -Kt --yes state close-wait)
		echo "$ours" >>"$work/closing.ms"
		echo "$ours $(closing ss -Kt state close-wait)" >>"$work/closing.pair"
		echo "$ours $(closing ss -Ktn state close-wait)" >>"$work/closing-n.pair"
		round=$((round + 1))
	done
	row "$size" "-K of CLOSE_WAIT, ms CPU" "$(median "$work/closing.ms")"
	row "$size" "-K of CLOSE_WAIT / ss -K" "$(median "$work/closing.pair")" "$(goal 1 10000)"
	row "$size" "-K of CLOSE_WAIT / ss -Kn" "$(median "$work/closing-n.pair")"
}

heading
fill 100
measure_small
empty
for size in $sizes; do
	fill "$size"
	measure
	measure_gestures
	test "$size" -lt 10000 || measure_keys # each of them waits for what it changes
	measure_filter
	measure_groups
	test "$size" -gt 100000 || measure_owners # ss -p would take hours
	empty
	test "$size" -gt 10000 || measure_closing
	test "$size" -ne 100000 || measure_churn
done
