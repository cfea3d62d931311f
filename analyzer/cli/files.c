/* FILEs of the command line as paths in the tree: from here, or else from the root of the tree. */
#include "analyzer/cli/cli.h"

#include "analyzer/base/str.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

int find_files(struct arena *arena, const struct cli_options *options, size_t first, struct names *out)
{
	char root[PATH_MAX];
	char real[PATH_MAX];

	if (!realpath(options->folder, root))
		return trouble("cannot open '%s': %s", options->folder, strerror(errno));
	size_t length = strlen(root);
	for (size_t i = first; i < options->argument_count; i++) {
		const char *path = options->arguments[i];
		if (path[0] != '/')
			path = str_printf(arena, "%s/%s", root, path);
		/* a revision need not be checked out */
		if (options->revision && !realpath(options->arguments[i], real) && !realpath(path, real)) {
			names_add(arena, out, options->arguments[i]);
			continue;
		}
		/* a path from here, or else one in the tree */
		if (!realpath(options->arguments[i], real) && !realpath(path, real))
			return trouble("there is no file '%s'", options->arguments[i]);
		if (strncmp(real, root, length) == 0 && real[length] == '/')
			names_add(arena, out, str_copy(arena, real + length + 1));
	}
	return 0;
}
