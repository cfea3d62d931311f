/* The configuration and the mitigations file. */
#include "analyzer/config/config.h"
#include "analyzer/config/mitigations.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct config config = {0};
	struct mitigations mitigations = {0};

	config_read(arena, source_new(arena, ".stopgraph.yml", (const char *)bytes, size), &config, &diags);
	mitigations_read(arena, source_new(arena, CONFIG_MITIGATIONS_DEFAULT, (const char *)bytes, size), &mitigations,
			 &diags);
	arena_free(arena);
	return 0;
}
