#!/usr/bin/env bash
# Inputs made to be slow or large: every one ends within its budget, and what was cut off is told. TAP.
#
#   tests/limits.sh PROGRAM [sanitized]     without bounds of memory when sanitized, since sanitizers reserve much
#
# What is limited, where the number stands, and what tells that it was reached:
#
#   bytes of a file, of structure.sql      SIZE_MAX_*, analyzer/inputs/inputs.c            input-too-large
#   depth of folders                       DEPTH_MAX, analyzer/inputs/inputs.c             input-too-deep
#   links that lead to links               the system; LINKS_MAX, revision_tree.c   input-link-loop (corpus, test_git.c)
#   depth of a tree in git                 DEPTH_MAX, analyzer/inputs/revision_tree.c      input-too-deep (test_git_hostile.c)
#   nesting of Ruby                        the reader; EXPRESSION_LIMIT, interp.c   unresolved "syntax", "evaluation"
#   steps, memory, effects of one file     *_LIMIT, parser/ruby/eval/interp.c       unresolved "evaluation"
#   calls in calls, rounds of a loop       *_LIMIT, parser/ruby/eval/call.c         unresolved "evaluation"
#   length of a text that is computed      TEXT_LIMIT, parser/ruby/eval/value.h     the statement is unresolved
#   partitions made by one call            PARTITION_LIMIT, helpers/partitions.c    unresolved
#   depth, words, bytes of one SQL text,   SQL_MAX_*, parser/sql/read.h             the statement is unresolved
#   and its effects
#   word of a heredoc                      255 bytes, parser/ruby/scanner_state.c   what follows is unresolved (fuzz)
#   depth, nodes of YAML                   YAML_*_MAX, parser/yaml/events.h         yaml-limit
#   repetitions in patterns of a           *_MAX, analyzer/base/pattern.c           config-invalid
#   configuration
#   declared stops                         STOPS_MAX, parser/yaml/upgrade_path.c    yaml-limit
#   dependencies                           EDGES_MAX, graph/walk.c                  unresolved "dependency"
#   aliases in YAML                        are not followed                         yaml-alias
#   number of diagnostics                  DIAGS_MAX, analyzer/base/diag.h          "more diagnostics are not shown"
#   commits since the base of a check      COMMITS_MAX, analyzer/releases/history.c        git-history
#   commits looked through for a past      COMMITS_MAX, analyzer/explain/past.c     "in no commit that can be reached"
#   dependencies whose past is told        PASTS_MAX, analyzer/explain/explain_past.c      "dependencies only"
#   names that may be meant                LISTED_LIMIT, analyzer/explain/explain.c "of which the first"
#   releases of a report's timeline        TIMELINE_MOST, report/report_releases.c  "the timeline begins with"
#   releases of the graph cincinnati       NODES_MOST, reports/cincinnati.c         the first version is a later one
#   nodes of a picture that hang together  LAYOUT_GROUP_LIMIT, reports/picture/layout.h    "too many to lay out"
#   bytes of SQL for a query, its time     SQL_LIMIT, analyzer/cli/cmd_query.c      "longer than", --time-limit (cli.sh)
#   bytes of a message of an editor        MAX_MESSAGE, analyzer/cli/lsp_message.c  the session ends
#   bytes of the kept readings             SIZE_LIMIT, analyzer/cache/file.c        all are made anew
set -uo pipefail
shopt -s lastpipe # `echo ... | migration` counts in this shell
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
sanitized=${2-}
cd "$work" || exit 1
readonly seconds=60 kilobytes=2000000
migrations=0

# repeat TEXT COUNT: "%" in TEXT is the number of the round, from 0
repeat() {
	awk -v text="$1" -v count="$2" 'BEGIN { n = split(text, part, "%"); for (i = 0; i < count; i++) {
		line = part[1]; for (j = 2; j <= n; j++) line = line i part[j]; printf "%s", line } }'
}

# migration [METHODS] <BODY: the next one of the tree
migration() {
	migrations=$((migrations + 1))
	mkdir -p tree/db/post_migrate
	{
		printf "class M%d < Gitlab::Database::Migration[2.3]\n  milestone '18.1'\n%s\n  def up\n" $migrations "${1-}"
		cat
		printf '\n  end\nend\n'
	} >"tree/db/post_migrate/$((20250601000000 + migrations))_m$migrations.rb"
}

