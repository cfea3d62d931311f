/* The configuration file: what it sets, and that a mistake in it is never silent. */
#include "analyzer/config/config.h"

#include "analyzer/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int read_text(struct arena *arena, const char *text, struct config *out, struct diags *diags)
{
	return config_read(arena, source_new(arena, ".stopgraph.yml", text, strlen(text)), out, diags);
}

static void settings_are_read(void **state)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct config config = {0};

	(void)state;
	assert_int_equal(read_text(arena, "releases: tools/r.yml\nfail_on: warning\nrules:\n  one: off\n  two: error\n",
				   &config, &diags),
			 0);
	assert_string_equal(config.path, ".stopgraph.yml");
	assert_string_equal(config.releases, "tools/r.yml");
	assert_string_equal(config.fail_on, "warning");
	assert_int_equal(config.levels.count, 2);
	assert_string_equal(config.levels.items[1].rule, "two");
	assert_string_equal(config.levels.items[1].level, "error");
	assert_int_equal(diags.count, 0);
	arena_free(arena);
}

static void mistakes_are_errors_with_a_line(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
	} rows[] = {
		{"fail_on: never\nfail_on: sometimes\n", 2},
		{"\nrule:\n  a: off\n", 2},
		{"rules:\n  a: on\n", 2},
		{"- a\n", 1},
		{"rules: [a]\n", 1},
		{"releases:\n", 1},
		{"a: 'b\n", 2},
		{"fail_on: never\npath: {}\n", 2},
		{"paths:\n  migration: [a]\n", 2},
		{"profile: gitlub\n", 1},
		{"release_tags: '('\n", 1},
		{"stops:\n  schedule: {from: '18.1'}\n", 2},
		{"stops:\n  schedule: {from: '18.1', minors: [4, 1]}\n", 2},
		{"stops: {notice: many}\n", 1},
		{"ignored_tables:\n  - {table: a, because: b}\n", 2},
		{"suppressions: {}\n", 1},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct diags diags = diags_new(arena);
		struct config config = {0};
		assert_int_equal(read_text(arena, rows[i].text, &config, &diags), -1);
		assert_true(diags.count > 0);
		assert_int_equal(location_line(diags.items[0].location), rows[i].line);
	}
	arena_free(arena);
}

static void every_setting_is_read(void **state)
{
	static const char text[] = "profile: gitlab\ndefault_branch: trunk\nmitigations: m.yml\n"
				   "release_tags: ^v([0-9]+)[.]([0-9]+)[.]([0-9]+)$\n"
				   "paths:\n  migrations: [a/*.rb, b/*.rb]\n  exclude: a/old*\n"
				   "stops:\n  notice: 3\n  schedule: {from: '18.1', minors: [1, 4, 7]}\n"
				   "ignored_tables: [{table: events, reason: archived}]\n"
				   "suppressions:\n  - {rule: unresolved, path: a/*, reason: known, until: '18.11'}\n"
				   "  - {rule: unresolved, reason: known}\n";
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct config config = {0};

	(void)state;
	assert_int_equal(read_text(arena, text, &config, &diags), 0);
	assert_string_equal(config.default_branch, "trunk");
	assert_string_equal(config.mitigations, "m.yml");
	assert_non_null(config.release_tags);
	assert_int_equal(config.paths.count, 3);
	assert_int_equal(config.paths.items[1].role, INPUT_MIGRATION);
	assert_int_equal(config.paths.items[2].role, INPUT_ROLE_COUNT);
	assert_int_equal(config.notice, 3);
	assert_int_equal(config_schedule(&config, NULL)->minor_count, 3);
	assert_int_equal(config_schedule(&config, NULL)->minors[2], 7);
	assert_int_equal(config.suppressions.count, 3);
	assert_string_equal(config.suppressions.items[0].table, "events");
	assert_null(config.suppressions.items[1].invalid);
	assert_non_null(config.suppressions.items[2].invalid);
	arena_free(arena);
}

static void the_schedule_may_be_none(void **state)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct config set = {0}, unset = {0};

	(void)state;
	assert_int_equal(read_text(arena, "stops: {schedule: none}\n", &set, &diags), 0);
	assert_null(config_schedule(&set, NULL));
	assert_ptr_equal(config_schedule(&unset, NULL), &stop_schedule_default);
	arena_free(arena);
}

static void an_empty_file_sets_nothing(void **state)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct config config = {0};

	(void)state;
	assert_int_equal(read_text(arena, "# nothing\n", &config, &diags), 0);
	assert_null(config.fail_on);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_are_read),          cmocka_unit_test(every_setting_is_read),
		cmocka_unit_test(the_schedule_may_be_none),   cmocka_unit_test(mistakes_are_errors_with_a_line),
		cmocka_unit_test(an_empty_file_sets_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
