/* What the cache keeps, damaged: the first byte says which struct the others are taken for. */
#include "analyzer/cache/codec.h"
#include "analyzer/cache/kept.h"
#include "tests/fuzz/fuzz.h"

static const struct source *source_of(void *payload, const char *path)
{
	return source_new(payload, path, "0123456789", 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const struct shape *const shapes[] = {
		&shape_classes, &shape_columns,         &shape_declarations,   &shape_dump,        &shape_fingerprints,
		&shape_folders, &shape_listing,         &shape_job_dictionary, &shape_job_reading, &shape_migration,
		&shape_outline, &shape_questions,       &shape_releases,       &shape_shipped,     &shape_stamps,
		&shape_tags,    &shape_table_dictionary};
	struct arena *arena = arena_new();
	struct codec_reader reader = {arena, source_new(arena, "own.rb", "0123456789", 10), source_of, arena};

	if (size) {
		const struct shape *shape = shapes[bytes[0] % (sizeof(shapes) / sizeof(*shapes))];
		struct cache_value value = {bytes + 1, size - 1};
		codec_read(&reader, shape, value, arena_alloc(arena, shape->size));
	}
	arena_free(arena);
	return 0;
}
