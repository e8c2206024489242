# SPDX-License-Identifier: MIT
# The screens that matter at 40, 80 and 120 columns, kept in tests/cli/screens; KAM_UPDATE=1 writes them anew: read the difference.
# No screen is wider than its window, and none holds an escape sequence where nothing can show it.
update=${KAM_UPDATE:-}
. "$(dirname "$0")/../lib/testlib.sh"
base='--knowledge tests/dialogue/base --date 2026-11-23'
export base
long='Größe & Söhne Anlagenbau Gesellschaft mit beschränkter Haftung / Werk Bremen-Nord, Abteilung Beschaffung'
printf '%s\n' orders=regular who-talks=one-pair mood=short yearly-need=2 agreement-kind=1 plans-shown=1 last-talk=1 \
	trust-in-word=2 'suppliers=1 # 北風 says so' event-people=yes event-rival=0 >"$tmp/answers"
(cat "$tmp/answers"; printf '%s\n' '?' ':status' ':answers' ':result' '?' ':how' ':whynot' ':whatif who-talks=3' ':show 1' '') >"$tmp/lines"
"$KAM" assess "$long" --new $base --as ann --answers "$tmp/log" <"$tmp/lines" >/dev/null 2>&1

# screen NAME COLUMNS COMMAND
screen()
{
	file=tests/cli/screens/$1-$2.txt
	COLUMNS=$2 sh -c "$3" >"$tmp/screen" 2>&1 || true
	[ -z "$update" ] || cp "$tmp/screen" "$file"
	columns=$2 command=$3 file=$file expect_status "$1 at $2 columns" 0 'COLUMNS=$columns sh -c "$command" 2>&1 | diff -u $file - >&2'
	columns=$2 command=$3 expect_status "$1 fits $2 columns" 0 \
		'[ $(COLUMNS=$columns sh -c "$command" 2>&1 | wc -L) -le $columns ]'
}

for columns in 40 80 120; do
	screen consultation $columns 'rm -f $tmp/again; "$KAM" assess "$long" --new $base --as ann --answers $tmp/again <$tmp/lines'
	screen explained $columns '"$KAM" show --answers $tmp/log --explain --knowledge tests/dialogue/base --date 2026-11-23'
	screen stage $columns '"$KAM" explain partner --knowledge tests/dialogue/base'
done
expect_match 'no escape sequence where no terminal is' 0 'TERM=xterm-256color "$KAM" show --answers $tmp/log --knowledge tests/dialogue/base | cat -v' <<'END'
^STAGE
! \^\[
END
