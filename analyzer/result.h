/* The read-only answer that reports show. */
#ifndef STOPGRAPH_RESULT_H
#define STOPGRAPH_RESULT_H

#include "analyzer/finding.h"

struct mitigations;

struct result {
	const struct project *project;
	const struct graph *graph;
	VEC(struct finding) findings; /* by path, offset, rule, fingerprint */
	size_t errors, warnings, notes;
	const struct mitigations *mitigations; /* with the stops that they record; NULL: none */
	struct names remarks;                  /* about the result as a whole: sentences, lower case, no full stop */
	const char *tool_version;
};

#endif
