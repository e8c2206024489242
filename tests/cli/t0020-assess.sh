# SPDX-License-Identifier: MIT
# kam assess without a terminal: lines in, views out, events on disk.
. "$(dirname "$0")/../lib/testlib.sh"
base='--knowledge tests/dialogue/base --date 2026-11-23 --as ann'
export base

# By id, so that it does not matter which question comes when.
printf '%s\n' orders=regular who-talks=one-pair mood=calm yearly-need=2 strength=2 :result '' '' >"$tmp/whole"
log='$XDG_STATE_HOME/kam/small-co-*-1.events.jsonl'

expect_match 'a whole consultation ends in a result' 0 \
	'"$KAM" assess "Small Co" --new $base <$tmp/whole' <<'END'
^Orders: what have they ordered so far\?$
^Small Co  
^STAGE: 
^DANGER: 
^GOAL: 
^LOOK AGAIN$
! > 
END
expect_match 'it is kept for its owner alone' 0 'ls -ld $XDG_STATE_HOME/kam; ls -l '"$log" <<'END'
^drwx------
^-rw-------
END
expect_match 'one line per event, ids of the base, and who' 0 "cat $log" <<'END'
^\{"event":"start",.*"account":"Small Co","base":"small"
^\{"event":"answer",.*"at":"2026-11-23T12:00:00Z","by":"ann","question":"orders","side":"own","options":\["regular"\]\}$
END

"$KAM" assess 'Small Co' --new $base --answers "$tmp/all.jsonl" <"$tmp/whole" >"$tmp/all.out"
expect_match 'one that was left goes on from the same question' 0 '
	head -n 2 $tmp/whole | "$KAM" assess Parts --new $base 2>/dev/null >$tmp/part1; echo "ended $?"
	tail -n +3 $tmp/whole | "$KAM" assess parts $base >$tmp/part2 && echo done
	tail -n 6 $tmp/part1 >$tmp/asked; head -n 6 $tmp/part2 | grep -c -x -F -f $tmp/asked' <<'END'
^ended 4$
^done$
^6$
END
sed -n '/^STAGE/,$p' "$tmp/all.out" >"$tmp/all.result"
expect_out 'and comes to the same result' 0 'sed -n "/^STAGE/,\$p" $tmp/part2' <"$tmp/all.result"

# --- who it is about
fresh_home
expect_err 'a new account needs --new' 2 '"$KAM" assess "Small Co" $base <$tmp/whole' <<'END'
there is no account 'Small Co' yet; --new creates it
END
expect_out 'nothing was created' 0 'find $XDG_STATE_HOME -name "*.jsonl"' </dev/null
expect_match 'the name may be the first line' 0 \
	'(echo "  First line  "; cat $tmp/whole) | "$KAM" --new $base' <<'END'
^First line  
END
expect_err 'a name that was meant' 2 '"$KAM" assess "First lien" $base </dev/null' <<'END'
there is no account 'First lien' yet; --new creates it
did you mean 'First line'?
END
expect_status 'names are compared folded' 4 'head -n 1 $tmp/whole | "$KAM" assess Größe --new $base; "$KAM" assess GRÖSSE $base </dev/null'
expect_err 'no account at all' 4 '"$KAM" assess $base </dev/null' <<'END'
which account? name it: kam assess ACCOUNT
END
expect_err '--no-input asks nothing' 4 '"$KAM" assess Nobody --new --no-input $base <$tmp/whole' <<'END'
the input ended, but 'orders' needs an answer
END
for name in '' '   ' "$(printf 'a\033[2Jb')" "$(printf 'a\342\200\256b')" "$(printf 'a\377b')" "$(printf 'a\nb')"; do
	export name
	expect_err "a name that is refused: $(printf '%s' "$name" | od -An -tx1 | tr -s ' ' | tr -d '\n')" 3 \
		'"$KAM" assess "$name" --new $base <$tmp/whole' <<'END'
kam: the name
END
done
expect_err 'a name that is too long' 3 '"$KAM" assess "$(printf "%0200d" 1)" --new $base' <<'END'
the name is longer than 120 characters
END

# --- answers
expect_err 'a refused answer ends it, named, and nothing is lost' 3 \
	'printf "%s\n" regular 9 | "$KAM" assess Refused --new $base >/dev/null' <<'END'
the answer '9' to
is refused: '9' is not understood. Numbers go from 1 to
END
printf ':answers\n:quit\n' >"$tmp/answers"
expect_match 'the answer before it is there' 0 '"$KAM" assess Refused $base <$tmp/answers' <<'END'
orders +orders month after month
END
expect_err 'an empty line is no answer' 3 'echo | "$KAM" assess Empty --new $base' <<'END'
the answer '' to 'orders' is refused
END
expect_err 'invalid UTF-8 in an answer' 3 'printf "1 # \377\n" | "$KAM" assess Bytes --new $base' <<'END'
the answer '1 # <FF>' to 'orders' is refused
END
expect_match ':quit is leaving on purpose' 0 'echo :quit | "$KAM" assess Quit --new $base' <<'END'
Saved
END
expect_match 'carriage returns do no harm' 0 'printf "1\r\n:answers\r\n:quit\r\n" | "$KAM" assess Return --new $base' <<'END'
orders +nothing so far
END
expect_match 'a last line needs no newline' 0 'printf "1\n:quit" | "$KAM" assess Newline --new $base' <<'END'
^Way in
END
expect_match 'a finished one shows its result again' 0 '"$KAM" assess "First line" $base </dev/null' <<'END'
^STAGE
! ^Orders:
END
expect_match '--new assesses a finished one again' 4 '"$KAM" assess "first LINE" --new $base </dev/null 2>/dev/null; s=$?; ls $XDG_STATE_HOME/kam; exit $s' <<'END'
first-line-.*-1.events
first-line-.*-2.events
END

# --- files
expect_match '--answers keeps it there' 4 \
	'head -n 3 $tmp/whole | "$KAM" assess Elsewhere --new $base --answers $tmp/e.jsonl 2>/dev/null; s=$?; ls -l $tmp/e.jsonl; exit $s' <<'END'
^-rw-------
END
expect_err 'and knows whom it is about' 2 '"$KAM" assess Other $base --answers $tmp/e.jsonl' <<'END'
e.jsonl is about 'Elsewhere', not about 'Other'
END
expect_err 'a log that was cut goes on without its last line' 4 '
	printf "%s" "{\"event\":\"answer\",\"gro" >>$tmp/e.jsonl
	"$KAM" assess $base --answers $tmp/e.jsonl </dev/null >/dev/null' <<'END'
the last line of
was cut while being written and is left out
needs an answer; what was answered is saved
END
expect_status 'and is whole afterwards' 4 '"$KAM" assess $base --answers $tmp/e.jsonl </dev/null 2>$tmp/err >/dev/null; s=$?; grep -q "was cut" $tmp/err && exit 99; exit $s'
expect_err 'a log that is broken in the middle is left alone' 3 '
	sed 2s/answer/anwser/ $tmp/e.jsonl >$tmp/broken.jsonl; cp $tmp/broken.jsonl $tmp/before
	"$KAM" assess $base --answers $tmp/broken.jsonl' <<'END'
broken.jsonl:2:
END
expect_status 'to the last byte' 0 'cmp $tmp/before $tmp/broken.jsonl'
expect_err 'a file that is no log is not touched' 3 \
	'printf "my notes" >$tmp/notes; "$KAM" assess $base --answers $tmp/notes' <<'END'
notes is no log of kam
nothing was changed
END
expect_status 'really not' 0 '[ "$(cat $tmp/notes)" = "my notes" ]'
expect_err 'a log of another base' 3 '"$KAM" assess --answers $tmp/e.jsonl </dev/null' <<'END'
this consultation belongs to the knowledge base 'small', not to 'millman-wilson'; name it with --knowledge
END
expect_err 'no folder to put it in' 1 'XDG_STATE_HOME=$tmp/notes "$KAM" assess New --new $base' <<'END'
cannot make folder
name another place with --answers FILE
END
expect_err 'no home at all' 3 'unset HOME XDG_STATE_HOME; "$KAM" assess New --new $base' <<'END'
name a file with --answers FILE
END
expect_err 'a folder as the log' 1 '"$KAM" assess New --new $base --answers $tmp' <<'END'
Is a directory
END
expect_err 'a full disk loses nothing that was confirmed' 1 '
	"$KAM" assess Full --new $base --answers $tmp/full.jsonl </dev/null >/dev/null 2>&1
	(ulimit -f 1; exec "$KAM" assess $base --answers $tmp/full.jsonl <$tmp/whole >/dev/null)' <<'END'
cannot write
full.jsonl
File too large
END
expect_status 'whole lines only' 4 '"$KAM" assess $base --answers $tmp/full.jsonl </dev/null >/dev/null 2>$tmp/err; s=$?; grep -q "was cut" $tmp/err && exit 99; [ $(wc -l <$tmp/full.jsonl) -gt 1 ] || exit 98; exit $s'
expect_err 'output that cannot be written' 1 '"$KAM" assess Out --new $base <$tmp/whole >/dev/full' <<'END'
cannot write the output: No space left on device
END
expect_status 'a closed pipe ends it, what was answered is saved' 0 '
	"$KAM" assess Pipe --new $base <$tmp/whole | head -n 1 >/dev/null
	grep -q start $XDG_STATE_HOME/kam/pipe-*'
mkfifo "$tmp/fifo"
for number in 15 1; do
	signal=$(kill -l $number)
	export signal
	expect_status "SIG$signal while waiting for an answer" $((128 + number)) '
		"$KAM" assess Signal-$signal --new $base <$tmp/fifo >/dev/null 2>&1 & pid=$!
		exec 3>$tmp/fifo; echo regular >&3
		until grep -q regular $XDG_STATE_HOME/kam/signal-* 2>/dev/null; do sleep 0.05; done
		kill -$signal $pid; wait $pid; s=$?; exec 3>&-; exit $s'
done
expect_err 'two at once on one account' 3 '
	"$KAM" assess Twice --new $base <$tmp/fifo >/dev/null 2>&1 & pid=$!
	exec 3>$tmp/fifo; echo regular >&3
	until grep -q regular $XDG_STATE_HOME/kam/twice-* 2>/dev/null; do sleep 0.05; done
	"$KAM" assess Twice $base </dev/null; s=$?; exec 3>&-; wait $pid; exit $s' <<'END'
has
open
leave the assessment there with :quit
END
