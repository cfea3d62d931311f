/* The walk over the tags stops where everything wanted was met, which for a tree of today is long before the last tag, and
 * goes on from there when more is asked for. What is kept holds for just these tags with just these trees. The tag that
 * the walk stopped in was seen in part, and is looked at again.
 *
 * Declared stops are looked for in every tag; the file is the same in most of them. */
#include "analyzer/releases/tag_contents.h"

#include "analyzer/cache/contents.h"
#include "parser/yaml/yaml.h"

#include <string.h>

#define FILE_SIZE_MAX (8u << 20)

static const char upgrade_path[] = "config/upgrade_path.yml";

struct tag_contents {
	struct arena *arena;
	bool is_recalled;
	struct kept_releases kept;
	struct map first; /* key -> number of the tag, as a pointer */
	bool has_declarations;
	struct tag_declarations declarations;
};

struct tag_contents *tag_contents_new(struct arena *arena)
{
	struct tag_contents *contents = ARENA_NEW(arena, struct tag_contents);

	contents->arena = arena;
	contents->first = map_new(arena);
	contents->declarations.first = map_new(arena);
	return contents;
}

static struct cache_key name_of_tags(const struct release_walk *walk, const char *kind)
{
	struct arena *scratch = arena_new();
	VEC(struct hash_part) parts = {0};
	struct strbuf places = strbuf_new(scratch);
	struct cache_key key;

	places_text(walk->places, &places);
	vec_push(scratch, &parts, (struct hash_part){strbuf_finish(&places), places.length});
	vec_push(scratch, &parts, (struct hash_part){kind, strlen(kind)});
	vec_push(scratch, &parts, (struct hash_part){program_digest(), strlen(program_digest())});
	vec_each(const struct release_tag, tag, walk->tags) {
		vec_push(scratch, &parts, (struct hash_part){tag->name, strlen(tag->name)});
		vec_push(scratch, &parts,
			 (struct hash_part){tag->revision.tree.bytes, sizeof(tag->revision.tree.bytes)});
	}
	hash_parts(parts.items, parts.count, key.bytes);
	arena_free(scratch);
	return key;
}

/* Fills `into` with what an earlier run kept, which lives in `arena`. */
static bool recall(struct arena *arena, const struct release_walk *walk, const char *kind, const struct shape *shape,
		   void *into)
{
	if (!walk->cache)
		return false;
	struct cache_key key = name_of_tags(walk, kind);
	return kept_get(arena, walk->cache, &key, shape, into);
}

static void keep(const struct release_walk *walk, const char *kind, const struct shape *shape, const void *from)
{
	if (!walk->cache)
		return;
	struct cache_key key = name_of_tags(walk, kind);
	kept_put(walk->cache, &key, shape, from);
}

static void put_number(struct map *map, const char *key, size_t number)
{
	map_put(map, key, (void *)(uintptr_t)number);
}

static size_t get_number(const struct map *map, const char *key)
{
	return (size_t)(uintptr_t)map_get(map, key);
}

/* --- migrations --- */

static void recall_first(struct tag_contents *contents, const struct release_walk *walk)
{
	if (contents->is_recalled)
		return;
	contents->is_recalled = true;
	if (!recall(contents->arena, walk, "first tags", &shape_releases, &contents->kept) ||
	    contents->kept.walked > walk->tags->count)
		contents->kept = (struct kept_releases){0};
	vec_each(const struct kept_release, release, &contents->kept.list)
		put_number(&contents->first, release->key, release->tag);
}

struct first_search {
	struct tag_contents *contents;
	struct map wanted;
	size_t missing;
	size_t offset; /* tags before those that are walked */
	size_t last;
};

static bool take_first(void *payload, size_t index, const struct shipped_migration *shipped)
{
	struct first_search *search = payload;
	struct tag_contents *contents = search->contents;

	search->last = index;
	if (get_number(&contents->first, shipped->key))
		return true;
	struct kept_release release = {str_copy(contents->arena, shipped->key), search->offset + index + 1};
	vec_push(contents->arena, &contents->kept.list, release);
	put_number(&contents->first, release.key, release.tag);
	search->missing -= map_get(&search->wanted, shipped->key) != NULL;
	return search->missing > 0;
}

