#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the options select, against what ss selects by the same letters, on sockets of every kind;
# and the counts.
set -u
. "${srcdir:-.}/tests/support/live.sh"
need ss

start_hands
hands listen l4 127.0.0.1 7001
hands listen any4 0.0.0.0 7002
hands listen l6 ::1 7003
hands listen any6 :: 7004
hands connect c4 127.0.0.1 7001
hands accept s4 l4
hands connect c6 ::1 7003
hands connect mapped 127.0.0.1 7004
hands accept mapped_server any6
hands connect w4 127.0.0.1 7002
hands accept cw4 any4
hands close w4
hands udp u4 127.0.0.1 7010
hands udp any_u4 0.0.0.0 7011
hands udp u6 ::1 7012
hands udp peered 127.0.0.1 7013
hands peer peered 127.0.0.1 7010
hands bind bound 127.0.0.1 7020
hands connect t4 127.0.0.1 7002
hands accept ts4 any4
hands shut t4
hands close ts4
hands close t4

# ss_lists LETTERS: "STATE local:port peer:port" of each socket; any address is *, any port 0
ss_lists() {
	# shellcheck disable=SC2086
	ss -Hna $1 | awk '
	function plain(end) {
		sub(/%[^:]*/, "", end)
		sub(/\[::ffff:/, "[", end)
		gsub(/[][]/, "", end)
		sub(/:\*$/, ":0", end)
		sub(/^(0\.0\.0\.0|::|\*):/, "*:", end)
		return end
	}
	{
		at = $1 ~ /^(tcp|udp)$/ ? 2 : 1
		state = $at
		gsub(/-/, "_", state)
		if (state == "ESTAB") state = "ESTABLISHED"
		sub(/FIN_WAIT_/, "FIN_WAIT", state)
		print state, plain($(at + 3)), plain($(at + 4))
	}' | sort
}

# ours_lists OPTIONS: the same of us
ours_lists() {
	# shellcheck disable=SC2086
	"$sockview" --once --csv -H $1 >"$work/csv" || fail "$1: status $?"
	tr -d '\r' <"$work/csv" | awk -F, '
	function plain(address, port) {
		return (address == "0.0.0.0" || address == "::" ? "*" : address) ":" port
	}
	{ print $3, plain($4, $5), plain($6, $7) }' | sort
}

compare() {
	ours_lists "$1" >"$work/ours"
	ss_lists "$2" >"$work/theirs"
	if ! cmp -s "$work/ours" "$work/theirs"; then
		echo "sockview $1 and ss $2 differ:"
		diff "$work/ours" "$work/theirs"
		exit 1
	fi
	echo "$1: $(wc -l <"$work/ours") sockets, as ss $2"
}

until_true sh -c "ss -Htan state fin-wait-2 | grep -q ."
compare "" "-t -u"
for what in -t -u "-t -u" -4 -6 -l "-t -4" "-t -6" "-u -4" "-u -6" "-t -l" "-u -l" "-l -4" \
	"-t -6 -l" "-u -l -4" "-a" "-p -t"; do
	theirs=$what
	case $what in
	*-t* | *-u*) ;;
	*) theirs="-t -u $what" ;;
	esac
	compare "$what" "$theirs"
done
[ "$(ours_lists "-t -4" | wc -l)" -gt 5 ] || fail "too few sockets to say anything"

# bound and nothing else: only when asked for, and where the kernel can tell
if ours_lists "" | grep -q :7020; then fail "bound without -B"; fi
case $(uname -r) in
[1-5].* | 6.[0-7].*) echo "this kernel does not tell of bound sockets" ;;
*) ours_lists -B | grep -qx "BOUND 127.0.0.1:7020 \*:0" || fail "-B shows no BOUND" ;;
esac

# counts
"$sockview" --summary --json >"$work/json" || fail "--summary: status $?"
"$support/flatten" <"$work/json" >"$work/leaves" || fail "--summary --json is no JSON"
for state in LISTEN ESTABLISHED CLOSE_WAIT TIME_WAIT FIN_WAIT2; do
	counted=$(awk -F '\t' -v state="$state" '$1 ~ /\.tcp\.ipv[46]\./ && $1 ~ "\\." state "$" { n += $2 }
		END { print n + 0 }' "$work/leaves")
	listed=$(ss_lists -t | grep -c "^$state ")
	[ "$counted" = "$listed" ] || fail "$state: $counted in the summary, $listed by ss"
done
listed=$(ss_lists -u | wc -l)
counted=$(awk -F '\t' '$1 ~ /\.udp\.ipv[46]\./ { n += $2 } END { print n + 0 }' "$work/leaves")
[ "$counted" = "$listed" ] || fail "udp: $counted in the summary, $listed by ss"
"$sockview" -s >"$work/text" || fail "-s: status $?"
grep -q "^  LISTEN  *2  *2  *4$" "$work/text" || fail "-s: $(cat "$work/text")"
inuse=$(sed -n 's/^0\.tcp\.kernel\.inuse	//p' "$work/leaves")
[ "$inuse" = "$(awk '$1 == "TCP:" { print $3 }' /proc/net/sockstat)" ] || fail "kernel: inuse $inuse"
"$sockview" -s -u >"$work/text"
if grep -q tcp "$work/text"; then fail "-s -u counts tcp"; fi
