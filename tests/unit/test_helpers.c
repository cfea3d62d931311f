/* The helpers for tables, columns, indexes, constraints and keys, call by call; and the form of all rows. */
#include "parser/ruby/eval/external.h"
#include "parser/ruby/eval/names.h"
#include "tests/support/cmocka_all.h"
#include "tests/support/migration_case.h"

#include <string.h>

static void check_group(const struct helper_group *group)
{
	for (size_t i = 1; i < group->count; i++)
		assert_true(strcmp(group->rows[i - 1].name, group->rows[i].name) < 0);
}

static void test_rows_are_sorted(void **state)
{
	size_t count;
	const struct helper_group *const *groups = helper_groups(&count);
	(void)state;
	for (size_t i = 0; i < count; i++)
		check_group(groups[i]);
	check_group(&helper_group_table_block);

	const struct external_row *rows = external_rows(&count);
	for (size_t i = 1; i < count; i++) {
		int order = strcmp(rows[i - 1].path, rows[i].path);
		assert_true(order < 0 || (order == 0 && strcmp(rows[i - 1].helper.name, rows[i].helper.name) < 0));
	}
}

/* Every row says what a call does, and every name finds its own row: it is unique over the groups. */
static void test_rows_are_complete(void **state)
{
	size_t count;
	const struct helper_group *const *groups = helper_groups(&count);
	(void)state;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < groups[i]->count; k++) {
			const struct helper_row *row = &groups[i]->rows[k];
			assert_true(*row->name);
			assert_non_null(row->parameters);
			assert_true(row->effects || row->expand);
			assert_ptr_equal(helper_find_row(row->name), row);
		}
	}
	assert_null(helper_find_row("no_such_helper"));
}

static void test_names(void **state)
{
	struct arena *arena = arena_new();
	struct names columns = {0};
	(void)state;
	names_push(arena, &columns, "room_id");
	names_push(arena, &columns, "lower(label)");
	assert_string_equal(name_hashed(arena, "", "abc", 16), "ba7816bf8f01cfea");
	assert_string_equal(name_index(arena, "shelves", &columns), "index_shelves_on_room_id_and_lower_label");
	assert_string_equal(name_partitioned_copy(arena, "uploads", false), "uploads_9ba88c4165");
	assert_string_equal(name_partitioned_copy(arena, "web_hook_logs", true), "web_hook_logs_part_0c5294f417");
	assert_string_equal(name_rails_check(arena, "shelves", "depth > 0"), "chk_rails_8b6f255a38");
	arena_free(arena);
}

