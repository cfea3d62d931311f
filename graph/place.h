/* Release and order of every migration. */
#ifndef STOPGRAPH_GRAPH_PLACE_H
#define STOPGRAPH_GRAPH_PLACE_H

#include "graph/graph.h"

/* Fills out->release and out->migrations (in order of execution, `order` counted from 0). O(n log n). */
void place_migrations(struct arena *arena, const struct project *project, struct graph *out);

/* Order of two migration versions: as numbers of any length. NULL first. */
int version_compare(const char *a, const char *b);

#endif
