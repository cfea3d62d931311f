#!/usr/bin/env bash
# Fails when a library calls what only the command line may: ending the process or writing to the terminal. The one
# exception is running out of memory, in arena.c. Also: no changeable data that outlives a call; and nobody at all starts
# another program, loads code or opens a socket, but for libpq, which is loaded by a fixed name when a user names a database.
#
#   tests/symbols.sh BUILD-FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:-build}

find "$build/analyzer" "$build/parser" "$build/graph" "$build/reports" -name '*.a' ! -name 'libtree_sitter_ruby*.a' -print0 |
	LC_ALL=C sort -z | while IFS= read -r -d '' library; do
	nm -A -f sysv "$library" 2>/dev/null
done | awk -F '|' '
NF < 7 { next }
{
	for (i = 1; i <= NF; i++)
		gsub(/^ +| +$/, "", $i)
	object = $1
	sub(/\.o:.*/, "", object)
	sub(/^.*\//, "", object)
	sub(/^.*:/, "", object)
	name = $1
	sub(/^.*:/, "", name)
}
object == "arena.c" { next }
object == "plan_instance_libpq.c" && name == "dlopen" { next }
$3 == "U" && name ~ /^(_?exit|_Exit|abort|quick_exit|__assert_fail|v?printf|__v?printf_chk|puts|putchar|perror|stdout|stderr)$/ {
	print object ": " name
	bad = 1
}
$3 == "U" && name ~ /^(system|popen|exec[lv]p?e?|execvpe|v?fork|posix_spawnp?|dlopen|socket|connect|bind|listen)$/ {
	print object ": " name
	bad = 1
}
# constants that hold pointers lie in .data.rel.ro: they are not changeable
$3 ~ /^[bBdDC]$/ && $7 !~ /^\.data\.rel\.ro/ && $4 == "OBJECT" {
	print object ": changeable data \047" name "\047"
	bad = 1
}
END { exit bad }
'
