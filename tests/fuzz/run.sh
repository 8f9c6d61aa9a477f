#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# run.sh SECONDS [TARGET...]: lets libFuzzer loose on each target (or on those that are named: keys,
# text, ...) for so long, with AddressSanitizer and UndefinedBehaviorSanitizer. To be started in a
# build tree that was configured; needs clang. What it finds is in fuzz-out/TARGET, what broke in
# fuzz-out/crash-*; it begins with tests/fuzz/corpus/TARGET, where there is one.
#
# Ends with the number of targets that broke. CC and CFLAGS can be given ("ccache clang").
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:?how many seconds?}
shift
if [ ! -f config.h ]; then
	echo 'not configured: ./bootstrap && ./configure'
	exit 1
fi
cc=${CC:-clang}
flags="-g -O1 -DFUZZER -D_GNU_SOURCE -DHAVE_CONFIG_H -I. -Isrc -Itests"
flags="$flags -fsanitize=address,undefined -fno-sanitize-recover=all ${CFLAGS-}"
out=fuzz-out
mkdir -p "$out/objects"
if [ $# -eq 0 ]; then
	for target in tests/fuzz/fuzz-*.c; do
		target=${target##*/fuzz-}
		set -- "$@" "${target%.c}"
	done
fi

# ---- all that targets link, once: make knows what has changed
{
	echo 'all:'
	for source in $(find src -name '*.c' ! -name '*.bpf.c' ! -path src/app/main.c) \
		tests/support/session.c tests/support/typing.c tests/support/tree.c \
		tests/support/proc-tree.c tests/support/fake-kernel.c tests/support/answer.c \
		tests/support/script-wire.c tests/support/filter-rows.c tests/support/rows.c; do
		object=$out/objects/$(echo "$source" | tr / _).o
		echo "all: $object"
		echo "$object: $source"
		# shellcheck disable=SC2016 # for make
		printf '\t@$(COMPILE) -c -o $@ $<\n'
	done
} >"$out/rules"
printf '#define LOCALEDIR "/"\n' >"$out/localedir.h"
make -s -j"$(nproc)" -f "$out/rules" \
	COMPILE="$cc $flags -include $out/localedir.h -fsanitize=fuzzer-no-link"

broken=0
for name; do
	# shellcheck disable=SC2086 # words
	$cc $flags -fsanitize=fuzzer -o "$out/fuzz-$name" "tests/fuzz/fuzz-$name.c" \
		"$out"/objects/*.o -lncursesw -ltinfo -lmnl -lcmocka -lpthread
	mkdir -p "$out/$name"
	seeds=
	[ ! -d "tests/fuzz/corpus/$name" ] || seeds=tests/fuzz/corpus/$name
	# shellcheck disable=SC2086 # none, or one word
	if ! LC_ALL=C.UTF-8 "$out/fuzz-$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
		-artifact_prefix="$out/crash-$name-" -print_final_stats=1 "$out/$name" $seeds \
		>"$out/$name.log" 2>&1; then
		broken=$((broken + 1))
		echo "$name: broke, see $out/$name.log"
		tail -n 25 "$out/$name.log"
		continue
	fi
	awk -v name="$name" '/^#[0-9]/ { cov = $0 } /number_of_executed_units/ { runs = $2 }
		/average_exec_per_sec/ { rate = $2 }
		END { match(cov, /cov: [0-9]+/); print name ": " runs " runs, " rate "/s, " substr(cov, RSTART, RLENGTH) }' \
		"$out/$name.log"
done
exit "$broken"
