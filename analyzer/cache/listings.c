/* All folders of a tree are one value: most runs use nearly all of them. It is written anew when more than a few folders
 * changed; until then these few are listed each time. */
#include "analyzer/cache/listings.h"

#include "analyzer/base/map.h"
#include "analyzer/cache/contents.h"

#include "analyzer/base/vec.h"

#include <string.h>

/* One that an earlier run listed counts once its stamp was seen to be the same; one of this run does. */
struct known_folder {
	struct kept_folder kept;
	bool holds;
};

struct listings {
	struct arena *arena;
	struct cache_file *file;
	const struct tree *tree;
	struct map known;                /* path -> struct known_folder */
	VEC(struct known_folder *) used; /* in the order of their listing */
	size_t recalled;                 /* of them */
	size_t kept;                     /* folders of the last run */
	uint64_t started;
};

static struct cache_key key_of(const struct listings *listings)
{
	static const char kind[] = "folders";
	const char *place = listings->tree->place;
	struct hash_part parts[] = {
		{kind, sizeof(kind)}, {program_digest(), strlen(program_digest())}, {place, strlen(place)}};
	struct cache_key key;

	hash_parts(parts, 3, key.bytes);
	return key;
}

struct listings *listings_new(struct arena *arena, struct cache_file *file, const struct tree *tree)
{
	struct listings *listings = ARENA_NEW(arena, struct listings);
	struct kept_folders kept = {0};

	*listings = (struct listings){
		.arena = arena, .file = file, .tree = tree, .known = map_new(arena), .started = contents_now()};
	if (!tree->stamp_folder || !tree->place)
		return listings;
	struct cache_key key = key_of(listings);
	if (!kept_get(arena, file, &key, &shape_folders, &kept))
		return listings;
	listings->kept = kept.list.count;
	struct known_folder *folders = ARENA_ARRAY(arena, struct known_folder, kept.list.count);
	for (size_t i = 0; i < kept.list.count; i++) {
		folders[i].kept = kept.list.items[i];
		map_put(&listings->known, folders[i].kept.path, &folders[i]);
	}
	return listings;
}

static struct tree_stamp stamp_of(const struct kept_folder *folder)
{
	return (struct tree_stamp){folder->size, folder->inode, folder->written, folder->changed};
}

static void copy_names(struct arena *arena, const struct kept_folder *folder, struct tree_entries *out)
{
	out->items = ARENA_ARRAY(arena, struct tree_entry, folder->names.count);
	out->capacity = folder->names.count;
	vec_each(const struct kept_name, name, &folder->names) {
		out->items[out->count++] = (struct tree_entry){
			.name = name->name, .kind = name->kind, .is_link = name->is_link, .identity = name->identity};
	}
}

static void learn(struct listings *listings, const char *path, const struct tree_stamp *stamp,
		  const struct tree_entries *entries)
{
	struct known_folder *folder = ARENA_NEW(listings->arena, struct known_folder);

	folder->holds = true;
	folder->kept = (struct kept_folder){.path = str_copy(listings->arena, path),
					    .size = stamp->size,
					    .inode = stamp->inode,
					    .written = stamp->written,
					    .changed = stamp->changed};
	vec_each(const struct tree_entry, entry, entries) {
		struct kept_name name = {str_copy(listings->arena, entry->name), entry->kind, entry->is_link,
					 entry->identity};
		vec_push(listings->arena, &folder->kept.names, name);
	}
	map_put(&listings->known, folder->kept.path, folder);
	vec_push(listings->arena, &listings->used, folder);
}

/* The stamp is taken first: what comes into the folder while it is listed changes the next one. */
static int list(void *payload, struct arena *arena, const char *path, struct tree_entries *out, struct diags *diags)
{
	struct listings *listings = payload;
	const struct tree *tree = listings->tree;
	struct known_folder *folder = map_get(&listings->known, path);
	struct tree_stamp stamp;
	size_t before = diags->count;

	if (folder && folder->holds) {
		copy_names(arena, &folder->kept, out);
		return 0;
	}
	bool is_stamped = tree->stamp_folder && tree->stamp_folder(tree->payload, path, &stamp) == 0;
	struct tree_stamp last = folder ? stamp_of(&folder->kept) : (struct tree_stamp){0};
	if (folder && is_stamped && tree_stamp_equal(&last, &stamp)) {
		folder->holds = true;
		listings->recalled++;
		vec_push(listings->arena, &listings->used, folder);
		copy_names(arena, &folder->kept, out);
		return 0;
	}
	int status = tree->list(tree->payload, arena, path, out, diags);
	if (status == 0 && is_stamped && diags->count == before)
		learn(listings, path, &stamp, out);
	return status;
}

static int look(void *payload, struct arena *arena, const char *path, struct tree_entry *entry, struct diags *diags)
{
	const struct tree *tree = ((struct listings *)payload)->tree;
	return tree->look(tree->payload, arena, path, entry, diags);
}

struct tree listings_view(struct listings *listings)
{
	return (struct tree){.payload = listings,
			     .revision = listings->tree->revision,
			     .place = listings->tree->place,
			     .list = list,
			     .look = look};
}

void listings_save(struct listings *listings)
{
	struct kept_folders kept = {0};

	if (listings->used.count - listings->recalled <= CONTENTS_STALE_MAX &&
	    listings->kept - listings->recalled <= CONTENTS_STALE_MAX && listings->kept)
		return;
	vec_each(struct known_folder *, folder, &listings->used) {
		struct tree_stamp stamp = stamp_of(&(*folder)->kept);
		if (contents_is_settled(&stamp, listings->started))
			vec_push(listings->arena, &kept.list, (*folder)->kept);
	}
	if (!kept.list.count)
		return;
	struct cache_key key = key_of(listings);
	kept_put(listings->file, &key, &shape_folders, &kept);
}
