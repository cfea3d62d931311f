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

static const struct names *tables(void *payload)
{
	static const char *all[] = {"copies", "owners", "things"};
	static const struct names names = {all, 3, 3};

	(void)payload;
	return &names;
}

static const struct catalog catalog = {.has_column = has_column,
				       .has_table = has_table,
				       .columns = columns_of,
				       .primary_key = primary_key,
				       .index_table = index_table,
				       .tables = tables};

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
	if (!reading->effects.count && !reading->statements.count && !reading->unresolved.count)
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

/* Whatever a list method answers, its block saw the rows; what is chosen from rows is one of them. */
static void test_lists(void **state)
{
	static const struct row rows[] = {
		{OWNER PERFORM("sub_batch.sort_by { |r| Owner.where(id: r.id).delete_all }"), "[]",
		 "delete owners; read owners(id)"},
		{OWNER PERFORM("x = Owner.all.max_by { |o| o.id }\nsub_batch.update_all(name: x&.name)"), "[]",
		 "read owners; read owners(id); read owners(name); write things(name)"},
		{OWNER PERFORM("by_id = Owner.all.index_by(&:id)\n"
			       "sub_batch.each { |r| r.update_columns(name: by_id[r.owner_id].name) }"),
		 "[]", "read owners; read owners(id); read owners(name); write things(name)"},
		{OWNER PERFORM("groups = Owner.all.group_by(&:id)\n"
			       "sub_batch.each { |r| groups[r.owner_id].each { |o| o.delete } }"),
		 "[]", "read owners; read owners(id); delete owners; read owners(id)"},
		{OWNER PERFORM("all = Owner.all.to_a\n"
			       "sub_batch.each { |r| all.find { |o| o.id == r.id }&.update_columns(name: 1) }"),
		 "[]", "read owners; read owners(id); write owners(name); read owners(id)"},
		{OWNER PERFORM("Owner.all.sum { |o| o.update_columns(name: 1) }"), "[]",
		 "read owners; write owners(name); read owners(id)"},
		{COPY PERFORM("Copy.insert_all(connection.select_all('SELECT id, name AS name FROM owners').to_a)"),
		 "[]", "read owners(id,name); insert copies(id,name)"},
		{COPY PERFORM("rows = connection.execute('SELECT id, name FROM owners').map(&:symbolize_keys)\n"
			      "Copy.upsert_all(rows, unique_by: :id)"),
		 "[]", "read owners(id,name); insert copies(id,name)->(name)"},
	};

	(void)state;
	CHECK_ROWS(rows, "BatchedMigrationJob");
}

/* What is one text or another is read with each; a value in SQL stays a value. */
static void test_alternatives(void **state)
{
	static const struct row rows[] = {
		{PERFORM("to = rand > 1 ? 'name' : 'owner_id'\nsub_batch.update_all(\"#{to} = 1\")"), "[]",
		 "write things(name); write things(owner_id)"},
		{PERFORM("t = rand > 1 ? 'owners' : 'copies'\nconnection.execute(\"DELETE FROM #{t}\")"), "[]",
		 "delete owners; delete copies"},
		{PERFORM("v = rand > 1 ? 'name' : 'x'\nsub_batch.where(name: v).update_all(owner_id: v)"), "[]",
		 "write things(owner_id)"},
	};

	(void)state;
	CHECK_ROWS(rows, "BatchedMigrationJob");
}

static void test_queries_of_queries(void **state)
{
	static const struct row rows[] = {
		{OWNER PERFORM("cte = Gitlab::SQL::CTE.new(:some, Owner.where(name: nil))\n"
			       "Owner.with(cte.to_arel).from(cte.alias_to(Owner.arel_table)).pluck(:id)"),
		 "[]", "read owners(name,id)"},
		{OWNER PERFORM("Owner.from_union([Owner.where(name: 1), Owner.where(id: 2)]).delete_all"), "[]",
		 "delete owners; read owners(name,id)"},
		{OWNER PERFORM("two = Gitlab::SQL::Union.new([Owner.select(:id), Owner.where(name: 1).select(:id)])\n"
			       "connection.execute(\"DELETE FROM copies WHERE id IN (#{two.to_sql})\")"),
		 "[]", "delete copies; read copies(id); read owners(id,name)"},
	};

	(void)state;
	CHECK_ROWS(rows, "BatchedMigrationJob");
}

#define THING(body) "class Thing < ApplicationRecord\nself.table_name = 'things'\n" body "end\n"

