# SPDX-License-Identifier: MIT
# The manual page names the commands, options, dialogue commands and exit statuses that there are, and no others.
. "$(dirname "$0")/../lib/testlib.sh"

# tags SECTION: what stands behind .TP in a section of the page, without fonts.
tags()
{
	awk -v wanted="$1" '
		/^[.]SH / { here = $0 == ".SH " wanted; next }
		here && tag { print }
		{ tag = $0 == ".TP" }' man/kam.1 |
		sed 's/^[.][A-Z]* //; s/\\f[A-Z]//g; s/"//g; s/\\-/-/g; s/^-h , //; s/^  *//; s/  */ /g; s/ *$//'
}

# same NAME FILE FILE: what the program says against what the page says.
same()
{
	expect_out "$1" 0 "cat '$3'" <"$2"
}

"$KAM" --help >"$tmp/help"
sed '/^Options/,$d' "$tmp/help" | sed -n 's/^  \([a-z].*\)/\1/p' | sed 's/  .*//' | sort >"$tmp/commands"
tags COMMANDS | sed -n 's/^kam //p' | sort >"$tmp/page-commands"
expect_status 'there are commands' 0 '[ -s "$tmp/commands" ]'
same 'commands and their arguments' "$tmp/commands" "$tmp/page-commands"

sed -n 's/^  \(--[a-z-]*\( [A-Z]*\)\{0,1\}\).*/\1/p' "$tmp/help" | sed 's/ $//' | sort >"$tmp/options"
tags OPTIONS | sort >"$tmp/page-options"
expect_status 'there are options' 0 '[ -s "$tmp/options" ]'
same 'options and their values' "$tmp/options" "$tmp/page-options"

sed 's/ [^a-z].*//; s/ bash|.*//; s/ [A-Z].*//' "$tmp/commands" >"$tmp/names"
while IFS= read -r command; do
	# shellcheck disable=SC2086 # a command may be two words
	"$KAM" $command --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p' | sort >"$tmp/own"
	sed 's/ .*//' "$tmp/page-options" | sort >"$tmp/named"
	expect_out "options of $command" 0 'comm -23 "$tmp/own" "$tmp/named"; [ -s "$tmp/own" ]' </dev/null
done <"$tmp/names"

echo ':no-such-command' | "$KAM" assess Manual --new --answers "$tmp/log" 2>&1 |
	tr '\n' ' ' | sed -n 's/.*There are:\( *:[a-z :]*\).*/\1/p' | tr -s ' ' '\n' | grep : | sort >"$tmp/dialogue"
tags 'COMMANDS OF THE DIALOGUE' | sed 's/ .*//' | sort >"$tmp/page-dialogue"
expect_status 'there are dialogue commands' 0 '[ -s "$tmp/dialogue" ]'
same 'dialogue commands' "$tmp/dialogue" "$tmp/page-dialogue"
echo ':help' | "$KAM" assess Manual --answers "$tmp/log" 2>/dev/null |
	grep -o ':[a-z][a-z]*' | sort -u >"$tmp/helped"
expect_status ':help names some' 0 'grep -q :undo "$tmp/helped"'
expect_out ':help names no other' 0 'comm -23 "$tmp/helped" "$tmp/page-dialogue"' </dev/null

tr -s '\n ' '  ' <"$tmp/help" | sed 's/.*kam ends with//' | grep -oE '128\+n|[0-9] (when|on)' |
	sed 's/ .*//' | sort >"$tmp/statuses"
tags 'EXIT STATUS' | tr -d ' ' | sort >"$tmp/page-statuses"
expect_status 'there are exit statuses' 0 '[ -s "$tmp/statuses" ]'
same 'exit statuses' "$tmp/statuses" "$tmp/page-statuses"

# Formatted without a complaint, where there is something to format with.
for page in man/*.[1-9]; do
	if command -v groff >/dev/null 2>&1; then
		expect_out "$page can be formatted" 0 'groff -man -Tutf8 -ww "$page" >/dev/null' </dev/null
	fi
done
