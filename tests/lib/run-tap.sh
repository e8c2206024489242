#!/bin/sh
# SPDX-License-Identifier: MIT
# run-tap.sh SUITE COMMAND…: runs each command, which prints TAP, in a frozen environment of its own;
# prints one line for each that passed and everything for each that did not. Appends
# "SUITE PASSED FAILED" to $KAM_COUNTS. No retries.
set -u
. "$(dirname "$0")/environment.sh"

suite=$1
shift
counts=${KAM_COUNTS:-/dev/null}
passed=0
failed=0
root=$(mktemp -d "${TMPDIR:-/tmp}/kam-run.XXXXXX") || exit 1
trap 'rm -rf "$root"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

count()
{
	grep -c "$1" "$root/log" || true
}

# judge STATUS: why the run as a whole cannot be trusted, or nothing.
judge()
{
	planned=$(awk -F '[.][.]' '/^1[.][.][0-9]+/ { n += $2 } END { print n + 0 }' "$root/log")
	if [ "$1" -eq 124 ]; then
		echo "took longer than 120 seconds"
	elif [ "$planned" -ne $((good + bad)) ]; then
		echo "planned $planned tests, reported $((good + bad)) (exit status $1)"
	elif [ "$1" -ne 0 ] && [ "$bad" -eq 0 ]; then
		echo "exit status $1"
	elif [ "$planned" -eq 0 ]; then
		echo "reported no test"
	fi
}

run()
{
	rm -rf "$root/user"
	(
		freeze_environment "$root/user"
		limit 120 sh -c "$1"
	) >"$root/log" 2>&1 </dev/null
	status=$?
	good=$(count '^ok ')
	bad=$(count '^not ok ')
	problem=$(judge "$status")
	[ -z "$problem" ] || bad=$((bad + 1))
	passed=$((passed + good))
	failed=$((failed + bad))
	if [ "$bad" -eq 0 ]; then
		printf '  ok   %4d  %s\n' "$good" "$1"
	else
		printf '  FAIL %4d  %s\n' "$bad" "$1"
		grep -v '^ok ' "$root/log"
		[ -z "$problem" ] || printf 'not ok - %s: %s\n' "$1" "$problem"
	fi
}

for command in "$@"; do
	run "$command"
done
echo "$suite: $passed passed, $failed failed"
echo "$suite $passed $failed" >>"$counts"
[ "$failed" -eq 0 ]
