#!/bin/sh
# SPDX-License-Identifier: MIT
# make install: the program and the library work where they are installed, and make uninstall takes all of it back.
. "$(dirname "$0")/lib/testlib.sh"

# The data folder is compiled in, so all is built once more, into a folder of its own. Folders that the make around this
# one was given are not those of this test.
unset DESTDIR PREFIX prefix bindir libdir includedir datadir mandir pcdir bashdir zshdir fishdir
root=$tmp/root
stage=$tmp/stage
build=$tmp/build
cc=${CC:-cc}
jobs=$(nproc 2>/dev/null || echo 2)
quiet="${MAKE:-make} --no-print-directory -s -j$jobs CFLAGS=-O0"

# Without the limit of 20 seconds: this compiles.
limit()
{
	shift
	"$@"
}

expect_status 'make install' 0 '$quiet BUILD="$build" PREFIX="$root" install'
expect_match 'what was installed' 0 'cd "$root" && find . -type f' <<'END'
^\./bin/kam$
^\./lib/libkam\.a$
^\./lib/pkgconfig/kam\.pc$
^\./include/kam/kam\.h$
^\./share/kam/knowledge/millman-wilson/base\.json$
^\./share/kam/knowledge/schema/event\.schema\.json$
^\./share/man/man1/kam\.1$
^\./share/man/man5/kam-answers\.5$
^\./share/bash-completion/completions/kam$
^\./share/zsh/site-functions/_kam$
^\./share/fish/vendor_completions\.d/kam\.fish$
END

# --- the program -------------------------------------------------------------------------------

expect_match 'the installed kam uses the installed base' 0 'cd / && "$root/bin/kam" --version' <<END
^knowledge base: $root/share/kam/knowledge/millman-wilson \\(installed\\)\$
END
expect_match 'explain' 0 'cd / && "$root/bin/kam" explain key-people' <<'END'
key people
END
expect_out 'the installed completion is that of the program' 0 \
	'"$root/bin/kam" completion bash | cmp - "$root/share/bash-completion/completions/kam"' </dev/null

# --- the library -------------------------------------------------------------------------------

cat >"$tmp/one.c" <<'END'
#include <kam/kam.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
	static const char line[] = "{\"id\":\"A-17\",\"answers\":{\"orders-so-far\":\"regular\"}}";
	struct kam_kb *kb = NULL;
	struct kam_belief *belief;
	struct kam_assessment *assessment;
	char *id = NULL;
	char *json = NULL;

	if (argc != 2 || kam_kb_load(argv[1], &kb, NULL)) {
		return 1;
	}
	belief = kam_belief_new(kb);
	if (kam_place_line(belief, line, strlen(line), NULL, &id, &json, NULL)) {
		return 2;
	}
	assessment = kam_place(belief);
	printf("%s: %s\n", id, kam_kb_state_id(kb, kam_kb_stage(kb), assessment->leading));
	kam_assessment_free(assessment);
	kam_belief_free(belief);
	kam_kb_free(kb);
	free(id);
	free(json);
	return 0;
}
END
PKG_CONFIG_PATH=$root/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
expect_out 'a program of another project compiles and links' 0 \
	'cd "$tmp" && $cc -std=c17 -Wall -Wextra -Werror $(pkg-config --cflags kam) -o one one.c $(pkg-config --libs kam)' </dev/null
expect_out 'and places an account' 0 '"$tmp/one" "$root/share/kam/knowledge/millman-wilson"' <<'END'
A-17: early
END
expect_out 'pkg-config knows the version' 0 'pkg-config --modversion kam' <VERSION

# --- taking it back ----------------------------------------------------------------------------

expect_status 'make uninstall' 0 '$quiet BUILD="$build" PREFIX="$root" uninstall'
expect_out 'leaves no file behind' 0 'find "$root" ! -type d' </dev/null
expect_out 'nor a folder of its own' 0 'find "$root" -name "kam*"' </dev/null

# --- for packagers: DESTDIR, where nothing is run ------------------------------------------------

expect_status 'make install below DESTDIR' 0 '$quiet BUILD="$build" PREFIX=/usr DESTDIR="$stage" install'
expect_match 'lands there' 0 'cd "$stage" && find . -type f' <<'END'
^\./usr/bin/kam$
^\./usr/share/man/man1/kam\.1$
! ^\./[^u]
END
expect_out 'DESTDIR stands in no file that names folders' 0 \
	'cat "$stage/usr/lib/pkgconfig/kam.pc" "$stage/usr/share/zsh/site-functions/_kam" | grep -F "$stage"; :' </dev/null
expect_match 'kam.pc names the prefix' 0 'cat "$stage/usr/lib/pkgconfig/kam.pc"' <<'END'
^prefix=/usr$
END
expect_status 'make uninstall below DESTDIR' 0 '$quiet BUILD="$build" PREFIX=/usr DESTDIR="$stage" uninstall'
expect_out 'leaves no file behind there' 0 'find "$stage" ! -type d' </dev/null
