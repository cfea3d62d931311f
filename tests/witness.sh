#!/usr/bin/env bash
# explain --witness and the pre-checks of plans, held against a PostgreSQL: for every dependency in the corpus that breaks,
# the first half of its script fails with the error that it promises, the second does not, and nothing is left. TAP.
#
#   tests/witness.sh PROGRAM CORPUS [FOLDER...]     the folders of the corpus: relations, past-stops and eras
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
corpus=$(realpath "$2")
shift 2
(($#)) || set -- relations past-stops eras
folders=("$@")
# shellcheck source=tests/support/postgres.sh
source "$root/tests/support/postgres.sh"
trap 'postgres_stop; tap_end' EXIT
unset PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE
tap_shows=("$work/script" "$work/log")

postgres_start "$work" || skip_all 'postgresql is not installed (./bootstrap test does it)'

left_behind() {
	postgres_sql postgres -c "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
		UNION SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema|public)'"
}

# One error, in the first half, and as promised.
fails_as_promised() {
	local line code

	read -r line code <"$work/errors"
	[[ $(wc -l <"$work/errors") == 1 && $code == "$(sed -n 's/^-- ^ fails with //p' "$work/script")" ]] &&
		((line < $(grep -n '^-- 2\.' "$work/script" | cut -d: -f1)))
}

# The pre-check, where there is one, counts rows first and none when the job is finished.
counts() {
	grep -q '^-- the pre-check' "$work/script" || return 0
	[[ $(head -n 1 "$work/rows") -gt 0 && $(tail -n 1 "$work/rows") == 0 ]]
}

holds() {
	postgres_sql postgres -v VERBOSITY=sqlstate --file="$work/script" >"$work/rows" 2>"$work/log"
	sed -n 's/^psql:.*:\([0-9]*\): ERROR:  */\1 /p' "$work/log" >"$work/errors"
	fails_as_promised && counts
}

declares_silence() {
	grep -q '^-- No SQL statement fails: ' "$work/script" && ! grep -qv '^--' "$work/script"
}

is_about() { [[ " $1 " == *" $2 "* ]]; }

failing='not_null unique fk rejects_write drop_source drop_target'
silent='finalizes reads_result swap_or_rename delete_job declared'
declare -A seen
# every edge that breaks, a line each
mkdir "$work/graphs"
for tree in "${folders[@]/#/$corpus/}"; do
	find "$tree" -mindepth 2 -maxdepth 2 -name tree
done | LC_ALL=C sort >"$work/trees"
while read -r tree; do
	graph=${tree#"$corpus"/}
	quick "$work/graphs/${graph//\//@}" /dev/null graph -q -C "$tree"
done <"$work/trees"
node -e '
	const fs = require("fs"), [folder, corpus] = process.argv.slice(1)
	for (const name of fs.readdirSync(folder)) {
		const text = fs.readFileSync(folder + "/" + name, "utf8")
		for (const edge of text ? JSON.parse(text).edges : [])
			if (edge.severity === "breaks")
				console.log([corpus + "/" + name.replaceAll("@", "/"), edge.job, edge.relation,
					edge.dependent ?? edge.dependent_path ?? "-",
					[edge.table ?? "-", ...(edge.columns.length ? [edge.columns.join(",")] : [])].join(".")].join("\t"))
	}' "$work/graphs" "$corpus" | LC_ALL=C sort -u >"$work/edges"
: >"$work/without"
while IFS=$'\t' read -r tree job relation dependent table; do
	dependent=${dependent#-} table=${table#-} # read takes two tabs for one
	: >"$work/script" >"$work/log"
	quick "$work/script" "$work/log" explain -q -C "$tree" --witness "$job" "$dependent:$relation:$table" || {
		check "a script for $relation: $tree" false
		continue
	}
	name=${tree#"$corpus"/}
	name="${name%/tree}: $relation in $dependent"
	if grep -q '^-- 1\.' "$work/script"; then
		seen[$relation]=1
		check "$name" holds
	elif is_about "$silent" "$relation"; then
		seen[$relation]=1
		check "$name: no statement fails" declares_silence
	else
		printf '%s\t%s\n' "$name" "$(sed -n 's/^-- No SQL statement fails: //p' "$work/script")" >>"$work/without"
	fi
done <"$work/edges"
check 'nothing is left behind' test -z "$(left_behind)"
for relation in $failing; do
	check "$relation is shown by some case" test -n "${seen[$relation]:-}"
done
# which ones cannot be shown, and why, is known one by one
grep -E "^($(IFS='|' && echo "${folders[*]}"))/" "$root/tests/witness-without.tsv" >"$work/known"
check 'what cannot be shown is what tests/witness-without.tsv says' diff "$work/known" <(LC_ALL=C sort -u "$work/without")

# how a dependency is named
tree=$corpus/relations/gate-statement-order/tree
says() {
	local expected=$1 part=$2
	shift 2
	"$program" explain -q -C "$tree" --witness "$@" >"$work/script" 2>"$work/log"
	[[ $? == "$expected" && $(cat "$work/script" "$work/log") == *"$part"* ]]
}
several=$("$program" graph -q -C "$tree" | node -e '
	const edges = JSON.parse(require("fs").readFileSync(0, "utf8")).edges.filter(edge => edge.severity === "breaks")
	console.log(edges[0].dependent)')
check 'several dependencies are listed' says 2 "$several:not_null" "$several"
check 'a dependent that is none' says 2 "needs a job to be finished" "$several" 20200101000000
check 'a rule has no witness' says 2 "--witness is about" implicit-stop
tree=$corpus/past-stops/duplicate-services/tree
fingerprint=$("$program" check -q --all -C "$tree" --format json | grep -o '"fingerprint":"[0-9a-f]*' | head -n 1 | cut -d '"' -f 4)
check 'a finding has one' says 0 '^ fails with 23505' "$fingerprint"
check 'a job that has only one' says 0 '^ fails with 23505' 'RemoveDuplicateServices/?.?/[]'
check 'a second word is for witnesses' eval \
	'! "$program" explain -q -C "$tree" RemoveDuplicateServices 20210126091713 >"$work/script" 2>"$work/log"'
finish
