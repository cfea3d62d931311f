/* The state of an instance's jobs, as an administrator pastes it. The first byte chooses the era. */
#include "analyzer/plan/plan_status.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct release from = {.major = size && bytes[0] % 2 ? 13 : 18, .minor = 1, .patch = -1};
	struct status_list list = {0};

	status_read(arena, source_new(arena, "status", (const char *)bytes, size), from, &list);
	arena_free(arena);
	return 0;
}
