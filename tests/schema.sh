#!/bin/sh
# SPDX-License-Identifier: MIT
# The JSON Schemas of knowledge/schema: sound, true of what is shipped and printed, and as strict as kam.
set -u
cd "$(dirname "$0")/.." || exit 1
python=/usr/bin/python3

if [ ! -x "$python" ]; then
	echo "not ok 1 - $python is missing: apt-get install python3-jsonschema"
	echo "1..1"
	exit 1
fi
exec "$python" tests/lib/schema.py
