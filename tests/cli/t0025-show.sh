# SPDX-License-Identifier: MIT
# kam show: what the dialogue explains, over a log.
. "$(dirname "$0")/../lib/testlib.sh"
base='--knowledge tests/dialogue/base --date 2026-11-23 --as ann'
export base
printf '%s\n' orders=regular who-talks=one-pair mood=calm yearly-need=2 agreement-kind=1 plans-shown=1 last-talk=1 trust-in-word=2 >"$tmp/answers"
"$KAM" assess 'Nordwind / Bremen' --new $base <"$tmp/answers" >/dev/null 2>&1
cp "$XDG_STATE_HOME"/kam/nordwind* "$tmp/before"

expect_match 'the result, before all was asked' 0 '"$KAM" show "Nordwind / Bremen" --knowledge tests/dialogue/base' <<'END'
^Nordwind / Bremen  
^STAGE: 
^LOOK AGAIN$
! dB
END
expect_match 'the beginning of the name will do' 0 '"$KAM" show nordw --knowledge tests/dialogue/base' <<'END'
^STAGE: 
END
expect_match 'explained: for and against with numbers, why not the next, all answers' 0 '"$KAM" show nordw --explain --knowledge tests/dialogue/base' <<'END'
^For early-KAM, against 
dB\)$
^Before any answer: [+-][0-9.]+ dB. Sum: [+-][0-9.]+ dB.
^Against partner-KAM:
^  who-talks +one of ours with one of theirs
END
expect_match 'why not a stage' 0 '"$KAM" show nordw --whynot partner --knowledge tests/dialogue/base' <<'END'
^Against partner-KAM:
! ^STAGE
END
expect_match 'what if' 0 '"$KAM" show nordw --whatif "who-talks=3 mood=4" --knowledge tests/dialogue/base' <<'END'
^ +now +what if
^Danger .*acute$
END
"$KAM" show nordw --format json --knowledge tests/dialogue/base --date 2026-11-23 >"$tmp/shown"
expect_status 'the same numbers as kam place, to the last digit' 0 '
	"$KAM" kb show tests/dialogue/base >/dev/null
	sed -n "/\"answer\"/s/.*\"question\":\"\([^\"]*\)\".*\"options\":\[\"\([^\"]*\)\".*/\"\1\":\"\2\"/p" $tmp/before | paste -s -d , >$tmp/pairs
	printf "{\"id\":\"Nordwind / Bremen\",\"answers\":{%s}}\n" "$(cat $tmp/pairs)" | "$KAM" place --knowledge tests/dialogue/base --date 2026-11-23 | cmp - $tmp/shown'
expect_status 'nothing was written' 0 'cmp $tmp/before $XDG_STATE_HOME/kam/nordwind*'
expect_err 'no such account' 2 '"$KAM" show Nowhere' <<'END'
there is no account 'Nowhere'
END
expect_err 'no account at all' 2 '"$KAM" show' <<'END'
which account? name it: kam show ACCOUNT
END
expect_err 'a stage that is none' 2 '"$KAM" show nordw --whynot late --knowledge tests/dialogue/base >$tmp/out; s=$?; cat $tmp/out >&2; exit $s' <<'END'
Write a stage behind it: pre, early, partner.
END
expect_err 'no log' 1 '"$KAM" show --answers $tmp/nothing' <<'END'
No such file or directory
END
