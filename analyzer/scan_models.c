/* A model file is named by its path below app/models (or ee/app/models): "ci/build.rb"; a module of migration helpers by
 * its path below lib. The inputs are sorted by path, so finding one is a binary search. Files are read into the arena and given back when nothing in them was of use. */
#include "analyzer/scan_models.h"

#include "analyzer/base/str.h"
#include "parser/ruby/ruby.h"

#include <stdlib.h>
#include <string.h>

struct models {
	struct arena *arena;
	struct scan *scan;
	const struct tree *tree;
	struct diags *diags;
};

static int compare_path(const void *key, const void *item)
{
	return strcmp(key, ((const struct input *)item)->path);
}

static const struct source *read_model_at(struct models *models, const char *path)
{
	struct inputs *inputs = &models->scan->inputs;
	const struct input *input = bsearch(path, inputs->items, inputs->count, sizeof(*inputs->items), compare_path);

	if (!input || input->role != INPUT_MODEL)
		return NULL;
	struct source *source = input_read(models->arena, models->tree, input, models->diags);
	if (source) {
		models->scan->bytes_read += source->length;
		models->scan->files_read++;
		vec_push(models->arena, &models->scan->sources, source);
	}
	return source;
}

static const struct source *read_model(void *payload, const char *relative_path)
{
	static const char *const folders[] = {"app/models", "ee/app/models", "lib"};
	struct models *models = payload;
	const char *name = relative_path;

	if (str_starts_with(name, "app/models/"))
		name += strlen("app/models/");
	const char *ending = str_ends_with(name, ".rb") ? "" : ".rb";
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		const char *path = str_printf(models->arena, "%s/%s%s", folders[i], name, ending);
		const struct source *source = read_model_at(models, path);
		if (source)
			return source;
	}
	return NULL;
}

void scan_models_connect(struct arena *arena, struct scan *scan, const struct tree *tree, struct diags *diags)
{
	struct models *models = ARENA_NEW(arena, struct models);

	*models = (struct models){arena, scan, tree, diags};
	ruby_set_models(scan->ruby, read_model, models);
}

static int by_location(const void *left, const void *right)
{
	const struct ignored_column *a = left;
	const struct ignored_column *b = right;
	int order = location_compare(a->location, b->location);

	return order ? order : str_compare(a->column, b->column);
}

static void read_ignored_columns(struct arena *arena, struct scan *scan, const struct source *source)
{
	struct ignored_column *items = NULL;
	size_t count = 0;

	ruby_read_ignored_columns(scan->ruby, source, &items, &count);
	for (size_t i = 0; i < count; i++)
		vec_push(arena, &scan->project.ignored_columns, items[i]);
}

void scan_models_ignored_columns(struct arena *arena, struct scan *scan, const struct tree *tree, struct diags *diags)
{
	static const char wanted[] = "ignore_column", comment[] = "stopgraph:disable";

	vec_each(struct input, input, &scan->inputs) {
		if (input->role != INPUT_MODEL)
			continue;
		struct arena_mark mark = arena_mark(arena);
		size_t diag_count = diags->count;
		struct source *source = input_read(arena, tree, input, diags);
		if (source && (memmem(source->bytes, source->length, wanted, strlen(wanted)) ||
			       memmem(source->bytes, source->length, comment, strlen(comment)))) {
			scan->bytes_read += source->length;
			scan->files_read++;
			vec_push(arena, &scan->sources, source);
			read_ignored_columns(arena, scan, source);
		} else if (diags->count == diag_count) {
			arena_pop(arena, mark);
		}
	}
	if (scan->project.ignored_columns.count)
		qsort(scan->project.ignored_columns.items, scan->project.ignored_columns.count,
		      sizeof(*scan->project.ignored_columns.items), by_location);
}
