# SPDX-License-Identifier: MIT
# kam: one Makefile, no configure. `make help` lists the goals.
#
#   V=1                          show commands
#   DEVELOPER=1                  strict warnings, and warnings are errors
#   SANITIZE=address,undefined   instrument everything
#   BUILD=dir                    where the results go (build)
#   PREFIX= DESTDIR= and the GNU directories, CC, CFLAGS, CPPFLAGS, LDFLAGS, LDLIBS: as usual
#
# Nothing here needs pkg-config until something is compiled, so that `make run` can install it.

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:

BUILD      ?= build
PREFIX     ?= /usr/local
prefix     ?= $(PREFIX)
bindir     ?= $(prefix)/bin
libdir     ?= $(prefix)/lib
includedir ?= $(prefix)/include
datadir    ?= $(prefix)/share
mandir     ?= $(datadir)/man
pcdir      ?= $(libdir)/pkgconfig
bashdir    ?= $(datadir)/bash-completion/completions
zshdir     ?= $(datadir)/zsh/site-functions
fishdir    ?= $(datadir)/fish/vendor_completions.d

INSTALL      ?= install
PKG_CONFIG   ?= pkg-config
CLANG_FORMAT ?= clang-format-14
CFLAGS       ?= -O3 -g
VERSION      := $(shell cat VERSION)

# --- what there is ---------------------------------------------------------------------------

