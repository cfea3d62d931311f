#!/usr/bin/env bash
# Seeds for a fuzz target from the cases of corpus/: TARGET FOLDER. Prints nothing; FOLDER is made.
set -euo pipefail
target=$1
folder=$2
corpus=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../corpus")
mkdir -p "$folder"

# copies the files of the corpus that find's arguments choose; equal names get numbers
take() {
	find "$corpus" -type f "$@" -print0 | sort -z | xargs -0r cp --backup=numbered -t "$folder"
}

# a tree in one text, as target_tree.c reads it
pack() {
	local tree=$1
	(cd "$tree" && find . -type f -printf '%P\n' | sort | while IFS= read -r path; do
		printf '=== %s\n' "$path"
		cat "$path"
	done)
}

# every tree of the corpus in a text of its own
pack_trees() {
	find "$corpus" -type d -name tree | sort | while IFS= read -r tree; do
		pack "$tree" >"$folder/$(printf %s "$tree" | cksum | cut -d' ' -f1)"
	done
}

case $target in
migration) take -path '*migrate/*.rb' ;;
job) take -path '*background_migration/*.rb' ;;
sql) take -name '*.sql' ;;
yaml) take -path '*/tree/*.yml' ! -name '.stopgraph*' ;;
config) take -name '.stopgraph*.yml' ;;
status)
	printf 'finished | BackfillNotes,notes,id,[]\n' >"$folder/rake"
	printf 'job_class_name,table_name,column_name,job_arguments,status\nFillX,notes,id,"[]",3\n' >"$folder/csv"
	printf '[{"job_class_name":"FillX","table_name":"notes","status":"paused"}]\n' >"$folder/json"
	printf ' job_class_name | status\n----------------+--------\n FillX | 3\n(1 row)\n' >"$folder/psql"
	;;
version)
	printf '^v([0-9]+)[.]([0-9]+)\nv18.9.0-ee\nREL_9_5\nv11.2.0-rc9\n18.9\n' >"$folder/tags"
	;;
tree) pack_trees ;;
answers)
	pack_trees
	for file in "$folder"/*; do
		printf '=== status\nfinished | BackfillNotes,notes,id,[]\nactive | FillNotes,notes,id,[]\n' >>"$file"
		printf "=== releases.yml\n- {release: '18.2', date: '2025-07-17', latest: 18.2.8}\n" >>"$file"
	done
	;;
script)
	take -path '*/corpus/sql/*' \( -name '*.sql' -o -name '*.plan' \)
	printf '20250101_x.up.sql' >"$folder/name"
	;;
kept) printf '\001\001\002x\000' >"$folder/short" ;;
lsp)
	body='{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"rootUri":"file:///a%20b"}}'
	printf 'Content-Length: %d\r\n\r\n%s' ${#body} "$body" >"$folder/initialize"
	;;
*)
	echo "$0: there is no target '$target'" >&2
	exit 2
	;;
esac
