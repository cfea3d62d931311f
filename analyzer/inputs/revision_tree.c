/* A git revision as a tree to scan. It is walked segment by segment from the product's folder, with links resolved inside
 * it: a link that leads above it, or an absolute one, is refused. Identity of a file is its real path and not its content:
 * two migrations with equal bytes are two. */
#include "analyzer/inputs/git_folders.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64u
#define LINKS_MAX 40u
#define LINK_SIZE_MAX 4096u

struct revision_tree {
	struct repository *repository;
	struct object_id root;
};

static const struct git_entries *open_folder(const struct revision_tree *source, const struct object_id *id)
{
	return git_folders_open(repository_folders(source->repository), source->repository, id);
}

static int by_name(const void *left, const void *right)
{
	return strcmp(((const struct git_entry *)left)->name, ((const struct git_entry *)right)->name);
}

static const struct git_entry *find_entry(const struct git_entries *folder, const char *name)
{
	struct git_entry key = {.name = name};

	return folder->count ? bsearch(&key, folder->items, folder->count, sizeof(key), by_name) : NULL;
}

/* Where a path leads. */
struct place {
	struct object_id id;
	enum git_kind kind;
	size_t length; /* of the real path up to here */
};

enum arrival { ARRIVED, ARRIVAL_ABSENT, ARRIVAL_OUTSIDE, ARRIVAL_LOOP, ARRIVAL_BROKEN };

struct walker {
	struct revision_tree *source;
	struct arena *arena;
	struct place stack[DEPTH_MAX];
	size_t depth;
	struct strbuf real;
	unsigned links;
};

/* The rest of the way when it goes on through a link. */
static enum arrival follow_link(struct walker *walker, const struct git_entry *entry, const char **rest)
{
	struct tree_file target;

	if (++walker->links > LINKS_MAX)
		return ARRIVAL_LOOP;
	if (repository_blob(walker->source->repository, walker->arena, &entry->id, LINK_SIZE_MAX, &target))
		return ARRIVAL_BROKEN;
	if (target.bytes[0] == '/')
		return ARRIVAL_OUTSIDE;
	*rest = str_printf(walker->arena, "%s/%s", target.bytes, *rest);
	return ARRIVED;
}

/* One segment onward. */
static enum arrival step(struct walker *walker, const char *name, const char **rest)
{
	const struct place *here = &walker->stack[walker->depth - 1];

	if (strcmp(name, "..") == 0) {
		if (walker->depth == 1)
			return ARRIVAL_OUTSIDE;
		walker->depth--;
		return ARRIVED;
	}
	if (here->kind != GIT_KIND_FOLDER || walker->depth == DEPTH_MAX)
		return ARRIVAL_ABSENT;
	const struct git_entries *folder = open_folder(walker->source, &here->id);
	if (!folder)
		return ARRIVAL_BROKEN;
	const struct git_entry *entry = find_entry(folder, name);
	if (!entry)
		return ARRIVAL_ABSENT;
	if (entry->kind == GIT_KIND_LINK)
		return follow_link(walker, entry, rest);
	walker->real.length = here->length;
	strbuf_putc(&walker->real, '/');
	strbuf_puts(&walker->real, name);
	walker->stack[walker->depth++] = (struct place){entry->id, entry->kind, walker->real.length};
	return ARRIVED;
}

/* Follows `path` from the product's folder. `real_out` is the path without links; lives in `arena`. */
static enum arrival walk(struct revision_tree *source, struct arena *arena, const char *path, struct place *out,
			 const char **real_out)
{
	struct walker walker = {.source = source, .arena = arena, .depth = 1, .real = strbuf_new(arena)};

	walker.stack[0] = (struct place){source->root, GIT_KIND_FOLDER, 0};
	if (!object_id_known(&source->root))
		return ARRIVAL_ABSENT;
	while (*path) {
		size_t length = strcspn(path, "/");
		const char *name = str_copy_n(arena, path, length);
		path += length + (path[length] == '/');
		if (length == 0 || strcmp(name, ".") == 0)
			continue;
		enum arrival arrival = step(&walker, name, &path);
		if (arrival != ARRIVED)
			return arrival;
	}
	*out = walker.stack[walker.depth - 1];
	*real_out = str_copy_n(arena, strbuf_finish(&walker.real), out->length);
	return ARRIVED;
}

