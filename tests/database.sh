#!/usr/bin/env bash
# plan --database, against a PostgreSQL that this starts itself, with tables such as instances have. TAP.
#
#   tests/database.sh PROGRAM
set -uo pipefail
# shellcheck source=tests/support/tap.sh
source "$(dirname "${BASH_SOURCE[0]}")/support/tap.sh"
program=$(realpath "$1")
# shellcheck source=tests/support/postgres.sh
source "$root/tests/support/postgres.sh"
trap 'postgres_stop; tap_end' EXIT
unset PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE
export PGPASSFILE=$work/none
readonly secret=f00lish-pa55

postgres_start "$work" || skip_all 'postgresql is not installed (./bootstrap test does it)'
cd "$work" || exit 1

is_silent_about() { [[ $out$err != *"$1"* ]]; }

url() {
	printf 'postgresql://%s@/%s?host=%s' "${2:-postgres}" "$1" "$postgres_socket"
}

# The tables as releases from 14.0 on have them, less what nothing here reads.
new_era() {
	postgres_sql postgres -c "CREATE DATABASE $1"
	postgres_sql "$1" <<-'SQL'
		CREATE TABLE batched_background_migrations (id bigserial PRIMARY KEY, min_value bigint, max_value bigint,
			batch_size integer NOT NULL DEFAULT 100, "interval" smallint NOT NULL DEFAULT 120,
			status smallint NOT NULL, job_class_name text NOT NULL, table_name text NOT NULL,
			column_name text NOT NULL, job_arguments jsonb NOT NULL DEFAULT '[]', total_tuple_count bigint,
			on_hold_until timestamptz, min_cursor jsonb, max_cursor jsonb);
		CREATE TABLE batched_background_migration_jobs (id bigserial PRIMARY KEY, started_at timestamptz,
			finished_at timestamptz, batched_background_migration_id bigint NOT NULL, min_value bigint,
			max_value bigint, batch_size integer NOT NULL, status smallint NOT NULL);
		CREATE TABLE background_migration_jobs (id bigserial PRIMARY KEY, status smallint NOT NULL DEFAULT 0,
			class_name text NOT NULL, arguments jsonb NOT NULL);
	SQL
}

# The first releases with batched migrations: no counts, arguments as a text in JSON.
first_era() {
	postgres_sql postgres -c "CREATE DATABASE $1"
	postgres_sql "$1" <<-'SQL'
		CREATE TABLE batched_background_migrations (id bigserial PRIMARY KEY, min_value bigint NOT NULL,
			max_value bigint NOT NULL, batch_size integer NOT NULL DEFAULT 100,
			"interval" smallint NOT NULL DEFAULT 120, status smallint NOT NULL, job_class_name text NOT NULL,
			table_name text NOT NULL, column_name text NOT NULL, job_arguments jsonb NOT NULL DEFAULT '"[]"');
		CREATE TABLE batched_background_migration_jobs (id bigserial PRIMARY KEY, started_at timestamptz,
			finished_at timestamptz, batched_background_migration_id bigint NOT NULL, min_value bigint NOT NULL,
			max_value bigint NOT NULL, batch_size integer NOT NULL, status smallint NOT NULL);
	SQL
}

set_status() {
	postgres_sql instance -c "UPDATE batched_background_migrations SET status = $1 WHERE job_class_name = 'FillPlotOwner'"
}

# What a write would change: the contents of every table, and the highest id given to a transaction.
contents() {
	postgres_sql "$1" -c "SELECT query_to_xml(format('SELECT * FROM %I', relname), true, false, '')
		FROM pg_class WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace ORDER BY relname"
	postgres_sql "$1" -c 'SELECT pg_snapshot_xmax(pg_current_snapshot())'
}

