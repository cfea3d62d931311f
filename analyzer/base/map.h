/* A hash table from strings to pointers. It is never iterated, so its order cannot reach any output.
 *
 *     struct map map = map_new(arena);
 *     map_put(&map, "notes", table);
 *     struct table *table = map_get(&map, "notes");
 *
 * Keys are borrowed and must live as long as the map; values are not owned. */
#ifndef STOPGRAPH_BASE_MAP_H
#define STOPGRAPH_BASE_MAP_H

#include "analyzer/base/arena.h"

#include <stddef.h>
#include <stdint.h>

struct map_slot {
	const char *key; /* NULL: free */
	void *value;
	uint64_t hash; /* of the key */
};

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t capacity; /* a power of two, or 0 */
	size_t count;
};

struct map map_new(struct arena *arena);

/* The value stored for `key`; NULL when there is none or `key` is NULL. O(length of key). */
void *map_get(const struct map *map, const char *key);

/* Stores or replaces. A `key` of NULL is ignored. */
void map_put(struct map *map, const char *key, void *value);

#endif