static void report(enum arrival arrival, const char *path, struct diags *diags)
{
	if (arrival == ARRIVAL_LOOP)
		diag_add_path(diags, DIAG_input_link_loop, path, "symbolic links form a loop");
	else if (arrival == ARRIVAL_OUTSIDE)
		diag_add_path(diags, DIAG_input_link_outside, path,
			      "the link leads out of the tree and is not followed");
	else if (arrival == ARRIVAL_BROKEN)
		diag_add_path(diags, DIAG_git_object, path, "%s", repository_error());
	else
		diag_add_path(diags, DIAG_input_unreadable, path, "no such file in the revision");
}

/* FNV-1a (64 bits) over the real path. */
static uint64_t identity_of(const char *folder, const char *name)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (; *folder; folder++)
		hash = (hash ^ (unsigned char)*folder) * 0x100000001b3u;
	if (*name)
		hash = (hash ^ '/') * 0x100000001b3u;
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 0x100000001b3u;
	return hash;
}

static void fill_kind(struct tree_entry *entry, enum git_kind kind, const struct object_id *id)
{
	entry->kind = kind == GIT_KIND_FILE ? ENTRY_FILE : kind == GIT_KIND_FOLDER ? ENTRY_FOLDER : ENTRY_OTHER;
	entry->has_content = kind == GIT_KIND_FILE;
	entry->content = *id;
}

static int revision_list(void *payload, struct arena *arena, const char *folder, struct tree_entries *out,
			 struct diags *diags)
{
	struct revision_tree *source = payload;
	const char *real;
	struct place place;
	enum arrival arrival = walk(source, arena, folder, &place, &real);

	if (arrival != ARRIVED || place.kind != GIT_KIND_FOLDER) {
		if (arrival != ARRIVED && arrival != ARRIVAL_ABSENT)
			report(arrival, folder, diags);
		return -1;
	}
	const struct git_entries *entries = open_folder(source, &place.id);
	if (!entries) {
		report(ARRIVAL_BROKEN, folder, diags);
		return -1;
	}
	vec_each(const struct git_entry, entry, entries) {
		struct tree_entry item = {.name = str_copy(arena, entry->name),
					  .is_link = entry->kind == GIT_KIND_LINK};
		if (!item.is_link) {
			fill_kind(&item, entry->kind, &entry->id);
			item.identity = identity_of(real, entry->name);
		}
		vec_push(arena, out, item);
	}
	return 0;
}

static int revision_look(void *payload, struct arena *arena, const char *path, struct tree_entry *entry,
			 struct diags *diags)
{
	const char *real;
	struct place place;
	enum arrival arrival = walk(payload, arena, path, &place, &real);

	if (arrival != ARRIVED) {
		report(arrival, path, diags);
		return -1;
	}
	fill_kind(entry, place.kind, &place.id);
	entry->identity = identity_of(real, "");
	return 0;
}

static int revision_read(void *payload, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
			 struct diags *diags)
{
	struct revision_tree *source = payload;
	const char *real;
	struct place place;
	enum arrival arrival = walk(source, arena, path, &place, &real);

	if (arrival == ARRIVED && place.kind != GIT_KIND_FILE)
		arrival = ARRIVAL_ABSENT;
	int result = arrival == ARRIVED ? repository_blob(source->repository, arena, &place.id, limit, out) : 0;
	if (result > 0) {
		diag_add_path(diags, DIAG_input_too_large, path, "%zu bytes, the limit is %zu; the file is not read",
			      out->length, limit);
		return -1;
	}
	if (result < 0)
		arrival = ARRIVAL_BROKEN;
	if (arrival != ARRIVED)
		report(arrival, path, diags);
	return arrival == ARRIVED ? 0 : -1;
}

static int revision_size(void *payload, const struct object_id *content, uint64_t *out)
{
	const struct revision_tree *source = payload;
	return repository_blob_size(source->repository, content, out);
}

void tree_open_revision(struct arena *arena, struct repository *repository, const struct revision *revision,
			struct tree *out)
{
	struct revision_tree *source = ARENA_NEW(arena, struct revision_tree);

	source->repository = repository;
	source->root = revision->tree;
	*out = (struct tree){.payload = source,
			     .revision = revision->name,
			     .list = revision_list,
			     .look = revision_look,
			     .read = revision_read,
			     .size = revision_size};
}
