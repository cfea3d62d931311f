/* A tree in front of another one: everything is passed on but stamps that were taken before. */
#include "analyzer/base/map.h"
#include "analyzer/inputs/inputs.h"

#include "analyzer/base/str.h"

struct remembered {
	struct tree_stamp stamp;
	int status;
};

struct tree_memory {
	struct arena *arena;
	struct map files, folders; /* path -> struct remembered */
};

struct remembering {
	struct tree below;
	struct tree_memory *memory;
};

struct tree_memory *tree_memory_new(void)
{
	struct arena *arena = arena_new();
	struct tree_memory *memory = ARENA_NEW(arena, struct tree_memory);

	*memory = (struct tree_memory){arena, map_new(arena), map_new(arena)};
	return memory;
}

void tree_memory_free(struct tree_memory *memory)
{
	if (memory)
		arena_free(memory->arena);
}

static int list(void *payload, struct arena *arena, const char *folder, struct tree_entries *out, struct diags *diags)
{
	struct remembering *tree = payload;
	return tree->below.list(tree->below.payload, arena, folder, out, diags);
}

static int look(void *payload, struct arena *arena, const char *path, struct tree_entry *entry, struct diags *diags)
{
	struct remembering *tree = payload;
	return tree->below.look(tree->below.payload, arena, path, entry, diags);
}

static int read(void *payload, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
		struct diags *diags)
{
	struct remembering *tree = payload;
	return tree->below.read(tree->below.payload, arena, path, limit, out, diags);
}

static void close_below(void *payload)
{
	struct remembering *tree = payload;
	tree_close(&tree->below);
}

typedef int stamp_fn(void *payload, const char *path, struct tree_stamp *out);

static int recall(struct remembering *tree, struct map *map, stamp_fn *stamp, const char *path, struct tree_stamp *out)
{
	struct arena *arena = tree->memory->arena;
	struct remembered *known = map_get(map, path);

	if (!known) {
		known = ARENA_NEW(arena, struct remembered);
		known->status = stamp(tree->below.payload, path, &known->stamp);
		map_put(map, str_copy(arena, path), known);
	}
	*out = known->stamp;
	return known->status;
}

static int stamp_file(void *payload, const char *path, struct tree_stamp *out)
{
	struct remembering *tree = payload;
	return recall(tree, &tree->memory->files, tree->below.stamp, path, out);
}

static int stamp_folder(void *payload, const char *path, struct tree_stamp *out)
{
	struct remembering *tree = payload;
	return recall(tree, &tree->memory->folders, tree->below.stamp_folder, path, out);
}

void tree_remember(struct arena *arena, struct tree_memory *memory, struct tree *tree)
{
	struct remembering *remembering = ARENA_NEW(arena, struct remembering);

	*remembering = (struct remembering){*tree, memory};
	tree->payload = remembering;
	tree->list = list;
	tree->look = look;
	tree->read = read;
	tree->close = close_below;
	tree->stamp = tree->stamp ? stamp_file : NULL;
	tree->stamp_folder = tree->stamp_folder ? stamp_folder : NULL;
}
