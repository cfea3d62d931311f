/* Edges in words: what a dependent does, what an unfinished job means for it. Used by rules and explanations. */
#ifndef STOPGRAPH_PHRASES_H
#define STOPGRAPH_PHRASES_H

#include "graph/graph.h"

/* "validates NOT NULL on notes.namespace_id, which the job fills". `columns`: those of all edges that are told
 * together. */
const char *phrase_dependent(struct arena *arena, const struct edge *edge, const struct names *columns);

/* Who does it: "migration 20250901100200"; of a class that is gone its file, else "the release". */
const char *phrase_who(struct arena *arena, const struct edge *edge);

/* What happens to an upgrade that jumps over: "fail", "keep wrong data" ... */
const char *phrase_consequence(const struct edge *edge);

/* The place of the dependent: its statement, else the migration, else the path alone. */
struct location edge_location(struct arena *arena, const struct edge *edge);

/* How to complete the job before something, as one line of the product's own code. */
const char *phrase_gate_call(struct arena *arena, const struct job *job);

#endif