job() {
	mkdir -p tree/lib/gitlab/background_migration
	printf 'module Gitlab\nmodule BackgroundMigration\nclass J%s < BatchedMigrationJob\ndef perform\neach_sub_batch { |b| b.where(%s: nil).update_all(%s: 1) }\nend\nend\nend\nend\n' \
		"$1" "$2" "$2" >"tree/lib/gitlab/background_migration/j$1.rb"
}

# jobs COUNT COLUMN: one migration queues them all over one table, one file has their classes
jobs() {
	repeat $'queue_batched_background_migration("J%", :notes, :id)\n' "$1" | migration
	mkdir -p tree/lib/gitlab/background_migration
	{
		printf 'module Gitlab\nmodule BackgroundMigration\n'
		repeat "class J% < BatchedMigrationJob"$'\n'"def perform"$'\n'"each_sub_batch { |b| b.where($2: nil).update_all($2: 1) }"$'\nend\nend\n' "$1"
		printf 'end\nend\n'
	} >tree/lib/gitlab/background_migration/jobs.rb
}

# files TEXT COUNT PATH: "%" in both is the number of the file
files() {
	awk -v text="$1" -v count="$2" -v path="$3" 'BEGIN { for (i = 0; i < count; i++) {
		name = path; gsub("%", i, name); line = text; gsub("%", i, line)
		printf "%s", line >name; close(name) } }'
}

# ends NAME [WORDS]: the tree is checked within the budget, and its output has the words; then it is gone. The budget is of
# the processor's time, since the machine may be busy with other things.
ends() {
	local words=${2-}
	echo 18.9.0 >tree/VERSION
	(
		[[ $sanitized ]] || ulimit -v $kilobytes
		ulimit -t $seconds
		timeout $((20 * seconds)) "$program" check --all -C tree --fail-on never --format json >out 2>err
	)
	status=$?
	ok "$1" '((status == 0 || status == 2))' '[[ -z $words ]] || grep -q -- "$words" out err'
	rm -rf tree
	migrations=0
}

{ printf 'x = '; repeat '(' 50000; printf 1; repeat ')' 50000; } | migration
ends 'deep nesting of Ruby' 'nested'
{ printf 'x = '; repeat '[' 50000; repeat ']' 50000; } | migration
ends 'deep nesting of lists'
{ echo 's = "ab"'; repeat $'s = s + s\n' 200; echo 'execute(s)'; } | migration
ends 'a text that doubles' 'limit of the evaluator'
{ echo 's = "ab" * 999'; repeat $'s = s.gsub("a", s)\n' 9; echo 'add_column :a, s, :text'; } | migration
ends 'a text that replaces itself' 'limit of the evaluator'
{ echo 's = [1]'; repeat $'s = s + s\n' 60; } | migration
ends 'a list that doubles' 'limit of the evaluator'
echo '1000.times { |a| 1000.times { |b| 1000.times { |c| add_column :a, "c#{a}", :text } } }' | migration
ends 'loops in loops' 'limit of the evaluator'
echo '2000.times { |a| add_column :a, "c#{a}", :text }' | migration
ends 'a loop of many rounds' 'more rounds than the limit'
{ echo 's = "UPDATE a SET b = 1;" * 900'; echo '1000.times { execute(s) }'; } | migration
ends 'a text of many statements in a loop' 'more effects than the limit'
{ echo '(-9223372036854775807..9223372036854775807).each { |a| add_column :a, "c#{a}", :text }'
	echo '[1, 2][1..9223372036854775807].each { |a| add_column :a, "c#{a}", :text }'
	echo '(9223372036854775807..9223372036854775807).each { |a| add_column :a, "c#{a}", :text }'
	echo '"text"[0..9223372036854775807]'
	echo '-(-9223372036854775807 - 1)'; } | migration
