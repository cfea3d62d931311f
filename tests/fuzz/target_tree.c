/* The whole pipeline over a tree in one text: a line "=== PATH" begins a file. Paths are taken as written, so that strange
 * ones are tried, too; nothing is read from disk. */
#include "analyzer/rules.h"
#include "analyzer/scan/scan.h"

#include "analyzer/base/str.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

#define HEAD "=== "
#define FILES_MAX 200

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
		const char *name = str_copy_n(arena, rest, name_length);
		if (name_length)
			names_add(arena, &seen, name);
	}
	for (size_t i = 0; i < seen.count; i++) {
		struct tree_entry entry = {.name = seen.items[i], .kind = ENTRY_FOLDER};
		vec_each(const struct packed_file, file, &tree->files) {
			if (str_equal(file->path, length ? str_printf(arena, "%s/%s", folder, entry.name) : entry.name))
				entry.kind = ENTRY_FILE;
		}
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
	const struct packed_tree *tree = payload;

	(void)diags;
	vec_each(const struct packed_file, file, &tree->files) {
		if (!str_equal(file->path, path) || file->length > limit)
			continue;
		out->bytes = str_copy_n(arena, file->bytes, file->length);
		out->length = file->length;
		return 0;
	}
	return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct packed_tree packed = {0};
	struct tree tree = {.payload = &packed, .list = list, .look = look, .read = read_packed};
	struct scan_options options = {.tree = &tree};
	struct rule_options rules = {.schedule = &stop_schedule_default};

	unpack(arena, (const char *)bytes, size, &packed);
	struct scan *scan = scan_tree(arena, &options, &diags);
	if (scan) {
		struct graph graph = {0};
		struct result result = {0};
		graph_build(arena, &scan->project, &graph);
		rules_run(arena, &scan->project, &graph, &rules, &result);
		scan_free(scan);
	}
	arena_free(arena);
	return 0;
}
