#!/bin/sh
# SPDX-License-Identifier: MIT
# Every header compiles alone and twice; the installed ones without src/ and without our definitions.
set -u
cd "$(dirname "$0")/.." || exit 1
compiler=${HEADER_CC:-cc -std=c17 -Wall -Werror}
flags=${HEADER_CPPFLAGS:--D_POSIX_C_SOURCE=200809L -Iinclude -Isrc}
number=0
failed=0
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# alone NAME FLAGS…: the flags are words.
alone()
{
	name=$1
	shift
	number=$((number + 1))
	if printf '#include "%s"\n#include "%s"\n' "$name" "$name" |
		$compiler "$@" -x c -fsyntax-only - 2>"$log"; then
		echo "ok $number - $name"
	else
		failed=$((failed + 1))
		echo "not ok $number - $name"
		sed 's/^/# /' "$log"
	fi
}

for header in include/kam/*.h; do
	[ -f "$header" ] && alone "${header#include/}" -Iinclude
done
for header in src/*/*.h src/*/*/*.h; do
	# shellcheck disable=SC2086
	[ -f "$header" ] && alone "${header#src/}" $flags
done
if [ "$number" -eq 0 ]; then
	number=1
	echo "ok 1 - no header yet # SKIP"
fi
echo "1..$number"
[ "$failed" -eq 0 ]
