# SPDX-License-Identifier: MIT
# The author's commands.
. "$(dirname "$0")/../lib/testlib.sh"

expect_out 'a sound base' 0 '"$KAM" kb check tests/dialogue/base' <<'END'
small 1: 22 variables, 22 questions, 2 causes, 3 stages: no faults
END
expect_match 'the one in use, by option and by environment' 0 '
	"$KAM" kb check --knowledge tests/dialogue/base
	KAM_KNOWLEDGE=tests/dialogue/base "$KAM" kb check
	"$KAM" kb check' <<'END'
^small 1
^millman-wilson
END
cp -R tests/dialogue/base "$tmp/broken"
sed -i.old -e 's/"most":/"msot":/' -e 's/"x": "nature"/"x": "natrue"/' "$tmp/broken/base.json"
sed -i.old 's/"measures": "contacts"/"measures": "contatcs"/' "$tmp/broken/questions/all.json"
expect_err 'all faults in one go, each with its place and what was meant' 3 '"$KAM" kb check $tmp/broken' <<END
$tmp/broken/base.json:
$tmp/broken/questions/all.json:
'msot'
'natrue'
'contatcs'
did you mean 'contacts'
END
expect_err 'no such folder' 3 '"$KAM" kb check $tmp/nowhere' <<'END'
there is no such folder
END
expect_err 'a base that cannot be used' 3 '"$KAM" assess Any --new --knowledge $tmp/nowhere' <<'END'
the knowledge base in
cannot be used
END

mkdir "$tmp/base" && cp -R tests/dialogue/base/. "$tmp/base" && mkdir "$tmp/base/cases"
cat >"$tmp/base/cases/all.json" <<'END'
[
	{"id": "a-prospect", "text": {"en": "No orders."}, "answers": {"orders": "never"}, "expect": {"stage": "pre", "danger": "none"}},
	{"id": "b-wrong", "text": {"en": "No orders."}, "answers": {"orders": "never"}, "expect": {"stage": "partner"}}
]
END
expect_match 'a case that comes out otherwise' 1 '"$KAM" kb test $tmp/base' <<'END'
^b-wrong +stage is pre, not partner
^1 case.* as stated, 1 otherwise
! a-prospect
END
expect_match 'the compiled base' 0 '"$KAM" kb show tests/dialogue/base --format json' <<'END'
"roles":
"settings":
"variables":
"leak":
END
expect_match 'and as an overview' 0 '"$KAM" kb show tests/dialogue/base' <<'END'
^  contacts +under involvement: low, medium, high
^  who-talks +on contacts: nobody, one-pair, several
END
