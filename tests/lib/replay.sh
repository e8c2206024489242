#!/bin/sh
# SPDX-License-Identifier: MIT
# replay.sh PROGRAM FOLDER: runs a fuzz target over its corpus, one test per file. All files go through one
# process; only when that fails does each get its own, to name the culprit.
set -u
program=$1
folder=$2
number=0
failed=0
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# one FILE: replays it alone.
one()
{
	if "$program" "$1" >"$log" 2>&1; then
		echo "ok $number - $1"
	else
		failed=$((failed + 1))
		echo "not ok $number - $1"
		sed 's/^/# /' "$log"
	fi
}

whole=0
[ -d "$folder" ] && "$program" "$folder" >"$log" 2>&1 && whole=1
[ "$whole" -eq 1 ] || cp "$log" "$log.whole"

for file in "$folder"/*; do
	[ -f "$file" ] || continue
	number=$((number + 1))
	if [ "$whole" -eq 1 ]; then
		echo "ok $number - $file"
	else
		one "$file"
	fi
done
if [ "$failed" -eq 0 ] && { [ "$whole" -eq 0 ] || [ "$number" -eq 0 ]; }; then
	number=$((number + 1)) failed=1
	echo "not ok $number - $folder as a whole"
	sed 's/^/# /' "$log.whole" 2>/dev/null
fi
rm -f "$log.whole"
echo "1..$number"
[ "$failed" -eq 0 ]
