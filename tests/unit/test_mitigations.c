/* The mitigations file: what is taken, what is refused with its line, what is found in a tree. */
#include "analyzer/config/mitigations.h"

#include "tests/support/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int read_text(struct arena *arena, const char *text, struct mitigations *out, struct diags *diags)
{
	return mitigations_read(arena, source_new(arena, "m.yml", text, strlen(text)), out, diags);
}

static void both_lists_are_read(void **state)
{
	static const char text[] = "mitigations:\n"
				   "  - name: a\n    path: [x.rb, y.rb]\n    pattern: b+\n    since: '14.9'\n"
				   "    repaired_by: Fix\n    masks: null\n    earliest_removal: '15.6'\n"
				   "stops:\n  - release: '18.2'\n    reason: gone\n";
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct mitigations read = {0};

	(void)state;
	assert_int_equal(read_text(arena, text, &read, &diags), 0);
	assert_int_equal(diags.count, 0);
	assert_int_equal(read.items.count, 1);
	assert_int_equal(read.items.items[0].paths.count, 2);
	assert_int_equal(read.items.items[0].earliest_removal.minor, 6);
	assert_null(read.items.items[0].masks);
	assert_int_equal(location_line(read.items.items[0].location), 4);
	assert_int_equal(read.stops.count, 1);
	assert_string_equal(read.stops.items[0].release, "18.2");
	assert_null(read.stops.items[0].link);
	arena_free(arena);
}

static void mistakes_have_a_line(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} rows[] = {
		{"mitigation: []\n", 1},
		{"mitigations:\n  - name: a\n", 2},
		{"mitigations:\n  - name: a\n    path: x\n    pattern: '('\n    since: '1.2'\n", 4},
		{"mitigations:\n  - name: a\n    path: x\n    pattern: b\n    since: soon\n", 5},
		{"mitigations:\n  - name: a\n    paths: x\n", 3},
		{"mitigations: {}\n", 1},
		{"stops:\n  - reason: gone\n", 2},
		{"stops:\n  - release: never\n    reason: gone\n", 2},
		{"[]\n", 1},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct diags diags = diags_new(arena);
		struct mitigations read = {0};
		if (read_text(arena, rows[i].text, &read, &diags) != -1 || !diags.count)
			fail_msg("taken: %s", rows[i].text);
		assert_int_equal(location_line(diags.items[0].location), rows[i].line);
	}
	arena_free(arena);
}

static void patterns_are_looked_for(void **state)
{
	static const char text[] = "mitigations:\n"
				   "  - {name: a, path: lib/a.rb, pattern: '^keep_(old|new)$', since: '1.2'}\n"
				   "  - {name: b, path: lib/a.rb, pattern: 'absent', since: '1.2'}\n"
				   "  - {name: c, path: lib/gone.rb, pattern: 'keep', since: '1.2'}\n"
				   "  - {name: d, path: [lib/gone.rb, lib/a.rb], pattern: 'keep', since: '1.2'}\n";
	static const bool present[] = {true, false, false, true};
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct mitigations read = {0};
	struct tree tree;
	struct folder_fixture folder;

	(void)state;
	folder_make(&folder);
	folder_write(&folder, "lib/a.rb", "first\nkeep_old\nlast\n");
	assert_int_equal(tree_open_folder(arena, folder.path, &tree, &diags), 0);
	assert_int_equal(read_text(arena, text, &read, &diags), 0);
	mitigations_look(arena, &tree, &read, &diags);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(read.items.items[i].is_present, present[i]);
	assert_null(read.items.items[2].remains);
	assert_non_null(read.items.items[1].remains);
	assert_int_equal(diags.count, 0);
	tree_close(&tree);
	folder_remove(&folder);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_lists_are_read),
		cmocka_unit_test(mistakes_have_a_line),
		cmocka_unit_test(patterns_are_looked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
