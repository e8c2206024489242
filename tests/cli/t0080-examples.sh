# SPDX-License-Identifier: MIT
# What README.md and the manual pages show as commands behind `$ ` works as it stands there.
. "$(dirname "$0")/../lib/testlib.sh"

mkdir "$tmp/bin"
ln -s "$KAM" "$tmp/bin/kam"
PATH=$tmp/bin:$PATH
unset XDG_STATE_HOME

# wanted COMMAND: the exit status. An assessment with nobody to answer ends with 4; all others do what they say.
wanted()
{
	case $1 in
	'kam assess '*) echo 4 ;;
	*) echo 0 ;;
	esac
}

# title COMMAND: as the name of a test, where echo would take a backslash for more than it is.
title()
{
	printf '%s' "$1" | tr '\\' '/'
}

# README: lines `$ COMMAND` in a fence; what follows, up to the end of the fence, is its output.
awk '
	/^```/ { fence = !fence; next }
	fence && /^[$] / { print "command\t" substr($0, 3); first = 1; next }
	fence && first { print "output\t" $0; first = 0 }' README.md >"$tmp/readme"
tab=$(printf '\t')
found=0
while IFS=$tab read -r kind text; do
	case $kind,$text in
	command,make*) example= ;;
	command,*)
		example=$text found=$((found + 1))
		expect_status "README: $(title "$example")" "$(wanted "$example")" "$example"
		;;
	output,*)
		if [ -n "$example" ]; then
			printf '%s\n' "$text" | cut -c 1-80 >"$tmp/shown"
			expect_out "README shows what it writes: $(title "$example")" 0 "{ $example; } | head -n 1 | cut -c 1-80" <"$tmp/shown"
		fi
		;;
	esac
done <"$tmp/readme"
expect_status 'README has examples' 0 '[ "$found" -gt 0 ]'

# Pages: the same in the section EXAMPLES.
for page in man/*.[1-9]; do
	sed -n '/^[.]SH EXAMPLES/,/^[.]SH SEE/s/^ *[$] //p' "$page" |
		sed 's/\\-/-/g; s/\\e/\\/g' >"$tmp/examples"
	while IFS= read -r example; do
		expect_status "$page: $(title "$example")" "$(wanted "$example")" "$example"
	done <"$tmp/examples"
done
expect_status 'kam(1) has examples' 0 "grep -q '^ *[$] kam ' man/kam.1"
