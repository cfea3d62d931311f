/* A tree of a fuzz target: what the folders of a disk or of a revision are elsewhere.
 *
 * Folders are made of the paths of the files. Every entry has an identity of its own, by its path: entries that share one are
 * the same file to the lister, and read once. */
#include "tests/fuzz/packed_tree.h"

#include "analyzer/base/hash.h"
#include "analyzer/base/str.h"

#include <string.h>

#define HEAD "=== "
#define FILES_MAX 200
#define ROOT_IDENTITY 1

struct packed_file {
	const char *path;
	const char *bytes;
	size_t length;
};

struct packed_tree {
	VEC(struct packed_file) files;
};

static void unpack(struct arena *arena, const char *bytes, size_t size, struct packed_tree *out)
{
	const char *end = bytes + size;

	while (bytes < end && out->files.count < FILES_MAX) {
		const char *line_end = memchr(bytes, '\n', (size_t)(end - bytes));
		const char *next = line_end ? line_end + 1 : end;
		size_t length = (size_t)((line_end ? line_end : end) - bytes);
		struct packed_file *last = out->files.count ? vec_last(&out->files) : NULL;
		if (length > strlen(HEAD) && memcmp(bytes, HEAD, strlen(HEAD)) == 0) {
			struct packed_file file = {
				.path = str_copy_n(arena, bytes + strlen(HEAD), length - strlen(HEAD)), .bytes = next};
			vec_push(arena, &out->files, file);
		} else if (last) {
			last->length = (size_t)(next - last->bytes);
		}
		bytes = next;
	}
}

static const struct packed_file *find(const struct packed_tree *tree, const char *path)
{
	vec_each(const struct packed_file, file, &tree->files) {
		if (str_equal(file->path, path))
			return file;
	}
	return NULL;
}

static int list(void *payload, struct arena *arena, const char *folder, struct tree_entries *out, struct diags *diags)
{
	const struct packed_tree *tree = payload;
	size_t length = strlen(folder);
	struct names seen = {0};

	(void)diags;
	vec_each(const struct packed_file, file, &tree->files) {
		if (length && (!str_starts_with(file->path, folder) || file->path[length] != '/'))
			continue;
		const char *rest = file->path + length + (length ? 1 : 0);
		size_t name_length = strcspn(rest, "/");
		if (name_length)
			names_add(arena, &seen, str_copy_n(arena, rest, name_length));
	}
	names_sort(&seen);
	for (size_t i = 0; i < seen.count; i++) {
		const char *path = length ? str_concat(arena, folder, "/", seen.items[i]) : seen.items[i];
		struct tree_entry entry = {.name = seen.items[i],
					   .kind = find(tree, path) ? ENTRY_FILE : ENTRY_FOLDER,
					   .identity = hash_mix_text(ROOT_IDENTITY, path)};
		vec_push(arena, out, entry);
	}
	return seen.count ? 0 : -1;
}

static int look(void *payload, struct arena *arena, const char *path, struct tree_entry *entry, struct diags *diags)
{
	(void)payload, (void)arena, (void)path, (void)entry, (void)diags;
	return 0;
}

static int read_packed(void *payload, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
		       struct diags *diags)
{
	const struct packed_file *file = find(payload, path);

	(void)diags;
	if (!file || file->length > limit)
		return -1;
	out->bytes = str_copy_n(arena, file->bytes, file->length);
	out->length = file->length;
	return 0;
}

void packed_tree_open(struct arena *arena, const uint8_t *bytes, size_t size, struct tree *out)
{
	struct packed_tree *tree = ARENA_NEW(arena, struct packed_tree);

	unpack(arena, (const char *)bytes, size, tree);
	*out = (struct tree){.payload = tree, .list = list, .look = look, .read = read_packed};
}

struct source *packed_tree_file(struct analysis *analysis, const char *path)
{
	struct input input = {.path = path};

	return find(analysis->tree.payload, path)
		       ? input_read(analysis->arena, &analysis->tree, &input, &analysis->diags)
		       : NULL;
}

/* Files that the configuration names are looked for in the tree, as in a revision. */
static void read_settings(struct analysis *analysis)
{
	struct source *config = packed_tree_file(analysis, ".stopgraph.yml");
	struct source *mitigations = packed_tree_file(analysis, CONFIG_MITIGATIONS_DEFAULT);

	analysis->revision.name = "packed";
	if (config)
		config_read(analysis->arena, config, &analysis->config, &analysis->diags);
	if (mitigations)
		mitigations_read(analysis->arena, mitigations, &analysis->mitigations, &analysis->diags);
	if (analysis->config.releases && analysis->config.releases[0] == '/')
		analysis->config.releases = NULL;
}

int packed_tree_analyse(struct analysis *analysis, const uint8_t *bytes, size_t size)
{
	struct analysis_options options = {.folder = ""};

	packed_tree_open(analysis->arena, bytes, size, &analysis->tree);
	read_settings(analysis);
	return analysis_run(analysis, &options, ANALYSIS_FINDINGS);
}
