/* The index of all releases of a repository: what it has to be made from, and making it. */
#ifndef STOPGRAPH_CLI_RELEASE_INDEX_H
#define STOPGRAPH_CLI_RELEASE_INDEX_H

#include "analyzer/cli/cli.h"
#include "analyzer/series.h"
#include "graph/store.h"

struct release_index {
	const struct cli_options *options;
	struct analysis_options analysis;
	struct series_options wanted;
	struct series series;
};

/* Finds the releases, and the origin that an index of them has. 0, or STATUS_TROUBLE after a message.
 * release_index_close() in either case. */
int release_index_open(struct release_index *index, const struct cli_options *options, struct store_origin *origin_out);
void release_index_close(struct release_index *index);

/* Analyses every release, with a progress bar, and builds the index at `path` (NULL: in memory). NULL after filling in the
 * error. */
struct store *release_index_build(struct release_index *index, struct arena *arena, const char *path,
				  const struct store_origin *origin, struct store_error *error);

#endif
