#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# --mark and --compare: a leak of 10 among 2,000 is 10 rows and one group, and nothing else.
set -u
. "${srcdir:-.}/tests/support/live.sh"

start_hands
hands listen l 127.0.0.1 7001
mkfifo "$work/populate.in"
"$support/populate" --pairs=1000 <"$work/populate.in" >/dev/null 3>&- 4<&- &
jobs_to_end="$jobs_to_end $!"
exec 5>"$work/populate.in"
settled() { [ "$("$sockview" --once --count-only -t state established)" = "$((2000 + 2 * open))" ]; }
open=0
for i in 1 2 3; do
	hands connect "c$i" 127.0.0.1 7001
	hands accept "s$i" l
	open=$((open + 1))
done
until_true settled

# ---- nothing new
run "$sockview" --mark="$work/mark"
[ "$status" = 0 ] || fail "a mark: $(cat "$work/err")"
[ "$(stat -c %a "$work/mark")" = 600 ] || fail "the mark is $(stat -c %a "$work/mark")"
run "$sockview" --mark="$work/mark"
[ "$status" = 1 ] || fail "a mark is written over"
run "$sockview" --compare="$work/mark"
[ "$status" = 0 ] || fail "nothing is new: status $status: $(cat "$work/out" "$work/err")"
[ "$(cat "$work/out")" = "$(printf 'new: 0\ngone: 0\ngrown: 0')" ] || fail "nothing: $(cat "$work/out")"

# ---- a leak
for i in 4 5 6 7 8 9 10 11 12 13; do
	hands connect "c$i" 127.0.0.1 7001
	hands accept "s$i" l
	open=$((open + 1))
done
until_true settled
run "$sockview" --compare="$work/mark" dport = :7001
[ "$status" = 3 ] || fail "a leak: status $status: $(cat "$work/err")"
grep -q '^new: 10$' "$work/out" || fail "not 10: $(head -3 "$work/out")"
[ "$(grep -c 'ESTABLISHED.*:7001' "$work/out")" = 10 ] || fail "the rows: $(cat "$work/out")"
grep -q '^gone: 0$' "$work/out" || fail "gone: $(cat "$work/out")"
[ "$(tail -1 "$work/out" | tr -s ' ')" = ' 3 13 hands 127.0.0.1:7001' ] || fail "the group: $(tail -3 "$work/out")"
run "$sockview" --compare="$work/mark" -H
grep -q '^new: 20$' "$work/out" || fail "both ends: $(head -1 "$work/out")"
run "$sockview" --compare="$work/mark" --group=state
[ "$(tail -1 "$work/out" | tr -s ' ')" = ' 2006 2026 ESTABLISHED' ] || fail "by state: $(tail -3 "$work/out")"
run "$sockview" --compare="$work/mark" --json dport = :7001
[ "$status" = 3 ] || fail "a leak as data: status $status"
grep -q '"gone":\[\],"group_by":"process service","grown":\[{"group":"hands 127.0.0.1:7001","before":3,"now":13}\]}$' \
	"$work/out" || fail "data: $(tail -c 200 "$work/out")"
[ "$(grep -o '"proto":' "$work/out" | wc -l)" = 10 ] || fail "the sockets as data"
for key in pid unit service; do # a socket without a value is in no group
	run "$sockview" --compare="$work/mark" -H --group=$key
	grep -q '^ .* [?-]$' "$work/out" && fail "by $key: $(tail -3 "$work/out")"
done
run "$sockview" --compare="$work/mark" sport = :9
[ "$status" = 0 ] || fail "what is new does not match: status $status"

# ---- gone
hands reset c1
hands close s1
open=$((open - 1))
until_true settled
run "$sockview" --compare="$work/mark" dport = :7001
grep -q '^gone: 1$' "$work/out" || fail "one has gone: $(cat "$work/out")"
run "$sockview" --compare="$work/mark" --json dport = :7001
grep -q '"gone":\[{"proto":"tcp",.*"process":"hands",.*\],"group_by"' "$work/out" || fail "gone as data"

# ---- no mark
run "$sockview" --compare="$work/none"
[ "$status" = 1 ] || fail "no file: status $status"
head -c 5000 "$work/mark" >"$work/cut"
run "$sockview" --compare="$work/cut"
[ "$status" = 1 ] || fail "a cut file: status $status"
[ "$(cat "$work/err")" = "sockview: $work/cut: the file ends too early, at byte 5000" ] || fail "$(cat "$work/err")"
sed 's/"boot_id":"[^"]*"/"boot_id":"other"/' "$work/mark" >"$work/other"
run "$sockview" --compare="$work/other"
[ "$status" = 1 ] || fail "another boot: status $status"
[ "$(wc -l <"$work/err")" = 1 ] || fail "another boot: $(cat "$work/err")"
run "$sockview" --compare="$work/mark" --group=command
[ "$status" = 2 ] || fail "groups that a mark does not know: status $status"
exit 0
