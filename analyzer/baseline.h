/* A start from today: findings that a report of an earlier run holds already are marked as suppressed.
 *
 *     stopgraph check --all --format json -o baseline.json; later: stopgraph check --all --baseline baseline.json
 *
 * Findings are the same when their fingerprints are; those hold no line numbers. */
#ifndef STOPGRAPH_BASELINE_H
#define STOPGRAPH_BASELINE_H

#include "analyzer/result.h"

/* Marks the findings of `result` that are in the file (schema stopgraph.findings/1) and counts levels anew. 0; -1 with
 * a sentence in *error_out when the file cannot be used. What is added lives in `arena`. */
int baseline_apply(struct arena *arena, const char *path, struct result *result, const char **error_out);

#endif
