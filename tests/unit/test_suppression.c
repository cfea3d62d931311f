/* Comments that suppress: what they say, what they are about, when they end. */
#include "analyzer/config/suppression.h"

#include "analyzer/base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct suppressions find(struct arena *arena, const char *path, const char *text)
{
	struct suppressions found = {0};

	suppressions_find(arena, source_new(arena, path, text, strlen(text)), &found);
	return found;
}

static void comments_are_read(void **state)
{
	static const struct {
		const char *text;
		size_t count;
		const char *rule, *reason, *until;
		uint32_t line;
		bool is_invalid;
	} rows[] = {
		{"x = 1\ny # stopgraph:disable implicit-stop -- no rows\n", 1, "implicit-stop", "no rows", NULL, 2,
		 false},
		{"x\n# stopgraph:disable unresolved -- no rows until 18.11\n\n# more\ny\n", 1, "unresolved", "no rows",
		 "18.11", 5, false},
		{"x\ny # stopgraph:disable unresolved -- no rows [until 18.11]\n", 1, "unresolved", "no rows", "18.11",
		 2, false},
		{"# stopgraph:disable unresolved -- no rows until they come\nx\n", 1, "unresolved",
		 "no rows until they come", NULL, 0, false},
		{"# a comment\n\n# stopgraph:disable unresolved -- no rows\nx\n", 1, "unresolved", "no rows", NULL, 0,
		 false},
		{"x # stopgraph:disable unresolved, implicit-stop -- no rows\n", 2, "unresolved", "no rows", NULL, 1,
		 false},
		{"x\n  SELECT 1; -- stopgraph:disable unresolved -- no rows\n", 1, "unresolved", "no rows", NULL, 2,
		 false},
		{"x # stopgraph:disable unresolved\n", 1, "unresolved", NULL, NULL, 1, true},
		{"x # stopgraph:disable unresolved -- until 18.11\n", 1, "unresolved", "", "18.11", 1, true},
		{"x # stopgraph:disable -- no rows\n", 1, "", "no rows", NULL, 1, true},
		{"x # stopgraph:disable nonsense -- no rows\n", 1, "nonsense", "no rows", NULL, 1, true},
		{"x # stopgraph:disable unresolved -- no rows until 1x\n", 1, "unresolved", "no rows", "1x", 1, true},
		{"x 'stopgraph:disable unresolved -- no rows'\n", 0, NULL, NULL, NULL, 0, false},
		{"x # stopgraph:disabled unresolved -- no rows\n", 0, NULL, NULL, NULL, 0, false},
		{"x # stopgraph:disable unresolved -- no end", 1, "unresolved", "no end", NULL, 1, false},
		{"# stopgraph:disable", 1, "", NULL, NULL, 0, true},
		{"", 0, NULL, NULL, NULL, 0, false},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct suppressions found = find(arena, "db/migrate/1.rb", rows[i].text);
		if (found.count != rows[i].count)
			fail_msg("%zu instead of %zu in: %s", found.count, rows[i].count, rows[i].text);
		if (!found.count)
			continue;
		const struct suppression *first = &found.items[0];
		if (!str_equal(first->rule, rows[i].rule) || !str_equal(first->reason, rows[i].reason) ||
		    !str_equal(first->until_text, rows[i].until) || (first->invalid != NULL) != rows[i].is_invalid)
			fail_msg("rule %s, reason %s, until %s, invalid %s in: %s", first->rule, first->reason,
				 first->until_text, first->invalid, rows[i].text);
		if (first->line != rows[i].line && rows[i].text[0] != '#')
			fail_msg("line %u in: %s", first->line, rows[i].text);
		if (rows[i].text[0] == '#' && rows[i].line == 0)
			assert_int_equal(first->line, 0);
	}
	arena_free(arena);
}

static struct release release_of(const char *text)
{
	struct release release = {.patch = -1};

	release_parse(text, &release);
	return release;
}

static void the_named_release_is_the_last(void **state)
{
	struct arena *arena = arena_new();
	struct suppressions found = find(arena, "a.rb", "x # stopgraph:disable unresolved -- no rows until 18.9\n");

	(void)state;
	assert_false(suppression_has_expired(&found.items[0], release_of("18.8")));
	assert_false(suppression_has_expired(&found.items[0], release_of("18.9")));
	assert_true(suppression_has_expired(&found.items[0], release_of("18.10")));
	assert_false(suppression_has_expired(&found.items[0], (struct release){0}));
	arena_free(arena);
}

static void only_what_fits_is_suppressed(void **state)
{
	static const char text[] = "a\nb # stopgraph:disable unresolved -- no rows\nc\n";
	struct arena *arena = arena_new();
	struct source *source = source_new(arena, "a.rb", text, strlen(text));
	const struct source *const sources[] = {source, source};
	struct suppressions entries = {0}, all = {0};
	struct finding findings[] = {
		{.rule = "unresolved", .location = {source, 2, 1}, .subject = ""},
		{.rule = "unresolved", .location = {source, 0, 1}, .subject = ""},
		{.rule = "unresolved", .location = {source, 0, 4}, .subject = ""},
		{.rule = "implicit-stop", .location = {source, 2, 1}, .subject = ""},
		{.rule = "early-finalize", .location = {source, 0, 1}, .subject = "events.id"},
	};
	const bool expected[] = {true, false, true, false, true};
	struct suppression table = {.table = "events", .reason = "archived"};

	(void)state;
	vec_push(arena, &entries, table);
	suppressions_collect(arena, sources, 2, &entries, &all);
	assert_int_equal(all.count, 2);
	suppressions_apply(arena, &all, release_of("18.9"), findings, 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(findings[i].suppressed_reason != NULL, expected[i]);
	assert_string_equal(findings[0].suppressed_source, "a.rb:2");
	assert_true(findings[0].suppressed_in_source);
	assert_false(findings[4].suppressed_in_source);
	assert_true(all.items[0].is_used);
	assert_false(entries.items[0].is_used);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments_are_read),
		cmocka_unit_test(the_named_release_is_the_last),
		cmocka_unit_test(only_what_fits_is_suppressed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
