#!/usr/bin/env bash
# The index of all releases of a throw-away repository: which tags are releases, that each release has what `--rev TAG` says,
# that every file is parsed once, and what is said where there are no releases. TAP.
#
#   tests/releases.sh PROGRAM CORPUS
set -uo pipefail
program=$(realpath "$1")
case=$(realpath "$2")/past-stops/duplicate-services/tree
if ! git --version >/dev/null 2>&1; then
	echo '1..0 # SKIP there is no git'
	exit 0
fi
work=$(mktemp -d /tmp/stopgraph-releases-XXXXXX)
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null HOME=$work GIT_CEILING_DIRECTORIES=$work XDG_CACHE_HOME=$work/cache
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org
unset GIT_DIR GIT_WORK_TREE
tree=$work/tree
number=0

ok() {
	number=$((number + 1))
	if "${@:2}"; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		sed 's/^/# /' "$work/err" "$work/out" | cut -c1-300 | head -30
	fi
}

# release TAG RELEASE DAY: what lies in the folder
release() {
	echo "$2" >"$tree/VERSION"
	git -C "$tree" add -A
	GIT_AUTHOR_DATE=$3T12:00:00Z GIT_COMMITTER_DATE=$3T12:00:00Z git -C "$tree" commit -q --allow-empty -m "$1"
	git -C "$tree" tag "$1"
}

# move FILE...: from the case into the folder, without its milestone
bring() {
	local path
	for path; do
		mkdir -p "$tree/$(dirname "$path")"
		sed '/^  milestone /d' "$case/$path" >"$tree/$path"
	done
}

index() {
	"$program" index --all-releases -C "$tree" "$@" >"$work/out" 2>"$work/err"
	status=$?
}

query() {
	"$program" query --all-releases -C "$tree" --format csv "$@" >"$work/out" 2>"$work/err"
	status=$?
}

answers() {
	query "$1"
	[[ $status == 0 && "$(tail -n +2 "$work/out" | tr -d '\r' | tr '\n' ' ')" == "$2" ]]
}

says() {
	[[ $status == 2 ]] && grep -q "$1" "$work/err" && [[ ! -s $work/out ]]
}

columns='job, queue_version, queue_release, dependent, dependent_release, relation, severity, certainty, table_name, columns'
columns+=', guard, gate, gate_position, interval_from, interval_before, stop, stop_kind, rule'

# Is what the index says of a release what the tag's own tree says?
same_edges() {
	query "SELECT $columns FROM edge_list WHERE release = '$2' ORDER BY position"
	mv "$work/out" "$work/of-all"
	"$program" query --rev "$1" -C "$tree" --format csv "SELECT $columns FROM edge_list" >"$work/out" 2>"$work/err" &&
		cmp -s "$work/of-all" "$work/out"
}

same_migrations() {
	query "SELECT position, version, path, kind, shipped_in, release_source, is_noop FROM migration_list
		WHERE release = '$2' ORDER BY position"
	tail -n +2 "$work/out" >"$work/of-all"
	"$program" query --rev "$1" -C "$tree" --format csv "SELECT number, version, path, kind, release, release_source, is_noop
		FROM migrations ORDER BY number" 2>"$work/err" | tail -n +2 >"$work/out"
	[[ -s $work/out ]] && cmp -s "$work/of-all" "$work/out"
}

same_findings() {
	query "SELECT fingerprint FROM finding_list WHERE release = '$2' ORDER BY fingerprint"
	[[ $status == 0 ]] || return 1
	tail -n +2 "$work/out" | tr -d '\r' >"$work/of-all"
	"$program" check --all --rev "$1" -C "$tree" --format json 2>"$work/err" |
		grep -o '"fingerprint":"[0-9a-f]*"' | cut -d'"' -f4 | LC_ALL=C sort >"$work/out"
	cmp -s "$work/of-all" "$work/out"
}

mkdir -p "$tree"
git -C "$tree" init -q -b main .
queue=db/post_migrate/20210112143418_remove_duplicate_services2.rb
dependent=db/migrate/20210126091713_add_unique_index_services_project_id_and_type.rb
mkdir -p "$tree/db/migrate"
cat >"$tree/db/migrate/20200101000000_create_widgets.rb" <<'RUBY'
class CreateWidgets < ActiveRecord::Migration[6.0]
  def change
    create_table :widgets do |t|
      t.integer :size
    end
  end
end
RUBY
(cd "$case" && find lib db config -type f) | while IFS= read -r path; do
	[[ $path == "$queue" || $path == "$dependent" ]] || { mkdir -p "$tree/$(dirname "$path")" && cp "$case/$path" "$tree/$path"; }
