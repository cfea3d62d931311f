/* Two generations, each with an arena: new trees go into the young one. When that has grown to half of the limit, the old one
 * is thrown away and the young one becomes it. A tree of the old one is still found there, but not moved: what is needed
 * again after that is parsed again.
 *
 * The entries themselves, a digest for each content, stay: a table with open addressing, for which the digest is the hash. */
#include "parser/ruby/trees_parse.h"

#include "analyzer/base/hash.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 1024u

struct entry {
	unsigned char key[HASH_KEY_SIZE];
	unsigned generation; /* that the tree lies in; 0: there was never one */
	struct ruby_tree tree;
};

struct ruby_trees {
	struct arena *arena; /* of entries and table */
	struct arena *young, *old;
	unsigned generation; /* number of the young one */
	size_t limit;
	struct entry **slots;
	size_t capacity; /* a power of two */
	struct ruby_trees_count count;
};

struct ruby_trees *ruby_trees_new(size_t limit)
{
	struct arena *arena = arena_new();
	struct ruby_trees *trees = ARENA_NEW(arena, struct ruby_trees);

	*trees = (struct ruby_trees){.arena = arena,
				     .young = arena_new(),
				     .old = arena_new(),
				     .generation = 1,
				     .limit = limit,
				     .slots = ARENA_ARRAY(arena, struct entry *, FIRST_CAPACITY),
				     .capacity = FIRST_CAPACITY};
	return trees;
}

void ruby_trees_free(struct ruby_trees *trees)
{
	if (!trees)
		return;
	arena_free(trees->young);
	arena_free(trees->old);
	arena_free(trees->arena);
}

void ruby_trees_settle(struct ruby_trees *trees)
{
	if (arena_used(trees->young) <= trees->limit / 2)
		return;
	arena_free(trees->old);
	trees->old = trees->young;
	trees->young = arena_new();
	trees->generation++;
}

struct ruby_trees_count ruby_trees_count(const struct ruby_trees *trees)
{
	return trees->count;
}

static size_t slot_of(const struct ruby_trees *trees, const unsigned char *key)
{
	uint64_t hash;

	memcpy(&hash, key, sizeof(hash));
	size_t at = (size_t)hash & (trees->capacity - 1);
	while (trees->slots[at] && memcmp(trees->slots[at]->key, key, HASH_KEY_SIZE) != 0)
		at = (at + 1) & (trees->capacity - 1);
	return at;
}

static void grow(struct ruby_trees *trees)
{
	struct entry **before = trees->slots;
	size_t capacity = trees->capacity;

	trees->capacity *= 2;
	trees->slots = ARENA_ARRAY(trees->arena, struct entry *, trees->capacity);
	for (size_t i = 0; i < capacity; i++) {
		if (before[i])
			trees->slots[slot_of(trees, before[i]->key)] = before[i];
	}
}

static struct entry *find(struct ruby_trees *trees, const struct source *source)
{
	struct hash_part part = {source->bytes, source->length};
	unsigned char key[HASH_KEY_SIZE];

	hash_parts(&part, 1, key);
	size_t at = slot_of(trees, key);
	if (trees->slots[at])
		return trees->slots[at];
	struct entry *entry = ARENA_NEW(trees->arena, struct entry);
	memcpy(entry->key, key, sizeof(key));
	trees->slots[at] = entry;
	if (++trees->count.contents > trees->capacity / 2)
		grow(trees);
	return entry;
}

struct ruby_tree *ruby_trees_find(struct ruby_trees *trees, const struct source *source)
{
	struct entry *entry = find(trees, source);

	if (entry->generation && entry->generation + 1 >= trees->generation)
		return &entry->tree;
	entry->generation = trees->generation;
	entry->tree = (struct ruby_tree){.arena = trees->young};
	trees->count.parsed++;
	return &entry->tree;
}
