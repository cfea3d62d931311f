#!/usr/bin/env bash
# Fails on a C file that is not built: no list in a meson.build and no row of a .def file names it.
#
#   tests/sources.sh BUILD-FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
status=0
while IFS= read -r file; do
	grep -qF "/$file\"" "$1/compile_commands.json" || {
		printf '%s: is not built\n' "$file"
		status=1
	}
done < <(find analyzer parser graph reports tests -name '*.c' -not -path '*/node_modules/*' | LC_ALL=C sort)
exit $status
