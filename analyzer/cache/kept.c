/* A struct by itself, under one key. What other structs point to, see readings.c. */
#include "analyzer/cache/kept.h"

#include <string.h>

bool kept_get(struct arena *arena, struct cache_file *file, const struct cache_key *key, const struct shape *shape,
	      void *out)
{
	struct codec_reader reader = {.arena = arena};
	struct cache_value value;

	if (!cache_file_get(file, key, &value))
		return false;
	value.bytes = (unsigned char *)str_copy_n(arena, (const char *)value.bytes, value.length);
	if (codec_read(&reader, shape, value, out))
		return true;
	memset(out, 0, shape->size);
	return false;
}

void kept_put(struct cache_file *file, const struct cache_key *key, const struct shape *shape, const void *from)
{
	if (!cache_file_writable(file))
		return;
	struct arena *scratch = arena_new();
	cache_file_put(file, key, codec_write(scratch, shape, from, NULL, NULL));
	arena_free(scratch);
}
