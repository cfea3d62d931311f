/* One migration, evaluated without any other file of a tree. */
#include "parser/ruby/ruby.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct ruby *ruby = ruby_new(arena, NULL);
	struct migration migration = {.path = "db/migrate/20250601000000_x.rb", .version = "20250601000000"};

	migration.source = source_new(arena, migration.path, (const char *)bytes, size);
	migration.database = "main";
	ruby_read_migration(ruby, migration.source, &migration);
	ruby_free(ruby);
	arena_free(arena);
	return 0;
}