LIB_ROWS := util record knowledge document inference assessment dialogue authoring report
LIB_SRC  := $(sort $(foreach row,$(LIB_ROWS),$(wildcard src/$(row)/*.c)))
TERM_SRC := $(sort $(wildcard src/term/*.c))
CLI_SRC  := $(sort $(wildcard src/cli/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/test_*.c))
UNIT_LIB := $(sort $(wildcard tests/lib/unit_*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
HEADERS  := $(sort $(wildcard include/kam/*.h))
MAN      := $(sort $(wildcard man/*.[1-9]))
SOURCES   = $(sort $(shell find src include tests -name '*.[ch]'))

object    = $(patsubst %.c,$(BUILD)/obj/%.o,$1)
LIB      := $(BUILD)/libkam.a
PROGRAM  := $(if $(CLI_SRC),$(BUILD)/kam)
UNITS    := $(UNIT_SRC:tests/%.c=$(BUILD)/tests/%)
FUZZES   := $(FUZZ_SRC:tests/%.c=$(BUILD)/tests/%)
DRIVER   := $(if $(PROGRAM),$(BUILD)/tests/pty_driver)
OBJECTS  := $(call object,$(LIB_SRC) $(TERM_SRC) $(CLI_SRC) $(UNIT_SRC) $(UNIT_LIB) $(FUZZ_SRC) \
	tests/fuzz/driver.c tests/lib/pty_driver.c)

# --- flags -----------------------------------------------------------------------------------

LIB_PKGS  := libcjson libutf8proc libmd
TERM_PKGS := readline

# Asked when first used, once.
once = $(eval $1 := $$(shell $(PKG_CONFIG) $2))$($1)
LIB_CFLAGS  = $(call once,LIB_CFLAGS,--cflags $(LIB_PKGS))
LIB_LIBS    = $(call once,LIB_LIBS,--libs $(LIB_PKGS))
TERM_CFLAGS = $(call once,TERM_CFLAGS,--cflags-only-I $(TERM_PKGS))
TERM_LIBS   = $(call once,TERM_LIBS,--libs $(TERM_PKGS))
TEST_CFLAGS = $(call once,TEST_CFLAGS,--cflags cmocka)
TEST_LIBS   = $(call once,TEST_LIBS,--libs cmocka)

WARNINGS := -Wall
ifeq ($(DEVELOPER),1)
WARNINGS += -Werror -Wextra -Wshadow -Wconversion -Wvla -Wmissing-prototypes -Wstrict-prototypes \
	-Wwrite-strings -Wswitch-enum -Wformat=2 -Wundef -Wcast-qual
endif

SANITIZER := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer)
KAM_CPPFLAGS := -D_XOPEN_SOURCE=700 -Iinclude -Isrc
KAM_CFLAGS   := -std=c17 -ffp-contract=off $(WARNINGS) $(SANITIZER)
CLI_DEFINES   = -DKAM_VERSION='"$(VERSION)"' -DKAM_DATADIR='"$(datadir)/kam/knowledge"' \
	-DKAM_SOURCE_KNOWLEDGE='"$(CURDIR)/knowledge"'

# A sanitizer that finds something must not look like an exit status of kam.
export ASAN_OPTIONS  ?= exitcode=99:detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS ?= exitcode=99:print_stacktrace=1

Q     := $(if $(V),,@)
say    = @printf '  %-4s %s\n' $1 '$2'
JOBS   = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))

# --- building --------------------------------------------------------------------------------

build: $(LIB) $(PROGRAM) ## the library and the program (default)

run: ## install what is missing, build and start kam (ARGS='board')
	@./tools/deps run
	@$(MAKE) --no-print-directory $(JOBS) build
	@exec $(BUILD)/kam $(ARGS)

compile = $(CC) $(KAM_CPPFLAGS) $1 $(CPPFLAGS) $(KAM_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
link    = $(CC) $(KAM_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $1 $(LDLIBS)

$(BUILD)/obj/src/cli/%.o: src/cli/%.c $(BUILD)/flags $(BUILD)/flags-cli | $(BUILD)/packages
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(call compile,$(LIB_CFLAGS) $(TERM_CFLAGS) $(CLI_DEFINES))

$(BUILD)/obj/src/term/%.o: src/term/%.c $(BUILD)/flags | $(BUILD)/packages
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(call compile,$(LIB_CFLAGS) $(TERM_CFLAGS))

$(BUILD)/obj/tests/unit/%.o: tests/unit/%.c $(BUILD)/flags | $(BUILD)/packages $(BUILD)/packages-test
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(call compile,-Itests/lib $(LIB_CFLAGS) $(TEST_CFLAGS))

$(BUILD)/obj/tests/lib/unit_%.o: tests/lib/unit_%.c $(BUILD)/flags | $(BUILD)/packages $(BUILD)/packages-test
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(call compile,-Itests/lib $(LIB_CFLAGS) $(TEST_CFLAGS))

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | $(BUILD)/packages
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(call compile,$(LIB_CFLAGS))

$(LIB): $(call object,$(LIB_SRC)) $(BUILD)/list-lib
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(BUILD)/kam: $(call object,$(TERM_SRC) $(CLI_SRC)) $(LIB) $(BUILD)/list-program
	$(call say,LD,$@)
	$(Q)$(call link,$(filter %.o %.a,$^) $(TERM_LIBS) $(LIB_LIBS) -lm)

$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(call object,$(UNIT_LIB)) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(call link,$^ $(TEST_LIBS) $(LIB_LIBS) -lm)

$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/fuzz/driver.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(call link,$^ $(LIB_LIBS) -lm)

$(BUILD)/tests/pty_driver: $(BUILD)/obj/tests/lib/pty_driver.o
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(call link,$^ -lutil)

# Files that change when the words in them do: other flags compile again, other lists link again.
quoted = '$(subst ','\'',$(strip $1))'
define remember
@mkdir -p $(@D)
@printf '%s\n' $(call quoted,$1) >$@.new
@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
endef

$(BUILD)/flags: FORCE | $(BUILD)/packages
	$(call remember,$(CC) $(KAM_CPPFLAGS) $(CPPFLAGS) $(KAM_CFLAGS) $(CFLAGS) $(LDFLAGS) $(LIB_CFLAGS) $(TERM_CFLAGS))
$(BUILD)/flags-cli: FORCE
	$(call remember,$(CLI_DEFINES))
$(BUILD)/list-lib: FORCE
	$(call remember,$(LIB_SRC))
$(BUILD)/list-program: FORCE
	$(call remember,$(TERM_SRC) $(CLI_SRC) $(LDFLAGS) $(LDLIBS))

# One message for each missing library, before a compiler says it less well.
define need
@command -v $(PKG_CONFIG) >/dev/null || { echo "$(PKG_CONFIG) is missing: ./tools/deps $1 installs it" >&2; exit 1; }
@status=0; for package in $2; do \
	$(PKG_CONFIG) --exists $$package || \
	{ echo "library '$$package' is missing: ./tools/deps $1 installs it" >&2; status=1; }; \
done; exit $$status
@mkdir -p $(@D) && touch $@
endef

$(BUILD)/packages:
	$(call need,run,$(LIB_PKGS) $(TERM_PKGS))
$(BUILD)/packages-test:
	$(call need,test,cmocka)

-include $(OBJECTS:.o=.d)

# --- tests -----------------------------------------------------------------------------------

SUITES := check-unit check-fuzz check-cli check-pty check-kb $(if $(SANITIZE),,check-layers check-schema check-headers check-install)
SURROUNDINGS = KAM_COUNTS='$(BUILD)/counts' KAM='$(CURDIR)/$(BUILD)/kam'
RUN     = $(SURROUNDINGS) tests/lib/run-tap.sh
ASAN_CC ?= $(or $(shell command -v clang-14 2>/dev/null),$(CC))

check: build check-programs ## all tests on what is installed, in half a minute
	@rm -f $(BUILD)/counts
	@status=0; \
	$(MAKE) --no-print-directory -k -O $(JOBS) $(SUITES) || status=1; \
	printf '%s: ' '$(BUILD)'; tests/lib/sum-counts.sh $(BUILD)/counts; exit $$status

test: ## everything: installs what it needs, strict build, sanitizers, format
	@./tools/deps test
	@rm -f $(BUILD)/counts $(BUILD)/dev/counts $(BUILD)/asan/counts
	@status=0; sub='$(MAKE) --no-print-directory $(JOBS)'; \
	$$sub BUILD='$(BUILD)/dev' DEVELOPER=1 SANITIZE= check || status=1; \
	$$sub BUILD='$(BUILD)/asan' DEVELOPER=1 SANITIZE=address,undefined CC='$(ASAN_CC)' check || status=1; \
	$$sub format-check || status=1; \
	exit $$status

check-programs: $(UNITS) $(FUZZES) $(DRIVER)

check-unit: $(UNITS) ## unit tests (cmocka)
	@CMOCKA_MESSAGE_OUTPUT=TAP $(RUN) unit $(UNITS)

check-fuzz: $(FUZZES) ## the fuzz corpora, replayed
	@$(RUN) fuzz $(foreach name,$(FUZZ_SRC:tests/fuzz/fuzz_%.c=%),'tests/lib/replay.sh $(BUILD)/tests/fuzz/fuzz_$(name) tests/fuzz/corpus/$(name)')

check-cli: $(PROGRAM) ## the command line: output, errors, exit status
	@$(if $(PROGRAM),$(SURROUNDINGS) tests/lib/run-cli.sh,echo 'cli: no program yet')

check-pty: $(PROGRAM) $(DRIVER) ## conversations on a pseudo-terminal
	@$(if $(PROGRAM),$(RUN) pty $(foreach script,$(sort $(wildcard tests/pty/*.pty)),'$(DRIVER) "$$KAM" $(script)'),echo 'pty: no program yet')

check-kb: $(PROGRAM) ## the shipped knowledge bases: kb check, kb test
	@$(if $(PROGRAM),$(RUN) kb 'sh tests/kb.sh',echo 'kb: no program yet')

check-layers: ## who includes whom (design, section 10)
	@$(RUN) layers 'sh tests/layers.sh'

check-schema: $(PROGRAM) ## the JSON Schemas against bases, output and kam itself
	@$(RUN) schema 'sh tests/schema.sh'

check-headers: | $(BUILD)/packages ## every header compiles alone
	@HEADER_CC='$(CC) $(KAM_CFLAGS) -Werror' \
	HEADER_CPPFLAGS='$(KAM_CPPFLAGS) $(LIB_CFLAGS) $(TERM_CFLAGS)' $(RUN) headers 'sh tests/headers.sh'

check-install: ## install and uninstall, and a program that uses the library
	@CC='$(CC)' $(RUN) install 'sh tests/install.sh'

bench: ## measure (tests/bench)
	@./tools/deps test
	@$(MAKE) --no-print-directory $(JOBS) build
	@for script in $(sort $(wildcard tests/bench/*.sh)); do \
		echo "$$script"; KAM='$(CURDIR)/$(BUILD)/kam' BUILD='$(BUILD)' CC='$(CC)' sh "$$script" || exit 1; \
	done

format: ## write the C sources in house style
	@command -v $(CLANG_FORMAT) >/dev/null || { echo '$(CLANG_FORMAT) is missing: ./tools/deps test' >&2; exit 1; }
	@$(CLANG_FORMAT) -i $(SOURCES)

format-check: ## say what `make format` would change
	@KAM_COUNTS='$(BUILD)/counts' CLANG_FORMAT='$(CLANG_FORMAT)' tests/lib/check-format.sh $(SOURCES)

# --- installing ------------------------------------------------------------------------------

define PC
prefix=$(prefix)
libdir=$(libdir)
includedir=$(includedir)

Name: kam
Description: Key account management: knowledge, inference and dialogue
Version: $(VERSION)
Requires: $(LIB_PKGS)
Libs: -L$${libdir} -lkam -lm
Cflags: -I$${includedir}
endef
export PC

KNOWLEDGE = $(sort $(shell find knowledge -type f))
put  = $(INSTALL) -d '$(DESTDIR)$2' && $(INSTALL) -m $3 $1 '$(DESTDIR)$2/'
page = $(INSTALL) -d '$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $1))' && \
	$(INSTALL) -m 644 $1 '$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $1))/'
complete = $(PROGRAM) completion $1 >'$(BUILD)/completion.$1' && $(INSTALL) -d '$(DESTDIR)$(dir $2)' && \
	$(INSTALL) -m 644 '$(BUILD)/completion.$1' '$(DESTDIR)$2'

define newline


endef

install: build ## to PREFIX (/usr/local), below DESTDIR
	$(Q)printf '%s\n' "$$PC" >$(BUILD)/kam.pc
	$(if $(PROGRAM),$(Q)$(call put,$(PROGRAM),$(bindir),755))
	$(if $(PROGRAM),$(Q)$(call complete,bash,$(bashdir)/kam))
	$(if $(PROGRAM),$(Q)$(call complete,zsh,$(zshdir)/_kam))
	$(if $(PROGRAM),$(Q)$(call complete,fish,$(fishdir)/kam.fish))
	$(Q)$(call put,$(LIB),$(libdir),644)
	$(if $(HEADERS),$(Q)$(call put,$(HEADERS),$(includedir)/kam,644))
	$(Q)$(call put,$(BUILD)/kam.pc,$(pcdir),644)
	$(Q)for file in $(KNOWLEDGE); do \
		$(INSTALL) -d "$(DESTDIR)$(datadir)/kam/$${file%/*}" && \
		$(INSTALL) -m 644 "$$file" "$(DESTDIR)$(datadir)/kam/$$file" || exit 1; \
	done
	$(foreach file,$(MAN),$(Q)$(call page,$(file))$(newline)	)

uninstall: ## what install wrote, with the same PREFIX and DESTDIR
	$(Q)rm -f '$(DESTDIR)$(bindir)/kam' '$(DESTDIR)$(libdir)/libkam.a' '$(DESTDIR)$(pcdir)/kam.pc'
	$(Q)rm -f $(foreach file,$(HEADERS),'$(DESTDIR)$(includedir)/kam/$(notdir $(file))')
	$(Q)rm -f $(foreach file,$(MAN),'$(DESTDIR)$(mandir)/man$(subst .,,$(suffix $(file)))/$(notdir $(file))')
	$(Q)rm -f '$(DESTDIR)$(bashdir)/kam' '$(DESTDIR)$(zshdir)/_kam' '$(DESTDIR)$(fishdir)/kam.fish'
	$(Q)rm -rf '$(DESTDIR)$(datadir)/kam/knowledge'
	$(Q)rmdir '$(DESTDIR)$(datadir)/kam' '$(DESTDIR)$(includedir)/kam' 2>/dev/null || true

clean: ## remove the build folder
	$(Q)rm -rf '$(BUILD)'

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile

FORCE:
.PHONY: FORCE build run check test check-programs check-unit check-fuzz check-cli check-pty check-kb \
	check-layers check-schema check-headers check-install bench format format-check install uninstall clean help
