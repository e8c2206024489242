# SPDX-License-Identifier: MIT
# Sourced. The same surroundings for every test, whoever runs it and wherever.

# freeze_environment DIR: nothing of the user's is seen; HOME and the XDG folders are below DIR.
freeze_environment()
{
	for name in $(env | sed -n 's/^\(KAM_[A-Za-z0-9_]*\)=.*/\1/p'); do
		unset "$name"
	done
	unset LANG LANGUAGE LC_MESSAGES LC_CTYPE NO_COLOR PAGER EDITOR VISUAL MAKEFLAGS MAKELEVEL MFLAGS
	mkdir -p "$1/home" "$1/config" "$1/data" "$1/state" "$1/cache" "$1/runtime" "$1/tmp"
	chmod 700 "$1/runtime"
	HOME=$1/home XDG_CONFIG_HOME=$1/config XDG_DATA_HOME=$1/data XDG_STATE_HOME=$1/state
	XDG_CACHE_HOME=$1/cache XDG_RUNTIME_DIR=$1/runtime TMPDIR=$1/tmp
	LC_ALL=C.UTF-8 TZ=UTC TERM=dumb COLUMNS=80 LINES=24 INPUTRC=/dev/null
	export HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR TMPDIR
	export LC_ALL TZ TERM COLUMNS LINES INPUTRC
}

# limit SECONDS COMMAND…: 124 when it took longer; without timeout(1) there is no limit.
limit()
{
	if command -v timeout >/dev/null 2>&1; then
		timeout -k 2 "$@"
	else
		shift
		"$@"
	fi
}
