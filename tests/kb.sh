#!/bin/sh
# SPDX-License-Identifier: MIT
# Every shipped base passes the author's own checks and cases.
. "$(dirname "$0")/lib/testlib.sh"

for file in knowledge/*/base.json; do
	[ -f "$file" ] || continue
	base=${file%/base.json}
	expect_status "kb check $base" 0 '"$KAM" kb check "$base"'
	expect_status "kb test $base" 0 '"$KAM" kb test "$base"'
done
[ "$test_number" -gt 0 ] || expect_status 'no base yet # SKIP' 0 true
