/* One file of job classes: every class in it is evaluated as a job over a table. */
#include "parser/ruby/ruby.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct ruby *ruby = ruby_new(arena, NULL);
	const char *path = "lib/gitlab/background_migration/x.rb";
	struct job_class **classes;

	ruby_add_job_source(ruby, source_new(arena, path, (const char *)bytes, size), NULL);
	size_t count = ruby_job_classes(ruby, &classes);
	for (size_t i = 0; i < count; i++)
		ruby_read_job(ruby, classes[i]->name, "notes", "id", "[1,\"x\"]");
	ruby_free(ruby);
	arena_free(arena);
	return 0;
}
