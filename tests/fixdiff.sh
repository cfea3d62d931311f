#!/usr/bin/env bash
# check --fix-diff on the corpus: the patch applies, and what it is for is no finding any more. TAP.
#
#   tests/fixdiff.sh PROGRAM
#
# A case counts when a rule that a gate satisfies fires in it. What the program says it leaves alone may stay.
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
cd "$work" || exit 1
tap_shows=(err log after)

# findings TREE: "PATH:LINE: [RULE]" of every finding that a gate would satisfy, sorted
findings() {
	"$program" check --all -C "$1" --format github 2>log |
		sed -nE 's/^::[a-z]+ .*file=([^,]*),line=([0-9]+).*title=([a-z-]*).*/\1:\2: [\3]/p' |
		grep -E '\[(implicit-stop|stop-only-dependency|gate-after-dependent|conditional-stop-only)\]' | LC_ALL=C sort -u
}

# patch TREE: into the file patch; what is left alone into the file left
patch_of() {
	"$program" check --all -C "$1" --fix-diff >patch 2>err
	sed -nE 's/^(.*: \[[a-z-]*\]) no patch: .*/\1/p' err | LC_ALL=C sort -u >left
}

repaired() {
	LC_ALL=C comm -12 before after | LC_ALL=C comm -23 - left >still
	[[ ! -s still ]]
}

for case in "$corpus"/*/*/; do
	case=${case%/}
	grep -qE 'implicit-stop|stop-only|gate-after' "$case/expected.findings" 2>/dev/null || continue
	rm -rf tree
	cp -r "$case/tree" tree
	findings tree >before
	[[ -s before ]] || continue
	patch_of tree
	LC_ALL=C comm -23 before left >meant
	name=${case#"$corpus"/}
	if [[ ! -s meant ]]; then
		ok "$name: left alone, and said so" '[[ -s left ]]'
		continue
	fi
	(cd tree && git apply --whitespace=error ../patch) 2>apply.log
	status=$?
	findings tree >after
	ok "$name" '((status == 0))' 'repaired'
done

# What stands around the gate: the dictionary of jobs, the files of versions, names that are taken.
plots=$corpus/relations/not-null-ungated/tree
gate=db/post_migrate/20250901100159_finalize_fill_plot_owner.rb
dictionary=db/docs/batched_background_migrations/fill_plot_owner.yml
fresh() {
	rm -rf tree
	cp -r "${1:-$plots}" tree
	mkdir -p tree/db/docs/batched_background_migrations
	printf '%s\n' --- 'migration_job_name: FillPlotOwner' 'feature_category: gardening' "milestone: '18.3'" \
		'queued_migration_version: 20250801100100' >tree/$dictionary
}
applied() {
	patch_of tree
	(cd tree && git apply ../patch) 2>apply.log
	status=$?
}

fresh
applied
ok 'the entry of the job gets a line' '((status == 0))' \
	'[[ $(tail -1 tree/$dictionary) == "finalized_by: '"'20250901100159'"'" ]]' '[[ $(wc -l <tree/$dictionary) == 6 ]]'
"$program" check --all -C tree >after 2>&1
ok 'and agrees with the gate' '! grep -q dictionary-mismatch after'
ok 'a gate that means to be early says so' 'grep -q "skip_early_finalization_validation: true" tree/$gate'
ok 'the gate runs on the database of the queue' 'grep -q "gitlab_schema: :gitlab_main" tree/$gate'

fresh
mv tree/db/post_migrate/20250901100200_*.rb tree/db/post_migrate/20250901000000_require_owner.rb
applied
ok 'before the first second of a month comes the last one of the month before' '((status == 0))' \
	'[[ -e tree/${gate/20250901100159/20250831235959} ]]'

fresh
printf 'finalized_by: # not yet' >>tree/$dictionary
applied
ok 'an empty finalized_by is filled, without a line break behind it' '((status == 0))' \
	'[[ $(grep -c finalized_by tree/$dictionary) == 1 ]]' 'grep -q "finalized_by: .20250901100159" tree/$dictionary'
fresh
printf "introduced_by_url: https://example.org" >>tree/$dictionary
applied
ok 'a line behind a last line without line break' '((status == 0))' \
	'[[ $(tail -2 tree/$dictionary | head -1) == "introduced_by_url: https://example.org" ]]'

fresh
mkdir tree/db/schema_migrations
printf %s 20250901100200 | sha256sum | cut -c -64 | tr -d '\n' >tree/db/schema_migrations/20250901100200
applied
ok 'the file of the version, where such are kept' '((status == 0))' \
	'[[ $(cat tree/db/schema_migrations/20250901100159) == $(printf %s 20250901100159 | sha256sum | cut -c -64) ]]'

fresh
sed 's/AddNotNullToPlotOwner/FinalizeFillPlotOwner/; s/add_not_null_constraint.*/nil/' \
	tree/db/post_migrate/20250901100200_*.rb >tree/db/post_migrate/20250901100159_finalize_fill_plot_owner.rb
applied
ok 'a version and a class name that are taken' '((status == 0))' \
	'[[ -e tree/db/post_migrate/20250901100158_finalize_fill_plot_owner2.rb ]]'

fresh
sed -i "s/:plots, :id)/:plots, :id, 'it\\\\'s', [1, nil, true])/; s/:plots, :id, \\[\\]/:plots, :id, ['it\\\\'s', [1, nil, true]]/" \
	tree/db/post_migrate/20250801100100_*.rb
sed -i '/operation_name/a \      job_arguments :one, :two' tree/lib/gitlab/background_migration/fill_plot_owner.rb
findings tree >before
applied
findings tree >after
ok 'arguments become Ruby again' '((status == 0))' '[[ -s before ]]' 'repaired' \
	'grep -qF "job_arguments: ['"'it\\\\'s'"', [1, nil, true]]" tree/$gate'

fresh
sed -i "s/:plots, :id)/:plots, :id, ENV['ANYTHING'])/" tree/db/post_migrate/20250801100100_*.rb
patch_of tree
ok 'no gate for a job that is not known in full' '! grep -q finalize_ patch' 'grep -q "no patch: the arguments" err'

fresh
sed -i 's/    add_not_null/    # stopgraph:disable implicit-stop -- the table is empty\n    add_not_null/' \
	tree/db/post_migrate/20250901100200_*.rb
patch_of tree
ok 'nothing for what is suppressed' '[[ ! -s patch && ! -s err ]]'

rm -rf tree
cp -r "$corpus/rules/dictionary-finalized-by-wrong/tree" tree
applied
"$program" check --all -C tree >after 2>&1
ok 'edits that a rule proposes' '((status == 0))' '[[ -s patch ]]' '! grep -q "dictionary-mismatch" after'
cp -r "$corpus/rules/early-finalize-later-release/tree" early
patch_of early
ok 'a gate that comes too early is left alone, and said so' '[[ ! -s patch ]]' 'grep -q "no patch: this is a gate itself" err'
"$program" check --all -C early --fix-diff --quiet >patch 2>err
ok 'quiet' '[[ ! -s err ]]'
"$program" check --all -C early --fix-diff --format json >patch 2>err
status=$?
ok 'one output at a time' '((status == 2))' '[[ ! -s patch ]]' 'grep -q "not both" err'
finish
