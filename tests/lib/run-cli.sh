#!/bin/sh
# SPDX-License-Identifier: MIT
# run-cli.sh [SCRIPT…]: runs the command-line tests (default: all of tests/cli) on $KAM.
set -u
cd "$(dirname "$0")/../.." || exit 1
KAM=${KAM:-$(pwd)/build/kam}
export KAM

[ $# -gt 0 ] || set -- tests/cli/t*.sh
for script in "$@"; do
	shift
	[ -f "$script" ] && set -- "$@" "sh $script"
done
exec tests/lib/run-tap.sh cli "$@"
