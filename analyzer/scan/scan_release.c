/* Files are looked at by depth: lib/version.rb speaks for the product, and only without it lib/NAME/version.rb. */
#include "analyzer/scan/scan_release.h"

#include "parser/ruby/ruby.h"

#include <string.h>

#define DEPTH_MAX 8u

static unsigned depth_of(const char *path)
{
	unsigned depth = 0;

	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/'))
		depth++;
	return depth;
}

static const char *read_file(struct arena *arena, const struct tree *tree, const struct input *input,
			     struct diags *diags)
{
	struct source *source = input_read(arena, tree, input, diags);

	if (!source)
		return NULL;
	return ruby_read_release(arena, source);
}

void scan_release_of_code(struct arena *arena, struct scan *scan, const struct tree *tree, struct diags *diags)
{
	const struct input *first = NULL;
	const char *release = NULL;

	for (unsigned depth = 0; depth < DEPTH_MAX && !release; depth++) {
		vec_each(const struct input, input, &scan->inputs) {
			if (input->role != INPUT_VERSION_CODE || depth_of(input->path) != depth)
				continue;
			const char *found = read_file(arena, tree, input, diags);
			if (found && release && !str_equal(found, release)) {
				diag_add_path(diags, DIAG_release_unknown, input->path,
					      "it says %s, '%s' says %s; neither is taken for the release of the tree",
					      found, first->path, release);
				return;
			}
			first = release ? first : input;
			release = release ? release : found;
		}
	}
	scan->project.release = release;
}