tree=$root/corpus/relations/not-null-ungated/tree
plan=(plan -C "$tree" --from 18.3.2 --to 18.4)
new_era instance
postgres_sql instance <<-'SQL'
	INSERT INTO batched_background_migrations (min_value, max_value, status, job_class_name, table_name, column_name,
		total_tuple_count) VALUES (1, 2000, 1, 'FillPlotOwner', 'plots', 'id', 1000);
	INSERT INTO batched_background_migration_jobs (batched_background_migration_id, min_value, max_value, batch_size,
		status, started_at, finished_at)
	SELECT 1, n * 200 + 1, n * 200 + 200, 100, 3, now() - interval '5 min', now() - interval '1 min'
	FROM generate_series(0, 3) n;
	INSERT INTO batched_background_migration_jobs (batched_background_migration_id, min_value, max_value, batch_size,
		status) VALUES (1, 801, 1000, 100, 2);
SQL

contents instance >before
run "${plan[@]}" --database "$(url instance)"
ok 'an active job: progress, and the time that is left' 'has_status 1' 'out_has ": wait"' \
	'out_has "| \`FillPlotOwner\` | plots | active | yes | 40 %: 400 of about 1000 rows; 1 failed batch | 24 min |"'
contents instance >after
ok 'nothing is written' 'cmp before after'
run "${plan[@]}" --database "$(url instance)" --format json
ok 'the same as json' \
	"out_has '\"progress\":{\"unit\":\"rows\",\"done\":400,\"total\":1000,\"failed_batches\":1,\"seconds_left\":1440,'" \
	"out_has '\"blocks\":true'"

while read -r value word code verdict; do
	set_status "$value"
	run "${plan[@]}" --database "$(url instance)" --format json
	ok "status $value is $word" "has_status $code" "out_has '\"verdict\":\"$verdict\"'" \
		"out_has '\"FillPlotOwner/plots.id/[]\",\"status\":\"$word\"'"
done <<-'ROWS'
	0 paused 1 wait
	1 active 1 wait
	2 unknown 1 wait
	3 finished 0 go
	4 failed 1 no-go
	5 finalizing 1 wait
	6 finalized 0 go
ROWS

postgres_sql instance -c "UPDATE batched_background_migrations SET status = 0, on_hold_until = now() + interval '1 day',
	total_tuple_count = NULL"
run "${plan[@]}" --database "$(url instance)"
ok 'by the range of the key, on hold' 'has_status 1' 'out_has "40 %: 800 of 2000 keys"' 'out_has "on hold until 20"'
postgres_sql instance -c "UPDATE batched_background_migrations SET job_arguments = '[1]'"
run "${plan[@]}" --database "$(url instance)"
ok 'a job with other arguments is another: this one is unknown' 'has_status 1' \
	'out_has "expected and not listed, so they are unknown, not finished: FillPlotOwner"' \
	'out_has "nothing known in the next hop needs this one"'
postgres_sql instance -c "DELETE FROM batched_background_migrations"
run "${plan[@]}" --database "$(url instance)"
ok 'a job that is absent is unknown' 'has_status 1' 'out_has "not listed, so they are unknown"'

postgres_sql instance -c "INSERT INTO batched_background_migrations (status, job_class_name, table_name, column_name)
	VALUES (3, 'Gitlab::BackgroundMigration::FillPlotOwner', 'plots', 'id'), (1, 'Other', 'x', 'id')"
run "${plan[@]}" --database "$(url instance)"
ok 'what no hop needs is told, too; no range, no count' 'has_status 1' \
	'out_has "| \`Other\` | x | active | not known to be | not known | not known |"'
postgres_sql instance -c "DELETE FROM batched_background_migrations WHERE job_class_name = 'Other'"
run "${plan[@]}" --database "$(url instance)"
ok 'the name with its module' 'has_status 0'

postgres_sql instance -c "CREATE TABLE schema_migrations (version text PRIMARY KEY)" \
	-c "INSERT INTO schema_migrations VALUES ('20250801100100')"
run "${plan[@]}" --database "$(url instance)"
ok 'its migrations have run' 'has_status 0'
postgres_sql instance -c "INSERT INTO schema_migrations VALUES ('20250901100200')"
run "${plan[@]}" --database "$(url instance)"
ok 'and one of a later release' 'has_status 1' 'out_has "run 1 migration of releases after 18.3.2"' 'out_has 20250901100200'
postgres_sql instance -c "UPDATE schema_migrations SET version = version || '0'"
run "${plan[@]}" --database "$(url instance)"
ok 'a migration that has not run' 'has_status 1' 'out_has "1 migration of 18.3.2 and before has not run"' 'out_has 20250801100100'
postgres_sql instance -c 'DROP TABLE schema_migrations'

