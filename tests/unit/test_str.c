/* Strings, lists of names and the builder. */
#include "analyzer/base/str.h"

#include "analyzer/base/vec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void names_of_classes_and_files(void **state)
{
	static const struct {
		const char *camel;
		const char *underscored;
	} rows[] = {
		{"BackfillThing", "backfill_thing"},
		{"ProjectNamespaces::BackfillThing", "project_namespaces/backfill_thing"},
		{"Thing2Other", "thing2_other"},
		{"A", "a"},
		{"", ""},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_string_equal(str_underscore(arena, rows[i].camel), rows[i].underscored);
		assert_string_equal(str_camelize(arena, rows[i].underscored), rows[i].camel);
	}
	assert_string_equal(str_underscore(arena, "HTMLPage"), "html_page");
	assert_string_equal(str_underscore(arena, "BackfillCiCd"), "backfill_ci_cd");
	arena_free(arena);
}

static void comparisons_accept_null(void **state)
{
	(void)state;
	assert_true(str_equal(NULL, NULL));
	assert_false(str_equal(NULL, ""));
	assert_true(str_compare(NULL, "") < 0);
	assert_true(str_compare("a", NULL) > 0);
	assert_int_equal(str_compare(NULL, NULL), 0);
	assert_false(str_starts_with(NULL, "a"));
	assert_false(str_ends_with(NULL, "a"));
	assert_true(str_ends_with("a.rb", ".rb"));
	assert_false(str_ends_with("rb", ".rb"));
}

static void words_of_a_list(void **state)
{
	(void)state;
	assert_true(str_in("one", "one two"));
	assert_true(str_in("two", "one two"));
	assert_false(str_in("on", "one two"));
	assert_false(str_in("wo", "one two"));
	assert_true(str_in("one", "oneone one"));
	assert_false(str_in("", "one"));
	assert_false(str_in(NULL, "one"));
}

static void lists_of_names(void **state)
{
	struct arena *arena = arena_new();
	struct names names = {0};
	struct names other = {0};

	(void)state;
	assert_string_equal(names_join(arena, &names, ","), "");
	assert_true(names_add(arena, &names, "b"));
	assert_true(names_add(arena, &names, "a"));
	assert_false(names_add(arena, &names, "b"));
	for (int i = 0; i < 20; i++)
		names_push(arena, &names, "c");
	assert_int_equal(names.count, 22);
	assert_true(names_has(&names, "c"));
	assert_false(names_has(&names, "d"));
	names.count = 2;
	names_push(arena, &other, "a");
	names_push(arena, &other, "b");
	assert_false(names_equal(&names, &other));
	names_sort(&names);
	assert_true(names_equal(&names, &other));
	assert_string_equal(names_join(arena, &names, ", "), "a, b");
	arena_free(arena);
}

static void the_builder_grows(void **state)
{
	struct arena *arena = arena_new();
	struct strbuf text = strbuf_new(arena);

	(void)state;
	assert_string_equal(strbuf_finish(&text), "");
	for (int i = 0; i < 1000; i++)
		strbuf_printf(&text, "%d,", i % 10);
	strbuf_putc(&text, '.');
	assert_int_equal(text.length, 2001);
	assert_memory_equal(strbuf_finish(&text), "0,1,2,3,4,5,6,7,8,9,0,", 22);
	assert_string_equal(strbuf_finish(&text) + 1990, "5,6,7,8,9,.");
	arena_free(arena);
}

static void arrays_grow_and_keep_their_items(void **state)
{
	struct arena *arena = arena_new();
	VEC(int) numbers = {0};
	int expected = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		vec_push(arena, &numbers, i);
	vec_each(int, number, &numbers)
		assert_int_equal(*number, expected++);
	assert_int_equal(expected, 1000);
	assert_int_equal(*vec_last(&numbers), 999);
	vec_reserve(arena, &numbers, 5000);
	assert_true(numbers.capacity >= 6000);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_classes_and_files),
		cmocka_unit_test(comparisons_accept_null),
		cmocka_unit_test(words_of_a_list),
		cmocka_unit_test(lists_of_names),
		cmocka_unit_test(the_builder_grows),
		cmocka_unit_test(arrays_grow_and_keep_their_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
