/* Release and order of every migration. */
#ifndef STOPGRAPH_GRAPH_PLACE_H
#define STOPGRAPH_GRAPH_PLACE_H

#include "graph/graph.h"

/* Fills out->release and out->migrations (in order of execution, `order` counted from 0). O(n log n). */
void place_migrations(struct arena *arena, const struct project *project, struct graph *out);

/* Is it a step of an out-of-band migration, which only its release puts in its place? */
bool placed_is_step(const struct placed_migration *placed);

/* Puts the placed migrations of a hop into the order of an upgrade without downtime: regular before post, else as they
 * were; what ran before comes first. O(n). */
void place_hop(struct arena *arena, const struct graph_hop *hop, struct graph *out);

/* Order of two migration versions: as numbers of any length. NULL first. */
int version_compare(const char *a, const char *b);

#endif
