#!/bin/sh
# Writes a header with a digest of the program's sources: whoever reads with other code must not use what this code kept.
#
#   sources_digest.sh ROOT OUTPUT DEPFILE VERSION...
#
# The versions are those of libraries that take part in reading. DEPFILE lists the files for the build.
set -eu
root=$1 output=$2 depfile=$3
shift 3
files=$(find "$root/analyzer" "$root/parser" "$root/graph" -path "$root/analyzer/cli" -prune -o \
	\( -name '*.[ch]' -o -name '*.def' -o -name 'meson.build' \) -print | LC_ALL=C sort)
digest=$( (cd "$root" && printf '%s\n' "$files" | sed "s|^$root/||" | tr '\n' '\0' | xargs -0 cat; echo "$@") | sha256sum)
printf '#define STOPGRAPH_SOURCES_DIGEST "%.32s"\n' "$digest" >"$output"
{
	printf '%s:' "$output"
	printf '%s\n' "$files" | sed 's/ /\\ /g' | tr '\n' ' ' | sed 's/^/ /'
} >"$depfile"