new_era second
postgres_sql second -c "INSERT INTO batched_background_migrations (status, job_class_name, table_name, column_name)
	VALUES (1, 'FillPlotOwner', 'plots', 'id')"
run "${plan[@]}" --database "$(url instance)" --database "$(url second)"
ok 'two databases: the least finished one counts' 'has_status 1' 'out_has "FillPlotOwner/plots.id/[]\` is active"'

first_era old
tree=$root/corpus/past-stops/duplicate-services/tree
postgres_sql old -c "INSERT INTO batched_background_migrations (min_value, max_value, status, job_class_name, table_name,
	column_name) VALUES (1, 10, 2, 'CopyColumnUsingBackgroundMigrationJob', 'notes', 'id'), (1, 10, 3, 'A', 'a', 'id')"
run plan -C "$tree" --from 13.8.4 --to 13.9 --database "$(url old)"
ok 'the first era: 2 is aborted' 'has_status 1' 'out_has "| \`CopyColumnUsingBackgroundMigrationJob\` | notes | aborted |"'
ok 'Sidekiq without its table is unknown' 'out_has "Sidekiq" && out_has "RemoveDuplicateServices"'
new_era sidekiq
track() {
	postgres_sql sidekiq -c "INSERT INTO background_migration_jobs (class_name, arguments, status)
		SELECT 'RemoveDuplicateServices', '[1, 2]', $1 FROM generate_series(1, $2)"
}
track 1 3
run plan -C "$tree" --from 13.8.4 --to 13.9 --database "$(url sidekiq)"
ok 'tracked jobs of Sidekiq, all succeeded' 'has_status 0' 'out_has "\`RemoveDuplicateServices\`, finished: 13.9"'
track 0 1
run plan -C "$tree" --from 13.8.4 --to 13.9 --database "$(url sidekiq)"
ok 'and one that is pending' 'has_status 1' 'out_has "75 %: 3 of 4 queued jobs"'

postgres_sql postgres -c 'CREATE DATABASE empty'
tree=$root/corpus/relations/not-null-ungated/tree
run "${plan[@]}" --database "$(url empty)"
ok 'a database of something else' 'has_status 2' 'err_has "has neither batched_background_migrations"'
run "${plan[@]}" --database "$(url nowhere)"
ok 'no database' 'has_status 2' 'err_has "database \"nowhere\" does not exist"'
echo 'finished | FillPlotOwner,plots,id,[]' >list
run "${plan[@]}" --database "$(url instance)" --status list
ok 'a file and a database' 'has_status 2' 'err_has "not both"'

