#!/usr/bin/env bash
# Every rule and every relation has a corpus case that expects it, and cases that stay silent. What only git history can show
# has its cases in tests/unit/test_git_check.c. Every row of the helper tables is called by a case; every line of
# corpus/traps.md names cases that are there, or a limit. TAP.
#
#   tests/coverage.sh PROGRAM CORPUS
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
corpus=$(realpath "$2")

# covered FILES PATTERN NAME: some of the files hold the pattern, some do not.
covered() {
	local files=$1 pattern=$2 name=$3 with without

	# shellcheck disable=SC2086 # a list of files
	with=$(grep -lE -- "$pattern" $files | wc -l)
	# shellcheck disable=SC2086
	without=$(grep -LE -- "$pattern" $files | wc -l)
	if [[ $with == 0 ]]; then
		with=$(grep -cE "(error|warning|note) $name " "$(dirname "$0")/unit/test_git_check.c")
	fi
	result $((with == 0 || without == 0)) "$name: $with cases expect it, $without do not"
}

mapfile -t rules < <("$program" rules | sed -nE 's/^([a-z][a-z-]+) \((error|warning|note).*/\1/p')
((${#rules[@]} >= 20))
result $? "${#rules[@]} rules are listed"
for rule in "${rules[@]}"; do
	covered "$(echo "$corpus"/*/*/expected.findings)" "^(error|warning|note) $rule " "$rule"
done
mapfile -t relations < <(sed -nE 's/^X\(([a-z_]+)\).*/\1/p' "$(dirname "$0")/../graph/edges.def")
((${#relations[@]} == 12))
result $? "${#relations[@]} relations are listed"
for relation in "${relations[@]}"; do
	covered "$(echo "$corpus"/*/*/expected.edges)" "^$relation " "$relation"
done

# rows FILE: the names of the helpers in its tables
rows() {
	awk '/^static const struct (helper|external)_row rows/ { inside = 1; next } /^};/ { inside = 0 } inside' "$1" |
		grep -oE '(\{|QUESTION\(|SPATIAL\(|SQL\(|TYPE\()"[A-Za-z0-9_]+[?!]?"[,)]' | grep -oE '[A-Za-z0-9_]+[?!]?"' | tr -d '"' | sort -u
}
words=$work/words
find "$corpus" -path '*/tree/*' -name '*.rb' -exec grep -ohE '[A-Za-z0-9_]+[?!]?' {} + | sort -u >"$words"
ruby=$(dirname "$0")/../parser/ruby
for file in "$ruby"/helpers/*.c "$ruby"/migration/table_block.c "$ruby"/eval/external.c; do
	missing=$(comm -23 <(rows "$file") "$words" | paste -sd ' ')
	count=$(rows "$file" | wc -l)
	((count > 0)) && [[ -z $missing ]]
	result $? "${file#"$ruby"/}: $count rows are called by cases${missing:+, but not $missing}"
done
# Backquotes are Markdown's. Rows of tables: a line starts with `| ` and is no heading.
rows=$(grep '^| ' "$corpus/traps.md" | grep -vE '^\| (what happened|idiom|line|trap) \|')
# shellcheck disable=SC2016
dangling=$(grep -vE '\| (`[a-z-]+/[a-z0-9-]+`|limit: [a-z])' <<<"$rows")
[[ $(wc -l <<<"$rows") -ge 90 && -z $dangling ]]
result $? "every line of traps.md names a case or a limit${dangling:+: $dangling}"
# shellcheck disable=SC2016
missing=$(grep -oE '`[a-z-]+/[a-z0-9-]+`' <<<"$rows" | tr -d '`' | sort -u | while read -r case; do
	[[ -f $corpus/$case/README && -d $corpus/$case/tree ]] || echo "$case"
done)
[[ -z $missing ]]
result $? "every case that traps.md names is there${missing:+: $missing}"
unnamed=$(cd "$corpus" && for case in past-stops/*; do
	grep -qF "\`$case\`" traps.md || echo "$case"
done)
[[ -z $unnamed ]]
result $? "traps.md names every past stop${unnamed:+: $unnamed}"
[[ $(sed -nE 's/^\| ([0-9]+)\. .*/\1/p' "$corpus/traps.md" | paste -sd ' ') == "$(seq -s ' ' 19)" ]]
result $? 'traps.md has the 19 traps'
finish
