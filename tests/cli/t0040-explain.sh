# SPDX-License-Identifier: MIT
# kam explain: the model in words.
. "$(dirname "$0")/../lib/testlib.sh"

expect_match 'an overview' 0 '"$KAM" explain' <<'END'
partnership-KAM
END
for topic in pre early mid partnership synergistic uncoupling key-people; do
	expect_status "explains $topic" 0 "\"\$KAM\" explain $topic"
done
expect_match 'a stage by its name' 0 '"$KAM" explain "Mid-KAM"' <<'END'
^mid-KAM
S04[0-9]
END
expect_err 'an unknown topic' 2 '"$KAM" explain partnershp' <<'END'
partnershp
partnership
END
expect_match 'fits a narrow window' 0 'COLUMNS=40 "$KAM" explain mid' <<'END'
! .{41}
END
