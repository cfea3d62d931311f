#!/usr/bin/env bash
# Products that are not GitLab, with their repositories: which release the tags give to SQL files wherever these lie, folders
# that are histories of their own, what comes after the last tag, and what is said when nothing was found. TAP.
#
#   tests/profiles.sh PROGRAM
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
git --version >/dev/null 2>&1 || skip_all 'there is no git'
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org
export XDG_CACHE_HOME=$work/cache
cd "$work" || exit 1
day=0

# commit [TAG]: what lies in the folder, a day later
commit() {
	day=$((day + 1))
	git add -A
	GIT_AUTHOR_DATE="@$((1735732800 + day * 86400)) +0000" GIT_COMMITTER_DATE="@$((1735732800 + day * 86400)) +0000" \
		git commit -q --allow-empty -m "${1:-work}"
	[[ -z ${1:-} ]] || git tag "$1"
}

# begin NAME: an empty repository
begin() {
	mkdir -p "$work/$1"
	cd "$work/$1" || exit 1
	git init -q -b trunk .
}

# script PATH STATEMENT
script() {
	mkdir -p "$(dirname "$1")"
	echo "$2" >"$1"
}

# The release of each SQL file, one "PATH RELEASE" a line.
releases() {
	"$program" query --format csv 'SELECT path, release FROM migrations ORDER BY path' 2>"$work/err" |
		tail -n +2 | tr -d '\r' | tr ',\n' ' ;'
}

begin configured
echo 'paths: { scripts: ["server/**/sql/*.sql"], exclude: ["*legacy*"] }' >.stopgraph.yml
script server/db/sql/0001_carts.up.sql 'CREATE TABLE carts (id bigint);'
script server/db/sql/fixtures/0003_state.up.sql 'SELECT 1;'
script server/legacy/sql/0002_note.up.sql 'CREATE TABLE notes (id bigint);'
commit v1.1.0
script server/db/sql/0002_note.up.sql 'ALTER TABLE carts ADD COLUMN note text;'
commit v1.2.0
script server/db/sql/0003_state.up.sql 'ALTER TABLE carts ADD COLUMN state text;'
commit
ok 'tags tell the releases of files in configured places, and of no others' \
	'[[ "$(releases)" == "server/db/sql/0001_carts.up.sql 1.1;server/db/sql/0002_note.up.sql 1.2;server/db/sql/0003_state.up.sql 1.3;" ]]'
ok 'so they do from what is kept' '[[ "$(releases)" == *"0002_note.up.sql 1.2;"* ]]'
echo 'paths: { scripts: ["server/**/sql/**/*.sql"] }' >.stopgraph.yml
ok 'and what is kept is that of the places' '[[ "$(releases)" == *"fixtures/0003_state.up.sql 1.1;"* ]]'

begin histories
for folder in migrations/frontend migrations/codeintel; do script $folder/0001_init.sql 'CREATE TABLE carts (id bigint);'; done
rm -r migrations/codeintel
commit v3.34.0
script migrations/codeintel/0001_init.sql 'CREATE TABLE documents (id bigint);'
script migrations/frontend/v1.9/0002_add.sql 'ALTER TABLE carts ADD COLUMN note text;'
commit v3.35.0
script migrations/frontend/0003_add.sql 'ALTER TABLE carts ADD COLUMN state text;'
commit
ok 'folders that share versions have releases of their own' \
	'[[ "$(releases)" == "migrations/codeintel/0001_init.sql 3.35;migrations/frontend/0001_init.sql 3.34;migrations/frontend/0003_add.sql 3.36;migrations/frontend/v1.9/0002_add.sql 1.9;" ]]'
run graph
ok 'and names, which a folder of a release does not change' \
	'[[ "$(grep -c "\"database\":\"frontend\"" "$work/out") $(grep -c "\"database\":\"codeintel\"" "$work/out")" == "3 1" ]]'

begin one
for number in 1 2; do script migrations/part$number/000$number.sql "CREATE TABLE carts$number (id bigint);"; done
commit v1.0.0
run graph
ok 'folders that share no version are one history' '[[ "$(grep -c "\"database\":\"main\"" "$work/out")" == 2 ]]'

begin young
script migrations/0001_init.sql 'CREATE TABLE carts (id bigint);'
commit v0.0.1
commit v0.1.0
script migrations/0002_add.sql 'ALTER TABLE carts ADD COLUMN note text;'
commit v0.2.0
commit
ok 'what came before any release is of the first one' \
	'[[ "$(releases)" == "migrations/0001_init.sql 0.1;migrations/0002_add.sql 0.2;" ]]'
run index --all-releases
ok 'and all releases can be indexed' 'has_status 0'

begin candidates
script migrations/0001_init.sql 'CREATE TABLE carts (id bigint);'
commit v0.19.0
script migrations/0002_add.sql 'ALTER TABLE carts ADD COLUMN note text;'
commit v1.0.0-beta.1
script migrations/0003_add.sql 'ALTER TABLE carts ADD COLUMN state text;'
commit
ok 'after candidates comes their release' '[[ "$(releases)" == *"0002_add.sql 1.0;migrations/0003_add.sql 1.0;" ]]'

