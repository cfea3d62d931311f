/* Relations and Arel as SQL text: {Ruby, SQL}. Placeholders of values that are not known are shown as "?". */
#include "analyzer/base/vec.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/interp.h"
#include "parser/ruby/records/relation.h"
#include "parser/sql/sql.h"
#include "tests/support/cmocka_all.h"

/* clang-format off: cmocka.h needs these before it */
#include <ctype.h>
#include <string.h>
/* clang-format on */

static const char models[] = "class Owner < ApplicationRecord\n"
			     "  self.table_name = 'owners'\n"
			     "  has_many :things, class_name: 'Thing'\n"
			     "end\n"
			     "class Part < ApplicationRecord\n"
			     "  self.table_name = 'parts'\n"
			     "  belongs_to :thing\n"
			     "end\n"
			     "class Thing < ApplicationRecord\n"
			     "  self.table_name = 'things'\n"
			     "  enum state: { active: 0, done: 1 }\n"
			     "  belongs_to :owner\n"
			     "  has_many :parts, class_name: 'Part'\n"
			     "  has_many :notes, as: :subject, class_name: 'Note'\n"
			     "  scope :old, -> { where(age: 10) }\n"
			     "  def self.named(name)\n"
			     "    where(name: name)\n"
			     "  end\n"
			     "end\n"
			     "class Note < ApplicationRecord\n"
			     "  self.table_name = 'notes'\n"
			     "end\n"
			     "TABLE = Thing.arel_table\n";

struct row {
	const char *ruby;
	const char *sql;
};

static const char *without_numbers(struct arena *arena, const char *text)
{
	struct strbuf out = strbuf_new(arena);

	while (*text) {
		if (str_starts_with(text, SQL_PLACEHOLDER_PREFIX)) {
			strbuf_putc(&out, '?');
			text += strlen(SQL_PLACEHOLDER_PREFIX);
			while (isdigit((unsigned char)*text))
				text++;
			continue;
		}
		strbuf_putc(&out, *text++);
	}
	return strbuf_finish(&out);
}

static const char *evaluate(struct arena *arena, struct ruby_parser *parser, const char *ruby)
{
	struct statements statements = {0};
	struct effects effects = {0};
	struct unresolved_list unresolved = {0};
	struct ruby_syntax_error error;
	const char *text = str_printf(arena, "class Case\n%s\nRESULT = %s\nend\n", models, ruby);
	struct source *source = source_new(arena, "case.rb", text, strlen(text));
	struct interp_options options = {
		.scratch = arena, .out = {arena, &statements, &effects, &unresolved}, .parser = parser};
	struct interp *in = interp_new(&options);

	klass_add_body(arena, in->root, ruby_parse(parser, arena, source, &error), source);
	assert_false(error.found);
	struct value value = constant_in(in, value_class(klass_nested(in->root, "Case")), "RESULT");
	return without_numbers(arena, value_to_text(in, value).bytes);
}

static void check_rows(const struct row *rows, size_t count)
{
	struct arena *arena = arena_new();
	struct ruby_parser *parser = ruby_parser_new();

	for (size_t i = 0; i < count; i++)
		assert_string_equal(evaluate(arena, parser, rows[i].ruby), rows[i].sql);
	ruby_parser_free(parser);
	arena_free(arena);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof(rows[0]))

