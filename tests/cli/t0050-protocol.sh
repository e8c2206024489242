# SPDX-License-Identifier: MIT
# kam assess --protocol json: a consultation with another program.
. "$(dirname "$0")/../lib/testlib.sh"
base='--knowledge tests/dialogue/base --date 2026-11-23 --as ann'
talk="$base --new --protocol json"
python=/usr/bin/python3
client='/usr/bin/python3 tests/protocol/client.py'
first="$tmp/first"

# said LINE…: what kam says to these lines, without hello and the first question.
cat >"$tmp/said" <<'END'
rm -f "$tmp/said.jsonl"
printf '%s\n' "$@" | "$KAM" assess Said $talk --answers "$tmp/said.jsonl" | tail -n +3
END
said="sh $tmp/said"
# error CODE LINE: the line is answered with that error, and the one behind it as if nothing had been.
error()
{
	line=$2
	printf '%s\n' "$1" >>"$tmp/codes"
	expect_match "$1: $(printf '%.60s' "$2" | tr '\377' '?')" 0 'printf "%s\n" "$line" "$quit" | "$KAM" assess Error --answers $tmp/e.jsonl $talk' <<END
^\{"type":"hello"
^\{"type":"ask","kind":"choice","question":"orders"
^\{"type":"error","code":"$1","message":"[^"]
^\{"type":"bye","reason":"left"\}\$
! "refused"
END
}
quit='{"type":"command","name":"quit"}'
result='{"type":"command","name":"result"}'
none='{"type":"take","actions":[]}'
regular='{"type":"answer","options":["regular"]}'

# --- the same engine
for name in answers straight review; do
	export name
	expect_match "a whole consultation: $name" 0 '
		$client tests/protocol/$name.json --lines $tmp/lines "$KAM" assess "Small Co" --answers $tmp/$name.jsonl $talk' <<'END'
^hello
^ask choice orders$
^ask take
^bye done
^stage [a-z]+$
! refused
! error
END
	expect_status 'the same lines through the pipe give the same events' 0 '
		"$KAM" assess "Small Co" --new --answers $tmp/$name-pipe.jsonl $base <$tmp/lines >/dev/null &&
		cmp $tmp/$name.jsonl $tmp/$name-pipe.jsonl && grep -q done $tmp/$name.jsonl'
done
expect_match 'what was finished is shown again' 0 \
	'$client tests/protocol/straight.json "$KAM" assess --answers $tmp/straight.jsonl $base --protocol json' <<'END'
^hello
^result
^bye done
^stage early$
! ^ask
END
printf '%s\n' "$regular" >"$first"
expect_match 'one that was left goes on' 0 '
	"$KAM" assess Parts --answers $tmp/parts.jsonl $talk <$first >/dev/null 2>&1
	echo "$quit" | "$KAM" assess --answers $tmp/parts.jsonl $base --protocol json' <<'END'
^\{"type":"hello","protocol":1,"kam":"[0-9.]+[^"]*","base":\{"id":"small","version":"1","digest":"[0-9a-f]{64}"\},"account":"Parts"\}$
! "question":"orders"
END

# --- messages
expect_match 'what is shown in between, and the question again' 0 '$said "{\"type\":\"command\",\"name\":\"why\"}" "$quit"' <<'END'
^\{"type":"view","blocks":\[\{"kind":"paragraph",.*"text":"
^\{"type":"ask","kind":"choice","question":"orders","name":"Orders","text":"what have they .*","options":\[\{"number":1,"id":"never","text":"nothing so far"\},.*,"standing":"","empty_ok":false\}$
^\{"type":"bye","reason":"left"\}$
END
expect_match 'an answer that stands' 0 '$said "$regular" "{\"type\":\"command\",\"name\":\"back\"}" "$quit"' <<'END'
"question":"orders",.*"standing":"3"
END
expect_match 'refused: the same question stands' 0 '$said "{\"type\":\"answer\",\"options\":[]}" "{\"type\":\"answer\",\"text\":\"9\"}" "$regular" "$quit"' <<'END'
^\{"type":"refused","message":"Type a number\.
^\{"type":"refused","message":"'9' is not understood
^\{"type":"ask","kind":"choice","question":"yearly-need"
END
expect_match 'control characters are the dialogue'"'"'s to refuse' 0 \
	'$said "{\"type\":\"answer\",\"options\":[\"regular\"],\"note\":\"a\\nb\"}" "{\"type\":\"answer\",\"text\":\"regular\\n:quit\"}" "$quit"' <<'END'
^\{"type":"refused","message":"The line holds characters
! "question":"yearly-need"
END
expect_match 'a follow-up leaves out what was named' 0 \
	'$said "$regular" "{\"type\":\"answer\",\"text\":\":change events\"}" "{\"type\":\"answer\",\"options\":[\"event-rival\"]}" "$quit"' <<'END'
"kind":"checklist","question":"events",.*"id":"none"
"kind":"rest","question":"events",.*"options":\[\{"number":1,"id":"event-people",[^}]*\},\{"number":3,"id":"event-tender",[^}]*\}\],"standing":"","empty_ok":true
END
expect_match 'the result, as kam place gives it' 0 '
	$said "{\"type\":\"answer\",\"text\":\"orders=regular\"}" "$result" \
		"$none" "{\"type\":\"answer\",\"options\":[]}" | grep result
	echo "{\"id\":\"Said\",\"answers\":{\"orders\":\"regular\"}}" | "$KAM" place --knowledge tests/dialogue/base' <<'END'
^\{"type":"result","placement":\{"id":"Said","stage":"[a-z]+",.*"unknown":0\},"blocks":\[\{
^\{"id":"Said","stage":
END

# --- what makes no sense
error json-syntax 'garbage'
error json-syntax ''
error json-syntax '{"type":"answer"'
error json-trailing '{"type":"later"} {"type":"later"}'
error json-duplicate-key '{"type":"later","type":"later"}'
error json-utf8 "$(printf '{"type":"answer","text":"\377"}')"
error json-nul '{"type":"answer","text":"a\u0000b"}'
error wrong-type '[]'
error wrong-type '"regular"'
error wrong-type '{"type":1}'
error wrong-type '{"type":"answer","options":"regular"}'
error wrong-type '{"type":"answer","options":[3]}'
error wrong-type '{"type":"answer","options":["regular"],"tentative":"yes"}'
error wrong-type '{"type":"unknown","note":null}'
error missing-key '{}'
error missing-key '{"type":"answer"}'
error missing-key '{"type":"command"}'
error missing-key '{"type":"answer","note":"a"}'
error unknown-type '{"type":"ask"}'
error unknown-type '{"type":"answer unknown"}'
error unknown-type '{"type":""}'
error unknown-key '{"type":"answer","options":["regular"],"question":"orders"}'
error unknown-key '{"type":"later","options":["regular"]}'
error unknown-key '{"type":"answer","options":["regular"],"text":"3"}'
error unknown-key '{"type":"answer","text":"3","note":"a"}'
error unknown-option '{"type":"answer","options":["regular","Never"]}'
error unknown-option '{"type":"answer","options":["3"]}'
error unknown-command '{"type":"command","name":"q"}'
error unknown-command '{"type":"command","name":""}'
error unknown-command '{"type":"command","name":"note a"}'
error not-now '{"type":"take","actions":[]}'
printf '%s\n' line-long line-cut >>"$tmp/codes"
tr -s ', ' '\n' <man/kam-protocol.5 | sort -u >"$tmp/page"
expect_out 'kam-protocol(5) names each of these' 0 'sort -u $tmp/codes | comm -23 - $tmp/page' </dev/null
expect_match 'a take is what the plan asks for' 0 \
	'$said "$result" "{\"type\":\"unknown\",\"note\":\"lost\"}" "{\"type\":\"answer\",\"options\":[]}" "$quit"' <<'END'
^\{"type":"error","code":"not-now"
END
cat >"$tmp/little" <<'END'
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print("little" if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 200000 else "much")
sys.exit(status)
END
expect_match 'a line over the limit is passed over in little memory' 0 '
	(head -c 300000000 /dev/zero | tr "\0" a; echo; echo "$regular"; echo "$quit") |
		$python $tmp/little "$KAM" assess Long --answers $tmp/long.jsonl $talk' <<'END'
^\{"type":"error","code":"line-long"
^\{"type":"ask","kind":"choice","question":"yearly-need"
^\{"type":"bye","reason":"left"\}$
^little$
END
expect_match 'a line at the limit is read' 0 '
	(printf "{\"type\":\"later\"}%1048560s\n" ""; printf "{\"type\":\"later\"}%1048561s\n" ""; echo "$quit") |
		"$KAM" assess Edge --answers $tmp/edge.jsonl $talk | cut -c 1-60' <<'END'
^\{"type":"ask","kind":"choice","question":"yearly-need"
^\{"type":"error","code":"line-long"
END

# --- ends
expect_match 'hang-up' 4 '"$KAM" assess Hang --answers $tmp/hang.jsonl $talk <$first 2>/dev/null' <<'END'
"question":"yearly-need"
^\{"type":"bye","reason":"ended"\}$
END
expect_err 'says on stderr what is missing' 4 '"$KAM" assess $base --protocol json --answers $tmp/hang.jsonl' <<'END'
the input ended, but 'yearly-need' needs an answer; what was answered is saved
END
expect_match 'half a line is not taken, even where it could be one' 4 '
	printf "%s" "$regular" | "$KAM" assess Half --answers $tmp/half.jsonl $talk 2>/dev/null; s=$?; cat $tmp/half.jsonl; exit $s' <<'END'
^\{"type":"error","code":"line-cut"
^\{"type":"bye","reason":"ended"\}$
! regular.*"group"
! "event":"answer"
END
expect_match 'a program that does not listen any more: all that it said is taken' 0 '
	(sleep 0.2; echo "$regular"; echo "$result"; echo "$none") | "$KAM" assess Deaf --answers $tmp/deaf.jsonl $talk | true
	until grep -q "\"done\"" $tmp/deaf.jsonl 2>/dev/null; do sleep 0.05; done; cat $tmp/deaf.jsonl' <<'END'
"question":"orders".*"options":\["regular"\]
"event":"stop"
"event":"done"
END
cat >"$tmp/gone" <<'END'
import subprocess, sys
kam = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
kam.stdout.readline(), kam.stdout.readline()
kam.stdout.close()
kam.stdin.write(b'{"type":"ans')
kam.stdin.close()
sys.exit(kam.wait())
END
expect_status 'and one that hung up altogether' 4 '$python $tmp/gone "$KAM" assess Gone --answers $tmp/gone.jsonl $talk'
expect_err 'output that cannot be written' 1 '"$KAM" assess Out --answers $tmp/out.jsonl $talk <$first >/dev/full' <<'END'
cannot write the output: No space left on device
END
expect_match 'an answer that cannot be saved is not taken' 0 '
	"$KAM" assess Full --answers $tmp/full.jsonl $talk </dev/null >/dev/null 2>&1
	(yes "{\"type\":\"command\",\"name\":\"note\",\"argument\":\"$(printf %0400d 1)\"}" | head -n 5; echo "$quit") >$tmp/notes
	(ulimit -f 1; exec "$KAM" assess $base --protocol json --answers $tmp/full.jsonl <$tmp/notes) | cat' <<'END'
^\{"type":"error","code":"[a-z-]+","message":"cannot write .*full.jsonl
^\{"type":"bye","reason":"left"\}$
END
mkfifo "$tmp/in"
for number in 15 2; do
	export number
	expect_match "signal $number" $((128 + number)) '
		$python -c "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)
import os, sys; os.execvp(sys.argv[1], sys.argv[1:])" "$KAM" assess Signal --answers $tmp/s$number.jsonl $talk <$tmp/in & pid=$!
		exec 3>$tmp/in; echo "$regular" >&3; printf half >&3
		until grep -q regular $tmp/s$number.jsonl 2>/dev/null; do sleep 0.05; done
		kill -$number $pid; wait $pid; s=$?; exec 3>&-; exit $s' <<'END'
^\{"type":"bye","reason":"signal"\}$
END
done

# --- use
expect_err 'no account' 2 '"$KAM" assess $talk <$first' <<'END'
'--protocol' needs the account
END
expect_err 'an account that is not there' 2 '"$KAM" assess Nobody $base --protocol json <$first' <<'END'
there is no account 'Nobody' yet; --new creates it
END
expect_err 'another protocol' 2 '"$KAM" assess Any $base --protocol xml' <<'END'
'--protocol xml': it is json
END
expect_err 'another command' 2 '"$KAM" place --protocol json' <<'END'
'kam place' has no use for '--protocol'
END
expect_out 'nothing but messages on standard output' 2 '"$KAM" assess Nobody $base --protocol json 2>/dev/null' </dev/null
