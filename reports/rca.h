/* The fields of a root-cause analysis that code and history can fill, as Markdown; the others are left to be filled
 * in. */
#ifndef STOPGRAPH_RCA_H
#define STOPGRAPH_RCA_H

#include "analyzer/explain/explain_past.h"

#include <stdio.h>

/* One section per dependency. 0, or -1 when writing failed. */
int rca_write_markdown(const struct explanation *about, const struct edge_pasts *pasts, FILE *out);

#endif
