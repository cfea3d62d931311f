/* Job classes evaluated: {Ruby of the job's body, what it reads and writes}. Effects are shown as
 * "verb table(columns)", READs only for the tables that are not the batch table. */
#include "analyzer/base/vec.h"
#include "parser/ruby/ruby.h"
#include "tests/support/cmocka_all.h"

/* clang-format off: cmocka.h needs these before it */
#include <string.h>
/* clang-format on */

struct row {
	const char *ruby; /* body of the class */
	const char *arguments;
	const char *expected;
};

/* Tables things(id, name, owner_id, updated_at), owners(id, name), copies(id, name). */
static const struct names *columns_of(void *payload, const char *table)
{
	static const char *things[] = {"id", "name", "owner_id", "updated_at"};
	static const char *others[] = {"id", "name"};
	static const struct names thing_columns = {things, 4, 4}, other_columns = {others, 2, 2};

	(void)payload;
	if (str_equal(table, "things"))
		return &thing_columns;
	return str_in(table, "owners copies") ? &other_columns : NULL;
}

static enum tristate has_table(void *payload, const char *table)
{
	return columns_of(payload, table) ? TRI_YES : TRI_NO;
}

static enum tristate has_column(void *payload, const char *table, const char *column)
{
	const struct names *columns = columns_of(payload, table);

	if (!columns)
		return TRI_UNKNOWN;
	return names_has(columns, column) ? TRI_YES : TRI_NO;
}

static const struct names *primary_key(void *payload, const char *table)
{
	static const char *id[] = {"id"};
	static const struct names key = {id, 1, 1};

	return columns_of(payload, table) ? &key : NULL;
}

static const char *index_table(void *payload, const char *index)
{
	(void)payload;
	(void)index;
	return NULL;
}

static const struct catalog catalog = {.has_column = has_column,
				       .has_table = has_table,
				       .columns = columns_of,
				       .primary_key = primary_key,
				       .index_table = index_table};

static void show_effect(struct arena *arena, struct strbuf *out, const struct effect *effect)
{
	if (effect->verb == EFFECT_READ && str_equal(effect->table, "things"))
		return;
	strbuf_printf(out, "%s%s %s", out->length ? "; " : "", effect_verb_name(effect->verb),
		      effect->table  ? effect->table
		      : effect->name ? effect->name
				     : "?");
	if (effect->columns.count)
		strbuf_printf(out, "(%s)", names_join(arena, &effect->columns, ","));
	if (effect->upsert)
		strbuf_printf(out, "->(%s)", names_join(arena, &effect->to_columns, ","));
	if (effect->certainty != CERTAINTY_PROVEN)
		strbuf_puts(out, " likely");
}

static const char *show(struct arena *arena, const struct job_reading *reading)
{
	struct strbuf out = strbuf_new(arena);

	vec_each(struct effect, effect, &reading->effects) {
		show_effect(arena, &out, effect);
	}
	if (reading->noop)
		strbuf_puts(&out, "noop");
	if (reading->unresolved.count)
		strbuf_printf(&out, "%s! %s", out.length ? " " : "", reading->unresolved.items[0].why);
	return strbuf_finish(&out);
}

static void add(struct arena *arena, struct ruby *ruby, const char *path, const char *text)
{
	ruby_add_job_source(ruby, source_new(arena, path, text, strlen(text)), NULL);
}

static const char head[] = "module Shop\nmodule BackgroundMigration\nclass Fill%zu < %s\n%s\nend\nend\nend\n";

static void check_rows(const struct row *rows, size_t count, const char *superclass)
{
	struct arena *arena = arena_new();
	struct ruby *ruby = ruby_new(arena, &catalog);

	for (size_t i = 0; i < count; i++)
		add(arena, ruby, str_printf(arena, "lib/fill_%zu.rb", i),
		    str_printf(arena, head, i, superclass, rows[i].ruby));
	for (size_t i = 0; i < count; i++) {
		const struct job_reading *reading =
			ruby_read_job(ruby, str_printf(arena, "Fill%zu", i), "things", "id", rows[i].arguments);
		assert_non_null(reading);
		assert_string_equal(show(arena, reading), rows[i].expected);
		assert_int_equal(reading->exact, reading->unresolved.count == 0);
		assert_ptr_equal(reading, ruby_read_job(ruby, str_printf(arena, "Fill%zu", i), "things", "id",
							rows[i].arguments));
	}
	ruby_free(ruby);
	arena_free(arena);
}

#define CHECK_ROWS(rows, superclass) check_rows(rows, sizeof(rows) / sizeof(rows[0]), superclass)

#define PERFORM(body) "def perform\neach_sub_batch do |sub_batch|\n" body "\nend\nend\n"
#define OWNER "class Owner < ::ApplicationRecord\nself.table_name = 'owners'\nend\n"
#define COPY "class Copy < ::ApplicationRecord\nself.table_name = 'copies'\nend\n"