# passwords
postgres_sql postgres -c "CREATE ROLE locked LOGIN PASSWORD '$secret'"
postgres_sql instance -c 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO locked'
run "${plan[@]}" --database "$(url instance "locked:$secret")"
ok 'the right password' 'has_status 0' 'is_silent_about "$secret"'
PGPASSWORD=$secret run "${plan[@]}" --database "$(url instance locked)"
ok 'from the environment' 'has_status 0' 'is_silent_about "$secret"'
run "${plan[@]}" --database "$(url instance "locked:${secret}x")"
ok 'a wrong one is not told' 'has_status 2' 'err_has "password authentication failed"' 'is_silent_about "${secret:0:5}"'
run "${plan[@]}" --database "$(url "$secret" "postgres:$secret")"
ok 'it is taken out of messages' 'has_status 2' 'err_has "database \"***\" does not exist"' 'is_silent_about "$secret"'
run "${plan[@]}" --database "$(url instance locked)"
ok 'none' 'has_status 2' 'err_has "no password supplied"'
while IFS= read -r bad; do
	run "${plan[@]}" --database "$bad"
	name=${bad//$secret/...}
	ok "nor a part of it: ${name//$postgres_socket/SOCKET}" 'has_status 2' 'is_silent_about f00lish' 'is_silent_about pa55' '[[ -z $out ]]'
done <<-URLS
	postgresql://locked:$secret@f00lish@/instance?host=$postgres_socket
	postgresql://locked:f00lish/pa55@/instance
	postgresql://locked:f00lish?pa55@/instance
	postgresql://locked:%zz$secret@/instance
	postgresql://locked:$secret@[nowhere/instance
	postgresql://locked:$secret@nowhere.invalid/instance?f00lish=1
	postgresql://locked:$secret@nowhere.invalid/instance
	postgresql://locked@/instance?password=$secret@/x
	host=$postgres_socket user=locked password=f00lish pa55 dbname=instance
	host=$postgres_socket user=locked password='$secret dbname=instance
	host=$postgres_socket user=locked password='${secret}x' dbname=instance
	$secret
	locked:$secret@nowhere.invalid
URLS
run plan --databse="postgresql://locked:$secret@/x"
ok 'nor a misspelt option' 'has_status 2' 'err_has "--databse" && err_has "did you mean"' 'is_silent_about "$secret"'

# rights and limits
postgres_sql instance -c 'REVOKE SELECT ON batched_background_migration_jobs FROM locked'
run "${plan[@]}" --database "$(url instance "locked:$secret")"
ok 'without the batches, the rest is told' 'has_status 0' 'err_has "permission denied for table batched_background_migration_jobs"'
postgres_sql instance -c 'REVOKE SELECT ON batched_background_migrations FROM locked'
run "${plan[@]}" --database "$(url instance "locked:$secret")"
ok 'without the jobs, nothing is' 'has_status 2' 'err_has "permission denied for table batched_background_migrations"'

# A table that writes when it is read: refused, whoever asks.
postgres_sql instance <<-'SQL'
	ALTER TABLE batched_background_migrations RENAME TO real_migrations;
	CREATE TABLE written (id integer);
	CREATE FUNCTION note() RETURNS boolean LANGUAGE sql AS 'INSERT INTO written VALUES (1); SELECT true';
	CREATE VIEW batched_background_migrations AS SELECT * FROM real_migrations WHERE note();
SQL
run "${plan[@]}" --database "$(url instance)"
ok 'a write is refused' 'has_status 2' 'err_has "read-only transaction"' \
	'[[ $(postgres_sql instance -c "SELECT count(*) FROM written") == 0 ]]'
postgres_sql instance <<-'SQL'
	CREATE OR REPLACE FUNCTION note() RETURNS boolean LANGUAGE sql AS 'SELECT pg_sleep(600) IS NULL';
	INSERT INTO real_migrations (status, job_class_name, table_name, column_name) VALUES (3, 'B', 'b', 'id');
SQL
SECONDS=0
run "${plan[@]}" --database "$(url instance)" --time-limit 1
ok 'a statement that takes too long' 'has_status 2' 'err_has "statement timeout"' '((SECONDS < 300))'
postgres_sql instance -c 'DROP VIEW batched_background_migrations' \
	-c 'ALTER TABLE real_migrations RENAME TO batched_background_migrations'
postgres_sql instance -c 'BEGIN' -c 'LOCK TABLE batched_background_migrations' -c 'SELECT pg_sleep(600)' >lock.log 2>&1 &
until [[ $(postgres_sql instance -c "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted
	AND relation = 'batched_background_migrations'::regclass") == 1 ]]; do sleep 0.1; done
run "${plan[@]}" --database "$(url instance)" --time-limit 1
ok 'a table that is locked' 'has_status 2' 'err_has timeout'
postgres_sql postgres -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'" >>lock.log
wait

# A server that takes the connection and says nothing.
mkdir mute
perl -MIO::Socket::UNIX -e 'my $server = IO::Socket::UNIX->new(Local => shift, Listen => 1) or die; sleep 600' \
	mute/.s.PGSQL.5432 &
mute=$!
until [[ -e mute/.s.PGSQL.5432 ]]; do sleep 0.1; done
SECONDS=0
run "${plan[@]}" --database "postgresql:///x?host=$work/mute" --time-limit 2
ok 'a server that is mute' 'has_status 2' 'err_has "cannot be reached"' '((SECONDS < 300))'
kill "$mute"
wait "$mute" 2>/dev/null
finish
