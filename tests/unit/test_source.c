/* Places: byte offsets to lines and columns and back to the text of a line. */
#include "analyzer/base/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void offsets_become_lines_and_columns(void **state)
{
	static const char text[] = "one\n\nthree\r\nlast";
	static const struct {
		uint32_t offset, line, column;
	} rows[] = {{0, 1, 1},  {2, 1, 3},  {3, 1, 4},  {4, 2, 1}, {5, 3, 1},
		    {12, 4, 1}, {15, 4, 4}, {16, 4, 5}, {99, 4, 5}};
	struct arena *arena = arena_new();
	const struct source *source = source_new(arena, "a", text, strlen(text));

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct position position = source_position(source, rows[i].offset);
		assert_int_equal(position.line, rows[i].line);
		assert_int_equal(position.column, rows[i].column);
	}
	arena_free(arena);
}

static void lines_come_without_their_break(void **state)
{
	static const char *const expected[] = {"", "one", "", "three", "last", ""};
	static const char text[] = "one\n\nthree\r\nlast";
	struct arena *arena = arena_new();
	const struct source *source = source_new(arena, "a", text, strlen(text));

	(void)state;
	for (uint32_t line = 0; line < 6; line++) {
		size_t length;
		const char *bytes = source_line(source, line, &length);
		assert_int_equal(length, strlen(expected[line]));
		assert_memory_equal(bytes, expected[line], length);
	}
	arena_free(arena);
}

static void an_empty_source_has_one_line(void **state)
{
	struct arena *arena = arena_new();
	const struct source *source = source_new(arena, "a", "", 0);
	struct location nowhere = {0};
	size_t length;

	(void)state;
	assert_int_equal(source_position(source, 0).line, 1);
	source_line(source, 1, &length);
	assert_int_equal(length, 0);
	assert_int_equal(location_line(nowhere), 1);
	assert_string_equal(location_path(nowhere), "");
	arena_free(arena);
}

static void locations_are_ordered_by_path_offset_length(void **state)
{
	struct arena *arena = arena_new();
	const struct source *a = source_new(arena, "a", "12345", 5);
	const struct source *b = source_new(arena, "b", "12345", 5);
	const struct location order[] = {{NULL, 0, 0}, {a, 0, 1}, {a, 0, 2}, {a, 1, 0}, {b, 0, 0}};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		for (size_t j = 0; j < 5; j++) {
			int expected = (i > j) - (i < j);
			int actual = location_compare(order[i], order[j]);
			assert_int_equal((actual > 0) - (actual < 0), expected);
		}
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_become_lines_and_columns),
		cmocka_unit_test(lines_come_without_their_break),
		cmocka_unit_test(an_empty_source_has_one_line),
		cmocka_unit_test(locations_are_ordered_by_path_offset_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
