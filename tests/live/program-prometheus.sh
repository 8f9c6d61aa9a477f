#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The real Prometheus scrapes the program behind a socket, as contrib/systemd sets it up, and its rules
# see a made leak come and go. Skipped where Prometheus is not installed.

. "${srcdir:-.}/tests/support/live.sh"

need prometheus
need promtool
need systemd-socket-activate

contrib=${srcdir:-.}/contrib
promtool check rules "$contrib/prometheus/rules.yml" >"$work/out" 2>&1 || fail "$(cat "$work/out")"
promtool test rules "$contrib/prometheus/rules-test.yml" >"$work/out" 2>&1 || fail "$(cat "$work/out")"

# every metric that is asked for is one
grep -ohr 'sockview_[a-z_]*' "$contrib" | sed 's/_bucket$//' | sort -u >"$work/asked"
while read -r name; do
	grep -q "\"$name\"" "${srcdir:-.}/src/view/metrics/metrics-table.c" || fail "contrib: no metric $name"
done <"$work/asked"
[ "$(wc -l <"$work/asked")" -ge 20 ] || fail "contrib asks for $(wc -l <"$work/asked") metrics only"

start_hands
hands listen web 127.0.0.1 8080

cat >"$work/leak.yml" <<'END'
groups:
  - name: leak
    rules:
      - alert: Leak
        expr: sum(sockview_sockets{state="CLOSE_WAIT"}) >= 3
END
cat >"$work/prometheus.yml" <<'END'
global: {scrape_interval: 1s, evaluation_interval: 1s, scrape_timeout: 1s}
rule_files: [leak.yml]
scrape_configs:
  - job_name: sockview
    static_configs: [{targets: ["127.0.0.1:9745"]}]
END
# --inetd with -a: a process for each connection, which is its input and output
systemd-socket-activate -l 127.0.0.1:9745 --inetd -a "$sockview" --scrape >"$work/activate" 2>&1 3>&- 4<&- &
jobs_to_end="$jobs_to_end $!"
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
	--web.listen-address=127.0.0.1:9090 >"$work/prometheus" 2>&1 3>&- 4<&- &
prometheus=$!
jobs_to_end="$jobs_to_end $prometheus"
on_failure() { tail -n 5 "$work/prometheus" "$work/activate"; }

# asked QUERY VALUE: Prometheus has this value
asked() {
	promtool query instant http://127.0.0.1:9090 "$1" 2>"$work/err" | grep -q "=> $2 @"
}
until_true asked 'up{job="sockview"}' 1
until_true asked 'sockview_sockets{proto="tcp",family="ipv4",state="LISTEN"}' '[34]'
until_true asked 'sum(sockview_sockets{state="CLOSE_WAIT"})' 0
for n in 1 2 3; do
	hands connect user$n 127.0.0.1 8080
	hands accept accepted$n web
	hands close user$n
done
until_true asked 'sum(sockview_sockets{state="CLOSE_WAIT"})' 3
until_true asked 'ALERTS{alertname="Leak",alertstate="firing"}' 1
for n in 1 2 3; do
	hands close accepted$n
done
until_true asked 'sum(sockview_sockets{state="CLOSE_WAIT"})' 0
until_true asked 'count(ALERTS{alertname="Leak"}) or vector(0)' 0
kill "$prometheus"
wait "$prometheus" 2>/dev/null || true
