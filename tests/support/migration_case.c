/* A case becomes a small migration file, which is read like any other. */
#include "tests/support/migration_case.h"

#include "parser/ruby/ruby.h"
#include "tests/support/cmocka_all.h"
#include "tests/support/effect_text.h"

#include <string.h>

static char *run_case(struct ruby *ruby, struct arena *arena, const struct migration_case *row)
{
	const char *base = *row->version < '4' ? "Gitlab::Database::Migration" : "ActiveRecord::Migration";
	const char *text =
		str_printf(arena, "class Case < %s[%s]\n  def up\n    %s\n  end\nend\n", base, row->version, row->ruby);
	struct source *source = source_new(arena, "db/migrate/20250101000000_case.rb", text, strlen(text));
	struct migration migration = {.source = source, .path = source->path};
	assert_true(ruby_read_migration(ruby, source, &migration));
	return effects_text(arena, &migration.effects, &migration.unresolved);
}

void check_migration_cases(const struct migration_case *cases, size_t count)
{
	struct arena *arena = arena_new();
	struct ruby *ruby = ruby_new(arena, NULL);
	for (size_t i = 0; i < count; i++) {
		const char *actual = run_case(ruby, arena, &cases[i]);
		if (strcmp(actual, cases[i].effects) != 0)
			print_message("# %s\n", cases[i].ruby);
		assert_string_equal(actual, cases[i].effects);
	}
	ruby_free(ruby);
	arena_free(arena);
}
