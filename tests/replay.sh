#!/usr/bin/env bash
# Cases of the corpus replayed as merge requests: in a throw-away repository the base lacks one migration of the case, the
# branch adds it, and `check` must report the implicit stop. Once the migration is the dependent, once it is the queue that
# makes an older migration a dependent. TAP.
#
#   tests/replay.sh PROGRAM CORPUS
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
corpus=$(realpath "$2")
git --version >/dev/null 2>&1 || skip_all 'there is no git'
export HOME=$work
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org
export GIT_AUTHOR_DATE=2025-01-01T00:00:00Z GIT_COMMITTER_DATE=2025-01-01T00:00:00Z

# replay NAME TREE PATH: PATH comes with the merge request
replay() {
	local tree=$work/tree
	rm -rf "$tree"
	cp -r "$2" "$tree"
	mv "$tree/$3" "$work/held"
	git -C "$tree" init -q -b main .
	git -C "$tree" add -A
	git -C "$tree" commit -q -m base
	git -C "$tree" checkout -q -b feature
	mv "$work/held" "$tree/$3"
	git -C "$tree" add -A
	git -C "$tree" commit -q -m change
	"$program" check -C "$tree" --format json >"$work/out" 2>"$work/err"
	status=$?
	ok "$1" '[[ $status == 1 ]]' 'grep -q "\"implicit-stop\"" "$work/out"'
}

for findings in "$corpus"/{eras,past-stops,relations}/*/expected.findings; do
	folder=$(dirname "$findings")
	name=${folder#"$corpus"/}
	line=$(grep -m1 '^error implicit-stop ' "$findings") || continue
	path=${line##* }
	replay "$name: dependent" "$folder/tree" "${path%:*}"
	queue=$(sed -n 's/.*queued=\([0-9]*\)@.*rule=implicit-stop.*/\1/p' "$folder/expected.edges" 2>/dev/null | head -1)
	file=$(cd "$folder/tree" && find db ee -name "${queue:-none}_*.rb" 2>/dev/null | head -1)
	[[ -n $file && $file != "${path%:*}" ]] && replay "$name: queue" "$folder/tree" "$file"
done
finish