ends 'the largest numbers'
echo 'create_int_range_partitions :parts, 1, 1, 9223372036854775807' | migration
ends 'partitions without end' 'more partitions than the limit'
echo 'f(1)' | migration $'def f(n)\n g(n)\n g(n)\n f(n + 1)\nend\ndef g(n)\n f(n)\n f(n)\nend'
ends 'methods that call each other'
echo f0 | migration "$(for i in $(seq 0 80); do printf 'def f%d\n f%d\nend\n' "$i" $((i + 1)); done; printf 'def f81\n add_column :a, :b, :text\nend\n')"
ends 'methods in methods' 'nested beyond the limit'
echo 'add_column :a, X, :text' | migration $'X = Y\nY = Z\nZ = [X, Y, Z]'
ends 'constants that need each other'
repeat $'if foo%\n x% = 1\nelse\n x% = 2\nend\n' 3000 | migration
ends 'branches with variables' 'limit of the evaluator'
{ echo 's = ""'; repeat $'s += (foo% ? "a" : "b")\n' 3000; echo 'add_column :a, s, :text'; } | migration
ends 'alternatives of alternatives'
repeat $'add_column :t%, :c, :text\n' 50000 | migration
ends 'many statements' '"statements":50000'
{ printf '%%w['; repeat 'c% ' 50000; printf '].each { |c| add_column :a, c, :text }'; } | migration
ends 'a long list' 'more rounds than the limit'
{ echo 'x = 1 #'; repeat x 3000000; } | migration
ends 'a long line'
{ printf 'execute("SELECT '; repeat '(' 50000; printf 1; repeat ')' 50000; printf '")'; } | migration
ends 'deep nesting of SQL' 'nested\|parse'
{ printf 'execute("DELETE FROM a WHERE b IN (0'; repeat ',%' 100000; printf ')")'; } | migration
ends 'a long list in SQL'
{ printf 'execute("DELETE FROM a WHERE b0 = 0'; repeat ' AND b% = %' 20000; printf '")'; } | migration
ends 'a long condition in SQL'
{ printf 'execute("SELECT * FROM t'; repeat ' JOIN t% ON t%.a = t%.b' 5000; printf '")'; } | migration
ends 'many joins'
{ printf 'execute("'; repeat 'UPDATE a SET b% = 1;' 20000; printf '")'; } | migration
ends 'many statements in one text'
{ printf 'execute("WITH w AS (SELECT a FROM t)'; repeat ', w% AS (SELECT * FROM w JOIN w x ON true)' 300; printf ' SELECT * FROM w299")'; } | migration
ends 'many common table expressions'
{ printf 'execute("'; repeat 'DO $$ BEGIN ' 500; printf '")'; } | migration
ends 'blocks that never end'
for i in $(seq 0 400); do echo "rename_table :t$i, :t$((i + 1))" | migration; done
ends 'a long chain of names'
for i in $(seq 0 300); do echo "execute('CREATE VIEW v$((i + 1)) AS SELECT * FROM v$i')" | migration; done
ends 'a long chain of views'
job 0 c
for i in $(seq 0 300); do echo "queue_batched_background_migration('J0', :notes, :id); ensure_batched_background_migration_is_finished(job_class_name: 'J0', table_name: :notes, column_name: :id, job_arguments: [])" | migration; done
ends 'a job that is queued again and again'
for i in $(seq 0 40); do job "$i" c; echo "queue_batched_background_migration('J$i', :notes, :id)" | migration; done
for i in $(seq 0 40); do echo "add_check_constraint :notes, 'c > $i', 'k$i'" | migration; done
ends 'every job with every constraint'
echo 'add_column :a, :b, :text' | migration
mkdir -p tree/db/docs
repeat '[' 50000 >tree/db/docs/a.yml
ends 'deep nesting of YAML' 'nested'
echo 'add_column :a, :b, :text' | migration
mkdir -p tree/db/docs
{ echo 'a0: &a0 x'; awk 'BEGIN { for (i = 1; i < 30; i++) { printf "a%d: &a%d [", i, i; for (j = 0; j < 9; j++) printf "*a%d,", i - 1; print "]" } }'; } >tree/db/docs/a.yml
ends 'aliases of aliases in YAML' 'yaml-alias'
echo 'add_column :a, :b, :text' | migration
mkdir -p tree/db/docs
repeat $'- %\n' 600000 >tree/db/docs/a.yml
ends 'many nodes in YAML' 'yaml-limit'
echo 'add_column :a, :b, :text' | migration
mkdir -p tree/db/docs
for i in $(seq 1 10100); do echo '[' >tree/db/docs/a$i.yml; done
ends 'many diagnostics' 'more diagnostics are not shown'
echo 'add_column :a, :b, :text' | migration
mkdir -p "tree/app/models/$(repeat d/ 50)"
ends 'folders in folders' 'input-too-deep'
echo 'A.where(id: 1).update_all(x: 1)' | migration
mkdir -p tree/app/models
printf 'class A < A\nend\n' >tree/app/models/a.rb
ends 'a class that is its own parent'
echo 'add_column :a, :b, :text' | migration
head -c 70000000 /dev/zero | tr '\0' ' ' >tree/db/structure.sql
ends 'a file beyond the limit of size' 'larger'
echo 'add_column :a, :b, :text' | migration
repeat $'CREATE TABLE t% (id bigint, b text);\n' 300000 >tree/db/structure.sql
ends 'a structure of many tables' 'more effects than the limit'

