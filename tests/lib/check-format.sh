#!/bin/sh
# SPDX-License-Identifier: MIT
# check-format.sh FILE…: one test; its result goes to $KAM_COUNTS. The output of clang-format changes
# from version to version, so only the pinned one counts.
set -u
counts=${KAM_COUNTS:-/dev/null}
mkdir -p "$(dirname "$counts")"

if ! command -v "$CLANG_FORMAT" >/dev/null 2>&1; then
	echo "format: skipped, there is no $CLANG_FORMAT"
	exit 0
fi
if [ $# -eq 0 ] || "$CLANG_FORMAT" --dry-run -Werror "$@"; then
	echo "format: $# files, 1 passed, 0 failed"
	echo "format 1 0" >>"$counts"
else
	echo "format: 0 passed, 1 failed; \`make format\` mends it"
	echo "format 0 1" >>"$counts"
	exit 1
fi
