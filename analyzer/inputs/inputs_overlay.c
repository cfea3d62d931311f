/* A tree in front of another one: everything is passed on but the reading of files that an editor holds. */
#include "analyzer/base/str.h"
#include "analyzer/inputs/inputs.h"

#include <string.h>

struct covered {
	struct tree below;
	const struct overlay *overlay;
};

static int list(void *payload, struct arena *arena, const char *folder, struct tree_entries *out, struct diags *diags)
{
	struct covered *covered = payload;
	return covered->below.list(covered->below.payload, arena, folder, out, diags);
}

static int look(void *payload, struct arena *arena, const char *path, struct tree_entry *entry, struct diags *diags)
{
	struct covered *covered = payload;
	return covered->below.look(covered->below.payload, arena, path, entry, diags);
}

static int read(void *payload, struct arena *arena, const char *path, size_t limit, struct tree_file *out,
		struct diags *diags)
{
	struct covered *covered = payload;

	vec_each(struct overlay_file, file, covered->overlay) {
		if (strcmp(file->path, path) == 0 && file->length <= limit) {
			*out = (struct tree_file){str_copy_n(arena, file->text, file->length), file->length};
			return 0;
		}
	}
	return covered->below.read(covered->below.payload, arena, path, limit, out, diags);
}

static int stamp(void *payload, const char *path, struct tree_stamp *out)
{
	struct covered *covered = payload;

	vec_each(struct overlay_file, file, covered->overlay) {
		if (strcmp(file->path, path) == 0)
			return -1;
	}
	return covered->below.stamp(covered->below.payload, path, out);
}

static int stamp_folder(void *payload, const char *path, struct tree_stamp *out)
{
	struct covered *covered = payload;
	return covered->below.stamp_folder(covered->below.payload, path, out);
}

static void close_below(void *payload)
{
	struct covered *covered = payload;
	tree_close(&covered->below);
}

void tree_overlay(struct arena *arena, const struct overlay *overlay, struct tree *tree)
{
	struct covered *covered = ARENA_NEW(arena, struct covered);

	*covered = (struct covered){*tree, overlay};
	tree->payload = covered;
	tree->list = list;
	tree->look = look;
	tree->read = read;
	tree->close = close_below;
	tree->stamp = tree->stamp ? stamp : NULL;
	tree->stamp_folder = tree->stamp_folder ? stamp_folder : NULL;
}