jobs 1000 c
ends 'jobs that all read what the others write' 'more dependencies than the limit'
jobs 5000 c%
echo 'add_not_null_constraint :notes, :c7' | migration
ends 'many jobs on one table' 'implicit-stop\|stop-only-dependency'
columns=5000
jobs 1 c
repeat $'add_not_null_constraint :notes, :c%\n' $columns | migration
{
	printf 'module Gitlab\nmodule BackgroundMigration\nclass J0 < BatchedMigrationJob\ndef perform\neach_sub_batch { |b| b.update_all('
	repeat 'c%: 1, ' $columns
	printf 'd: 1) }\nend\nend\nend\nend\n'
} >tree/lib/gitlab/background_migration/jobs.rb
{ printf 'CREATE TABLE notes (id bigint NOT NULL'; repeat ', c% text' $columns; echo ');'; } >tree/db/structure.sql
ends 'a table of many columns' 'implicit-stop\|stop-only-dependency'
jobs 1 c
{
	printf 'module Gitlab\nmodule BackgroundMigration\nclass J0 < BatchedMigrationJob\ndef perform\n'
	repeat $'connection.execute("UPDATE notes SET a% = b% WHERE c% IS NULL")\n' 2000
	printf 'end\nend\nend\nend\n'
} >tree/lib/gitlab/background_migration/jobs.rb
repeat $'execute("UPDATE notes SET x% = a%")\n' 2000 | migration
ends 'a job of many statements'
repeat $'rename_column :notes, :c%, :d%\n' 20000 | migration
jobs 1 c0
ends 'many columns that are renamed'
mkdir -p tree/app/models/concerns
{ echo 'class Note < ApplicationRecord'; repeat $'include C%\n' 5000; echo end; } >tree/app/models/note.rb
files $'module C%\nextend ActiveSupport::Concern\nincluded do\nscope :s%, -> { where(a%: 1) }\nend\nend\n' 5000 tree/app/models/concerns/c%.rb
echo 'Note.s7.update_all(a: 1)' | migration
ends 'a model with many concerns'
mkdir -p tree/app/models
files $'class A% < B%\nend\n' 3000 tree/app/models/a%.rb
for i in $(seq 0 3000); do printf 'class B%d < A%d\nend\n' "$i" $((i + 1)) >tree/app/models/b"$i".rb; done
echo 'A0.where(b: 1).update_all(a: 1)' | migration
ends 'a long chain of classes'
jobs 1 a
echo 'add_not_null_constraint :p0, :a' | migration
{ echo 'CREATE TABLE p0 (id bigint, a text) PARTITION BY RANGE (id);'
	for i in $(seq 0 2000); do echo "CREATE TABLE p$((i + 1)) PARTITION OF p$i FOR VALUES FROM (0) TO (1) PARTITION BY RANGE (id);"; done; } >tree/db/structure.sql
ends 'partitions of partitions'
# trigger TABLE COUNT STATEMENT: "%" is the number of the function, and of the table if TABLE has it
triggers() {
	repeat "CREATE FUNCTION f%() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN $3; RETURN NEW; END \$\$;"$'\n'"CREATE TRIGGER t% BEFORE UPDATE ON $1 FOR EACH ROW EXECUTE FUNCTION f%();"$'\n' "$2"
}
jobs 10 a
echo 'add_not_null_constraint :notes, :a7' | migration
{ echo 'CREATE TABLE notes (id bigint, a text);'; triggers notes 3000 'NEW.a% := 1'; } >tree/db/structure.sql
ends 'many triggers on one table'
jobs 10 a
{ echo 'CREATE TABLE notes (id bigint, a text);'; triggers notes 2000 'UPDATE notes SET b% = 1 WHERE id = NEW.id; UPDATE other SET a = 1'; } >tree/db/structure.sql
ends 'triggers that fire triggers'
jobs 1 a
repeat $'add_concurrent_foreign_key :notes, :b%, column: :a\nadd_concurrent_index :notes, [:a, :b%], unique: true, name: "n%"\n' 2000 | migration
{ echo 'CREATE TABLE notes (id bigint, a bigint);'
	repeat $'ALTER TABLE ONLY notes ADD CONSTRAINT fk% FOREIGN KEY (a) REFERENCES b%(id);\nCREATE UNIQUE INDEX i% ON notes USING btree (a, b%);\n' 2000; } >tree/db/structure.sql
