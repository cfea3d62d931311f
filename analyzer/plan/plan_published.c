/* Rows and tags meet by major and minor; neither is complete. A row that only dates a release says nothing for
 * plans. */
#include "analyzer/plan/plan_published.h"

#include "parser/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

static struct plan_release *row_of(struct arena *arena, struct plan_releases *list, struct release release)
{
	vec_each(struct plan_release, row, list) {
		if (release_compare_minor(row->release, release) == 0)
			return row;
	}
	release.patch = -1;
	vec_push(arena, list, (struct plan_release){.release = release});
	return vec_last(list);
}

static void learn_patch(struct plan_release *row, struct release release)
{
	if (release_compare(release, row->release) > 0)
		row->release = release;
}

static void add_words(struct arena *arena, struct names *names, const char *words)
{
	while (words && *words) {
		size_t length = strcspn(words, " ");
		if (length)
			names_add(arena, names, str_copy_n(arena, words, length));
		words += length + (words[length] == ' ');
	}
}

static int compare_rows(const void *left, const void *right)
{
	const struct plan_release *a = left;
	const struct plan_release *b = right;
	return release_compare_minor(a->release, b->release);
}

void plan_published(struct arena *arena, const struct source *source, const struct release_tags *tags,
		    struct plan_releases *out, struct diags *diags)
{
	struct release_rows rows = {0};

	*out = (struct plan_releases){0};
	if (source)
		yaml_read_releases(arena, source, &rows, diags);
	vec_each(struct release_row, row, &rows) {
		struct release release;
		bool is_empty = !row->patch && !row->condition && !row->is_required;
		if (!release_parse(row->release, &release) || (row->date && is_empty))
			continue;
		struct plan_release *known = row_of(arena, out, release);
		known->is_required = row->is_required;
		known->condition = row->condition;
		add_words(arena, &known->names, row->names);
		if (release_parse(row->patch, &release) && release_compare_minor(release, known->release) == 0)
			learn_patch(known, release);
	}
	vec_each(const struct release_tag, tag, tags) {
		if (tag->is_final)
			learn_patch(row_of(arena, out, tag->release), tag->release);
	}
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), compare_rows);
}