static void test_conditions(void **state)
{
	static const struct row rows[] = {
		{"Thing.all.to_sql", "SELECT \"things\".* FROM \"things\""},
		{"Thing.where(a: nil).to_sql", "SELECT \"things\".* FROM \"things\" WHERE \"things\".\"a\" IS NULL"},
		{"Thing.where.not(a: [1, nil]).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE (\"things\".\"a\" NOT IN (1) AND \"things\".\"a\" IS "
		 "NOT NULL)"},
		{"Thing.where(a: 1..2).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE \"things\".\"a\" BETWEEN 1 AND 2"},
		{"Thing.where(a: 3..).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE (\"things\".\"a\" >= 3)"},
		{"Thing.where('a > ? AND b IN (?)', 1, %w[x y]).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE (a > 1 AND b IN ('x', 'y'))"},
		{"Thing.where('a = :a::text', a: \"it's\").select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE (a = 'it''s'::text)"},
		{"Thing.where(owner: 3).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE \"things\".\"owner_id\" = 3"},
		{"Thing.where(id: Part.where(b: 1).select(:thing_id)).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE \"things\".\"id\" IN (SELECT \"parts\".\"thing_id\" "
		 "FROM \"parts\" "
		 "WHERE \"parts\".\"b\" = 1)"},
		{"Thing.where(id: Part.all).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE \"things\".\"id\" IN (SELECT \"parts\".\"id\" FROM "
		 "\"parts\")"},
		{"Thing.where(owners: { id: nil }).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE \"owners\".\"id\" IS NULL"},
		{"Thing.where(a: 1).or(Thing.where(b: 2)).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE (\"things\".\"a\" = 1 OR \"things\".\"b\" = 2)"},
		{"Thing.old.named('x').select(:id).to_sql", "SELECT \"things\".\"id\" FROM \"things\" WHERE "
							    "\"things\".\"age\" = 10 AND \"things\".\"name\" = 'x'"},
		{"Thing.active.select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE \"things\".\"state\" = ?"},
		{"Thing.where(a: rand).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" WHERE \"things\".\"a\" = ?"},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_joins_and_lists(void **state)
{
	static const struct row rows[] = {
		{"Thing.joins(:owner).select(:id).to_sql", "SELECT \"things\".\"id\" FROM \"things\" INNER JOIN "
							   "\"owners\" ON \"things\".\"owner_id\" = \"owners\".\"id\""},
		{"Part.joins(thing: :owner).select(:id).to_sql",
		 "SELECT \"parts\".\"id\" FROM \"parts\" INNER JOIN \"things\" ON \"parts\".\"thing_id\" = "
		 "\"things\".\"id\" "
		 "INNER JOIN \"owners\" ON \"things\".\"owner_id\" = \"owners\".\"id\""},
		{"Thing.where.missing(:parts).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" LEFT OUTER JOIN \"parts\" ON \"parts\".\"thing_id\" = "
		 "\"things\".\"id\" "
		 "WHERE \"parts\".\"id\" IS NULL"},
		{"Thing.joins(:notes).select(:id).to_sql",
		 "SELECT \"things\".\"id\" FROM \"things\" INNER JOIN \"notes\" ON \"notes\".\"subject_id\" = "
		 "\"things\".\"id\" AND "
		 "\"notes\".\"subject_type\" = 'Thing'"},
		{"Thing.joins('JOIN x ON x.id = things.x_id').select('x.id, 1').distinct.to_sql",
		 "SELECT DISTINCT x.id, 1 FROM \"things\" JOIN x ON x.id = things.x_id"},
		{"Thing.group(:a).having('COUNT(*) > 1').select(:a).order(b: :desc).limit(3).to_sql",
		 "SELECT \"things\".\"a\" FROM \"things\" GROUP BY \"things\".\"a\" HAVING (COUNT(*) > 1) "
		 "ORDER BY \"things\".\"b\" LIMIT ?"},
		{"Thing.from('(SELECT 1 AS z) AS y').select(:z).to_sql", "SELECT \"z\" FROM (SELECT 1 AS z) AS y"},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_arel(void **state)
{
	static const struct row rows[] = {
		{"TABLE[:a].eq(nil)", "\"things\".\"a\" IS NULL"},
		{"TABLE[:a].eq(1).and(TABLE[:b].not_eq('x'))", "(\"things\".\"a\" = 1 AND \"things\".\"b\" != 'x')"},
		{"TABLE[:a].in([1, 2]).or(TABLE[:b].gteq(3))", "(\"things\".\"a\" IN (1, 2) OR \"things\".\"b\" >= 3)"},
		{"Arel.sql('now()')", "now()"},
		{"Arel::Nodes::NamedFunction.new('LOWER', [TABLE[:a]])", "LOWER(\"things\".\"a\")"},
		{"Arel::Nodes::ValuesList.new([[1, 'a'], [2, nil]]).to_sql", "VALUES (1, 'a'), (2, NULL)"},
		{"Thing.where(a: 1).select(:id).arel.exists",
		 "EXISTS (SELECT \"things\".\"id\" FROM \"things\" WHERE \"things\".\"a\" = 1)"},
		{"TABLE.project(TABLE[:a]).where(TABLE[:b].lt(1)).to_sql",
		 "SELECT \"things\".\"a\" FROM \"things\" WHERE \"things\".\"b\" < 1"},
		{"Arel::UpdateManager.new.table(TABLE).set(TABLE[:a] => 'x').to_sql",
		 "UPDATE \"things\" SET \"a\" = 'x'"},
		{"TABLE.project('true').where(TABLE[:b].eq(1)).exists.not",
		 "NOT (EXISTS (SELECT true FROM \"things\" WHERE \"things\".\"b\" = 1))"},
		{"Arel::UpdateManager.new.table(TABLE).set([[TABLE[:a], 1]]).where(TABLE[:b].eq(2)).to_sql",
		 "UPDATE \"things\" SET \"a\" = 1 WHERE \"things\".\"b\" = 2"},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_models(void **state)
{
	static const struct row rows[] = {
		{"Thing.table_name", "things"},
		{"Thing.quoted_table_name", "\"things\""},
		{"Thing.primary_key", "id"},
		{"Thing.states[:done]", "1"},
		{"Thing.states.fetch('done')", "1"},
		{"Thing.all.klass.table_name", "things"},
		{"Class.new(ActiveRecord::Base) { self.table_name = 'others' }.where(a: 1).select(:b).to_sql",
		 "SELECT \"others\".\"b\" FROM \"others\" WHERE \"others\".\"a\" = 1"},
		{"ApplicationRecord.connection.quote(\"it's\")", "'it''s'"},
		{"ApplicationRecord.connection.quote_column_name(:a)", "\"a\""},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_tables_are_sorted(void **state)
{
	static const struct relation_table *const tables[] = {&relation_model_rows, &relation_builder_rows,
							      &relation_read_rows, &relation_write_rows,
							      &relation_record_rows};

	(void)state;
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
		assert_true(tables[t]->count > 10);
		for (size_t i = 0; i < tables[t]->count; i++) {
			assert_non_null(tables[t]->rows[i].run);
			if (i)
				assert_true(strcmp(tables[t]->rows[i - 1].name, tables[t]->rows[i].name) < 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_joins_and_lists),
		cmocka_unit_test(test_arel),
		cmocka_unit_test(test_models),
		cmocka_unit_test(test_tables_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