static void test_bulk_writes(void **state)
{
	static const struct row rows[] = {
		{"def perform; end", "[]", "noop"},
		{PERFORM("sub_batch.where(name: nil).update_all(name: 'x')"), "[]", "write things(name)"},
		{PERFORM("sub_batch.update_all('name = owners.name FROM owners')"), "[]",
		 "write things(name); read owners(name)"},
		{PERFORM("sub_batch.delete_all"), "[]", "delete things"},
		{PERFORM("sub_batch.touch_all"), "[]", "write things(updated_at)"},
		{PERFORM("connection.execute(<<~SQL)\nDELETE FROM copies WHERE id IN "
			 "(#{sub_batch.select(:id).to_sql})\nSQL"),
		 "[]", "delete copies; read copies(id)"},
		{COPY PERFORM("Copy.insert_all(sub_batch.map { |row| { id: row.id, name: row.name } })"), "[]",
		 "insert copies(id,name)"},
		{COPY PERFORM("Copy.upsert_all(sub_batch.map { |r| { id: r.id, name: r.name } }, unique_by: :id)"),
		 "[]", "insert copies(id,name)->(name)"},
		{COPY PERFORM("Copy.insert_all(JSON.parse(File.read('rows')))"), "[]",
		 "insert copies(sg_unknown_4) likely ! x"},
	};

	(void)state;
	check_rows(rows, sizeof(rows) / sizeof(rows[0]) - 1, "BatchedMigrationJob");
}

static void test_records(void **state)
{
	static const struct row rows[] = {
		{PERFORM("sub_batch.each { |row| row.update!(name: 'x') }"), "[]", "write things(name,updated_at)"},
		{PERFORM("sub_batch.each { |row| row.name = 'x'; row.save! }"), "[]", "write things(name,updated_at)"},
		{PERFORM("sub_batch.each { |row| row.update_column(:name, row.owner_id) }"), "[]",
		 "write things(name)"},
		{PERFORM("sub_batch.find_each(&:destroy)"), "[]", "delete things"},
		{COPY PERFORM("sub_batch.each { |row| Copy.create!(name: row.name) }"), "[]", "insert copies(name)"},
		{COPY PERFORM("sub_batch.each { |row| Copy.find_or_create_by!(id: row.id) }"), "[]",
		 "read copies(id); insert copies(id)"},
		{OWNER PERFORM("sub_batch.each { |row| Owner.find_by(id: row.owner_id) || Owner.create!(name: 'x') }"),
		 "[]", "read owners(id); insert owners(name)"},
		{"class Thing < ApplicationRecord\nself.table_name = 'things'\nbelongs_to :owner, class_name: 'Owner'\n"
		 "def fix\nself.name = owner.name\nsave\nend\nend\n" OWNER "def perform\nThing.find_each(&:fix)\nend\n",
		 "[]", "read owners(id); read owners(name); write things(name,updated_at)"},
	};

	(void)state;
	CHECK_ROWS(rows, "BatchedMigrationJob");
}

static void test_declarations(void **state)
{
	static const struct row rows[] = {
		{"job_arguments :from, :to\n" PERFORM("sub_batch.update_all(\"#{to} = #{from}\")"),
		 "[\"owner_id\",\"name\"]", "write things(name)"},
		{"scope_to ->(relation) { relation.where(name: nil) }\n" PERFORM("sub_batch.update_all(name: 1)"), "[]",
		 "write things(name)"},
		{"cursor :id, :owner_id\n" PERFORM("sub_batch.update_all(name: 1)"), "[]", "write things(name)"},
		{"def perform\ndistinct_each_batch do |b|\nbase_relation.where(batch_column => "
		 "b.pluck(:id)).delete_all\nend\nend\n",
		 "[]", "delete things"},
		{PERFORM("Shop::ThingWorker.perform_async(1)"), "[]",
		 "! what the worker 'Shop::ThingWorker' does is not part of the job's files"},
		{PERFORM("Shop::Fix.new(sub_batch).execute"), "[]",
		 "! what 'execute' of 'Shop::Fix' does is not part of the job's files"},
		{"def perform\nreturn if rand > 1\neach_sub_batch { |b| b.delete_all }\nrescue StandardError\n"
		 "define_batchable_model('copies').delete_all\nend\n",
		 "[]", "delete things; delete copies"},
	};

	(void)state;
	CHECK_ROWS(rows, "BatchedMigrationJob");
}

