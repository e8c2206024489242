# SPDX-License-Identifier: MIT
# Every command and option: help, too much, too little, misspelt.
. "$(dirname "$0")/../lib/testlib.sh"

version=$(cat VERSION)
expect_match 'says its version and its base' 0 '"$KAM" --version' <<END
^kam $version\$
^knowledge base: .*/knowledge/millman-wilson
END

for command in assess place explain 'kb check' 'kb test' 'kb show'; do
	expect_match "help of $command" 0 "\"\$KAM\" $command --help" <<END
^usage: kam $command
^Options
--knowledge DIR
END
done

expect_match 'help names all commands and statuses' 0 '"$KAM" --help' <<'END'
^  assess \[ACCOUNT\]
^  place \[FILE\]
^  explain \[TOPIC\]
^  kb check \[DIR\]
^  kb test \[DIR\]
^  kb show \[DIR\]
^  --answers FILE
128\+n
END
expect_match 'help of the group' 0 '"$KAM" kb --help' <<'END'
^  kb check
! ^  place
END
expect_match '-h is help' 0 '"$KAM" place -h' <<'END'
^usage: kam place
END
expect_match 'help fits a narrow window' 0 'COLUMNS=40 "$KAM" --help' <<'END'
! .{41}
END

expect_err 'an unknown command, with a suggestion' 2 '"$KAM" plcae' <<'END'
there is no command 'plcae'; did you mean 'place'?
END
expect_err 'an account is no command' 2 '"$KAM" "Nordwind / Bremen"' <<'END'
there is no command 'Nordwind / Bremen'; to assess an account of that name: kam assess 'Nordwind / Bremen'
END
expect_err 'half a command' 2 '"$KAM" kb' <<'END'
'kam kb' needs one of: check, test, show
END
expect_err 'half a command with a wrong word' 2 '"$KAM" kb chekc' <<'END'
'kam kb' does not know 'chekc'; it knows: check, test, show
END
for command in assess place explain 'kb check' 'kb test' 'kb show'; do
	expect_err "too many words for $command" 2 "\"\$KAM\" $command one two" <<'END'
'two' is too much
END
done
expect_err 'an unknown option, with a suggestion' 2 '"$KAM" --anwsers x' <<'END'
there is no option '--anwsers'; did you mean '--answers'?
END
expect_err 'an unknown short option' 2 '"$KAM" -x' <<'END'
there is no option '-x'
END
expect_err 'an option without its value' 2 '"$KAM" place --knowledge' <<'END'
'--knowledge' needs a value behind it
END
expect_err 'an option of another command' 2 '"$KAM" place --side own' <<'END'
'kam place' has no use for '--side'
END
expect_err 'no such side' 2 '"$KAM" assess --side both' <<'END'
'--side both': it is own or customer
END
expect_err 'no such format' 2 '"$KAM" kb show --format yaml' <<'END'
'--format yaml': it is text or json
END
expect_err 'no such date' 2 '"$KAM" assess --date 23.11.2026' <<'END'
'--date 23.11.2026': write it as 2026-11-23
END
expect_err 'no such language' 2 '"$KAM" explain --lang xx' <<'END'
'--lang xx': the knowledge base speaks en
END
expect_err 'control characters of an argument are not repeated raw' 2 '"$KAM" "$(printf "a\033[31mb")"' <<'END'
'a<U+001B>[31mb'
END