static void walk_on(const struct release_walk *options, struct first_search *search)
{
	struct arena *scratch = arena_new();
	struct revisions revisions = {0};
	struct shipped_walk walk = {options->repository,       &revisions,     take_first, search, options->progress,
				    options->progress_payload, options->places};

	for (size_t i = search->offset; i < options->tags->count; i++)
		vec_push(scratch, &revisions, options->tags->items[i].revision);
	migrations_by_revision(scratch, &walk);
	search->contents->kept.walked = search->missing ? options->tags->count : search->offset + search->last;
	keep(options, "first tags", &shape_releases, &search->contents->kept);
	arena_free(scratch);
}

void tag_contents_look(const struct release_walk *walk, const struct names *keys)
{
	struct tag_contents *contents = walk->tags->contents;

	recall_first(contents, walk);
	if (contents->kept.walked == walk->tags->count)
		return;
	struct arena *scratch = arena_new();
	struct first_search search = {
		.contents = contents, .wanted = map_new(scratch), .offset = contents->kept.walked};
	for (size_t i = 0; i < keys->count; i++) {
		if (get_number(&contents->first, keys->items[i]) || map_get(&search.wanted, keys->items[i]))
			continue;
		map_put(&search.wanted, keys->items[i], contents);
		search.missing++;
	}
	if (search.missing)
		walk_on(walk, &search);
	arena_free(scratch);
}

size_t tag_contents_first(const struct release_tags *tags, const char *key)
{
	return get_number(&tags->contents->first, key);
}

/* --- declared stops --- */

/* The file in a revision's tree. False when it has none. */
static bool find_file(const struct release_walk *walk, struct arena *scratch, const struct revision *revision,
		      struct object_id *out)
{
	struct git_entry entry;

	if (!repository_find(walk->repository, scratch, &revision->tree, upgrade_path, &entry))
		return false;
	*out = entry.id;
	return true;
}

static void take_declarations(const struct release_walk *walk, struct arena *scratch, const struct object_id *id,
			      size_t number, struct kept_declarations *out)
{
	struct map *first = &walk->tags->contents->declarations.first;
	struct diags ignored = diags_new(scratch);
	struct project there = {0};
	struct tree_file file;

	if (repository_blob(walk->repository, scratch, id, FILE_SIZE_MAX, &file))
		return;
	if (!out->first_file)
		out->first_file = number;
	yaml_read_upgrade_path(scratch, source_new(scratch, upgrade_path, file.bytes, file.length), &there, &ignored);
	vec_each(struct declared_stop, stop, &there.stops) {
		if (get_number(first, stop->release))
			continue;
		struct arena *arena = walk->tags->contents->arena;
		struct kept_release row = {str_copy(arena, stop->release), number};
		vec_push(arena, &out->list, row);
		put_number(first, row.key, number);
	}
}

static void find_declarations(const struct release_walk *walk, struct kept_declarations *out)
{
	struct arena *scratch = arena_new();
	struct object_id last = {{0}};

	for (size_t i = 0; i < walk->tags->count; i++) {
		struct object_id id;
		bool is_there = find_file(walk, scratch, &walk->tags->items[i].revision, &id);
		if (is_there && !object_id_equal(&id, &last)) {
			take_declarations(walk, scratch, &id, i + 1, out);
			last = id;
		}
		arena_clear(scratch);
	}
	arena_free(scratch);
}

const struct tag_declarations *tag_contents_declarations(const struct release_walk *walk)
{
	struct tag_contents *contents = walk->tags->contents;
	struct tag_declarations *declarations = &contents->declarations;
	struct kept_declarations kept = {0};

	if (contents->has_declarations)
		return declarations;
	contents->has_declarations = true;
	if (recall(contents->arena, walk, "declarations", &shape_declarations, &kept)) {
		vec_each(const struct kept_release, row, &kept.list)
			put_number(&declarations->first, row->key, row->tag);
	} else {
		find_declarations(walk, &kept);
		keep(walk, "declarations", &shape_declarations, &kept);
	}
	declarations->first_file = kept.first_file;
	return declarations;
}
