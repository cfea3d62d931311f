/* An open hash table over the bytes of statements ; a hit is compared byte by byte. */
#include "parser/sql/memo.h"

#include "analyzer/base/hash.h"
#include "analyzer/base/vec.h"
#include "parser/sql/sql.h"

#include <string.h>

struct memo_entry {
	const char *text; /* NULL: free */
	size_t length;
	uint64_t hash;
	const struct effects *from;
	size_t first, count;
};

struct sql_memo {
	struct arena *arena;
	struct memo_entry *slots;
	size_t slot_count, used;
};

struct sql_memo *sql_memo_new(struct arena *arena)
{
	struct sql_memo *memo = ARENA_NEW(arena, struct sql_memo);

	*memo = (struct sql_memo){.arena = arena, .slot_count = 1024};
	memo->slots = ARENA_ARRAY(arena, struct memo_entry, memo->slot_count);
	return memo;
}

static struct memo_entry *slot_of(const struct sql_memo *memo, const char *text, size_t length, uint64_t hash)
{
	size_t slot = hash & (memo->slot_count - 1);

	for (;; slot = (slot + 1) & (memo->slot_count - 1)) {
		struct memo_entry *entry = &memo->slots[slot];
		if (!entry->text)
			return entry;
		if (entry->hash == hash && entry->length == length && memcmp(entry->text, text, length) == 0)
			return entry;
	}
}

static void grow(struct sql_memo *memo)
{
	struct sql_memo old = *memo;

	memo->slot_count *= 2;
	memo->slots = ARENA_ARRAY(memo->arena, struct memo_entry, memo->slot_count);
	for (size_t i = 0; i < old.slot_count; i++) {
		const struct memo_entry *entry = &old.slots[i];
		if (entry->text)
			*slot_of(memo, entry->text, entry->length, entry->hash) = *entry;
	}
}

bool memo_recall(const struct sql_memo *memo, const char *text, size_t length, struct location location,
		 struct arena *arena, struct effects *out)
{
	const struct memo_entry *entry = slot_of(memo, text, length, hash_mix(0, text, length));

	if (!entry->text)
		return false;
	for (size_t i = 0; i < entry->count; i++) {
		struct effect effect = entry->from->items[entry->first + i];
		effect.location = location;
		vec_push(arena, out, effect);
	}
	return true;
}

void memo_keep(struct sql_memo *memo, const char *text, size_t length, const struct effects *from, size_t first)
{
	if (memo->used * 2 >= memo->slot_count)
		grow(memo);
	uint64_t hash = hash_mix(0, text, length);
	struct memo_entry *entry = slot_of(memo, text, length, hash);
	if (entry->text)
		return;
	*entry = (struct memo_entry){text, length, hash, from, first, from->count - first};
	memo->used++;
}
