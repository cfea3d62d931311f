/* What a project sets for itself: `.stopgraph.yml` at the root of its tree, or the file given with --config.
 *
 *     releases: tools/releases.yml     # instead of the releases file that the program brings along
 *     fail_on: warning                 # level from which `check` ends with status 1
 *     release_tags: ^v([0-9]+)[.]([0-9]+)[.]([0-9]+)-ee$   # which tags are releases (analyzer/releases_git.h)
 *     default_branch: trunk            # what a merge request is compared with
 *     rules:
 *       finalize-overdue: off          # or error, warning, note
 *
 * An unknown key or value is a diagnostic of severity error: a setting that is silently without effect is worse. */
#ifndef STOPGRAPH_CONFIG_H
#define STOPGRAPH_CONFIG_H

#include "analyzer/base/diag.h"
#include "analyzer/base/vec.h"

#include <stdbool.h>

struct config_level {
	const char *rule;
	const char *level; /* "off", "note", "warning", "error" */
	struct location location;
};

struct config {
	const char *path;           /* of the file that was read, NULL when there is none */
	const char *releases;       /* as written, NULL when not set */
	const char *fail_on;        /* "error", "warning", "note", "never"; NULL when not set */
	const char *release_tags;   /* NULL when not set */
	const char *default_branch; /* NULL when not set */
	VEC(struct config_level) levels;
};

/* Reads a configuration. 0; -1 when anything in it cannot be used (diagnostics say what). Lives in `arena`. */
int config_read(struct arena *arena, const struct source *source, struct config *out, struct diags *diags);

#endif