static void test_tables(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3",
		 "create_table(:shelves) { |t| t.text :label, limit: 40, null: false; t.references :room, "
		 "foreign_key: { on_delete: :cascade }; t.timestamps_with_timezone }",
		 "create table shelves(id,label,room_id,created_at,updated_at) -\n"
		 "add_column column shelves(id) - type=\"bigint\" nullable=no\n"
		 "add_column column shelves(label) - type=\"text\" nullable=no\n"
		 "add_constraint constraint shelves(label) check_729cb39c88 kind=text_limit validated=yes "
		 "expression=\"char_length(label) <= 40\"\n"
		 "add_column column shelves(room_id) - type=\"bigint\" nullable=yes\n"
		 "add_index index shelves(room_id) index_shelves_on_room_id unique=no\n"
		 "add_foreign_key foreign_key shelves(room_id) fk_rails_7dc8a23df0 kind=foreign_key validated=yes "
		 "references=rooms on_delete=cascade\n"
		 "add_column column shelves(created_at) - type=\"datetime_with_timezone\" nullable=no\n"
		 "add_column column shelves(updated_at) - type=\"datetime_with_timezone\" nullable=no\n"
		 "add_constraint constraint shelves(id) shelves_pkey kind=primary_key unique=yes validated=yes\n"},
		{"4.2", "create_table(:shelves) { |t| t.integer :size, default: 3; t.references :room; t.timestamps }",
		 "create table shelves(id,size,room_id,created_at,updated_at) -\n"
		 "add_column column shelves(id) - type=\"integer\" nullable=no\n"
		 "add_column column shelves(size) - type=\"integer\" default=\"3\" nullable=yes\n"
		 "add_column column shelves(room_id) - type=\"integer\" nullable=yes\n"
		 "add_column column shelves(created_at) - type=\"datetime\" nullable=yes\n"
		 "add_column column shelves(updated_at) - type=\"datetime\" nullable=yes\n"
		 "add_constraint constraint shelves(id) shelves_pkey kind=primary_key unique=yes validated=yes\n"},
		{"5.0",
		 "create_table(:shelves, id: false) { |t| t.belongs_to :room, index: false, null: false; t.index "
		 "%i[room_id], unique: true, name: 'one_room' }",
		 "create table shelves(room_id) -\n"
		 "add_column column shelves(room_id) - type=\"integer\" nullable=no\n"
		 "add_index index shelves(room_id) one_room unique=yes\n"},
		{"2.3",
		 "create_table(:p_shelves, primary_key: [:id, :partition_id], options: 'PARTITION BY LIST "
		 "(partition_id)') { |t| t.bigserial :id, null: false; t.bigint :partition_id, null: false; "
		 "t.check_constraint 'id > 0', name: 'positive' }",
		 "create table p_shelves(id,partition_id) -\n"
		 "add_column column p_shelves(id) - type=\"bigserial\" nullable=no\n"
		 "add_column column p_shelves(partition_id) - type=\"bigint\" nullable=no\n"
		 "add_constraint constraint p_shelves(id) positive kind=check validated=yes expression=\"id > 0\" "
		 "reads=p_shelves.id\n"
		 "add_constraint constraint p_shelves(id,partition_id) p_shelves_pkey kind=primary_key unique=yes "
		 "validated=yes\n"},
		{"6.0",
		 "create_table_with_constraints(:shelves) { |t| t.text :label; t.text_limit :label, 9; "
		 "t.check_constraint :positive, 'size > 0' }",
		 "create table shelves(id,label) -\n"
		 "add_column column shelves(id) - type=\"bigint\" nullable=no\n"
		 "add_column column shelves(label) - type=\"text\" nullable=yes\n"
		 "add_constraint constraint shelves(label) check_729cb39c88 kind=text_limit validated=yes "
		 "expression=\"char_length(label) <= 9\"\n"
		 "add_constraint constraint shelves(size) positive kind=check validated=yes expression=\"size > 0\" "
		 "reads=shelves.size\n"
		 "add_constraint constraint shelves(id) shelves_pkey kind=primary_key unique=yes validated=yes\n"},
		{"2.3",
		 "change_table(:shelves) { |t| t.column :depth, :integer; t.remove :width; t.rename :label, :title; "
		 "t.change_default :depth, 1; t.foreign_key :rooms }",
		 "add_column column shelves(depth) - type=\"integer\" nullable=yes\n"
		 "drop_column column shelves(width) -\n"
		 "rename column shelves(label) label to=title to_columns=title\n"
		 "alter_column column shelves(depth) - default=\"1\"\n"
		 "add_foreign_key foreign_key shelves(room_id) fk_rails_7dc8a23df0 kind=foreign_key validated=yes "
		 "references=rooms\n"},
		{"2.3",
		 "create_table(:shelves) { |t| t.jsonb :tags, default: {}, null: false, index: true; t.hologram :x }",
		 "create table shelves(id,tags) -\n"
		 "add_column column shelves(id) - type=\"bigint\" nullable=no\n"
		 "add_column column shelves(tags) - type=\"jsonb\" default=\"'{}'\" nullable=no\n"
		 "add_index index shelves(tags) index_shelves_on_tags unique=no\n"
		 "add_constraint constraint shelves(id) shelves_pkey kind=primary_key unique=yes validated=yes\n"
		 "unresolved hologram: no rule for the helper 't.hologram'\n"},
		{"2.3", "drop_table :shelves, if_exists: true", "drop table shelves() -\n"},
		{"2.3", "rename_table :shelves, :racks", "rename table shelves() shelves to=racks\n"},
		{"2.3", "rename_table_safely :shelves, :racks",
		 "rename table shelves() shelves to=racks\n"
		 "create view shelves() shelves references=racks\n"},
		{"2.3", "finalize_table_rename :shelves, :racks", "drop view shelves() shelves\n"},
		{"2.3", "truncate_tables!('shelves', :rooms)",
		 "truncate rows shelves() -\n"
		 "truncate rows rooms() -\n"},
		{"2.3", "enable_extension 'btree_gist'", "create sequence ?() extension_btree_gist\n"},
		{"2.3", "create_join_table :rooms, :books",
		 "create table books_rooms(room_id,book_id) -\n"
		 "add_column column books_rooms(room_id) - type=\"bigint\" nullable=no\n"
		 "add_column column books_rooms(book_id) - type=\"bigint\" nullable=no\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_columns(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "add_column :shelves, :depth, :integer, default: 3, null: false, if_not_exists: true",
		 "add_column column shelves(depth) - type=\"integer\" default=\"3\" nullable=no\n"},
		{"2.3", "add_column :shelves, :tags, :text, array: true, default: []",
		 "add_column column shelves(tags) - type=\"text[]\" default=\"'{}'\" nullable=yes\n"},
		{"2.3", "add_column :shelves, :seen_at, :timestamptz, default: -> { 'now()' }",
		 "add_column column shelves(seen_at) - type=\"timestamptz\" default=\"now()\" nullable=yes\n"},
		{"4.2", "add_column_with_default :shelves, :open, :boolean, default: false",
		 "add_column column shelves(open) - type=\"boolean\" default=\"false\" nullable=no\n"
		 "write rows shelves(open) -\n"},
		{"6.0", "add_column_with_default :shelves, :open, :boolean, default: false, allow_null: true",
		 "add_column column shelves(open) - type=\"boolean\" default=\"false\" nullable=yes\n"},
		{"2.3", "remove_column :shelves, :depth, :integer", "drop_column column shelves(depth) -\n"},
		{"2.3", "remove_columns :shelves, :depth, :width", "drop_column column shelves(depth,width) -\n"},
		{"2.3", "rename_column :shelves, :depth, :size",
		 "rename column shelves(depth) depth to=size to_columns=size\n"},
		{"2.3", "change_column :shelves, :depth, :bigint, default: 0",
		 "alter_column column shelves(depth) - type=\"bigint\" default=\"0\"\n"},
		{"2.3", "change_column_default :shelves, :depth, from: 1, to: nil",
		 "alter_column column shelves(depth) - drops_default=yes\n"},
		{"2.3", "change_column_default :shelves, :depth, 'deep'",
		 "alter_column column shelves(depth) - default=\"'deep'\"\n"},
		{"2.3", "change_column_null :shelves, :depth, false",
		 "alter_column column shelves(depth) - kind=not_null validated=yes nullable=no\n"},
		{"6.0", "change_column_null :shelves, :depth, false, 1",
		 "write rows shelves(depth) - filters=shelves.depth\n"
		 "alter_column column shelves(depth) - kind=not_null validated=yes nullable=no\n"},
		{"2.3", "change_column_comment :shelves, :depth, from: 'a', to: 'b'", ""},
		{"2.3",
		 "add_reference :shelves, :room, foreign_key: { to_table: :places, on_delete: :nullify }, index: { "
		 "name: 'by_room' }",
		 "add_column column shelves(room_id) - type=\"bigint\" nullable=yes\n"
		 "add_index index shelves(room_id) by_room unique=no\n"
		 "add_foreign_key foreign_key shelves(room_id) fk_rails_7dc8a23df0 kind=foreign_key validated=yes "
		 "references=places on_delete=nullify\n"},
		{"2.3", "add_reference :shelves, :owner, polymorphic: true, index: false",
		 "add_column column shelves(owner_type) - type=\"string\" nullable=yes\n"
		 "add_column column shelves(owner_id) - type=\"bigint\" nullable=yes\n"},
		{"2.3", "remove_reference :shelves, :room", "drop_column column shelves(room_id) -\n"},
		{"2.3", "add_timestamps_with_timezone :shelves",
		 "add_column column shelves(created_at) - type=\"datetime_with_timezone\" nullable=no\n"
		 "add_column column shelves(updated_at) - type=\"datetime_with_timezone\" nullable=no\n"},
		{"2.3", "remove_timestamps :shelves", "drop_column column shelves(created_at,updated_at) -\n"},
		{"2.3", "add_sequence :shelves, :id, :shelves_id_seq, 1",
		 "create sequence shelves() shelves_id_seq\n"
		 "alter_column column shelves(id) - default=\"nextval(shelves_id_seq)\"\n"},
		{"2.3", "drop_sequence :shelves, :id, :shelves_id_seq",
		 "alter_column column shelves(id) - drops_default=yes\n"
		 "drop sequence shelves() shelves_id_seq\n"},
		{"2.3", "swap_columns :shelves, :id, :id_convert_to_bigint",
		 "swap column shelves(id) id to=id_convert_to_bigint to_columns=id_convert_to_bigint\n"},
		{"2.3", "swap_columns_default :shelves, :id, :id_convert_to_bigint",
		 "alter_column column shelves(id,id_convert_to_bigint) -\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_indexes(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "add_concurrent_index :shelves, %i[room_id id], unique: true, where: 'open IS TRUE'",
		 "add_index index shelves(room_id,id) index_shelves_on_room_id_and_id unique=yes where=\"open IS "
		 "TRUE\" "
		 "reads=shelves.open\n"},
		{"2.3", "add_concurrent_index :shelves, 'lower(label), room_id', name: 'tmp_by_label'",
		 "add_index index shelves(label,room_id) tmp_by_label unique=no "
		 "expression=\"lower(label), room_id\" reads=shelves.label,shelves.room_id\n"},
		{"2.3", "add_index :shelves, :room_id",
		 "add_index index shelves(room_id) index_shelves_on_room_id unique=no\n"},
		{"2.3", "remove_index :shelves, column: :room_id",
		 "drop_index index shelves(room_id) index_shelves_on_room_id\n"},
		{"2.3", "remove_index :shelves, name: 'by_label'", "drop_index index shelves() by_label\n"},
		{"2.3", "remove_concurrent_index :shelves, [:room_id, :id]",
		 "drop_index index shelves(room_id,id) index_shelves_on_room_id_and_id\n"},
		{"2.3", "remove_concurrent_index_by_name :shelves, 'by_label'",
		 "drop_index index shelves() by_label\n"},
		{"2.3", "remove_concurrent_index_by_name :shelves, name: 'by_label'",
		 "drop_index index shelves() by_label\n"},
		{"2.3", "add_concurrent_partitioned_index :p_shelves, :room_id, name: 'by_room'",
		 "add_index index p_shelves(room_id) by_room unique=no\n"},
		{"2.3", "remove_concurrent_partitioned_index_by_name :p_shelves, 'by_room'",
		 "drop_index index p_shelves() by_room\n"},
		{"2.3", "rename_index :shelves, :a, :b", "rename index shelves() a to=b\n"},
		{"2.3", "rename_index_with_schema 'gitlab_partitions_dynamic.shelves_1', :a, :b",
		 "rename index shelves_1() a to=b\n"},
		{"2.3", "swap_indexes :shelves, 'a', 'b'", "swap index shelves() a to=b\n"},
		{"2.3", "add_concurrent_index(:shelves, *unknown_columns)",
		 "add_index index shelves() - unique=no\n"
		 "unresolved unknown_columns: no rule for the helper 'unknown_columns'\n"
		 "unresolved add_concurrent_index: some of its arguments are not known\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_constraints(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "add_check_constraint :shelves, 'depth > 0 AND width > 0', 'positive', validate: false",
		 "add_constraint constraint shelves(depth,width) positive kind=check validated=no expression=\"depth > "
		 "0 AND width > 0\" reads=shelves.depth,shelves.width\n"},
		{"2.3", "add_check_constraint :shelves, 'depth IS NOT NULL', 'has_depth'",
		 "add_constraint constraint shelves(depth) has_depth kind=not_null validated=yes expression=\"depth IS "
		 "NOT NULL\" reads=shelves.depth\n"},
		{"2.3", "validate_check_constraint :shelves, 'positive'",
		 "validate_constraint constraint shelves() positive\n"},
		{"2.3", "remove_check_constraint :shelves, 'positive'",
		 "drop_constraint constraint shelves() positive\n"},
		{"2.3", "add_not_null_constraint :shelves, :depth, validate: false",
		 "add_constraint constraint shelves(depth) check_cdc11a1a1a kind=not_null validated=no "
		 "expression=\"depth IS NOT NULL\"\n"},
		{"2.3", "validate_not_null_constraint :shelves, :depth, constraint_name: 'has_depth'",
		 "validate_constraint constraint shelves(depth) has_depth kind=not_null\n"},
		{"2.3", "remove_not_null_constraint :shelves, :depth",
		 "drop_constraint constraint shelves(depth) check_cdc11a1a1a kind=not_null\n"},
		{"2.3", "add_multi_column_not_null_constraint :shelves, :room_id, :house_id, limit: 0, operator: '>'",
		 "add_constraint constraint shelves(house_id,room_id) check_8dbf955330 kind=multi_not_null "
		 "validated=yes expression=\"num_nonnulls(house_id, room_id) > 0\"\n"},
		{"2.3", "validate_multi_column_not_null_constraint :shelves, :room_id, :house_id",
		 "validate_constraint constraint shelves(room_id,house_id) check_8dbf955330 kind=multi_not_null\n"},
		{"2.3", "remove_multi_column_not_null_constraint :shelves, :room_id, :house_id",
		 "drop_constraint constraint shelves(room_id,house_id) check_8dbf955330 kind=multi_not_null\n"},
		{"2.3", "add_text_limit :shelves, :label, 128",
		 "add_constraint constraint shelves(label) check_729cb39c88 kind=text_limit validated=yes "
		 "expression=\"char_length(label) <= 128\"\n"},
		{"2.3", "validate_text_limit :shelves, :label",
		 "validate_constraint constraint shelves(label) check_729cb39c88 kind=text_limit\n"},
		{"2.3", "remove_text_limit :shelves, :label",
		 "drop_constraint constraint shelves(label) check_729cb39c88 kind=text_limit\n"},
		{"2.3", "rename_constraint :shelves, 'a', 'b'", "rename constraint shelves() a to=b\n"},
		{"2.3", "remove_check_constraint :shelves, check_constraint_name(:shelves, :label, 'max_length')",
		 "drop_constraint constraint shelves() check_729cb39c88\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

static void test_foreign_keys(void **state)
{
	static const struct migration_case cases[] = {
		{"2.3", "add_concurrent_foreign_key :shelves, :rooms, column: :room_id",
		 "add_foreign_key foreign_key shelves(room_id) fk_7dc8a23df0 kind=foreign_key validated=yes "
		 "references=rooms on_delete=cascade\n"},
		{"2.3",
		 "add_concurrent_foreign_key :shelves, :rooms, column: [:partition_id, :room_id], target_column: "
		 "[:partition_id, :id], on_delete: nil, validate: false, name: 'room_key'",
		 "add_foreign_key foreign_key shelves(partition_id,room_id) room_key kind=foreign_key validated=no "
		 "references=rooms references_columns=partition_id,id\n"},
		{"2.3", "add_foreign_key :shelves, :categories, on_delete: :nullify",
		 "add_foreign_key foreign_key shelves(category_id) fk_rails_01cf9e0825 kind=foreign_key validated=yes "
		 "references=categories on_delete=nullify\n"},
		{"2.3", "validate_foreign_key :shelves, :room_id",
		 "validate_foreign_key foreign_key shelves(room_id) fk_7dc8a23df0 kind=foreign_key\n"},
		{"2.3", "validate_foreign_key :shelves, :room_id, name: 'room_key'",
		 "validate_foreign_key foreign_key shelves(room_id) room_key kind=foreign_key\n"},
		{"2.3", "remove_foreign_key_if_exists :shelves, column: :room_id",
		 "drop_foreign_key foreign_key shelves(room_id) - kind=foreign_key\n"},
		{"2.3", "remove_foreign_key :shelves, :rooms",
		 "drop_foreign_key foreign_key shelves(room_id) - kind=foreign_key references=rooms\n"},
		{"2.3", "add_concurrent_partitioned_foreign_key :p_shelves, :rooms, column: :room_id",
		 "add_foreign_key foreign_key p_shelves(room_id) fk_rails_56d4bbc957 kind=foreign_key validated=yes "
		 "references=rooms on_delete=cascade\n"},
		{"2.3", "remove_partitioned_foreign_key :p_shelves, :rooms, column: :room_id, name: 'room_key'",
		 "drop_foreign_key foreign_key p_shelves(room_id) room_key kind=foreign_key references=rooms\n"},
		{"2.3", "swap_foreign_keys :shelves, 'a', 'b'", "swap foreign_key shelves() a to=b\n"},
	};
	(void)state;
	CHECK_MIGRATION_CASES(cases);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_sorted), cmocka_unit_test(test_rows_are_complete),
		cmocka_unit_test(test_names),           cmocka_unit_test(test_tables),
		cmocka_unit_test(test_columns),         cmocka_unit_test(test_indexes),
		cmocka_unit_test(test_constraints),     cmocka_unit_test(test_foreign_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
