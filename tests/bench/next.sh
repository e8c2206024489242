# SPDX-License-Identifier: MIT
# Choosing the next question: the shipped base, and a generated one of 100 stages, 400 facets, 4,000 questions, 12 causes.
set -eu
out=$BUILD/tests/bench
mkdir -p "$out"
packages='libcjson libutf8proc libmd'
# shellcheck disable=SC2046
${CC:-cc} -std=c17 -O2 -Iinclude -Isrc -D_POSIX_C_SOURCE=200809L $(pkg-config --cflags $packages) -o "$out/bench_next" \
	tests/bench/bench_next.c "$BUILD/libkam.a" $(pkg-config --libs $packages) -lm
${CC:-cc} -std=c17 -O2 -D_POSIX_C_SOURCE=200809L -o "$out/generate" tests/bench/generate.c
rm -rf "$out/large"
"$out/generate" "$out/large" 100 400 4000 12
"$out/bench_next" knowledge/millman-wilson 200
"$out/bench_next" "$out/large" 3
