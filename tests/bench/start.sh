# SPDX-License-Identifier: MIT
# From process start to the first prompt on a pseudo-terminal, beside bc, which is also a readline program.
set -eu
. tests/lib/environment.sh
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
out=$BUILD/tests/bench
mkdir -p "$out"
${CC:-cc} -O2 -o "$out/bench_start" tests/bench/bench_start.c -lutil

freeze_environment "$root"
echo "account prompt:  $("$out/bench_start" 101 "$KAM")"
"$KAM" assess Bench --new </dev/null >/dev/null 2>&1 || true
echo "first question:  $("$out/bench_start" 101 "$KAM" assess Bench)"
