/* Gate position, interval, stops and verdict of every edge. */
#ifndef STOPGRAPH_GRAPH_PROTECT_H
#define STOPGRAPH_GRAPH_PROTECT_H

#include "graph/walk.h"

/* Completes the edges that the replay made and writes their evidence. */
void protect_edges(struct walk *walk);

/* Writes the chain of one edge. */
void evidence_write(struct arena *arena, struct edge *edge, const struct proof *proof);

#endif
