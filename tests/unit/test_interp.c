/* The partial evaluator, expression by expression: {Ruby, what is known of it as JSON}. A text that starts with "?" is
 * the reason why nothing is known. */
#include "analyzer/base/vec.h"
#include "parser/ruby/core/core.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/interp.h"
#include "tests/support/cmocka_all.h"

#include <string.h>

struct row {
	const char *ruby;
	const char *expected;
};

struct evaluation {
	struct arena *arena;
	struct ruby_parser *parser;
	struct statements statements;
	struct effects effects;
	struct unresolved_list unresolved;
};

/* The value of constant RESULT in `class Case ... end`. */
static const char *evaluate(struct evaluation *evaluation, const char *ruby)
{
	struct arena *arena = evaluation->arena;
	struct ruby_syntax_error error;
	const char *text = str_printf(arena, "class Case\n%s\nend\n", ruby);
	struct source *source = source_new(arena, "case.rb", text, strlen(text));
	struct interp_options options = {
		.scratch = arena,
		.out = {arena, &evaluation->statements, &evaluation->effects, &evaluation->unresolved},
		.parser = evaluation->parser};
	struct interp *in = interp_new(&options);

	klass_add_body(arena, in->root, ruby_parse(evaluation->parser, arena, source, &error), source);
	assert_false(error.found);
	struct klass *klass = klass_nested(in->root, "Case");
	assert_non_null(klass);
	struct value value = constant_in(in, value_class(klass), "RESULT");
	char *json = value_to_json(in, value);
	return json ? json : str_printf(arena, "? %s", value_why_unknown(value) ? value_why_unknown(value) : "");
}

static void check_rows(const struct row *rows, size_t count)
{
	struct evaluation evaluation = {.arena = arena_new(), .parser = ruby_parser_new()};

	for (size_t i = 0; i < count; i++)
		assert_string_equal(evaluate(&evaluation, rows[i].ruby), rows[i].expected);
	ruby_parser_free(evaluation.parser);
	arena_free(evaluation.arena);
}

#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof(rows[0]))

