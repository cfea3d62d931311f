/* Application models for the scan: found by class path when a job or migration names one, and searched for ignored
 * columns. Included by scan.c only. */
#ifndef STOPGRAPH_SCAN_MODELS_H
#define STOPGRAPH_SCAN_MODELS_H

#include "analyzer/scan.h"

/* Lets scan->ruby ask for model files of the tree. */
void scan_models_connect(struct arena *arena, struct scan *scan, const struct tree *tree, struct diags *diags);

/* Fills project.ignored_columns from the model files that mention any, in the order of their places. */
void scan_models_ignored_columns(struct arena *arena, struct scan *scan, const struct tree *tree, struct diags *diags);

#endif
