/* Whether a tree is still what it was, without reading it: paths, sizes and times of the files that a run reads. */
#ifndef STOPGRAPH_DIGEST_H
#define STOPGRAPH_DIGEST_H

#include "analyzer/series.h"

/* 16 hex digits that change when a listed file of the tree, the configuration or the releases file is added, removed or
 * written. Lists the tree, whose diagnostics are dropped. Wants an analysis that ran to ANALYSIS_CONFIG. Lives in its
 * arena. */
char *digest_tree(struct analysis *analysis, const struct analysis_options *options);

/* 16 hex digits that change with the release tags of the repository and the configuration. Lives in the arena of the series. */
char *digest_releases(const struct series *series, const struct series_options *options);

/* 16 hex digits for a text. */
char *digest_text(struct arena *arena, const char *text);

#endif
