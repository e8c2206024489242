# SPDX-License-Identifier: MIT
# kam completion: what the scripts offer in bash, and that zsh and fish can read theirs.
. "$(dirname "$0")/../lib/testlib.sh"

mkdir "$tmp/bin" "$tmp/folder"
ln -s "$KAM" "$tmp/bin/kam"
PATH=$tmp/bin:$PATH

cat >"$tmp/start.awk" <<'END'
{ printf "{\"event\":\"start\",\"account\":\"%s\",\"base\":\"millman-wilson\"}\n", $0 >(dir "/a-" NR "-1.events.jsonl") }
END
mkdir -p "$XDG_STATE_HOME/kam"
printf '%s\n' 'Nordwind / Bremen plant' 'Nordlicht' "O'Neil & Co" |
	awk -v dir="$XDG_STATE_HOME/kam" -f "$tmp/start.awk"

expect_out 'the names of the accounts' 0 '"$KAM" completion accounts | sort' <<'END'
Nordlicht
Nordwind / Bremen plant
O'Neil & Co
END
expect_err 'which shell?' 2 '"$KAM" completion' <<'END'
'kam completion' needs one of: bash|zsh|fish|accounts
END
expect_err 'no such shell' 2 '"$KAM" completion tcsh' <<'END'
'kam completion' needs one of: bash|zsh|fish|accounts
END

# --- bash: it is there wherever kam is built, so a missing bash is a failure -------------------

"$KAM" completion bash >"$tmp/kam.bash"
expect_out 'bash can read it' 0 'bash -n "$tmp/kam.bash"' </dev/null

# ask CURSOR WORD…: what is offered at word CURSOR, one per line; "option" lines say what bash does itself. Accounts
# come in the order of their files, so they are sorted.
sort=cat
cat >"$tmp/ask" <<'END'
. "$tmp/kam.bash"
compopt() { echo "option $2"; }
COMP_CWORD=$1
shift
COMP_WORDS=("$@")
_kam
[ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}" | $sort
END

# offered NAME WORD…: the last word is being typed; what is expected stands in standard input.
offered()
{
	name=$1
	shift
	words=
	for word; do
		words="$words '$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'"
	done
	expect_out "$name" 0 "bash \"\$tmp/ask\" $(($# - 1)) $words"
}

"$KAM" --help | sed '/^Options/,$d' | sed -n 's/^  \([a-z][a-z]*\).*/\1/p' | uniq >"$tmp/commands"
offered 'commands' kam '' <"$tmp/commands"
offered 'a command that was begun' kam ex <<'END'
explain
END
offered 'the second word' kam kb '' <<'END'
check
test
show
END
offered 'options of a command' kam place -- <<'END'
--date
--knowledge
--plain
--help
--version
END
offered 'options of a command of two words' kam kb show --f <<'END'
--format
END
offered 'options before the command' kam --si <<'END'
--side
END
offered 'values' kam assess --side '' <<'END'
own
customer
END
offered 'values behind =' kam kb show --format = j <<'END'
json
END
offered 'values right behind =' kam assess --side = <<'END'
own
customer
END
offered 'a free value: nothing' kam assess --as '' </dev/null
offered 'an option before the command is no command' kam --side own kb t <<'END'
test
END
offered 'the value of a flag is a word' kam --plain assess Nordl <<'END'
Nordlicht
END
sort=sort
offered 'accounts, quoted' kam assess N <<'END'
Nordlicht
Nordwind\ /\ Bremen\ plant
END
offered 'an account whose blank was quoted' kam assess 'Nordwind\ /' <<'END'
Nordwind\ /\ Bremen\ plant
END
offered 'an account in quotation marks' kam assess '"Nordw' <<'END'
Nordwind / Bremen plant
END
offered 'an account with a quotation mark' kam assess O <<'END'
O\'Neil\ \&\ Co
END
offered 'behind -- all is a word' kam assess -- N <<'END'
Nordlicht
Nordwind\ /\ Bremen\ plant
END
sort=cat
offered 'one account is enough' kam assess Nordlicht '' </dev/null
offered 'files' kam place '' <<'END'
option default
END
offered 'files for an option' kam assess --answers '' <<'END'
option default
END
offered 'folders' kam kb check '' <<'END'
option dirnames
END
offered 'folders for an option' kam place --knowledge '' <<'END'
option dirnames
END
offered 'shells' kam completion f <<'END'
fish
END
offered 'an unknown command: nothing' kam nonsense '' </dev/null

# --- zsh and fish: read where they are installed, which they need not be; bash above always runs ---

for shell in zsh fish; do
	"$KAM" completion $shell >"$tmp/kam.$shell"
	expect_match "$shell: every option and command stands in it" 0 'cat "$tmp/kam.$shell"' <<'END'
assess
explain
no-input
own customer
completion accounts
END
	if command -v $shell >/dev/null 2>&1; then
		expect_out "$shell can read it" 0 '$shell -n "$tmp/kam.$shell"' </dev/null
	fi
done

# --- accounts that are none ---------------------------------------------------------------------

printf '{"event":"start"' >"$XDG_STATE_HOME/kam/cut-1.events.jsonl"
echo 'no log' >"$XDG_STATE_HOME/kam/bad-1.events.jsonl"
expect_match 'files that are no logs are passed over' 0 '"$KAM" completion accounts' <<'END'
^Nordlicht$
END
fresh_home
expect_out 'no account' 0 '"$KAM" completion accounts' </dev/null
expect_status 'nowhere to look' 3 'unset HOME XDG_STATE_HOME; "$KAM" completion accounts'
