# SPDX-License-Identifier: MIT
# Questions until a stage is clear: kam's choice beside the optimum by dynamic programming, and beside the best fixed order.
set -eu
out=$BUILD/tests/bench
mkdir -p "$out"
packages='libcjson libutf8proc libmd'
# shellcheck disable=SC2046
${CC:-cc} -std=c17 -O2 -Iinclude -Isrc $(pkg-config --cflags $packages) -o "$out/bench_optimum" tests/bench/bench_optimum.c \
	"$BUILD/libkam.a" $(pkg-config --libs $packages) -lm
rm -rf "$out/small"
"$out/bench_optimum" "$out/small" 60
