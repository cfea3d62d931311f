/* A migration in SQL with its directives, a job in a file of its own, a plan of sqitch, and the name of a file: all from the same
 * text. */
#include "parser/script/script.h"
#include "tests/fuzz/fuzz.h"

#include "analyzer/base/str.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct source *source = source_new(arena, "migrations/V1__x.sql", (const char *)bytes, size);
	struct script_input in = {.source = source};
	struct migration migration = {.path = source->path, .version = "1", .source = source, .database = "main"};
	struct script_jobs jobs = {0};
	struct script_plan plan = {0};
	struct script_name name;
	size_t index;

	script_read(arena, &in, &migration, &jobs);
	script_read_job(arena, &in, &jobs);
	script_plan_read(arena, source, &plan);
	vec_each(struct planned_change, change, &plan)
		script_plan_find(&plan, change->name, &index);
	script_name_read(arena, str_copy_n(arena, (const char *)bytes, size), &name);
	arena_free(arena);
	return 0;
}
