/* Text that looks like markup, in every place of a Markdown document where text of a tree can stand. */
#include "reports/markdown.h"
#include "tests/support/cmocka_all.h"

struct row {
	const char *text, *expected;
};

static void names_are_code(void **state)
{
	static const struct row rows[] = {
		{"notes", "`notes`"}, {"a`b", "``a`b``"},     {"`a", "`` `a ``"}, {"``` x", "```` ``` x ````"},
		{"", "`  `"},         {" a ", "`  a  `"},     {"a|b", "`a|b`"},   {"a\nb\x01", "`a b `"},
		{NULL, "`?`"},        {"<b>&*_", "`<b>&*_`"},
	};
	struct markdown md = {.arena = arena_new()};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(markdown_code(&md, rows[i].text), rows[i].expected);
	md.in_table = true;
	assert_string_equal(markdown_code(&md, "a|b"), "`a\\|b`");
	assert_string_equal(markdown_code(&md, "a\\|b"), "`a\\ \\|b`");
	arena_free(md.arena);
}

static void sentences_are_escaped(void **state)
{
	static const struct row rows[] = {
		{"sets NOT NULL on notes.owner_id", "sets NOT NULL on notes.owner_id"},
		{"job 'Fill' (queued in 18.5)", "job `Fill` (queued in 18.5)"},
		{"job 'a`b|' ends", "job ``a`b|`` ends"},
		{"the job's table isn't 'x'", "the job's table isn't `x`"},
		{"an 'open quote", "an 'open quote"},
		{"<b> & @all #1 !2 ~x $y %z", "\\<b\\> \\& \\@all \\#1 \\!2 \\~x \\$y \\%z"},
		{"[a](b) *c* _d_ `e`", "\\[a\\](b) \\*c\\* \\_d\\_ \\`e\\`"},
		{"see https://x or www.x", "see https\\://x or www\\.x"},
		{":smile: at file.rb:10", "\\:smile: at file.rb:10"},
		{"- no list\nof two", "\\- no list of two"},
		{"", ""},
		{NULL, ""},
	};
	struct markdown md = {.arena = arena_new()};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(markdown_text(&md, rows[i].text), rows[i].expected);
	arena_free(md.arena);
}

static void links_and_labels(void **state)
{
	struct markdown md = {.arena = arena_new()};

	(void)state;
	assert_string_equal(markdown_link(&md, "w", "https://a.example/-/1?b=c#d"), "[w](https://a.example/-/1?b=c#d)");
	assert_string_equal(markdown_link(&md, "w", "javascript:x"), "w (`javascript:x`)");
	assert_string_equal(markdown_link(&md, "w", "https://a/) [x](y"), "w (`https://a/) [x](y`)");
	assert_string_equal(markdown_link(&md, "w", "https://a/|b"), "w (`https://a/|b`)");
	assert_string_equal(markdown_mermaid(&md, "A::B \"]; click"), "A::B #34;#93;#59; click");
	assert_string_equal(markdown_mermaid(&md, "a\n<b>`"), "a #60;b#62;#96;");
	assert_string_equal(markdown_mermaid(&md, "db/x_1.rb (18.5)"), "db/x_1.rb (18.5)");
	arena_free(md.arena);
}

/* What a function printed. */
static void assert_printed(FILE *file, const char *expected)
{
	char text[512];
	size_t length;

	rewind(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	assert_string_equal(text, expected);
	fclose(file);
}

static void a_table_drops_what_says_nothing(void **state)
{
	struct markdown md = {.arena = arena_new(), .out = tmpfile()};
	struct markdown_table table = markdown_table_new(&md, "name|empty|>count|unknown");

	(void)state;
	assert_true(md.in_table);
	markdown_cell(&md, &table, "a");
	markdown_cell(&md, &table, "");
	markdown_number(&md, &table, 3);
	markdown_cell(&md, &table, NULL);
	markdown_cell(&md, &table, "b");
	markdown_cell(&md, &table, "");
	markdown_number(&md, &table, 0);
	markdown_cell(&md, &table, "?");
	markdown_table_write(&md, &table);
	assert_false(md.in_table);
	table = markdown_table_new(&md, "name");
	markdown_table_write(&md, &table);
	assert_printed(md.out, "| name | count |\n| :--- | ---: |\n| a | 3 |\n| b | 0 |\n\n");
	arena_free(md.arena);
}

static void a_fence_is_longer_than_what_it_holds(void **state)
{
	struct markdown md = {.arena = arena_new(), .out = tmpfile()};
	struct names lines = {0};

	(void)state;
	names_push(md.arena, &lines, "x = <<~MD");
	names_push(md.arena, &lines, "```` end");
	markdown_fence(&md, "ruby", &lines);
	assert_printed(md.out, "`````ruby\nx = <<~MD\n```` end\n`````\n\n");
	arena_free(md.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_code),
		cmocka_unit_test(sentences_are_escaped),
		cmocka_unit_test(links_and_labels),
		cmocka_unit_test(a_table_drops_what_says_nothing),
		cmocka_unit_test(a_fence_is_longer_than_what_it_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