/* What the body of a model does without being called. */
static void test_model_bodies(void **state)
{
	static const struct row rows[] = {
		{THING("before_save :fill\ndef fill\nself.owner_id = 1\nend\n") "def perform\nThing.find_each { |t| "
										"t.update!(name: 1) }\nend\n",
		 "[]", "write things(name,owner_id,updated_at)"},
		{THING("before_save :fill\ndef fill\nself.owner_id = 1\nend\n") "def perform\nThing.find_each { |t| "
										"t.update_columns(name: 1) }\nend\n",
		 "[]", "write things(name)"},
		{THING("has_many :copies, class_name: 'Copy', foreign_key: :id, dependent: :destroy\n") COPY
		 "def perform\nThing.find_each(&:destroy)\nThing.find_each(&:delete)\nend\n",
		 "[]", "delete copies; read copies(id); delete things; delete things"},
		{THING("alias_attribute :label, :name\nstore_accessor :owner_id, :colour\n") "def "
											     "perform\nThing.find_each "
											     "{ |t| "
											     "t.update!(label: 1, "
											     "colour: 2) }\nend\n",
		 "[]", "write things(name,owner_id,updated_at)"},
		{THING("alias_attribute :label, :name\n") "def perform\nThing.find_each { |t| t.update_columns(label: "
							  "1) }\nend\n",
		 "[]", "write things(name)"},
		{THING("has_one :copy, class_name: 'Copy', foreign_key: :id\n") COPY
		 "def perform\nThing.find_each { |t| t.create_copy!(name: 1) }\nend\n",
		 "[]", "insert copies(id,name)"},
		{"module Plain\ndef self.included(base)\nbase.extend(Methods)\nbase.class_eval do\n"
		 "scope :old, -> { where(name: nil) }\nend\nend\nmodule Methods\ndef "
		 "zap\ndelete_all\nend\nend\nend\n" THING("include Plain\n") "def perform\nThing.old.zap\nend\n",
		 "[]", "delete things"},
		{THING("") "%w[name owner_id].each do |column|\ndefine_method(\"clear_#{column}\") { "
			   "Thing.update_all(column => nil) }\nend\n"
			   "def perform\nclear_name\nclear_owner_id\nend\n",
		 "[]", "write things(name); write things(owner_id)"},
		{THING("") "def perform\nt = Thing.find_or_initialize_by(name: 1)\nt.owner_id = 2\nt.save!\nend\n",
		 "[]", "insert things(name,owner_id,updated_at); write things(owner_id,updated_at)"},
	};

	(void)state;
	CHECK_ROWS(rows, "Object");
}

/* Objects that are no rows keep relations and values behind readers. */
static void test_plain_objects(void **state)
{
	static const struct row rows[] = {
		{COPY
		 "class Fixer\nattr_reader :rows\nattr_accessor :to\ndef initialize(rows)\n@rows = rows\nself.to = "
		 ":name\nend\ndef run\nrows.update_all(to => 1)\nend\nend\n"
		 "def perform\nFixer.new(Copy.all).run\nend\n",
		 "[]", "write copies(name)"},
		{COPY "class Fixer\ndelegate :model, to: :@job\ndef initialize(job)\n@job = job\nend\n"
		      "alias_method :go, :run\ndef run\nmodel.delete_all\nend\nend\n"
		      "def model\nCopy\nend\ndef perform\nFixer.new(self).go\nend\n",
		 "[]", "delete copies"},
	};

	(void)state;
	CHECK_ROWS(rows, "Object");
}

/* Nothing names the table: the columns used on it do, or the text that qualifies a column by it. */
static void test_table_from_code(void **state)
{
	static const char *const bodies[][2] = {
		{PERFORM("sub_batch.where(owner_id: 1).update_all(name: 1)"), "write things(name) likely"},
		{PERFORM("sub_batch.joins('JOIN owners ON owners.id = copies.id').delete_all"),
		 "read copies(id) likely; delete copies likely; read copies(id) likely; read owners(id) likely"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		struct arena *arena = arena_new();
		struct ruby *ruby = ruby_new(arena, &catalog);
		add(arena, ruby, "lib/fill.rb", str_printf(arena, head, i, "BatchedMigrationJob", bodies[i][0]));
		const struct job_reading *reading =
			ruby_read_job(ruby, str_printf(arena, "Fill%zu", i), NULL, NULL, "[]");
		assert_string_equal(show(arena, reading), bodies[i][1]);
		ruby_free(ruby);
		arena_free(arena);
	}
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
		cmocka_unit_test(test_bulk_writes),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_declarations),
		cmocka_unit_test(test_old_jobs),
		cmocka_unit_test(test_overlay),
		cmocka_unit_test(test_models),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_alternatives),
		cmocka_unit_test(test_queries_of_queries),
		cmocka_unit_test(test_model_bodies),
		cmocka_unit_test(test_plain_objects),
		cmocka_unit_test(test_table_from_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
