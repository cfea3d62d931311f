/* Diagnostics: the code table, and order and uniqueness of what is shown. */
#include "analyzer/base/diag.h"

#include "analyzer/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void the_table_is_sorted_unique_and_complete(void **state)
{
	(void)state;
	for (int code = 0; code < DIAG_CODE_COUNT; code++) {
		assert_true(strlen(diag_code_name((enum diag_code)code)) > 0);
		assert_true(strlen(diag_code_summary((enum diag_code)code)) > 0);
		assert_non_null(diag_severity_name(diag_code_severity((enum diag_code)code)));
		if (code)
			assert_true(strcmp(diag_code_name((enum diag_code)(code - 1)),
					   diag_code_name((enum diag_code)code)) < 0);
	}
}

static void sorted_by_path_offset_code_text_and_unique(void **state)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct source *source = source_new(arena, "b.rb", "one\ntwo\n", 8);
	struct location second = {source, 4, 3};

	(void)state;
	diags_sort(&diags);
	diag_add(&diags, DIAG_yaml_syntax, second, "z");
	diag_add(&diags, DIAG_input_bad_bytes, second, "y");
	diag_add(&diags, DIAG_yaml_syntax, second, "%s", "a");
	diag_add_path(&diags, DIAG_input_unreadable, "c.rb", "number %d", 1);
	diag_add_path(&diags, DIAG_input_unreadable, "a.rb", "number %d", 2);
	diag_add(&diags, DIAG_yaml_syntax, second, "z");
	diags_sort(&diags);
	struct strbuf text = strbuf_new(arena);
	vec_each(struct diag, diag, &diags)
		strbuf_printf(&text, "%s:%u:%s ", location_path(diag->location), location_line(diag->location),
			      diag->text);
	assert_string_equal(strbuf_finish(&text), "a.rb:1:number 2 b.rb:2:y b.rb:2:a b.rb:2:z c.rb:1:number 1 ");
	arena_free(arena);
}

static void the_number_is_limited(void **state)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);

	(void)state;
	for (unsigned i = 0; i < DIAGS_MAX + 5; i++)
		diag_add_path(&diags, DIAG_input_unreadable, "a", "%u", i);
	assert_int_equal(diags.count, DIAGS_MAX);
	assert_int_equal(diags.dropped, 5);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_sorted_unique_and_complete),
		cmocka_unit_test(sorted_by_path_offset_code_text_and_unique),
		cmocka_unit_test(the_number_is_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
