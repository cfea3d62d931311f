/* Changes to the files of a tree, printed as a patch that `git apply` takes.
 *
 *     struct patch patch = {.arena = arena};
 *     patch_add_file(&patch, "db/post_migrate/1_x.rb", text);
 *     patch_set_line(&patch, source, 4, "finalized_by: '1'");
 *     puts(patch_text(&patch));
 *
 * Paths are relative to the root of the tree, where the patch is to be applied. */
#ifndef STOPGRAPH_PATCH_H
#define STOPGRAPH_PATCH_H

#include "analyzer/base/source.h"
#include "analyzer/base/str.h"
#include "analyzer/base/vec.h"

struct new_file {
	const char *path;
	const char *text; /* not empty; without a final newline the file has none */
};

struct line_edit {
	const struct source *source;
	uint32_t line;    /* 1-based; PATCH_AT_END: a new line behind the last one */
	const char *text; /* without line break */
};

#define PATCH_AT_END UINT32_MAX

struct patch {
	struct arena *arena;
	VEC(struct new_file) files;
	VEC(struct line_edit) edits;
};

/* The strings are borrowed. */
void patch_add_file(struct patch *patch, const char *path, const char *text);

/* Puts `text` in the place of a line. A second edit of one line is left out: the first one wins. */
void patch_set_line(struct patch *patch, const struct source *source, uint32_t line, const char *text);

/* The new files in the order of their addition, then the edited ones by path. "" when there is nothing. Lives in the
 * arena. */
char *patch_text(struct patch *patch);

#endif