static void test_old_jobs(void **state)
{
	static const struct row rows[] = {
		{"class Thing < ActiveRecord::Base\nself.table_name = 'things'\nend\n"
		 "def perform(start_id, stop_id)\nThing.where(id: start_id..stop_id).update_all(name: nil)\nend\n",
		 NULL, "write things(name)"},
		{"def perform(table, to, start_id, stop_id)\n"
		 "ActiveRecord::Base.connection.execute(\"UPDATE #{table} SET #{to} = 1 WHERE id BETWEEN #{start_id} "
		 "AND "
		 "#{stop_id}\")\nend\n",
		 "[\"copies\",\"name\"]", "write copies(name); read copies(id)"},
		{"def perform(start_id, end_id, batch_table, batch_column, sub_batch_size, pause_ms, to)\n"
		 "define_batchable_model(batch_table).where(batch_column => start_id..end_id).update_all(to => "
		 "1)\nend\n",
		 "[\"name\"]", "write things(name)"},
		{"def perform(*ids)\ndefine_batchable_model('copies').where(id: ids).delete_all\nend\n", NULL,
		 "delete copies; read copies(id)"},
	};

	(void)state;
	CHECK_ROWS(rows, "Object");
}

/* The overlay's perform runs instead, its `prepended` block is more of the class, super goes to the class. */
static void test_overlay(void **state)
{
	struct arena *arena = arena_new();
	struct ruby *ruby = ruby_new(arena, &catalog);

	(void)state;
	add(arena, ruby, "lib/fill.rb",
	    "module Shop\nmodule BackgroundMigration\nclass Fill < BatchedMigrationJob\nfeature_category :a\n"
	    "def perform\ndefine_batchable_model('copies').delete_all\nend\nend\nend\nend\n"
	    "Shop::BackgroundMigration::Fill.prepend_mod\n");
	add(arena, ruby, "ee/lib/fill.rb",
	    "module EE\nmodule Shop\nmodule BackgroundMigration\nmodule Fill\nextend ActiveSupport::Concern\n"
	    "prepended do\nfeature_category :b\njob_arguments :x\nend\noverride :perform\n"
	    "def perform\nsuper\neach_sub_batch { |b| b.update_all(x => 1) }\nend\nend\nend\nend\nend\n");
	const struct job_reading *reading = ruby_read_job(ruby, "Fill", "things", "id", "[\"name\"]");
	assert_string_equal(show(arena, reading), "delete copies; write things(name)");
	struct job_class **jobs;
	assert_int_equal(ruby_job_classes(ruby, &jobs), 1);
	assert_string_equal(jobs[0]->name, "Fill");
	assert_string_equal(jobs[0]->overlay_path, "ee/lib/fill.rb");
	assert_string_equal(jobs[0]->feature_category, "b");
	assert_true(jobs[0]->batched && jobs[0]->queueable);
	assert_int_equal(jobs[0]->arguments.count, 1);
	assert_null(ruby_read_job(ruby, "Other", NULL, NULL, NULL));
	assert_false(ruby_read_job(ruby, "Fill", NULL, NULL, NULL)->exact);
	ruby_free(ruby);
	arena_free(arena);
}

static const struct source *read_model(void *payload, const char *relative_path)
{
	static const char text[] = "module Shop\nclass Item < ::ApplicationRecord\nself.table_name = 'things'\n"
				   "ignore_column :name, remove_with: '9.1', remove_after: '2020-01-01'\nend\nend\n";

	return str_equal(relative_path, "shop/item.rb")
		       ? source_new(payload, "app/models/shop/item.rb", text, sizeof(text) - 1)
		       : NULL;
}

static void test_models(void **state)
{
	struct arena *arena = arena_new();
	struct ruby *ruby = ruby_new(arena, &catalog);
	struct ignored_column *ignored;
	size_t count;

	(void)state;
	ruby_set_models(ruby, read_model, arena);
	ruby_add_model_table(ruby, "Shop::Copy", "copies");
	add(arena, ruby, "lib/fill.rb",
	    "module Shop\nmodule BackgroundMigration\nclass Fill < BatchedMigrationJob\n"
	    "def perform\nShop::Item.where(id: "
	    "1).delete_all\nShop::Copy.delete_all\nOwner.delete_all\nend\nend\nend\nend\n");
	assert_string_equal(show(arena, ruby_read_job(ruby, "Fill", "things", "id", "[]")),
			    "delete things; delete copies; delete owners likely");
	ruby_read_ignored_columns(ruby, read_model(arena, "shop/item.rb"), &ignored, &count);
	assert_int_equal(count, 1);
	assert_string_equal(ignored[0].table, "things");
	assert_string_equal(ignored[0].column, "name");
	assert_string_equal(ignored[0].remove_with, "9.1");
	ruby_free(ruby);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bulk_writes), cmocka_unit_test(test_records), cmocka_unit_test(test_declarations),
		cmocka_unit_test(test_old_jobs),    cmocka_unit_test(test_overlay), cmocka_unit_test(test_models),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