done
release v13.7.0-ee 13.7.0 2020-12-22
bring "$queue"
release v13.8.0-rc1 13.8.0 2021-01-15
release v13.8.0-ee 13.8.0 2021-01-22
release v13.8.1-ee 13.8.1 2021-01-26
bring "$dependent"
release v13.9.0-ee 13.9.0 2021-02-22
echo '# a word more' >>"$tree/app.rb"
release v13.9.1-ee 13.9.1 2021-02-24
release v13.10.0-rc1 13.10.0 2021-03-10
printf 'class RemoveDuplicateServices2 < ActiveRecord::Migration[6.0]\n  def up; end\n\n  def down; end\nend\n' >"$tree/$queue"
release v13.11.0-ee 13.11.0 2021-04-22
release v13.12.0-rc1 13.12.0 2021-05-10
release v13.12.0-rc2 13.12.0 2021-05-12
git -C "$tree" tag not-a-release
# one that holds nothing to read
git -C "$tree" checkout -q --orphan empty
git -C "$tree" rm -rqf .
echo 1 >"$tree/README"
release v1.0.0 1.0.0 2015-01-01
git -C "$tree" checkout -q main

index
ok 'an index is built, and its path printed' eval '[[ $status == 0 && $(cat "$work/out") == "$work"/cache/stopgraph/*.releases.sqlite && -s $(cat "$work/out") ]]'
ok 'no bar where nobody looks at it' eval '[[ -s $work/err ]] && ! grep -q "$(printf "\r")" "$work/err"'
distinct=$(git -C "$tree" for-each-ref --format='%(refname)' refs/tags | while IFS= read -r tag; do
	git -C "$tree" ls-tree -r "$tag" -- db/migrate db/post_migrate lib; done | awk '{ print $3 }' | sort -u | wc -l)
ok 'each of the different files is parsed once' grep -qx "stopgraph: 8 releases; $distinct different Ruby files were parsed" "$work/err"

ok 'final tags are releases, and candidates of what is to come' answers 'SELECT release, is_final FROM releases ORDER BY number' \
	'1.0,1 13.7,1 13.8,1 13.8.1,1 13.9,1 13.9.1,1 13.11,1 13.12,0 '
ok 'of several candidates the last one' answers "SELECT tag FROM releases WHERE release = '13.12'" 'v13.12.0-rc2 '
ok 'a release that cannot be read says why' answers "SELECT count(*) FROM releases WHERE problem LIKE 'no migration%' AND tag = 'v1.0.0'" '1 '
for tag in v13.7.0-ee=13.7 v13.8.0-ee=13.8 v13.8.1-ee=13.8.1 v13.9.0-ee=13.9 v13.9.1-ee=13.9.1 v13.11.0-ee=13.11 v13.12.0-rc2=13.12; do
	ok "the edges of ${tag%=*}" same_edges "${tag%=*}" "${tag#*=}"
	ok "the migrations of ${tag%=*}" same_migrations "${tag%=*}" "${tag#*=}"
	ok "the findings of ${tag%=*}" same_findings "${tag%=*}" "${tag#*=}"
done
ok 'the stop stands from the dependent on, until the queue is empty' answers \
	"SELECT first_release, last_release, releases FROM finding_history WHERE rule = 'implicit-stop'" '13.9,13.9.1,2 '
ok 'a migration that was emptied has two forms' answers \
	"SELECT is_noop, first_release, last_release FROM migration_forms WHERE version = '20210112143418'" '0,13.8,13.9.1 1,13.11,13.12 '
ok 'what changed from release to release' answers \
	"SELECT release, previous, what, version FROM changed_migrations WHERE release IN ('13.9', '13.9.1', '13.11') ORDER BY release_number" \
	'13.9,13.8.1,added,20210126091713 13.11,13.9.1,changed,20210112143418 '

"$program" query --all-releases -C "$tree" 'SELECT 1' >"$work/out" 2>"$work/err"
ok 'the index is used as it is while no tag changes' eval '[[ ! -s $work/err ]]'
git -C "$tree" tag v13.11.1-ee v13.11.0-ee
ok 'a new tag is a new release' answers "SELECT count(*) FROM releases WHERE release = '13.11.1'" '1 '
ok 'for which no file is read again' grep -q ' 0 different Ruby files were parsed' "$work/err"

query --release-range 13.8..13.9 'SELECT release FROM releases ORDER BY number'
ok 'a part of the releases' eval '[[ $(tr -d "\r" <"$work/out" | tr "\n" " ") == "release 13.8 13.8.1 13.9 13.9.1 " ]]'
"$program" index --release-range 13.8..13.9 -C "$tree" >"$work/out" 2>"$work/err"
status=$?
ok 'a range is one of releases' says 'give --all-releases'
index --release-range 14..13
ok 'a range that is none' says '\-\-release-range is A..B'
index --release-range 20.1..
ok 'a range without releases' says 'no release of the repository lies in the range'

