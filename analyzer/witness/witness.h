/* A proof of an edge that anybody can run: an SQL script for an empty scratch database.
 *
 *     struct witness witness;
 *     witness_make(arena, &graph, edge, &witness);
 *     fputs(witness.script, stdout);
 *
 * The script makes the least tables that the dependent asks for, and rows as the unfinished job leaves them; then the
 * dependent's statement fails (or, where the dependent takes something away, the job's own). A second half does the
 * same with the job finished, and passes. Both are rolled back. */
#ifndef STOPGRAPH_WITNESS_H
#define STOPGRAPH_WITNESS_H

#include "graph/graph.h"

struct witness {
	const char *script;   /* SQL; when no statement fails, a comment that says so */
	const char *sqlstate; /* of the failure: "23502"; NULL: no statement fails */
};

/* `edge` belongs to `graph`. Everything lives in `arena`. */
void witness_make(struct arena *arena, const struct graph *graph, const struct edge *edge, struct witness *out);

#endif
