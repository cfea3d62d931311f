/* Syntax trees that several runs share: one parse for each content, as long as it is kept. */
#include "parser/ruby/node.h"
#include "parser/ruby/trees.h"

#include "analyzer/base/str.h"
#include "tests/support/cmocka_all.h"

#include <string.h>

struct fixture {
	struct arena *arena;
	struct ruby_parser *parser;
	struct ruby_trees *trees;
};

static struct fixture begin(size_t limit)
{
	struct fixture fixture = {arena_new(), ruby_parser_new(), ruby_trees_new(limit)};

	ruby_parser_set_trees(fixture.parser, fixture.trees);
	return fixture;
}

static void end(struct fixture *fixture)
{
	ruby_parser_free(fixture->parser);
	ruby_trees_free(fixture->trees);
	arena_free(fixture->arena);
}

static const struct node *parse(struct fixture *fixture, const char *path, const char *text, bool *is_wrong)
{
	struct source *source = source_new(fixture->arena, path, text, strlen(text));
	struct ruby_syntax_error error;
	const struct node *node = ruby_parse(fixture->parser, fixture->arena, source, &error);

	*is_wrong = error.found;
	return node;
}

static void assert_counts(const struct fixture *fixture, size_t contents, size_t parsed)
{
	struct ruby_trees_count count = ruby_trees_count(fixture->trees);

	assert_int_equal(count.contents, contents);
	assert_int_equal(count.parsed, parsed);
}

static void test_once(void **state)
{
	struct fixture fixture = begin(1 << 20);
	bool is_wrong;

	(void)state;
	const struct node *first = parse(&fixture, "a.rb", "class A; end", &is_wrong);
	assert_ptr_equal(parse(&fixture, "b.rb", "class A; end", &is_wrong), first);
	assert_false(is_wrong);
	assert_ptr_not_equal(parse(&fixture, "a.rb", "class B; end", &is_wrong), first);
	/* an error is remembered with its tree */
	for (int i = 0; i < 2; i++) {
		parse(&fixture, "c.rb", "class C; def (", &is_wrong);
		assert_true(is_wrong);
	}
	assert_counts(&fixture, 3, 3);
	/* what the program brings along is no file */
	parse(&fixture, "", "class D; end", &is_wrong);
	assert_counts(&fixture, 3, 3);
	end(&fixture);
}

static void test_forgetting(void **state)
{
	struct fixture fixture = begin(0);
	bool is_wrong;

	(void)state;
	parse(&fixture, "a.rb", "class A; end", &is_wrong);
	/* the generation before is still there */
	ruby_trees_settle(fixture.trees);
	parse(&fixture, "a.rb", "class A; end", &is_wrong);
	parse(&fixture, "b.rb", "class B; end", &is_wrong);
	assert_counts(&fixture, 2, 2);
	ruby_trees_settle(fixture.trees);
	parse(&fixture, "b.rb", "class B; end", &is_wrong);
	assert_counts(&fixture, 2, 2);
	const struct node *again = parse(&fixture, "a.rb", "class A; end", &is_wrong);
	assert_counts(&fixture, 2, 3);
	assert_int_equal(again->kind, NODE_BODY);
	end(&fixture);
}

/* More contents than the first table has room for. */
static void test_many(void **state)
{
	struct fixture fixture = begin(1 << 24);
	bool is_wrong;

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 1500; i++)
			parse(&fixture, "a.rb", str_printf(fixture.arena, "x = %d", i), &is_wrong);
		assert_counts(&fixture, 1500, 1500);
	}
	end(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_forgetting),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