ends 'many keys on one table'
echo 'add_column :a, :b, :text' | migration
mkdir -p tree/db/docs/batched_background_migrations
files $'table_name: t%\nclasses:\n- T%\ngitlab_schema: gitlab_main\nmilestone: "13.2"\n' 10000 tree/db/docs/t%.yml
files $'migration_job_name: J%\nmilestone: "18.2"\nqueued_migration_version: 2025010100%\n' 10000 tree/db/docs/batched_background_migrations/j%.yml
ends 'many dictionaries'
jobs 1 a
echo 'add_not_null_constraint :notes, :a' | migration
mkdir tree/config
repeat $'- major: %\n  minor: 1\n' 100000 >tree/config/upgrade_path.yml
ends 'many declared stops' 'more than 1000 stops'
repeat $'add_column :t, :c%, :text # stopgraph:disable implicit-stop -- nothing there\n' 30000 | migration
ends 'many suppressions in comments' 'suppression-unused'
jobs 1 a
for i in $(seq 1 300); do echo 'add_not_null_constraint :notes, :a' | migration; done
{ echo 'suppressions:'; repeat $'  - { rule: implicit-stop, path: "db/x%*", reason: y }\n' 20000; } >tree/.stopgraph.yml
ends 'many suppressions of a configuration' 'suppression-unused'
mkdir -p tree/migrations
repeat $'-- stopgraph: background j%\nUPDATE t SET a% = 1;\n-- stopgraph: end\n' 20000 >tree/migrations/1_x.up.sql
printf 'profile: sql\n' >tree/.stopgraph.yml
ends 'many jobs in one script'
mkdir -p tree/deploy
{ printf '%%syntax-version=1.0.0\n'; repeat $'c%\n@v1.%\n' 200000; } >tree/sqitch.plan
printf 'ALTER TABLE t ADD COLUMN a text;\n' >tree/deploy/c7.sql
printf 'profile: sql\n' >tree/.stopgraph.yml
ends 'a plan of many tags'

echo 'add_column :a, :b, :text' | migration
printf "release_tags: '(v)%s([0-9]+)'\n" "$(repeat + 60)" >tree/.stopgraph.yml
ends 'a pattern of repeated repetitions' 'written out it is too long'
echo 'add_column :a, :b, :text' | migration
printf "mitigations:\n  - { job: A, introduced: '18.1', pattern: '%sa%s', path: x, reason: y }\n" "$(repeat '(' 25)" "$(repeat ')+' 25)" >tree/.stopgraph-mitigations.yml
ends 'a pattern of groups that are repeated' 'extended regular expression'

# says NAME WORDS COMMAND...: the output has the words, whatever the findings
says() {
	timeout $((20 * seconds)) "$program" "${@:3}" >out 2>err
	status=$?
	ok "$1" '((status < 2))' "grep -q -- '$2' out err"
}

mkdir -p tree/migrations
for i in $(seq 1 450); do
	printf -- '-- stopgraph: release 1.%d\n%sCREATE TABLE t%d (id bigint);\n%s' "$i" \
		"$( ((i > 1)) || printf -- '-- stopgraph: background fill\nUPDATE a SET b = 1;\n-- stopgraph: end\n ')" "$i" '' \
		>"tree/migrations/$(printf %04d "$i")_m.up.sql"
done
printf 'profile: sql\n' >tree/.stopgraph.yml
says 'a report of many releases: the latest are shown' 'timeline begins with 1.51' report -C tree --release 1.450
run report -C tree --release 1.450 --format json
ok 'and its own is among them' 'out_has "{\"release\":\"1.450\""' '! out_has "{\"release\":\"1.50\","'
rm -rf tree
if command -v git >/dev/null; then
	export GIT_{AUTHOR,COMMITTER}_{NAME,EMAIL}=a@b.c
	job 0 c
	echo "queue_batched_background_migration('J0', :notes, :id)" | migration
	for i in $(seq 0 13); do echo "add_check_constraint :notes, 'c > $i', 'k$i'" | migration; done
	echo 18.9.0 >tree/VERSION
	git -C tree init -q -b main .
	git -C tree add -A
	git -C tree commit -q -m one
	says 'the past of many dependencies' 'of the first 12 dependencies only' explain J0 -C tree
	{ for i in $(seq 1 2001); do
		printf 'commit refs/heads/later\ncommitter a <a@b.c> %d +0000\ndata 1\nx\n' $((1800000000 + i))
		((i > 1)) || printf 'from refs/heads/main^0\n'
	done; } | git -C tree fast-import --quiet
	git -C tree checkout -q later
	echo 'add_column :a, :b, :text' | migration
	git -C tree add -A
	git -C tree commit -q -m more
	says 'a check over many commits' 'git-history' check --base main -C tree --fail-on never
fi
finish
