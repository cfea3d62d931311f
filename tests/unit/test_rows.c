/* The formats in which the answer to a query is shown. */
#include "reports/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TEXT(string)                                                                                                   \
	{                                                                                                              \
		.kind = STORE_TEXT, .text = (string), .length = sizeof(string) - 1                                     \
	}
#define NUMBER(value)                                                                                                  \
	{                                                                                                              \
		.kind = STORE_INTEGER, .integer = (value)                                                              \
	}
#define NOTHING                                                                                                        \
	{                                                                                                              \
		.kind = STORE_NULL                                                                                     \
	}

/* Writes the header and the rows, two columns each; the text lives in `arena`. */
static const char *written(struct arena *arena, const char *format_name, int width, const struct store_value *values,
			   size_t count)
{
	static const char *const names[] = {"name", "n"};
	const struct row_format *format = row_format_find(format_name);
	char *bytes = NULL;
	size_t length = 0;
	FILE *file = open_memstream(&bytes, &length);
	struct rows rows = {.arena = arena, .out = file, .width = width};

	assert_non_null(format);
	assert_int_equal(format->columns(&rows, names, 2), 0);
	for (size_t i = 0; i < count; i += 2)
		assert_int_equal(format->row(&rows, values + i, 2), 0);
	assert_int_equal(format->end(&rows), 0);
	fclose(file);
	const char *text = str_copy_n(arena, bytes, length);
	free(bytes);
	return text;
}

static const struct store_value values[] = {
	TEXT("a, \"b\""), NUMBER(-7), NOTHING, NUMBER(12345), TEXT("\xc3\xa9\033[1m\n\xff"), NOTHING,
};
static const size_t value_count = sizeof(values) / sizeof(values[0]);

static void a_table_is_aligned(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(written(arena, "table", 0, values, value_count),
			    "name             n\n"
			    "-----------  -----\n"
			    "a, \"b\"          -7\n"
			    "             12345\n"
			    "\xc3\xa9\\x1b[1m\\n\xef\xbf\xbd       \n");
	assert_string_equal(written(arena, "table", 0, NULL, 0), "name  n\n----  -\n");
	arena_free(arena);
}

static void a_table_fits_the_terminal(void **state)
{
	static const struct store_value wide[] = {TEXT("abcdefghijklmnopqrstuvwxyz"), NUMBER(1)};
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(written(arena, "table", 15, wide, 2), "name          n\n"
								  "------------  -\n"
								  "abcdefghijk\xe2\x80\xa6  1\n");
	assert_string_equal(written(arena, "table", 0, wide, 2), "name                        n\n"
								 "--------------------------  -\n"
								 "abcdefghijklmnopqrstuvwxyz  1\n");
	arena_free(arena);
}

static void csv_quotes_what_needs_it(void **state)
{
	static const struct store_value rows[] = {TEXT("a, \"b\""), NUMBER(1),    TEXT(""),
						  NOTHING,          TEXT("c\nd"), NUMBER(2)};
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(written(arena, "csv", 80, rows, 6), "name,n\n\"a, \"\"b\"\"\",1\n\"\",\n\"c\nd\",2\n");
	arena_free(arena);
}

static void json_keeps_types(void **state)
{
	static const struct store_value rows[] = {
		TEXT("a\"\n"), NUMBER(INT64_MIN), NOTHING, {.kind = STORE_REAL, .real = 0.5}};
	struct arena *arena = arena_new();

	(void)state;
	const char *text = written(arena, "json", 80, rows, 4);
	assert_non_null(strstr(text, "{\"name\":\"a\\\"\\n\",\"n\":-9223372036854775808}"));
	assert_non_null(strstr(text, "{\"name\":null,\"n\":0.5}"));
	assert_non_null(strstr(text, "\"schema\":\"stopgraph.query/1\""));
	arena_free(arena);
}

/* More rows than are kept to find the widths. */
static void long_answers_are_written_as_they_come(void **state)
{
	static const struct store_value row[] = {TEXT("x"), NUMBER(1)};
	struct arena *arena = arena_new();
	const struct row_format *format = row_format_find("table");
	FILE *file = fopen("/dev/null", "w");
	struct rows rows = {.arena = arena, .out = file};
	static const char *const names[] = {"name", "n"};

	(void)state;
	format->columns(&rows, names, 2);
	for (size_t i = 0; i < 2000; i++)
		format->row(&rows, row, 2);
	size_t used = arena_used(arena);
	for (size_t i = 0; i < 20000; i++)
		format->row(&rows, row, 2);
	assert_int_equal(arena_used(arena), used);
	format->end(&rows);
	fclose(file);
	assert_null(row_format_find("xml"));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_is_aligned),
		cmocka_unit_test(a_table_fits_the_terminal),
		cmocka_unit_test(csv_quotes_what_needs_it),
		cmocka_unit_test(json_keeps_types),
		cmocka_unit_test(long_answers_are_written_as_they_come),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