begin branch
script migrations/0001_init.sql 'CREATE TABLE carts (id bigint);'
commit v1.0.0
git checkout -q -b 1-0-stable
script migrations/0002_repair.sql 'UPDATE carts SET id = 1;'
commit v1.0.1
git checkout -q trunk
script migrations/0003_add.sql 'ALTER TABLE carts ADD COLUMN state text;'
commit
run check --all
ok 'what only a branch of releases had is likely to be done otherwise here' 'has_status 0' \
	'[[ $(tr -s "[:space:]" " " <<<"$out") == *"warning: migration 0002 of 1.0.1 is gone, which '"'v1.0.1'"' still holds: it was added to a branch"* ]]'
git rm -q migrations/0001_init.sql
commit
run check --all
ok 'what this line of development had is gone' 'has_status 1' \
	'[[ $(tr -s "[:space:]" " " <<<"$out") == *"error: migration 0001 of 1.0 is gone"*"no migration of this tree begins anew"* ]]'

begin request
script server/sql/0001_init.sql 'CREATE TABLE carts (id bigint, total int, cents int);'
script server/sql/0002_fill.sql $'-- stopgraph: background cents\nUPDATE carts SET cents = total * 100;\n-- stopgraph: end'
echo 'paths: { scripts: ["server/sql/*.sql"] }' >.stopgraph.yml
commit v1.1.0
script server/sql/0003_more.sql 'CREATE TABLE notes (id bigint);'
commit
run check --base HEAD~1
ok 'a merge request that breaks nothing' 'has_status 0' 'out_lacks implicit-stop'
script server/sql/0004_drop.sql 'ALTER TABLE carts DROP COLUMN total;'
run check --base HEAD
ok 'and one that drops what a job reads' 'has_status 1' 'out_has implicit-stop' 'out_has "server/sql/0004_drop.sql:1:1"'
mkdir -p internal/oobmigration
echo '- { id: 1, component: main-db.notes, introduced_version_major: 1, introduced_version_minor: 2 }' >internal/oobmigration/oobmigrations.yaml
script server/sql/0004_drop.sql 'CREATE TABLE lines (id bigint);'
commit v1.2.0
commit
script server/sql/0005_drop.sql 'DROP TABLE notes;'
run check --base HEAD
ok 'or the table of an out-of-band migration' 'out_has implicit-stop' 'out_has "server/sql/0005_drop.sql:1:1"'

begin outofband
mkdir -p internal/oobmigration
cat >internal/oobmigration/oobmigrations.yaml <<'LIST'
- id: 1
  component: main-db.carts
  introduced_version_major: 3
  introduced_version_minor: 26
LIST
script migrations/0001_init.sql 'CREATE TABLE carts (id bigint);'
commit v3.25.0
script migrations/0002_more.sql 'CREATE TABLE notes (id bigint);'
commit v3.26.0
script migrations/0003_drop.sql 'DROP TABLE carts;'
commit v3.40.0
run trace 3.25 3.40
ok 'an out-of-band migration is queued in a jump over its release' 'has_status 1' 'out_has "1 job queued"' 'out_has "1 broken"'
run trace 3.26 3.40
ok 'and not in one from there on' 'has_status 0' 'out_has "0 jobs queued"' 'out_has "1 migration"'

begin nowhere
script core/db/0001_init.up.sql 'CREATE TABLE carts (id bigint);'
script core/db/0002_add.up.sql 'ALTER TABLE carts ADD COLUMN state text;'
script core/db/0002_add.down.sql 'ALTER TABLE carts DROP COLUMN state;'
script web/prisma/migrations/2025010112_a/migration.sql 'SELECT 1;'
script web/prisma/migrations/2025010113_a/migration.sql 'SELECT 1;'
script core/testdata/0001_init.sql 'SELECT 1;'
script core/testdata/0002_init.sql 'SELECT 1;'
script store/mysql/0001_init.sql 'SELECT 1;'
script store/mysql/0002_init.sql 'SELECT 1;'
script apps/shop/db/migrate/20250101090000_a.rb ''
script apps/shop/db/migrate/20250102090000_a.rb ''
script base/sqitch.plan '%project=base'
run check --all
ok 'who has no migrations in the usual places is told what to write' 'has_status 2' \
	'err_has "core/db: note: 2 files look like migrations in SQL: write to .stopgraph.yml: paths: { scripts: [\"core/db/*.sql\"] }"' \
	'err_has "paths: { scripts: [\"web/prisma/migrations/**/*.sql\"] }"' \
	'err_has "2 files look like migrations of Rails: run '"'stopgraph -C apps/shop'"'"' \
	'err_has "paths: { script_plan: [\"base/sqitch.plan\"], scripts: [\"base/deploy/**/*.sql\"] }, or run '"'stopgraph -C base'"'"'
ok 'but not of tests, and of other databases' '[[ $err != *testdata* && $err != *mysql* ]]'
run check --all -C store
ok 'which are told where there is nothing else' 'err_has "mysql: note: 2 files look like migrations for MySQL"'
echo 'paths: { scripts: ["core/db/*.sql"] }' >.stopgraph.yml
run check --all
ok 'and that is how it works' 'has_status 0' 'out_has "read: 2 migrations, 2 of 2 statements resolved"'
finish
