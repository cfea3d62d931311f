/* Every kind of YAML file that a tree holds, from the same text. */
#include "analyzer/base/diag.h"
#include "parser/yaml/yaml.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	const struct source *source = source_new(arena, "db/docs/x.yml", (const char *)bytes, size);
	struct project project = {0};
	struct release_rows rows = {0};
	struct names names = {0};

	yaml_read_job_dictionary(arena, source, &diags);
	yaml_read_table_dictionary(arena, source, &diags);
	yaml_read_upgrade_path(arena, source, &project, &diags);
	yaml_read_connection(arena, source, &diags);
	yaml_read_loose_foreign_keys(arena, source, &names, &diags);
	yaml_read_releases(arena, source, &rows, &diags);
	arena_free(arena);
	return 0;
}
