/* A table with open addressing, for which the id is the hash. When there is too much in it, all is thrown away: what is
 * needed again is read again. The limit grows with the largest folder, so that this one does not push out its own parents
 * time and again. */
#include "analyzer/inputs/git_folders.h"

#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 50000u
#define FIRST_CAPACITY 1024u

struct folder {
	struct object_id id;
	struct git_entries entries;
	bool is_read;
};

struct git_folders {
	struct arena *arena; /* of what is in the table, and of the table */
	struct folder *slots;
	size_t capacity; /* a power of two */
	size_t count;
	size_t entries; /* of all folders */
	size_t largest; /* of one that was ever read */
};

static void forget(struct git_folders *folders)
{
	arena_clear(folders->arena);
	folders->capacity = FIRST_CAPACITY;
	folders->slots = ARENA_ARRAY(folders->arena, struct folder, folders->capacity);
	folders->count = folders->entries = 0;
}

struct git_folders *git_folders_new(struct arena *arena)
{
	struct git_folders *folders = ARENA_NEW(arena, struct git_folders);

	folders->arena = arena_new();
	forget(folders);
	return folders;
}

void git_folders_free(struct git_folders *folders)
{
	if (folders)
		arena_free(folders->arena);
}

static struct folder *slot_of(const struct git_folders *folders, const struct object_id *id)
{
	uint64_t hash;

	memcpy(&hash, id->bytes, sizeof(hash));
	size_t at = (size_t)hash & (folders->capacity - 1);
	while (folders->slots[at].is_read && !object_id_equal(&folders->slots[at].id, id))
		at = (at + 1) & (folders->capacity - 1);
	return &folders->slots[at];
}

static void grow(struct git_folders *folders)
{
	struct folder *before = folders->slots;
	size_t capacity = folders->capacity;

	folders->capacity *= 2;
	folders->slots = ARENA_ARRAY(folders->arena, struct folder, folders->capacity);
	for (size_t i = 0; i < capacity; i++) {
		if (before[i].is_read)
			*slot_of(folders, &before[i].id) = before[i];
	}
}

static int by_name(const void *left, const void *right)
{
	return strcmp(((const struct git_entry *)left)->name, ((const struct git_entry *)right)->name);
}

const struct git_entries *git_folders_open(struct git_folders *folders, struct repository *repository,
					   const struct object_id *id)
{
	struct folder *folder = slot_of(folders, id);
	struct git_entries entries = {0};

	if (folder->is_read)
		return &folder->entries;
	if (folders->entries > ENTRIES_MAX + 2 * folders->largest)
		forget(folders);
	else if ((folders->count + 1) * 2 > folders->capacity)
		grow(folders);
	if (repository_entries(repository, folders->arena, id, &entries))
		return NULL;
	/* git sorts folders as if their names ended with a slash */
	if (entries.count)
		qsort(entries.items, entries.count, sizeof(*entries.items), by_name);
	folder = slot_of(folders, id);
	*folder = (struct folder){*id, entries, true};
	folders->count++;
	folders->entries += entries.count;
	if (entries.count > folders->largest)
		folders->largest = entries.count;
	return &folder->entries;
}
