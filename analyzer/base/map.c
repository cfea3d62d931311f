/* Open addressing with linear probing, at most three quarters full. A removed entry is a NULL value: keys are never
 * taken out, which keeps probing simple and costs nothing at the sizes of a schema. The hash beside a key spares
 * looking at keys that lie elsewhere in memory. */
#include "analyzer/base/map.h"

#include "analyzer/base/hash.h"

#include <string.h>

static uint64_t hash_of(const char *key)
{
	return hash_mix_text(1, key);
}

static struct map_slot *find(const struct map *map, const char *key, uint64_t hash)
{
	size_t mask = map->capacity - 1;
	size_t at = (size_t)hash & mask;

	while (map->slots[at].key && (map->slots[at].hash != hash || strcmp(map->slots[at].key, key) != 0))
		at = (at + 1) & mask;
	return &map->slots[at];
}

struct map map_new(struct arena *arena)
{
	return (struct map){.arena = arena};
}

void *map_get(const struct map *map, const char *key)
{
	if (!key || map->capacity == 0)
		return NULL;
	return find(map, key, hash_of(key))->value;
}

static void grow(struct map *map)
{
	struct map_slot *old = map->slots;
	size_t old_capacity = map->capacity;

	map->capacity = old_capacity ? old_capacity * 2 : 16;
	map->slots = ARENA_ARRAY(map->arena, struct map_slot, map->capacity);
	for (size_t i = 0; i < old_capacity; i++) {
		if (old[i].key)
			*find(map, old[i].key, old[i].hash) = old[i];
	}
}

void map_put(struct map *map, const char *key, void *value)
{
	if (!key)
		return;
	if ((map->count + 1) * 4 > map->capacity * 3)
		grow(map);
	uint64_t hash = hash_of(key);
	struct map_slot *slot = find(map, key, hash);
	if (!slot->key) {
		slot->key = key;
		slot->hash = hash;
		map->count++;
	}
	slot->value = value;
}
