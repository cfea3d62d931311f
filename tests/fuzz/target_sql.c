/* Text of PostgreSQL: as a file of statements, and as the condition of one. */
#include "parser/sql/sql.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	const struct source *source = source_new(arena, "db/structure.sql", (const char *)bytes, size);
	struct sql_input in = {.text = source->bytes,
			       .length = source->length,
			       .location = {source, 0, (uint32_t)source->length},
			       .certainty = CERTAINTY_PROVEN,
			       .text_is_source = true};
	struct statements statements = {0};
	struct effects effects = {0};
	struct unresolved_list unresolved = {0};
	struct column_refs columns = {0};
	struct sql_output out = {&statements, &effects, &unresolved, NULL};

	sql_read(arena, &in, &out);
	in.text_is_source = false;
	sql_read_columns(arena, &in, &columns);
	arena_free(arena);
	return 0;
}
