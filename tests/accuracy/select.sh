#!/bin/sh
# Chooses what is labelled: the same tree and seed give the same choice.
# usage: select.sh jobs|related|unrelated|close TREE FOLDER-OF-JOBS
# Prints paths in the order of choice; the first N are taken. The order is that of the SHA-256 of "SEED path", so that
# adding a file to a tree moves no other. A candidate migration tightens, destroys or queues on its way forward and
# creates no table. It is related if another migration that queues or gates, or a job class, names both one of its
# tables and one of its other words. It is close if it does not queue, and a job class itself names both.
set -eu
seed=${SEED:-stopgraph-accuracy-1}
what=$1 folder=$3
cd "$2"

shuffled()
{
	while read -r path; do
		printf '%s %s\n' "$(printf '%s %s' "$seed" "$path" | sha256sum | cut -c1-16)" "$path"
	done | LC_ALL=C sort | cut -d' ' -f2
}

# The text of a migration without its way back.
forward()
{
	sed '/^  def down/,/^  end/d; s/ #.*//' "$1"
}

tightens='^ *(add_not_null_constraint|validate_|add_multi_column_not_null|add_check_constraint|add_text_limit|change_column_null'
tightens="$tightens"'|add_foreign_key|add_concurrent_foreign_key|add_concurrent_partitioned_foreign_key|drop_table|remove_column|rename_'
tightens="$tightens"'|swap_|cleanup_|replace_with|remove_reference|truncate|queue_b|queue_background|.*(unique: true|delete_all|DELETE FROM'
tightens="$tightens"'|DROP (TABLE|COLUMN)|perform_in|perform_async|migrate_in|finalize_table|drop_nonpartitioned))'
creates='^ *(create_table|def up_[a-z]*create)'

candidates()
{
	find db/migrate db/post_migrate -name '*.rb' | LC_ALL=C sort | while read -r path; do
		forward "$path" | grep -qE "$tightens" && ! forward "$path" | grep -qE "$creates" && echo "$path"
	done
}

words()
{
	grep -oE "[:\"'][a-z][a-z0-9_]+|%i\[[a-z0-9_ ]+\]" | sed "s/^[:\"']//; s/%i\[//; s/\]//" | tr ' ' '\n' | LC_ALL=C sort -u
}

# Files that queue, gate or are jobs.
about_jobs()
{
	grep -rlE 'queue_batched|ensure_batched|queue_background|BackgroundMigration' db/post_migrate db/migrate
	find "$folder" -maxdepth 1 -name '*.rb'
}

# The tables that those files name.
job_tables()
{
	xargs grep -hoE "^ *(table_name: :[a-z0-9_]+,|:[a-z0-9_]+,\$|self.table_name = [:'][a-z0-9_]+|(UPDATE|FROM|INTO) [a-z0-9_]+)" <"$files" |
		sed "s/.*[:' ]//; s/,//" | LC_ALL=C sort -u | grep -vxE 'projects|namespaces|organizations|users'
}

related()
{
	forward "$1" | words >"$mine"
	LC_ALL=C comm -12 "$mine" "$tables" >"$hits"
	grep -vxE 'id|cascade|nullify|project_id|namespace_id|organization_id|group_id|user_id|text|bigint|integer|gitlab_.*' "$mine" |
		LC_ALL=C comm -23 - "$hits" >"$others"
	grep -xE 'project_id|namespace_id|organization_id|group_id|user_id' "$mine" >>"$others" || :
	[ -s "$hits" ] && [ -s "$others" ] || return 1
	[ -n "$(grep -vxF "$1" "$files" | xargs grep -lwFf "$hits" | xargs -r grep -lwFf "$others")" ]
}

close()
{
	! forward "$1" | grep -qE '^ *(queue_|.*(perform|migrate)_(in|async))' && related "$1" &&
		[ -n "$(find "$folder" -name '*.rb' | xargs grep -lwFf "$hits" | xargs -r grep -lwFf "$others")" ]
}

case $what in
jobs)
	find "$folder" -maxdepth 1 -name '*.rb' | LC_ALL=C sort | while read -r path; do
		grep -qE '^ *class ' "$path" && echo "$path"
	done | shuffled
	;;
related|unrelated|close)
	tables=$(mktemp) files=$(mktemp) mine=$(mktemp) hits=$(mktemp) others=$(mktemp)
	trap 'rm -f "$tables" "$files" "$mine" "$hits" "$others"' EXIT
	about_jobs | LC_ALL=C sort >"$files"
	job_tables >"$tables"
	candidates | while read -r path; do
		case $what in
		unrelated) if ! related "$path"; then echo "$path"; fi ;;
		*) if $what "$path"; then echo "$path"; fi ;;
		esac
	done | shuffled
	;;
esac