static void test_literals(void **state)
{
	static const struct row rows[] = {
		{"RESULT = 1_000", "1000"},
		{"RESULT = 0b11", "3"},
		{"RESULT = nil", "null"},
		{"RESULT = :name", "\"name\""},
		{"RESULT = :\"a b\"", "\"a b\""},
		{"RESULT = 'single \\n'.freeze", "\"single \\\\n\""},
		{"RESULT = \"tab\\there\"", "\"tab\\u0009here\""},
		{"RESULT = 'a' 'b'", "\"ab\""},
		{"RESULT = %w[a b].freeze", "[\"a\",\"b\"]"},
		{"RESULT = %i[a b]", "[\"a\",\"b\"]"},
		{"RESULT = { a: 1, 'b' => [:c] }", "{\"a\":1,\"b\":[\"c\"]}"},
		{"A = [1]; RESULT = [*A, 2]", "[1,2]"},
		{"A = { a: 1 }; RESULT = { **A, b: 2 }", "{\"a\":1,\"b\":2}"},
		{"RESULT = <<~SQL\n  SELECT 1\n    FROM t\nSQL", "\"SELECT 1\\n  FROM t\\n\""},
		{"T = :t\nRESULT = <<~SQL.squish\n  SELECT 1\n  FROM #{T}\nSQL", "\"SELECT 1 FROM t\""},
		{"RESULT = [<<~A, <<~B]\n  a\nA\n  b\nB", "[\"a\\n\",\"b\\n\"]"},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_constants(void **state)
{
	static const struct row rows[] = {
		{"A = 'x'\nB = \"#{A}_y\"\nRESULT = B", "\"x_y\""},
		{"class Inner\nTABLE = :t\nend\nRESULT = Inner::TABLE", "\"t\""},
		{"class Base\nT = :t\nend\nclass Inner < Base\nend\nRESULT = Inner::T", "\"t\""},
		{"RESULT = RESULT", "? a constant defined by itself"},
		{"RESULT = ENV['X']", "? an environment variable"},
		{"RESULT = Outside::Thing.to_s.demodulize", "\"Thing\""},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_methods_of_values(void **state)
{
	static const struct row rows[] = {
		{"RESULT = %w[a b].map { |c| \"#{c}_id\" }", "[\"a_id\",\"b_id\"]"},
		{"RESULT = %w[a b].map(&:to_sym).join(', ')", "\"a, b\""},
		{"RESULT = { a: 1 }.merge(b: 2).keys", "[\"a\",\"b\"]"},
		{"RESULT = %w[a b].each_with_object({}) { |c, h| h[c] = 1 }", "{\"a\":1,\"b\":1}"},
		{"RESULT = %w[a b].zip(%w[c d]).flat_map { |x, y| [y, x] }", "[\"c\",\"a\",\"d\",\"b\"]"},
		{"RESULT = [1, nil].compact + [2]", "[1,2]"},
		{"RESULT = (1..3).map { |i| \"p_#{i}\" }", "[\"p_1\",\"p_2\",\"p_3\"]"},
		{"RESULT = [[1, [2, 3]]].map { |a, (b, c)| [c, b, a] }", "[[3,2,1]]"},
		{"RESULT = 'SomeThing'.underscore.pluralize", "\"some_things\""},
		{"RESULT = 'a.b'.split('.').last", "\"b\""},
		{"RESULT = format('%s in %{x}', 1)", "? a text with parts that are known only at run time"},
		{"RESULT = format('%{x}', x: :y)", "\"y\""},
		{"RESULT = 2.minutes + 3", "5"},
		{"RESULT = %w[a b c] - %w[b]", "[\"a\",\"c\"]"},
		{"RESULT = [3, 1].sort.first", "1"},
		{"RESULT = { a: { b: 1 } }.dig(:a, :b)", "1"},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_methods_of_the_class(void **state)
{
	static const struct row rows[] = {
		{"def self.f(a, b = 2, *c, d:, e: 5, **f)\n[a, b, c, d, e, f]\nend\nRESULT = f(1, d: 4, g: 7)",
		 "[1,2,[],4,5,{\"g\":7}]"},
		{"def self.f(*a, z)\n[a, z]\nend\nRESULT = f(1, 2, 3)", "[[1,2],3]"},
		{"def self.f\n\"<#{yield 1}>\"\nend\nRESULT = f { |x| x + 1 }", "\"<2>\""},
		{"def self.f\nreturn 1 if true\n2\nend\nRESULT = f", "1"},
		{"def self.f(x)\nx.each { |i| return i if i > 1 }\nnil\nend\nRESULT = f([1, 2, 3])", "2"},
		{"def self.f\n@x ||= %w[a b].join(',')\nend\nRESULT = f", "\"a,b\""},
		{"def self.f\nf\nend\nRESULT = f", "? calls nested beyond the limit of the evaluator"},
		{"def self.f(x)\nOutside.a? ? f(x) : f(x)\nf(x)\nend\nRESULT = [f(1)]",
		 "? calls nested beyond the limit of the evaluator"},
		{"def self.f(o = {})\no[:a]\nend\nRESULT = f(a: 1)", "1"},
		{"def self.f\na, (b, *c) = 1, [2, 3, 4]\n[a, b, c]\nend\nRESULT = f", "[1,2,[3,4]]"},
		{"def self.f\nx = 1\nx += 1 while unknown\nx\nend\nRESULT = f",
		 "? it depends on a condition that is known only at run time"},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_conditions(void **state)
{
	static const struct row rows[] = {
		{"RESULT = true ? 1 : 2", "1"},
		{"RESULT = (1 == 2) ? 1 : 2", "2"},
		{"RESULT = Outside.flag? ? 1 : 1", "1"},
		{"RESULT = Outside.flag? ? 1 : 2", "? it depends on a condition that is known only at run time"},
		{"RESULT = case :a when :b then 1 when :a then 2 else 3 end", "2"},
		{"RESULT = (nil || 'x')", "\"x\""},
		{"def self.f\nx = 1\nif Outside.flag?\nx = 2\nend\nx\nend\nRESULT = f",
		 "? it depends on a condition that is known only at run time"},
		{"def self.f\nreturn 1 if Outside.flag?\n2\nend\nRESULT = f", "2"},
		{"def self.f\nraise 'x'\nrescue StandardError\n1\nelse\n2\nensure\n3\nend\nRESULT = [f]", "[null]"},
	};

	(void)state;
	CHECK_ROWS(rows);
}

static void test_tables_are_sorted(void **state)
{
	(void)state;
	for (size_t t = 0; core_table(t); t++) {
		const struct builtin_table *table = core_table(t);
		for (size_t i = 0; i < table->count; i++) {
			assert_non_null(table->rows[i].run);
			if (i)
				assert_true(strcmp(table->rows[i - 1].name, table->rows[i].name) < 0);
			assert_ptr_equal(row_find(table->rows, table->count, table->rows[i].name), &table->rows[i]);
		}
		assert_null(row_find(table->rows, table->count, "no such method"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_literals),          cmocka_unit_test(test_constants),
		cmocka_unit_test(test_methods_of_values), cmocka_unit_test(test_methods_of_the_class),
		cmocka_unit_test(test_conditions),        cmocka_unit_test(test_tables_are_sorted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
