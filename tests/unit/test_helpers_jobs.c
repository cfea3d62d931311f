/* The helpers that rename, convert, partition, fill and queue, call by call. */
#include "tests/support/cmocka_all.h"
#include "tests/support/migration_case.h"

static void test_renames(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "rename_column_concurrently :shelves, :depth, :size",
		 "add_column column shelves(size) -\n"
		 "create function ?() function_for_trigger_e28e5fc40314 { write rows NEW(size) - sources=NEW.depth; "
		 "write rows NEW(depth) - sources=NEW.size; }\n"
		 "create_trigger trigger shelves() trigger_e28e5fc40314 to=function_for_trigger_e28e5fc40314 "
		 "type=\"BEFORE INSERT\"\n"
		 "create function ?() function_for_trigger_ac08a299b3c5 { write rows NEW(size) - sources=NEW.depth; }\n"
		 "create_trigger trigger shelves() trigger_ac08a299b3c5 to=function_for_trigger_ac08a299b3c5 "
		 "type=\"BEFORE UPDATE\"\n"
		 "create function ?() function_for_trigger_c613b482ce66 { write rows NEW(depth) - sources=NEW.size; }\n"
		 "create_trigger trigger shelves() trigger_c613b482ce66 to=function_for_trigger_c613b482ce66 "
		 "type=\"BEFORE UPDATE\"\n"
		 "write rows shelves(size) - filters=shelves.id sources=shelves.depth\n"},
		{"5.0", "rename_column_concurrently :shelves, :depth, :size",
		 "add_column column shelves(size) -\n"
		 "create function ?() trigger_251f55040aaf { write rows NEW(size) - sources=NEW.depth; }\n"
		 "create_trigger trigger shelves() trigger_251f55040aaf to=trigger_251f55040aaf type=\"BEFORE INSERT "
		 "OR UPDATE\"\n"
		 "write rows shelves(size) - filters=shelves.id sources=shelves.depth\n"},
		{"2.3", "undo_rename_column_concurrently :shelves, :depth, :size",
		 "drop_trigger trigger shelves() trigger_e28e5fc40314\n"
		 "drop function ?() function_for_trigger_e28e5fc40314\n"
		 "drop_trigger trigger shelves() trigger_ac08a299b3c5\n"
		 "drop function ?() function_for_trigger_ac08a299b3c5\n"
		 "drop_trigger trigger shelves() trigger_c613b482ce66\n"
		 "drop function ?() function_for_trigger_c613b482ce66\n"
		 "drop_column column shelves(size) -\n"},
		{"5.0", "cleanup_concurrent_column_rename :shelves, :depth, :size",
		 "drop_trigger trigger shelves() trigger_251f55040aaf\n"
		 "drop function ?() trigger_251f55040aaf\n"
		 "drop_column column shelves(depth) -\n"},
		{"2.3", "undo_cleanup_concurrent_column_rename :shelves, :depth, :size",
		 "add_column column shelves(depth) -\n"
		 "write rows shelves(depth) - sources=shelves.size\n"
		 "create function ?() function_for_trigger_e28e5fc40314 { write rows NEW(size) - sources=NEW.depth; "
		 "write rows NEW(depth) - sources=NEW.size; }\n"
		 "create_trigger trigger shelves() trigger_e28e5fc40314 to=function_for_trigger_e28e5fc40314 "
		 "type=\"BEFORE INSERT\"\n"
		 "create function ?() function_for_trigger_ac08a299b3c5 { write rows NEW(size) - sources=NEW.depth; }\n"
		 "create_trigger trigger shelves() trigger_ac08a299b3c5 to=function_for_trigger_ac08a299b3c5 "
		 "type=\"BEFORE UPDATE\"\n"
		 "create function ?() function_for_trigger_c613b482ce66 { write rows NEW(depth) - sources=NEW.size; }\n"
		 "create_trigger trigger shelves() trigger_c613b482ce66 to=function_for_trigger_c613b482ce66 "
		 "type=\"BEFORE UPDATE\"\n"},
		{"5.0", "change_column_type_concurrently :shelves, :depth, :bigint",
		 "add_column column shelves(depth_for_type_change) - type=\"bigint\"\n"
		 "create function ?() trigger_ced02d2da09c { write rows NEW(depth_for_type_change) - "
		 "sources=NEW.depth; }\n"
		 "create_trigger trigger shelves() trigger_ced02d2da09c to=trigger_ced02d2da09c type=\"BEFORE INSERT "
		 "OR UPDATE\"\n"
		 "write rows shelves(depth_for_type_change) - filters=shelves.id sources=shelves.depth\n"},
		{"5.0", "cleanup_concurrent_column_type_change :shelves, :depth",
		 "drop_trigger trigger shelves() trigger_ced02d2da09c\n"
		 "drop function ?() trigger_ced02d2da09c\n"
		 "drop_column column shelves(depth) -\n"
		 "rename column shelves(depth_for_type_change) depth_for_type_change to=depth to_columns=depth\n"},
		{"4.2", "rename_column_using_background_migration 'shelves', :depth, :size",
		 "add_column column shelves(size) -\n"
		 "create function ?() trigger_251f55040aaf { write rows NEW(size) - sources=NEW.depth; }\n"
		 "create_trigger trigger shelves() trigger_251f55040aaf to=trigger_251f55040aaf type=\"BEFORE INSERT "
		 "OR UPDATE\"\n"
		 "queue job shelves() CopyColumn era=sidekiq manner=steal arguments=[\"shelves\",\"depth\",\"size\"]\n"
		 "queue job shelves() CleanupConcurrentRename era=sidekiq manner=steal "
		 "arguments=[\"shelves\",\"depth\",\"size\"]\n"},
		{"2.3", "install_rename_triggers :shelves, %i[a b], %i[c d]",
		 "create function ?() trigger_903a99c46725 { write rows NEW(c) - sources=NEW.a; write rows NEW(d) - "
		 "sources=NEW.b; }\n"
		 "create_trigger trigger shelves() trigger_903a99c46725 to=trigger_903a99c46725 type=\"BEFORE INSERT "
		 "OR UPDATE\"\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_bigint(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "initialize_conversion_of_integer_to_bigint :shelves, %i[id room_id]",
		 "add_column column shelves(id_convert_to_bigint) - type=\"bigint\" default=\"0\" nullable=no\n"
		 "add_column column shelves(room_id_convert_to_bigint) - type=\"bigint\"\n"
		 "create function ?() trigger_20046079616d { write rows NEW(id_convert_to_bigint) - sources=NEW.id; "
		 "write rows NEW(room_id_convert_to_bigint) - sources=NEW.room_id; }\n"
		 "create_trigger trigger shelves() trigger_20046079616d to=trigger_20046079616d type=\"BEFORE INSERT "
		 "OR UPDATE\"\n"},
		{"2.3", "revert_initialize_conversion_of_integer_to_bigint :shelves, %i[id room_id]",
		 "drop_trigger trigger shelves() trigger_20046079616d\n"
		 "drop function ?() trigger_20046079616d\n"
		 "drop_column column shelves(id_convert_to_bigint,room_id_convert_to_bigint) -\n"},
		{"2.3", "backfill_conversion_of_integer_to_bigint :shelves, %i[id room_id]",
		 "queue job shelves(id) CopyColumnUsingBackgroundMigrationJob era=batched manner=inline "
		 "arguments=[[\"id\",\"room_id\"],[\"id_convert_to_bigint\",\"room_id_convert_to_bigint\"]]\n"},
		{"2.3", "ensure_backfill_conversion_of_integer_to_bigint_is_finished :shelves, :id, primary_key: :key",
		 "gate job shelves(key) CopyColumnUsingBackgroundMigrationJob era=batched manner=inline "
		 "arguments=[[\"id\"],[\"id_convert_to_bigint\"]]\n"},
		{"2.3",
		 "add_concurrent_index :shelves, convert_to_bigint_column(:id), name: "
		 "bigint_index_name('shelves_pkey')",
		 "add_index index shelves(id_convert_to_bigint) bigint_idx_caf7cf7b99118156542a unique=no\n"},
		{"2.3", "add_primary_key_using_index :shelves, 'shelves_pkey', 'new_pkey'",
		 "add_constraint constraint shelves() shelves_pkey kind=primary_key unique=yes validated=yes\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_triggers(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "create_trigger_function('copy_room') { 'NEW.room_id := NEW.place_id; RETURN NEW;' }",
		 "create function ?() copy_room { read rows NEW(place_id) - sources=NEW.place_id; write rows "
		 "NEW(room_id) - sources=NEW.place_id; }\n"},
		{"2.3", "create_trigger :shelves, 'copy', 'copy_room', fires: 'BEFORE INSERT'",
		 "create_trigger trigger shelves() copy to=copy_room type=\"BEFORE INSERT\"\n"},
		{"2.3", "drop_trigger :shelves, 'copy'", "drop_trigger trigger shelves() copy\n"},
		{"2.3", "drop_function 'copy_room'", "drop function ?() copy_room\n"},
		{"2.3",
		 "install_sharding_key_assignment_trigger table: :shelves, sharding_key: :house_id, parent_table: "
		 ":rooms, parent_sharding_key: :house_id, foreign_key: :room_id",
		 "create function ?() trigger_dcc52e18f17b { read rows NEW(house_id) - sources=NEW.house_id; read "
		 "rows rooms(id,house_id) - filters=rooms.id sources=rooms.house_id; read rows NEW(room_id) - "
		 "filters=NEW.room_id; write rows NEW(house_id) - filters=rooms.id,NEW.room_id "
		 "sources=rooms.house_id; }\n"
		 "create_trigger trigger shelves() trigger_dcc52e18f17b to=trigger_dcc52e18f17b type=\"BEFORE INSERT "
		 "OR UPDATE\"\n"},
		{"2.3",
		 "remove_sharding_key_assignment_trigger table: :shelves, sharding_key: :house_id, parent_table: "
		 ":rooms, parent_sharding_key: :house_id, foreign_key: :room_id",
		 "drop_trigger trigger shelves() trigger_dcc52e18f17b\n"
		 "drop function ?() trigger_dcc52e18f17b\n"},
		{"2.3", "track_record_deletions :shelves",
		 "create_trigger trigger shelves() shelves_loose_fk_trigger "
		 "to=insert_into_loose_foreign_keys_deleted_records type=\"AFTER DELETE\"\n"},
		{"2.3", "untrack_record_deletions :shelves",
		 "drop_trigger trigger shelves() shelves_loose_fk_trigger\n"},
		{"2.3", "ensure_unique_id :shelves, seq: 'shelves_id_seq'",
		 "create function ?() assign_shelves_id_value { }\n"
		 "create_trigger trigger shelves() assign_shelves_id_trigger to=assign_shelves_id_value type=\"BEFORE "
		 "INSERT\"\n"
		 "alter_column column shelves(id) - drops_default=yes\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_partitions(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "partition_table_by_date :shelves, :created_at",
		 "create table shelves_f1f24458e1(*) -\n"
		 "add_constraint constraint shelves_f1f24458e1(id,created_at) shelves_f1f24458e1_pkey "
		 "kind=primary_key unique=yes validated=yes\n"
		 "create function ?() table_sync_function_d6aa8f2d31 { delete rows shelves_f1f24458e1() - "
		 "filters=shelves_f1f24458e1.id; write rows shelves_f1f24458e1(*) - filters=shelves_f1f24458e1.id "
		 "sources=NEW.*; insert rows shelves_f1f24458e1(*) - sources=NEW.*; }\n"
		 "create_trigger trigger shelves() table_sync_trigger_8fb16a5e2c to=table_sync_function_d6aa8f2d31 "
		 "type=\"AFTER INSERT OR UPDATE OR DELETE\"\n"
		 "read rows shelves(created_at) -\n"},
		{"2.3", "enqueue_partitioning_data_migration :shelves",
		 "queue job shelves(id) BackfillPartitionedTable era=batched manner=inline "
		 "arguments=[\"shelves_f1f24458e1\"]\n"},
		{"6.0", "enqueue_partitioning_data_migration :shelves",
		 "queue job shelves(id) Gitlab::Database::PartitioningMigrationHelpers::BackfillPartitionedTable "
		 "era=sidekiq manner=steal arguments=[\"shelves\",\"shelves_part_e3723142ae\",\"id\"]\n"},
		{"2.3", "finalize_backfilling_partitioned_table :shelves",
		 "gate job shelves(id) BackfillPartitionedTable era=batched manner=inline "
		 "arguments=[\"shelves_f1f24458e1\"]\n"},
		{"2.3", "replace_with_partitioned_table :shelves",
		 "drop_trigger trigger shelves() table_sync_trigger_8fb16a5e2c\n"
		 "rename table shelves() shelves to=shelves_archived\n"
		 "rename table shelves_f1f24458e1() shelves_f1f24458e1 to=shelves\n"
		 "create function ?() table_sync_function_d6aa8f2d31 { delete rows shelves_archived() - "
		 "filters=shelves_archived.id; write rows shelves_archived(*) - filters=shelves_archived.id "
		 "sources=NEW.*; insert rows shelves_archived(*) - sources=NEW.*; }\n"
		 "create_trigger trigger shelves() table_sync_trigger_8fb16a5e2c to=table_sync_function_d6aa8f2d31 "
		 "type=\"AFTER INSERT OR UPDATE OR DELETE\"\n"},
		{"2.3", "drop_nonpartitioned_archive_table :shelves",
		 "drop_trigger trigger shelves() table_sync_trigger_8fb16a5e2c\n"
		 "drop function ?() table_sync_function_d6aa8f2d31\n"
		 "drop table shelves_archived() -\n"},
		{"2.3", "create_hash_partitions :p_shelves, 2",
		 "create table p_shelves_0() -\n"
		 "partition table p_shelves_0() - references=p_shelves type=\"PARTITION OF\"\n"
		 "create table p_shelves_1() -\n"
		 "partition table p_shelves_1() - references=p_shelves type=\"PARTITION OF\"\n"},
		{"2.3", "create_int_range_partitions :p_shelves, 10, 1, 20",
		 "create table p_shelves_1() -\n"
		 "partition table p_shelves_1() - references=p_shelves type=\"PARTITION OF\"\n"
		 "create table p_shelves_11() -\n"
		 "partition table p_shelves_11() - references=p_shelves type=\"PARTITION OF\"\n"},
		{"2.3",
		 "Gitlab::Database::PostgresPartitionedTable.each_partition(:p_shelves) { |partition| "
		 "add_concurrent_index partition.identifier, :room_id, name: 'x' }",
		 "add_index index p_shelves(room_id) x unique=no certainty=likely\n"},
		{"2.3",
		 "convert_table_to_first_list_partition table_name: :shelves, parent_table_name: :p_shelves, "
		 "partitioning_column: :partition_id, initial_partitioning_value: 100",
		 "create table p_shelves(*) -\n"
		 "partition table shelves() - references=p_shelves type=\"ATTACH\"\n"},
		{"2.3",
		 "prepare_constraint_for_list_partitioning table_name: :shelves, parent_table_name: :p_shelves, "
		 "partitioning_column: :partition_id, initial_partitioning_value: [100, 101]",
		 "add_constraint constraint shelves(partition_id) partitioning_constraint kind=check validated=yes "
		 "expression=\"partition_id IN (100, 101)\" reads=shelves.partition_id\n"},
		{"2.3",
		 "Gitlab::Database::PostgresPartitionedTable.find_by_name_in_current_schema('p_shelves').postgres_part"
		 "itions.first(3).each { |partition| truncate_tables!(partition.identifier) }",
		 "truncate rows p_shelves() - certainty=likely\n"},
		{"2.3", "drop_partitioned_table_for :shelves",
		 "drop_trigger trigger shelves() table_sync_trigger_8fb16a5e2c\n"
		 "drop function ?() table_sync_function_d6aa8f2d31\n"
		 "drop table shelves_f1f24458e1() -\n"},
		{"2.3", "cleanup_partitioning_data_migration :shelves",
		 "cancel job shelves(id) BackfillPartitionedTable era=batched manner=inline "
		 "arguments=[\"shelves_f1f24458e1\"]\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_batched(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3",
		 "queue_batched_background_migration 'FillRooms', :shelves, :id, 'up', [:a, 1], batch_size: 10, "
		 "gitlab_schema: :gitlab_main",
		 "queue job shelves(id) FillRooms era=batched manner=inline arguments=[\"up\",[\"a\",1]] "
		 "schema=gitlab_main\n"},
		{"2.3",
		 "ensure_batched_background_migration_is_finished job_class_name: '::FillRooms', table_name: "
		 ":shelves, column_name: :id, job_arguments: [], finalize: true, skip_early_finalization_validation: "
		 "true",
		 "gate job shelves(id) FillRooms era=batched manner=inline arguments=[] skips_early_check=yes\n"},
		{"1.0",
		 "ensure_batched_background_migration_is_finished job_class_name: 'FillRooms', table_name: :shelves, "
		 "column_name: :id, job_arguments: [[:a], ['b']]",
		 "gate job shelves(id) FillRooms era=batched manner=raises arguments=[[\"a\"],[\"b\"]]\n"},
		{"2.3",
		 "ensure_batched_background_migration_is_finished job_class_name: 'FillRooms', table_name: :shelves, "
		 "column_name: :id, job_arguments: [], finalize: false",
		 "gate job shelves(id) FillRooms era=batched manner=raises arguments=[]\n"},
		{"2.3", "delete_batched_background_migration 'FillRooms', :shelves, :id, []",
		 "cancel job shelves(id) FillRooms era=batched manner=inline arguments=[]\n"},
		{"2.3", "queue_batched_background_migration 'FillRooms', :shelves, :id, ENV['LIMIT']",
		 "queue job shelves(id) FillRooms era=batched manner=inline arguments=?\n"
		 "unresolved queue_batched_background_migration: the job arguments are not known: an environment "
		 "variable\n"},
		{"2.3",
		 "Gitlab::Database::BackgroundMigration::BatchedMigration.create!(job_class_name: 'FillRooms', "
		 "table_name: :shelves, column_name: :id, job_arguments: [], gitlab_schema: 'gitlab_ci')",
		 "queue job shelves(id) FillRooms era=batched manner=inline arguments=[] schema=gitlab_ci "
		 "bypasses=yes\n"},
		{"2.3",
		 "Gitlab::Database::BackgroundMigration::BatchedMigration.for_configuration(:gitlab_main, "
		 "'FillRooms', :shelves, :id, [1]).delete_all",
		 "cancel job shelves(id) FillRooms era=batched manner=inline arguments=[1] schema=gitlab_main "
		 "bypasses=yes\n"},
		{"2.3",
		 "Gitlab::Database::BackgroundMigration::BatchedMigration.where(job_class_name: 'FillRooms', "
		 "table_name: :shelves, column_name: :id).update_all(batch_size: 5)",
		 ""},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_sidekiq(void **state)
{
	static const struct migration_case cases[] = {
		{"6.0",
		 "queue_background_migration_jobs_by_range_at_intervals(define_batchable_model(:shelves), "
		 "'FillRooms', 120, other_job_arguments: ['up'])",
		 "queue job shelves(id) FillRooms era=sidekiq manner=steal arguments=[\"up\"]\n"},
		{"6.0", "migrate_in(120, 'FillRooms', [1, nil])",
		 "queue job ?() FillRooms era=sidekiq manner=steal arguments=[1,null]\n"},
		{"5.0", "BackgroundMigrationWorker.perform_async('::FillRooms')",
		 "queue job ?() FillRooms era=sidekiq manner=steal arguments=[]\n"},
		{"5.0",
		 "jobs = []; 2.times { jobs << ['FillRooms', [ENV['A'], 'shelves']] }; "
		 "BackgroundMigrationWorker.bulk_perform_async(jobs)",
		 "queue job ?() FillRooms era=sidekiq manner=steal arguments=[\"shelves\"]\n"
		 "queue job ?() FillRooms era=sidekiq manner=steal arguments=[\"shelves\"]\n"},
		{"5.0", "Gitlab::BackgroundMigration.steal('FillRooms')",
		 "gate job ?() FillRooms era=sidekiq manner=steal arguments=[]\n"},
		{"5.0", "Gitlab::BackgroundMigration.steal('FillRooms') { |job| job.delete; false }",
		 "cancel job ?() FillRooms era=sidekiq manner=steal arguments=[]\n"},
		{"5.0", "Gitlab::BackgroundMigration.steal('FillRooms') { |job| job.old? }",
		 "unresolved steal: which jobs are stolen is known only at run time\n"},
		{"5.0", "Gitlab::BackgroundMigration::FillRooms.new.perform(1, 2)",
		 "gate job ?() FillRooms era=sidekiq manner=perform arguments=[1,2]\n"},
		{"6.0", "finalize_background_migration('FillRooms')",
		 "gate job ?() FillRooms era=sidekiq manner=steal arguments=[]\n"},
		{"6.0", "delete_queued_jobs('FillRooms')",
		 "cancel job ?() FillRooms era=sidekiq manner=steal arguments=[]\n"},
		{"2.3", "sidekiq_remove_jobs(job_klasses: %w[OldWorker])", ""},
		{"4.2",
		 "change_column_type_using_background_migration define_batchable_model(:shelves), :depth, :bigint",
		 "add_column column shelves(depth_for_type_change) - type=\"bigint\"\n"
		 "create function ?() trigger_ced02d2da09c { write rows NEW(depth_for_type_change) - "
		 "sources=NEW.depth; }\n"
		 "create_trigger trigger shelves() trigger_ced02d2da09c to=trigger_ced02d2da09c type=\"BEFORE INSERT "
		 "OR UPDATE\"\n"
		 "queue job shelves() CopyColumn era=sidekiq manner=steal "
		 "arguments=[\"shelves\",\"depth\",\"depth_for_type_change\"]\n"
		 "queue job shelves() CleanupConcurrentTypeChange era=sidekiq manner=steal "
		 "arguments=[\"shelves\",\"depth\",\"depth_for_type_change\"]\n"},
		{"6.0", "bulk_migrate_in(5, [['FillRooms', ['up']]])",
		 "queue job ?() FillRooms era=sidekiq manner=steal arguments=[\"up\"]\n"},
		{"6.0", "requeue_background_migration_jobs_by_range_at_intervals('FillRooms', 120)",
		 "queue job ?() FillRooms era=sidekiq manner=steal arguments=[]\n"},
		{"5.0", "Gitlab::BackgroundMigration.perform('FillRooms', ['up'])",
		 "gate job ?() FillRooms era=sidekiq manner=perform arguments=[\"up\"]\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_async(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "prepare_async_index :shelves, :room_id, name: 'by_room'",
		 "prepare_async index shelves(room_id) by_room unique=no\n"},
		{"2.3", "prepare_async_foreign_key_validation :shelves, :room_id",
		 "prepare_async foreign_key shelves(room_id) fk_7dc8a23df0 kind=foreign_key\n"},
		{"2.3", "prepare_async_check_constraint_validation :shelves, name: 'positive'",
		 "prepare_async constraint shelves() positive\n"},
		{"2.3", "unprepare_async_index :shelves, :room_id, name: 'by_room'", ""},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_data_and_control(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "execute 'UPDATE shelves SET room_id = place_id WHERE room_id IS NULL'",
		 "write rows shelves(room_id) - filters=shelves.room_id sources=shelves.place_id\n"
		 "read rows shelves(place_id,room_id) - filters=shelves.room_id sources=shelves.place_id\n"},
		{"2.3",
		 "each_batch(:shelves, connection: connection, of: 100) { |batch| batch.update_all(open: true) }",
		 "read rows shelves(id) - filters=shelves.id sources=shelves.id\n"
		 "write rows shelves(open) - filters=shelves.id\n"
		 "read rows shelves(id) - filters=shelves.id\n"},
		{"5.0",
		 "update_column_in_batches(:shelves, :room_id, 1) { |table, query| "
		 "query.where(table[:place_id].eq(nil)) }",
		 "write rows shelves(room_id) - filters=shelves.place_id\n"
		 "read rows shelves(place_id) - filters=shelves.place_id\n"},
		{"2.3", "with_lock_retries { say 'now'; drop_table :shelves }", "drop table shelves() -\n"},
		{"2.3", "transaction { suppress_messages { drop_table :shelves } }", "drop table shelves() -\n"},
		{"4.2", "reversible { |dir| dir.up { drop_table :a }; dir.down { drop_table :b } }",
		 "drop table a() -\n"},
		{"4.2", "drop_table(:shelves) if Gitlab::Database.mysql?", ""},
		{"2.3", "drop_table :shelves unless Gitlab.com_except_jh?",
		 "drop table shelves() - guard=self_managed\n"},
		{"2.3", "drop_table :shelves if table_exists?(:shelves)", "drop table shelves() -\n"},
		{"2.3", "frobnicate :shelves", "unresolved frobnicate: no rule for the helper 'frobnicate'\n"},
		{"2.3", "return unless Gitlab.com? || Gitlab.dev_or_test_env?; drop_table :shelves",
		 "drop table shelves() - guard=gitlab_com\n"},
		{"2.3", "return if Rails.env.test?; drop_table :shelves", "drop table shelves() -\n"},
		{"2.3", "drop_table :shelves if Gitlab.ee?", "drop table shelves() - guard=ee\n"},
		{"6.0", "backfill_iids('shelves')",
		 "write rows shelves(iid) - filters=shelves.project_id,shelves.id sources=shelves.id\n"
		 "read rows shelves(id,project_id) - filters=shelves.project_id,shelves.id sources=shelves.id\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_settings(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "add_cascading_namespace_setting :shelving, :boolean, default: true, null: false",
		 "add_column column namespace_settings(shelving) - type=\"boolean\" nullable=yes\n"
		 "add_column column namespace_settings(lock_shelving) - type=\"boolean\" default=\"false\" "
		 "nullable=no\n"
		 "add_column column application_settings(shelving) - type=\"boolean\" default=\"true\" nullable=no\n"
		 "add_column column application_settings(lock_shelving) - type=\"boolean\" default=\"false\" "
		 "nullable=no\n"},
		{"2.3", "create_or_update_plan_limit 'shelves', 'free', 10",
		 "insert rows plan_limits(plan_id,shelves) - to_columns=shelves filters=plans.name sources=plans.id "
		 "upsert=yes\n"
		 "read rows plans(name,id) - filters=plans.name sources=plans.id\n"},
		{"2.3",
		 "up_migrate_to_jsonb_setting feature_flag_name: 'f', setting_name: 's', jsonb_column_name: "
		 "'shelving', default_enabled: true",
		 "read rows feature_gates(feature_key,key,value) -\n"
		 "write rows application_settings(shelving,updated_at) -\n"},
		{"2.3", "remove_cascading_namespace_setting :shelving",
		 "drop_column column namespace_settings(shelving) -\n"
		 "drop_column column namespace_settings(lock_shelving) -\n"
		 "drop_column column application_settings(shelving) -\n"
		 "drop_column column application_settings(lock_shelving) -\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_renames),  cmocka_unit_test(test_bigint),
		cmocka_unit_test(test_triggers), cmocka_unit_test(test_partitions),
		cmocka_unit_test(test_batched),  cmocka_unit_test(test_sidekiq),
		cmocka_unit_test(test_async),    cmocka_unit_test(test_data_and_control),
		cmocka_unit_test(test_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
