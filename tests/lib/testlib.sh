# SPDX-License-Identifier: MIT
# Sourced by test scripts:
#
#	. "$(dirname "$0")/../lib/testlib.sh"
#	expect_out 'says its version' 0 '"$KAM" --version' <<'END'
#	kam 0.1.0
#	END
#
# Commands run by `sh -c` in the top folder of the source, with the frozen environment of
# environment.sh, empty standard input and a limit of 20 seconds. They see:
#
#	$KAM    the program (default: build/kam)
#	$tmp    a folder of this script's own, removed at the end
#
# and every variable that the script sets. Each function below runs one command and reports one test:
#
#	expect_out NAME STATUS COMMAND      stdout is exactly standard input, stderr is empty
#	expect_err NAME STATUS COMMAND      every line of standard input stands somewhere in stderr
#	expect_match NAME STATUS COMMAND    every line, an extended regular expression, matches a line of
#	                                    stdout (`! RE`: none); stderr is empty
#	expect_status NAME STATUS COMMAND   the exit status alone
#
# `fresh_home` forgets what the commands before it stored. The plan is printed when the script ends.

top=$(cd "$(dirname "$0")" && pwd)
while [ ! -f "$top/tests/lib/testlib.sh" ]; do
	top=$(dirname "$top")
	[ "$top" != / ] || { echo "testlib.sh: not inside the source of kam" >&2; exit 1; }
done
case ${KAM:-} in
'') KAM=$top/build/kam ;;
/*) ;;
*) KAM=$(pwd)/$KAM ;;
esac
cd "$top" || exit 1
. tests/lib/environment.sh

test_dir=$(mktemp -d "${TMPDIR:-/tmp}/kam-test.XXXXXX") || exit 1
test_number=0
test_failed=0
tmp=$test_dir/files
mkdir "$tmp"
export KAM tmp
freeze_environment "$test_dir/user"
set -a

test_end()
{
	status=$?
	trap - EXIT
	rm -rf "$test_dir"
	if [ "$status" -ne 0 ]; then
		test_number=$((test_number + 1)) test_failed=$((test_failed + 1))
		echo "not ok $test_number - the script ended with status $status"
	fi
	echo "1..$test_number"
	[ "$test_failed" -eq 0 ] || exit 1
	exit 0
}
trap test_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fresh_home()
{
	rm -rf "$test_dir/user"
	freeze_environment "$test_dir/user"
}

# test_run STATUS COMMAND: leaves stdout, stderr and problem in $test_dir.
test_run()
{
	test_command=$2
	: >"$test_dir/problem"
	limit 20 sh -c "$2" >"$test_dir/stdout" 2>"$test_dir/stderr" </dev/null
	test_status=$?
	if [ "$test_status" -eq 124 ] && [ "$1" -ne 124 ]; then
		echo "took longer than 20 seconds" >>"$test_dir/problem"
	elif [ "$test_status" -ne "$1" ]; then
		echo "exit status $test_status, expected $1" >>"$test_dir/problem"
	fi
}

test_stderr_empty()
{
	[ ! -s "$test_dir/stderr" ] || echo "stderr is not empty" >>"$test_dir/problem"
}

# test_report NAME
test_report()
{
	test_number=$((test_number + 1))
	if [ ! -s "$test_dir/problem" ]; then
		echo "ok $test_number - $1"
		return 0
	fi
	test_failed=$((test_failed + 1))
	echo "not ok $test_number - $1"
	{
		echo "command: $test_command"
		cat "$test_dir/problem"
		for stream in stdout stderr; do
			if [ -s "$test_dir/$stream" ]; then
				echo "--- $stream"
				head -n 60 "$test_dir/$stream"
			fi
		done
	} | sed 's/^/# /'
}

expect_out()
{
	cat >"$test_dir/expected"
	test_run "$2" "$3"
	test_stderr_empty
	diff -u -L expected -L stdout "$test_dir/expected" "$test_dir/stdout" >"$test_dir/diff" ||
		cat "$test_dir/diff" >>"$test_dir/problem"
	test_report "$1"
}

expect_err()
{
	cat >"$test_dir/expected"
	test_run "$2" "$3"
	[ -s "$test_dir/expected" ] || echo "the test names no text of stderr" >>"$test_dir/problem"
	while IFS= read -r line; do
		grep -qF -e "$line" "$test_dir/stderr" || echo "stderr lacks: $line" >>"$test_dir/problem"
	done <"$test_dir/expected"
	test_report "$1"
}

expect_match()
{
	cat >"$test_dir/expected"
	test_run "$2" "$3"
	test_stderr_empty
	[ -s "$test_dir/expected" ] || echo "the test names no expression" >>"$test_dir/problem"
	while IFS= read -r line; do
		case $line in
		'! '*)
			if grep -qE -e "${line#! }" "$test_dir/stdout"; then
				echo "stdout must not match: ${line#! }" >>"$test_dir/problem"
			fi
			;;
		*)
			grep -qE -e "$line" "$test_dir/stdout" ||
				echo "stdout does not match: $line" >>"$test_dir/problem"
			;;
		esac
	done <"$test_dir/expected"
	test_report "$1"
}

expect_status()
{
	test_run "$2" "$3"
	test_report "$1"
}
