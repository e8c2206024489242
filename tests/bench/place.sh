# SPDX-License-Identifier: MIT
# kam place: accounts per second, the shares of reading, inference and writing, beside cJSON alone, and memory.
set -eu
. tests/lib/environment.sh
count=20000
out=$BUILD/tests/bench
mkdir -p "$out"
packages='libcjson libutf8proc libmd'
# shellcheck disable=SC2046
${CC:-cc} -std=c17 -O2 -Iinclude -Isrc $(pkg-config --cflags $packages) -o "$out/bench_place" tests/bench/bench_place.c \
	"$BUILD/libkam.a" $(pkg-config --libs $packages) -lm
"$out/bench_place" knowledge/millman-wilson "$out/accounts.jsonl" $count

# The program as a whole, from file to /dev/null: median of seven.
for _ in 1 2 3 4 5 6 7; do
	begin=$(date +%s%N)
	"$KAM" place "$out/accounts.jsonl" >/dev/null
	end=$(date +%s%N)
	echo $((end - begin))
done | sort -n | sed -n 4p | awk -v n=$count '{ printf "kam place    %6.2f us per account, %.0f accounts per second\n", $1 / 1e3 / n, n / ($1 / 1e9) }'
