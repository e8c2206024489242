# SPDX-License-Identifier: MIT
# Length and accuracy of interviews by kam's choice and by fixed orders, under the same stop rule.
set -eu
out=$BUILD/tests/bench
mkdir -p "$out"
packages='libcjson libutf8proc libmd'
# shellcheck disable=SC2046
${CC:-cc} -std=c17 -O2 -Iinclude -Isrc $(pkg-config --cflags $packages) -o "$out/bench_interviews" tests/bench/bench_interviews.c \
	"$BUILD/libkam.a" $(pkg-config --libs $packages) -lm
"$out/bench_interviews" knowledge/millman-wilson 500
