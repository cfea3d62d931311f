/* Rows whose reference leads nowhere, and statements that look for them. */
#ifndef STOPGRAPH_GRAPH_ORPHANS_H
#define STOPGRAPH_GRAPH_ORPHANS_H

#include "graph/walk.h"

/* Why the deletion of orphans, `effect`, needs nothing of what `fact` says that a job fills; NULL when it may. */
const char *orphans_why_benign(const struct walk *walk, const struct effect *effect, const struct fact *fact);

#endif
