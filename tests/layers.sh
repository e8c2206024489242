#!/bin/sh
# SPDX-License-Identifier: MIT
# Who may include whom: the table of the design, section 10, checked on the #include lines of src/ and
# include/kam/; then the check checks itself, on a copy with violations planted.
set -u
cd "$(dirname "$0")/.." || exit 1
copy=$(mktemp -d "${TMPDIR:-/tmp}/kam-layers.XXXXXX") || exit 1
trap 'rm -rf "$copy"' EXIT
number=0
failed=0

# violations DIR: one line each.
violations()
{
	(cd "$1" && find src include -name '*.[ch]' -exec \
		grep -n '^[[:space:]]*#[[:space:]]*include' /dev/null {} +) | sort | awk '
	function may(row, list) { allowed[row] = " " row " " list " " }
	function owns(row, list, names, n, i) {
		n = split(list, names, " ")
		for (i = 1; i <= n; i++) { owner[names[i]] = row }
	}
	function complain(text) { printf "%s:%s: %s\n", file, line, text }
	function row_of(path, parts) {
		split(path, parts, "/")
		if (parts[1] == "src") { return parts[2] }
		sub(/[.]h$/, "", parts[3])
		return (parts[3] in owner) ? owner[parts[3]] : ""
	}
	# Our headers: ROW is the row that the header belongs to.
	function check_row(target) {
		if (row == "all" || target == "all") { return }
		if (!(target in allowed)) { complain("\"" name "\" belongs to no row") }
		else if (index(allowed[row], " " target " ") == 0) {
			complain(row " may not include \"" name "\" (" target ")")
		}
	}
	function check_public(base) {
		base = name
		sub(/^kam\//, "", base); sub(/[.]h$/, "", base)
		if (base == "kam") {
			if (row != "cli") { complain("kam.h is for users of the library and for cli") }
		} else if (!(base in owner)) { complain("\"" name "\" belongs to no row") }
		else { check_row(owner[base]) }
	}
	function check_private(parts) {
		if (public) { complain("an installed header may not include \"" name "\"") }
		else { split(name, parts, "/"); check_row(parts[1]) }
	}
	# Foreign headers: the one place that may have each.
	function place() {
		if (name ~ /^(cjson\/)?cJSON(_Utils)?[.]h$/) { return "src/util/json.c" }
		if (name == "utf8proc.h") { return "src/util/utf8.c" }
		if (name ~ /^(md[245]|rmd160|sha|sha1|sha2|sha256|sha512)[.]h$/) { return "src/util/digest.c" }
		if (name ~ /^readline\//) { return "src/term/" }
		if (name ~ /^(sqlite3|sqlite3ext|libpq-fe|pg_config)[.]h$/ || name ~ /^libpq\//) { return "src/store/" }
		if (name == "libintl.h" || name == "getopt.h") { return "src/cli/" }
		return ""
	}
	function check_foreign(where) {
		where = place()
		if (where == "" && !(name in standard) && name !~ /^sys\//) {
			complain("<" name "> is neither C17 nor POSIX nor a dependency of kam")
		} else if (where != "" && index(file, where) != 1) {
			complain("<" name "> only in " where)
		}
	}
	BEGIN {
		may("util", "")
		may("record", "util"); may("knowledge", "util"); may("document", "util")
		may("inference", "util knowledge")
		may("assessment", "util knowledge document inference record")
		may("dialogue", "util knowledge document inference record assessment")
		may("authoring", "util record knowledge document inference assessment dialogue")
		may("report", "util knowledge record document assessment")
		may("store", "util record")
		may("term", "util document dialogue report")
		may("cli", "util record knowledge document inference assessment dialogue authoring report store term")
		owns("all", "error side words")
		owns("record", "record"); owns("knowledge", "kb"); owns("document", "document")
		owns("inference", "belief"); owns("assessment", "assessment")
		owns("dialogue", "dialogue"); owns("authoring", "authoring"); owns("report", "report")
		n = split("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp " \
			"signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn " \
			"string tgmath threads time uchar wchar wctype aio dirent dlfcn fcntl fnmatch ftw " \
			"glob grp iconv langinfo libgen netdb nl_types poll pthread pwd regex sched search " \
			"semaphore spawn strings syslog termios unistd utime wordexp", names, " ")
		for (i = 1; i <= n; i++) { standard[names[i] ".h"] = 1 }
	}
	{
		file = $0; sub(/:.*/, "", file)
		line = substr($0, length(file) + 2); sub(/:.*/, "", line)
		text = substr($0, length(file) + length(line) + 3)
		if (!match(text, /["<][^">]+[">]/)) { complain("cannot read " text); next }
		name = substr(text, RSTART + 1, RLENGTH - 2)
		quoted = substr(text, RSTART, 1) == "\""
		public = file ~ /^include\//
		if (file == "include/kam/kam.h") { row = "all" } else { row = row_of(file) }
		if (row == "" || (row != "all" && !(row in allowed))) { complain("this file belongs to no row"); next }

		if (row == "all" && name !~ /^kam\// && quoted) { complain("only kam/ headers here") }
		else if (name ~ /^kam\//) { check_public() }
		else if (!quoted) { check_foreign() }
		else if (place() != "") { check_foreign() }
		else if (index(name, "/")) { check_private() }
		else if (public) { complain("write \"kam/" name "\"") }
		else { complain("write \"" row "/" name "\"") }
	}'
}

# report NAME PROBLEMS
report()
{
	number=$((number + 1))
	if [ -z "$2" ]; then
		echo "ok $number - $1"
	else
		failed=$((failed + 1))
		echo "not ok $number - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
	fi
}

# planted FILE INCLUDE good|bad: the file with this one line in the copy.
planted()
{
	mkdir -p "$copy/$(dirname "$1")"
	printf '#include %s\n' "$2" >"$copy/$1"
	found=$(violations "$copy" | grep "^$1:")
	rm "$copy/$1"
	if [ "$3" = bad ] && [ -z "$found" ]; then
		report "self-test: $1 with $2 is refused" "it was let through"
	elif [ "$3" = bad ]; then
		report "self-test: $1 with $2 is refused" ""
	else
		report "self-test: $1 with $2 is let through" "$found"
	fi
}

report "the layers hold" "$(violations .)"

cp -R src include "$copy/"
planted src/util/planted.c '"knowledge/model.h"' bad
planted src/util/planted.c '"kam/kb.h"' bad
planted src/util/planted.c '"kam/error.h"' good
planted src/inference/planted.c '"kam/kb.h"' good
planted src/inference/planted.h '"kam/record.h"' bad
planted src/assessment/planted.c '<kam/dialogue.h>' bad
planted src/report/planted.c '"dialogue/view.h"' bad
planted src/term/planted.c '"kam/assessment.h"' bad
planted src/term/planted.c '<readline/readline.h>' good
planted src/cli/planted.c '<readline/readline.h>' bad
planted src/cli/planted.c '"term/front.h"' good
planted src/dialogue/planted.c '<cjson/cJSON.h>' bad
planted src/util/planted.c '"cJSON.h"' bad
planted src/knowledge/planted.c '<utf8proc.h>' bad
planted src/record/planted.c '<sha2.h>' bad
planted src/term/planted.c '<sqlite3.h>' bad
planted src/store/sqlite/planted.c '<sqlite3.h>' good
planted src/report/planted.c '<libintl.h>' bad
planted src/record/planted.h '"kam/side.h"' good
planted src/util/planted.c '<openssl/sha.h>' bad
planted src/elsewhere/planted.c '<stdio.h>' bad
planted include/kam/planted.h '<stddef.h>' bad

# A header that is there keeps its row and takes nothing private.
mkdir -p "$copy/include/kam"
planted include/kam/belief.h '"kam/kb.h"' good
planted include/kam/belief.h '"util/str.h"' bad
planted include/kam/kb.h '"kam/belief.h"' bad
planted include/kam/kam.h '"kam/report.h"' good

echo "1..$number"
[ "$failed" -eq 0 ]