"$program" index --all-releases -C "$tree" --no-cache --index "$work/a" >"$work/out" 2>"$work/err"
"$program" index --all-releases -C "$tree" --index "$work/b" >"$work/out" 2>"$work/err"
ok 'the cache changes no answer' cmp -s "$work/a" "$work/b"
git clone -q --bare "$tree" "$work/bare"
tables=$("$program" query --all-releases --schema | sed -n 's/^table \([a-z_]*\):.*/\1/p' | grep -v info)
ok 'a bare repository gives the same' eval '
	for table in $tables; do
		query "SELECT * FROM $table"; mv "$work/out" "$work/of-tree"
		tree=$work/bare query "SELECT * FROM $table"
		[[ $status == 0 && -s $work/out ]] && cmp -s "$work/of-tree" "$work/out" || { false; break; }
	done'
echo 'release_tags: ^not-a-(release)([0-9]+)[.]([0-9]+)' >"$tree/.stopgraph.yml"
index
ok 'the configuration says which tags are releases' says 'no tag of the repository is a release'
rm "$tree/.stopgraph.yml"
git clone -q --depth 1 "file://$tree" "$work/shallow"
tree=$work/shallow index
ok 'a shallow clone says what to fetch' says 'git fetch --unshallow --tags'
# --- a model that changes: of what was read, only that is read again which looked at what changed ---

tree=$work/models
mkdir -p "$tree/db/migrate" "$tree/app/models"
git -C "$tree" init -q -b main .
cat >"$tree/app/models/rack.rb" <<'RUBY'
class Rack < ApplicationRecord
  LIMIT = 10

  belongs_to :room
  has_many :books

  scope :full, -> { where(is_full: true) }

  def label
    "#{name}!"
  end
end
RUBY
cat >"$tree/db/migrate/20200101000000_create_racks.rb" <<'RUBY'
class CreateRacks < ActiveRecord::Migration[6.0]
  def change
    create_table :racks do |t|
      t.boolean :is_full
      t.integer :room_id
      t.integer :height
    end
  end
end
RUBY
cat >"$tree/db/migrate/20200102000000_raise_racks.rb" <<'RUBY'
class RaiseRacks < ActiveRecord::Migration[6.0]
  def up
    Rack.full.update_all(height: 2)
  end
end
RUBY
cat >"$tree/db/migrate/20200103000000_limit_racks.rb" <<'RUBY'
class LimitRacks < ActiveRecord::Migration[6.0]
  def up
    execute "UPDATE racks SET room_id = NULL WHERE height > #{Rack::LIMIT}"
  end
end
RUBY
release v14.0.0 14.0.0 2021-06-22
index --release-range 14.0.0..14.0.0

patch=0
# changed EXPRESSION: the next release, whose model is changed by sed; then its index alone
changed() {
	patch=$((patch + 1))
	sed -i "$1" "$tree/app/models/rack.rb"
	release v14.0.$patch 14.0.$patch 2021-07-0$patch
	index --release-range 14.0.$patch..14.0.$patch
	grep -o '[0-9]* different' "$work/err" >"$work/parsed"
	"$program" graph --rev v14.0.$patch -C "$tree" --format json --no-cache >"$work/of-tag"
	"$program" graph --rev v14.0.$patch -C "$tree" --format json >"$work/out"
}

# Are so many files parsed, the model among them, and is the answer that of a run without a cache?
parses() {
	[[ $status == 0 && "$(cat "$work/parsed")" == "$1 different" ]] && cmp -s "$work/of-tag" "$work/out"
}

writes() {
	"$program" dump effects --rev v14.0.$patch -C "$tree" "db/migrate/$1" 2>"$work/err" | grep -q "$2"
}

changed 's/name}!/name}?/'
ok 'a method that no migration asked for: the model alone is parsed' parses 1
changed 's/belongs_to :room/# where it stands\n  belongs_to :hall/'
ok 'so for an association, and for what moves down with it' parses 1
changed 's/where(is_full: true)/where(is_full: false, room_id: 1)/'
ok 'a scope that one migration asked for: that is read again, too' parses 2
ok 'and filters by what the scope names now' writes 20200102000000_raise_racks.rb 'racks.room_id'
changed 's/LIMIT = 10/LIMIT = 20/'
ok 'a constant: the one that asked for it' parses 2
changed 's/^class Rack .*/&\n  self.table_name = "stands"/'
ok 'another table: the migration that writes to it' parses 2
ok 'is one that writes to the other table' writes 20200102000000_raise_racks.rb 'stands'
changed 's/self.table_name = .*/include Tall/'
ok 'what may do anything to the class, so much that its constants are asked for anew' parses 2
git -C "$tree" rm -q app/models/rack.rb
echo 1 >"$tree/README"
patch=$((patch + 1))
release v14.0.$patch 14.0.$patch 2021-07-0$patch
index --release-range 14.0.$patch..14.0.$patch
ok 'a model that is gone: both migrations are read again' grep -q ' 2 different Ruby files' "$work/err"
mkdir "$work/none"
tree=$work/none index
ok 'a folder without a repository' says 'git repository'
echo "1..$number"
