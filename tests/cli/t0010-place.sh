# SPDX-License-Identifier: MIT
# kam place: JSON Lines and CSV in, one line for each out.
. "$(dirname "$0")/../lib/testlib.sh"
base=tests/dialogue/base

cat >"$tmp/one.jsonl" <<'END'
{"id":"A-17","answers":{"orders":"regular","who-talks":"one-pair","mood":{"option":"calm","tentative":true},"event-people":"0"}}
END
expect_match 'a line in, a line out, six decimals' 0 '"$KAM" place --knowledge $base $tmp/one.jsonl' <<'END'
^\{"id":"A-17","stage":"[a-z]+","placement":"open","probability":\{"pre":0\.[0-9]{6},"early":0\.[0-9]{6},"partner":0\.[0-9]{6}\},"x":0\.[0-9]{6},"y":0\.[0-9]{6},
"danger":\{"level":"watch","probability":0\.[0-9]{6},"checked":1,"strain":"calm"
"answered":3,"unknown":1\}$
END
"$KAM" place --knowledge $base "$tmp/one.jsonl" >"$tmp/one.out"
expect_out 'standard input gives the same' 0 '"$KAM" place --knowledge $base <$tmp/one.jsonl' <"$tmp/one.out"
expect_out 'so does -' 0 '"$KAM" place --knowledge $base - <$tmp/one.jsonl' <"$tmp/one.out"

printf 'id,orders,who-talks,mood,event-people\r\nA-17,regular,one-pair,calm?,0\r\n' >"$tmp/one.csv"
expect_out 'a table gives the same numbers' 0 '"$KAM" place --knowledge $base $tmp/one.csv' <"$tmp/one.out"
expect_out 'a table on standard input too' 0 '"$KAM" place --knowledge $base <$tmp/one.csv' <"$tmp/one.out"
(printf '\357\273\277' && cat "$tmp/one.csv") >"$tmp/bom.csv"
expect_out 'a byte order mark does no harm' 0 '"$KAM" place --knowledge $base $tmp/bom.csv' <"$tmp/one.out"

cat >"$tmp/set.jsonl" <<'END'
{"id":"a \"b\", c","answers":{"who-talks":["nobody","one-pair"],"orders":"regular"}}
END
cat >"$tmp/set.csv" <<'END'
who-talks,id,orders,mood
nobody|one-pair,"a ""b"", c",regular,
END
"$KAM" place --knowledge $base "$tmp/set.jsonl" >"$tmp/set.out"
expect_out 'one of several, and quotation marks' 0 '"$KAM" place --knowledge $base $tmp/set.csv' <"$tmp/set.out"

cat >"$tmp/bad.jsonl" <<'END'
{"id":"first","answers":{"orders":"regular"}}
{"id":"typo","answers":{"who-talk":"one-pair"}}
{"id":"opt","answers":{"orders":"regulra"}}
{"id":"twice","answers":{"orders":["never","never"]}}
{"id":"none","answers":{"orders":[]}}
{"id":"far","answers":{"mood":"green"}}
{"id":"cut","answers":{"orders":
{"id":"last","answers":{"orders":"regular"}}
END
expect_out 'bad lines become lines that say so, the rest goes on' 3 \
	'"$KAM" place --knowledge $base $tmp/bad.jsonl | sed "s/,\"stage.*//"; "$KAM" place --knowledge $base $tmp/bad.jsonl >/dev/null' <<'END'
{"id":"first"
{"line":2,"id":"typo","error":{"code":"unknown-question","message":"there is no question 'who-talk'; did you mean 'who-talks'?"}}
{"line":3,"id":"opt","error":{"code":"unknown-option","message":"'orders' has no option 'regulra'; did you mean 'regular'?"}}
{"line":4,"id":"twice","error":{"code":"option-twice","message":"'orders' names the option 'never' twice"}}
{"line":5,"id":"none","error":{"code":"empty-answer","message":"'orders': an empty array answers nothing"}}
{"line":6,"id":"far","error":{"code":"unknown-option","message":"'mood' has no option 'green'; one of: calm, irritated, unhappy, leaving"}}
{"line":7,"id":null,"error":{"code":"json-syntax","message":"the text ends where a value is expected, column 33"}}
{"id":"last"
END
printf 'id,orders\nx,never\ny,never,more\nz,"ne\n"v,never\nw,regular\n' >"$tmp/bad.csv"
expect_out 'bad rows too' 3 \
	'"$KAM" place --knowledge $base $tmp/bad.csv | sed "s/,\"stage.*//"; "$KAM" place --knowledge $base $tmp/bad.csv >/dev/null' <<'END'
{"id":"x"
{"line":3,"id":null,"error":{"code":"cells","message":"the row has 3 cells, the header 2"}}
{"line":4,"id":null,"error":{"code":"csv-quote","message":"cell 2: text behind the closing quotation mark"}}
{"id":"w"
END
printf '{"id":"x","answers":{"orders":"\377"}}\n' >"$tmp/utf8.jsonl"
expect_match 'invalid UTF-8' 3 '"$KAM" place --knowledge $base $tmp/utf8.jsonl' <<'END'
^\{"line":1,"id":null,"error":\{"code":"json-utf8"
END
printf 'id,oders\n' >"$tmp/header.csv"
expect_err 'a header that is no question' 3 '"$KAM" place --knowledge $base $tmp/header.csv' <<END
$tmp/header.csv:1: there is no question 'oders'
did you mean 'orders'?
END
printf 'id,orders,orders\n' >"$tmp/twice.csv"
expect_err 'a column twice' 3 '"$KAM" place --knowledge $base $tmp/twice.csv' <<'END'
two columns are called 'orders'
END
printf 'id;orders\nx;never\n' >"$tmp/semicolon.csv"
expect_err 'semicolons' 3 '"$KAM" place --knowledge $base $tmp/semicolon.csv' <<'END'
columns are separated by commas, not by semicolons
END
expect_err 'no such file' 1 '"$KAM" place --knowledge $base $tmp/nowhere' <<'END'
cannot open
No such file or directory
END
expect_err 'a folder' 1 '"$KAM" place --knowledge $base $tmp' <<'END'
Is a directory
END
expect_out 'nothing in, nothing out' 0 '"$KAM" place --knowledge $base </dev/null' </dev/null
expect_err 'a full disk' 1 '"$KAM" place --knowledge $base $tmp/one.jsonl >/dev/full' <<'END'
cannot write the output: No space left on device
END
expect_status 'a closed pipe ends it quietly, as SIGPIPE does' 0 \
	'yes "$(cat $tmp/one.jsonl)" | "$KAM" place --knowledge $base 2>$tmp/err | head -n 1 >/dev/null && [ ! -s $tmp/err ]'

# a line over the limit of 16 MiB is refused, and the next one is placed
awk 'BEGIN { printf "{\"id\":\""; for (i = 0; i < 17 * 1024; i++) printf "%1024s", "x"; print "\"}" }' >"$tmp/long.jsonl"
cat "$tmp/one.jsonl" >>"$tmp/long.jsonl"
expect_out 'a line over the limit' 3 \
	'"$KAM" place --knowledge $base $tmp/long.jsonl >$tmp/long.out; s=$?; cut -c 1-60 $tmp/long.out; exit $s' <<'END'
{"line":1,"id":null,"error":{"code":"line-long","message":"t
{"id":"A-17","stage":"early","placement":"open","probability
END
expect_match 'facts grow stale by the date' 0 '
	printf "%s\n" "{\"id\":\"old\",\"answers\":{\"orders\":{\"option\":\"regular\",\"seen_on\":\"2024-01-01\"}}}" >$tmp/old.jsonl
	a=$("$KAM" place --knowledge $base --date 2024-01-02 $tmp/old.jsonl)
	b=$("$KAM" place --knowledge $base --date 2026-01-02 $tmp/old.jsonl)
	[ "$a" != "$b" ] && echo differs' <<'END'
^differs$
END
